"""Formats of the identifiers the hub stores, as validators.

Sources: ATC levels (WHO Collaborating Centre), RxCUI (RxNorm), UNII (FDA), NCT (ClinicalTrials.gov, as in
HL7 FHIR), DOI (Crossref's published pattern), PMID (NLM), set id (SPL).  Every pattern is matched against the
whole value in ASCII, so that a trailing newline or a digit of another script is refused.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible


@deconstructible
class IdentifierFormat:
    """Refuses a value that is not of the identifier's form, and shows one that is."""

    def __init__(self, name: str, pattern: str, example: str) -> None:
        self.name = name
        self.pattern = pattern
        self.example = example

    def __call__(self, value: str) -> None:
        if value and not re.fullmatch(self.pattern, value, re.ASCII):
            raise ValidationError(
                "“%(value)s” is not a valid %(name)s. It should look like %(example)s.",
                code="identifier_format",
                params={"value": value, "name": self.name, "example": self.example},
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdentifierFormat) and (self.name, self.pattern, self.example) == (
            other.name,
            other.pattern,
            other.example,
        )

    def __hash__(self) -> int:
        return hash((self.name, self.pattern, self.example))


atc_code = IdentifierFormat("ATC code", r"[ABCDGHJLMNPRSV](?:\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?)?", "N07BB04")
rxcui = IdentifierFormat("RxCUI", r"[1-9]\d{0,7}", "7243")
unii = IdentifierFormat("UNII", r"[0-9A-Z]{10}", "5S6W795CQM")
nct_id = IdentifierFormat("ClinicalTrials.gov number", r"NCT\d{8}", "NCT04166071 (NCT and eight digits)")
doi = IdentifierFormat("DOI", r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+", "10.1038/s41386-020-0725-9")
pmid = IdentifierFormat("PubMed number", r"[1-9]\d{0,7}", "11281867")
set_id = IdentifierFormat(
    "label set id",
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "74087d2f-468d-4de1-a2fc-a489d0f2abef",
)
