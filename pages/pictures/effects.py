"""An effect and its interval on a line: where it lies, how sure one can be, and whether no difference is possible."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pages.vocabulary import EffectMeasure

# Ratios of equal size in both directions are as far from 1: a log scale (Cochrane Handbook 6.5, section 6.4.1).
RATIOS = (EffectMeasure.RISK_RATIO, EffectMeasure.ODDS_RATIO, EffectMeasure.HAZARD_RATIO)
# In units of the drawing.
WIDTH, LEFT, RIGHT = 640, 40, 600
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class EffectPlot:
    """Places along the line, from 0 to ``WIDTH``.  Without an interval ``low`` and ``high`` are None."""

    effect: float | None
    low: float | None
    high: float | None
    no_effect: float
    ticks: list[Tick]
    in_words: str

    @property
    def length(self) -> float:
        return round((self.high or 0) - (self.low or 0), 1)


def effect_plot(measure: object, effect: object, low: object, high: object) -> EffectPlot | None:
    """The plot of an effect with its 95% interval, as the page states them.

    None where nothing can be drawn truly: no measure (so no scale), no number, a ratio that is not positive, an
    interval the wrong way round, or a number that is no number.
    """
    if measure not in EffectMeasure.values:
        return None
    ratio = measure in RATIOS
    given = [None if value in (None, "") else float(str(value)) for value in (effect, low, high)]
    known = [value for value in given if value is not None]
    if not known or any(not math.isfinite(value) or (ratio and value <= 0) for value in known):
        return None
    point, lower, upper = given
    if lower is None or upper is None or lower > upper:
        lower = upper = None
        if point is None:
            return None
    nothing = 1.0 if ratio else 0.0
    ticks = _ticks([*known, nothing], ratio)

    def at(value: float) -> float:
        first, last, here = (math.log(one) if ratio else one for one in (ticks[0], ticks[-1], value))
        return round(LEFT + (here - first) / (last - first) * (RIGHT - LEFT), 1)

    return EffectPlot(
        None if point is None else at(point),
        None if lower is None else at(lower),
        None if upper is None else at(upper),
        at(nothing),
        [Tick(at(value), _number(value)) for value in ticks],
        _in_words(str(EffectMeasure(measure).label), point, lower, upper, nothing),
    )


def _ticks(values: Iterable[float], ratio: bool) -> list[float]:
    """Round numbers around ``values``: 1, 2, 5 of each power of ten for ratios, equal steps otherwise; at most nine."""
    values = list(values)
    lowest, highest = min(values), max(values)
    if ratio:
        powers = range(math.floor(math.log10(lowest)) - 1, math.ceil(math.log10(highest)) + 2)
        candidates = [_exact(step, power) for power in powers for step in _STEPS]
        first = max(i for i, one in enumerate(candidates) if one <= lowest and one < 1)
        last = min(i for i, one in enumerate(candidates) if one >= highest and one > 1)
        chosen = candidates[first : last + 1]
        if len(chosen) <= 9:
            return chosen
        # Powers of ten only, and of those only so many as can be read.
        tens = [10.0**power for power in powers if chosen[0] / 10 < 10.0**power < chosen[-1] * 10]
        stride = math.ceil(len(tens) / 8)
        return sorted({*tens[::stride], tens[-1]})
    reach = (highest - lowest) or 1
    step = next(
        one
        for power in range(math.floor(math.log10(reach)) - 1, math.floor(math.log10(reach)) + 2)
        for one in (_exact(step, power) for step in _STEPS)
        if reach / one <= 6
    )
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    # No dot on the very edge.
    first -= lowest == first * step
    last += highest == last * step
    return [float(Decimal(str(step)) * n) for n in range(first, last + 1)]


def _exact(step: int, power: int) -> float:
    return float(Decimal(step).scaleb(power))


def _number(value: float) -> str:
    text = f"{Decimal(str(value)):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "\N{MINUS SIGN}")


def _in_words(name: str, point: float | None, low: float | None, high: float | None, nothing: float) -> str:
    said = name if point is None else f"{name} {_number(point)}"
    if low is None or high is None:
        return f"{said}. No interval is given. No effect is {_number(nothing)}."
    apart = "lies wholly below" if high < nothing else "lies wholly above"
    where = "includes" if low <= nothing <= high else apart
    return (
        f"{said}, 95% confidence interval {_number(low)} to {_number(high)}. "
        f"The interval {where} {_number(nothing)}, which is no effect."
    )
