"""Pictures of numbers: drawn from what the page states, true to scale, and said in words.  No database."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from pages.pictures.absolute import absolute
from pages.pictures.effects import LEFT, RIGHT, effect_plot
from pages.pictures.icon_array import dots, icon_array
from pages.pictures.shares import Share, share_of, share_of_band
from pages.vocabulary import FrequencyBand
from tests.pages.html import soup, words


def drawn(svg: str, name: str) -> int:
    """How many dots of a kind there are: one for each beginning of a line, and one for each step along it."""
    path = soup(svg).select_one(f".people__{name}")
    if path is None:
        return 0
    lines = re.findall(r"M(\d+) (\d+)h(\d+)", str(path["d"]))
    return sum(int(length) // 10 + 1 for _, _, length in lines)


# People


@pytest.mark.parametrize(
    ("affected", "observed", "said"),
    [
        (1_200, 4_800, "25 of every 100 people"),
        (2, 24, "about 8 of every 100 people"),
        (1, 100, "1 of every 100 people"),
        (1, 101, "about 10 of every 1,000 people"),
        (3, 1_000, "3 of every 1,000 people"),
        (0, 50, "0 of every 100 people"),
        (50, 50, "100 of every 100 people"),
        (1, 2_000, "about 1 of every 1,000 people"),
    ],
)
def test_a_count_is_told_with_one_of_two_denominators(affected: int, observed: int, said: str) -> None:
    share = share_of(affected, observed)

    assert share is not None
    assert share.in_words == said


@pytest.mark.parametrize(
    ("affected", "observed"),
    [(1, 2_001), (1, 0), (None, 10), (5, None), (11, 10), (-1, 10), ("3", 10), (Decimal(3), 10)],
)
def test_nothing_is_drawn_where_almost_nobody_or_nothing_sensible_is_stated(affected: Any, observed: Any) -> None:
    assert share_of(affected, observed) is None


@pytest.mark.parametrize(
    ("band", "said"),
    [
        ("very-common", "10 or more of every 100 people"),
        ("common", "1 to 10 of every 100 people"),
        ("uncommon", "1 to 10 of every 1,000 people"),
        ("rare", "at most 1 of every 1,000 people"),
        ("very-rare", None),
        ("not-known", None),
        ("", None),
    ],
)
def test_a_band_promises_a_range_and_no_more(band: str, said: str | None) -> None:
    share = share_of_band(band)

    assert (share.in_words if share else None) == said


@pytest.mark.parametrize(
    ("share", "others", "possible", "affected"),
    [
        (Share(38, 100), 62, 0, 38),
        (Share(0, 100), 100, 0, 0),
        (Share(100, 100), 0, 0, 100),
        (Share(1, 100, up_to=10), 90, 9, 1),
        (Share(0, 1_000, up_to=1), 999, 1, 0),
        (Share(375, 1_000), 625, 0, 375),
    ],
)
def test_as_many_dots_are_drawn_as_there_are_people(share: Share, others: int, possible: int, affected: int) -> None:
    svg = icon_array(share)

    assert [drawn(svg, name) for name in ("others", "possible", "affected")] == [others, possible, affected]
    assert soup(svg).svg["role"] == "img"  # type: ignore[index]
    assert soup(svg).svg["aria-label"].lower() == share.in_words  # type: ignore[index,union-attr]
    assert "style" not in svg
    assert len(svg) < 1_600


def test_no_dot_leaves_the_grid() -> None:
    assert dots(18, 22, 20) == "M185 5h11M5 15h11"
    assert dots(3, 3, 20) == ""


def test_a_label_cannot_break_out_of_the_picture() -> None:
    assert "<script>" not in icon_array(Share(1, 100), '"><script>')


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"band": "very-common", "affected": 10, "out_of": 40}, "25 of every 100 people."),
        ({"band": "common", "affected": None, "out_of": None}, "1 to 10 of every 100 people."),
        # Its own count is known, and too small to draw: the band is no stand-in for it.
        ({"band": "rare", "affected": 1, "out_of": 9_000}, None),
        ({"band": "not-known", "affected": None, "out_of": None}, None),
    ],
)
def test_a_side_effect_is_drawn_by_its_own_count_first(value: dict, said: str | None) -> None:
    shown = soup(render_to_string("components/people.html", {"value": value}))

    assert (words(shown.figcaption) if shown.figcaption else None) == said


def test_every_band_is_thought_of() -> None:
    known = {band for band in FrequencyBand.values if share_of_band(band)}
    assert known == set(FrequencyBand.values) - {"very-rare", "not-known"}


# Absolute effects


def arm(name: str, events: object, total: object) -> dict:
    return {"arm": name, "events": events, "total": total}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ((9, 24), (2, 24), "That is about 292 more in every 1,000 with A than with B."),
        ((10, 100), (25, 100), "That is 150 fewer in every 1,000 with A than with B."),
        ((10, 100), (20, 200), "As many with A as with B."),
        ((1, 10_000), (0, 10_000), "That is less than 1 more in every 1,000 with A than with B."),
    ],
)
def test_a_difference_is_of_the_counts_and_says_when_it_is_rounded(one: tuple, other: tuple, said: str) -> None:
    found = absolute([arm("A", *one), arm("B", *other)])

    assert found is not None
    assert found.difference == said


def test_nothing_is_invented_about_groups_without_both_counts() -> None:
    assert absolute([arm("A", 9, 24), arm("B", None, 24)]) is None
    assert absolute([arm("A", 9, None), arm("B", 2, 24)]) is None
    assert absolute([arm("A", 9, 0), arm("B", 0, 0)]) is None
    three = absolute([arm("A", 1, 10), arm("B", 2, 10), arm("C", 3, 10)])
    assert three is not None
    assert three.difference == ""


def test_absolute_effects_are_shown_with_their_counts_and_called_worked_out() -> None:
    value = {"outcome": "Relapse", "arms": [arm("Examplol", 1, 24), arm("Placebo", 0, 5_000), arm("Tea", 1, 5_000)]}
    shown = soup(render_to_string("components/absolute.html", {"value": value}))

    assert [words(caption) for caption in shown.select("figcaption")] == [
        "Examplol : about 42 of every 1,000 (1 of 24)",
        "Placebo : 0 of every 1,000 (0 of 5,000)",
        "Tea : fewer than 1 of every 1,000 (1 of 5,000)",
    ]
    assert shown.select("svg")[2]["aria-label"] == "Tea: fewer than 1 of every 1,000 people"
    assert "Worked out from the counts" in words(shown)
    assert render_to_string("components/absolute.html", {"value": {"arms": []}}).strip() == ""


# Effects


def test_ratios_stand_on_a_log_scale_around_one() -> None:
    half, double = effect_plot("RR", "0.5", "0.25", "1"), effect_plot("RR", "2", "1", "4")

    assert half is not None
    assert double is not None
    assert half.no_effect - (half.effect or 0) == pytest.approx((half.effect or 0) - (half.low or 0), abs=0.3)
    assert (double.effect or 0) - double.no_effect == pytest.approx((double.high or 0) - (double.effect or 0), abs=0.3)
    assert "1" in [tick.label for tick in half.ticks]


def test_differences_stand_on_an_even_scale_around_nought() -> None:
    plot = effect_plot("MD", Decimal("-2"), Decimal("-4"), Decimal("0"))

    assert plot is not None
    assert (plot.effect or 0) - (plot.low or 0) == pytest.approx((plot.high or 0) - (plot.effect or 0), abs=0.3)
    assert plot.high == plot.no_effect
    assert "−4" in [tick.label for tick in plot.ticks]
    assert plot.length == pytest.approx((plot.high or 0) - (plot.low or 0), abs=0.1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("RR", "0.7", "0.5", "0.98"), "Risk ratio 0.7, 95% confidence interval 0.5 to 0.98. The interval lies wholly "
         "below 1, which is no effect."),
        (("MD", "1.5", "-0.5", "3.5"), "Mean difference 1.5, 95% confidence interval −0.5 to 3.5. The interval "
         "includes 0, which is no effect."),
        (("OR", None, "1.2", "1.9"), "Odds ratio, 95% confidence interval 1.2 to 1.9. The interval lies wholly above "
         "1, which is no effect."),
        (("HR", "0.8", None, None), "Hazard ratio 0.8. No interval is given. No effect is 1."),
        (("RD", "0.1", "0.3", "0.2"), "Risk difference 0.1. No interval is given. No effect is 0."),
    ],
)  # fmt: skip
def test_a_plot_says_what_it_shows(given: tuple, said: str) -> None:
    plot = effect_plot(*given)

    assert plot is not None
    assert plot.in_words == said


@pytest.mark.parametrize(
    "given",
    [
        ("", "0.7", "0.5", "0.9"),
        ("unheard-of", "0.7", "0.5", "0.9"),
        ("RR", None, None, None),
        ("RR", "-0.7", "0.5", "0.9"),
        ("OR", "0.7", "0", "0.9"),
        ("MD", None, "2", "1"),
        ("MD", "NaN", None, None),
        ("SMD", None, "0.5", None),
    ],
)
def test_nothing_is_drawn_that_would_not_be_true(given: tuple) -> None:
    assert effect_plot(*given) is None


@pytest.mark.parametrize("low", ["0.00001", "0.002", "0.04", "0.3", "0.99", "1", "1.01", "7", "900"])
@pytest.mark.parametrize("factor", ["1", "1.01", "3", "80", "20000"])
@pytest.mark.parametrize("measure", ["RR", "MD"])
def test_whatever_the_size_all_of_it_fits_the_line_and_the_numbers_can_be_read(
    low: str, factor: str, measure: str
) -> None:
    high = Decimal(low) * Decimal(factor)
    plot = effect_plot(measure, low, low, high)

    assert plot is not None
    for place in (plot.effect, plot.low, plot.high, plot.no_effect, *(tick.x for tick in plot.ticks)):
        assert place is not None
        assert LEFT <= place <= RIGHT
    assert 2 <= len(plot.ticks) <= 10
    assert len({tick.label for tick in plot.ticks}) == len(plot.ticks)


def test_the_plot_is_an_image_with_words_and_without_style() -> None:
    value = {"effect_measure": "RR", "effect": Decimal("0.7"), "ci_low": Decimal("0.5"), "ci_high": Decimal("0.98")}
    shown = soup(render_to_string("components/effect_plot.html", {"value": value}))

    assert shown.svg["aria-label"] == words(shown.figcaption)  # type: ignore[index]
    assert shown.select("[style]") == []
    assert shown.select(".effect-plot__interval") != []
    assert render_to_string("components/effect_plot.html", {"value": {"effect": Decimal(1)}}).strip() == ""
