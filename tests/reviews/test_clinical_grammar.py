"""The dose grammar against labelled sentences; the set-aside part was labelled before the grammar was written."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reviews.clinical import quantities

EXAMPLES = Path(__file__).parent / "clinical_examples"


def examples(part: str) -> list[dict[str, Any]]:
    return json.loads((EXAMPLES / f"{part}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("part", ["development", "set_aside"])
def test_quantities_are_found_with_precision_and_recall_of_at_least_97_percent(part: str) -> None:
    right = found = wanted = 0
    for example in examples(part):
        got = Counter(quantity.canonical for quantity in quantities.find(example["text"]))
        want = Counter(example["quantities"])
        right, found, wanted = right + (got & want).total(), found + got.total(), wanted + want.total()
    precision, recall = right / found, right / wanted
    print(f"\n{part}: precision {precision:.3f}, recall {recall:.3f} on {wanted} quantities")  # noqa: T201
    assert precision >= 0.97
    assert recall >= 0.97
