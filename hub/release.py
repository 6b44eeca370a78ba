"""Which release of the hub this is."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What a process runs, and the versions of what it is built on.
PARTS = ("hub/**/*.py", "pages/**/*.py", "reviews/**/*.py", "templates/**/*.html", "hub/deploy/requirements.txt")


@cache
def fingerprint(root: Path = ROOT) -> str:
    """Twelve hexadecimal digits of these files: the same on every machine that runs the same release."""
    read = hashlib.sha256()
    for path in sorted(path for part in PARTS for path in root.glob(part)):
        read.update(f"{path.relative_to(root)}:{path.stat().st_size}\n".encode())
        read.update(path.read_bytes())
    return read.hexdigest()[:12]
