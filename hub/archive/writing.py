"""Making an archive."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from hub.archive import FILES, FORMAT, MANIFEST, TABLES, rows
from reviews import ledger

CHUNK = 1 << 20


def write(path: Path) -> dict[str, Any]:
    """Write all of this hub to ``path`` and return the manifest.  The file has its name only once it is whole.

    Rows are those of one moment.  Files are read after them, and a file that a row names never changes.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _write(archive)
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        unfinished.chmod(0o600)
        with unfinished.open("rb") as whole:
            os.fsync(whole.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(archive: zipfile.ZipFile) -> dict[str, Any]:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = ledger.head()
        tables = {
            model._meta.db_table: _member(archive, f"{TABLES}{model._meta.db_table}.jsonl", rows.written(model))
            | {"columns": rows.columns(model)}
            for model in rows.kept_models()
        }
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "ledger": {"sequence": head.sequence, "hash": head.hash},
        "tables": tables,
        "files": {name: _member(archive, FILES + name, _chunks(name)) for name in sorted(_stored_files())},
    }


def _member(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> dict[str, Any]:
    counted, digest = 0, hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        for part in parts:
            member.write(part)
            digest.update(part)
            counted += len(part)
    return {"bytes": counted, "sha256": digest.hexdigest()}


def _stored_files(folder: str = "") -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        # Nothing was ever uploaded.
        return
    yield from (f"{folder}{name}" for name in files)
    for below in folders:
        yield from _stored_files(f"{folder}{below}/")


def _chunks(name: str) -> Iterator[bytes]:
    with default_storage.open(name) as stored:
        while part := stored.read(CHUNK):
            yield part
