"""``/sitemap.xml``: an index of shards, each of so many addresses that the cache of published pages keeps it."""

from __future__ import annotations

import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.shortcuts import get_object_or_404
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pages.listings import live_topics
from pages.models import Topic

# About 150 bytes each; hub.published_cache keeps answers of up to 2 MiB, and the protocol allows 50,000.
PER_SHARD = 5_000


class PageSitemap(Sitemap):
    """Every live page, in the order in which pages were made, so that a new one changes the last shard alone."""

    limit = PER_SHARD

    def items(self) -> PageQuerySet:
        site = get_object_or_404(Site.objects.select_related("root_page"), is_default_site=True)
        return Page.objects.in_site(site).live().public().order_by("pk").only("url_path", "last_published_at")

    def get_latest_lastmod(self) -> datetime.datetime | None:
        """Asked of the database: Django would look at every page."""
        newest: datetime.datetime | None = self.items().aggregate(newest=Max("last_published_at"))["newest"]
        return newest

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> datetime.datetime | None:
        return item.last_published_at


class TopicSitemap(Sitemap):
    limit = PER_SHARD

    def items(self) -> list[Topic]:
        return list(live_topics())


SITEMAPS = {"pages": PageSitemap, "topics": TopicSitemap}
