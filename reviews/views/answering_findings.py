"""The panel of findings beside the editor: what stands in it, and what an editor does about one of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin import messages
from wagtail.models import Page

from reviews import findings, services
from reviews.acknowledging import finding_key
from reviews.content import page_digest
from reviews.dismissals import Dismissal, dismissals_on, may_be_dismissed
from reviews.findings import Finding
from reviews.guards import is_reviewed
from reviews.persons import Person
from reviews.refusals import ReviewRefused

# The panel's headings, in the order of what hinders most.
HEADINGS = {
    "block": "Mend before you submit",
    "acknowledge": "The reviewer will ask about these",
    "warn": "Worth a look",
}
LONGEST_REASON = 500


class Row(NamedTuple):
    """A finding as the panel shows it, and what this person may do about it."""

    finding: Finding
    key: str
    may_fix: bool
    may_dismiss: bool
    dismissal: Dismissal | None


def findings_context(draft: Page) -> dict[str, Any]:
    """What the rules say of ``draft`` as it is in memory: findings by severity, and what else keeps it from review."""
    found = findings.find(draft)
    return _around(draft, found) | {
        "groups": [(heading, _of(found, severity)) for severity, heading in HEADINGS.items()]
    }


def panel_context(draft: Page, user: Person) -> dict[str, Any]:
    """As ``findings_context``, with rows in place of findings, and what was dismissed apart.

    While the page is locked there is nothing to press.
    """
    found = findings.find(draft)
    lock = draft.get_lock()
    free = lock is None or not lock.for_user(user)
    dismissed = dismissals_on(draft)
    rows = [_row(draft, finding, free, dismissed) for finding in found]
    standing = [row for row in rows if row.dismissal is None]
    return _around(draft, found) | {
        "groups": [
            (heading, [row for row in standing if row.finding.severity == severity])
            for severity, heading in HEADINGS.items()
        ],
        "dismissed": [row for row in rows if row.dismissal is not None],
        "shown_digest": page_digest(draft),
    }


def _of(found: list[Finding], severity: str) -> list[Finding]:
    return [finding for finding in found if finding.severity == severity]


def _around(draft: Page, found: list[Finding]) -> dict[str, Any]:
    blocking = {finding.message for finding in _of(found, "block")}
    return {
        "missing": [problem for problem in services.problems_of(draft, found) if problem not in blocking],
        "measures": findings.measure(draft),
        "count": len(found),
    }


def _row(draft: Page, finding: Finding, free: bool, dismissed: dict[str, Dismissal]) -> Row:
    key = finding_key(finding.as_json())
    may_dismiss = may_be_dismissed(finding)
    return Row(
        finding,
        key,
        may_fix=free and findings.mending(draft, finding) is not None,
        may_dismiss=free and may_dismiss,
        dismissal=dismissed.get(key) if may_dismiss else None,
    )


class AnswerForm(forms.Form):
    """Which finding, on which draft, and what to do about it."""

    act = forms.ChoiceField(choices=[(name, name) for name in ("fix", "dismiss", "reopen")])
    key = forms.CharField(max_length=16)
    shown_digest = forms.CharField(max_length=64)
    offset = forms.IntegerField(required=False)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)


class FindingsView(View):
    """The inside of the panel again, for the newest draft as it is stored; and what somebody presses there."""

    @cached_property
    def page(self) -> Page:
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        if not is_reviewed(page) or not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        context = panel_context(self.page.get_latest_revision_as_object(), request.user)
        return HttpResponse(render_to_string("reviews/findings.html", context, request))

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """409 and the reason in words when it is refused.  After a fix, where to go on; else the panel again."""
        page, form = self.page, AnswerForm(request.POST)
        if not form.is_valid():
            return HttpResponse("What was sent cannot be read. Nothing was changed. Reload the page.", status=400)
        data = form.cleaned_data
        act, about = data["act"], {"key": data["key"], "shown_digest": data["shown_digest"]}
        try:
            if act == "fix":
                finding = services.fix_finding(page, request.user, offset=data["offset"], **about)
                messages.success(request, f"“{finding.excerpt}” is “{finding.fix}” now, in a new draft.")
                editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
                return JsonResponse({"editor": editor, "place": finding.place})
            if act == "dismiss":
                services.dismiss_finding(page, request.user, reason=data["reason"], **about)
            else:
                services.reopen_finding(page, request.user, **about)
        except ReviewRefused as refusal:
            return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
        return self.get(request, page_id)
