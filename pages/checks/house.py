"""House settings: where standards leave a choice, the hub's choice stands here and nowhere else.

They are part of the rule-set version, so that every request and decision says by which choices it was checked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from pages.vocabulary import Jurisdiction


@dataclass(frozen=True)
class House:
    # ISMP asks for a space between number and unit ("50 mg"), the NHS for none ("250mg").  One form only.
    unit_spacing: Literal["space", "joined"] = "space"
    # Words: the NHS writes sentences of at most 20 words; above ``longest_sentence`` the reviewer is asked.
    long_sentence: int = 20
    longest_sentence: int = 30
    # Flesch-Kincaid grade above which a page is flagged (AMA: 6; NIH: 6 to 8).  Never a pass mark.
    reading_grade: float = 8.0
    # Where a licence can be stated.
    jurisdictions: tuple[str, ...] = tuple(Jurisdiction.values)
    # Conditions that people take medicines for without a licence more often than for others.
    conditions: tuple[str, ...] = (
        *("anxiety", "depression", "insomnia", "chronic pain", "fibromyalgia", "migraine", "weight loss", "obesity"),
        *("autism", "ADHD", "multiple sclerosis", "Crohn’s disease", "cancer", "long COVID", "chronic fatigue"),
    )
    # Abbreviations that readers know better than what they stand for.
    abbreviations: tuple[str, ...] = (
        *("US", "USA", "UK", "EU", "UN", "NHS", "FDA", "EMA", "MHRA", "WHO", "CI", "SD", "OK", "TV", "ID"),
        *(
            "HIV",
            "AIDS",
            "DNA",
            "RNA",
            "COVID",
            "MRI",
            "CT",
            "ECG",
            "GP",
            "DOI",
            "NCT",
            "PMC",
            "ATC",
            "UNII",
            "QT",
            "GRADE",
            "AA",
        ),
    )

    @property
    def fingerprint(self) -> str:
        """Eight characters that change with any setting."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:8]


HOUSE = House()
