from django.urls import URLPattern, URLResolver, path, re_path

from pages import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", views.search_results, name="search"),
    # Not <slug:>: the slug of a topic keeps the letters of its name's language.
    re_path(r"^topics/(?P<slug>[-\w]+)/$", views.topic, name="topic"),
]
