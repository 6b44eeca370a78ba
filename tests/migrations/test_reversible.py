"""The migrations that seed the gate can be taken back and applied again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from wagtail.models import GroupPagePermission, Page, Task, Workflow, WorkflowPage

from reviews import triggers
from reviews.models import ClinicalReviewTask, LedgerEntry


def workflow_of_the_tree() -> str:
    return WorkflowPage.objects.get(page=Page.objects.get(depth=1)).workflow.name


def test_groups_workflow_and_ledger_are_seeded(migrated_db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {"Editors", "Clinical reviewers", "Administrators"}
    assert workflow_of_the_tree() == "Clinical review"
    assert list(ClinicalReviewTask.objects.get().groups.values_list("name", flat=True)) == ["Clinical reviewers"]
    assert LedgerEntry.objects.get().kind == "opened"


def test_wagtails_own_workflow_is_off(migrated_db: None) -> None:
    assert not Workflow.objects.get(name="Moderators approval").active
    assert not Task.objects.get(name="Moderators approval").active


def test_only_administrators_publish_containers(migrated_db: None) -> None:
    publishers = GroupPagePermission.objects.filter(permission__codename="publish_page")
    assert set(publishers.values_list("group__name", flat=True)) == {"Administrators"}


@pytest.mark.untraced
def test_the_gate_can_be_taken_away_and_put_back(migrated_db: None) -> None:
    call_command("migrate", "pages", "0001", verbosity=0)
    call_command("migrate", "reviews", "0001", verbosity=0)
    assert triggers.installed(connection) == {}
    assert Group.objects.filter(name="Moderators").exists()
    assert workflow_of_the_tree() == "Moderators approval"
    call_command("migrate", verbosity=0)
    assert set(triggers.installed(connection)) == triggers.expected(connection.vendor)
    assert workflow_of_the_tree() == "Clinical review"
    assert not Group.objects.filter(name="Moderators").exists()
