"""What a browser would post for a page: Wagtail's editing form of a page object, filled in.

Streams and rich text are drawn by JavaScript in the admin, so their inputs cannot be read off the HTML; they are
written here as the JavaScript would.
"""

from __future__ import annotations

from typing import Any

from taggit.utils import edit_string_for_tags
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.base import BlockWidget
from wagtail.models import Page

PostData = dict[str, Any]


def page_form_data(page: Page, user: Any) -> PostData:
    """Everything the editor of ``page`` posts when ``user`` presses save, before any button is named."""
    form_class = type(page).get_edit_handler().get_form_class()
    return form_data(form_class(instance=page, for_user=user))


def form_data(form: WagtailAdminPageForm) -> PostData:
    data: PostData = {}
    for bound in form:
        data.update(_field(bound.field, bound.html_name, bound.value()))
    for name, formset in form.formsets.items():
        rows = [] if name == "comments" else formset.initial_forms
        data |= {
            f"{formset.prefix}-TOTAL_FORMS": len(rows),
            f"{formset.prefix}-INITIAL_FORMS": sum(1 for row in rows if row.instance.pk),
            f"{formset.prefix}-MIN_NUM_FORMS": 0,
            f"{formset.prefix}-MAX_NUM_FORMS": 1000,
        }
        for order, row in enumerate(rows, start=1):
            data |= form_data(row)
            data |= {f"{row.prefix}-id": row.instance.pk or "", f"{row.prefix}-ORDER": order}
    return data


def _field(field: Any, name: str, value: Any) -> PostData:
    widget = field.widget
    if isinstance(widget, BlockWidget):
        return block_data(widget.block_def, name, value)
    if value is None or value == "":
        return {name: ""}
    if hasattr(value, "__iter__") and not isinstance(value, str):
        values = list(value)
        tags = [getattr(item, "tag", item) for item in values]
        if tags and hasattr(tags[0], "slug") and not hasattr(tags[0], "path"):
            return {name: edit_string_for_tags(tags)}
        return {name: [getattr(item, "pk", item) for item in values]}
    if isinstance(value, bool):
        return {name: "on"} if value else {}
    return {name: widget.format_value(value)}


def block_data(block: blocks.Block, name: str, value: Any) -> PostData:
    """The inputs of one block and of all blocks in it."""
    if isinstance(block, blocks.StreamBlock):
        return _sequence(
            name,
            [(child.block_type, child.id, child.block, child.value) for child in value or []],
        )
    if isinstance(block, blocks.ListBlock):
        return _sequence(name, [(None, item.id, block.child_block, item.value) for item in value.bound_blocks])
    if isinstance(block, blocks.StructBlock):
        data: PostData = {}
        for child_name, child in block.child_blocks.items():
            data |= block_data(child, f"{name}-{child_name}", value.get(child_name))
        return data
    if isinstance(block, blocks.BooleanBlock):
        return {name: "on"} if value else {}
    if isinstance(block, blocks.ChooserBlock):
        return {name: getattr(value, "pk", value) or ""}
    prepared = block.field.prepare_value(block.value_for_form(value))
    shown = block.field.widget.format_value(prepared)
    return {name: "" if shown is None else shown}


def _sequence(name: str, items: list[tuple[str | None, str | None, blocks.Block, Any]]) -> PostData:
    data: PostData = {f"{name}-count": len(items)}
    for index, (block_type, block_id, block, value) in enumerate(items):
        prefix = f"{name}-{index}"
        data |= {f"{prefix}-deleted": "", f"{prefix}-order": index, f"{prefix}-id": block_id or ""}
        if block_type is not None:
            data[f"{prefix}-type"] = block_type
        data |= block_data(block, f"{prefix}-value", value)
    return data
