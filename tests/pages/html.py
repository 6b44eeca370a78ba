"""Reading what the public site shows."""

from bs4 import BeautifulSoup, Tag
from tinyhtml5.parser import HTMLParser


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words(element: Tag | None) -> str:
    """The text of an element in one line, without the joiners that hold citations in place."""
    assert element is not None, "the element is not on the page"
    return " ".join(element.get_text(" ").replace("\u2060", "").split())


def headings(html: str, level: str = "h2") -> list[str]:
    return [words(found) for found in soup(html).main.find_all(level)]  # type: ignore[union-attr]


def titles_found(html: str) -> list[str]:
    """The titles on a page of search results, in order."""
    return [words(found) for found in soup(html).select("main .study-list__title")]


def parse_errors(text: str) -> list[str]:
    """Where ``text`` breaks the rules by which HTML is read: every error that browsers mend in silence."""
    parser = HTMLParser()
    parser.parse(text)
    return [f"HTML: {code} at {position}" for position, code, *_ in parser.errors]
