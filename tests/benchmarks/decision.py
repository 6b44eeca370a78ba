"""From a draft to the public: our review beside Wagtail's own workflow.

The same content, people and database, in rounds that alternate so that both meet the same machine.  Each side starts
from a saved draft: submit, the screen the reviewer reads, approve, and the page as the public gets it.  Wagtail
submits by the editor's form, which saves the page once more; there is no other door.  The password that our reviewer
signs with is checked against a fast hash: Django's slow ones are slow on purpose and would hide the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, TaskState, Workflow, WorkflowPage, WorkflowTask

from reviews.eligibility import REVIEWERS_GROUP
from reviews.selftest.form_data import page_form_data
from tests import factories
from tests.benchmarks.results import Result, Size
from tests.editorial import Newsroom, newsroom

GOAL = 1.25
# Templates, URL patterns and content types are loaded once per process; that is no part of a decision.
WARM_UP = 2
STEPS = ("submit", "review-screen", "approve", "public")

Step = Callable[[], Any]


def measure(size: Size) -> Iterator[Result]:
    """Milliseconds from a saved draft to the public page, in all and for each step: medians."""
    from tests.benchmarks.stock import pages

    pages.install()
    room = newsroom()
    section = _section_with_stock_workflow(room)
    ours: list[list[float]] = []
    stock: list[list[float]] = []
    for number in range(WARM_UP + size.rounds):
        sides = [(ours, _reviewed(room)), (stock, _stock(room, section))]
        for times, steps in sides if number % 2 else reversed(sides):
            measured = [_milliseconds(step) for step in steps]
            if number >= WARM_UP:
                times.append(measured)
    yield Result("decision", median(map(sum, ours)), "ms", median(map(sum, stock)), GOAL)
    for step, mine, theirs in zip(STEPS, zip(*ours, strict=True), zip(*stock, strict=True), strict=True):
        yield Result(f"decision-{step}", median(mine), "ms", median(theirs))


def _milliseconds(step: Step) -> float:
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


def _reviewed(room: Newsroom) -> Iterator[Step]:
    page = _draft(room, room.home, factories.standard())
    yield lambda: room.editor.submit(page)
    waiting = page.review_requests.get()
    yield lambda: _ok(room.pharmacist.get("reviews:review", waiting.pk))
    yield lambda: room.pharmacist.approve(waiting)
    yield lambda: _ok(Client().get(page.url))


def _stock(room: Newsroom, section: Page) -> Iterator[Step]:
    from tests.benchmarks.stock.pages import StockPage

    same = factories.standard()
    draft = StockPage(title=same.title, slug=same.slug, lead=same.lead, body=same.body, live=False)
    page = _draft(room, section, draft)
    data = page_form_data(page, room.editor.user) | {"action-submit": "1"}
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    yield lambda: room.editor.client.post(edit, data)
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk), status=TaskState.STATUS_IN_PROGRESS)
    yield lambda: _ok(room.pharmacist.client.get(edit))
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    yield lambda: room.pharmacist.client.post(approve, {"comment": ""})
    yield lambda: _ok(Client().get(page.url))


def _draft(room: Newsroom, parent: Page, page: Page) -> Page:
    page.owner = room.editor.user
    parent.add_child(instance=page)
    page.save_revision(user=room.editor.user)
    return type(page).objects.get(pk=page.pk)


def _ok(response: Any) -> None:
    if response.status_code != 200:
        raise RuntimeError(f"{response.request['PATH_INFO']} answered {response.status_code}; there is nothing to time")


def _section_with_stock_workflow(room: Newsroom) -> Page:
    """A part of the tree whose pages Wagtail's own approval by one group covers."""
    reviewers = Group.objects.get(name=REVIEWERS_GROUP)
    task = GroupApprovalTask.objects.create(name="Approval")
    task.groups.add(reviewers)
    workflow = Workflow.objects.create(name="Stock")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    section = room.home.add_child(instance=Page(title="Stock", slug="stock"))
    WorkflowPage.objects.create(workflow=workflow, page=section)
    # In stock Wagtail whoever approves last publishes.
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=reviewers, page=section, permission=publish)
    return section
