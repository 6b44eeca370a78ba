"""Asking this process for a page, and how long the finished answer takes."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

from django.test import Client


def asked(address: str, client: Client | None = None) -> tuple[Any, float]:
    """The response and milliseconds.  Raises ``RuntimeError`` unless it is a 200: there is nothing to time."""
    began = time.perf_counter()
    response = (client or Client()).get(address)
    taken = (time.perf_counter() - began) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}; there is nothing to time")
    return response, taken


def milliseconds(address: str, rounds: int, client: Client | None = None) -> float:
    """The median of so many rounds after the first, which loads templates and forms, once for each worker."""
    return median([asked(address, client)[1] for _ in range(rounds + 1)][1:])
