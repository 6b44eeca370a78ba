"""Rich text as Wagtail stores it, read into passages: paragraphs, headings, list items, each with its form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from reviews.comparison.nodes import Node, Reference, Run, leaf
from reviews.comparison.tree import Shape

RAISED, LOWERED = "superscript", "subscript"
MARKS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "code": "code",
    "u": "underlined",
    "s": "struck out",
    "strike": "struck out",
    "del": "struck out",
    "sup": RAISED,
    "sub": LOWERED,
}
FORMS = {
    **{f"h{level}": f"Heading {level}" for level in range(1, 7)},
    "p": "Paragraph",
    "blockquote": "Quotation",
    "div": "Paragraph",
    "pre": "Preformatted",
    "td": "Cell",
    "th": "Heading cell",
    "dt": "Term",
    "dd": "Description",
    "figcaption": "Caption",
    "li": "Item",
}
LISTS = {"ul": "Bullet", "ol": "Numbered item"}
LEAVES = {"hr": "Dividing line", "embed": "Embedded", "img": "Picture", "iframe": "Embedded"}
VOID = frozenset({*LEAVES, "br", "wbr", "input", "col", "source"} - {"iframe"})
TRANSPARENT = frozenset({"a", "span", "tr", "tbody", "thead", "table", "dl", "figure", "html", "body", "section"})
_KEY = re.compile(r'\s*\bdata-block-key="[^"]*"')
_SPACE = re.compile(r"[ \t\n\r\f]+")
# A superscript digit is not the digit: 10⁹ must not read as 109, in any place the text goes to.
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_CAN_RAISE = re.compile(r"[0-9+\-−=()n]+")
_CAN_LOWER = re.compile(r"[0-9+\-−=()]+")


def prose(key: str, label: str, html: str) -> Node:
    """The passages of ``html``, in Wagtail's database representation."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
        reader.end_passage()
    except AssertionError:
        # How html.parser says that a declaration such as “<![x” is broken.  Then the source is what there is to read.
        return leaf(key, label, html)
    return Node(key, label, Shape.PROSE, children=tuple(reader.passages), raw=_KEY.sub("", html))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Node] = []
        self.runs: list[Run] = []
        self.open: list[str] = []
        self.targets: list[Reference | str] = []
        self.form, self.identity = "Paragraph", ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in LEAVES:
            self.end_passage()
            self._add(LEAVES[tag], given.get("data-block-key", ""), _shown(tag, given))
        elif tag == "br":
            self.runs.append(Run("\n", self._marks()))
        elif tag in FORMS or tag in LISTS:
            self.end_passage()
            self.open.append(tag)
            if tag in FORMS:
                self.form, self.identity = self._form(tag), given.get("data-block-key", "")
        elif tag not in VOID:
            self.open.append(tag)
            if tag == "a":
                self.targets.append(_target(given))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        if tag in FORMS or tag in LISTS:
            self.end_passage()
        while self.open:
            closed = self.open.pop()
            if closed == "a":
                self.targets.pop()
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        text = data if "pre" in self.open else _SPACE.sub(" ", data)
        marks = self._marks()
        for mark, can, letters in ((RAISED, _CAN_RAISE, _RAISED), (LOWERED, _CAN_LOWER, _LOWERED)):
            if mark in marks and can.fullmatch(text):
                text, marks = text.translate(letters), tuple(other for other in marks if other != mark)
        self.runs.append(Run(text, marks, self.targets[-1] if self.targets else ""))

    def end_passage(self) -> None:
        runs = _trimmed(self.runs)
        if runs:
            self._add(self.form, self.identity, runs)
            self.form, self.identity = "Paragraph", ""
        self.runs = []

    def _add(self, form: str, identity: str, runs: tuple[Run, ...]) -> None:
        self.passages.append(
            Node(str(len(self.passages) + 1), form, Shape.LEAF, runs=runs, identity=identity, form=form)
        )

    def _marks(self) -> tuple[str, ...]:
        block = {*FORMS, *LISTS, *TRANSPARENT}
        return tuple(sorted({MARKS.get(tag, tag) for tag in self.open if tag not in block}))

    def _form(self, tag: str) -> str:
        """A paragraph inside a list item or a quotation is that."""
        around = [one for one in self.open if one in LISTS]
        if tag in {"li", "p", "div"} and "li" in self.open and around:
            return LISTS[around[-1]] + (f", level {len(around)}" if len(around) > 1 else "")
        return FORMS["blockquote"] if "blockquote" in self.open and tag in {"p", "div"} else FORMS[tag]


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Without the white space that a browser does not show: at the ends, and after other white space."""
    kept: list[Run] = []
    after_space = True
    for run in runs:
        text = run.text.removeprefix(" ") if after_space else run.text
        if text:
            after_space = text[-1] in " \n"
            kept.append(Run(text, run.marks, run.target))
    while kept and kept[-1].text[-1] in " \n":
        last = kept.pop()
        if text := last.text.rstrip(" \n"):
            kept.append(Run(text, last.marks, last.target))
    return tuple(kept)


def _target(given: dict[str, str]) -> Reference | str:
    pk = given.get("id", "")
    match given.get("linktype"):
        case "page":
            return Reference("wagtailcore.page", pk, "page")
        case "document":
            return Reference(get_document_model_string().lower(), pk, "document")
        case None:
            return given.get("href", "") or given.get("name", "")
        case other:
            return f"{other} {pk or given.get('href', '')}"


def _shown(tag: str, given: dict[str, str]) -> tuple[Run, ...]:
    if given.get("embedtype") == "image":
        text = given.get("alt", "")
        image = Run("", target=Reference(get_image_model_string().lower(), given.get("id", ""), "image"))
        said = ", ".join(part for part in (text, given.get("format", "")) if part)
        return (image, Run(f" ({said})")) if said else (image,)
    address = given.get("url") or given.get("src") or ""
    return (Run(address),) if address else ()
