"""The queue: each person finds what is theirs, what is pressing, and what they could decide."""

from __future__ import annotations

import datetime
import io
import re
import statistics
import time
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from reviews import services
from reviews.lookups import Among
from reviews.models import ReviewRequest
from tests import factories
from tests.editorial import Newsroom
from tests.reviews.queue_assertions import away, hand_in, shown, spreadsheet

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
A_CHANGE = {"key": "1", "kind": "dose", "text": "50 mg to 500 mg"}
A_FINDING = {"rule": "DOSE-01", "severity": "acknowledge", "message": "Write the unit.", "place": ""}


@pytest.fixture
def queue(room: Newsroom) -> dict[str, ReviewRequest]:
    """Three submissions that differ in everything the queue is narrowed down by."""
    now = timezone.now()
    drugs, studies = room.home.get_children().order_by("path")
    drug = drugs.add_child(instance=factories.drug(title="Examplol"))
    tablets = factories.dose_form(title="Examplol tablets")
    pressing: dict[str, Any] = {"priority": "urgent", "due_on": TODAY + DAY, "clinical_changes": [A_CHANGE, A_CHANGE]}
    old: dict[str, Any] = {"due_on": TODAY + 9 * DAY, "submitted_at": now - 9 * DAY}
    queue = {
        "tablets": hand_in(room.editor, tablets, drug, submitted_at=now - DAY, **pressing),
        "about": hand_in(room.editor2, factories.standard(title="About us"), room.home, findings=[A_FINDING]),
        "study": hand_in(room.editor, factories.study(title="A study"), studies, **old),
    }
    services.assign(queue["about"], room.pharmacist.user, room.physician.user)
    return queue


def test_each_row_says_what_is_true_of_it(room: Newsroom, queue: dict[str, ReviewRequest]) -> None:
    page = room.pharmacist.get("reviews:desk").content.decode()
    (body,) = re.findall(r"reviews-queue.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    cells = [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<td.*?</td>", body, re.DOTALL)]
    rows = [cells[row : row + 10] for row in range(0, len(cells), 10)]
    one_day, nine_days = (date_format(TODAY + days * DAY, "j F Y") for days in (1, 9))
    # After the box to tick and the title, and without the time.
    assert [[row[2], *row[4:]] for row in rows] == [
        ["editor", "Urgent", one_day, "2", "0", "", "You"],
        ["editor", "Routine", nine_days, "0", "0", "", "You"],
        ["editor2", "Routine", "–", "0", "1", "pharmacist", "You"],
    ]


def test_the_most_pressing_comes_first_and_then_the_oldest(room: Newsroom, queue: dict[str, ReviewRequest]) -> None:
    assert shown(room.pharmacist) == ["Examplol tablets", "A study", "About us"]


def test_mine_and_unassigned_are_lists_of_their_own_with_their_size(
    room: Newsroom, queue: dict[str, ReviewRequest]
) -> None:
    assert shown(room.pharmacist, "reviews:desk_mine") == ["About us"]
    assert shown(room.physician, "reviews:desk_mine") == []
    assert shown(room.pharmacist, "reviews:desk_unassigned") == ["Examplol tablets", "A study"]
    page = room.pharmacist.get("reviews:desk").content.decode()
    assert all(tab in page for tab in ("Mine (1)", "Unassigned (2)", "All (3)"))


def test_who_covers_sees_what_waits_for_somebody_who_is_away_and_only_then(
    room: Newsroom, queue: dict[str, ReviewRequest]
) -> None:
    absence = away(room.pharmacist, cover=room.physician)
    assert shown(room.physician, "reviews:desk_mine") == ["About us"]
    assert "pharmacist, away: physician covers" in room.editor.get("reviews:desk").content.decode()
    absence.delete()
    away(room.pharmacist, cover=room.physician, start=1)
    assert shown(room.physician, "reviews:desk_mine") == []


def test_each_filter_and_the_search_find_what_they_say(room: Newsroom, queue: dict[str, ReviewRequest]) -> None:
    tablets, about = queue["tablets"].page, queue["about"].page
    for narrowed, found in (
        ({"priority": "urgent"}, ["Examplol tablets"]),
        ({"changes": "yes"}, ["Examplol tablets"]),
        ({"changes": "no"}, ["A study", "About us"]),
        ({"findings": "yes"}, ["About us"]),
        ({"due_to": (TODAY + 2 * DAY).isoformat()}, ["Examplol tablets"]),
        ({"submitted_from": (TODAY - 2 * DAY).isoformat()}, ["Examplol tablets", "About us"]),
        ({"submitted_to": (TODAY - 2 * DAY).isoformat()}, ["A study"]),
        ({"page_type": about.content_type_id}, ["About us"]),
        ({"subject": tablets.get_parent().path}, ["Examplol tablets"]),
        ({"submitted_by": room.editor2.user.pk}, ["About us"]),
        ({"assignee": room.pharmacist.user.pk}, ["About us"]),
        ({"q": "study"}, ["A study"]),
        ({"q": "examplol"}, ["Examplol tablets"]),
        ({"q": "editor2"}, ["About us"]),
        ({"q": "nothing like it"}, []),
    ):
        assert shown(room.pharmacist, **narrowed) == found, narrowed
    path = tablets.get_parent().path
    screen = room.pharmacist.get("reviews:desk", subject=path).content.decode()
    assert f'<option value="{path}" selected>Examplol</option>' in screen


def test_a_reviewer_sees_and_filters_what_they_could_approve_and_reads_why_not(
    room: Newsroom, queue: dict[str, ReviewRequest]
) -> None:
    hand_in(room.pharmacist, queue["study"].page, room.home)
    assert shown(room.pharmacist, mine_to_decide="no") == ["A study"]
    assert len(shown(room.pharmacist, mine_to_decide="yes")) == 3
    assert "Somebody else. You wrote part of this version" in room.pharmacist.get("reviews:desk").content.decode()
    assert "Who can approve" not in room.editor.get("reviews:desk").content.decode()


def test_the_queue_is_sorted_by_its_headings_and_what_is_empty_comes_last(
    room: Newsroom, queue: dict[str, ReviewRequest]
) -> None:
    for ordering, first in (
        ("due_on", "Examplol tablets"),
        ("-due_on", "A study"),
        ("-finding_count", "About us"),
        ("urgency", "A study"),
        ("revision__object_str", "A study"),
    ):
        assert shown(room.pharmacist, ordering=ordering)[0] == first, ordering


# Spreadsheets


def test_the_spreadsheet_holds_what_is_on_screen_with_its_filters(
    room: Newsroom, queue: dict[str, ReviewRequest]
) -> None:
    (row,) = spreadsheet(room.pharmacist, priority="urgent")
    expected = {
        "Page": "Examplol tablets",
        "Type": "Dose form",
        "Part of": "Examplol",
        "What changed": "First version.",
        "Submitted by": "editor",
        "Priority": "Urgent",
        "Clinical changes": "2",
        "Findings": "0",
        "Assigned to": "",
        "Who can approve": "You",
    }
    assert {name: row[name] for name in expected} == expected
    assert "Who can approve" not in spreadsheet(room.editor)[0]


def test_no_cell_of_a_spreadsheet_is_a_formula(room: Newsroom, queue: dict[str, ReviewRequest]) -> None:
    trap: dict[str, Any] = {"change_note": "=HYPERLINK(1)", "submitted_by_name": "@SUM(1)", "priority": "soon"}
    hand_in(room.editor, queue["study"].page, room.home, **trap)
    (row,) = spreadsheet(room.pharmacist, priority="soon")
    assert (row["What changed"], row["Submitted by"]) == ("'=HYPERLINK(1)", "'@SUM(1)")
    response = room.pharmacist.get("reviews:desk", export="xlsx", priority="soon")
    cells = list(load_workbook(io.BytesIO(response.getvalue())).active.iter_rows())[1]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


# Size


@pytest.mark.django_db
@pytest.mark.parametrize(("keys", "queries"), [([1], 1), ([10**6], 1), ([], 0)])
def test_one_of_many_is_found_with_one_parameter(
    keys: list[int], queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(queries) as asked:
        found = list(Page.objects.filter(Among(F("pk"), keys)).values_list("pk", flat=True))
    assert found == [key for key in keys if key == 1]
    assert Page.objects.exclude(Among(F("pk"), keys)).count() == Page.objects.count() - len(found)
    assert not any(" IN (1" in query["sql"] for query in asked.captured_queries)


def test_600_waiting_take_at_most_20_queries_and_one_screen(
    room: Newsroom, waiting: ReviewRequest, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    room.pharmacist.get("reviews:desk")
    hand_in(room.editor, waiting.page, room.home, 599, clinical_changes=[A_CHANGE] * 20, findings=[A_FINDING] * 20)
    with django_assert_max_num_queries(17):
        page = room.pharmacist.get("reviews:desk")
    assert "All (600)" in page.content.decode()
    assert "Page 1 of 24" in strip_tags(page.content.decode())
    assert len(page.context["object_list"]) == 25
    # 25 rows that say the same: of such a column, one cell is rendered.
    rendered = [template.name for template in page.templates]
    assert rendered.count("wagtailadmin/tables/status_tag_cell.html") == 1
    with django_assert_max_num_queries(20):
        assert len(spreadsheet(room.pharmacist)) == 600
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        room.pharmacist.get("reviews:desk")
        times.append(time.perf_counter() - begin)
    # The goal is 0.15 seconds on an idle machine; a loaded one is given ten times as long.
    assert statistics.median(times) < 1.5


def test_an_editor_sees_the_queue_and_somebody_without_pages_does_not(room: Newsroom, live: Page) -> None:
    assert room.editor.get("reviews:desk").status_code == 200
    room.editor2.user.groups.clear()
    assert room.editor2.get("reviews:desk").status_code == 302


def test_keyboard_and_screen_reader_find_every_box_and_button_by_name(room: Newsroom, queue: dict[str, Any]) -> None:
    page = room.pharmacist.get("reviews:desk").content.decode()
    assert 'aria-label="Assign: A study"' in page
    assert 'aria-label="Hand over: About us"' in page
    for request in queue.values():
        assert f'aria-describedby="reviewrequest_{request.pk}_title"' in page
        assert f'id="reviewrequest_{request.pk}_title"' in page
    assert 'aria-label="Whose submissions"' in page
    assert "Hand over" not in room.editor.get("reviews:desk").content.decode()
