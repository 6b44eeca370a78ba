"""Public views that are no Wagtail pages."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pages.listings import live_pages_of_topic
from pages.models import Topic
from pages.search import clean_query, load, search

RESULTS_PER_PAGE = 20


@require_safe
def search_results(request: HttpRequest) -> HttpResponse:
    """Whatever is typed gets a page; nothing found is an answer, a bad page number the nearest good one."""
    query = clean_query(request.GET.get("q", ""))
    paginator = Paginator(search(query) if query else [], RESULTS_PER_PAGE)
    results = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "pages/search.html",
        {"query": query, "results": results, "found": load(list(results.object_list))},
    )


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What is live under a topic.  A topic of drafts alone is not found: its name was approved by nobody."""
    found = get_object_or_404(Topic, slug=slug)
    lists = live_pages_of_topic(found)
    if not lists:
        raise Http404
    return render(request, "pages/topic.html", {"topic": found, "lists": lists})
