"""Which reader a file is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from pages.importers import ctgov, files, openfda, pubmed, spl
from pages.importers.facts import LabelFacts, StudyFacts

Facts: TypeAlias = LabelFacts | StudyFacts
Readers: TypeAlias = Mapping[str, Callable[[bytes], tuple[Facts, ...]]]

LABELS: Readers = {"xml": spl.read, "json": openfda.read}
STUDIES: Readers = {"xml": pubmed.read, "json": ctgov.read}


def read(data: bytes, readers: Readers) -> tuple[Facts, ...]:
    """What the file says, one for each label or study in it.  Raises ImportRefused."""
    files.require_size(len(data))
    return readers[files.looks_like(data)](data)
