"""How a claim names its sources: reference ids, separated by commas or spaces, as in ``label-us, mitchell-2020``."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks

KEY_PATTERN = r"[a-z0-9][a-z0-9-]{0,39}"
_SEPARATOR = re.compile(r"[,\s]+")
HELP_TEXT = "Ids of rows under References, separated by commas, for example: label-us, mitchell-2020"


def split_keys(value: str) -> list[str]:
    """The reference ids in ``value``, in order, without repeats."""
    return list(dict.fromkeys(key for key in _SEPARATOR.split(value or "") if key))


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


class CitationsField(models.CharField):
    """The sources of a child row."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("verbose_name", "sources")
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("help_text", HELP_TEXT)
        kwargs.setdefault("validators", [validate_citation_keys])
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


class CitationsBlock(blocks.CharBlock):
    """The sources of a block."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", "Sources")
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("help_text", HELP_TEXT)
        kwargs.setdefault("validators", [validate_citation_keys])
        super().__init__(**kwargs)
