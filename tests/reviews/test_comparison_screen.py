"""The comparison as people see it: what differs is marked in words, what does not is folded away, nothing is lost."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.template import engines
from pytest_django import DjangoAssertNumQueries

from pages.models import DoseFormPage, StandardPage
from pages.models.topics import Topic
from reviews.comparison import Comparison, compare
from reviews.comparison.names import compare_with_names, titles
from reviews.comparison.nodes import Reference
from tests import factories
from tests.editorial import Newsroom
from tests.reviews.comparison_contents import block, dose_form, standard, strength, table, text


def drawn(comparison: Comparison) -> BeautifulSoup:
    template = engines["django"].from_string("{% load comparison_tags %}{% comparison tree %}")
    return BeautifulSoup(template.render({"tree": comparison}), "html.parser")


def shown(html: BeautifulSoup) -> str:
    return " ".join(html.get_text(" ").split())


def test_a_changed_dose_is_marked_by_element_and_in_words() -> None:
    old, new = (standard(text(f"<p>Take {dose} mg a day.</p>", "a")) for dose in (50, 500))
    html = drawn(compare(StandardPage, old, new))
    passage = html.select_one(".comparison-inline")
    assert passage is not None
    assert passage.get_text() == "Take  [removed: 50 end of removed]  [added: 500 end of added]  mg a day."
    assert [mark.name for mark in passage.select("ins, del")] == ["del", "ins"]


def test_side_by_side_shows_the_whole_of_both_texts() -> None:
    old, new = (standard(text(f"<p>Take {dose} mg a day.</p>", "a")) for dose in (50, 500))
    html = drawn(compare(StandardPage, old, new))
    for hidden in html.select(".w-sr-only"):
        hidden.decompose()
    sides = [side.get_text() for side in html.select(".comparison-sides .comparison-text")]
    assert sides == ["Take 50 mg a day.", "Take 500 mg a day."]


def test_what_did_not_change_is_folded_away_under_its_names() -> None:
    same = [text("<p>The same.</p>", "s")]
    html = drawn(compare(StandardPage, standard(*same), standard(*same, lead="Another lead.")))
    summaries = [" ".join(summary.get_text().split()) for summary in html.select("summary")]
    assert summaries == ["Unchanged: Title", "Unchanged: Body, Slug"]
    assert "The same." in shown(html)


def test_text_that_looks_like_markup_is_shown_as_text() -> None:
    lead = '<script>alert("kept")</script> '
    html = drawn(compare(StandardPage, standard(lead=lead), standard(lead=lead + "<img src=x>")))
    assert html.select("script, img") == []
    assert "<script>" in shown(html)
    assert "img src=x" in shown(html)


def test_tables_are_tables_with_headings_and_marked_cells() -> None:
    old = table(["Form", "Adults"], [["Tablet", "50 mg"], ["Syrup", "5 mL"]])
    new = table(["Form", "Adults"], [["Tablet", "500 mg"], ["Syrup", "5 mL"]])
    html = drawn(compare(StandardPage, standard(block("table", old, "t")), standard(block("table", new, "t"))))
    headings = [heading.get_text().strip() for heading in html.select('th[scope="col"]')]
    assert headings == ["Form", "Adults", "Change"]
    [cell] = html.select("td.comparison-altered")
    assert [mark.name for mark in cell.select("ins, del")] == ["del", "ins"]


def test_a_first_version_is_shown_whole_and_without_marks() -> None:
    html = drawn(compare(DoseFormPage, None, dose_form()))
    assert "Nothing was approved before" in shown(html)
    assert "Take 50 mg once a day." in shown(html)
    assert html.select("ins, del, details") == []


def test_equal_versions_say_so() -> None:
    assert "Nothing differs." in shown(drawn(compare(DoseFormPage, dose_form(), dose_form())))


def test_a_moved_row_says_from_where() -> None:
    rows = [strength("50", pk=1), strength("100", pk=2), strength("200", pk=3)]
    html = drawn(compare(DoseFormPage, dose_form(strengths=rows), dose_form(strengths=[*rows[1:], rows[0]])))
    assert "moved from position 1" in shown(html)


@pytest.mark.django_db
def test_titles_cost_one_query_for_each_kind_of_thing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    topics = [Topic.objects.create(name=name, slug=name) for name in ("anxiety", "pain")]
    home = factories.tree()
    wanted = [Reference("pages.topic", str(topic.pk), "topic") for topic in topics]
    wanted += [Reference("wagtailcore.page", key, "page") for key in (str(home.pk), "999999", "no number")]
    with django_assert_num_queries(2):
        found = titles(wanted)
    assert list(found.values()) == ["anxiety", "pain", "Home"]


def test_a_saved_draft_says_what_its_page_says_and_shows_what_is_edited_then(room: Newsroom) -> None:
    page = room.editor.write(factories.drug())
    content = page.get_latest_revision().content
    rebuilt = page.get_latest_revision_as_object().serializable_data()
    assert not compare_with_names(type(page), rebuilt, content).changed
    changed = json.loads(json.dumps(content).replace("Take 50 mg", "Take 500 mg"))
    [section] = [one for one in compare_with_names(type(page), content, changed).sections if one.changed]
    assert section.label == "Key facts"
