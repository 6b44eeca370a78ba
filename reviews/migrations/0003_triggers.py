"""From here on the database keeps the gate itself: ``reviews.migration_signals`` installs the triggers after
every ``migrate`` in which this migration is applied.  Reversing takes them away."""

from django.db import migrations


def take_away(apps, schema_editor):
    from reviews import triggers

    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_roles_and_workflow")]
    operations = [migrations.RunPython(migrations.RunPython.noop, take_away)]
