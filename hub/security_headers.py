"""What browsers are told to refuse: whatever is not ours.

Two policies, because the editor's screens are Wagtail's.  Readers' pages are kept finished and sent to many, so there
are no nonces: no script and no style stands in the page itself.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.utils import build_policy, default_config
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

HEADER = "Content-Security-Policy"
READERS = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    # Suggestions under the search box.
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
# A page shown to editors inside a screen of theirs.
FRAMED = READERS | {"frame-ancestors": [SELF]}
# Wagtail 8 writes scripts and styles into its forms: date fields, rows of child objects, rich text.
EDITORS = READERS | {
    "script-src": [SELF, UNSAFE_INLINE],
    "script-src-attr": [NONE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
# Nothing here asks for any of these, and no page of ours is to be asked by what it might be made to show.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope"),
        *("hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
    )
)


class SecurityHeadersMiddleware:
    """Comes first, so that errors, redirects and static files carry the headers too.

    A view may say something stricter of its own, as ``pages.media`` does of uploaded files.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        policies = (build_policy(config=default_config(one)) for one in (READERS, FRAMED, EDITORS))
        self._readers, self._framed, self._editors = policies

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            response.headers.setdefault(HEADER, self._readers)
        elif response.headers.get(HEADER) == self._readers:
            # A preview: Wagtail asked for the page in a reader's name, through all of this, and shows it in a frame.
            response.headers[HEADER] = self._framed
        else:
            response.headers.setdefault(HEADER, self._editors)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
