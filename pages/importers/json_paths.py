"""Reading JSON that may be of any shape: what is not as expected is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pages.importers.plain import words
from pages.importers.refusals import ImportRefused

MAX_RECORDS = 5_000


def at(value: Any, *keys: str) -> Any:
    """What stands at the path of keys, or None."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def records(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; [] for what is no list.  Raises ImportRefused for one that no real record has."""
    if isinstance(value, list) and len(value) > MAX_RECORDS:
        raise ImportRefused(
            f"A list in the file has {len(value):,} entries; a real record has at most {MAX_RECORDS:,}."
        )
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(values: Any) -> list[str]:
    """The texts among ``values``, each once."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        return []
    return list(dict.fromkeys(text for text in map(words, values) if text))
