"""Study summaries: results whose figures agree, certainty that follows from its reasons, words that match it.

GRADE: PMC6692166, table 1; wording by certainty: GRADE guidelines 26, doi:10.1016/j.jclinepi.2019.10.014.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeGuard

from wagtail.models import Page

from pages.checks.passages import Passage, rich_passages
from pages.checks.rules import Hit, PageRule, TextRule
from pages.models import StudySummaryPage
from pages.vocabulary import Certainty, Directness, DowngradeDomain, EffectMeasure, StudyDesign

GRADE = "GRADE, PMC6692166"
WORDS = "GRADE guidelines 26"
COCHRANE = "Cochrane Handbook, summary of findings: comments"

RATIOS = {EffectMeasure.RISK_RATIO, EffectMeasure.ODDS_RATIO, EffectMeasure.HAZARD_RATIO}
_STEPS = (Certainty.VERY_LOW, Certainty.LOW, Certainty.MODERATE, Certainty.HIGH)


def _rows(page: Page, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(page, StudySummaryPage):
        for number, child in enumerate(getattr(page, name)):
            yield f"{name}.{child.id or number}", child.value


def visible(rich: Any) -> str:
    """The words of a rich text value, in one line."""
    source = getattr(rich, "source", rich) or ""
    return " ".join(passage.text for passage in rich_passages(str(source)) if passage.kind != "link")


def figures_agree(page: Page) -> Iterator[tuple[str, str]]:
    """NUM-08 for the rows of a results table."""
    for place, row in _rows(page, "results"):
        name = f"“{row.get('outcome')}”"
        low, effect, high = row.get("ci_low"), row.get("effect"), row.get("ci_high")
        for number, arm in enumerate(row.get("arms") or []):
            events, total = arm.get("events"), arm.get("total")
            if events is not None and (events < 0 or (total is not None and events > total)):
                yield f"{place}.arms.{number}", f"{name}, {arm.get('arm')}: n lies between 0 and N. Check both."
        if low is not None and high is not None and low > high:
            yield f"{place}.ci_low", f"{name}: the interval ends below where it starts. Check both ends."
        elif None not in {low, effect, high} and not low <= effect <= high:
            yield f"{place}.effect", f"{name}: the effect lies outside its interval. Check the figures."
        if row.get("effect_measure") in RATIOS and low is not None and low <= 0:
            yield f"{place}.ci_low", f"{name}: the interval of a ratio lies above 0. Check the lower end."
        if (value := re.search(r"\d*\.?\d+", row.get("p_value") or "")) and Decimal(value[0]) > 1:
            yield f"{place}.p_value", f"{name}: a p-value lies between 0 and 1. Check it."
        if (said := _risk_difference(row)) is not None:
            yield (
                f"{place}.effect",
                f"{name}: the risks of the 2 arms differ by {said:.3f}. Correct one of the figures.",
            )


def _risk_difference(row: Any) -> float | None:
    """The difference of the two risks, when the row states another one."""
    counts = [(arm.get("events"), arm.get("total")) for arm in row.get("arms") or []]
    stated = row.get("effect")
    if row.get("effect_measure") != EffectMeasure.RISK_DIFFERENCE or stated is None or len(counts) != 2:
        return None
    if any(events is None or not total for events, total in counts):
        return None
    (first, first_of), (second, second_of) = counts
    difference = first / first_of - second / second_of
    # As a share or in percentage points, whichever way round; half a unit of the last digit is rounding.
    near = min(abs(abs(float(stated)) - abs(difference)), abs(abs(float(stated)) - 100 * abs(difference)) / 100)
    return None if near <= 0.0051 else difference


def _is_assessed(page: Page) -> TypeGuard[StudySummaryPage]:
    """Whether the page is a study with a certainty; a draft may have none yet."""
    return isinstance(page, StudySummaryPage) and page.certainty in _STEPS


def certainty_follows(page: Page) -> Iterator[tuple[str, str]]:
    """STUDY-03: high when randomised, else low, minus the levels given; only the latter may be upgraded."""
    if not _is_assessed(page):
        return
    levels: Counter[str] = Counter()
    for _, row in _rows(page, "downgrades"):
        levels[row.get("domain")] += row.get("levels") or 0
    for domain, count in levels.items():
        if count > 2:
            name = DowngradeDomain(domain).label if domain in DowngradeDomain.values else domain
            yield "downgrades", f"“{name}” takes away at most 2 levels, here {count}. Give it once."
    randomised = page.randomised or page.design == StudyDesign.RANDOMISED_TRIAL
    start = 3 if randomised else 1
    reached = max(0, start - sum(levels.values()))
    chosen = _STEPS.index(Certainty(page.certainty))
    may_rise = not randomised and not levels
    if chosen != reached and not (may_rise and chosen > reached):
        begins = "A randomised study starts at high" if randomised else "Any other study starts at low"
        yield (
            "certainty",
            f"{begins}; {sum(levels.values())} levels are taken away, which gives “{_STEPS[reached].label}”. "
            f"“{Certainty(page.certainty).label}” is chosen: change it, or the reasons.",
        )


def reasons_given(page: Page) -> Iterator[tuple[str, str]]:
    """STUDY-04."""
    for place, row in _rows(page, "downgrades"):
        if not visible(row.get("reason")).strip():
            yield f"{place}.reason", "Say why the certainty is lowered, so that readers can judge it."


def indirect_explained(page: Page) -> Iterator[tuple[str, str]]:
    """STUDY-05: the reader is told how people, dose or outcome differ."""
    if isinstance(page, StudySummaryPage) and page.directness != Directness.DIRECT and not page.directness_note.strip():
        label = Directness(page.directness).label.lower() if page.directness in Directness.values else "not direct"
        yield "directness_note", f"Directness is “{label}”: say how people, dose or outcome differ from everyday use."


_NOT_HUMAN = re.compile(
    r"(?i)\b(?:animals?|rats?|mice|mouse|laborator\w{1,4}|test tube|cells?|in vitro|not (?:in )?people)\b"
)


def pre_clinical_flagged(page: Page) -> Iterator[tuple[str, str]]:
    """STUDY-07: at the top, where nobody misses it."""
    if isinstance(page, StudySummaryPage) and page.design == StudyDesign.PRE_CLINICAL:
        facts = " ".join(visible(child.value.get("text")) for child in page.key_facts)
        if not _NOT_HUMAN.search(f"{page.lead} {facts} {page.directness_note}"):
            yield "lead", "This was no study in people: say so in the first lines, such as “A study in rats.”"


_MAY = re.compile(r"(?i)\b(?:may|might|could)\b")
_PROBABLY = re.compile(r"(?i)\b(?:probably|likely)\b")
_UNCERTAIN = re.compile(r"(?i)\b(?:very uncertain|not known|unclear)\b")
_FIRM = re.compile(r"(?i)\b(?:will|does(?! not)|reduces|improves|prevents|lowers|is effective|works)\b")


def words_match_certainty(page: Page) -> Iterator[tuple[str, str]]:
    """LANG-09: low “may”, moderate “probably”, very low “very uncertain”."""
    if not _is_assessed(page):
        return
    for place, row in _rows(page, "results"):
        words = visible(row.get("in_words"))
        needed = {
            Certainty.LOW: (_MAY, "may"),
            Certainty.MODERATE: (_PROBABLY, "probably"),
            Certainty.VERY_LOW: (_UNCERTAIN, "it is very uncertain whether"),
        }.get(Certainty(page.certainty))
        if needed is None:
            continue
        level = Certainty(page.certainty).label.lower()
        if not needed[0].search(words):
            said = f"The certainty is {level}: write “{needed[1]}” in what this means."
            yield f"{place}.in_words", f"“{row.get('outcome')}”: {said}"
        elif page.certainty != Certainty.MODERATE and (firm := _FIRM.search(words)):
            yield (
                f"{place}.in_words",
                f"“{row.get('outcome')}”: the certainty is {level}, so “{firm[0]}” says too much.",
            )


# Words of a result without a number

_RESULT_WORD = re.compile(
    r"(?i)(?:mild(?:ly)?|moderate(?:ly)?|significant(?:ly)?|improved|reduced|positive|negative|better|worse|effective|"
    r"strong|weak|declin\w{0,5}|decreas\w{0,4}|increas\w{0,4})"
    r"(?:\s(?:improvement|reduction|decline|increase|decrease|effect|response|result|in|of|anxiety|symptoms"
    r"|levels|pain)){0,4}"
)
_GRADED = re.compile(r"(?i)sever|grade|kind|type|degree|stage|class|risk|disease|impairment|kidney|liver")
_GLUED = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z][a-z])")
_WORDS_ONLY = "Give the number: how many people of how many, or the size with its interval."


def _result_in_words(passage: Passage) -> Iterator[Hit]:
    if passage.kind == "cell":
        if _RESULT_WORD.fullmatch(passage.text.strip()) and not _GRADED.search(passage.column):
            yield Hit(0, len(passage.text), _WORDS_ONLY)
    elif len(passage.text) <= 300 and not passage.text.rstrip().endswith((".", "?", "!", ":")):
        # A table whose cells ran together when the text was copied: “Study 1SignificantMild”.
        parts = _GLUED.split(passage.text)
        if len(parts) > 1 and any(_RESULT_WORD.match(part) for part in parts[1:]):
            yield Hit(0, len(passage.text), f"This is a table that ran together. Make it a table. {_WORDS_ONLY}")


RULES: tuple[TextRule, ...] = (
    TextRule("STUDY-06", "block", "Cochrane Handbook 14", _result_in_words, frozenset({"cell", "text", "item"})),
)
PAGE_RULES: tuple[PageRule, ...] = (
    PageRule("NUM-08-ROW", "block", "Arithmetic", figures_agree),
    PageRule("LANG-09", "acknowledge", WORDS, words_match_certainty),
    PageRule("STUDY-03", "block", GRADE, certainty_follows),
    PageRule("STUDY-04", "block", COCHRANE, reasons_given),
    PageRule("STUDY-05", "acknowledge", GRADE, indirect_explained),
    PageRule("STUDY-07", "block", "House rule: what is not in people is said first", pre_clinical_flagged),
)
