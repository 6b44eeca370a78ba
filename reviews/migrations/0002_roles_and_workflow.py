"""The three groups, the review workflow on the whole tree, and the first ledger entry.

Wagtail's own group *Moderators* and its workflow come with Wagtail's migrations; both go, because a moderator
publishes and here nobody does.  Reversing brings them back.
"""

from django.conf import settings
from django.db import migrations

EDITORS, REVIEWERS, ADMINISTRATORS, MODERATORS = "Editors", "Clinical reviewers", "Administrators", "Moderators"
WORKFLOW, TASK, STOCK_WORKFLOW = "Clinical review", "Clinical review", "Moderators approval"

PAGE_PERMISSIONS = {
    EDITORS: ["add", "change"],
    REVIEWERS: ["change"],
    ADMINISTRATORS: ["add", "change", "publish", "lock", "unlock"],
    MODERATORS: ["add", "change", "publish", "lock", "unlock"],
}


def _permission(apps, app_label, model, codename, name=""):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name or f"Can {codename.replace('_', ' ')}"}
    )
    return permission


def _group(apps, name):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
    group.permissions.add(_permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"))
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    for action in PAGE_PERMISSIONS[name]:
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=_permission(apps, "wagtailcore", "page", f"{action}_page")
        )
    return group


def make_roles(apps, schema_editor):
    for name in (EDITORS, REVIEWERS, ADMINISTRATORS):
        _group(apps, name)
    user_app, user_model = settings.AUTH_USER_MODEL.lower().split(".")
    administrators = apps.get_model("auth", "Group").objects.get(name=ADMINISTRATORS)
    administrators.permissions.add(
        _permission(apps, "reviews", "decision", "withdraw_page", "Can withdraw a page from the public"),
        _permission(apps, "reviews", "reviewerprofile", "add_reviewerprofile", "Can add reviewer appointment"),
        _permission(apps, "reviews", "reviewerprofile", "view_reviewerprofile", "Can view reviewer appointment"),
        *(_permission(apps, user_app, user_model, f"{action}_{user_model}") for action in ("add", "change", "view")),
    )
    apps.get_model("auth", "Group").objects.filter(name=MODERATORS, user__isnull=True).delete()


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=[REVIEWERS, ADMINISTRATORS]).delete()
    _group(apps, MODERATORS)


def make_workflow(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="reviews", model="clinicalreviewtask"
    )
    task = apps.get_model("reviews", "ClinicalReviewTask").objects.create(
        name=TASK, active=True, content_type=content_type
    )
    task.groups.add(apps.get_model("auth", "Group").objects.get(name=REVIEWERS))
    Workflow = apps.get_model("wagtailcore", "Workflow")
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    _assign(apps, workflow)
    Workflow.objects.filter(name=STOCK_WORKFLOW).update(active=False)
    apps.get_model("wagtailcore", "Task").objects.filter(name=STOCK_WORKFLOW).update(active=False)


def remove_workflow(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    stock = Workflow.objects.filter(name=STOCK_WORKFLOW).first()
    if stock is not None:
        Workflow.objects.filter(pk=stock.pk).update(active=True)
        apps.get_model("wagtailcore", "Task").objects.filter(name=STOCK_WORKFLOW).update(active=True)
        _assign(apps, stock)
    Workflow.objects.filter(name=WORKFLOW).delete()
    apps.get_model("reviews", "ClinicalReviewTask").objects.all().delete()


def _assign(apps, workflow):
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(page=root, defaults={"workflow": workflow})


def open_ledger(apps, schema_editor):
    from reviews.ledger import GENESIS, NO_HASH, entry_values

    apps.get_model("reviews", "LedgerEntry").objects.create(**entry_values(GENESIS, "opened", {}, NO_HASH))


def close_ledger(apps, schema_editor):
    apps.get_model("reviews", "LedgerEntry").objects.filter(sequence=0).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0002_initial_data"),
        ("wagtaildocs", "0002_initial_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(make_roles, remove_roles),
        migrations.RunPython(make_workflow, remove_workflow),
        migrations.RunPython(open_ledger, close_ledger),
    ]
