"""A dot for each person of 100 or 1,000, the affected ones filled.

Icon arrays help readers to see a risk as it is, whatever their numeracy (Galesic, Garcia-Retamero and Gigerenzer 2009,
doi:10.1037/a0014474).  A grid of dots is one dashed line with round ends: a thousand dots in a few hundred bytes.
"""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.pictures.shares import Share

STEP = 10
# Dots in a row: the shape of the grid, by how many dots there are.
IN_ROW = {100: 20, 1_000: 50}


def dots(first: int, last: int, in_row: int) -> str:
    """The path of the dots from ``first`` up to but without ``last``, counted from 0 along the rows."""
    parts = []
    while first < last:
        row, column = divmod(first, in_row)
        end = min(last, (row + 1) * in_row)
        # A line from the first dot of a row to just behind the last: browsers leave out a dot that ends the line.
        parts.append(f"M{column * STEP + STEP // 2} {row * STEP + STEP // 2}h{(end - first - 1) * STEP + 1}")
        first = end
    return "".join(parts)


def icon_array(share: Share, label: str = "") -> SafeString:
    """SVG of ``share``; ``label`` is what it says to those who do not see it, by default the share in words.

    Affected people are large and dark, those who may be affected rings, the others small: it reads without colour.
    """
    in_row = IN_ROW[share.of]
    possible = max(share.up_to or 0, share.count)
    drawn = (
        ("others", 5, possible, share.of),
        ("possible", 7, share.count, possible),
        ("affected", 9, 0, share.count),
    )
    paths = format_html_join(
        "",
        '<path class="people__{}" stroke-width="{}" d="{}"/>',
        ((name, width, dots(first, last, in_row)) for name, width, first, last in drawn if first < last),
    )
    return format_html(
        '<svg class="people" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}" fill="none" '
        'stroke="currentColor" stroke-linecap="round" stroke-dasharray="0 {}">{}</svg>',
        label or share.in_words[:1].upper() + share.in_words[1:],
        *(in_row * STEP, share.of // in_row * STEP) * 2,
        STEP,
        paths,
    )
