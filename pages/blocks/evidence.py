"""Evidence: key facts, arms, results with their uncertainty, and reasons for less certainty."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from wagtail import blocks

from pages.blocks.prose import INLINE_FEATURES, ProseText
from pages.citations import CitationsBlock
from pages.vocabulary import DowngradeDomain, EffectMeasure


class KeyFactBlock(blocks.StructBlock):
    text = ProseText(features=INLINE_FEATURES)
    sources = CitationsBlock()

    class Meta:
        icon = "pick"
        label = "Key fact"
        template = "blocks/key_fact.html"
        description = "One thing every reader should know."
        preview_value: ClassVar = {"text": "<p>It blocks opioids.</p>", "sources": "label-us"}


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock()
    answer = ProseText()
    sources = CitationsBlock()

    class Meta:
        icon = "help"
        label = "Question and answer"
        template = "blocks/question.html"
        description = "A question readers ask, and its answer."
        preview_value: ClassVar = {
            "question": "Can I drink alcohol?",
            "answer": "<p>Naltrexone does not make you ill if you drink.</p>",
            "sources": "label-us",
        }


class ExcipientBlock(blocks.StructBlock):
    name = blocks.CharBlock()
    note = blocks.CharBlock(required=False, help_text="Why it matters, such as “contains lactose”.")
    sources = CitationsBlock()

    class Meta:
        icon = "pick"
        label = "Excipient"
        template = "blocks/excipient.html"
        description = "An inactive ingredient that some people need to know about."
        preview_value: ClassVar = {"name": "Lactose", "note": "Matters in lactose intolerance.", "sources": ""}


class ArmBlock(blocks.StructBlock):
    name = blocks.CharBlock()
    participants = blocks.IntegerBlock(required=False, min_value=0)
    description = ProseText(required=False, features=INLINE_FEATURES)

    class Meta:
        icon = "group"
        label = "Arm"
        template = "blocks/arm.html"
        description = "One group of a study, and what it was given."
        preview_value: ClassVar = {
            "name": "Placebo",
            "participants": 24,
            "description": "<p>Tablets without medicine.</p>",
        }


class ArmResultBlock(blocks.StructBlock):
    arm = blocks.CharBlock(help_text="The name of an arm above.")
    events = blocks.IntegerBlock(required=False, min_value=0, label="n", help_text="People with the outcome.")
    total = blocks.IntegerBlock(required=False, min_value=0, label="N", help_text="People analysed.")
    mean = blocks.DecimalBlock(required=False)
    spread = blocks.CharBlock(required=False, help_text="Such as “SD 4.2” or “95% CI 3.1 to 5.0”.")

    def clean(self, value: dict) -> dict:
        cleaned = super().clean(value)
        events, total = cleaned.get("events"), cleaned.get("total")
        if events is not None and total is not None and events > total:
            raise blocks.StructBlockValidationError(
                block_errors={"events": ValidationError("n cannot be more than N.")}
            )
        return cleaned

    class Meta:
        icon = "group"
        label = "Arm result"


class ResultBlock(blocks.StructBlock):
    outcome = blocks.CharBlock()
    measure = blocks.CharBlock(required=False, help_text="How it was measured, such as “HAM-A total score”.")
    time_point = blocks.CharBlock(required=False, help_text="Such as “12 weeks”.")
    arms = blocks.ListBlock(ArmResultBlock(), min_num=1)
    effect_measure = blocks.ChoiceBlock(choices=EffectMeasure.choices, required=False)
    effect = blocks.DecimalBlock(required=False)
    ci_low = blocks.DecimalBlock(required=False, label="95% CI, lower")
    ci_high = blocks.DecimalBlock(required=False, label="95% CI, upper")
    p_value = blocks.RegexBlock(
        regex=r"^(?:[<>=]\s?)?(?:0?\.\d+|0|1|1\.0+)$",
        required=False,
        label="p",
        error_messages={"invalid": "Write p as 0.03 or <0.001."},
    )
    in_words = ProseText(
        features=INLINE_FEATURES, label="What this means", help_text="One or two plain sentences with the numbers."
    )
    sources = CitationsBlock(required=True)

    def clean(self, value: dict) -> dict:
        cleaned = super().clean(value)
        low, effect, high = cleaned.get("ci_low"), cleaned.get("effect"), cleaned.get("ci_high")
        errors = {}
        if (low is None) != (high is None):
            errors["ci_high"] = ValidationError("Give both ends of the interval, or neither.")
        elif low is not None and low > high:
            errors["ci_low"] = ValidationError("The lower end cannot be above the upper end.")
        elif low is not None and effect is not None and not low <= effect <= high:
            errors["effect"] = ValidationError("The effect must lie inside its interval.")
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "table"
        label = "Result"
        template = "blocks/result.html"
        description = "One outcome with the numbers of each arm and the effect with its interval."


class DowngradeBlock(blocks.StructBlock):
    domain = blocks.ChoiceBlock(choices=DowngradeDomain.choices)
    levels = blocks.IntegerBlock(min_value=1, max_value=2, default=1)
    reason = ProseText(features=INLINE_FEATURES)

    class Meta:
        icon = "arrow-down"
        label = "Reason for less certainty"
        template = "blocks/downgrade.html"
        description = "One GRADE domain, by how many levels, and why."
        preview_value: ClassVar = {
            "domain": "imprecision",
            "levels": 1,
            "reason": "<p>Only 48 people took part.</p>",
        }
