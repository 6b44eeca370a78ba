"""Content encodings: which ones this server can make, and which one a reader asks for (RFC 9110, 12.5.3)."""

from __future__ import annotations

import gzip
import importlib
from collections.abc import Callable, Mapping
from functools import lru_cache

IDENTITY = "identity"
MAX_HEADER = 256
GZIP_LEVEL, BROTLI_QUALITY = 6, 5


def available() -> dict[str, Callable[[bytes], bytes]]:
    """The encodings of this installation, best first.  Brotli where its library happens to be installed."""
    found: dict[str, Callable[[bytes], bytes]] = {}
    try:
        brotli = importlib.import_module("brotli")
    except ImportError:
        pass
    else:
        found["br"] = lambda body: brotli.compress(body, quality=BROTLI_QUALITY)
    # No time stamp: the same words are the same bytes, whichever worker packed them.
    found["gzip"] = lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0)
    return found


def chosen(header: str, offered: Mapping[str, object]) -> str:
    """The encoding to answer with: the one of ``offered`` that the reader weighs highest, our order breaking ties.

    What nobody can satisfy (``identity;q=0`` and nothing else) is answered plainly, as the standard allows.
    """
    if not header or len(header) > MAX_HEADER:
        return IDENTITY
    weights = _weights(header)
    anything = weights.get("*", 0.0)
    best, best_weight = IDENTITY, weights.get(IDENTITY, 0.0)
    for name in reversed(list(offered)):
        weight = weights.get(name, anything)
        if weight > 0 and weight >= best_weight:
            best, best_weight = name, weight
    return best


@lru_cache(maxsize=512)
def _weights(header: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        if name:
            weights[name.removeprefix("x-")] = _weight(parameters)
    return weights


def _weight(parameters: list[str]) -> float:
    """1 unless there is a ``q``; one that cannot be read refuses."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
