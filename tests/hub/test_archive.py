"""Backup and restore: from any database to any other, whole and as it was approved, or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, Revision

from hub.archive import FILES, MANIFEST, ArchiveRefused, reading, writing
from pages.search import indexing
from reviews import ledger, triggers
from reviews.models import Decision
from tests import factories, migrated_cache
from tests.dbclone import DatabaseCopies, Template
from tests.editorial import approved, newsroom, public_text
from tests.hub.processes import run

PICTURE = "original_images/plain.txt"


@pytest.fixture
def media(tmp_path: Path) -> Any:
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        yield tmp_path / "media"


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, database_copies: DatabaseCopies, django_db_blocker: DjangoDbBlocker
) -> Path:
    """Of a site with a live page and a file."""
    folder = tmp_path_factory.mktemp("backup")
    with (
        override_settings(MEDIA_ROOT=folder / "media"),
        django_db_blocker.unblock(),
        database_copies.fresh(Template.FURNISHED),
    ):
        default_storage.save(PICTURE, ContentFile(b"as it was"))
        call_command("backup", folder / "hub.zip")
    return folder / "hub.zip"


@pytest.fixture
def archive(tmp_path: Path, media: Path, made: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "hub.zip"))


def test_a_backup_is_whole_or_not_there_and_never_replaces_another(
    tmp_path: Path, made: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", archive)

    def full(*args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(writing, "_write", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path / "other.zip")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["hub.zip"]
    assert made.stat().st_mode & 0o077 == 0, "it holds passwords' hashes"


def test_there_and_back_between_two_kinds_of_database(
    archive: Path,
    tmp_path: Path,
    media: Path,
    database_copies: DatabaseCopies,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> None:
    there, back = tmp_path / "there.sqlite3", tmp_path / "back.zip"
    elsewhere = {
        "DATABASE_URL": f"sqlite:///{there}",
        "DJANGO_SETTINGS_MODULE": "hub.settings.test",
        "MEDIA_ROOT": str(tmp_path / "elsewhere"),
    }
    _migrate(there, pytestconfig, elsewhere)

    restored = run("manage.py", "restore", str(archive), **elsewhere)
    assert "Everything public is what was approved" in restored.stdout, restored.stdout
    assert (tmp_path / "elsewhere" / PICTURE).read_bytes() == b"as it was"
    backed_up = run("manage.py", "backup", str(back), **elsewhere)
    assert backed_up.returncode == 0, backed_up.stdout
    head = json.loads(zipfile.ZipFile(archive).read(MANIFEST))["ledger"]["hash"]
    assert head in backed_up.stdout

    with django_db_blocker.unblock(), database_copies.fresh(Template.MIGRATED):
        reading.restore(back, head)

        assert (media / PICTURE).read_bytes() == b"as it was"
        assert "What was approved." in public_text(approved())
        assert ledger.head().hash == head
        assert list(indexing.differences()) == []
        assert not triggers.missing(connection)
        before = Page.objects.order_by("-pk").first()
        room = newsroom()
        page = room.publish(factories.standard(title="After the restore"))
        assert before is not None
        assert page.pk > before.pk, "keys go on where they were"
        with pytest.raises(ArchiveRefused, match="holds pages already"):
            reading.restore(back)


def _migrate(path: Path, config: pytest.Config, variables: dict[str, str]) -> None:
    """A migrated SQLite database, kept for later runs as those of the suite are."""
    cache = getattr(config, "cache", None)
    kept = migrated_cache.file(cache.mkdir("migrated") if cache else None, "sqlite")
    if kept and kept.exists():
        shutil.copyfile(kept, path)
        return
    migrated = run("manage.py", "migrate", "--verbosity", "0", **variables)
    assert migrated.returncode == 0, migrated.stdout
    if kept:
        shutil.copyfile(path, kept.with_suffix(".part"))
        kept.with_suffix(".part").rename(kept)


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], None], *, honest: bool = True) -> Path:
    """The archive with other members; ``honest``: the manifest says so too."""
    with zipfile.ZipFile(archive) as before:
        members = {name: before.read(name) for name in before.namelist()}
    change(members)
    manifest = json.loads(members[MANIFEST])
    if honest:
        for kind, suffix in (("tables", ".jsonl"), ("files", "")):
            for name, stated in manifest[kind].items():
                stated["sha256"] = hashlib.sha256(members[f"{kind}/{name}{suffix}"]).hexdigest()
        members[MANIFEST] = json.dumps(manifest).encode()
    path = archive.with_name("changed.zip")
    with zipfile.ZipFile(path, "w") as after:
        for name, content in members.items():
            after.writestr(name, content)
    return path


def replace(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new)

    return change


LEDGER = "tables/reviews_ledgerentry.jsonl"
DAMAGED: dict[str, tuple[Callable[[dict[str, bytes]], Any], bool, str]] = {
    "a row was changed": (replace(LEDGER, b"approved", b"revoked!"), False, "is damaged"),
    "a table is gone": (lambda members: members.pop(LEDGER), False, "does not hold what its manifest lists"),
    "a table was added": (lambda members: members.update({"tables/x.jsonl": b""}), False, "does not hold what"),
    "of another format": (replace(MANIFEST, b'"format": 1', b'"format": 9'), False, "reads 1"),
    "of another release": (replace(MANIFEST, b'"body"', b'"bodies"'), False, "another release"),
    "no manifest": (lambda members: members.update({MANIFEST: b"[]"}), False, "cannot be read"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_archive_is_refused_before_anything_is_touched(damage: str, archive: Path) -> None:
    change, honest, said = DAMAGED[damage]
    # No database: a query would fail the test.
    with pytest.raises(CommandError, match=said):
        call_command("restore", rewritten(archive, change, honest=honest))


def test_a_file_that_is_no_archive_and_one_whose_ledger_was_cut_short_are_refused(archive: Path) -> None:
    with pytest.raises(CommandError, match="not with the hash you gave"):
        call_command("restore", archive, head="0" * 64)
    archive.write_bytes(archive.read_bytes()[:-200])
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", archive)


def test_an_archive_that_shows_what_nobody_approved_leaves_nothing_behind(
    archive: Path, media: Path, database_copies: DatabaseCopies, django_db_blocker: DjangoDbBlocker
) -> None:
    forged = rewritten(archive, replace("tables/pages_standardpage.jsonl", b"What was approved.", b"What nobody read."))
    hostile = archive.with_name("hostile.zip")

    def climb(members: dict[str, bytes]) -> None:
        members[FILES + "../climbed"] = members.pop(FILES + PICTURE)
        members[MANIFEST] = members[MANIFEST].replace(PICTURE.encode(), b"../climbed")

    with django_db_blocker.unblock(), database_copies.fresh(Template.MIGRATED):
        with pytest.raises(ArchiveRefused, match="not as they were decided"):
            reading.restore(forged)
        rewritten(archive, climb).rename(hostile)
        with pytest.raises(ArchiveRefused, match="leads elsewhere"):
            reading.restore(hostile)

        assert not Decision.objects.exists()
        assert not Revision.objects.exists()
        assert not triggers.missing(connection)
        assert not default_storage.exists(PICTURE)
        assert not (media.parent / "climbed").exists()

        default_storage.save(PICTURE, ContentFile(b"somebody else's"))
        with pytest.raises(ArchiveRefused, match="there is a file"):
            reading.restore(archive)
        assert (media / PICTURE).read_bytes() == b"somebody else's"
