"""What a finished workflow does.  Wagtail imports this while its models load: nothing of it at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: WorkflowState, user: AbstractBaseUser | None = None) -> None:
    """Publish the revision of the approving decision, and no other; refuse when there is none."""
