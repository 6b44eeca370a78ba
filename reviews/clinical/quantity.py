"""One quantity in a text: what it says, where, and what it is worth in base units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reviews.clinical.timing import per_hour, span
from reviews.clinical.units import TIME, UNITS, normalise

Measure = tuple[str, Fraction | None, Fraction | None, str, str, str]


@dataclass(frozen=True)
class Quantity:
    """A value or range with its unit, or a frequency or route that stands alone (then ``low`` is None).

    ``start`` and ``end`` are positions in the text, ``notation`` the words there.  ``low`` and ``high`` are in
    ``unit`` per ``per`` ("mg" per "kg/day", "1" in "10" people).  ``qualifier``: "", "<=", ">=", "<", ">" or "~".
    """

    start: int
    end: int
    notation: str
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    per: str = ""
    frequency: str = ""
    route: str = ""
    qualifier: str = ""

    @property
    def canonical(self) -> str:
        """One way to write what many notations say; "50mg" and "50 mg" agree, "1 g" and "1,000 mg" do not."""
        parts = [self.qualifier, self._value, self.frequency, self.route]
        return " ".join(part for part in parts if part)

    @property
    def _value(self) -> str:
        if self.low is None or self.high is None:
            return ""
        unit = f"in {self.per}" if self.unit == "in" else "/".join(filter(None, [self.unit, self.per]))
        return f"{span(self.low, self.high)} {unit}".strip()

    @property
    def measure(self) -> Measure:
        """What the quantity means, in base units: equal for equal meanings, whatever the notation."""
        worth, base = normalise(self.unit, self.per) if self.unit != "in" else (Fraction(1), f"in {self.per}")
        frequency = self.frequency
        head, _, period = base.rpartition("/")
        if period in TIME and head and not frequency:
            # "50 mg daily" and "50 mg once a day"
            base, frequency = head, f"1/{period}"
        low = None if self.low is None else Fraction(self.low) * worth
        high = None if self.high is None else Fraction(self.high) * worth
        return self.qualifier, low, high, base, frequency, self.route

    @property
    def sort(self) -> str:
        """What kind of quantity it is, in a word for people: "dose", "frequency", "risk", "duration" ..."""
        if self.low is None:
            return "frequency" if self.frequency else "route"
        if self.unit == "in":
            return "risk"
        if self.unit.startswith("CI"):
            return "confidence interval"
        unit = UNITS.get(self.unit)
        return _SORTS.get(unit.dimension, "quantity") if unit else _NAMELESS.get(self.unit, "number")


_SORTS = {
    **dict.fromkeys(("mass", "volume", "activity", "amount", "equivalent", "form"), "dose"),
    "time": "duration",
    "age": "age",
    "fraction": "percentage",
}
_NAMELESS = {"p": "p value", "o'clock": "time of day", "day#": "day", "week#": "week", "": "number"}


def factor(before: Quantity, after: Quantity) -> Fraction | None:
    """By how much ``after`` is more than ``before``: 10 for 50 mg -> 500 mg, 1/7 for once a day -> once a week.

    None where no number tells: another kind of unit, zero, or two ends of a range that moved differently both ways.
    """
    _, low, high, base, frequency, _ = before.measure
    _, new_low, new_high, new_base, new_frequency, _ = after.measure
    if before.unit == after.unit == "in" and before.high and after.high:
        return (Fraction(after.high) / Fraction(after.per)) / (Fraction(before.high) / Fraction(before.per))
    if low and new_low and high and new_high:
        if base != new_base:
            return None
        if (low, high) != (new_low, new_high):
            # Of a range whose ends moved differently, the end that moved further.
            return max(new_low / low, new_high / high, key=_distance)
    elif low is not None or new_low is not None:
        return None
    rate, new_rate = per_hour(frequency), per_hour(new_frequency)
    return new_rate / rate if rate and new_rate and rate != new_rate else None


def _distance(ratio: Fraction) -> Fraction:
    return max(abs(ratio), abs(1 / ratio))
