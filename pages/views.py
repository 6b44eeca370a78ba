"""Public views that are no Wagtail pages."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pages.glossary.terms import TERMS
from pages.models import Topic
from pages.search.finding import Found, find, rows
from pages.search.narrowing import Narrowing, address, facets
from pages.search.queries import clean_query
from pages.search.suggestions import suggest
from pages.topic_lists import MEDICINES_PER_PAGE, MedicinesOfTopic, lists_of_topic, topics_by_kind
from reviews.leafing import leaf_of, told

RESULTS_PER_PAGE = 10


@require_safe
def search_results(request: HttpRequest) -> HttpResponse:
    """Whatever is typed gets a page; nothing found is an answer, a bad page number the nearest good one."""
    query = clean_query(request.GET.get("q", ""))
    narrowing = Narrowing.of(request.GET)
    found = find(query, narrowing) if query else Found("", "", [])
    results = leaf_of(request, found.hits, RESULTS_PER_PAGE)
    shown = render(
        request,
        "pages/search.html",
        {
            "query": query,
            "found": found,
            "results": results,
            "rows": rows(results.object_list, found.words),
            "facets": facets(found.searched, narrowing, found.pages),
            "narrowing": narrowing,
            # Leafing keeps the choices; leaving them all is one link.
            "address": address(found.searched, narrowing.chosen()),
            "wider": address(found.searched, {}),
            "meant": address(found.correction, {}),
        },
    )
    return told(request, results, shown)


@require_safe
def search_suggestions(request: HttpRequest) -> JsonResponse:
    """Names that begin with what was typed so far, for the search box (``hub/search.js``)."""
    query = clean_query(request.GET.get("q", ""))
    return JsonResponse({"query": query, "suggestions": [one.as_json() for one in suggest(query)]})


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Medicines by class and by condition."""
    return render(request, "pages/topics.html", {"kinds": topics_by_kind()})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What is live under a topic.  A topic of drafts alone is not found: its name was approved by nobody."""
    found = get_object_or_404(Topic, slug=slug)
    leaf = leaf_of(request, MedicinesOfTopic(found), MEDICINES_PER_PAGE)
    lists = lists_of_topic(found, leaf)
    if not lists:
        raise Http404
    return told(request, leaf, render(request, "pages/topic.html", {"topic": found, "lists": lists, "leaf": leaf}))


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Clinical words explained, in alphabetical order.  The page asks the database for nothing of its own."""
    terms = sorted(TERMS, key=lambda term: term.word.casefold())
    return render(request, "pages/glossary.html", {"terms": terms, "address": request.build_absolute_uri(request.path)})
