"""Citing inside rich text: the editor's part, as Wagtail documents it for entities of one's own."""

from __future__ import annotations

from typing import Any

from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages.citations import LINK_TYPE
from pages.rich_text import ReferenceHandler

ENTITY = "REFERENCE"


class _FromDatabase(LinkElementHandler):
    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        return {"id": attrs.get("id", "")}


def _to_database(props: dict[str, Any]) -> Any:
    return DOM.create_element("a", {"linktype": LINK_TYPE, "id": props.get("id", "")}, props["children"])


def register(features: FeatureRegistry) -> None:
    """Hook ``register_rich_text_features``."""
    features.register_link_type(ReferenceHandler)
    features.register_editor_plugin(
        "draftail",
        LINK_TYPE,
        EntityFeature(
            {"type": ENTITY, "icon": "openquote", "description": "Cite a reference", "attributes": ["id"]},
            js=["pages/reference_choice.js", "pages/reference_entity.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        LINK_TYPE,
        {
            "from_database_format": {f'a[linktype="{LINK_TYPE}"]': _FromDatabase(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: _to_database}},
        },
    )
