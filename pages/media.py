"""Files of images and documents, for those who may see them.

The public reads a file when the approved version of a live page shows it (``reviews.references.is_public``), and not
a moment longer: caches may keep it, but ask again each time.  Who is signed in to the admin sees drafts, and so their
files; no cache keeps those.  To everybody else a file that is not public is not there.
"""

from __future__ import annotations

import datetime
import hashlib

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from wagtail import hooks

from pages.models import HubDocument, HubImage, HubRendition
from reviews.references import is_public
from reviews.stored_files import StorageAway

PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"
# What a camera writes into a file, such as the place, stands on no page.
AS_UPLOADED = "original"
RETRY_SECONDS = 60


@require_safe
def image_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """``/media/<name>``: a rendition as pages show it; for those who edit, also the image as it was uploaded.

    Two queries for a public picture, and the session is not opened.
    """
    if "\x00" in name:
        raise Http404
    rendition = public_rendition(name)
    if rendition is not None:
        return _sent(request, rendition.file, PUBLIC)
    _require_staff(request)
    found = HubRendition.objects.filter(file=name).first() or get_object_or_404(HubImage, file=name)
    return _sent(request, found.file, PRIVATE)


def public_rendition(name: str) -> HubRendition | None:
    """The picture at ``/media/<name>``, if the public may see it.  At most two queries."""
    rendition = HubRendition.objects.filter(file=name).select_related("image").first()
    if rendition is None or rendition.filter_spec == AS_UPLOADED or not is_public(rendition.image):
        return None
    return rendition


@require_safe
def document_file(request: HttpRequest, document_id: str, name: str) -> HttpResponseBase:
    """``/documents/<id>/<name>``, in place of Wagtail's view, which asks nobody and lets caches answer for it."""
    document = get_object_or_404(HubDocument, pk=document_id)
    if document.filename != name:
        raise Http404
    public = is_public(document)
    if not public:
        _require_staff(request)
        for ask in hooks.get_hooks("before_serve_document"):
            answer = ask(document, request)
            if isinstance(answer, HttpResponseBase):
                return answer
    attached = document.content_disposition != "inline"
    return _sent(request, document.file, PUBLIC if public else PRIVATE, document.content_type, attached=attached)


def _etag(name: str, stored_at: datetime.datetime) -> str:
    """Another file has another name or another moment; the date alone is told to the second."""
    return f'"{hashlib.sha256(f"{name} {stored_at.isoformat()}".encode()).hexdigest()[:32]}"'


def _require_staff(request: HttpRequest) -> None:
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404


def _sent(
    request: HttpRequest, file: FieldFile, cached: str, content_type: str = "", *, attached: bool = False
) -> HttpResponseBase:
    """The stored bytes, or 304 when the reader has them.

    A file that the storage has lost is not found; 503 while a storage on another machine does not answer.
    """
    if not file.name:
        raise Http404
    response: HttpResponseBase | None
    try:
        stored_at = file.storage.get_modified_time(file.name)
        modified, etag = int(stored_at.timestamp()), _etag(file.name, stored_at)
        response = get_conditional_response(request, etag=etag, last_modified=modified)
        if response is None:
            name = file.name.rsplit("/", 1)[-1]
            response = FileResponse(
                file.open("rb"), as_attachment=attached, filename=name, content_type=content_type or None
            )
    except FileNotFoundError as error:
        raise Http404 from error
    except StorageAway:
        return HttpResponse(
            "This file cannot be fetched at the moment. Try again in a few minutes.\n",
            content_type="text/plain; charset=utf-8",
            status=503,
            headers={"Cache-Control": "no-store", "Retry-After": str(RETRY_SECONDS)},
        )
    response["Cache-Control"] = cached
    response["Last-Modified"] = http_date(modified)
    response["ETag"] = etag
    # Nothing that somebody uploaded runs as part of this site.
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
