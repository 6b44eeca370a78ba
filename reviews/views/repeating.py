"""Columns whose cells say the same again and again.

Rendering 250 cells takes longer than every query of their page, so each value is rendered once for the table.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn


class RepeatingColumn(Column):
    """Of cells in which nothing but the value differs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rendered: dict[Any, str] = {}

    def render_cell_html(self, instance: Any, parent_context: dict[str, Any]) -> str:
        value = self.get_value(instance)
        if value not in self._rendered:
            self._rendered[value] = super().render_cell_html(instance, parent_context)
        return self._rendered[value]


class RepeatingNumberColumn(RepeatingColumn, NumberColumn):
    """How many."""


class RepeatingStatusColumn(RepeatingColumn, StatusTagColumn):
    """A tag that is set apart for some values."""
