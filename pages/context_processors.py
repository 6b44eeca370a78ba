"""What every template of the public site may ask for."""

from django.conf import settings
from django.http import HttpRequest


def hub(request: HttpRequest) -> dict[str, bool]:
    """``demo_banner``: this site shows demonstration content.  ``signed_in``: a session cookie came along.

    The session itself is not opened, so that what anonymous readers get does not vary by cookie.
    """
    return {
        "demo_banner": settings.DEMO_BANNER,
        "signed_in": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
