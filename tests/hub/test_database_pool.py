"""DATABASE_POOL on the real server, in a process of its own."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from tests import serving
from tests.hub.processes import run

THREADS, MOST = 6, 2
# Each thread asks over and over which connection it is given; then the epoch is read.
PROGRAM = f"""
import json
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from django.db import connection
from hub.published_cache.epoch import DatabaseEpoch

def used(_):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [number] = cursor.fetchone()
    connection.close()
    return number

with ThreadPoolExecutor({THREADS}) as threads:
    given = set(threads.map(used, range({THREADS} * 10)))
epoch = DatabaseEpoch()
epoch()
with epoch._connection.cursor() as cursor:
    cursor.execute("SELECT pg_backend_pid(), current_setting('statement_timeout')")
    own, limit = cursor.fetchone()
print(json.dumps([len(given), own in given, limit]))
"""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only connections to PostgreSQL can be pooled")
def test_a_process_opens_no_more_connections_than_it_may_and_one_that_reads_the_epoch(migrated_db: None) -> None:
    done = run(
        "-c", PROGRAM,
        DJANGO_SETTINGS_MODULE="hub.settings.development", DATABASE_URL=serving.database_url(), DATABASE_POOL=str(MOST),
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    opened, shares_with_epoch, limit = json.loads(done.stdout)
    assert 1 <= opened <= MOST
    assert not shares_with_epoch
    assert limit == "1s", "the epoch's own limits hold"
