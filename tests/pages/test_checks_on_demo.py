"""The demonstration is what the content rules are for: none of them may block what it says."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

import hub.demo
from hub.demo import content, studies, writing
from reviews import findings
from tests import factories

if TYPE_CHECKING:
    from wagtail.models import Page

pytestmark = pytest.mark.usefixtures("pages_in_memory")

TOPICS = ("drug_classes", "conditions", "drugs")


def _without_topics(written: Any) -> Any:
    names = {field.name for field in dataclasses.fields(written)} & set(TOPICS)
    return dataclasses.replace(written, **dict.fromkeys(names, ()))


def _demonstration() -> dict[str, Any]:
    """Everything that the modules of the demonstration write, by name; topics are in the database, so without."""
    modules = [importlib.import_module(f"hub.demo.{found.name}") for found in pkgutil.iter_modules(hub.demo.__path__)]
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": _without_topics(value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, content.Content)
    }


DEMONSTRATION = _demonstration()
DRAFT = "studies.SPIDER_PHOBIA"


def blocking(page: Page) -> list[str]:
    return [f"{found.rule} {found.message}" for found in findings.find(page) if found.severity == "block"]


@pytest.mark.parametrize("name", sorted(set(DEMONSTRATION) - {DRAFT}))
def test_nothing_that_the_demonstration_publishes_is_blocked(name: str) -> None:
    assert blocking(writing.new_page(DEMONSTRATION[name])) == []


def test_the_draft_that_cannot_be_submitted_is_blocked_for_what_it_says() -> None:
    assert DEMONSTRATION[DRAFT].slug == studies.SPIDER_PHOBIA.slug
    rules = {found.rule for found in findings.find(writing.new_page(DEMONSTRATION[DRAFT]))}

    assert {"SEC-01", "ID", "ISMP-01"} <= rules


@pytest.mark.parametrize("make", [factories.drug, factories.dose_form, factories.study, factories.standard])
def test_what_other_tests_begin_with_is_not_blocked(make: object) -> None:
    assert blocking(make()) == []  # type: ignore[operator]
