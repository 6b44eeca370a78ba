"""What a first visit costs somebody on a slow line: all that the browser asks for, packed as it is sent."""

from __future__ import annotations

import gzip

from playwright.sync_api import Page as Tab
from playwright.sync_api import Response

# Of a page with its style sheets, scripts and pictures.
MOST_BYTES = 60_000
# A page without its style sheet weighs less: the scales would be out of order.
LEAST_BYTES = 8_000
MOST_FILES = 5
BLOCKING = "script[src]:not([defer], [async], [type=module])"


class Scales:
    """Weighs what ``tab`` loads from now on; nothing comes out of the browser's memory."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._loaded: list[Response] = []
        tab.on("response", self._note)
        tab.context.new_cdp_session(tab).send("Network.setCacheDisabled", {"cacheDisabled": True})

    def faults(self) -> list[str]:
        """What is too heavy, of all that was loaded since the last time."""
        self._tab.wait_for_load_state("networkidle")
        loaded, self._loaded[:] = list(self._loaded), []
        # As hub.published_cache and WhiteNoise pack them, though nothing packs on a test's server.
        weight = sum(len(gzip.compress(response.body(), 6)) for response in loaded)
        found = [] if LEAST_BYTES <= weight <= MOST_BYTES else [f"weighs {weight} bytes"]
        found += [f"loads {len(loaded)} files"] * (len(loaded) > MOST_FILES)
        return found + ["a script keeps it from showing"] * (self._tab.locator(BLOCKING).count() > 0)

    def _note(self, response: Response) -> None:
        self._loaded.append(response)
