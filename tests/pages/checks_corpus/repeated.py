"""Numbers that a summary or an answer repeats, or loses (CROSS-02)."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from tests import factories
from tests.pages.checks_corpus.cases import Cases

BODY = "Stop opioids for 7 to 10 days before the first tablet."
MAOI = "Wait 14 days after the last dose of an MAOI."
NAUSEA = {"effect": "Feeling sick (nausea)", "band": "common", "affected": 5, "out_of": 100, "serious": False}


def question(asked: str, answer: str) -> dict[str, Any]:
    said = {"question": asked, "answer": f"<p>{answer}</p>", "sources": "label-us"}
    return {"questions": [("question", said)]}


def fact(words: str) -> dict[str, Any]:
    return {"key_facts": [("key_fact", {"text": f"<p>{words}</p>", "sources": "label-us"})]}


def made(case: tuple[str, dict[str, Any]]) -> Page:
    body, fields = case
    effects = [("side_effect", {**NAUSEA, "action": "", "dose_range": "", "sources": "label-us"})]
    return factories.drug(who_can_take=[factories.text(body, "label-us")], side_effects=effects, **fields)


CORPUS = {
    "CROSS-02": Cases(
        hits=[
            (BODY, question("When can I start after opioids?", "Ask your doctor.")),
            (BODY, question("Can opioid-dependent people take it?", "They may get withdrawal symptoms.")),
            (BODY, question("When can I start?", "After 5 days without opioids.")),
            (BODY, fact("Stop opioids for 7 days before you start.")),
            (BODY, {"lead": "Stop opioids 2 weeks before you begin."}),
            (MAOI, question("Can I switch from an MAOI?", "Only after a wait.")),
            (MAOI, {"search_description": "Wait 7 days after the last dose of an MAOI."}),
            ("Feeling sick is very common: 1 in 10 people.", {}),
        ],
        passes=[
            (BODY, question("When can I start after opioids?", "After 7 to 10 days without opioids.")),
            (BODY, question("When can I start after opioids?", "After seven to ten days without opioids.")),
            (BODY, question("What do opioids do?", "They relieve pain.")),
            (BODY, question("When can I start?", "Ask your doctor.")),
            (BODY, fact("Stop opioids for 7 to 10 days before you start.")),
            (BODY, fact("Keep it for 30 days.")),
            (MAOI, question("Can I switch from an MAOI?", "Wait 2 weeks after the last dose of the MAOI.")),
            ("Feeling sick is common: 5 in 100 people.", {}),
            ("Feeling sick is common and headache is rare: ask how many people.", {}),
        ],
        build=made,
    ),
}
