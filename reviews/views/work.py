"""My work: what one author has in hand, with what can be done about each page."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page

from reviews.eligibility import may_withdraw
from reviews.queue import part_of, reviewed_titles
from reviews.views.base import desk_crumb
from reviews.views.desk import DeskReport, page_type
from reviews.views.work_buttons import buttons_for, edit_address
from reviews.work import Stage, Work, listed, open_comments

TABS = {
    Stage.REPORTED: "Reported by readers",
    Stage.SENT_BACK: "Changes requested",
    Stage.FINDINGS: "New findings",
    Stage.DUE: "Due for update",
    Stage.DRAFTS: "Drafts",
    Stage.IN_REVIEW: "In review",
}
# What a page on each list is.
STATES = {**TABS, Stage.DRAFTS: "Draft"}
COMMENT_WORDS = 30


class _PageColumn(ButtonsColumnMixin, TitleColumn):
    """The page, its type and what it is part of, with what can be done about it."""

    cell_template_name = "reviews/submission_cell.html"

    def __init__(self, *args: Any, view: WorkView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def get_cell_context_data(self, instance: Page, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        about = {"page_type": page_type(instance), "part_of": self.view.part_of(instance)}
        return context | about | {"note": self.view.what_now(instance)}

    def get_buttons(self, instance: Page, parent_context: dict[str, Any]) -> list[Button]:
        return buttons_for(instance, self.view.work, may_withdraw=self.view.may_withdraw)


class WorkView(DeskReport):
    """The pages that somebody has in hand, in a fixed number of queries."""

    template_name = "reviews/queue.html"
    page_title = "My work"
    header_icon = "edit"
    is_searchable = True
    paginate_by = 25
    default_ordering = "-saved_at"
    caption = "Pages that you had a hand in and that need you, or wait for a decision"
    export_filename = "my-work"

    @cached_property
    def work(self) -> Work:
        return Work(self.request.user)

    @cached_property
    def may_withdraw(self) -> bool:
        return may_withdraw(self.request.user)

    @cached_property
    def stage(self) -> Stage | None:
        chosen = self.kwargs.get("stage")
        if chosen is not None and chosen not in set(Stage):
            raise Http404
        return Stage(chosen) if chosen else None

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"classname": "listing reviews-listing reviews-queue"}

    def get_index_url(self) -> str:
        return address_of(self.stage)

    def get_index_results_url(self) -> str:
        return address_of(self.stage, results=True)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        home, here = super().get_breadcrumbs_items()
        return [home, desk_crumb(), here]

    def get_base_queryset(self) -> Any:
        return listed(self.work.all if self.stage is None else self.work.pages[self.stage])

    def search_queryset(self, queryset: Any) -> Any:
        return queryset.filter(draft_title__icontains=self.search_query) if self.is_searching else queryset

    @cached_property
    def no_results_message(self) -> str:
        return "No page matches." if self.is_searching or self.stage else "You have nothing in hand."

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        lists: list[tuple[Stage | None, str, set[int]]] = [(None, "All", self.work.all)]
        lists += [(stage, label, self.work.pages[stage]) for stage, label in TABS.items()]
        tabs = [
            {"label": label, "url": address_of(stage), "count": len(pages), "is_open": stage is self.stage}
            for stage, label, pages in lists
        ]
        return super().get_context_data(*args, **kwargs) | {"tabs": tabs, "tabs_label": "Which of my work"}

    @cached_property
    def columns(self) -> list[Column]:
        return [
            _PageColumn("page", view=self, accessor="draft_title", get_url=edit_address, sort_key="draft_title"),
            Column("state", label="State", accessor=self._state),
            DateColumn("saved_at", label="Saved", sort_key="saved_at"),
        ]

    @cached_property
    def exported(self) -> dict[str, Column]:
        page, *others = super().exported.values()
        about = [
            Column("page", accessor=page.accessor),
            Column("page_type", label="Type", accessor=page_type),
            Column("part_of", label="Part of", accessor=self.part_of),
            Column("what_now", label="What now", accessor=self.what_now),
        ]
        return {column.name: column for column in [*about, *others]}

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton("The queue", reverse("reviews:desk"), icon_name="clipboard-list")]

    # What a row says

    @cached_property
    def _titles(self) -> dict[str, str]:
        return reviewed_titles(page.path for page in self.object_list)

    def part_of(self, page: Page) -> str:
        return part_of(page.path, self._titles)

    @cached_property
    def _open_comments(self) -> dict[int, int]:
        return open_comments({page.pk for page in self.object_list})

    def _state(self, page: Page) -> str:
        return ", ".join(STATES[stage] for stage in self.work.stages_of(page.pk))

    def what_now(self, page: Any) -> str:
        """One sentence for each list that the page stands on, and open comments."""
        said = [sentence for stage in self.work.stages_of(page.pk) if (sentence := self._sentence(stage, page))]
        if comments := self._open_comments.get(page.pk):
            said.append("1 comment is open." if comments == 1 else f"{comments} comments are open.")
        return " ".join(said)

    def _sentence(self, stage: Stage, page: Any) -> str:
        match stage:
            case Stage.REPORTED:
                about = self.work.reported[page.pk]
                reports = "1 report" if about.number == 1 else f"{about.number} reports"
                harm = f" ({about.concerns} of harm)" if about.concerns else ""
                until = date_format(timezone.localtime(about.promised_by), "j F Y")
                return f"{reports} of readers{harm}; answer by {until}."
            case Stage.SENT_BACK:
                decision = self.work.sent_back[page.pk]
                return f"{decision.decided_by_name}: “{Truncator(decision.comment).words(COMMENT_WORDS)}”"
            case Stage.FINDINGS:
                found = self.work.findings[page.pk]
                return f"{found} finding{'' if found == 1 else 's'} on the live version."
            case Stage.DUE:
                return f"Due on {date_format(self.work.due[page.pk], 'j F Y')}."
            case Stage.IN_REVIEW:
                turn = self.work.in_review[page.pk]
                expected = self.work.overview.expected(turn.assignee)
                looks = f" {expected} looks at it." if expected else ""
                return f"Number {turn.number} of {turn.length} in the queue.{looks}"
        return "" if page.version_approved else "Never approved."


def address_of(stage: Stage | None, *, results: bool = False) -> str:
    name = "reviews:work" if stage is None else "reviews:work_stage"
    return reverse(f"{name}_results" if results else name, args=[stage.value] if stage else [])
