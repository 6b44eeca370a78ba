"""The digest changes with what a reader could notice, and with nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Revision

from pages.models import DoseFormPage, DrugOverviewPage
from reviews.content import page_digest, revision_digest
from reviews.digests import ContentSchema, canonical, differences, digest
from tests import factories
from tests.editorial import Newsroom, fresh

SCHEMA = ContentSchema.of(DoseFormPage)
CONTENT: dict[str, Any] = {
    "pk": 7,
    "title": "Tablets",
    "live": True,
    "owner": 3,
    "path": "000100010001",
    "strengths": [{"pk": 1, "page": 7, "sort_order": 0, "value": "50.0000", "unit": "mg"}],
    "how_to_take": '[{"type": "text", "id": "a", "value": {"text": "<p>Swallow.</p>"}}]',
}


@pytest.mark.parametrize("name", ["live", "owner", "path", "pk"])
def test_bookkeeping_is_no_content(name: str) -> None:
    assert digest(SCHEMA, CONTENT | {name: "something else"}) == digest(SCHEMA, CONTENT)


def test_the_key_of_a_child_row_is_no_content() -> None:
    row = CONTENT["strengths"][0] | {"pk": None, "page": 99}
    assert digest(SCHEMA, CONTENT | {"strengths": [row]}) == digest(SCHEMA, CONTENT)


def test_two_ways_to_write_one_decimal_are_one_content() -> None:
    row = CONTENT["strengths"][0] | {"value": "50"}
    assert digest(SCHEMA, CONTENT | {"strengths": [row]}) == digest(SCHEMA, CONTENT)


def test_a_stream_is_compared_by_what_it_says_and_not_by_how_it_is_spaced() -> None:
    respaced = CONTENT["how_to_take"].replace(": ", ":")
    assert digest(SCHEMA, CONTENT | {"how_to_take": respaced}) == digest(SCHEMA, CONTENT)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Tablet"},
        {"strengths": [CONTENT["strengths"][0] | {"value": "500"}]},
        {"strengths": [CONTENT["strengths"][0] | {"unit": "g"}]},
        {"strengths": []},
        {"how_to_take": CONTENT["how_to_take"].replace("Swallow", "Chew")},
    ],
)
def test_every_word_and_number_counts(changed: dict[str, Any]) -> None:
    assert digest(SCHEMA, CONTENT | changed) != digest(SCHEMA, CONTENT)


def test_what_a_page_shows_by_reference_counts() -> None:
    shown = digest(SCHEMA, CONTENT, [("pages.hubimage:1", "aa")])
    assert shown != digest(SCHEMA, CONTENT)
    assert shown != digest(SCHEMA, CONTENT, [("pages.hubimage:1", "bb")])


def test_the_type_counts() -> None:
    assert digest(ContentSchema.of(DrugOverviewPage), CONTENT) != digest(SCHEMA, CONTENT)


def test_a_set_has_no_order() -> None:
    schema = ContentSchema(label="x", sets=frozenset({"drugs"}))
    assert canonical(schema, {"drugs": [2, 1]}) == canonical(schema, {"drugs": [1, 2]})


def test_differences_name_the_fields_of_a_part() -> None:
    assert differences(SCHEMA, CONTENT, {"title": "Other", "live": False}) == ["title"]


def test_the_live_row_has_the_digest_of_the_approved_revision(room: Newsroom) -> None:
    drug = factories.named(factories.drug(), "Vivitrol")
    drug.drug_classes.add("Opioid antagonists")
    live = room.publish(drug)
    assert page_digest(fresh(live)) == revision_digest(live.live_revision)
    form = room.publish(factories.dose_form(), live)
    assert page_digest(fresh(form)) == revision_digest(form.live_revision)
    study = factories.study()
    study.drugs = [live]
    study = room.publish(study)
    assert page_digest(fresh(study)) == revision_digest(study.live_revision)
    assert Revision.objects.get(pk=study.live_revision_id).content["drugs"] == [live.pk]
