"""What must hold of every project that installs this app, as system checks with ids and hints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.apps import apps as current_apps
from django.contrib.contenttypes.models import ContentType
from django.core import checks
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ChooserBlock, ListBlock
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page, Revision

from reviews import triggers
from reviews.comparison import reading
from reviews.migration_signals import MIGRATION
from reviews.models.pages import ContainerPageMixin, ReviewedPageMixin

# What Wagtail's own fields of a page refer to; none of it is shown to a reader.
FURNITURE = (Page, Revision, ContentType, Locale)


@checks.register()
def check_page_types(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every page type of the project is reviewed, or a container without words."""
    wanted = {config.label for config in app_configs} if app_configs else None
    found: list[checks.CheckMessage] = []
    for model in current_apps.get_models():
        if issubclass(model, Page) and model is not Page and (wanted is None or model._meta.app_label in wanted):
            found += check_page_type(model)
    return found


def check_page_type(model: type[Page]) -> list[checks.CheckMessage]:
    if issubclass(model, ReviewedPageMixin):
        return [*_many_to_many(model), *_references(model), *_incomparable(model)]
    if issubclass(model, ContainerPageMixin):
        return list(_words_of_its_own(model))
    return [
        checks.Error(
            f"{model.__name__} is neither reviewed nor a container.",
            hint="Put ReviewedPageMixin, or ContainerPageMixin for a page without words, before Page in its bases.",
            obj=model,
            id="reviews.E004",
        )
    ]


def _many_to_many(model: type[Page]) -> Iterator[checks.CheckMessage]:
    for field in model._meta.many_to_many:
        through = getattr(field.remote_field, "through", None)
        if through is not None and through._meta.auto_created and not isinstance(field, ParentalManyToManyField):
            yield checks.Error(
                f"{model.__name__}.{field.name} is a plain ManyToManyField: it is in no revision, so nobody can "
                "approve it.",
                hint="Use ParentalManyToManyField.",
                obj=field,
                id="reviews.E001",
            )


def _references(model: type[Page]) -> Iterator[checks.CheckMessage]:
    owners = [model, *_children(model)]
    for owner in owners:
        for name, target in _targets(owner):
            shown_safely = issubclass(target, FURNITURE) or hasattr(target, "review_fingerprint")
            if not shown_safely:
                yield checks.Error(
                    f"{owner.__name__}.{name} refers to {target.__name__}, whose content can change without review.",
                    hint="Put the words into the page, or give the model review_fingerprint().",
                    obj=owner,
                    id="reviews.E002",
                )


def _incomparable(model: type[Page]) -> Iterator[checks.CheckMessage]:
    for path, kind in reading.unknown(model):
        yield checks.Error(
            f"{model.__name__}.{path} is a {kind}, which the comparison cannot read: reviewers would see it as stored.",
            hint="Use a field or block that reviews.comparison knows, or teach it this kind.",
            obj=model,
            id="reviews.E006",
        )


def _children(model: type[Page]) -> list[type[models.Model]]:
    return [
        relation.related_model
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    ]


def _targets(owner: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    """(field, model) of everything the fields and blocks of ``owner`` may show by reference."""
    inherited = {field.name for field in Page._meta.get_fields()}
    for field in owner._meta.get_fields():
        if field.name in inherited:
            continue
        if isinstance(field, StreamField):
            yield from ((field.name, target) for target in block_targets(field.stream_block))
        elif isinstance(field, models.ForeignKey | ParentalManyToManyField) and not _is_own_key(field):
            yield field.name, field.related_model


def _is_own_key(field: models.Field) -> bool:
    """The link to the page itself: from a child row, or to the parent class's table."""
    return isinstance(field, ParentalKey) or bool(getattr(field.remote_field, "parent_link", False))


def block_targets(block: Block) -> set[type[models.Model]]:
    """Models that the choosers inside ``block`` choose from."""
    if isinstance(block, ChooserBlock):
        return {block.target_model}
    children = [block.child_block] if isinstance(block, ListBlock) else getattr(block, "child_blocks", {}).values()
    return {target for child in children for target in block_targets(child)}


def _words_of_its_own(model: type[Page]) -> Iterator[checks.CheckMessage]:
    own = [field for field in model._meta.local_fields if not getattr(field.remote_field, "parent_link", False)]
    for field in [*own, *model._meta.local_many_to_many]:
        yield checks.Error(
            f"{model.__name__}.{field.name}: a container page holds no words of its own, for nobody reviews them.",
            hint="Put the words into a reviewed page.",
            obj=field,
            id="reviews.E003",
        )
    for child in _children(model):
        yield checks.Error(
            f"{model.__name__} has rows of {child.__name__}: a container page holds no words of its own.",
            hint="Put the rows on a reviewed page.",
            obj=model,
            id="reviews.E003",
        )


@checks.register(checks.Tags.database)
def check_triggers(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """The database keeps the gate: every trigger is there, and none that the code does not know."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if MIGRATION not in MigrationRecorder(connection).applied_migrations():
            continue
        differing = sorted(triggers.missing(connection) | triggers.unknown(connection))
        if differing:
            found.append(
                # Not an error: “migrate”, which mends it, asks this first and would not begin.
                checks.Warning(
                    f"The review triggers of database “{alias}” are out of step, first {differing[0]}.",
                    hint="Run “manage.py migrate”, which installs them, and find out who took them away.",
                    id="reviews.W005",
                )
            )
    return found
