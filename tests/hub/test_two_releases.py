"""Two releases serve one site: this process is the older, a copy with a field more the newer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from wagtail.models import Page

from hub import health
from reviews import publication, verification
from reviews.models import Decision, ReviewRequest
from tests import editorial, factories, serving
from tests.editorial import Newsroom, newsroom, public_text, what_was_said

pytestmark = [
    pytest.mark.untraced,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a site on SQLite is stopped to be upgraded"),
]
COPIED = ("hub", "pages", "reviews", "templates")
FIELD = 'storage = models.CharField(max_length=100, blank=True, default="", db_default="")'
CHANGED = {
    "pages/models/standard.py": (
        ('    body = prose_field("body")\n', f'    body = prose_field("body")\n    {FIELD}\n'),
        ('FieldPanel("body")', 'FieldPanel("body"), FieldPanel("storage")'),
    ),
    "templates/pages/reviewed_page.html": (('<p class="lead">', '<p>{{ page.storage }}</p><p class="lead">'),),
}
MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("pages", {before!r})]
    operations = [migrations.AddField("standardpage", "storage", {field})]
"""


def newer(folder: Path) -> Path:
    """A copy of the project whose standard pages say one thing more."""
    for name in COPIED:
        shutil.copytree(serving.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests").symlink_to(serving.ROOT / "tests")
    for name, changes in CHANGED.items():
        words = (folder / name).read_text()
        for before, after in changes:
            assert before in words
            words = words.replace(before, after)
        (folder / name).write_text(words)
    migrations = folder / "pages/migrations"
    before = max(path.stem for path in migrations.glob("0*.py"))
    field = FIELD.removeprefix("storage = ")
    (migrations / "9999_storage.py").write_text(MIGRATION.format(before=before, field=field))
    return folder


Told = Callable[..., Any]


@pytest.fixture
def room(committed_db: None) -> Newsroom:
    return newsroom()


@pytest.fixture
def waiting(live: Page) -> ReviewRequest:
    """A second version of ``live``, submitted to the older release."""
    found = ReviewRequest.objects.open_for(live.pk)
    assert found is not None
    return found


@pytest.fixture
def tell(room: Newsroom, tmp_path: Path) -> Iterator[Told]:
    """Lets the newer release do something (``tests.hub.newer_release``) and returns what it answers."""
    folder = newer(tmp_path / "newer")
    variables = {
        **os.environ,
        "DATABASE_URL": serving.database_url(),
        "DJANGO_SETTINGS_MODULE": "hub.settings.test",
        "PYTHONPATH": str(folder),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hub.newer_release"],
        cwd=folder, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        write, read = running.stdin, running.stdout

        def tell(*what: Any) -> Any:
            write.write(json.dumps(what) + "\n")
            write.flush()
            return json.loads(read.readline())

        yield tell
        write.close()


class Readers:
    """Somebody who reads from the older release all the time, uncached."""

    def __init__(self, *addresses: str) -> None:
        self.seen: list[tuple[int, str]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, args=addresses)

    def __enter__(self) -> Readers:
        self._thread.start()
        return self

    def __exit__(self, *failed: object) -> None:
        self._ended.set()
        self._thread.join()

    def _read(self, *addresses: str) -> None:
        try:
            ended = False
            while not ended:
                # What stands at the end is read too, however slow the machine.
                ended = self._ended.wait(0.1)
                for address in addresses:
                    response = Client().get(address)
                    self.seen.append((response.status_code, response.content.decode()))
        finally:
            connections.close_all()


def test_both_releases_serve_only_what_was_approved_and_nothing_is_lost_between_them(
    room: Newsroom,
    live: Page,
    waiting: ReviewRequest,
    tell: Told,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(health, "_seen_migrated", threading.Event())
    path = live.get_url_parts()[2]
    assert tell("ask", "/health/ready")[0] == 503, "the newer release waits for its migrations"
    with Readers(path, "/health/ready") as readers:
        tell("migrate")
        monkeypatch.setattr(health, "_seen_migrated", threading.Event())
        assert tell("ask", "/health/ready")[0] == 200
        assert Client().get("/health/ready").status_code == 200, "the older release serves on"
        # Approved before the column was there, and read by a release that has it.
        assert tell("verify") == []
        status, body, alarms = tell("ask", path)
        assert (status, "What was approved." in body, alarms) == (200, True, [])

        # Submitted by the older release, approved by the newer.
        tell("approve", waiting.pk)
        assert "What is in review." in public_text(live)

        # Written and approved by the older release, read by the newer.
        made = room.publish(factories.standard(title="Made by the older", slug="made-by-the-older"))
        assert "Made by the older" in tell("ask", made.get_url_parts()[2])[1]
        room.editor.edit(live, lead="Written by the older.")
        room.approve(room.editor.submit(live, "Other words."))
        status, body, alarms = tell("ask", path)
        assert (status, "Written by the older." in body, alarms) == (200, True, [])

        # Said by the newer release: the older neither signs, publishes nor overwrites what it cannot show.
        tell("edit", live.pk, {"storage": "Keep it dry."})
        said = what_was_said(room.editor.edit(live, lead="Typed into the older."))
        assert "stored by a newer release" in said
        assert editorial.fresh(live).get_latest_revision().content["storage"] == "Keep it dry."
        assert "stored by a newer release" in what_was_said(room.editor.try_to_submit(live))
        submitted = ReviewRequest.objects.get(pk=tell("submit", live.pk))
        assert "stored by a newer release" in what_was_said(room.pharmacist.approve(submitted))
        assert ReviewRequest.objects.open_for(live.pk) == submitted
        tell("approve", submitted.pk)
        assert "Keep it dry." in tell("ask", path)[1]
        assert "Written by the older." in public_text(live)
        reaffirmed = room.physician.post(
            "reviews:reaffirm", live.pk, next_review_on="2027-01-01", comment="", password=editorial.PASSWORD
        )
        assert "stored by a newer release" in what_was_said(reaffirmed)
        # The scheduler of the older release leaves it to that of the newer, for which it stays scheduled.
        standing = Decision.objects.standing(live.pk)
        assert standing is not None
        assert standing.revision is not None
        before = editorial.fresh(live).last_published_at
        publication.publish_revision(live, standing.revision, user=None)
        assert editorial.fresh(live).last_published_at == before

        # A withdrawal waits for no release.
        room.pharmacist.post("reviews:withdraw", live.pk, reason="A dose was wrong.")
        assert tell("ask", path)[0] == 410
    assert {status for status, _ in readers.seen} == {200, 410}
    approved = ("What was approved.", "What is in review.", "Written by the older.", '"ready"', "A dose was wrong.")
    assert all(sum(words in body for words in approved) == 1 for _, body in readers.seen)
    assert tell("verify") == []
    # The older release cannot know what the newer one's gate does: of everything else it says that it is as approved.
    (problem,) = verification.verify()
    assert (problem.kind, "1 triggers" in problem.what, "newest release" in problem.what) == ("triggers", True, True)
    assert [record.getMessage() for record in caplog.records if "HUB-INTEGRITY" in record.getMessage()] == []
