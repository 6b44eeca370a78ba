"""What a count of people comes to in every 100, 1,000 or 10,000.

Natural frequencies with one denominator are understood best (Gigerenzer and Edwards 2003,
doi:10.1136/bmj.327.7417.741); which denominator follows from the count, so that no share above none is shown as none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pages.vocabulary import FrequencyBand

# Denominators of which a picture is drawn: a grid of more dots than this is grey.
DRAWN = (100, 1_000)
PER_THOUSAND = 1_000


@dataclass(frozen=True)
class Share:
    """``count`` of every ``of`` people, and up to ``up_to`` where only a range is known.

    ``exact`` is False where the count was rounded, ``open_ended`` True where it may be more than ``count``.
    """

    count: int
    of: int
    exact: bool = True
    up_to: int | None = None
    open_ended: bool = False

    @property
    def in_words(self) -> str:
        if self.open_ended:
            return f"{self.count:,} or more of every {self.of:,} people"
        if self.up_to is not None and self.count:
            return f"{self.count:,} to {self.up_to:,} of every {self.of:,} people"
        if self.up_to is not None:
            return f"at most {self.up_to:,} of every {self.of:,} people"
        return f"{'' if self.exact else 'about '}{self.count:,} of every {self.of:,} people"


def rounded(affected: int, observed: int, of: int) -> tuple[int, bool]:
    """``affected`` of ``observed`` people as a whole number of ``of``, halves up, and whether that is exact."""
    share = Decimal(affected) * of / Decimal(observed)
    count = int(share.quantize(Decimal(1), ROUND_HALF_UP))
    return count, share == count


def share_of(affected: object, observed: object) -> Share | None:
    """The share to draw; None without two sensible numbers, or when it is too small to draw.

    Of 100 from one in a hundred on, of 1,000 below.  Nobody affected is drawn as nobody, almost nobody is not.
    """
    if not isinstance(affected, int) or not isinstance(observed, int) or not 0 <= affected <= observed or not observed:
        return None
    of = DRAWN[0] if affected * 100 >= observed or not affected else DRAWN[1]
    count, exact = rounded(affected, observed, of)
    return Share(count, of, exact) if count or not affected else None


# The bounds of the bands (European Commission, Guideline on the Summary of Product Characteristics, 2009, 4.8),
# of the denominator at which both are whole people.  “Very rare” has no lower bound and “not known” none at all.
_BANDS = {
    FrequencyBand.VERY_COMMON: Share(10, 100, open_ended=True),
    FrequencyBand.COMMON: Share(1, 100, up_to=10),
    FrequencyBand.UNCOMMON: Share(1, 1_000, up_to=10),
    FrequencyBand.RARE: Share(0, 1_000, up_to=1),
}


def share_of_band(band: str) -> Share | None:
    """What the name of a frequency band promises; None where it says no number that can be drawn."""
    return _BANDS.get(FrequencyBand(band)) if band in FrequencyBand.values else None
