"""What the counts of a study come to in every 1,000 people: an absolute effect beside the relative one.

As in a GRADE summary of findings (doi:10.1016/j.jclinepi.2012.06.007), but from the counts of the arms alone: nothing
is modelled, adjusted or assumed, and without both counts of an arm nothing is said about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from pages.pictures.icon_array import icon_array
from pages.pictures.shares import PER_THOUSAND, Share, rounded


@dataclass(frozen=True)
class ArmShare:
    arm: str
    events: int
    total: int
    share: Share

    @property
    def in_words(self) -> str:
        if self.events and not self.share.count:
            return "fewer than 1"
        return f"{'' if self.share.exact else 'about '}{self.share.count:,}"

    @property
    def picture(self) -> SafeString:
        return icon_array(self.share, f"{self.arm}: {self.in_words} of every 1,000 people")


@dataclass(frozen=True)
class Absolute:
    arms: list[ArmShare]

    @property
    def difference(self) -> str:
        """The second group beside the first in words; nothing for more groups, of which none is the one to compare.

        The numbers subtracted are the counts themselves, not what was rounded for showing.
        """
        if len(self.arms) != 2:
            return ""
        one, other = self.arms
        parts = one.events * other.total - other.events * one.total
        if not parts:
            return f"As many with {one.arm} as with {other.arm}."
        count, exact = rounded(abs(parts), one.total * other.total, PER_THOUSAND)
        number = f"{'' if exact else 'about '}{count:,}" if count else "less than 1"
        more = "more" if parts > 0 else "fewer"
        return f"That is {number} {more} in every 1,000 with {one.arm} than with {other.arm}."


def absolute(arms: Iterable[Mapping]) -> Absolute | None:
    """Per 1,000 for each arm with people and events; None unless two arms or more have both."""
    found = [
        ArmShare(str(arm.get("arm", "")), events, total, Share(*_per_thousand(events, total)))
        for arm in arms
        if isinstance(events := arm.get("events"), int)
        and isinstance(total := arm.get("total"), int)
        and 0 <= events <= total
        and total
    ]
    return Absolute(found) if len(found) > 1 else None


def _per_thousand(events: int, total: int) -> tuple[int, int, bool]:
    count, exact = rounded(events, total, PER_THOUSAND)
    return count, PER_THOUSAND, exact
