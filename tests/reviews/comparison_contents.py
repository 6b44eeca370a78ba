"""Contents of pages as revisions hold them, made without a database, for the tests of the comparison."""

from __future__ import annotations

import json
from typing import Any

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
