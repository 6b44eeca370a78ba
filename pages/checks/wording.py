"""Wording: hype, overclaims, claims without a source, individual advice, and words that readers stumble over.

Sources: HealthNewsReview's seven words; JAMA Oncology's ten superlatives; HONcode principle 4; NHS A to Z of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pages.checks.passages import OWN, PROSE, Passage
from pages.checks.rules import Hit, TextRule, pattern_rule
from pages.checks.sentences import is_negated, sentence_span
from reviews.findings import Severity

HYPE = "HealthNewsReview, seven words; JAMA Oncology, ten superlatives"
NHS_WORDS = "NHS A to Z of health writing"

_HYPE = re.compile(
    r"(?i)\b(?:cur(?:e[sd]?|ing)|miracles?|miraculous|breakthroughs?|promising|dramatic(?:ally)?"
    r"|game[- ]?chang(?:er|ers|ing)"
    r"|chang(?:e[sd]?|ing) the game|revolution(?:ary|i[sz]e[sd]?|i[sz]ing)|transformative|life[- ]?(?:saver|changing)"
    r"|ground-?breaking|marvel(?:s|lous)?|home run|wonder drug|magic bullet|silver bullet|hopes?|victims?)\b"
)

_HYPE_STEMS = (
    *("cur", "mirac", "breakth", "promis", "dramat", "chang", "revolut", "transform", "life", "ground", "marvel"),
    *("home run", "wonder", "bullet", "hope", "victim"),
)


def _hype(passage: Passage) -> Iterator[Hit]:
    for match in _HYPE.finditer(passage.text):
        if not re.match(r"\s?rates?\b", passage.text[match.end() : match.end() + 6]) or match[0].lower() != "cure":
            # “Not a cure” is a fair thing to say.
            severity: Severity | None = "warn" if is_negated(passage, match.start()) else None
            said = "This praises or plays on feelings. Say what was found, in whom, and in how many."
            yield Hit(match.start(), match.end(), said, severity=severity)


_CITED = re.compile(r"\bNCT\d{8}\b|\b10\.\d{4,9}/|\bPMID\b|\[[a-z0-9-]{2,40}\]|\bPMC\d+")


def _is_sourced(passage: Passage, match: re.Match[str]) -> bool:
    """The block names its sources, or the sentence has words that do, or an identifier."""
    start, end = sentence_span(passage.text, match.start())
    return bool(
        passage.sources.strip()
        or any(begin < end and start < stop for begin, stop in passage.cited)
        or _CITED.search(passage.text[start:end])
    )


_OVERCLAIM = re.compile(
    r"(?i)\b(?:(?:clinically |scientifically )?(?:proves?|proven)\b"
    r"(?!\s(?:fatal|difficult|hard|useful|wrong|not|value only))|"
    r"has proved|guarantee(?:s|d|ing)?|"
    r"eliminat(?:e|es|ed|ing) (?:(?:all|any|the|your|every|most) )?(?:\w{1,20} ){0,2}(?:risks?|symptoms?|anxiety"
    r"|pain|disease|"
    r"cravings?|infections?|depression|need|side effects?|problems?|fears?)"
    r"|(?:completely|totally|entirely|perfectly|absolutely|100\s?%) (?:safe|effective|harmless|cured?)"
    r"|no side[- ]effects?"
    r"|side[- ]effect[- ]free|free (?:of|from) side[- ]effects|without (?:any )?side[- ]effects|risk[- ]free"
    r"|always (?:works?|helps?)|never fails?|works? (?:for everyone|for everybody|every time))\b"
)

_OVERCLAIM_STEMS = (
    "prove",
    "guarant",
    "elimin",
    "safe",
    "effect",
    "harmless",
    "cure",
    "risk",
    "always",
    "never",
    "work",
)


def _overclaim(passage: Passage) -> Iterator[Hit]:
    for match in _OVERCLAIM.finditer(passage.text):
        # “It has not been proven” is what the hub wants said.
        if not is_negated(passage, match.start()):
            said = "No study shows this. Say what was seen, in how many people, and how sure one can be."
            yield Hit(match.start(), match.end(), said)


_MORE_SPECIFIC = re.compile(
    r"(?i)\s(?:obstructive|kidney|liver|myeloid|lymphocytic|fatigue|granulomatous|heart|inflammatory|venous|hepatitis)"
)
_PLAINER = {
    "medication": "medicine",
    "medications": "medicines",
    "utilise": "use",
    "utilize": "use",
    "utilised": "used",
    "utilized": "used",
    "utilises": "uses",
    "utilizes": "uses",
    "chronic": "long-term",
    "suffer from": "have",
    "suffers from": "has",
    "suffering from": "with",
    "experience side effects": "get side effects",
}


def _plainer(match: re.Match[str]) -> str:
    word = _PLAINER.get(match[0].lower(), match[0])
    return word[:1].upper() + word[1:] if match[0][:1].isupper() else word


RULES: tuple[TextRule, ...] = (
    TextRule("LANG-01", "acknowledge", HYPE, _hype, needs=_HYPE_STEMS),
    pattern_rule(
        "LANG-02",
        "acknowledge",
        "HONcode principle 4; primary sources only",
        r"(?i)\b(?:(?:several|many|some|numerous|various|other|one|a|an|recent|early|preliminary|conflicting"
        r"|these|further)"
        r"(?: (?:research|pertinent|encouraging|preliminary|clinical|recent|small|large|new|significant"
        r"|conflicting|other)){0,4}"
        r" (?:study|studies|trials?)(?! (?:drug|medicine|design|page|summar))"
        r"|(?:(?:current|emerging|recent) )?research (?:also )?(?:suggests?|shows?|indicates?|supports?|points?"
        r"|provides?)"
        r"|(?:emerging|encouraging|preliminary) (?:research|evidence|studies)"
        r"|studies (?:suggest|show|indicate|have|point)|scientific (?:data|evidence)|experts? (?:say|believe|agree)"
        r"|Study \d+(?!\d))(?!-)",
        "Name the study and cite it under Sources, or leave the sentence out.",
        unless=_is_sourced,
        needs=("stud", "trial", "research", "evidence", "data", "expert"),
    ),
    TextRule("LANG-03", "block", "Cochrane Handbook 15; house rule", _overclaim, needs=_OVERCLAIM_STEMS),
    pattern_rule(
        "LANG-04",
        "acknowledge",
        "House rule: primary sources only, as in HONcode principle 4",
        r"(?i)\b(?:Healthline|WebMD|Wikipedia|Very ?well(?: ?Health|Mind)|Verywell|Medical News Today|Everyday Health|"
        r"Drugs\.com|GoodRx|RxList)\b|\baccording to (?:experts|(?:some )?sources|reports)\b",
        "Health websites are no source. Cite the label, the registration or the article itself.",
        kinds=OWN | {"citation"},
        needs=("healthline", "webmd", "wikipedia", "very", "medical", "everyday", "drugs.com", "rx", "according"),
    ),
    pattern_rule(
        "LANG-05",
        "acknowledge",
        "House rule: no advice to one person",
        r"(?i)\b(?:you (?:should|must|need to|ought to|have to) "
        r"(?:start|take|stop|increase|reduce|lower|raise|double|halve|skip)\b|(?:start|begin) with(?= (?:a dose"
        r"|\d|half|one|two|low))|"
        r"(?:increase|raise|lower|reduce) (?:it|the dose|your dose) (?:by|to)\b|(?:stop|quit) taking (?:it|this"
        r"|your)\b)",
        "This reads as advice to one person. Say what the label says, and who decides.",
        kinds=PROSE,
        needs=("you ", "start", "begin", "dose", "taking", "reduce it", "lower it", "raise it", "increase it"),
    ),
    pattern_rule(
        "LANG-06",
        "warn",
        NHS_WORDS,
        r"(?i)\b(?:medications?|suffer(?:s|ing|ers?)? from|sufferers?|utili[sz]e[sd]?|alleviat\w{1,10}|chronic|"
        r"experience side effects)\b",
        "Readers know a plainer word: {fix}.",
        suggest=_plainer,
        unless=lambda passage, match: bool(
            (match[0].lower() == "chronic" and _MORE_SPECIFIC.match(passage.text, match.end()))
            or passage.text.startswith(" Guide", match.end())
        ),
        needs=("medication", "suffer", "utili", "alleviat", "chronic", "experience"),
    ),
    pattern_rule(
        "LANG-10",
        "warn",
        "House rule: a mechanism is no benefit",
        r"(?i)\b(?:block(?:s|ing)?|modulat\w{1,10}|regulat\w{1,10}|normali[sz]\w{1,10}|boosts?|boosting)\b"
        r"[^.!?]{0,120}?\b(?:anxiety|depress\w{1,10}|pain|moods?|inflammation|stress)\b",
        "How it acts does not show that it helps. Cite what was found in people, or say that it is a hypothesis.",
        unless=_is_sourced,
        kinds=PROSE,
        needs=("block", "modulat", "regulat", "normali", "boost"),
    ),
)
