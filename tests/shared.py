"""Real labels, trials and texts, which every developer has beside the repository and which are no part of it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

SHARED = Path(settings.BASE_DIR).parent / "shared"


def files(folder: str, pattern: str = "*.*") -> list[Path]:
    """The files of a folder below ``../shared``, by name.  A test that reads them fails clearly without them."""
    found = sorted((SHARED / folder).glob(pattern))
    assert found, f"This test reads real files: they must be at {SHARED / folder}."
    return found
