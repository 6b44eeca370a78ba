from typing import Any

from django import template

from reviews import ledger
from reviews.views.reader_reports import promise

register = template.Library()


@register.simple_tag
def ledger_head() -> str:
    """Hash of the newest ledger entry.  On every page, so that any outside copy of a page pins the whole ledger."""
    return ledger.head().hash


@register.simple_tag
def talk_back() -> dict[str, Any]:
    """What a page promises to whoever reports a problem, and where side effects are reported."""
    return promise()
