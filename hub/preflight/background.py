"""Work beside requests: the queue of tasks and its worker, and the CDN."""

from __future__ import annotations

import datetime

from django.utils import timezone

from hub import cdn, task_queue
from hub.preflight import Found, check

DAY = datetime.timedelta(days=1)


@check("background work")
def tasks() -> Found:
    waiting = task_queue.waiting()
    if waiting is None:
        return
    if not waiting.is_worked_off:
        yield (
            "missing",
            f"{waiting.count} tasks wait, the first for {_minutes(waiting.oldest)}, and nobody does them. What the "
            "public reads does not depend on them; notices and redirects are done every minute instead. Start "
            "hub-worker.service (manage.py db_worker), or see why it stands still.",
        )
    if failed := task_queue.failed(DAY):
        yield "missing", f"{failed} tasks failed since yesterday. The worker's log says why; nobody tries them again."


@check("CDN")
def purge() -> Found:
    since = cdn.behind_since()
    if since is not None:
        yield (
            "unsafe",
            f"the CDN was not told of the newest change (last tried {_minutes(timezone.now() - since)} ago), so it may "
            f"show a page that was withdrawn. Look for {cdn.NOT_TOLD} in the log, and check CDN_PURGE_URL and "
            "CDN_PURGE_TOKEN.",
        )


def _minutes(length: datetime.timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
