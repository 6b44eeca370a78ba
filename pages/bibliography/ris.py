"""RIS, which reference managers and publishers export: a tag of two characters on each line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pages.bibliography.facts import ReferenceFacts, article
from pages.importers.plain import words

_LINE = re.compile(r"^([A-Z][A-Z0-9])  ?-(?: (.*))?$")


def looks_like(text: str) -> bool:
    return re.search(r"(?m)^TY  ?- ?\w", text) is not None


def read(text: str) -> Iterator[ReferenceFacts]:
    """Every record, from TY to ER; a line without a tag goes on from the one before."""
    records: list[dict[str, list[list[str]]]] = []
    lines: list[str] = []
    for line in text.splitlines():
        if match := _LINE.match(line.rstrip()):
            lines = [match[2] or ""]
            if match[1] == "TY":
                records.append(defaultdict(list))
            if records:
                records[-1][match[1]].append(lines)
        else:
            lines.append(line)
    for record in records:
        yield _reference({tag: [words(" ".join(value)) for value in values] for tag, values in record.items()})


def _reference(record: dict[str, list[str]]) -> ReferenceFacts:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in record.get(tag, []) if value), "")

    year = re.search(r"\d{4}", first("PY", "Y1", "DA"))
    begin, end = first("SP"), first("EP")
    return article(
        authors=[_short(name) for tag in ("AU", "A1") for name in record.get(tag, []) if name],
        title=first("TI", "T1", "CT", "BT"),
        year=year[0] if year else "",
        journal=first("J2", "JA", "JO", "JF", "T2", "PB"),
        volume=first("VL"),
        issue=first("IS"),
        pages=f"{begin}-{end}" if begin and end and begin != end else begin,
        doi=first("DO"),
        # PubMed's own exports keep its number as accession number.
        pmid=first("AN") if re.fullmatch(r"[1-9]\d{0,7}", first("AN")) else "",
        url=first("UR", "L2"),
    )


def _short(name: str) -> str:
    """“Mitchell, Anna B.” as “Mitchell AB”; a name without a comma, such as a group's, as it is."""
    surname, comma, given = name.partition(",")
    return f"{surname.strip()} {initials(given)}".strip() if comma else name


def initials(given: str) -> str:
    """“Anna B.” as “AB”; initials that stand together stay."""
    parts = re.findall(r"[^\s.\-]+", given)
    return "".join(part if part.isupper() and len(part) <= 3 else part[0].upper() for part in parts)
