"""What changed between two contents of a page, as a tree in reading order.  Pure, but for ``names``."""

from reviews.comparison.comparing import compare
from reviews.comparison.passages import Passage, passages
from reviews.comparison.tree import Change, Comparison, Kind, Shape, Span

__all__ = ["Change", "Comparison", "Kind", "Passage", "Shape", "Span", "compare", "passages"]
