"""Two questions that an orchestrator asks, with different consequences.

*Live* asks "must this process be restarted?". It touches nothing outside the process: a database that is away
for a minute must not make every web process restart at once and turn a short outage into a long one.

*Ready* asks "may this process receive readers now?". It asks the database one question, because without it a
page that is not in the cache cannot be served; on 503 the load balancer sends readers elsewhere until it
answers again.
"""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not; the reason goes to the log, not to the caller."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        logger.exception("not ready: the database does not answer")
        return JsonResponse({"status": "not ready", "database": "does not answer"}, status=503)
    return JsonResponse({"status": "ready"})
