"""What a pasted reference says, in the fields of a row; and how authors, title and journal make one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from pages import identifiers
from pages.identifiers import IdentifierFormat
from pages.importers.plain import shorten, words
from pages.importers.validity import valid_or_empty
from pages.vocabulary import ReferenceKind

LONGEST_CITATION = 800
LONGEST_KEY = 40
NAMED_AUTHORS = 6


@dataclass(frozen=True)
class ReferenceFacts:
    """The fields of a reference row; "" where the source says nothing.  ``remark`` is for whoever pasted it."""

    key: str
    kind: str
    citation: str = ""
    doi: str = ""
    pmid: str = ""
    nct_id: str = ""
    url: str = ""
    remark: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def citation(
    *,
    authors: Sequence[str],
    title: str,
    journal: str = "",
    year: str = "",
    volume: str = "",
    issue: str = "",
    pages: str = "",
) -> str:
    """One line: “Mitchell A, Ng B. Title. J Test 2020;3(4):5-9.”  Of more than six authors, six are named."""
    names = ", ".join(authors[:NAMED_AUTHORS]) + (" et al" if len(authors) > NAMED_AUTHORS else "")
    where = f"{journal} {year}".strip() + (f";{volume}" if volume else "") + (f"({issue})" if issue else "")
    parts = (names, title.rstrip("."), where + (f":{pages}" if pages else ""))
    # A title that asks or exclaims has its stop already.
    line = re.sub(r"([?!])\. ", r"\1 ", ". ".join(part for part in parts if part))
    return shorten(f"{line}.", LONGEST_CITATION) if line else ""


def article(
    *,
    authors: Sequence[str],
    title: str,
    year: str,
    doi: str = "",
    pmid: str = "",
    url: str = "",
    **where: str,
) -> ReferenceFacts:
    """A published article.  An identifier that is none is left out, and the remark says so."""
    remarks: list[str] = []
    checked = {
        "doi": _checked(identifiers.doi, without_resolver(doi), remarks),
        "pmid": _checked(identifiers.pmid, pmid, remarks),
    }
    if not authors or not title or not year:
        missing = [name for name, value in (("authors", authors), ("title", title), ("year", year)) if not value]
        remarks.append(f"It names no {' and no '.join(missing)}.")
    address = url if re.match(r"https?://", url) and "doi.org/" not in url and len(url) <= 500 else ""
    return ReferenceFacts(
        key=key_for(authors, year, *checked.values(), title),
        kind=ReferenceKind.STUDY.value,
        citation=citation(authors=authors, title=title, year=year, **where),
        url=address,
        remark=" ".join(remarks),
        **checked,
    )


def _checked(form: IdentifierFormat, value: str, remarks: list[str]) -> str:
    valid = valid_or_empty(form, value)
    if value and not valid:
        remarks.append(f"“{shorten(value, 60)}” is not a valid {form.name}, so it was left out.")
    return valid


def without_resolver(value: str) -> str:
    """A DOI without the address or the word in front of it."""
    return re.sub(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)", "", words(value))


def key_for(authors: Sequence[str], year: str, *otherwise: str) -> str:
    """A short lasting id: “mitchell-2020”, or the first of the others that there is, as far as it fits."""
    surname = re.split(r"[,\s]", authors[0])[0] if authors else ""
    named = f"{surname}-{year}" if surname and year else ""
    for words_of in (named, *otherwise, surname):
        plain = unicodedata.normalize("NFKD", words_of).encode("ascii", "ignore").decode().lower().replace("'", "")
        if key := re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-"):
            return key
    return "reference"
