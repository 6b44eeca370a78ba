"""The database, the gate in it, and the people who can get past its door."""

from __future__ import annotations

import datetime
import hashlib

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from hub.health import missing_migrations
from hub.preflight import Found, check
from reviews import ledger, triggers
from reviews.models import Decision
from reviews.models.verification import VerificationRun

# ``verify_publications`` is for every night.
LONGEST_UNCHECKED = datetime.timedelta(days=2)


@check("database")
def reachable() -> Found:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor == "sqlite":
        yield (
            "missing",
            "SQLite is for one machine and a few editors. For more, name a PostgreSQL database.",
        )
        if settings.DATABASE_POOL:
            yield "missing", "DATABASE_POOL is set, but only connections to PostgreSQL can be pooled: it does nothing."


@check("migrations")
def migrations() -> Found:
    if missing := missing_migrations():
        yield "unsafe", f"{len(missing)} migrations are not applied, first {missing[0]}. Run: manage.py migrate"


@check("triggers of the review gate")
def gate() -> Found:
    if missing := triggers.missing(connection):
        yield "unsafe", f"{len(missing)} are gone, first {min(missing)}. Run: manage.py migrate"
    if altered := triggers.altered(connection):
        yield (
            "unsafe",
            f"{len(altered)} are switched off or do something else, first {min(altered)}. Run: manage.py migrate",
        )


@check("database role")
def role() -> Found:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
            " pg_has_role(tableowner, 'MEMBER') FROM pg_tables WHERE tablename = %s AND schemaname = current_schema()",
            [Decision._meta.db_table],
        )
        name, is_superuser, is_owner = cursor.fetchone()
    if is_superuser or is_owner:
        yield (
            "unsafe",
            f"{name} {'is a superuser' if is_superuser else 'owns the tables'}, so the web process could take the "
            "review gate's triggers away. Run hub/deploy/roles.sql and serve as hub_web.",
        )


@check("clock")
def clock() -> Found:
    head = ledger.head()
    if head.recorded_at > timezone.now() + datetime.timedelta(minutes=1):
        yield (
            "unsafe",
            f"this machine's clock says {timezone.now():%d %B %Y %H:%M}, and a decision was recorded at "
            f"{head.recorded_at:%d %B %Y %H:%M}. Set the clock right before anybody decides.",
        )


@check("ledger")
def ledger_head() -> Found:
    head = ledger.head()
    if hashlib.sha256(head.body.encode()).hexdigest() != head.hash:
        yield (
            "unsafe",
            f"entry {head.sequence}, the newest, is not what was recorded. Run verify_publications.",
        )


@check("verification")
def verification() -> Found:
    last = VerificationRun.objects.order_by("-started_at").first()
    if last is not None and last.problem_count:
        yield "unsafe", f"the last verify_publications found {last.problem_count} problems, first: {last.problems[0]}"
    elif last is None or last.finished_at < timezone.now() - LONGEST_UNCHECKED:
        yield "missing", "nothing was compared with its approval lately. Run manage.py verify_publications every night."


@check("accounts")
def accounts() -> Found:
    from hub.demo.accounts import ACCOUNTS
    from hub.second_proof import GROUPS

    known = {account.username: account.password for account in ACCOUNTS}
    for person in get_user_model().objects.filter(username__in=known, is_active=True):
        if person.check_password(known[person.username]):
            yield (
                "unsafe",
                f"“{person.username}” has the password of the demonstration. Change it.",
            )
    people = get_user_model().objects.filter(is_active=True, groups__name__in=GROUPS).distinct()
    if without := people.filter(authenticator=None).count():
        yield "missing", f"{without} reviewers or administrators have no second factor yet; the admin asks them first."
    if not get_user_model().objects.filter(is_active=True, is_superuser=True).exists():
        yield "missing", "there is no superuser, so nobody can appoint reviewers. Run: manage.py createsuperuser"
