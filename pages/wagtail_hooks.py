from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages import replacing
from pages.rich_text import LivePageLinkHandler

# First, because two of its addresses are Wagtail's own.
hooks.register("register_admin_urls", replacing.register, order=-1)


@hooks.register("register_rich_text_features", order=10)
def link_to_live_pages_only(features: FeatureRegistry) -> None:
    features.register_link_type(LivePageLinkHandler)
