"""What each content rule must find and must leave alone, one module per family."""

from tests.pages.checks_corpus import (
    accessibility,
    completeness,
    dosing,
    evidence,
    frequency,
    identifying,
    licensing,
    numbers,
    reading,
    repeated,
    wording,
)
from tests.pages.checks_corpus.cases import Cases, Subject

FAMILIES = (
    *(accessibility, completeness, dosing, evidence, frequency, identifying, licensing, numbers, reading, repeated),
    wording,
)
CORPUS: dict[str, Cases] = {rule_id: cases for family in FAMILIES for rule_id, cases in family.CORPUS.items()}

__all__ = ["CORPUS", "Cases", "Subject"]
