"""CROSS-01, CROSS-03 and copies: what a page says beside what other live pages say.

These rules ask the database, and are asked for last: a page that has no relatives costs a query or two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wagtail.models import Page

from pages.checks.passages import Passage
from pages.checks.plausibility import doses_in, judged, listed
from pages.checks.references import cited_keys
from pages.checks.relatives import cited_studies, medicine_of, mentions, named_in_interactions, of_the_same_medicine
from pages.checks.statements import (
    Statement,
    bands,
    bands_in_words,
    contradicting,
    dose_rows,
    dosing_sentences,
    waits,
)
from pages.checks.text import passages_of
from pages.models import DoseFormPage, DrugOverviewPage, StudySummaryPage
from pages.models.base import ReviewedContentPage
from pages.vocabulary import CautionKind, Directness, InteractionSeverity
from reviews.findings import Finding

SOURCE = "CHECKS.md section 10"
# Fields whose doses are of other medicines, or more than anybody should take.
ELSEWHERE = frozenset({"interactions", "overdose"})


def across_pages(page: Page) -> Iterator[Finding]:
    """Everything that ``page``, as it is in memory, contradicts on other live pages."""
    if not isinstance(page, ReviewedContentPage):
        return
    yield from _indirect_studies(page)
    if isinstance(page, StudySummaryPage):
        return
    passages = passages_of(page)
    relatives = [(other, passages_of(other)) for other in of_the_same_medicine(page)]
    for other, words in relatives:
        for statement, others in _contradictions(page, passages, other, words):
            yield _found("CROSS-01", statement.place, _differs(statement, others, other))
        for statement, others in contradicting(dosing_sentences(passages), dosing_sentences(words)):
            yield _found("REUSE-01", statement.place, _drifted(statement, others, other))
    if isinstance(page, DrugOverviewPage):
        yield from _unlisted_doses(passages, [other for other, _ in relatives])
        yield from _one_sided_interactions(page)


def _contradictions(
    page: Page, passages: Sequence[Passage], other: Page, words: Sequence[Passage]
) -> Iterator[tuple[Statement, list[Statement]]]:
    yield from contradicting(dose_rows(page), dose_rows(other))
    yield from contradicting(waits(passages), waits(words))
    ours, theirs = list(bands(page)), list(bands(other))
    yield from contradicting(ours, theirs)
    yield from contradicting(_anyhow(ours), bands_in_words({row.about[0] for row in ours}, words))
    yield from contradicting(bands_in_words({row.about[0] for row in theirs}, passages), _anyhow(theirs))
    yield from contradicting(_cautions(page), _cautions(other))


def _anyhow(rows: list[Statement]) -> list[Statement]:
    """The rows whatever the doses: text seldom says at which."""
    return [Statement(row.about[:1], row.says, row.words, row.place) for row in rows]


def _cautions(page: Page) -> Iterator[Statement]:
    """One for each contraindication or caution: about whom, says which of the two."""
    for number, child in enumerate(page.cautions if isinstance(page, DrugOverviewPage) else []):
        row = child.value
        if row.get("kind") in CautionKind.values:
            who = " ".join(str(row.get("who") or "").lower().split())
            words = f"{row['who']}: {CautionKind(row['kind']).label.lower()}"
            yield Statement((who,), (row["kind"],), words, f"cautions.{child.id or number}")


def _differs(statement: Statement, others: list[Statement], other: Page) -> str:
    there = ", ".join(dict.fromkeys(f"“{one.words}”" for one in others))
    about = ", ".join(part for part in statement.about[-2:] if part)
    return (
        f"“{statement.words}” here, but {there} on the live page “{other.title}” ({about}). Correct one of the two, or "
        "say why they differ."
    )


def _drifted(statement: Statement, others: list[Statement], other: Page) -> str:
    return (
        f"“{statement.words}” stands on “{other.title}” too, with other numbers: “{others[0].words}” "
        "Correct the copy, or say why they differ."
    )


def _unlisted_doses(passages: Sequence[Passage], relatives: Sequence[Page]) -> Iterator[Finding]:
    """Doses in the text of an overview that no dose form has in its table."""
    amounts = [amount for page in relatives if isinstance(page, DoseFormPage) for amount in listed(page)]
    for passage, match in doses_in(passages):
        if passage.field not in ELSEWHERE and (said := judged(match, amounts)):
            told = said.replace("in the table", "in the tables of its live dose forms")
            yield _found("CROSS-01", passage.place, f"{passage.label}: “{match[0]}” {told}")


def _one_sided_interactions(page: DrugOverviewPage) -> Iterator[Finding]:
    """Two medicines that name each other agree on how grave it is."""
    for other in named_in_interactions(page):
        if not isinstance(other, DrugOverviewPage):
            continue
        theirs = {
            child.value.get("severity")
            for child in other.interactions
            if mentions(str(child.value.get("what") or ""), page.inn)
        }
        for number, child in enumerate(page.interactions):
            severity = child.value.get("severity")
            if mentions(str(child.value.get("what") or ""), other.inn) and theirs and severity not in theirs:
                there = " and ".join(sorted(InteractionSeverity(one).label for one in theirs if one))
                yield _found(
                    "CROSS-01",
                    f"interactions.{child.id or number}.severity",
                    f"“{child.value.get('what')}”: the live page “{other.title}” says “{there}” about {page.inn}. "
                    "Correct one of the two, or say why they differ.",
                )


def _indirect_studies(page: ReviewedContentPage) -> Iterator[Finding]:
    """CROSS-03: what a cited study was about, when that is not what the claim is about."""
    cited = cited_keys(page)
    for reference, study in cited_studies(page, cited):
        for said in _differences(page, study):
            yield _found("CROSS-03", cited[reference.key], f"“{reference.key}” ({study.title}): {said}")


def _differences(page: Page, study: StudySummaryPage) -> Iterator[str]:
    medicine = medicine_of(page)
    drugs = {drug.pk: drug.title for drug in study.drugs.all()}
    if medicine is not None and drugs and medicine not in drugs:
        names = ", ".join(drugs.values())
        yield f"the study is about {names}. Cite one about this medicine, or say in the text that it is not."
    if study.directness != Directness.DIRECT:
        note = study.directness_note.strip() or study.get_directness_display()
        yield f"the study applies only in part: {note} Say so at the claim."
    if isinstance(page, DoseFormPage):
        yield from _other_doses(page, study)


def _other_doses(page: DoseFormPage, study: StudySummaryPage) -> Iterator[str]:
    amounts = listed(page)
    intervention = Passage(study.intervention)
    wrong = [match[0] for _, match in doses_in([intervention]) if judged(match, amounts)]
    right = [match[0] for _, match in doses_in([intervention]) if not judged(match, amounts)]
    if wrong and not right:
        yield f"the study gave {', '.join(wrong)}, which lies outside the doses in the table."


def _found(rule: str, place: str, message: str) -> Finding:
    return Finding(rule, "acknowledge", message, place, source=SOURCE)
