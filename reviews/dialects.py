"""How a rule of the gate is written as a trigger, in the dialect of PostgreSQL and of SQLite.  Pure text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Model

PREFIX = "reviews_gate_"
# Every message starts with it, so that a refusal is told from a fault.
MARK = "Review gate:"
# Not the “FROM” of “IS DISTINCT FROM OLD.title”.
_READ = re.compile(r"\b(?:FROM|JOIN) (\w+)(?![\w.(])")


@dataclass(frozen=True)
class Rule:
    """Refuse ``operation`` on ``table`` when ``condition`` holds, saying ``message``.

    An operation of whole tables (TRUNCATE, of PostgreSQL alone) has no rows, so no condition but ``1 = 1``.
    """

    name: str
    table: str
    operation: str
    condition: str
    message: str

    @property
    def trigger(self) -> str:
        """PostgreSQL cuts names at 63 characters; ours are shorter than that by a test."""
        return PREFIX + self.name

    @property
    def tables(self) -> set[str]:
        """Every table that it needs: its own, and those that its condition reads."""
        return {self.table, *_READ.findall(self.condition)}

    @property
    def function_body(self) -> str:
        """In PostgreSQL."""
        row = "OLD" if self.operation == "DELETE" else "NEW"
        refusal = f"RAISE EXCEPTION '{MARK} {self.message}' USING ERRCODE = '23514';"
        return f" BEGIN IF {self.condition} THEN {refusal} END IF; RETURN {row}; END "

    @property
    def trigger_statement(self) -> str:
        """In PostgreSQL."""
        each = "STATEMENT" if self.operation == "TRUNCATE" else "ROW"
        return (
            f"CREATE TRIGGER {self.trigger} BEFORE {self.operation} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.trigger}()"
        )


def sqlite(rule: Rule) -> str:
    condition = rule.condition.replace("IS DISTINCT FROM", "IS NOT")
    return (
        f"CREATE TRIGGER {rule.trigger} BEFORE {rule.operation} ON {rule.table} "
        f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{MARK} {rule.message}'); END"
    )


def postgresql(rule: Rule, schema: str) -> Iterator[str]:
    """A function and the trigger that calls it.

    The function looks for tables in ``schema`` first: otherwise anybody's temporary table with the name of one that
    it reads would stand before it, and say what they like.
    """
    # Replaced, because dropping a table leaves the functions of its triggers behind.
    yield (
        f"CREATE OR REPLACE FUNCTION {rule.trigger}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = {schema}, pg_temp AS $${rule.function_body}$$"
    )
    yield rule.trigger_statement


def replacements(rules: Iterable[Rule], models: Iterable[type[Model]]) -> Iterator[Rule]:
    """SQLite only: ``INSERT OR REPLACE`` and ``UPDATE OR REPLACE`` take away the row in their way, and no trigger of
    deletion hears of it.  So what may not be deleted is not replaced either."""
    by_table = {model._meta.db_table: model for model in models}
    for rule in rules:
        if rule.operation != "DELETE":
            continue
        keys = list(_unique_together(by_table[rule.table]))
        same = " OR ".join("(" + " AND ".join(f"k.{c} = NEW.{c}" for c in columns) + ")" for columns in keys)
        kept = re.sub(r"\bOLD\.", "k.", rule.condition)
        in_the_way = f"EXISTS (SELECT 1 FROM {rule.table} k WHERE {{}}({same}) AND ({kept}))"  # noqa: S608
        name = rule.name.removesuffix("_delete")
        yield replace(rule, name=f"{name}_replace", operation="INSERT", condition=in_the_way.format(""))
        moved = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in sorted({*sum(keys, ())}))
        other = f"({moved}) AND {in_the_way.format('k.rowid <> OLD.rowid AND ')}"
        yield replace(rule, name=f"{name}_displace", operation="UPDATE", condition=other)


def _unique_together(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """Sets of columns that name one row of the model's own table; conditional ones are not among them."""
    meta = model._meta
    for field in meta.local_concrete_fields:
        if field.unique:
            yield (str(field.column),)
    columns = {field.name: str(field.column) for field in meta.local_concrete_fields}
    for names in [*meta.unique_together, *(constraint.fields for constraint in meta.total_unique_constraints)]:
        yield tuple(columns[name] for name in names)
