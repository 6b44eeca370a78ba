"""What the editor's browser asks when a reference was pasted."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.generic import View
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.bibliography.reading import PasteRefused, parse


class ReadView(View):
    """``{"rows": [fields of a reference row]}``, or ``{"refusal": why}``.  Stores nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        if not policy_registry.get_by_type(Page).user_has_any_permission(request.user, {"add", "change"}):
            raise PermissionDenied
        try:
            rows = parse(request.POST.get("text", ""))
        except PasteRefused as refusal:
            return JsonResponse({"refusal": str(refusal)})
        return JsonResponse({"rows": [row.as_json() for row in rows]})
