"""Images and documents that stand on submitted pages never change: their screens say so, and offer a replacement.

A replacement is a new object with the old one's words to start from.  The pages that show the old one are listed
then: each of them changes to the new one by an edit of its own, which is reviewed.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import TemplateView
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.documents.views import documents
from wagtail.images.views import images

from pages.models import HubDocument, HubImage
from reviews.uses import uses_of


class FrozenScreen(generic.EditView):
    """The stock edit screen; once a submitted page shows the object, only what no reader sees can be edited."""

    frozen_template_name: str

    @cached_property
    def frozen(self) -> bool:
        return bool(self.form.submitted_pages)

    @cached_property
    def can_delete(self) -> bool:
        return not self.frozen and self.user_has_permission_for_instance("delete", self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.form = kwargs.get("form") or self.get_form()
        return super().get_context_data(**kwargs | {"form": self.form}) | {
            "kind": self.model._meta.verbose_name,
            "replace_url": reverse(f"media:replace_{self.context_object_name}", args=[self.object.pk]),
        }

    def get_template_names(self) -> list[str]:
        return [self.frozen_template_name] if self.frozen else super().get_template_names()


class EditImageView(FrozenScreen, images.EditView):
    frozen_template_name = "pages/admin/frozen_image.html"


class EditDocumentView(FrozenScreen, documents.EditView):
    frozen_template_name = "pages/admin/frozen_document.html"


class OfOneObject(PermissionCheckedMixin):
    """A screen about one image or document, for whoever may change it."""

    model: type[Model]
    kind: str
    page_title: str
    kwargs: dict[str, Any]
    request: HttpRequest
    index_url_name: str
    edit_url_name: str

    @cached_property
    def old(self) -> Any:
        found = get_object_or_404(self.model._default_manager, pk=self.kwargs["pk"])
        if not self.user_has_permission_for_instance("change", found):
            raise PermissionDenied
        return found

    def address(self, verb: str) -> str:
        return reverse(f"media:{verb}_{self.kind}", args=[self.old.pk])

    def get_page_subtitle(self) -> str:
        return str(self.old)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse(self.index_url_name), "label": capfirst(self.model._meta.verbose_name_plural)},
            {"url": reverse(self.edit_url_name, args=[quote(self.old.pk)]), "label": str(self.old)},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]


class ReplaceView(OfOneObject, generic.CreateView):
    """The stock upload form for a new object, with the words of the old one filled in."""

    page_title = "Replace"
    submit_button_label = "Upload"
    submit_button_active_label = "Uploading…"
    template_name = "pages/admin/replace.html"
    words: tuple[str, ...]

    def get_initial_form_instance(self) -> Model:
        kept = {name: getattr(self.old, name) for name in (*self.words, "collection")}
        return self.model(uploaded_by_user=self.request.user, **kept)

    def get_add_url(self) -> str:
        return self.address("replace")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"old": self.old, "kind": self.model._meta.verbose_name}

    def get_success_message(self, instance: Model) -> str:
        return f"“{instance}” was added. The old {self.model._meta.verbose_name} is unchanged."

    def get_success_url(self) -> str:
        return self.address("uses_of")


class ReplaceImageView(ReplaceView, images.CreateView):
    kind = "image"
    words = ("title", "description")


class ReplaceDocumentView(ReplaceView, documents.CreateView):
    kind = "document"
    words = ("title",)


class UsesView(OfOneObject, WagtailAdminTemplateMixin, TemplateView):
    """The pages that show an object, in a live version, in review or in a draft."""

    page_title = "Where it is used"
    template_name = "pages/admin/uses.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = {"uses": uses_of(self.old), "old": self.old, "kind": self.model._meta.verbose_name}
        return super().get_context_data(**kwargs) | found


class UsesOfImageView(UsesView):
    model = HubImage
    kind = "image"
    header_icon = "image"
    index_url_name, edit_url_name = "wagtailimages:index", "wagtailimages:edit"


class UsesOfDocumentView(UsesView):
    model = HubDocument
    kind = "document"
    header_icon = "doc-full-inverse"
    index_url_name, edit_url_name = "wagtaildocs:index", "wagtaildocs:edit"


def register() -> list:
    """Admin addresses; the first two stand before Wagtail's own."""
    own = [
        path("images/<int:image_id>/", EditImageView.as_view()),
        path("documents/edit/<int:document_id>/", EditDocumentView.as_view()),
        path("images/<int:pk>/replace/", ReplaceImageView.as_view(), name="replace_image"),
        path("images/<int:pk>/uses/", UsesOfImageView.as_view(), name="uses_of_image"),
        path("documents/<int:pk>/replace/", ReplaceDocumentView.as_view(), name="replace_document"),
        path("documents/<int:pk>/uses/", UsesOfDocumentView.as_view(), name="uses_of_document"),
    ]
    return [path("", include((own, "media")))]
