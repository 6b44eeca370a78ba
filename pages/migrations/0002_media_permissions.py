"""Editors and administrators may add images and documents; nobody but an administrator deletes them."""

from django.db import migrations

ACTIONS = {"Editors": ("add", "change", "choose"), "Clinical reviewers": ("choose",)}
ACTIONS["Administrators"] = (*ACTIONS["Editors"], "delete")
MODELS = ("hubimage", "hubdocument")


def grant(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for group_name, actions in ACTIONS.items():
        group = apps.get_model("auth", "Group").objects.get(name=group_name)
        for model in MODELS:
            content_type, _ = ContentType.objects.get_or_create(app_label="pages", model=model)
            for action in actions:
                permission, _ = Permission.objects.get_or_create(
                    content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
                )
                apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
                    group=group, collection=root, permission=permission
                )


def revoke(apps, schema_editor):
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        permission__content_type__app_label="pages"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial"), ("reviews", "0002_roles_and_workflow")]
    operations = [migrations.RunPython(grant, revoke)]
