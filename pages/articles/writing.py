"""From an article to a draft, with the words as they came beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page

from pages.articles import mapping
from pages.articles.parts import Article
from pages.importers.files import digest
from pages.importers.plain import shorten, words
from pages.importers.refusals import ImportRefused
from pages.importers.writing import add_draft, parent_for
from pages.models import DrugIndexPage, HomePage, SourceMaterial
from reviews.persons import Person
from reviews.refusals import ReviewRefused


@dataclass(frozen=True)
class Target:
    """What an article can become, and below which page."""

    label: str
    parent: type[Page]
    mapped: Callable[[Article], mapping.Mapped]


TARGETS = {
    "drug": Target("A drug overview", DrugIndexPage, mapping.drug_overview),
    "standard": Target("A standard page", HomePage, mapping.standard_page),
}


def write(article: Article, target: Target, data: bytes, file_name: str, user: Person) -> mapping.Mapped:
    """Store the draft, of ``user``.  Raises ImportRefused, and then nothing was made."""
    known = SourceMaterial.objects.filter(sha256=digest(data)).select_related("page").first()
    if known is not None:
        raise ImportRefused(f"Already imported: this is the source of “{known.page}”.")
    mapped = target.mapped(article)
    try:
        with transaction.atomic():
            add_draft(parent_for(target.parent, user), mapped.page, user)
            _keep(article, mapped, data, file_name, user)
    except ReviewRefused as refusal:
        raise ImportRefused(str(refusal)) from refusal
    return mapped


def _keep(article: Article, mapped: mapping.Mapped, data: bytes, file_name: str, user: Person) -> None:
    SourceMaterial.objects.create(
        page_id=mapped.page.pk,
        kind=SourceMaterial.Kind.ARTICLE,
        identifier=shorten(article.title, 100),
        version="1",
        sha256=digest(data),
        file_name=shorten(words(file_name), 255),
        imported_by=user,
        sections=[{"code": "article", "title": article.title, "text": article.text}],
        facts=[],
        not_understood=mapped.told,
    )
