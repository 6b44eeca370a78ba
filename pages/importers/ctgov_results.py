"""The posted results of a trial: arms, outcome numbers and events, where a field says just what the record says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pages.importers.facts import ArmFact, ArmResultFact, HarmFact, ResultFact
from pages.importers.json_paths import at, records, texts
from pages.importers.plain import number, shorten, whole, words
from pages.vocabulary import EffectMeasure

MAX_RESULTS = 60
_MEANS = {"MEAN": "mean", "LEAST_SQUARES_MEAN": "least-squares mean"}
_SPREADS = {"standard deviation": "SD", "standard error": "SE"}
_RANGES = {"full range": "range", "inter-quartile range": "interquartile range"}
_EFFECTS = (
    (r"odds ratio \(or\)", EffectMeasure.ODDS_RATIO),
    (r"hazard ratio \(hr\)", EffectMeasure.HAZARD_RATIO),
    (r"risk ratio \(rr\)|relative risk", EffectMeasure.RISK_RATIO),
    (
        r"mean difference \((?:net|final values)\)|(?:ls )?mean difference|"
        r"difference (?:of|in) (?:ls|least squares(?: \(ls\))?) means?",
        EffectMeasure.MEAN_DIFFERENCE,
    ),
)
# As ResultBlock takes it.
_P_VALUE = re.compile(r"(?:[<>=]\s?)?(?:0?\.\d+|0|1|1\.0+)", re.ASCII)
_EVENTS = (
    ("Deaths", "deathsNumAffected", "deathsNumAtRisk"),
    ("Serious adverse events", "seriousNumAffected", "seriousNumAtRisk"),
    ("Other adverse events", "otherNumAffected", "otherNumAtRisk"),
)


def arms(study: Any, remarks: list[str]) -> tuple[ArmFact, ...]:
    """The registered arms, with how many started in each where the flow of participants names it alike."""
    flow = at(study, "resultsSection", "participantFlowModule")
    names = {words(group.get("id")): words(group.get("title")).lower() for group in records(at(flow, "groups"))}
    started: dict[str, int | None] = {}
    for period in records(at(flow, "periods"))[:1]:
        for milestone in records(period.get("milestones")):
            if milestone.get("type") == "STARTED":
                for achieved in records(milestone.get("achievements")):
                    started[names.get(words(achieved.get("groupId")), "")] = whole(achieved.get("numSubjects"))
    found = []
    for arm in records(at(study, "protocolSection", "armsInterventionsModule", "armGroups")):
        name = words(arm.get("label"))
        if not name:
            continue
        if started and name.lower() not in started:
            remarks.append(f"Arm “{name}”: the results name their groups otherwise; enter its number by hand.")
        found.append(ArmFact(shorten(name, 250), started.get(name.lower()), tuple(texts(arm.get("interventionNames")))))
    return tuple(found)


def read(study: Any, remarks: list[str]) -> tuple[tuple[ResultFact, ...], tuple[HarmFact, ...]]:
    """(results of primary and secondary outcomes, totals of events)."""
    measures = records(at(study, "resultsSection", "outcomeMeasuresModule", "outcomeMeasures"))
    found: list[ResultFact] = []
    others = 0
    for measure in measures:
        if words(measure.get("type")) in ("PRIMARY", "SECONDARY"):
            found += _outcome(measure, remarks)
        else:
            others += 1
    if others:
        remarks.append(f"{others} outcomes are neither primary nor secondary: they are in the source material only.")
    if len(found) > MAX_RESULTS:
        remarks.append(f"{len(found)} results: the first {MAX_RESULTS} were entered, all are in the source material.")
    return tuple(found[:MAX_RESULTS]), tuple(_harms(study))


def _outcome(measure: dict[str, Any], remarks: list[str]) -> Iterator[ResultFact]:
    title = words(measure.get("title"))
    classes = records(measure.get("classes"))
    if not title or not classes:
        remarks.append(f"Outcome “{shorten(title or 'without a title', 120)}”: no numbers are posted.")
        return
    analyses = records(measure.get("analyses"))
    for group in classes:
        categories = records(group.get("categories"))
        part = words(group.get("title"))
        name = shorten(f"{title}: {part}" if part else title, 120)
        if len(categories) != 1:
            remarks.append(f"Outcome “{name}”: several categories; enter what matters by hand.")
            continue
        values = _arm_results(measure, group, categories[0], name, remarks)
        effect = (
            _effect(analyses[0], words(measure.get("paramType")), name, remarks)
            if len(classes) == len(analyses) == 1
            else {}
        )
        if len(analyses) > 1 or (analyses and len(classes) > 1):
            remarks.append(f"Outcome “{name}”: several analyses or parts; enter the effect by hand.")
        if values:
            yield ResultFact(
                outcome=shorten(title, 250),
                measure=shorten("; ".join(filter(None, (part, _measured(measure)))), 250),
                time_point=shorten(words(measure.get("timeFrame")), 250),
                arms=tuple(values),
                **effect,
            )


def _measured(measure: dict[str, Any]) -> str:
    unit = words(measure.get("unitOfMeasure"))
    return ", ".join(filter(None, (unit, _MEANS.get(words(measure.get("paramType")), ""))))


def _arm_results(
    measure: dict[str, Any], group: dict[str, Any], category: dict[str, Any], name: str, remarks: list[str]
) -> list[ArmResultFact]:
    titles = {words(item.get("id")): words(item.get("title")) for item in records(measure.get("groups"))}
    analysed = _analysed(group.get("denoms")) or _analysed(measure.get("denoms"))
    kind = words(measure.get("paramType"))
    found = []
    for value in records(category.get("measurements")):
        arm, total = titles.get(words(value.get("groupId")), ""), analysed.get(words(value.get("groupId")))
        if not arm:
            continue
        if kind == "COUNT_OF_PARTICIPANTS":
            events = whole(value.get("value"))
            if events is not None and total is not None and events > total:
                remarks.append(f"Outcome “{name}”: {events} of {total} people cannot be; enter it by hand.")
                continue
            found.append(ArmResultFact(shorten(arm, 250), events=events, total=total))
        elif kind in _MEANS:
            found.append(
                ArmResultFact(
                    shorten(arm, 250), total=total, mean=number(value.get("value")), spread=_spread(measure, value)
                )
            )
        elif total is not None:
            found.append(ArmResultFact(shorten(arm, 250), total=total))
    if kind not in ("COUNT_OF_PARTICIPANTS", *_MEANS):
        how = _measured(measure) or kind.lower() or "an unknown measure"
        remarks.append(f"Outcome “{name}”: given as {how}, which is neither n nor a mean; only N was entered.")
    return found


def _analysed(denominators: Any) -> dict[str, int | None]:
    """People analysed in each group; {} when something other than people was counted."""
    for denominator in records(denominators):
        if words(denominator.get("units")).lower() == "participants":
            return {
                words(count.get("groupId")): whole(count.get("value")) for count in records(denominator.get("counts"))
            }
    return {}


def _spread(measure: dict[str, Any], value: dict[str, Any]) -> str:
    kind = words(measure.get("dispersionType"))
    if kind.lower() in _SPREADS:
        spread = words(value.get("spread"))
        return shorten(f"{_SPREADS[kind.lower()]} {spread}", 250) if spread else ""
    low, high = words(value.get("lowerLimit")), words(value.get("upperLimit"))
    if not (low and high):
        return ""
    interval = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)% Confidence Interval", kind)
    name = f"{interval[1]}% CI" if interval else _RANGES.get(kind.lower(), kind)
    return shorten(f"{name} {low} to {high}", 250)


def _effect(analysis: dict[str, Any], kind: str, name: str, remarks: list[str]) -> dict[str, Any]:
    """The fields of one comparison of two groups, or {}."""
    said = words(analysis.get("paramType")).lower()
    measure = next((found.value for pattern, found in _EFFECTS if re.fullmatch(pattern, said)), "")
    if said == "difference" and kind in _MEANS:
        measure = EffectMeasure.MEAN_DIFFERENCE.value
    value = number(analysis.get("paramValue"))
    p_value = words(analysis.get("pValue"))
    found: dict[str, Any] = {"p_value": p_value} if _P_VALUE.fullmatch(p_value) else {}
    if not measure or value is None or len(texts(analysis.get("groupIds"))) != 2:
        if said:
            remarks.append(f"Outcome “{name}”: effect “{shorten(said, 60)}” has no field; enter it by hand.")
        return found
    found |= {"effect_measure": measure, "effect": value}
    ends = number(analysis.get("ciLowerLimit")), number(analysis.get("ciUpperLimit"))
    if _is_95(analysis) and ends[0] is not None and ends[1] is not None and ends[0] <= value <= ends[1]:
        found["ci"] = ends
    elif ends != (None, None):
        remarks.append(f"Outcome “{name}”: the interval is not a two-sided 95% interval around the effect.")
    return found


def _is_95(analysis: dict[str, Any]) -> bool:
    return (
        number(analysis.get("ciPctValue")) == Decimal(95)
        and words(analysis.get("ciNumSides") or "TWO_SIDED") == "TWO_SIDED"
    )


def _harms(study: Any) -> Iterator[HarmFact]:
    for group in records(at(study, "resultsSection", "adverseEventsModule", "eventGroups")):
        for what, affected, at_risk in _EVENTS:
            n, of = whole(group.get(affected)), whole(group.get(at_risk))
            if n is not None and of is not None and n <= of:
                yield HarmFact(words(group.get("title")), what, n, of)
