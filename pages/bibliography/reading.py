"""Which reader pasted text is for: identifiers, RIS, BibTeX, PubMed XML, CrossRef or ClinicalTrials.gov JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from pages import identifiers
from pages.bibliography import bibtex, crossref, ris
from pages.bibliography.facts import ReferenceFacts, key_for, without_resolver
from pages.identifiers import IdentifierFormat
from pages.importers import ctgov, pubmed
from pages.importers.facts import StudyFacts
from pages.importers.files import parse_json
from pages.importers.plain import shorten
from pages.importers.refusals import ImportRefused
from pages.vocabulary import ReferenceKind

LONGEST = 500_000
MOST = 50


class PasteRefused(Exception):
    """Text that no reference could be read from; says why, and what can be pasted."""


def parse(text: str) -> list[ReferenceFacts]:
    """Every reference in ``text``, with an id of its own.  Raises ``PasteRefused``."""
    pasted = text.strip().lstrip("\ufeff")
    if not pasted:
        raise PasteRefused("Nothing was pasted.")
    if len(pasted) > LONGEST:
        raise PasteRefused(f"This is longer than {LONGEST:,} characters. Paste fewer references at a time.")
    try:
        found = list(islice(_reader(pasted)(pasted), MOST + 1))
    except ImportRefused as refusal:
        raise PasteRefused(str(refusal)) from refusal
    if not found:
        raise PasteRefused("No reference was found in it.")
    if len(found) > MOST:
        raise PasteRefused(f"There are more than {MOST} references in it. Paste fewer at a time.")
    return _told_apart(found)


def _reader(pasted: str) -> Callable[[str], Iterable[ReferenceFacts]]:
    if pasted.startswith("<"):
        return _pubmed
    if pasted.startswith(("{", "[")):
        return _json
    if ris.looks_like(pasted):
        return ris.read
    return bibtex.read if bibtex.looks_like(pasted) else _identifiers


def _pubmed(pasted: str) -> list[ReferenceFacts]:
    return [_study(facts) for facts in pubmed.read(pasted.encode("utf-8", "replace"))]


def _json(pasted: str) -> list[ReferenceFacts]:
    data = pasted.encode("utf-8", "replace")
    answer = parse_json(data)
    if isinstance(answer, dict) and ("protocolSection" in answer or "studies" in answer):
        return [_study(facts) for facts in ctgov.read(data)]
    return [crossref.reference(work) for work in crossref.works(answer)]


def _study(facts: StudyFacts) -> ReferenceFacts:
    if facts.provenance.kind == "ctgov":
        return ReferenceFacts(
            key=key_for((), "", facts.nct_id),
            kind=ReferenceKind.REGISTRATION.value,
            citation=shorten(facts.citation, 800),
            nct_id=facts.nct_id,
        )
    # Journal, year, volume and pages come last.
    year = re.search(r"\b(?:19|20)\d{2}\b", facts.citation.rpartition(". ")[2])
    author = facts.citation.partition(",")[0].partition(".")[0]
    return ReferenceFacts(
        key=key_for([author], year[0] if year else "", f"pmid-{facts.pmid}"),
        kind=ReferenceKind.STUDY.value,
        citation=shorten(facts.citation, 800),
        doi=facts.doi,
        pmid=facts.pmid,
        nct_id=facts.nct_id,
    )


# What an identifier is, when it is pasted without anything else: (field of the row, what stands before it, form).
_ALONE: tuple[tuple[str, str, IdentifierFormat], ...] = (
    ("nct_id", r"(?:https?://(?:www\.)?clinicaltrials\.gov/(?:ct2/show|study)/)?", identifiers.nct_id),
    ("pmid", r"(?:PMID:?\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)", identifiers.pmid),
    ("pmid", r"", identifiers.pmid),
)


def _identifiers(pasted: str) -> Iterator[ReferenceFacts]:
    return (_alone(line) for line in re.split(r"[\n;]+", pasted) if line.strip())


def _alone(line: str) -> ReferenceFacts:
    value = line.strip().rstrip(".,/")
    doi = without_resolver(value)
    if re.fullmatch(identifiers.doi.pattern, doi, re.ASCII):
        return _only("doi", doi, ReferenceKind.STUDY)
    for name, before, form in _ALONE:
        if match := re.fullmatch(rf"(?i:{before})({form.pattern})", value, re.ASCII):
            return _only(name, match[1], ReferenceKind.REGISTRATION if name == "nct_id" else ReferenceKind.STUDY)
    raise PasteRefused(
        f"“{shorten(value, 80)}” is no DOI, PubMed number or ClinicalTrials.gov number. Paste one of these, or the "
        "record as RIS, BibTeX, PubMed XML or CrossRef JSON."
    )


def _only(name: str, value: str, kind: ReferenceKind) -> ReferenceFacts:
    remark = "Only the identifier was pasted: write the citation yourself, or paste the record."
    key = key_for((), "", value if name == "nct_id" else f"{name}-{value}")
    return ReferenceFacts(key=key, kind=kind.value, remark=remark, **{name: value})


def _told_apart(found: list[ReferenceFacts]) -> list[ReferenceFacts]:
    """The same, with a number behind an id that came before."""
    seen: set[str] = set()
    told = []
    for facts in found:
        key, number = facts.key, 2
        while key in seen:
            key, number = f"{facts.key[:36]}-{number}", number + 1
        seen.add(key)
        told.append(replace(facts, key=key))
    return told
