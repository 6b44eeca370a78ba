"""Safety: warnings, side effects, interactions, and who must take care."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtailnhsukfrontend import blocks as nhsuk

from pages.blocks.prose import INLINE_FEATURES, ProseText
from pages.citations import CitationsBlock
from pages.vocabulary import CautionKind, FrequencyBand, InteractionSeverity


class CareCardBlock(nhsuk.CareCardBlock):
    body = ProseText()
    sources = CitationsBlock()

    class Meta:
        icon = "help"
        label = "When to get help"
        template = "blocks/care_card.html"
        description = "What to do, and how urgently: not urgent, urgent, or an emergency."
        preview_value: ClassVar = {
            "type": "immediate",
            "heading_level": 3,
            "title": "Call emergency services if:",
            "body": "<ul><li>somebody is hard to wake or breathes slowly</li></ul>",
            "sources": "",
        }


class BoxedWarningBlock(blocks.StructBlock):
    title = blocks.CharBlock(help_text="The danger in a few words.")
    text = ProseText()
    sources = CitationsBlock(required=True)

    class Meta:
        icon = "warning"
        label = "Boxed warning"
        template = "blocks/boxed_warning.html"
        description = "The strongest warning of a product label. Shown before anything else."
        preview_value: ClassVar = {
            "title": "Suicidal thoughts in young people",
            "text": "<p>Watch for worse mood in the first months.</p>",
            "sources": "label-us",
        }


class CautionBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=CautionKind.choices)
    who = blocks.CharBlock(label="Who", help_text="A condition or situation, such as “acute hepatitis”.")
    action = ProseText(label="Why, and what to do", features=INLINE_FEATURES)
    sources = CitationsBlock(required=True)

    class Meta:
        icon = "warning"
        label = "Contraindication or caution"
        template = "blocks/caution.html"
        description = "Who must not take the medicine, or must take care, and why."
        preview_value: ClassVar = {
            "kind": "contraindication",
            "who": "People who take opioid painkillers",
            "action": "<p>Naltrexone can start sudden withdrawal.</p>",
            "sources": "label-us",
        }


class InteractionBlock(blocks.StructBlock):
    what = blocks.CharBlock(label="Medicine or substance")
    severity = blocks.ChoiceBlock(choices=InteractionSeverity.choices)
    effect = ProseText(label="What can happen", features=INLINE_FEATURES)
    action = ProseText(label="What to do", features=INLINE_FEATURES)
    sources = CitationsBlock(required=True)

    class Meta:
        icon = "link"
        label = "Interaction"
        template = "blocks/interaction.html"
        description = "Another medicine or substance, what can happen, and what to do."
        preview_value: ClassVar = {
            "what": "Opioid medicines",
            "severity": "contraindicated",
            "effect": "<p>Sudden withdrawal.</p>",
            "action": "<p>Do not combine.</p>",
            "sources": "label-us",
        }


class SideEffectBlock(blocks.StructBlock):
    effect = blocks.CharBlock()
    band = blocks.ChoiceBlock(choices=FrequencyBand.choices, label="Frequency band")
    affected = blocks.IntegerBlock(required=False, min_value=0, label="n", help_text="People affected.")
    out_of = blocks.IntegerBlock(required=False, min_value=1, label="N", help_text="People observed.")
    serious = blocks.BooleanBlock(required=False)
    action = ProseText(
        label="What to do",
        required=False,
        features=INLINE_FEATURES,
        help_text="Needed when the side effect is serious.",
    )
    dose_range = blocks.CharBlock(required=False, help_text="The doses it was seen at, such as “50 mg a day”.")
    sources = CitationsBlock(required=True)

    def clean(self, value: dict) -> dict:
        cleaned = super().clean(value)
        errors = {}
        affected, out_of = cleaned.get("affected"), cleaned.get("out_of")
        if (affected is None) != (out_of is None):
            errors["out_of"] = ValidationError("Give both n and N, or neither.")
        elif affected is not None and affected > out_of:
            errors["affected"] = ValidationError("n cannot be more than N.")
        if cleaned.get("serious") and not cleaned.get("action"):
            errors["action"] = ValidationError("Say what to do about a serious side effect.")
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "warning"
        label = "Side effect"
        template = "blocks/side_effect.html"
        description = "One side effect: how often, at which dose, how serious, what to do."
        preview_value: ClassVar = {
            "effect": "Feeling sick (nausea)",
            "band": "very-common",
            "affected": 10,
            "out_of": 100,
            "serious": False,
            "action": "",
            "dose_range": "50 mg a day",
            "sources": "label-us",
        }
