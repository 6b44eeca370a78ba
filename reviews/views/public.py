"""The ledger, for people and for machines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import etag, require_safe
from django.views.generic import ListView

from reviews import leafing, ledger, verify_ledger
from reviews.models.ledger_entries import LedgerEntry


class LedgerView(ListView):
    """Every entry, newest first, with how to check it."""

    http_method_names = ["get", "head"]
    template_name = "reviews/ledger.html"
    context_object_name = "entries"
    paginate_by = 50
    queryset = LedgerEntry.objects.select_related("decision").order_by("-sequence")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """A page number from nowhere shows the nearest page, never a fault."""
        page = leafing.leaf_of(self.request, queryset, page_size)
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(head=ledger.head(), **kwargs)

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        return leafing.told(self.request, context["page_obj"], super().render_to_response(context, **response_kwargs))


@require_safe
def ledger_checker(request: HttpRequest) -> HttpResponse:
    """``/ledger/verify_ledger.py``: the program that checks a copy, as it is."""
    program = Path(verify_ledger.__file__).read_text(encoding="utf-8")
    return HttpResponse(program, content_type="text/x-python; charset=utf-8")


@require_safe
@etag(lambda request: f'"{ledger.head().hash}"')
def ledger_lines(request: HttpRequest) -> StreamingHttpResponse:
    """``/ledger.jsonl``: the whole ledger, as ``export_ledger`` writes it."""
    return StreamingHttpResponse((line + "\n" for line in ledger.lines()), content_type="application/x-ndjson")
