from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages.rich_text import LivePageLinkHandler


@hooks.register("register_rich_text_features", order=10)
def link_to_live_pages_only(features: FeatureRegistry) -> None:
    features.register_link_type(LivePageLinkHandler)
