"""Pictures and leaflets to put on pages."""

from __future__ import annotations

import io
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from pages.models import HubDocument, HubImage
from tests import factories


def png(colour: str) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Picture.new("RGB", (64, 64), colour).save(buffer, "PNG")
    return SimpleUploadedFile(f"{colour}.png", buffer.getvalue(), "image/png")


def pdf(words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("leaflet.pdf", f"%PDF-1.4 {words}".encode(), "application/pdf")


def named(file: SimpleUploadedFile, name: str) -> SimpleUploadedFile:
    file.name = name
    return file


def image(**fields: Any) -> HubImage:
    # Wagtail remembers renditions by the image's number, and SQLite gives the numbers of rolled-back rows again.
    cache.clear()
    stored = {"title": "The tablet", "description": "A white tablet.", "file": png("white")} | fields
    return HubImage.objects.create(**stored)


def document(**fields: Any) -> HubDocument:
    return HubDocument.objects.create(**{"title": "Leaflet", "file": pdf("Take 50 mg.")} | fields)


def body(*shown: HubImage | HubDocument) -> list[tuple[str, Any]]:
    """Prose that shows these."""
    return [
        ("picture", {"image": one, "alt_text": one.title, "caption": ""})
        if isinstance(one, HubImage)
        else factories.text(f'Read <a linktype="document" id="{one.pk}">the leaflet</a>.')
        for one in shown
    ]
