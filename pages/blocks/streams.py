"""Which blocks may stand in which field."""

from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from pages.blocks import evidence, prose, safety


class ProseStream(StreamBlock):
    text = prose.ParagraphBlock(group="Text")
    subheading = prose.SubheadingBlock(group="Text")
    inset = prose.InsetTextBlock(group="Text")
    details = prose.DetailsBlock(group="Text")
    important = prose.WarningCalloutBlock(group="Advice")
    care_card = safety.CareCardBlock(group="Advice")
    do = prose.DoBlock(group="Advice")
    dont = prose.DontBlock(group="Advice")
    table = prose.TableBlock(group="Figures")
    picture = prose.PictureBlock(group="Figures")


class BoxedWarningStream(StreamBlock):
    boxed_warning = safety.BoxedWarningBlock()


class KeyFactStream(StreamBlock):
    key_fact = evidence.KeyFactBlock()


class CautionStream(StreamBlock):
    caution = safety.CautionBlock()


class InteractionStream(StreamBlock):
    interaction = safety.InteractionBlock()


class SideEffectStream(StreamBlock):
    side_effect = safety.SideEffectBlock()


class QuestionStream(StreamBlock):
    question = evidence.QuestionBlock()


class ExcipientStream(StreamBlock):
    excipient = evidence.ExcipientBlock()


class ArmStream(StreamBlock):
    arm = evidence.ArmBlock()


class ResultStream(StreamBlock):
    result = evidence.ResultBlock()


class DowngradeStream(StreamBlock):
    downgrade = evidence.DowngradeBlock()


def stream(block: type[StreamBlock], verbose_name: str = "", **kwargs: object) -> StreamField:
    """An optional StreamField of ``block``; which fields a page type needs is a content rule, not a form rule."""
    kwargs.setdefault("blank", True)
    if verbose_name:
        kwargs["verbose_name"] = verbose_name
    return StreamField(block(required=False), **kwargs)


def prose_field(verbose_name: str, **kwargs: object) -> StreamField:
    return stream(ProseStream, verbose_name, **kwargs)
