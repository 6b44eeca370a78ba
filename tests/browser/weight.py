"""What a first visit costs somebody on a slow line: all that the browser asks for, packed as it is sent."""

from __future__ import annotations

import gzip

from playwright.sync_api import Page as Tab
from playwright.sync_api import Request, Response

# Of a page with its style sheets, scripts and pictures.
MOST_BYTES = 60_000
# A page without its style sheet weighs less: the scales would be out of order.
LEAST_BYTES = 8_000
MOST_FILES = 5
BLOCKING = "script[src]:not([defer], [async], [type=module])"


class Scales:
    """Weighs what ``tab`` loads from now on, as ``hub.published_cache`` and WhiteNoise pack it on its way."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._asked: list[str] = []
        self._packed: dict[str, int] = {}
        tab.on("request", self._note)

    def faults(self, document: Response) -> list[str]:
        """What is too heavy, of all that was asked for since the last time: ``document``, and what belongs to it."""
        files = {url for url in self._asked if url != document.url}
        self._asked.clear()
        weight = _packed(document.body()) + sum(map(self._weight, files))
        found = [] if LEAST_BYTES <= weight <= MOST_BYTES else [f"weighs {weight} bytes"]
        found += [f"loads {len(files)} files: {files}"] * (len(files) > MOST_FILES)
        return found + ["a script keeps it from showing"] * (self._tab.locator(BLOCKING).count() > 0)

    def _weight(self, url: str) -> int:
        if url not in self._packed:
            self._packed[url] = _packed(self._tab.request.get(url).body())
        return self._packed[url]

    def _note(self, request: Request) -> None:
        self._asked.append(request.url)


def _packed(body: bytes) -> int:
    return len(gzip.compress(body, 6))
