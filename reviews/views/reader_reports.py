"""“Report a problem with this page”, for readers: no account, no cookie, no script, no personal data."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.models import Page

from reviews import form_tokens, services
from reviews.models.decisions import Decision
from reviews.models.reader_reports import Matter
from reviews.senders import sender_of

MAX_WORDS = 2_000
MAX_ID = 2**31


class ReaderReportForm(forms.Form):
    """``website`` is for machines that fill in whatever they find; people do not see it."""

    matter = forms.ChoiceField(
        label="What is it?",
        choices=Matter,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what your report is about.", "invalid_choice": "Choose one of the list."},
    )
    words = forms.CharField(
        label="What should we look at?",
        help_text="Which words of the page, and what is the matter with them? Please leave out names, addresses and "
        "anything about your own health.",
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Say in a few words what we should look at.",
            "max_length": f"Use at most {MAX_WORDS:,} characters; you wrote %(show_value)d.",
        },
    )
    is_safety = forms.BooleanField(
        label="Somebody could come to harm by what the page says",
        help_text="Our clinical reviewers are told at once.",
        required=False,
    )
    website = forms.CharField(label="Leave this empty", required=False, widget=forms.TextInput(attrs={"tabindex": -1}))
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not form_tokens.is_good(cleaned.get("token") or ""):
            self.add_error(None, "This form was open for too long. Your words are still here: send them again.")
        return cleaned


@method_decorator(csrf_exempt, name="dispatch")
class ReportProblemView(FormView):
    """``/report/?page=<id>``.  Reading it may be answered from the cache; nothing in it is about the reader.

    Django's protection needs a cookie, which readers are not given; there is no account in whose name a forged form
    could act, and forms of other sites are refused by the origin that browsers state.
    """

    http_method_names = ["get", "head", "post"]
    form_class = ReaderReportForm
    template_name = "reviews/reader_report.html"

    @cached_property
    def page(self) -> Page:
        """The live page that the report is about.  Others are not told of, not even that they exist."""
        asked = self.request.GET.get("page", "")
        if not (asked.isascii() and asked.isdigit() and int(asked[:11]) < MAX_ID):
            raise Http404
        found = Page.objects.live().public().filter(pk=int(asked)).first()
        if found is None or Decision.objects.standing(found.pk) is None:
            raise Http404
        return found

    def get_initial(self) -> dict[str, Any]:
        return {"token": form_tokens.issue()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.page, **promise(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _comes_from_elsewhere(request):
            return HttpResponse("Send the form from this site.", status=403, content_type="text/plain; charset=utf-8")
        found: HttpResponse = super().post(request, *args, **kwargs)
        return found

    def form_valid(self, form: Any) -> HttpResponse:
        said = form.cleaned_data
        about = self.page
        # A machine is thanked as people are, so that it learns nothing.
        if not said["website"]:
            try:
                services.report_problem(
                    about,
                    matter=said["matter"],
                    words=said["words"],
                    is_safety=said["is_safety"],
                    sender=sender_of(self.request),
                )
            except services.TooManyReports as refusal:
                form.add_error(None, str(refusal))
                return self._again(form, status=429)
        return redirect(reverse("report_sent"))

    def form_invalid(self, form: Any) -> HttpResponse:
        return self._again(form)

    def _again(self, form: Any, status: int = 200) -> HttpResponse:
        """The form with everything that was typed, and a token that is good."""
        form.data = form.data.copy()
        form.data["token"] = form_tokens.issue()
        return self.render_to_response(self.get_context_data(form=form), status=status)


@require_safe
def report_sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody, so that sending again by mistake is not what reloading does."""
    return render(request, "reviews/reader_report_sent.html", promise())


def promise() -> dict[str, Any]:
    """``days`` until a report is looked into; ``reporting``: (country, name, address) of national reporting."""
    return {"days": settings.READER_REPORT_DAYS, "reporting": settings.SIDE_EFFECT_REPORTING}


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    """Browsers say where a form was (Fetch Metadata; ``Origin`` where that is missing)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()
