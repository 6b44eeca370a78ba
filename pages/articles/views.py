"""The screen for a plain article: paste it or choose a file, and read what became of it and what the rules find."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pages.articles import reading
from pages.articles.mapping import Mapped
from pages.articles.writing import TARGETS, write
from pages.importers.files import require_size
from pages.importers.refusals import ImportRefused
from pages.importers.uploads import ImportScreen
from reviews.views.answering_findings import findings_context

PASTED = "pasted text"


class ArticleForm(forms.Form):
    target = forms.ChoiceField(
        label="What it becomes",
        choices=[(name, target.label) for name, target in TARGETS.items()],
        initial="drug",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="The article",
        required=False,
        max_length=reading.LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="As plain text or HTML. The first line is the title.",
    )
    upload = forms.FileField(label="Or a file", required=False, help_text="Plain text, HTML or Word (.docx).")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("text")) == bool(given.get("upload")) and not self.errors:
            raise forms.ValidationError("Paste the article, or choose one file.")
        return given


class ArticleView(ImportScreen):
    form_class = ArticleForm
    template_name = "pages/admin/importing/article.html"
    page_title = "Import a plain article"
    header_icon = "doc-full"
    submit_label = "Make a draft"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("importing:upload"), "label": "Import labels and studies"}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: ArticleForm) -> HttpResponse:
        upload = form.cleaned_data["upload"]
        try:
            if upload is not None:
                require_size(upload.size)
            data = upload.read() if upload is not None else form.cleaned_data["text"].encode("utf-8", "replace")
            target = TARGETS[form.cleaned_data["target"]]
            name = upload.name if upload is not None else PASTED
            mapped = write(reading.read(data), target, data, name, self.request.user)
        except ImportRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self._report(mapped)

    def _report(self, mapped: Mapped) -> HttpResponse:
        """What became of the headings, and what the rules find already."""
        title = "What was made"
        *above, article = self.get_breadcrumbs_items()
        here = {
            "page_title": title,
            "header_title": title,
            "breadcrumbs_items": [*above, article | {"url": reverse("importing:article")}, {"url": "", "label": title}],
            "mapped": mapped,
        }
        context = self.get_context_data(form=self.get_form_class()())
        found = findings_context(mapped.page.get_latest_revision_as_object())
        return render(self.request, "pages/admin/importing/article_made.html", context | here | found)
