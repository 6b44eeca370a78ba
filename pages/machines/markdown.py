"""The Markdown twin of a page, ``<page>/index.md``, for programs that quote it: the words of the page and no others.

It is made of the page's own HTML, the article alone, so that no second template can say something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from wagtail.models import Page

from reviews.stamps import ReviewStamp

# What is there for the eye or the hand, and says nothing that the words beside it do not.
LEFT_OUT = ("nav", "script", "style", "form", "button", "input", "template")
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "ol", "p", "pre", "section"),
        *("summary", "table", "ul"),
    }
)
EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_ALONE = frozenset({"br", "img", "svg"})
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
# What would begin a heading or a list: “12. May” is neither.
_OPENING = re.compile(r"^(#|[-+](?=\s|$))")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
WORD_JOINER = "\u2060"


@require_safe
def twin(request: HttpRequest, page: Page) -> HttpResponse:
    """``page`` is the approved one."""
    stamp = page.review_stamp
    context = page.get_context(request) | {"version_stamp": stamp, "frame": "article_alone.html"}
    html = render_to_string(page.get_template(request), context, request)
    address = request.build_absolute_uri(page.get_url(request) or "/")
    text = f"{_front_matter(page, address, stamp)}\n{from_html(html, address)}\n"
    return HttpResponse(
        text, content_type="text/markdown; charset=utf-8", headers={"Link": f'<{address}>; rel="canonical"'}
    )


def _front_matter(page: Page, address: str, stamp: ReviewStamp | None) -> str:
    """Where the words are from, in YAML: whoever quotes them can name it.  JSON strings are YAML too."""
    facts: dict[str, object] = {"title": page.title, "address": address}
    if stamp is not None:
        due = stamp.next_review_on.isoformat() if stamp.next_review_on else None
        facts |= {
            "version": stamp.version,
            "digest": stamp.digest,
            "reviewed_by": ", ".join(filter(None, [stamp.reviewed_by, stamp.credentials])),
            "last_reviewed": stamp.last_reviewed.isoformat(),
            "updated": stamp.approved_on.isoformat(),
            "next_review_due": due,
            "history": f"{address}history/",
            "verify": f"{address}history/{stamp.version}/verify/",
        }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items() if value is not None)
    return "\n".join(["---", *lines, "---", ""])


def from_html(html: str, address: str) -> str:
    """The article of a page as Markdown; links are made absolute from ``address``."""
    article = BeautifulSoup(html, "html.parser").find("article")
    return "\n\n".join(_Writer(address).blocks(article)) if isinstance(article, Tag) else ""


class _Writer:
    """Writes elements down in reading order."""

    def __init__(self, address: str) -> None:
        self._address = address

    def blocks(self, element: Tag) -> list[str]:
        """The paragraphs, lists and tables inside ``element``; what stands between them are paragraphs too."""
        found: list[str] = []
        line: list[str] = []
        for child in element.children:
            if _is_left_out(child):
                continue
            if isinstance(child, Tag) and _has_blocks(child):
                found += [*self._paragraph(line), *self._block(child)]
                line = []
            else:
                line.append(self._inline(child))
        return [*found, *self._paragraph(line)]

    def _block(self, element: Tag) -> list[str]:
        name = element.name
        if re.fullmatch(r"h[1-6]", name):
            return [f"{'#' * int(name[1])} {text}" for text in [_one_line(self._children(element))] if text]
        if name in ("ul", "ol"):
            return self._list(element)
        if name == "dl":
            return self._terms(element)
        if name == "table":
            return self._table(element)
        if name == "summary":
            return [f"**{_one_line(self._children(element))}**"]
        return self.blocks(element)

    def _paragraph(self, parts: Iterable[str]) -> list[str]:
        text = _one_line("".join(parts))
        return [_NUMBERED.sub(r"\1\\\2", _OPENING.sub(r"\\\1", text))] if text else []

    def _list(self, element: Tag) -> list[str]:
        items = []
        for number, item in enumerate(element.find_all("li", recursive=False), 1):
            mark = f"{number}. " if element.name == "ol" else "- "
            inside = "\n\n".join(self.blocks(item)).replace("\n", "\n" + " " * len(mark))
            items.append(f"{mark}{inside}")
        return ["\n".join(items)] if items else []

    def _terms(self, element: Tag) -> list[str]:
        lines: list[str] = []
        for part in element.find_all(["dt", "dd"]):
            text = _one_line(" ".join(self.blocks(part)))
            if part.name == "dt":
                lines.append(f"- **{text}:**")
            elif lines:
                lines[-1] += f" {text}"
        return ["\n".join(lines)] if lines else []

    def _table(self, element: Tag) -> list[str]:
        caption = element.find("caption")
        rows = [
            [_one_line(" ".join(self.blocks(cell))) for cell in row.find_all(["th", "td"], recursive=False)]
            for row in element.find_all("tr")
        ]
        if not rows:
            return []
        head, *body = [f"| {' | '.join(cells)} |" for cells in rows]
        rule = f"|{' --- |' * len(rows[0])}"
        titled = [f"**{_one_line(self._children(caption))}**"] if isinstance(caption, Tag) else []
        return [*titled, "\n".join([head, rule, *body])]

    def _inline(self, node: PageElement) -> str:
        if isinstance(node, NavigableString):
            return _escaped(str(node).replace(WORD_JOINER, ""))
        if not isinstance(node, Tag):
            return ""
        if "cite" in (node.get("class") or []):
            # The numbers of the references below; the hidden word is for who hears the page.
            return "".join(f" [{number}]" for number in re.findall(r"\[(\d+)\]", node.get_text()))
        if node.name in _ALONE:
            return self._alone(node)
        inside = self._children(node)
        if node.name == "a" and not str(node.get("href", "#")).startswith("#") and inside.strip():
            return f"[{_one_line(inside)}]({self._absolute(node, 'href')})"
        mark = EMPHASIS.get(node.name, "")
        return f"{mark}{inside}{mark}" if mark and inside == inside.strip() and inside else inside

    def _alone(self, node: Tag) -> str:
        """What has no words inside."""
        if node.name == "img":
            return f"![{_escaped(str(node.get('alt', '')))}]({self._absolute(node, 'src')})"
        said = str(node.get("aria-label", ""))
        return f"({said})" if said else " "

    def _children(self, element: Tag) -> str:
        return "".join(self._inline(child) for child in element.children if not _is_left_out(child))

    def _absolute(self, node: Tag, attribute: str) -> str:
        return urljoin(self._address, str(node.get(attribute, ""))).replace(" ", "%20").replace(")", "%29")


def _is_left_out(node: PageElement) -> bool:
    if isinstance(node, PreformattedString):
        return True
    if not isinstance(node, Tag):
        return False
    # What was worked out and drawn for readers (pages.pictures) is nobody's approved word.
    return node.name in LEFT_OUT or node.get("aria-hidden") == "true" or node.has_attr("data-drawn")


def _has_blocks(element: Tag) -> bool:
    return element.name in BLOCKS or any(child.name in BLOCKS for child in _tags(element))


def _tags(element: Tag) -> Iterator[Tag]:
    return (found for found in element.descendants if isinstance(found, Tag))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
