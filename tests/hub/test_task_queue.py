"""With a queue, what the public reads waits for no worker; what may wait is done when one comes, once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from hub import metrics, task_queue, tasks
from hub.settings.background import task_queue as backend_of
from pages.search import indexing
from tests import factories, media
from tests.editorial import Newsroom, newsroom, public, public_text
from tests.hub.test_preflight import found


@pytest.fixture
def queue() -> Iterator[None]:
    backend, _ = backend_of("database")
    with override_settings(TASK_QUEUE="database", TASKS={"default": {"BACKEND": backend}}):
        yield


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A worker comes, does all that waits, and goes."""
    # It would keep this process's signals.
    monkeypatch.setattr(Worker, "configure_signals", lambda worker: None)

    def work() -> None:
        call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)

    return work


def search(word: str) -> str:
    return Client().get("/search/", {"q": word}).content.decode()


def suggested(start: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = Client().get("/search/suggest/", {"q": start}).json()["suggestions"]
    return found


def waited(length: datetime.timedelta) -> None:
    DBTaskResult.objects.update(enqueued_at=timezone.now() - length)


def test_deciding_and_what_the_public_reads_do_not_wait_for_a_worker_that_is_dead_for_a_while(
    committed_db: None, queue: None, work: Callable[[], None]
) -> None:
    room, drugs = newsroom(), Page.objects.get(slug="drugs")
    words = f'Quizzaciously approved, as <a linktype="page" id="{drugs.pk}">the list of medicines</a> says.'
    draft = room.editor.write(factories.standard(title="Zyxwvol leaflet", body=[factories.text(words)]))
    waiting = room.editor.submit(draft)
    assert "Zyxwvol" not in search("quizzaciously")
    room.approve(waiting)
    assert "Quizzaciously approved" in public_text(draft)
    assert "Zyxwvol leaflet" in search("quizzaciously"), "the public index is written by the decision"
    room.pharmacist.post("reviews:withdraw", draft.pk, reason="A dose was wrong.")
    assert public(draft).status_code == 410
    assert "Zyxwvol" not in search("quizzaciously")
    assert not DBTaskResult.objects.exclude(status="READY").exists(), "and nobody has worked"
    assert not mail.outbox
    assert not ReferenceIndex.get_references_to(drugs).exists()

    work()

    sent = [(message.subject, message.to) for message in mail.outbox]
    assert ("Approved: Zyxwvol leaflet", ["editor@example.org"]) in sent
    assert len(sent) == len({str(one) for one in sent})
    assert ReferenceIndex.get_references_to(drugs).count() == 1
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
    work()
    call_command("send_notices")
    assert len(mail.outbox) == len(sent)


def test_files_and_redirects_are_left_to_the_worker(committed_db: None, queue: None, work: Callable[[], None]) -> None:
    image = media.image()
    name = image.file.name
    image.delete()
    studies = Page.objects.get(slug="studies").specific
    studies.slug = "trials"
    studies.save()
    assert default_storage.exists(name)
    assert not Redirect.objects.exists()
    work()
    assert not default_storage.exists(name)
    assert Redirect.objects.get().old_path == "/studies"
    gone = DBTaskResult.objects.exclude(status="SUCCESSFUL")
    assert {result.exception_class_path.rpartition(".")[2] for result in gone} == {"DoesNotExist"}
    assert task_queue.failed(datetime.timedelta(days=1)) == 0, "what was deleted before its turn is no failure"


def test_a_search_index_that_lags_names_nothing_that_is_not_public(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not lag, being written by the decision; and if it did, live pages and their words alone are shown."""
    page = room.publish(factories.standard(title="Zyxwvol leaflet", body=[factories.text("Quizzaciously said.")]))
    for name in ("index", "forget", "insert_or_update_object"):
        monkeypatch.setattr(indexing, name, lambda page: None)

    room.editor.edit(page, body=[factories.text("Nothing of the kind.")])
    room.approve(room.editor.submit(page, "Clearer."))
    assert "Zyxwvol leaflet" in search("quizzaciously"), "the old index finds it"
    assert "uizzaciously</mark>" not in search("quizzaciously"), "and shows nothing that it no longer says"
    assert suggested("zyxw")

    room.pharmacist.post("reviews:withdraw", page.pk, reason="A dose was wrong.")
    for word in ("quizzaciously", "zyxwvol"):
        assert "Zyxwvol leaflet" not in search(word)
    assert not suggested("zyxw")


def test_readiness_and_metrics_tell_whether_anybody_works(
    room: Newsroom, queue: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/health/ready").json() == {"status": "ready", "tasks": "worked off"}
    room.home.save()
    assert client.get("/health/ready").json()["tasks"] == "worked off", "a task may wait for a moment"
    waited(task_queue.PATIENCE + datetime.timedelta(minutes=1))
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "tasks": "no worker"})
    monkeypatch.setattr(connection, "close", lambda: None)
    said = metrics.render(None)
    assert f"hub_tasks_waiting {DBTaskResult.objects.count()}\n" in said
    assert "hub_tasks_oldest_seconds 36" in said


def test_preflight_says_that_tasks_wait_and_that_some_failed(room: Newsroom, queue: None) -> None:
    assert "good" in found("background work")
    room.home.save()
    waited(datetime.timedelta(minutes=61))
    said = found("background work")
    assert f"missing  background work: {DBTaskResult.objects.count()} tasks wait, the first for 61 minutes" in said
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now(), exception_class_path="builtins.OSError")
    assert f"{DBTaskResult.objects.count()} tasks failed since yesterday" in found("background work")


def test_without_a_queue_nothing_is_asked_of_it(db: None, client: Client) -> None:
    assert task_queue.waiting() is None
    assert client.get("/health/ready").json() == {"status": "ready"}
    assert found("background work") == "good     background work: as it should be."


def test_a_queue_that_there_is_not_is_refused() -> None:
    assert backend_of("") == ("django_tasks.backends.immediate.ImmediateBackend", [])
    with pytest.raises(ImproperlyConfigured, match="TASK_QUEUE is “redis”"):
        backend_of("redis")


def test_the_worker_runs_where_files_are_and_old_results_are_pruned_every_night() -> None:
    deploy = Path(task_queue.__file__).parent / "deploy"
    assert "manage.py db_worker" in (deploy / "systemd/hub-worker.service").read_text()
    for nightly in ("systemd/hub-nightly.service", "compose.yaml"):
        assert "manage.py prune_db_task_results" in (deploy / nightly).read_text()
    for minutely in ("systemd/hub-minute.service", "compose.yaml"):
        assert "manage.py catch_up" in (deploy / minutely).read_text()


def test_a_task_that_this_release_does_not_know_waits_for_the_one_that_does_for_a_day(
    committed_db: None, queue: None, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.make_redirects.enqueue()
    stored = DBTaskResult.objects.filter(task_path="hub.tasks.of_the_next_release")
    DBTaskResult.objects.update(task_path="hub.tasks.of_the_next_release")
    work()
    call_command("catch_up")
    assert (stored.get().status, stored.get().exception_class_path) == ("FAILED", "builtins.ImportError")

    monkeypatch.setattr(tasks, "of_the_next_release", tasks.make_redirects, raising=False)
    waited(task_queue.GIVEN_UP_AFTER + datetime.timedelta(hours=1))
    assert task_queue.take_up_again() == 0
    waited(task_queue.GIVEN_UP_AFTER - datetime.timedelta(hours=1))
    call_command("catch_up")
    work()
    assert stored.get().status == "SUCCESSFUL"
