"""What a form for readers carries instead of a cookie: when it was made, signed.

No cookie is set for readers, so there is no session to bind a form to, and nothing that a forged form could abuse:
whoever sends it acts in nobody's name.  The token keeps out what posts without ever having asked for the form.  It
says nothing about who reads, so the page that carries it may be kept for everybody.
"""

from __future__ import annotations

import datetime

from django.core import signing

_SALT = "reviews.form_tokens"
# A form left open overnight still works; what is older is made again, with everything that was typed.
GOOD_FOR = datetime.timedelta(days=1)


def issue() -> str:
    return signing.TimestampSigner(salt=_SALT).sign("form")


def is_good(token: str) -> bool:
    try:
        return signing.TimestampSigner(salt=_SALT).unsign(token, max_age=GOOD_FOR) == "form"
    except signing.BadSignature:
        return False
