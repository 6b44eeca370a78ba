"""Stored values as people read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date

Json = Any


def text(value: Json) -> str:
    """Text as it is; anything that is no text, as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def yes_or_no(value: Json) -> str:
    return "" if value is None else "Yes" if value else "No"


def decimal(value: Json) -> str:
    """One number, one text: as in the digest, “50” and the database's “50.0000” are the same."""
    if value in (None, ""):
        return ""
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except InvalidOperation:
        return text(value)


def day(value: Json) -> str:
    try:
        return format_date(date.fromisoformat(value), "j F Y")
    except (TypeError, ValueError):
        return text(value)


def moment(value: Json) -> str:
    """Day and time in the site's time zone, which is named."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return text(value)
    return format_date(timezone.localtime(at), "j F Y, H:i:s T") if timezone.is_aware(at) else text(value)


def chosen(choices: Iterable[Any], value: Json) -> str:
    """The words that stand for ``value`` among ``choices``, which may be grouped; a value that is none, as it is."""
    names = dict(_flat(choices))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(names.get(one, text(one))) for one in values if one not in (None, ""))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, named in choices:
        if isinstance(named, list | tuple):
            yield from _flat(named)
        else:
            yield key, named
