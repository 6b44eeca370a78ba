"""Uploaded files in a bucket of an S3-compatible server: the rules of the hub stay the rules of the hub."""

from __future__ import annotations

import ast
import contextlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from hub.archive import reading
from hub.preflight import environment, services
from hub.settings.media_bucket import NAMES, media_storage
from pages.machines import pdf
from pages.models import HubDocument, HubImage, HubRendition
from reviews import serving, verification
from reviews.stored_files import StorageAway
from tests import bucket_server, factories, media
from tests.bucket_server import KEYS, NAME, NOWHERE, BucketServer
from tests.dbclone import DatabaseCopies, Template
from tests.editorial import Newsroom, Response, newsroom, public_text, what_was_said
from tests.hub.processes import ROOT

ON_PAGES = "width-1200"


@pytest.fixture(scope="module")
def server() -> Iterator[BucketServer]:
    server = BucketServer()
    yield server
    server.server.stop()


@pytest.fixture
def bucket(server: BucketServer) -> Iterator[BucketServer]:
    with server.bucket(), bucket_server.named(server.given):
        yield server


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    serving._rows_checked.clear()
    pdf._kept.clear()


def away(server: BucketServer) -> contextlib.AbstractContextManager[None]:
    return bucket_server.named({**server.given, "ENDPOINT": NOWHERE})


def stranger(url: str) -> Response:
    return Client().get(url)


def upload(room: Newsroom) -> tuple[HubImage, HubDocument]:
    """By an editor, over HTTP."""
    room.editor.post("wagtailimages:add", title="The tablet", description="A white tablet.", file=media.png("white"))
    room.editor.post("wagtaildocs:add", title="Leaflet", file=media.pdf("Take 50 mg."))
    return HubImage.objects.get(), HubDocument.objects.get()


def found() -> str:
    """What preflight says of the bucket."""
    return "\n".join(f"{level}: {what}" for level, what in services.bucket())


# The whole way


def test_files_in_a_bucket_are_handed_out_by_the_hub_while_an_approved_page_shows_them(
    bucket: BucketServer, room: Newsroom
) -> None:
    picture, leaflet = upload(room)
    unseen = media.document(title="Of a draft", file=media.pdf("Take 5 mg."))
    draft = room.editor.write(factories.standard(body=media.body(picture, leaflet)))
    addresses = [picture.get_rendition(ON_PAGES).url, leaflet.url]
    assert [stranger(url).status_code for url in addresses] == [404, 404]

    waiting = room.editor.submit(draft)
    page = room.approve(waiting)

    for url in addresses:
        assert url.startswith("/")
        assert url in public_text(page)
        answer = stranger(url)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'"
        assert Client().get(url, headers={"if-modified-since": answer["Last-Modified"]}).status_code == 304
    for name in (picture.file.name, unseen.file.name):
        assert stranger(f"/media/{name}").status_code == 404, "as it was uploaded, and of a draft"
    assert stranger(unseen.url).status_code == 404
    assert default_storage.url(picture.file.name) == f"/media/{picture.file.name}"
    assert bucket.given["ENDPOINT"] not in public_text(page)
    assert {bucket.client.get_object(Bucket=NAME, Key=name)["ContentType"] for name in bucket.names()} == {
        "application/octet-stream"
    }
    assert verification.verify() == []

    bucket.change(picture.file.name, bucket.content(picture.file.name) + b"\0")
    bucket.client.delete_object(Bucket=NAME, Key=leaflet.file.name)
    problems = [str(problem) for problem in verification.verify()]
    assert len(problems) == 2
    assert all("is not what was approved" in problem for problem in problems)
    assert stranger(leaflet.url).status_code == 404


def test_a_bucket_that_is_away_is_said_and_takes_no_word_from_readers(
    bucket: BucketServer, room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    picture, leaflet = upload(room)
    page = room.publish(factories.standard(title="Shown", body=media.body(picture, leaflet)))
    url = picture.get_rendition(ON_PAGES).url
    draft = room.editor.write(factories.standard(title="Next", body=media.body(leaflet)))
    HubRendition.objects.filter(filter_spec=ON_PAGES).exclude(image=picture).delete()

    with away(bucket), caplog.at_level("ERROR", "hub.bucket"):
        said = what_was_said(room.editor.post("wagtaildocs:add", title="More", file=media.pdf("More.")))
        assert "The storage of images and documents does not answer. Nothing was stored" in said
        assert HubDocument.objects.count() == 1
        assert {getattr(record, "event_id", "") for record in caplog.records} == {"HUB-STORAGE-2"}
        assert "a secret" not in caplog.text

        refused = what_was_said(room.editor.post("reviews:submit", draft.pk, change_note="New.", priority="routine"))
        assert "does not answer" in refused
        assert not draft.review_requests.exists()

        assert "the leaflet" in public_text(page), "the words are what was approved"
        for address in (url, leaflet.url):
            answer = stranger(address)
            assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        if pdf.is_possible():
            assert stranger(f"{page.url}page.pdf").status_code == 503
        problems = [str(problem) for problem in verification.verify()]
        assert len(problems) == 1
        assert "pages were compared: the bucket of uploaded files does not answer" in problems[0]

        HubRendition.objects.all().delete()
        assert "the leaflet" in public_text(page), "a picture that cannot be drawn costs no words"

    assert verification.verify() == []
    assert stranger(f"{page.url}").status_code == 200


def test_a_program_that_asks_while_the_bucket_is_away_is_told_503(bucket: BucketServer, room: Newsroom) -> None:
    with away(bucket):
        answer = room.editor.client.post(
            "/admin/documents/add/",
            {"title": "More", "file": media.pdf("More.")},
            headers={"accept": "application/json"},
        )

    assert answer.status_code == 503
    assert "Nothing was stored" in answer.content.decode()


def test_a_backup_of_a_bucket_is_restored_to_a_folder(
    server: BucketServer, tmp_path: Path, database_copies: DatabaseCopies, django_db_blocker: DjangoDbBlocker
) -> None:
    made = tmp_path / "hub.zip"
    with server.bucket(), bucket_server.named(server.given), django_db_blocker.unblock():
        with database_copies.fresh(Template.STAFFED):
            room = newsroom()
            picture, leaflet = upload(room)
            page = room.publish(factories.standard(slug="shown", body=media.body(picture, leaflet)))
            stored = server.content(leaflet.file.name)
            call_command("backup", made)
            with away(server), pytest.raises(CommandError, match="not made: the bucket of uploaded files does not"):
                call_command("backup", tmp_path / "never.zip")
        assert [path.name for path in tmp_path.iterdir()] == ["hub.zip"]
        with (
            database_copies.fresh(Template.MIGRATED),
            override_settings(
                MEDIA_ROOT=tmp_path / "media",
                STORAGES={"default": media_storage(dict.fromkeys(NAMES, "")), "staticfiles": STATIC},
            ),
        ):
            reading.restore(made)
            assert (tmp_path / "media" / leaflet.file.name).read_bytes() == stored
            assert "the leaflet" in public_text(page)


STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


# What is stored


def test_an_object_is_never_written_over_even_by_two_at_once(
    bucket: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert default_storage.save("documents/a.pdf", ContentFile(b"first")) == "documents/a.pdf"
    second = default_storage.save("documents/a.pdf", ContentFile(b"second"))
    assert second != "documents/a.pdf"

    storage: Any = default_storage
    third = storage._save("documents/a.pdf", ContentFile(b"third"))
    assert third not in {"documents/a.pdf", second}, "somebody else wrote it after the name was looked up"
    assert [bucket.content(name) for name in ("documents/a.pdf", second, third)] == [b"first", b"second", b"third"]
    assert default_storage.size(second) == 6
    with pytest.raises(ValueError, match="opened to be read"):
        default_storage.open("documents/a.pdf", "wb")
    with pytest.raises(FileNotFoundError):
        default_storage.open("documents/none.pdf")
    with pytest.raises(FileNotFoundError):
        default_storage.get_modified_time("documents/none.pdf")


def test_a_file_that_nobody_needs_any_more_leaves_the_bucket(
    bucket: BucketServer, room: Newsroom, django_capture_on_commit_callbacks: Any
) -> None:
    picture, _ = upload(room)
    name = picture.file.name
    assert name in bucket.names()
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()

    assert name not in bucket.names()


def test_what_a_backup_holds_can_be_written_into_a_bucket(bucket: BucketServer, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "hub.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", b"as it was" * 1000)
    with zipfile.ZipFile(tmp_path / "hub.zip") as archive, archive.open("a.pdf") as member:
        assert default_storage.save("documents/a.pdf", File(member, name="documents/a.pdf")) == "documents/a.pdf"

    assert bucket.content("documents/a.pdf") == b"as it was" * 1000


# What the operator is told


def test_a_bucket_is_turned_on_by_variables_alone_and_costs_nothing_without() -> None:
    folder = media_storage(dict.fromkeys(NAMES, ""))
    assert folder == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = media_storage({"BUCKET": "files", "ENDPOINT": "https://s3.example.org", **KEYS})["OPTIONS"]
    assert options == {
        "bucket_name": "files",
        "endpoint_url": "https://s3.example.org",
        "region_name": "us-east-1",
        "access_key": "key",
        "secret_key": "a secret",
    }
    for wrong in ("s3.example.org", "ftp://s3", "https://key:secret@s3.example.org", "https://s3:port", "https://"):
        with pytest.raises(ImproperlyConfigured, match="MEDIA_S3_ENDPOINT is not the address") as refused:
            media_storage({**KEYS, "BUCKET": "files", "ENDPOINT": wrong})
        assert "secret@" not in str(refused.value)


LIBRARIES = {"boto3", "botocore", "storages", "opensearchpy", "sentry_sdk"}
# What Django loads by the name in a setting, and only then.
USERS = {"hub.bucket", "hub.error_reports", "pages.search.backend.opensearch", "modelsearch.backends.opensearch3"}


def test_nothing_of_the_three_services_is_loaded_where_none_is_named() -> None:
    """Nothing names their libraries, or the modules that do, but when one of them is asked for."""
    for path in (path for folder in ("hub", "pages", "reviews") for path in (ROOT / folder).rglob("*.py")):
        if ".".join(path.relative_to(ROOT).with_suffix("").parts) in USERS:
            continue
        for statement in ast.parse(path.read_text()).body:
            names = [alias.name for alias in getattr(statement, "names", ())]
            names += [statement.module or ""] if isinstance(statement, ast.ImportFrom) else []
            assert not [name for name in names if name in USERS or name.split(".")[0] in LIBRARIES], path


def test_preflight_says_what_is_half_set_open_or_away(
    server: BucketServer, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found() == ""
    with override_settings(MEDIA_S3={**server.given, "BUCKET": ""}):
        assert "MEDIA_S3_BUCKET is not, so files go into the folder" in found()
    for one in ("ACCESS_KEY", "SECRET_KEY"):
        with bucket_server.named({**server.given, one: ""}):
            assert f"MEDIA_S3_{one} is not: nothing can be read" in found()
    with bucket_server.named(server.given):
        assert "does not answer as it should: NoSuchBucket" in found()
        with server.bucket():
            assert found() == (
                "missing: MEDIA_S3_ENDPOINT is not https, so files of drafts travel there in plain. Use https."
            )
            assert "cannot be written" not in str(list(environment.media()))
            assert server.names() == []
            server.client.put_bucket_policy(Bucket=NAME, Policy=READABLE)
            assert "anybody can read the bucket" in found()
            monkeypatch.setattr("hub.bucket.Bucket.write_new", lambda *of: None)
            assert "overwrites an object" in found()
    with bucket_server.named({**server.given, "ENDPOINT": NOWHERE}):
        assert "does not answer as it should: EndpointConnectionError" in found()


READABLE = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",'
    f' "Resource": "arn:aws:s3:::{NAME}/*"}}]}}'
)


def test_what_cannot_be_asked_is_away_and_not_missing(server: BucketServer) -> None:
    with away(server), pytest.raises(StorageAway):
        default_storage.exists("documents/a.pdf")
