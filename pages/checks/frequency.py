"""How often side effects happen: the European bands, in words that readers overestimate without the number.

Bands: BMC Med Inform Decis Mak 2014;14:76, table 1.  Words with numbers: doi:10.2165/00002018-200831040-00004.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from wagtail.models import Page

from pages.checks.passages import OWN, Passage
from pages.checks.rules import Hit, PageRule, TextRule
from pages.checks.sentences import sentence_at
from pages.citations import split_keys
from pages.models import DrugOverviewPage
from pages.vocabulary import FrequencyBand, ReferenceKind
from reviews.findings import Severity

BANDS = "BMC Med Inform Decis Mak 2014;14:76, table 1"
IN_NUMBERS = "doi:10.2165/00002018-200831040-00004"

# Of how many people at least one is affected.
_AT_LEAST_ONE_IN = (
    (10, FrequencyBand.VERY_COMMON),
    (100, FrequencyBand.COMMON),
    (1_000, FrequencyBand.UNCOMMON),
    (10_000, FrequencyBand.RARE),
)


def band_of(affected: float, out_of: float) -> FrequencyBand:
    """The frequency band of ``affected`` among ``out_of`` people; the boundary belongs to the commoner band."""
    return next((band for people, band in _AT_LEAST_ONE_IN if affected * people >= out_of), FrequencyBand.VERY_RARE)


_BAND_WORD = re.compile(
    r"(?i)\b(?:very common|(?<!\bin )(?<!very )(?<!more )(?<!less )common|uncommon|very rare|(?<!very )rare)(?:ly)?\b"
    r"(?!\s(?:cold|sense|name|names|use|form|ground|question|questions|disease|diseases|law|way|mistake))"
)
_NUMBER = re.compile(
    r"(?i)(?<![\w.,])\d[\d,]*\s+(?:in|of|out of)\s+(?:every\s+)?\d|\d\s?(?:%|percent)|\bin \d|\b1 in\b"
)


def _band_word(passage: Passage) -> Iterator[Hit]:
    severity: Severity = "block" if passage.field == "side_effects" else "warn"
    for match in _BAND_WORD.finditer(passage.text):
        if not _NUMBER.search(sentence_at(passage.text, match.start())):
            said = "Say how many people that is, such as “Common (may affect up to 1 in 10 people)”."
            yield Hit(match.start(), match.end(), said, severity=severity)


RULES: tuple[TextRule, ...] = (
    TextRule("FREQ-01", "block", IN_NUMBERS, _band_word, frozenset(OWN), ("common", "rare")),
)


def _side_effects(page: Page) -> Iterator[tuple[str, Any]]:
    if isinstance(page, DrugOverviewPage):
        for number, child in enumerate(page.side_effects):
            yield f"side_effects.{child.id or number}", child.value


def band_equals_number(page: Page) -> Iterator[tuple[str, str]]:
    """FREQ-02: none affected is in no band, and so is not known."""
    for place, row in _side_effects(page):
        affected, out_of, band = row.get("affected"), row.get("out_of"), row.get("band")
        if affected and out_of and affected <= out_of and band != band_of(affected, out_of):
            right = band_of(affected, out_of)
            yield (
                f"{place}.band",
                f"“{row.get('effect')}”: {affected:,} of {out_of:,} people is “{right.label}”. Choose that band, or "
                "correct the numbers.",
            )


def band_has_source(page: Page) -> Iterator[tuple[str, str]]:
    """FREQ-03: a label, with its set id and version, or a study."""
    kinds = {reference.key: reference.kind for reference in page.references.all()}
    good = {ReferenceKind.LABEL, ReferenceKind.STUDY, ReferenceKind.REGISTRATION}
    for place, row in _side_effects(page):
        keys = split_keys(row.get("sources") or "")
        if not any(kinds.get(key) in good for key in keys):
            yield f"{place}.sources", f"“{row.get('effect')}”: cite the label or the study that says how often."


def _same(row: Any) -> tuple[str, str]:
    return " ".join(str(row.get("effect")).lower().split()), str(row.get("dose_range") or "").strip().lower()


def one_band_per_effect(page: Page) -> Iterator[tuple[str, str] | tuple[str, str, Severity]]:
    """FREQ-04: the same effect at the same doses stands in one band; two sources may differ, and are asked about."""
    for (_, first), (place, second) in combinations(_side_effects(page), 2):
        if _same(first) == _same(second) and first.get("band") != second.get("band"):
            shared = set(split_keys(first.get("sources") or "")) & set(split_keys(second.get("sources") or ""))
            severity: Severity = "block" if shared else "acknowledge"
            yield (
                f"{place}.band",
                f"“{second.get('effect')}” stands in two bands. Keep the one of the source, or say at which doses.",
                severity,
            )


def serious_has_action(page: Page) -> Iterator[tuple[str, str]]:
    """FREQ-05."""
    for place, row in _side_effects(page):
        if row.get("serious") and not str(row.get("action") or "").strip():
            yield f"{place}.action", f"“{row.get('effect')}” is serious: say what to do."


PAGE_RULES: tuple[PageRule, ...] = (
    PageRule("FREQ-02", "block", BANDS, band_equals_number),
    PageRule("FREQ-03", "block", BANDS, band_has_source),
    PageRule("FREQ-04", "block", BANDS, one_band_per_effect),
    PageRule("FREQ-05", "block", "MHRA, user information for medicines: order by seriousness", serious_has_action),
)
