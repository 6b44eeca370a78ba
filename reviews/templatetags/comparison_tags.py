"""``{% comparison tree %}``: a comparison as HTML, inline, and side by side at the reader's choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reviews.comparison import Change, Comparison, Kind, Span

register = template.Library()

ELEMENTS = {
    "bold": "strong",
    "italic": "em",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
    "underlined": "u",
    "struck out": "s",
}


@register.inclusion_tag("reviews/comparison/comparison.html")
def comparison(tree: Comparison) -> dict[str, object]:
    return {"tree": tree}


@register.simple_tag
def words(spans: Iterable[Span], plain: bool = False) -> SafeString:
    """The text of ``spans``, letter by letter: a template would add white space between them.

    ``plain``: without marks, where all of it is new or nothing is.
    """
    return mark_safe("".join(_span(span, plain) for span in spans))


def _span(span: Span, plain: bool) -> str:
    text = escape(span.text)
    for mark in span.marks:
        if mark in ELEMENTS:
            text = format_html("<{0}>{1}</{0}>", ELEMENTS[mark], text)
    if span.link:
        text = format_html('<span class="comparison-link">{}</span>', text)
    marked = not plain and span.kind is not Kind.UNCHANGED
    if span.link and span.kind is not Kind.UNCHANGED:
        text = format_html('{} <span class="comparison-target">(link to {})</span>', text, span.link)
    if not marked:
        return text
    element, said = ("ins", "added") if span.kind is Kind.ADDED else ("del", "removed")
    return format_html(
        '<{0}><span class="w-sr-only"> [{1}: </span>{2}<span class="w-sr-only"> end of {1}] </span></{0}>',
        element,
        said,
        text,
    )


@register.simple_tag
def said(parts: Iterable[Change]) -> list[Change]:
    """Those in which there is something to read."""
    return [part for part in parts if not part.empty]


@register.simple_tag
def in_context(change: Mapping[str, str]) -> SafeString:
    """A recorded clinical change with the words around it.

    A negation is shown with the word that it turns round, which its context begins with.
    """
    shown, after = change["after"] or change["before"], change["context_after"]
    _, _, turned = shown.rpartition(" ")
    if change["kind"] == "negation" and turned != shown:
        after = after.removeprefix(turned)
    return format_html("… {} <b>{}</b> {} …", change["context_before"], shown, after)


@register.filter
def names(parts: list[Change]) -> str:
    """What is folded away, by name; repeated names once, with their number."""
    counts = Counter(part.label for part in parts)
    return ", ".join(label if count == 1 else f"{label} ({count})" for label, count in counts.items())


@register.filter
def settled(kind: Kind) -> str:
    """What need not be said again of each part inside."""
    return kind.value if kind in {Kind.ADDED, Kind.REMOVED} else ""
