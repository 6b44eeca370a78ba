"""Restoring an archive into an empty database: whole and as it was approved, or not at all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from wagtail.models import Page, Site

from hub.archive import FILES, FORMAT, MANIFEST, TABLES, ArchiveRefused, rows
from pages.search import indexing
from reviews import ledger, triggers, verification
from reviews.models import Decision

CHUNK = 1 << 20
TOLD = 5


def restore(path: Path, head: str = "") -> dict[str, Any]:
    """Write what the archive holds, and return its manifest.  Raises ``ArchiveRefused``; then nothing was changed.

    ``head`` is the hash of the newest ledger entry as somebody else kept it; an archive whose end was cut off has
    another.  One transaction: the triggers are away inside it only, as while SQLite migrates, so it takes the role
    that owns the tables, and it ends with them in force and with everything compared with its approval.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _checked(archive)
            if head and manifest["ledger"]["hash"] != head:
                raise ArchiveRefused(f"its ledger ends with {manifest['ledger']['hash']}, not with the hash you gave")
            _require_empty()
            written: list[str] = []
            try:
                with transaction.atomic():
                    _restore(archive, manifest, written)
            except BaseException:
                for name in written:
                    default_storage.delete(name)
                raise
            finally:
                _forget()
            return manifest
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise ArchiveRefused(f"it cannot be read ({error})") from error
    except SuspiciousFileOperation as error:
        raise ArchiveRefused(f"a file in it has a name that leads elsewhere ({error})") from error


def _checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once everything in the archive is what it says."""
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise ArchiveRefused(f"it has the format {manifest['format']}, and this release reads {FORMAT}")
    expected = {f"{TABLES}{name}.jsonl": stated for name, stated in manifest["tables"].items()}
    expected |= {FILES + name: stated for name, stated in manifest["files"].items()}
    names = [name for name in archive.namelist() if name != MANIFEST]
    if sorted(names) != sorted(expected):
        raise ArchiveRefused("it does not hold what its manifest lists")
    for name, stated in expected.items():
        with archive.open(name) as member:
            found = hashlib.file_digest(member, "sha256").hexdigest()  # type: ignore[arg-type]
        if found != stated["sha256"]:
            raise ArchiveRefused(f"{name} is damaged")
    columns = {model._meta.db_table: rows.columns(model) for model in rows.kept_models()}
    if {name: stated["columns"] for name, stated in manifest["tables"].items()} != columns:
        raise ArchiveRefused("it was made by another release: install that one, restore, and upgrade then")
    return manifest


def _require_empty() -> None:
    used = (
        ("pages", Page.objects.filter(depth__gt=1).exclude(slug="home", depth=2)),
        ("people", get_user_model().objects.all()),
        ("decisions", Decision.objects.all()),
    )
    for what, found in used:
        if found.exists():
            raise ArchiveRefused(f"this database holds {what} already; restore into a new one, after migrate")


def _restore(archive: zipfile.ZipFile, manifest: dict[str, Any], written: list[str]) -> None:
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for model in rows.all_models():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608  our own names
    for model in rows.kept_models():
        with archive.open(f"{TABLES}{model._meta.db_table}.jsonl") as lines:
            rows.insert(model, lines)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), rows.kept_models()):
            cursor.execute(statement)
    connection.check_constraints()
    for name in manifest["files"]:
        _write_file(archive, name, written)
    _forget()
    indexing.rebuild()
    triggers.install(connection)
    _require_approved(manifest)


def _write_file(archive: zipfile.ZipFile, name: str, written: list[str]) -> None:
    if default_storage.exists(name):
        raise ArchiveRefused(
            f"there is a file {name} already; restore beside an empty folder or bucket for uploaded files"
        )
    with closing(archive.open(FILES + name)) as member:
        written.append(default_storage.save(name, File(member, name=name)))
    if written[-1] != name:
        raise ArchiveRefused(f"the file {name} cannot be stored under its name")


def _require_approved(manifest: dict[str, Any]) -> None:
    if ledger.head().hash != manifest["ledger"]["hash"]:
        raise ArchiveRefused("its ledger does not end as its manifest says")
    if problems := verification.verify():
        told = "; ".join(str(problem) for problem in problems[:TOLD])
        raise ArchiveRefused(f"{len(problems)} things in it are not as they were decided: {told}")


def _forget() -> None:
    """What this process remembers of rows that were there before."""
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
