"""The upload screen: choose files, see what would be made, make it, read the report.

Between the two steps the files wait in the session of the person who chose them; nothing is stored with the pages
before the second.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.pages import PagePermissionPolicy

from pages.importers import files, importing
from pages.importers.importing import Imported
from pages.importers.reading import LABELS, STUDIES, Readers
from pages.importers.refusals import ImportRefused

KINDS: dict[str, tuple[str, Readers]] = {
    "label": ("Product labels: SPL XML or openFDA JSON", LABELS),
    "study": ("Studies: ClinicalTrials.gov JSON or PubMed XML", STUDIES),
}
MAX_FILES = 50
MAX_WAITING = 6 * 1024 * 1024
WAITING = "pages.importers.waiting"


@dataclass
class FileReport:
    """What a file would become, or became; ``refusal`` when nothing."""

    name: str
    found: list[Imported] = field(default_factory=list)
    refusal: str = ""


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, each of bearable size; a file of the wrong kind is the report's business."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list | tuple) else [data]
        if len(chosen) > MAX_FILES:
            raise forms.ValidationError(f"Choose at most {MAX_FILES} files at a time.")
        for one in chosen:
            super().clean(one, initial)
        return list(chosen)


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label="What the files are",
        choices=[(key, title) for key, (title, _) in KINDS.items()],
        widget=forms.RadioSelect,
    )
    uploads = FilesField(label="Files", help_text="Nothing is made before you have seen what it would be.")


def may_import(user: Any) -> bool:
    return PagePermissionPolicy().user_has_permission(user, "add")


class ImportScreen(WagtailAdminTemplateMixin, FormView):
    """For whoever may make pages.  What is made is a draft; the public reads nothing of it."""

    submit_label = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(submit_button_label=self.submit_label, **kwargs)
        return context | {"media": context["form"].media, "submit_button_active_label": "Reading…"}


class UploadView(ImportScreen):
    form_class = UploadForm
    template_name = "pages/admin/importing/upload.html"
    page_title = "Import labels and studies"
    header_icon = "upload"
    submit_label = "See what would be made"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton("Plain article", reverse("importing:article"), icon_name="doc-full")]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: UploadForm) -> HttpResponse:
        kind = form.cleaned_data["kind"]
        reports, waiting = [], []
        for file in form.cleaned_data["uploads"]:
            report, data = self._look_at(file, KINDS[kind][1])
            reports.append(report)
            if any(imported.is_new for imported in report.found):
                waiting.append([report.name, base64.b64encode(zlib.compress(data)).decode()])
        if sum(len(data) for _, data in waiting) > MAX_WAITING:
            form.add_error("uploads", "These files are too large together. Choose fewer, or use the import commands.")
            return self.form_invalid(form)
        self.request.session[WAITING] = {"kind": kind, "files": waiting}
        return self._show(reports, made=False, waiting=len(waiting))

    def _look_at(self, file: Any, readers: Readers) -> tuple[FileReport, bytes]:
        report = FileReport(file.name)
        try:
            files.require_size(file.size)
            data = file.read()
            report.found = importing.outlook(data, readers, self.request.user)
        except ImportRefused as refusal:
            report.refusal = str(refusal)
            return report, b""
        return report, data

    def _show(self, reports: list[FileReport], *, made: bool, waiting: int = 0) -> HttpResponse:
        title = "What was made" if made else "What would be made"
        # Without the form, and what goes with it.
        context = super(ImportScreen, self).get_context_data(form=None, reports=reports, made=made, waiting=waiting)
        here = [{"url": reverse("importing:upload"), "label": self.page_title}, {"url": "", "label": title}]
        items = [*super().get_breadcrumbs_items(), *here]
        return render(
            self.request,
            "pages/admin/importing/report.html",
            context | {"page_title": title, "header_title": title, "breadcrumbs_items": items},
        )


class MakeView(UploadView):
    """The second step, for the files that the first one showed."""

    http_method_names = ["post"]

    @cached_property
    def waiting(self) -> dict[str, Any]:
        return self.request.session.pop(WAITING, None) or {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.waiting.get("files"):
            messages.error(request, "No files wait to be imported. Nothing was made; choose them again.")
            return redirect("importing:upload")
        readers = KINDS[self.waiting["kind"]][1]
        reports = [self._make(name, data, readers) for name, data in self.waiting["files"]]
        return self._show(reports, made=True)

    def _make(self, name: str, packed: str, readers: Readers) -> FileReport:
        try:
            data = zlib.decompress(base64.b64decode(packed))
            return FileReport(name, importing.import_file(data, name, readers, self.request.user))
        except ImportRefused as refusal:
            return FileReport(name, refusal=str(refusal))
