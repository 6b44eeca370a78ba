"""What each content rule must find and must leave alone, one module per family."""

from tests.pages.checks_corpus import dosing, numbers
from tests.pages.checks_corpus.cases import Cases, Subject

CORPUS: dict[str, Cases] = {**dosing.CORPUS, **numbers.CORPUS}

__all__ = ["CORPUS", "Cases", "Subject"]
