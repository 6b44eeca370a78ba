from typing import Any

from django import template

from reviews.views.reader_reports import promise

register = template.Library()


@register.simple_tag
def talk_back() -> dict[str, Any]:
    """What a page promises to whoever reports a problem, and where side effects are reported."""
    return promise()
