"""Which Chromium the browser tests drive, and how."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

# The shell first: the same engine without the windows nobody sees, for a fifth less of the processor.
COMMANDS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
PACKAGES = ("chromium", "fonts-dejavu-core")
INSTALL = f"apt-get install -y --no-install-recommends {' '.join(PACKAGES)}"

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--no-first-run",
    # No host but this machine has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def find() -> str | None:
    """The path of a Chromium: ``CHROMIUM``, ``PATH``, then what Playwright downloaded."""
    if path := os.environ.get("CHROMIUM"):
        return path
    for command in COMMANDS:
        if path := shutil.which(command):
            return path
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = [
        *downloads.glob("chromium-*/chrome-linux*/chrome"),
        *downloads.glob("chromium_headless_shell-*/chrome-*linux*/*headless*shell"),
    ]
    return str(max(found)) if found else None


def install() -> str | None:
    """Install Debian's Chromium where that is possible without asking anybody, and return its path."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None or os.environ.get("NO_APT"):
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        subprocess.run([apt, *arguments], env=environment, stdin=subprocess.DEVNULL, check=False)
    return find()
