"""Prose: what an explanation is written in."""

from collections.abc import Sequence
from typing import ClassVar

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtailnhsukfrontend import blocks as nhsuk

from pages.citations import LINK_TYPE, CitationsBlock

INLINE_FEATURES = ["bold", "italic", "superscript", "subscript", "link"]
PROSE_FEATURES = [*INLINE_FEATURES, "ol", "ul", "document-link"]

# A page section, not a book: a whole label pasted into one field is told to be split.
MAX_CHARACTERS = 20_000


class ProseText(blocks.RichTextBlock):
    """Rich text in which words can be cited, whatever else it may hold."""

    def __init__(self, *, features: Sequence[str] = PROSE_FEATURES, **kwargs: object) -> None:
        kwargs.setdefault("max_length", MAX_CHARACTERS)
        super().__init__(features=[*features, LINK_TYPE], **kwargs)


class ParagraphBlock(blocks.StructBlock):
    text = ProseText()
    sources = CitationsBlock()

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "blocks/paragraph.html"
        description = "One or more paragraphs or a list, with the sources of what they say."
        preview_value: ClassVar = {
            "text": "<p>Naltrexone blocks the receptors in the brain that opioids act on.</p>",
            "sources": "label-us",
        }


class SubheadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = "Subheading"
        template = "blocks/subheading.html"
        description = "A heading inside a section. The sections themselves have fixed headings."
        preview_value = "Before the first dose"


class WarningCalloutBlock(nhsuk.WarningCalloutBlock):
    body = ProseText()
    sources = CitationsBlock()

    class Meta:
        icon = "warning"
        label = "Important"
        template = "blocks/warning_callout.html"
        description = "Something a reader must not miss."
        preview_value: ClassVar = {
            "title": "Important",
            "heading_level": 3,
            "body": "<p>Tell every doctor who treats you that you take naltrexone.</p>",
            "sources": "label-us",
        }


class InsetTextBlock(nhsuk.InsetTextBlock):
    body = ProseText()
    sources = CitationsBlock()

    class Meta:
        icon = "openquote"
        label = "Inset text"
        template = "blocks/inset_text.html"
        description = "Sets a passage apart from the rest."
        preview_value: ClassVar = {"body": "<p>This use is off-label.</p>", "sources": ""}


class DoBlock(nhsuk.DoBlock):
    do = blocks.ListBlock(ProseText(features=INLINE_FEATURES))
    sources = CitationsBlock()

    class Meta:
        icon = "tick"
        label = "Do"
        template = "blocks/do_list.html"
        description = "What to do, as a list with ticks."
        preview_value: ClassVar = {
            "heading_level": 3,
            "label": "",
            "do": ["<p>carry a medical alert card</p>"],
            "sources": "",
        }


class DontBlock(nhsuk.DontBlock):
    dont = blocks.ListBlock(ProseText(features=INLINE_FEATURES), label="Don't")
    sources = CitationsBlock()

    class Meta:
        icon = "cross"
        label = "Don't"
        template = "blocks/dont_list.html"
        description = "What not to do, as a list with crosses."
        preview_value: ClassVar = {
            "heading_level": 3,
            "label": "",
            "dont": ["<p>do not take opioids to overcome the block</p>"],
            "sources": "",
        }


class DetailsBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    body = ProseText()
    sources = CitationsBlock()

    class Meta:
        icon = "collapse-down"
        label = "More detail"
        template = "blocks/details.html"
        description = "Detail that most readers can leave closed."
        preview_value: ClassVar = {
            "title": "How the trial measured anxiety",
            "body": "<p>With a questionnaire, once a week.</p>",
            "sources": "",
        }


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt_text = blocks.CharBlock(help_text="What somebody who cannot see the picture needs to know.")
    caption = blocks.CharBlock(required=False)

    class Meta:
        icon = "image"
        label = "Picture"
        template = "blocks/picture.html"
        description = "A picture with a text alternative."


class TableBlock(blocks.StructBlock):
    """A table with a caption, column headers and, by choice, row headers."""

    caption = blocks.CharBlock()
    columns = blocks.ListBlock(blocks.CharBlock(), label="Column headings", min_num=1)
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(required=False), label="Cells", min_num=1), label="Rows", min_num=1
    )
    first_cell_is_header = blocks.BooleanBlock(required=False, default=True)
    sources = CitationsBlock()

    class Meta:
        icon = "table"
        label = "Table"
        template = "blocks/table.html"
        description = "Facts in rows and columns, with a caption."
        preview_value: ClassVar = {
            "caption": "Strengths",
            "columns": ["Form", "Strength"],
            "rows": [["Tablet", "50 mg"]],
            "first_cell_is_header": True,
            "sources": "",
        }
