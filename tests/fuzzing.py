"""How hard to try to break something: a little in every run, and by hand ``FUZZ_EXAMPLES=10000``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


def bounded(examples: int) -> settings:
    """So many examples, unless somebody asks for another number; no clock, for the machine may be busy."""
    wanted = int(os.environ.get("FUZZ_EXAMPLES", examples))
    return settings(max_examples=wanted, deadline=None, suppress_health_check=list(HealthCheck), database=None)
