"""Readers report problems without an account, a cookie or a script; editors answer, and the promise is measured."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from wagtail.models import Page

from hub.published_cache import rules
from hub.published_cache.addresses import Addresses
from hub.published_cache.answers import Rendered
from reviews import form_tokens, senders, services
from reviews.models import Notice, NoticeSettings, ReaderReport
from reviews.models.reader_reports import Answer, Matter
from reviews.refusals import ReviewRefused
from tests import factories, wsgi
from tests.editorial import Newsroom, Response, fresh, public_text
from tests.pages.html import soup, words

HOUR = datetime.timedelta(hours=1)


def form_of(page: Page, reader: Client | None = None) -> Response:
    return (reader or Client()).get(f"/report/?page={page.pk}")


def send(page: Page, *, reader: Client | None = None, headers: dict | None = None, **changes: Any) -> Response:
    said = {"matter": "wrong", "words": "The dose looks odd.", "token": form_tokens.issue(), **changes}
    return (reader or Client()).post(f"/report/?page={page.pk}", said, headers=headers or {})


# What needs no database


def test_a_token_is_good_for_a_day_and_is_not_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    token = form_tokens.issue()

    assert form_tokens.is_good(token)
    for forged in ("", "form", token[:-1], token.replace("form", "from"), "x" * 5_000):
        assert not form_tokens.is_good(forged)
    monkeypatch.setattr(form_tokens, "GOOD_FOR", datetime.timedelta(seconds=-1))
    assert not form_tokens.is_good(token)


def sender(address: str, forwarded: str = "") -> str:
    more: dict[str, Any] = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return senders.sender_of(RequestFactory().get("/", REMOTE_ADDR=address, **more))


def test_senders_are_told_apart_by_a_hash_that_is_no_address() -> None:
    assert sender("192.0.2.1") == sender("192.0.2.1") == sender("::ffff:192.0.2.1")
    assert sender("192.0.2.1") != sender("192.0.2.2")
    assert sender("2001:db8::1") == sender("2001:db8::ffff:1")
    assert sender("2001:db8::1") != sender("2001:db8:0:1::1")
    assert "192" not in sender("192.0.2.1") or len(sender("192.0.2.1")) == 32
    assert len(sender("no address at all")) == 32
    with override_settings(SECRET_KEY="another"):
        other = sender("192.0.2.1")
    assert other != sender("192.0.2.1")


def test_what_a_client_says_of_itself_counts_only_when_our_proxy_wrote_it() -> None:
    assert sender("192.0.2.1", "203.0.113.9") == sender("192.0.2.1")
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert sender("192.0.2.1", "198.51.100.1, 203.0.113.9") == sender("203.0.113.9")
        assert sender("192.0.2.1", "198.51.100.1, ") == sender("192.0.2.1")


def test_the_cache_keeps_the_form_of_each_page_apart_and_forgets_other_parameters() -> None:
    asked = Addresses(rules()).asked(wsgi.environ("/report/?page=7&utm_source=x"))

    assert asked is not None
    assert asked.address.query == "page=7"


# The form


def test_the_form_is_for_everybody_and_sets_no_cookie(
    room: Newsroom, live: Page, django_assert_num_queries: Any
) -> None:
    public_text(live)
    with django_assert_num_queries(5):
        found = form_of(live)

    shown = soup(found.content.decode())
    assert found.cookies == {}
    assert Rendered("200 OK", list(found.headers.items()), found.content).is_for_everybody(), "the cache may keep it"
    assert shown.select_one('meta[name="robots"]')["content"] == "noindex"  # type: ignore[index]
    assert "within 5 days" in words(shown.main)
    assert shown.select("main script, main [style]") == []


@pytest.mark.parametrize(
    "asked", ["", "?page=", "?page=x", "?page=-1", "?page=999999", f"?page={'9' * 400}", "?page=٣"]
)
def test_there_is_no_form_for_no_page(db: None, client: Client, asked: str) -> None:
    assert client.get(f"/report/{asked}").status_code == 404


def test_there_is_no_form_for_what_is_not_public(room: Newsroom, live: Page) -> None:
    draft = room.editor.write(factories.standard())
    assert form_of(draft).status_code == 404
    assert form_of(room.home).status_code == 404
    services.withdraw(live, room.pharmacist.user, reason="A wrong dose.")
    assert form_of(live).status_code == 404


def test_every_page_leads_to_its_form_and_a_medicine_to_the_authorities(room: Newsroom) -> None:
    drug = room.publish(factories.drug())
    about = room.publish(factories.standard())

    on_drug, on_about = (soup(public_text(page)).select_one(".talk-back") for page in (drug, about))

    assert on_drug is not None
    assert on_about is not None
    assert on_drug.a["href"] == f"/report/?page={drug.pk}"  # type: ignore[index]
    assert "Yellow Card" in words(on_drug)
    assert "Yellow Card" not in words(on_about)


# Sending


def test_a_report_is_kept_with_the_version_and_the_promise(room: Newsroom, live: Page) -> None:
    found = send(live)

    assert found.status_code == 302
    assert found.cookies == {}
    report = ReaderReport.objects.get()
    assert (report.page_id, report.version, report.matter) == (live.pk, 1, "wrong")
    assert report.words == "The dose looks odd."
    assert report.promised_by - report.received_at == datetime.timedelta(days=5)
    assert "Thank you" in Client().get(found["Location"]).content.decode()
    assert not Notice.objects.filter(kind="concern").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": ""}, "Say in a few words"),
        ({"matter": ""}, "Choose what your report is about."),
        ({"matter": "x"}, "Choose one of the list."),
        ({"words": "x" * 2_001}, "Use at most 2,000 characters"),
        ({"words": "Kept.", "token": "stale"}, "This form was open for too long."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(room: Newsroom, live: Page, changes: dict, said: str) -> None:
    found = send(live, **changes)

    shown = soup(found.content.decode())
    assert found.status_code == 200
    assert said in words(shown.select_one(".form-errors"))
    assert words(shown.textarea) == changes.get("words", "The dose looks odd.")
    assert form_tokens.is_good(str(shown.select_one("[name=token]")["value"]))  # type: ignore[index]
    assert not ReaderReport.objects.exists()


def test_a_machine_that_fills_in_everything_is_thanked_and_forgotten(room: Newsroom, live: Page) -> None:
    assert send(live, website="https://spam.example").status_code == 302
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://testserver"}, 302),
    ],
)
def test_forms_of_other_sites_are_refused(room: Newsroom, live: Page, headers: dict, status: int) -> None:
    assert send(live, headers=headers).status_code == status


def test_a_flood_from_one_address_is_stopped_and_others_are_heard(room: Newsroom, live: Page) -> None:
    for _ in range(5):
        assert send(live).status_code == 302

    refused = send(live)
    assert refused.status_code == 429
    assert "The dose looks odd." in refused.content.decode()
    assert "Send them again in an hour." in refused.content.decode()
    assert send(live, reader=Client(REMOTE_ADDR="192.0.2.9")).status_code == 302
    assert ReaderReport.objects.count() == 6

    ReaderReport.objects.update(received_at=timezone.now() - HOUR)
    assert send(live).status_code == 302
    assert set(ReaderReport.objects.filter(received_at__lt=timezone.now() - HOUR).values_list("sender", flat=True)) == {
        ""
    }


def test_the_hash_of_an_address_is_gone_within_the_hour_even_when_nobody_writes(room: Newsroom, live: Page) -> None:
    send(live)
    ReaderReport.objects.update(received_at=timezone.now() - HOUR)

    call_command("send_notices")

    assert ReaderReport.objects.get().sender == ""


def test_all_addresses_together_have_a_limit(room: Newsroom, live: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.services.reader_reports.FROM_ALL", 1)
    send(live, reader=Client(REMOTE_ADDR="192.0.2.1"))

    assert send(live, reader=Client(REMOTE_ADDR="192.0.2.2")).status_code == 429


def test_reviewers_hear_of_a_danger_at_once_and_never_by_the_mail_of_the_day(
    room: Newsroom, live: Page, django_capture_on_commit_callbacks: Any
) -> None:
    NoticeSettings.objects.create(person=room.pharmacist.user, daily_digest=True)
    with django_capture_on_commit_callbacks(execute=True):
        send(live, is_safety="on", words="My own secret illness")
        send(live, is_safety="on")

    told = Notice.objects.filter(kind="concern")
    assert {notice.person for notice in told} >= {room.pharmacist.user, room.physician.user}
    assert told.filter(person=room.pharmacist.user).count() == 1
    sent = [message for message in mail.outbox if "fears harm" in message.subject]
    assert {address for message in sent for address in message.to} >= {room.pharmacist.user.email}
    assert not any("illness" in message.body for message in sent)


# Answering


def test_a_report_is_in_the_work_list_of_whoever_wrote_the_page_until_it_is_answered(
    room: Newsroom, live: Page
) -> None:
    send(live, is_safety="on", words="<b>10 mg</b> or 100 mg?")
    report = ReaderReport.objects.get()

    assert "1 report of readers (1 of harm); answer by" in room.editor.get("reviews:work").content.decode()
    assert list(room.editor.get("reviews:work_stage", "reported").context["object_list"]) == [fresh(live).page_ptr]
    assert "1 report of readers" not in room.editor2.get("reviews:work").content.decode()
    shown = room.pharmacist.get("reviews:answer_reader", report.pk).content.decode()
    assert "&lt;b&gt;10 mg&lt;/b&gt; or 100 mg?" in shown
    assert "withdraw the page" in shown

    room.editor.post("reviews:answer_reader", report.pk, answer=Answer.CORRECTED, note="See version 2.")
    report.refresh_from_db()
    assert (report.answer, report.answered_by, report.note) == ("corrected", room.editor.user, "See version 2.")
    assert "1 report of readers" not in room.editor.get("reviews:work").content.decode()
    again = room.editor2.post("reviews:answer_reader", report.pk, answer=Answer.AS_IT_IS, note="")
    assert "Somebody answered this report already." in again.content.decode()
    assert "See version 2." in room.editor.get("reviews:answer_reader", report.pk).content.decode()


def test_a_report_on_a_page_whose_authors_have_left_is_everybodys(room: Newsroom, live: Page) -> None:
    send(live)
    type(room.editor.user).objects.filter(pk=room.editor.user.pk).update(is_active=False)

    assert "1 report of readers" in room.editor2.get("reviews:work").content.decode()


def test_only_the_desk_reads_reports(room: Newsroom, live: Page, client: Client) -> None:
    send(live)

    assert client.get(f"/admin/reviews/readers/{ReaderReport.objects.get().pk}/").status_code == 302
    assert client.get("/admin/reviews/reports/reader_reports/").status_code == 302


def test_the_report_measures_the_promise_in_a_fixed_number_of_queries(
    room: Newsroom, live: Page, django_assert_max_num_queries: Any
) -> None:
    now = timezone.now()

    def add(received: int, promised: int, answered: int | None) -> ReaderReport:
        """Days before now."""
        return ReaderReport.objects.create(
            page=live, matter=Matter.WRONG, words="x", is_safety=False,
            received_at=now - received * 24 * HOUR, promised_by=now - promised * 24 * HOUR,
            answered_at=None if answered is None else now - answered * 24 * HOUR,
        )  # fmt: skip

    in_time, too_late, still_open, waiting = add(9, 4, 6), add(9, 4, 3), add(9, 4, None), add(1, -4, None)

    room.editor.get("reviews:reader_reports")
    with django_assert_max_num_queries(20) as few:
        found = room.editor.get("reviews:reader_reports")
    assert "1 of 2 answers came within the time promised; 2 came or are late" in found.content.decode()
    for _ in range(5):
        add(1, -4, None)
    with django_assert_max_num_queries(len(few)):
        room.editor.get("reviews:reader_reports")
    unanswered = room.editor.get("reviews:reader_reports", is_answered="false").context["object_list"]
    assert {still_open, waiting} <= set(unanswered)
    assert not {in_time, too_late} & set(unanswered)
    assert "3" in room.editor.get("reviews:reader_reports", export="csv").getvalue().decode()


def test_an_answer_is_given_once(room: Newsroom, live: Page) -> None:
    send(live)
    report = ReaderReport.objects.get()
    assert str(report).startswith("Something is wrong, ")
    services.answer_reader(report, room.editor.user, answer=Answer.PLANNED, note="")

    with pytest.raises(ReviewRefused):
        services.answer_reader(report, room.editor.user, answer=Answer.CORRECTED, note="")
