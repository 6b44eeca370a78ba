"""How a claim names its sources: by the ids of reference rows, as in ``label-us, mitchell-2020``.

A block or row has a field for the sources of all it says.  Inside rich text, words can be cited on their own: they
stand in ``<a linktype="reference" id="label-us">``, Wagtail's form for whatever is expanded when it is shown.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks

KEY_PATTERN = r"[a-z0-9][a-z0-9-]{0,39}"
_SEPARATOR = re.compile(r"[,\s]+")
HELP_TEXT = "Ids of rows under References, separated by commas, for example: label-us, mitchell-2020"


def split_keys(value: str) -> list[str]:
    """The reference ids in ``value``, in order, without repeats."""
    return list(dict.fromkeys(key for key in _SEPARATOR.split(value or "") if key))


LINK_TYPE = "reference"
_INLINE = re.compile(rf'<a\b[^<>]*\blinktype="{LINK_TYPE}"[^<>]*>')
_INLINE_KEY = re.compile(rf'\bid="({KEY_PATTERN})"')


def inline_key(tag: str) -> str:
    """The reference id of an opening tag around cited words; "" for any other tag."""
    found = _INLINE_KEY.search(tag) if _INLINE.fullmatch(tag) else None
    return found[1] if found else ""


def inline_keys(source: str) -> list[str]:
    """The reference ids that words in rich text cite, in order, without repeats."""
    return list(dict.fromkeys(key for tag in _INLINE.findall(source) if (key := inline_key(tag))))


def validate_reference_key(value: str) -> None:
    if not re.fullmatch(KEY_PATTERN, value, re.ASCII):
        raise ValidationError(
            "“%(value)s” is not a reference id: use lower-case letters, digits and hyphens, as in label-us.",
            code="reference_key",
            params={"value": value},
        )


def validate_citation_keys(value: str) -> None:
    for key in split_keys(value):
        validate_reference_key(key)


class CitationsInput(forms.TextInput):
    """Ids, with a button beside them to choose from the references of the page in the form."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"data-controller": "hub-citations"} | (attrs or {}))

    class Media:
        js = ("pages/reference_choice.js", "pages/citations_input.js")
        css = {"all": ("pages/references.css",)}


class CitationsField(models.CharField):
    """The sources of a child row."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("verbose_name", "sources")
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("help_text", HELP_TEXT)
        kwargs.setdefault("validators", [validate_citation_keys])
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def formfield(self, **kwargs: object) -> forms.Field | None:
        return super().formfield(**kwargs | {"widget": CitationsInput})  # type: ignore[arg-type]


class CitationsBlock(blocks.CharBlock):
    """The sources of a block."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", "Sources")
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("help_text", HELP_TEXT)
        kwargs.setdefault("validators", [validate_citation_keys])
        super().__init__(**kwargs)
        self.field.widget = CitationsInput(self.field.widget.attrs)
