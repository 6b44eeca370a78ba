"""Rich text of every kind is read, compared and drawn: marks, links, lists, rules, pictures, and what is left open."""

from __future__ import annotations

import itertools

import pytest
from django.template.loader import render_to_string

from pages.models import StandardPage
from reviews.clinical.changes import compare as clinically
from reviews.comparison import compare
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
        contents = [standard(block("text", {"text": text, "sources": ""}, "t")) for text in (before, after)]
        tree = compare(StandardPage, *contents)
        assert tree.changed
        drawn = render_to_string("reviews/comparison/comparison.html", {"tree": tree})
        assert "Nothing differs" not in drawn
        assert not compare(StandardPage, contents[1], contents[1]).changed


def test_a_changed_link_is_drawn_with_where_it_leads() -> None:
    old, new = (standard(block("text", {"text": text, "sources": ""}, "t")) for text in KINDS[2:4])
    drawn = render_to_string("reviews/comparison/comparison.html", {"tree": compare(StandardPage, old, new)})
    assert "link to https://example.org/b" in drawn


def test_the_same_dose_many_times_is_paired_in_turn() -> None:
    same = "Take 50 mg. " * 400
    assert clinically(same, same + "Take 50 mg. ") != []
    assert clinically(same, same) == []
