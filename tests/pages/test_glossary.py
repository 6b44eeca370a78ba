"""Clinical words are explained beside the approved words, which stay as they are; citations open in place."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from pages import rich_text
from pages.glossary.explaining import explained, explained_so_far, explaining
from pages.glossary.terms import BY_SLUG, TERMS
from pages.models.drugs import DrugReference
from tests import factories
from tests.editorial import Newsroom, public_text
from tests.pages.html import soup, words

PARTS = [
    "An <b>antagonist</b> blocks ", "opioids", "opioid withdrawal ", " &amp; ", "<p>", "</p>", "co-opioid ", "X-opioid",
    '<a href="/x">opioid receptors</a> ', "<h3>Placebo</h3>", "half-life; ", "Contraindications: ", "<br/>", "µopioid ",
    "<sup>placebo</sup>", "Off-Label ", "systematic\n review ", "opioid’s ", "<em>titrated</em>", "non-opioid ",
]  # fmt: skip


def without_tags(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_explaining_never_changes_a_word() -> None:
    chance = random.Random(7)
    for _ in range(400):
        source = "".join(chance.choices(PARTS, k=12))
        with explaining():
            shown = explained(source)
            assert without_tags(shown) == without_tags(source)
            taken_out = re.sub(r"<span class=\"explained\">([^<]*)<button [^>]*></button></span>", r"\1", shown)
            assert taken_out == source


def test_a_word_is_explained_at_its_first_use_on_the_page_and_no_more() -> None:
    with explaining() as seen:
        first = explained("<p>Opioids and other opioids.</p>")
        again = explained("<p>Opioids.</p>")

    assert first.count("<button") == 1
    assert first.startswith('<p><span class="explained">Opioids<button')
    assert again == "<p>Opioids.</p>"
    assert list(seen) == ["opioid"]


@pytest.mark.parametrize(
    "source",
    [
        '<a href="/drugs/">opioids</a>', "<h3>Opioids</h3>", "<code>opioid</code>", "non-opioid", "opioidergic",
        "<sup>opioid</sup>", '<p title="opioid">x</p>', '<a href="/x"><b>an opioid</b> too</a>',
    ],
)  # fmt: skip
def test_links_headings_and_parts_of_words_are_left_alone(source: str) -> None:
    with explaining():
        assert explained(source) == source


def test_the_longest_word_is_meant() -> None:
    with explaining() as seen:
        explained("Opioid withdrawal is hard.")

    assert list(seen) == ["opioid-withdrawal"]


def test_outside_a_page_nothing_is_explained() -> None:
    assert explained("An opioid.") == "An opioid."
    assert explained_so_far() == []


def test_no_two_entries_explain_the_same_word() -> None:
    forms = [form.casefold() for term in TERMS for form in term.forms]

    assert len(forms) == len(set(forms))
    assert len(BY_SLUG) == len(TERMS)
    for term in TERMS:
        assert term.meaning[0].isupper()
        assert term.meaning.endswith(".")
        assert term.word not in term.meaning.casefold().split()
        assert len(term.word) <= 26, "a word and its button stay on one line of a phone"


def test_a_citation_is_a_link_and_a_button_that_reads_no_number_twice() -> None:
    shown = soup(rich_text.citation_link("label-us", "2, indirect"))

    assert words(shown.a) == "Reference [2, indirect]"
    assert shown.a["href"] == "#ref-label-us"  # type: ignore[index]
    assert shown.button.text == ""  # type: ignore[union-attr]
    assert shown.button["popovertarget"] == "cited-label-us"  # type: ignore[index]
    assert "[2, indirect]" in shown.button["aria-label"]  # type: ignore[index]


def test_every_button_has_its_note_and_every_note_leads_on() -> None:
    with explaining():
        prose = explained("An opioid and a placebo.")
        notes = soup(
            render_to_string(
                "components/explanations.html",
                {"references": [DrugReference(key="label-us", citation="A label.", doi="10.1/x")]},
            )
        )

    targets = {button["popovertarget"] for button in soup(prose).select("button")}
    assert targets == {"word-opioid", "word-placebo"}
    assert {note["id"] for note in notes.select("[popover]")} == targets | {"cited-label-us"}
    assert [link["href"] for link in notes.select("a")] == [
        "https://doi.org/10.1/x", "#ref-label-us", "/glossary/#opioid", "/glossary/#placebo",
    ]  # fmt: skip


def test_a_page_shows_the_approved_words_with_their_explanations_outside_the_article(room: Newsroom) -> None:
    said = "It is an opioid antagonist with a half-life of 4 hours."
    page = room.publish(factories.drug(how_it_works=[factories.text(said, "label-us")]))

    shown = soup(public_text(page))

    assert said in "".join(text for text in shown.article.strings)  # type: ignore[union-attr]
    assert shown.article.select("[popover]") == []  # type: ignore[union-attr]
    buttons = {button["popovertarget"] for button in shown.select("main button[popovertarget]")}
    assert {"word-opioid", "word-antagonist", "word-half-life", "cited-label-us"} <= buttons
    assert buttons == {note["id"] for note in shown.select("[popover]")}


def test_the_markdown_twin_has_the_approved_words_and_nothing_worked_out(room: Newsroom, client: Any) -> None:
    row = {
        "effect": "Feeling sick", "band": "very-common", "affected": 10, "out_of": 40, "serious": False, "action": "",
        "dose_range": "", "sources": "label-us",
    }  # fmt: skip
    page = room.publish(
        factories.drug(how_it_works=[factories.text("An opioid.")], side_effects=[("side_effect", row)])
    )

    assert 'class="people"' in public_text(page)
    twin = client.get(f"{page.url}index.md").content.decode()
    assert "An opioid." in twin
    assert "of every 100 people" not in twin
    assert "acts like opium" not in twin


@pytest.mark.django_db
def test_the_glossary_explains_every_word_at_its_own_anchor(client: Any) -> None:
    shown = soup(client.get("/glossary/").content.decode())

    assert {row["id"] for row in shown.select(".glossary > div")} == set(BY_SLUG)
    assert "acts like opium" in words(shown.select_one("#opioid"))


def test_the_foot_of_an_overview_leads_to_the_medicines_beside_it(
    room: Newsroom, django_assert_num_queries: Any
) -> None:
    from pages.listings import neighbours

    first, middle, last = (room.publish(factories.drug(title=title)) for title in ("aaa", "Bbb", "ccc"))
    room.editor.write(factories.drug(title="Bbc"))

    with django_assert_num_queries(1):
        beside = neighbours(middle)
        assert all(one.url for one in (beside.previous, beside.following) if one)
    assert [one and one.pk for one in (beside.previous, beside.following)] == [first.pk, last.pk]
    assert not neighbours(first).previous
    shown = soup(public_text(middle)).select_one(".neighbours")
    assert shown is not None
    assert [link["rel"][0] for link in shown.select("a")] == ["prev", "next"]
    assert shown.select_one("a[rel=next]")["href"].endswith(last.url)  # type: ignore[index,union-attr]
