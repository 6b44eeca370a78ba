"""All that a hub holds in one file: its rows, its uploaded files, and the head of its ledger.

A ZIP archive that any tool opens: ``manifest.json``, ``tables/NAME.jsonl`` (a row a line, as text that both kinds of
database read) and ``files/NAME``.  The manifest holds the SHA-256 of everything else.  Left out is what is made again:
indexes for search, sessions, failed attempts to sign in, waiting tasks.
"""

from __future__ import annotations

FORMAT = 1
MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"


class ArchiveRefused(Exception):
    """The archive is not whole, or this is no place to restore it to; nothing was changed."""
