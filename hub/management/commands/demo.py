"""The demonstration: makes the database, fills it through the real review services, and serves it.

The history it shows is dated back, which is honest only because everything about it says that it is a
demonstration: it refuses to run where strangers could read it as real, a banner stands on every page, and the
reviewers and their registrations are plainly invented.  See ``hub.demo.clock``.
"""

from __future__ import annotations

import shutil
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from hub.demo.accounts import ACCOUNTS
from hub.demo.confinement import require_development
from hub.demo.speed import rare_garbage_collection

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Start the demonstration: migrate, seed through the review services, and serve on 127.0.0.1."
    # They run once, with the server.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")
        parser.add_argument("--seed-only", action="store_true", help="fill the database and end")
        parser.add_argument("--reset", action="store_true", help="delete the demonstration's database and files first")

    def handle(self, *, port: int, seed_only: bool, reset: bool, **options: Any) -> None:
        require_development()
        if not seed_only:
            _require_free(port)
        began = time.monotonic()
        if reset:
            self._reset()
        with rare_garbage_collection():
            self._step("Database", "applying migrations")
            call_command("migrate", interactive=False, verbosity=0)
            self._seed()
        self.stdout.write(f"Ready after {time.monotonic() - began:.1f} seconds.")
        if not seed_only:
            self._show(port)
            self._serve(port)

    def _seed(self) -> None:
        # The models can be imported only now that the settings are known to be those of development.
        from hub.demo import seeding

        try:
            written = seeding.seed(lambda step: self._step("Writing", step))
        except seeding.OtherContentError as error:
            raise CommandError(f"{error} Nothing was changed. Use another DATABASE_URL, or --reset.") from error
        if not written:
            self._step("Content", "already there, used as it is")

    def _reset(self) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(
                "--reset deletes a SQLite file, and DATABASE_URL names another kind of database. Nothing was changed. "
                "History cannot be deleted row by row, so drop that database, create it again, and start without "
                "--reset."
            )
        self._step("Reset", "deleting the database file and uploaded files")
        path = Path(str(connection.settings_dict["NAME"]))
        connections.close_all()
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)

    def _show(self, port: int) -> None:
        base = f"http://{HOST}:{port}"
        lines = [
            "",
            f"  The hub            {base}/",
            f"  A medicine         {base}/drugs/naltrexone/",
            f"  The editor         {base}/admin/",
            f"  The desk           {base}/admin/reviews/",
            "",
            "  Accounts (name, password, who)",
            *(f"    {a.username:<12} {a.password:<18} {a.who}" for a in ACCOUNTS),
            "",
            "  Demonstration content, signed by demonstration accounts. Not medical advice.",
            "  Stop with Ctrl+C.",
            "",
        ]
        self.stdout.write("\n".join(lines))

    def _serve(self, port: int) -> None:
        settings.WAGTAILADMIN_BASE_URL = f"http://{HOST}:{port}"
        call_command("runserver", f"{HOST}:{port}", use_reloader=False)

    def _step(self, what: str, detail: str) -> None:
        self.stdout.write(f"  {what:<9} {detail}")
        self.stdout.flush()


def _require_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} on {HOST} cannot be used ({error.strerror}). Perhaps the demonstration runs already. "
                f"Nothing was changed. Stop the other program, or add --port {port + 1}."
            ) from error
