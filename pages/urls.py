from django.contrib.sitemaps.views import index, sitemap
from django.urls import URLPattern, URLResolver, path, re_path
from wagtail.documents.views.serve import authenticate_with_password

from pages import media, views
from pages.machines import api, feeds, tables, well_known
from pages.machines.sitemaps import SITEMAPS

urlpatterns: list[URLPattern | URLResolver] = [
    path("media/<path:name>", media.image_file, name="image_file"),
    # Wagtail's names, which it builds addresses of documents with.
    re_path(r"^documents/([0-9]+)/(.*)$", media.document_file, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("feeds/updates.atom", feeds.updates, name="updates"),
    path("studies/studies.csv", tables.studies, name="studies_csv"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_shard"}, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_shard"),
    path("robots.txt", well_known.robots, name="robots_txt"),
    path("llms.txt", well_known.llms, name="llms_txt"),
    path(".well-known/security.txt", well_known.security, name="security_txt"),
    path("api/v2/", api.router.urls),
    path("search/", views.search_results, name="search"),
    path("search/suggest/", views.search_suggestions, name="search_suggestions"),
    path("glossary/", views.glossary, name="glossary"),
    path("topics/", views.topics, name="topics"),
    # Not <slug:>: the slug of a topic keeps the letters of its name's language.
    re_path(r"^topics/(?P<slug>[-\w]+)/$", views.topic, name="topic"),
]
