#!/usr/bin/env python3
"""Check a copy of the decision ledger, offline, with Python's standard library alone.

    python3 verify_ledger.py ledger.jsonl [--head HASH]

Each line is {"body": {...}, "hash": "..."}.  A hash is the SHA-256 of its body as canonical JSON (keys sorted, no
white space, UTF-8), and every body names the hash of the line before.  So no entry can be altered, removed,
reordered or inserted without a line that does not fit.  What a chain cannot show is that its end was cut off:
whoever kept the hash of a later head (it stands on every page of the site) gives it with --head.
"""

import argparse
import hashlib
import json
import pathlib
import sys
from collections.abc import Iterable

NO_HASH = "0" * 64


def canonical(body: object) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def problems(lines: Iterable[str], head: str = "") -> list[str]:
    """What is wrong with the ledger, one sentence each; empty when it is whole.  ``head``: a hash it must hold."""
    found: list[str] = []
    previous, seen = NO_HASH, set()
    number = -1
    for number, line in enumerate(lines):
        try:
            entry = json.loads(line)
            body, stated = entry["body"], entry["hash"]
            sequence, named = body["sequence"], body["previous_hash"]
        except (ValueError, KeyError, TypeError):
            found.append(f"line {number + 1}: this is not a ledger entry")
            continue
        computed = hashlib.sha256(canonical(body)).hexdigest()
        if computed != stated:
            found.append(f"entry {sequence}: the text was altered (its hash is {computed}, not {stated})")
        if sequence != number:
            found.append(f"line {number + 1}: entry {sequence} stands where entry {number} should")
        if named != previous:
            found.append(f"entry {sequence}: it does not follow the entry before it")
        previous = stated
        seen.add(stated)
    if number < 0:
        found.append("the ledger is empty; it starts with an entry of its own")
    if head and head not in seen:
        found.append(f"the entry with hash {head} is missing: the end was cut off, or history was rewritten")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="the ledger, as fetched from /ledger.jsonl")
    parser.add_argument("--head", default="", help="a hash that the ledger must hold")
    options = parser.parse_args()
    lines = pathlib.Path(options.file).read_text(encoding="utf-8").splitlines()
    found = problems(lines, options.head)
    for problem in found:
        print(problem)
    if not found:
        print(f"{len(lines)} entries, whole and in order; head {json.loads(lines[-1])['hash']}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
