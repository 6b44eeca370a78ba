"""How the work in the queue stands, where there is one (``TASK_QUEUE``).

A worker counts as alive when no task has waited for ``PATIENCE``.  django-tasks-db keeps no list of its workers; and
one that hangs, or is too slow for what comes in, leaves the same undone as one that is not there.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus

# One rename of a whole section takes a worker a minute or two.
PATIENCE = datetime.timedelta(minutes=5)
# An upgrade does not take longer.
GIVEN_UP_AFTER = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """``oldest`` is how long the task that came first has waited; zero when none waits."""

    count: int
    oldest: datetime.timedelta

    @property
    def is_worked_off(self) -> bool:
        return self.oldest < PATIENCE


def waiting() -> Waiting | None:
    """What waits now, by one query; None when tasks are done where they arise."""
    if settings.TASK_QUEUE != "database":
        return None
    from django_tasks_db.models import DBTaskResult

    found = DBTaskResult.objects.ready().order_by().aggregate(count=Count("pk"), first=Min("enqueued_at"))
    now = timezone.now()
    return Waiting(found["count"], max(now - (found["first"] or now), datetime.timedelta()))


def take_up_again() -> int:
    """Put back what failed because a worker of another release did not know the task, if this release does.

    Return how many.  Only of the last day: what fails like that for longer is no upgrade.
    """
    if settings.TASK_QUEUE != "database":
        return 0
    from django_tasks_db.models import DBTaskResult, get_date_max

    unknown = DBTaskResult.objects.failed().filter(
        exception_class_path__in=("builtins.ImportError", "builtins.ModuleNotFoundError"),
        enqueued_at__gte=timezone.now() - GIVEN_UP_AFTER,
    )
    known = [result.pk for result in unknown if _is_known(result.task_path)]
    waits = {"status": TaskResultStatus.READY, "run_after": get_date_max(), "started_at": None, "finished_at": None}
    return DBTaskResult.objects.failed().filter(pk__in=known).update(**waits)


def _is_known(task_path: str) -> bool:
    try:
        import_string(task_path)
    except ImportError:
        return False
    return True


def failed(since: datetime.timedelta) -> int:
    """How many tasks failed within so long, but for those whose object was deleted before their turn."""
    from django_tasks_db.models import DBTaskResult

    lately = DBTaskResult.objects.failed().filter(finished_at__gte=timezone.now() - since)
    return lately.exclude(exception_class_path__endswith=".DoesNotExist").count()
