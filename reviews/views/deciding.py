"""The review screen."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin import messages
from wagtail.models import Comment, Page
from wagtail.utils.decorators import xframe_options_sameorigin_override

from reviews import services
from reviews.changes import comparison_of
from reviews.eligibility import may_assign, why_not, why_not_a_reviewer
from reviews.forms import MAX_NOTE, ApprovalForm, ChangesForm, CommentForm
from reviews.models.decisions import CLOSING, Decision, Outcome
from reviews.models.requests import ReviewRequest
from reviews.remarks import places_of, remark, remarks_on, reply, resolve
from reviews.views.base import DeskFormView, view_live
from reviews.views.desk import ForTheDesk


class _OfOneRequest(ForTheDesk, View):
    """A view of one submission."""

    @cached_property
    def review_request(self) -> ReviewRequest:
        requests = ReviewRequest.objects.select_related("page", "revision", "compared_with__revision")
        return get_object_or_404(requests, pk=self.kwargs["request_id"])


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class PreviewView(_OfOneRequest):
    """The pinned revision as the public would read it; the review screen shows it in a frame."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.review_request.revision.as_object()
        # Without this person's session, so that nothing is added to what the public would read.
        return draft.make_preview_request(None, draft.default_preview_mode)


class ReviewView(_OfOneRequest, DeskFormView):
    """Everything about one submission on one screen: what changed, what to look at, and the decision."""

    template_name = "reviews/review.html"
    page_title = "Review"
    failure = "Nothing was decided."

    def get_page_subtitle(self) -> str:
        return self.review_request.revision.object_str

    def get_form_class(self) -> type[forms.Form]:
        return FORMS.get(self.request.POST.get("verdict", ""), ApprovalForm)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self._needs(self.get_form_class())

    def _needs(self, kind: type[forms.Form]) -> dict[str, Any]:
        of_request = {} if kind is ChangesForm else {"review_request": self.review_request}
        return of_request | ({"signer": self.request.user} if kind is ApprovalForm else {})

    def get_initial(self) -> dict[str, Any]:
        return {
            "shown_digest": self.review_request.digest,
            "next_review_on": timezone.localdate() + datetime.timedelta(days=365),
            "attests_whole_page": self.review_request.compared_with is None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.review_request
        # Read once: the co-signatures, and last the decision that closed it.
        signed = list(waiting.decisions.order_by("entry_id"))
        decision = next((one for one in signed if one.outcome in CLOSING), None)
        context = super().get_context_data(
            review_request=waiting,
            decision=decision,
            newer=ReviewRequest.objects.open_for(waiting.page_id) if decision else None,
            comparison=comparison_of(waiting),
            page_type=waiting.page.specific_class._meta.verbose_name,
            standing=Decision.objects.standing(waiting.page_id),
            remarks=self._remarks(),
            cosignatures=[one for one in signed if one.outcome == Outcome.COSIGNED],
            **kwargs,
        )
        return context if decision else context | self._offers(context["form"])

    def _offers(self, shown: forms.Form) -> dict[str, Any]:
        """What this person may do about an open request; a form they filled in keeps what they typed."""
        waiting, user = self.review_request, self.request.user
        reasons = why_not(user, waiting)
        is_reviewer = not (reasons and why_not_a_reviewer(user))
        may_edit = bool(reasons) and waiting.page.specific.permissions_for_user(user).can_edit()

        def form(kind: type[forms.Form]) -> forms.Form:
            return shown if isinstance(shown, kind) else kind(initial=self.get_initial(), **self._needs(kind))

        return {
            "reasons": reasons,
            "waiting_with_it": _waiting_below(waiting),
            "missing_professions": services.missing_professions(waiting),
            "approval_form": None if reasons else form(ApprovalForm),
            "changes_form": form(ChangesForm) if is_reviewer else None,
            "comment_form": form(CommentForm) if is_reviewer or may_edit else None,
            "may_recall": may_edit,
            "may_assign": is_reviewer or may_assign(user),
        }

    def _remarks(self) -> list[tuple[str, Any]]:
        """(what it is about, comment) of every unresolved comment."""
        found = remarks_on(self.review_request.page)
        names = dict(places_of(self.review_request.revision)) if found else {}
        return [(names.get(comment.contentpath, "Another version"), comment) for comment in found]

    def act(self, data: dict[str, Any]) -> str:
        if data["verdict"] == ChangesForm.VERDICT:
            services.request_changes(self.review_request, self.request.user, comment=data["comment"])
            return "Changes were requested. The editors can work on the page again."
        if data["verdict"] == CommentForm.VERDICT:
            remark(self.review_request, self.request.user, place=data["place"], text=data["text"])
            self.success_url = reverse("reviews:review", args=[self.review_request.pk])
            return "Your comment is on the page. Nothing was decided."
        return self._approve(data)

    def _approve(self, data: dict[str, Any]) -> str:
        decision = services.approve(
            self.review_request,
            data["signature"],
            shown_digest=data["shown_digest"],
            comment=data["comment"],
            attests_whole_page=data["attests_whole_page"],
            next_review_on=data["next_review_on"],
            acknowledged=data["acknowledged"],
        )
        title = self.get_page_subtitle()
        if decision.outcome == Outcome.COSIGNED:
            missing = ", ".join(services.missing_professions(self.review_request))
            return f"You signed “{title}”. It is published when this profession has signed too: {missing}."
        return f"Version {decision.version} of “{title}” was approved and signed."

    def get_success_url(self) -> str:
        return str(self.success_url or super().get_success_url())

    def buttons_after(self) -> list[dict[str, Any]]:
        return view_live(Page.objects.get(pk=self.review_request.page_id))


FORMS: dict[str, type[forms.Form]] = {ChangesForm.VERDICT: ChangesForm, CommentForm.VERDICT: CommentForm}


def _waiting_below(waiting: ReviewRequest) -> list[ReviewRequest]:
    """Submissions of pages below this one, which cannot be public before it is."""
    below = ReviewRequest.objects.open().filter(page__path__startswith=waiting.page.path)
    return list(below.exclude(page_id=waiting.page_id).select_related("revision").defer("revision__content"))


class RemarkView(_OfOneRequest):
    """Answering a comment, or saying that it is settled."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        comment = get_object_or_404(Comment, pk=self.kwargs["comment_id"], page_id=self.review_request.page_id)
        if request.POST.get("resolve"):
            resolve(self.review_request, comment, request.user)
            messages.success(request, "The comment is resolved.")
        elif text := request.POST.get("text", "").strip()[:MAX_NOTE]:
            reply(self.review_request, comment, request.user, text)
            messages.success(request, "Your reply is beside the comment.")
        else:
            messages.error(request, "Write a reply first. Nothing was changed.")
        return redirect("reviews:review", self.review_request.pk)
