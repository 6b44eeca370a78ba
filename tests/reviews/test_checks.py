"""The system checks refuse page types that would open the gate."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from wagtail.blocks import CharBlock, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from reviews import checks, triggers
from reviews.models import ContainerPageMixin, ReviewedPageMixin


def ids(model: type[Page]) -> list[str | None]:
    return [message.id for message in checks.check_page_type(model)]


def test_the_page_types_of_the_hub_pass() -> None:
    assert checks.check_page_types(None) == []


@isolate_apps("pages")
def test_a_plain_many_to_many_is_refused_because_it_is_in_no_revision() -> None:
    class Plain(ReviewedPageMixin, Page):
        related = models.ManyToManyField("self")

        class Meta:
            app_label = "pages"

    assert "reviews.E001" in ids(Plain)


@isolate_apps("pages")
def test_a_snippet_in_a_stream_is_refused_because_it_changes_without_review() -> None:
    class Snippets(ReviewedPageMixin, Page):
        body = StreamField(
            StreamBlock([("row", ListBlock(StructBlock([("caution", SnippetChooserBlock("users.User"))])))])
        )

        class Meta:
            app_label = "pages"

    assert ids(Snippets) == ["reviews.E002"]


@isolate_apps("pages")
def test_a_foreign_key_of_a_child_row_is_checked_too() -> None:
    class Owner(ReviewedPageMixin, Page):
        class Meta:
            app_label = "pages"

    class Row(models.Model):  # noqa: DJ008  never made
        page = ParentalKey(Owner, on_delete=models.CASCADE, related_name="rows")
        author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT)

        class Meta:
            app_label = "pages"

    assert Row._meta.app_label == "pages"
    assert ids(Owner) == ["reviews.E002"]


@isolate_apps("pages")
def test_a_container_page_holds_no_words() -> None:
    class Wordy(ContainerPageMixin, Page):
        intro = models.TextField()

        class Meta:
            app_label = "pages"

    class Part(models.Model):  # noqa: DJ008  never made
        page = ParentalKey(Wordy, on_delete=models.CASCADE, related_name="parts")

        class Meta:
            app_label = "pages"

    assert Part._meta.app_label == "pages"
    assert ids(Wordy) == ["reviews.E003", "reviews.E003"]


@isolate_apps("pages")
def test_a_page_type_is_reviewed_or_a_container() -> None:
    class Neither(Page):
        class Meta:
            app_label = "pages"

    assert ids(Neither) == ["reviews.E004"]


def test_blocks_without_choosers_refer_to_nothing() -> None:
    assert checks.block_targets(StructBlock([("text", CharBlock())])) == set()


@pytest.mark.django_db
def test_a_trigger_that_somebody_dropped_is_found() -> None:
    assert checks.check_triggers(None, databases=["default"]) == []
    name, table = next(iter(triggers.installed(connection).items()))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" if connection.vendor == "sqlite" else f"DROP TRIGGER {name} ON {table}")
    assert [message.id for message in checks.check_triggers(None, databases=["default"])] == ["reviews.W005"]
    # It asks the checks first, and would not begin if this were an error.
    call_command("migrate", "reviews", verbosity=0, skip_checks=False)
    assert checks.check_triggers(None, databases=["default"]) == []


@pytest.mark.django_db
def test_a_trigger_that_the_code_does_not_know_is_found() -> None:
    if connection.vendor == "sqlite":
        statement = "CREATE TRIGGER reviews_gate_forged BEFORE INSERT ON auth_group BEGIN SELECT 1; END"
    else:
        known = "reviews_gate_page_insert"
        statement = (
            f"CREATE TRIGGER reviews_gate_forged BEFORE INSERT ON auth_group FOR EACH ROW EXECUTE FUNCTION {known}()"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement)
    (message,) = checks.check_triggers(None, databases=["default"])
    assert "reviews_gate_forged" in message.msg
