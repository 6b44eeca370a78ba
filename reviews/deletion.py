"""What happens when something that history refers to is deleted: nothing, with a reason."""

from __future__ import annotations

from typing import Any

from reviews.refusals import ReviewRefused

INSTEAD = {"page": "Withdraw a page that the public should not read.", "user": "Deactivate a person who has left."}


def keep(collector: Any, field: Any, sub_objs: Any, using: str) -> None:
    """An ``on_delete`` that refuses and says what to do instead.

    Django's ``PROTECT`` refuses as well, with a sentence about foreign keys.  It stays on keys to revisions, whose
    deletion ``purge_revisions`` tries and takes a ``ProtectedError`` for an answer.
    """
    target = field.remote_field.model._meta
    raise ReviewRefused(
        f"This {target.verbose_name} belongs to the history of reviewed pages, so it is kept.",
        kept="Nothing was deleted.",
        next_step=INSTEAD.get(str(target.model_name), ""),
    )
