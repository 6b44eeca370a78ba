"""Two questions that an orchestrator asks, with different consequences.

*Live* asks "must this process be restarted?". It touches nothing outside the process: a database that is away
for a minute must not make every web process restart at once and turn a short outage into a long one.

*Ready* asks "may this process receive readers now?". It asks the database for the publication epoch, because
without it no page can be served, and whether its tables are those of this release; on 503 the load balancer sends
readers elsewhere until it answers again.  Where there is a queue of tasks it also says whether anybody works them off
(``hub.task_queue``), and stays ready if not: notices wait then, and pages do not.
"""

import logging
import threading

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub import task_queue
from hub.published_cache import epoch

# Stable id of the alarm.
NOT_READY = "HUB-READY-1"
logger = logging.getLogger(__name__)
_seen_migrated = threading.Event()


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
        is_migrated = _is_migrated()
        with connection.cursor() as cursor:
            cursor.execute(epoch.STATEMENT)
            cursor.fetchone()
        # Without its tables it cannot be asked.
        tasks = task_queue.waiting() if is_migrated else None
    except DatabaseError:
        logger.exception("%s not ready: the database does not answer", NOT_READY, extra={"event_id": NOT_READY})
        return JsonResponse({"status": "not ready", "database": "does not answer"}, status=503)
    if not is_migrated:
        logger.error("%s not ready: migrations are not applied", NOT_READY, extra={"event_id": NOT_READY})
        return JsonResponse({"status": "not ready", "database": "migrations are not applied"}, status=503)
    if tasks is None:
        return JsonResponse({"status": "ready"})
    return JsonResponse({"status": "ready", "tasks": "worked off" if tasks.is_worked_off else "no worker"})


def _is_migrated() -> bool:
    """Once is enough: a database does not go back below a running process."""
    if not _seen_migrated.is_set() and not missing_migrations():
        _seen_migrated.set()
    return _seen_migrated.is_set()


def missing_migrations() -> list[str]:
    """Migrations of this release that the database has not had, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]
