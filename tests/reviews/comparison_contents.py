"""Contents of pages as revisions hold them, made without a database, for the tests of the comparison."""

from __future__ import annotations

import json
from typing import Any

from wagtail.models import Page

from pages.models import StandardPage
from reviews.comparison import Change, Comparison, Kind, compare

Content = dict[str, Any]


def block(sort: str, value: Any, identity: str = "") -> Content:
    return {"type": sort, "value": value, "id": identity or None}


def text(html: str, identity: str = "") -> Content:
    return block("text", {"text": html, "sources": "label-us"}, identity)


def items(*found: Any, prefix: str = "") -> list[Any]:
    """A list block's items: with ids that begin with ``prefix``, or bare, as older versions of Wagtail stored them."""
    if not prefix:
        return list(found)
    return [{"type": "item", "value": one, "id": f"{prefix}{number}"} for number, one in enumerate(found, 1)]


def table(columns: list[str], rows: list[list[str]], *, ids: bool = True) -> Content:
    prefixes = ["c", "r", "x"] if ids else ["", "", ""]
    cells = [items(*row, prefix=prefixes[2] and f"{prefixes[2]}{number}-") for number, row in enumerate(rows, 1)]
    return {
        "caption": "Strengths",
        "columns": items(*columns, prefix=prefixes[0]),
        "rows": items(*cells, prefix=prefixes[1]),
        "first_cell_is_header": True,
        "sources": "",
    }


def standard(*body: Content, **fields: Any) -> Content:
    return {
        "pk": 5,
        "path": "0001",
        "title": "How review works",
        "slug": "how-review-works",
        "lead": "In short.",
        "body": json.dumps(list(body)),
        "references": [],
        **fields,
    }


def strength(value: str, unit: str = "mg", per: str = "tablet", pk: int | None = None) -> Content:
    return {"pk": pk, "page": 5, "sort_order": None, "value": value, "unit": unit, "per": per, "sources": "label-us"}


def dose_form(**fields: Any) -> Content:
    return {
        "pk": 5,
        "title": "Tablets",
        "slug": "tablets",
        "lead": "Tablets to swallow.",
        "dose_form": "10219000",
        "administration_route": "20053000",
        "product_status": "licensed",
        "strengths": [strength("50.0000", pk=1)],
        "dosing": [],
        "how_to_take": json.dumps([text("<p>Take 50 mg once a day.</p>", "a")]),
        "references": [],
        **fields,
    }


def leaves(comparison: Comparison) -> list[Change]:
    """What differs, at its smallest, and what moved."""
    return [part for part in comparison.walk() if part.changed and not any(child.changed for child in part.children)]


def seen(old: Content | None, new: Content | None, model: type[Page] = StandardPage) -> list[tuple[str, str]]:
    return [(leaf.path, leaf.kind.value) for leaf in leaves(compare(model, old, new))]


def at(comparison: Comparison, path: str) -> Change:
    return next(part for part in comparison.walk() if part.path == path)


def rebuilt(comparison: Comparison, *, without: Kind) -> bool:
    """Whether, without what was added (or removed), every leaf's words are exactly its old (or new) text."""
    side = "old" if without is Kind.ADDED else "new"
    return all(
        "".join(span.text for span in part.words if span.kind is not without) == (getattr(part, side) or "")
        for part in comparison.walk()
    )
