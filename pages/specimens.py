"""The throw-away pages of ``manage.py selftest_gate``: a standard page below a home page of its own."""

from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Page

from pages.models import HomePage, StandardPage
from pages.models.standard import StandardReference
from reviews.selftest import specimens


def section(title: str, slug: str) -> Page:
    return HomePage(title=title, slug=slug)


def page(title: str, slug: str, words: str) -> Page:
    text = {"text": "<p>This page belongs to a test of the review gate.</p>", "sources": "origin"}
    made = StandardPage(title=title, slug=slug, lead=words, body=[("text", text)])
    made.references = [StandardReference(key="origin", kind="database", citation="Made by the test itself.")]
    return made


def search(words: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': words})}"


specimens.register(specimens.Specimen(section=section, page=page, words_field="lead", search=search))
