"""Rich text of every kind is read, compared and drawn: marks, links, lists, rules, pictures, and what is left open."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template.loader import render_to_string

from pages.models import StandardPage
from reviews.clinical import quantities
from reviews.clinical.changes import compare as clinically
from reviews.clinical.units import plain
from reviews.comparison import compare
from reviews.comparison.values import decimal
from tests.reviews.comparison_contents import block, standard

PLAIN = "<p>Take one tablet.</p>"
KINDS = [
    "<p>Take <b>one</b> <i>tablet</i>.</p>",
    "<p>About 10<sup>9</sup> cells and H<sub>2</sub>O.</p>",
    '<p>Read <a href="https://example.org/a">the label</a>.</p>',
    '<p>Read <a href="https://example.org/b">the label</a>.</p>',
    '<p>Read <a linktype="page" id="3">the label</a>.</p>',
    '<p>Read <a linktype="document" id="4">the leaflet</a>.</p>',
    "<p>Take one.<br/>Then rest.</p><hr/>",
    '<embed embedtype="image" id="5" alt="A tablet" format="left"/>',
    '<embed embedtype="media" url="https://example.org/v"/>',
    "<ul><li>One</li><li>Two <b>bold</b></li></ul><ol><li>Three</li></ol>",
    "<h2>When</h2><blockquote>Now</blockquote><pre>a  b</pre>",
    "<p>Left <b>open <i>here</p><p>and &lt;closed&gt; there</b></i></p>",
    '<p data-block-key="k1">Kept key</p>',
]


@pytest.mark.parametrize(("old", "new"), list(itertools.pairwise([PLAIN, *KINDS, PLAIN])))
def test_every_kind_is_compared_and_drawn_both_ways(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        was, now = (standard(block("text", {"text": text, "sources": ""}, "t")) for text in (before, after))
        tree = compare(StandardPage, was, now)
        assert tree.changed
        drawn = render_to_string("reviews/comparison/comparison.html", {"tree": tree})
        assert "Nothing differs" not in drawn
        assert not compare(StandardPage, now, now).changed


def test_a_changed_link_is_drawn_with_where_it_leads() -> None:
    old, new = (standard(block("text", {"text": text, "sources": ""}, "t")) for text in KINDS[2:4])
    drawn = render_to_string("reviews/comparison/comparison.html", {"tree": compare(StandardPage, old, new)})
    assert "link to https://example.org/b" in drawn


def test_the_same_dose_many_times_is_paired_in_turn() -> None:
    same = "Take 50 mg. " * 400
    assert clinically(same, same + "Take 50 mg. ") != []
    assert clinically(same, same) == []


def test_many_doses_without_a_common_word_are_paired_within_bounds() -> None:
    old = " ".join(f"Alpha{number} takes {number} mg beta{number}." for number in range(1, 400))
    new = " ".join(f"Gamma{number} gets {number + 7} mg delta{number}." for number in range(1, 400))
    assert len(clinically(old, new)) > 100


@pytest.mark.parametrize(("text", "low"), [("half: 1/2 tablet a day", "0.5"), ("take 2 1/2 tablets", "2.5")])
def test_vulgar_fractions_are_numbers(text: str, low: str) -> None:
    assert str(quantities.find(text)[0].low) == low


def test_numbers_are_written_as_people_write_them() -> None:
    assert plain(Fraction(1, 3)) == "0.3333"
    assert plain(Fraction(2)) == "2"
    assert plain(Decimal("1000")) == "1000"


def test_what_is_stored_in_no_known_shape_is_still_compared() -> None:
    good = standard(block("text", {"text": PLAIN, "sources": ""}, "t"))
    for odd in ("not json", '{"a": 1}', '[{"type": "text", "value": "words", "id": "t"}]'):
        assert compare(StandardPage, good, good | {"body": odd}).changed
        assert compare(StandardPage, good | {"body": odd}, good).changed
    assert decimal("many") == "many"
    assert decimal(None) == ""
