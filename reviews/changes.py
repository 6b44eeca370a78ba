"""What a submission changes, for people and for the record: the comparison, and the clinical changes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reviews.clinical.changes import compare_passages
from reviews.comparison import Comparison, passages
from reviews.comparison.names import compare_with_names

if TYPE_CHECKING:
    from wagtail.models import Page, Revision

    from reviews.clinical.change import ClinicalChange
    from reviews.models.requests import ReviewRequest

Recorded = dict[str, Any]


def comparison_of(request: ReviewRequest) -> Comparison:
    """The submission beside the version it is compared with; all of it is new when there is none."""
    compared = request.compared_with
    before = compared.revision if compared is not None else None
    return between(type(request.page.specific_deferred), before, request.revision)


def between(model: type[Page], before: Revision | None, after: Revision, *, public: bool = False) -> Comparison:
    """``public``: pages that the public does not read are not named."""
    return compare_with_names(model, before.content if before is not None else None, after.content, only_public=public)


def clinical_changes(model: type[Page], before: Revision | None, after: Revision) -> list[Recorded]:
    """The clinical changes as they are kept with a request, the gravest first; none when nothing was there before.

    A first version is read whole: a list of all its doses would be ticked without a look.
    """
    return clinical_changes_in(between(model, before, after)) if before is not None else []


def clinical_changes_in(comparison: Comparison) -> list[Recorded]:
    """The clinical changes among those of a comparison, the gravest first, each once."""
    found = compare_passages(passages(comparison))
    return list({change.key: _recorded(change) for change in found}.values())


def _recorded(change: ClinicalChange) -> Recorded:
    return {
        "key": change.key,
        "kind": change.kind,
        "action": change.action,
        "sort": change.sort,
        "before": change.before,
        "after": change.after,
        "context_before": change.context_before,
        "context_after": change.context_after,
        "multiple": change.multiple,
        "path": change.path,
        "label": change.label,
        "sentence": change.sentence,
        "weight": change.weight,
    }
