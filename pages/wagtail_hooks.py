from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages import draftail, replacing
from pages.bibliography.views import ReadView
from pages.importers import beside
from pages.importers.uploads import may_import
from pages.rich_text import LivePageLinkHandler, PublicDocumentLinkHandler

# First, because two of its addresses are Wagtail's own.
hooks.register("register_admin_urls", replacing.register, order=-1)
hooks.register("register_page_header_buttons", beside.button)
hooks.register("register_rich_text_features", draftail.register)


@hooks.register("register_admin_urls")
def register_importing() -> list:
    return [
        path("import/", include("pages.importers.urls")),
        path("references/read/", ReadView.as_view(), name="read_references"),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: object) -> bool:
        return may_import(request.user)  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def register_import_menu_item() -> MenuItem:
    return ImportMenuItem("Import", reverse("importing:upload"), icon_name="upload", order=450)


@hooks.register("register_rich_text_features", order=10)
def link_to_what_is_public(features: FeatureRegistry) -> None:
    features.register_link_type(LivePageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)
