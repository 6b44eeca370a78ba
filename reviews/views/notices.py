"""What this person was told: the list, and marking as read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from reviews.models.notices import Notice
from reviews.views.base import DeskTable


class NoticesView(DeskTable, BaseListingView):
    """A person's own notices, newest first; POST marks them as read, or the one that is named."""

    template_name = "reviews/notices.html"
    page_title = "Notices"
    caption = "What you were told, newest first"
    header_icon = "mail"
    index_url_name = "reviews:notices"
    no_results_message = "Nobody had anything to tell you."
    paginate_by = 50

    def get_queryset(self) -> Any:
        return Notice.objects.filter(person=self.request.user, in_admin=True)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unread = Notice.objects.unread_by(request.user)
        named = request.POST.get("notice", "")
        if named:
            unread = unread.filter(pk=named) if named.isdecimal() else unread.none()
        marked = unread.update(read_at=timezone.now())
        messages.success(request, f"{marked} notice{'' if marked == 1 else 's'} marked as read.")
        return redirect(get_valid_next_url_from_request(request) or reverse("reviews:notices"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unread=Notice.objects.unread_by(self.request.user).exists(), **kwargs)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        address = f"{reverse('wagtailadmin_account')}#tab-notifications"
        return [HeaderButton("What you are told", address, icon_name="cog")]

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("subject", label="Notice", get_url=lambda notice: notice.url),
            Column("kind", label="Why", accessor="get_kind_display"),
            DateColumn("created_at", label="When"),
            StatusTagColumn("state", label="State", accessor=_state, primary=_is_unread),
        ]


def _is_unread(notice: Notice) -> bool:
    return notice.read_at is None


def _state(notice: Notice) -> str:
    return "Unread" if _is_unread(notice) else "Read"
