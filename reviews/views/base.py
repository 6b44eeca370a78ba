"""What the views of the desk share: lists, Wagtail's page furniture, and refusals beside the form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.models import Page

from reviews.refusals import NotReady, ReviewRefused


def desk_crumb() -> dict[str, str]:
    return {"url": reverse("reviews:desk"), "label": "Reviews"}


class DeskTable:
    """A list as a table with a caption, which folds on a narrow screen."""

    template_name = "reviews/listing.html"
    caption = ""

    def get_table_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_table_kwargs()  # type: ignore[misc]
        return kwargs | {"caption": self.caption, "classname": "listing reviews-listing"}


class DeskList(DeskTable, BaseListingView):
    """A list one step below the queue."""

    paginate_by = 50

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        home, here = super().get_breadcrumbs_items()
        return [home, desk_crumb(), here]


class DeskFormView(WagtailAdminTemplateMixin, FormView):
    """A form that calls one service.  A refusal is shown beside the form, with everything that was typed."""

    template_name = "reviews/form.html"
    submit_label = "Save"
    submit_active_label = "Saving…"
    failure = "Nothing was changed."
    header_icon = "clipboard-list"

    def act(self, data: dict[str, Any]) -> str:
        """Call the service; return the message of success.  May raise ``ReviewRefused``."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), desk_crumb(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            submit_button_label=self.submit_label, submit_button_active_label=self.submit_active_label, **kwargs
        )
        form = context["form"]
        return context | {"media": form.media, "has_unsaved_changes": form.is_bound}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            message = self.act(form.cleaned_data)
        except NotReady as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem)
            return self.form_invalid(form)
        except ReviewRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, message, buttons=self.buttons_after())
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.validation_error(self.request, self.failure, form)
        return super().form_invalid(form)

    def buttons_after(self) -> list[dict[str, Any]]:
        """Buttons beside the message of success: where to go from there."""
        return []

    def get_success_url(self) -> str:
        return reverse("reviews:desk")


class ToBeSigned:
    """Of a :class:`DeskFormView` whose form is a ``SigningForm``."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"signer": self.request.user}  # type: ignore[misc]


def to_editor(page_id: int) -> HttpResponseRedirect:
    return redirect("wagtailadmin_pages:edit", page_id)


def view_live(page: Page) -> list[dict[str, Any]]:
    """A button to what the public reads, when it reads anything."""
    address = page.get_url() if page.live else None
    return [messages.button(address, "View live page", new_window=True)] if address else []
