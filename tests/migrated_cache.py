"""The migrated database of the last run, for the next one, as long as nothing that makes it has changed.

Kept in pytest's own cache folder: ``pytest --cache-clear`` forgets it, and so does a clean clone.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from reviews import triggers
from tests import pgtemp


def file(cache: Path | None, vendor: str) -> Path | None:
    """Where the migrated database of this vendor is kept; files of an older key are deleted."""
    if cache is None:
        return None
    kept = cache / f"{vendor}-{_key(vendor)}"
    for old in cache.glob(f"{vendor}-*"):
        if old != kept:
            old.unlink(missing_ok=True)
    return kept


def _key(vendor: str) -> str:
    """Hash of what ``migrate`` reads: our migrations and models, the triggers, and the versions of the rest."""
    read = hashlib.sha256("\n".join(triggers.statements(vendor)).encode())
    for distribution in ("django", "django-allauth", "django-axes", "wagtail", "django-taggit", "psycopg"):
        read.update(metadata.version(distribution).encode())
    read.update(repr(settings.INSTALLED_APPS).encode())
    for app in apps.get_app_configs():
        # Ours alone: which models Wagtail's search has goes by the database of whoever asks.
        if Path(app.path).parent in (settings.BASE_DIR, settings.BASE_DIR / "hub"):
            for path in sorted(Path(app.path).glob("migrations/*.py")):
                read.update(path.read_bytes())
            for model in app.get_models():
                # Permissions are made from the models when migrations have run.
                read.update(repr((model._meta.label, model._meta.default_permissions)).encode())
                read.update(repr(model._meta.permissions).encode())
    return read.hexdigest()[:16]


def dump(server: dict[str, Any], name: str, kept: Path) -> None:
    """Write the PostgreSQL database to ``kept``, if its programs are here to do it."""
    unfinished = kept.with_suffix(".part")
    if _run("pg_dump", server, name, "--format=custom", "--compress=0", f"--file={unfinished}"):
        unfinished.rename(kept)


def restore(server: dict[str, Any], name: str, kept: Path) -> bool:
    """Fill the empty PostgreSQL database from ``kept``; False when its programs are not here."""
    return _run("pg_restore", server, name, "--no-owner", "--exit-on-error", "--single-transaction", str(kept))


def _run(program: str, server: dict[str, Any], name: str, *arguments: str) -> bool:
    """Only on a throw-away server of ours (a socket in a folder), whose programs are at hand."""
    path = shutil.which(program, path=pgtemp.programs_folder())
    if path is None or not str(server.get("host", "")).startswith("/"):
        return False
    target = [f"--host={server['host']}", f"--username={server['user']}", f"--dbname={name}"]
    return subprocess.run([path, *target, *arguments], check=False, capture_output=True).returncode == 0
