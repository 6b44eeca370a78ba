"""The queue: what waits for a decision, whose it is, and where in the site it belongs.  Knows nothing of views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Value, When
from django.utils import timezone
from wagtail.models import Page

from reviews.contributions import display_name
from reviews.eligibility import why_not_independent
from reviews.lookups import Among
from reviews.models.assignments import Absence
from reviews.models.decisions import Decision, Outcome
from reviews.models.requests import Priority, ReviewRequest
from reviews.persons import Person
from reviews.triggers import reviewed_models


class Whose(StrEnum):
    """The three lists of the queue."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    ALL = "all"


class _ListLength(Func):
    """How many entries a JSON list has."""

    function = "jsonb_array_length"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_array_length", **context)


def waiting(keys: Iterable[int]) -> Any:
    """These submissions with ``assignee_now``, ``urgency`` (0 to 2), ``change_count`` and ``finding_count``."""
    urgency = Case(
        When(priority=Priority.URGENT, then=Value(2)), When(priority=Priority.SOON, then=Value(1)), default=Value(0)
    )
    counted = (
        ReviewRequest.objects.filter(Among(F("pk"), keys))
        .with_assignee()
        .annotate(urgency=urgency, change_count=_ListLength("clinical_changes"), finding_count=_ListLength("findings"))
    )
    # The lists themselves can be long, and the queue shows only how long.
    return counted.select_related("page__content_type", "revision").defer(
        "revision__content", "clinical_changes", "findings"
    )


def signed_by(user: Person) -> Exists:
    """Whether ``user`` has signed a submission that still waits for another profession."""
    return Exists(Decision.objects.filter(request=OuterRef("pk"), outcome=Outcome.COSIGNED, decided_by=user))


class _Entry(NamedTuple):
    pk: int
    assignee: int | None
    submitter: int
    path: str
    page_type: int


@dataclass(frozen=True)
class Overview:
    """What the whole queue is made of, and what there is to choose from.

    What is open follows from requests and decisions, of which an old site has many, so it is found once.
    """

    user: Person

    @cached_property
    def entries(self) -> list[_Entry]:
        # The keys alone come from indexes; rows of an old site are many and wide.
        keys = list(ReviewRequest.objects.open().order_by("pk").values_list("pk", flat=True))
        columns = ("pk", "assignee_now", "submitted_by_id", "page__path", "page__content_type_id")
        rows = ReviewRequest.objects.filter(Among(F("pk"), keys)).with_assignee().order_by("pk").values_list(*columns)
        return [_Entry(*row) for row in rows]

    @cached_property
    def _absences(self) -> list[tuple[int, int]]:
        """Who is away today, and who covers, as keys."""
        return list(Absence.objects.on(timezone.localdate()).values_list("person_id", "cover_id"))

    @cached_property
    def mine(self) -> set[int]:
        """Keys of the people whose submissions the person sees as theirs: their own, and of those they cover today."""
        return {self.user.pk} | {person for person, cover in self._absences if cover == self.user.pk}

    @cached_property
    def away(self) -> dict[int, int]:
        """Who covers today for whom, as keys."""
        return dict(self._absences)

    def keys(self, whose: Whose) -> list[int]:
        """Keys of the submissions on one of the three lists."""
        return [entry.pk for entry in self.entries if self._is(entry.assignee, whose)]

    def _is(self, assignee: int | None, whose: Whose) -> bool:
        if whose is Whose.ALL:
            return True
        return assignee is None if whose is Whose.UNASSIGNED else assignee in self.mine

    def decidable(self) -> list[int]:
        """Keys of the submissions that the person, if a reviewer at all, could approve."""
        keys = self.keys(Whose.ALL)
        unsigned = (
            ReviewRequest.objects.filter(Among(F("pk"), keys))
            .exclude(signed_by(self.user))
            .only("pk", "contributors", "submitted_by")
        )
        return [request.pk for request in unsigned if not why_not_independent(self.user, request)]

    @cached_property
    def names(self) -> dict[int, str]:
        """Names of everybody who submitted, is expected to decide, or covers, by key."""
        keys = {entry.submitter for entry in self.entries} | {entry.assignee for entry in self.entries}
        keys |= set(self.away.values())
        people = get_user_model()._default_manager.in_bulk([key for key in keys if key is not None])
        return {key: display_name(person) for key, person in people.items()}

    def expected(self, assignee: int | None) -> str:
        """Who is expected to decide, in words, with the cover of somebody who is away; empty for nobody."""
        if assignee is None:
            return ""
        name = self.names.get(assignee, "")
        cover = self.away.get(assignee)
        return f"{name}, away: {self.names.get(cover, '')} covers" if cover else name

    @cached_property
    def page_types(self) -> dict[int, str]:
        types = ContentType.objects.get_for_models(*reviewed_models())
        names = {content_type.pk: str(model._meta.verbose_name).capitalize() for model, content_type in types.items()}
        waiting = {entry.page_type for entry in self.entries}
        return {key: name for key, name in names.items() if key in waiting}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles of the reviewed pages that waiting pages are, or stand below, by tree path."""
        return reviewed_titles(entry.path for entry in self.entries)

    def subjects(self) -> dict[str, str]:
        """The highest reviewed page above each waiting page, or itself: {tree path: title}, by title."""
        highest = {
            path: title
            for path, title in self.titles.items()
            if not any(higher in self.titles for higher in above(path))
        }
        return dict(sorted(highest.items(), key=lambda item: item[1].casefold()))

    def part_of(self, path: str) -> str:
        return part_of(path, self.titles)


def reviewed_titles(paths: Iterable[str]) -> dict[str, str]:
    """Titles, by tree path, of the reviewed pages among these paths and those above them.  One query."""
    wanted = {step for path in paths for step in [*above(path), path]}
    types = ContentType.objects.get_for_models(*reviewed_models()).values()
    return dict(Page.objects.filter(path__in=wanted, content_type__in=types).values_list("path", "title"))


def above(path: str) -> list[str]:
    """Tree paths of the pages above, from the root down."""
    return [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]


def part_of(path: str, titles: dict[str, str]) -> str:
    """Titles of the reviewed pages above a page, from the top: “Naltrexone”; empty for a page of its own."""
    return " › ".join(titles[higher] for higher in above(path) if higher in titles)
