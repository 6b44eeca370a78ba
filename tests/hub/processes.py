"""Runs programs of this project as somebody at a keyboard does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What a shell has, and nothing that the test run itself set.
INHERITED = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "VIRTUAL_ENV")


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``python ARGUMENTS`` with these environment variables; standard error joins standard output."""
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**environment, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def tool(name: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a checking tool from the folder of the running interpreter."""
    return subprocess.run(
        [Path(sys.executable).parent / name, *arguments],
        cwd=cwd,
        env={name: os.environ[name] for name in INHERITED if name in os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
