"""Readers ask for renditions by file name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_media_permissions")]
    operations = [
        migrations.AddIndex("hubrendition", models.Index(fields=["file"], name="rendition_by_file")),
    ]
