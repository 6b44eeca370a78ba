"""One clinical change, as a reviewer acknowledges it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "quantity", "negation", "warning", "contraindication", "frequency band", "licensing status", "identifier"
]
Action = Literal["added", "removed", "altered"]

_WEIGHTS: dict[tuple[str, str], int] = {
    ("negation", "removed"): 95,
    ("contraindication", "removed"): 90,
    ("negation", "added"): 85,
    ("warning", "removed"): 80,
    ("contraindication", "altered"): 75,
    ("contraindication", "added"): 70,
    ("quantity", "altered"): 70,
    ("quantity", "removed"): 60,
    ("quantity", "added"): 60,
    ("negation", "altered"): 55,
    ("frequency band", "altered"): 50,
    ("licensing status", "altered"): 50,
}
_LIGHTEST = 30
# ISMP counts ten-fold errors (a lost point, milligrams for micrograms) among those that kill.
_TENFOLD = 100
_TWOFOLD = 88


@dataclass(frozen=True)
class ClinicalChange:
    """A change in ``kind`` at ``path``.  ``before`` is "" for what was added, and ``after`` for what was removed;
    only a removed (added) negation keeps in ``after`` (``before``) what now stands (stood) without it.

    ``factor`` is after / before for numbers of one unit (10 for 50 mg -> 500 mg), else None.
    """

    kind: Kind
    action: Action
    before: str
    after: str
    context_before: str
    context_after: str
    factor: Decimal | None = None
    path: str = ""
    label: str = ""
    sort: str = ""

    @property
    def sentence(self) -> str:
        """The change in plain words: "dose altered: 50 mg -> 500 mg (x10)"."""
        said = " -> ".join(part for part in (self.before, self.after) if part)
        factor = f" ({self.multiple})" if self.factor is not None and self.multiple else ""
        return f"{self.sort or self.kind} {self.action}: {said}{factor}"

    @property
    def multiple(self) -> str:
        factor = self.factor
        if not factor or factor <= 0 or factor == 1:
            return ""
        return f"x{_short(factor)}" if factor > 1 else f"÷{_short(1 / factor)}"

    @property
    def weight(self) -> int:
        """The heavier, the further up: ten-fold changes and dropped negations first."""
        if self.factor and self.factor > 0:
            fold = max(self.factor, 1 / self.factor)
            if fold >= Decimal("9.99"):
                return _TENFOLD
            if fold >= 2:
                return _TWOFOLD
        return _WEIGHTS.get((self.kind, self.action), _LIGHTEST)

    @property
    def key(self) -> str:
        """The SHA-256, in hexadecimal, that an acknowledgement names; the same for the same change of the same text."""
        named = [self.kind, self.action, self.path, self.before, self.after, self.context_before, self.context_after]
        return hashlib.sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()


def _short(number: Decimal) -> str:
    """At most three digits behind the point, thousands apart: "1,000", "2.5", "7"."""
    return f"{number:,.3f}".rstrip("0").rstrip(".")
