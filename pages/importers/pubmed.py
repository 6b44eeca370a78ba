"""Articles as PubMed gives them in XML: the citation into the fields, the abstract beside them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from pages.bibliography.facts import citation
from pages.importers.facts import Provenance, Section, StudyFacts
from pages.importers.files import parse_xml
from pages.importers.plain import day, shorten, words
from pages.importers.refusals import ImportRefused
from pages.vocabulary import Blinding, StudyDesign

MAX_ARTICLES = 100
# The first that fits counts.
_DESIGNS = (
    ("Systematic Review", StudyDesign.SYSTEMATIC_REVIEW),
    ("Meta-Analysis", StudyDesign.SYSTEMATIC_REVIEW),
    ("Randomized Controlled Trial", StudyDesign.RANDOMISED_TRIAL),
    ("Case Reports", StudyDesign.CASE_SERIES),
)


def read(data: bytes) -> tuple[StudyFacts, ...]:
    """Every article of a set.  Raises ImportRefused when the XML is none."""
    root, _ = parse_xml(data)
    articles = [root] if root.tag == "PubmedArticle" else root.findall("PubmedArticle")
    if root.tag not in ("PubmedArticle", "PubmedArticleSet") or not articles:
        raise ImportRefused(f"This XML is not a PubMed article: it is a <{shorten(root.tag, 60)}>.")
    if len(articles) > MAX_ARTICLES:
        raise ImportRefused(f"The file holds {len(articles):,} articles; import at most {MAX_ARTICLES} at a time.")
    return tuple(_article(article) for article in articles)


def _article(article: Element) -> StudyFacts:
    pmid = _text(article.find("MedlineCitation/PMID"))
    if not re.fullmatch(r"[1-9]\d{0,7}", pmid, re.ASCII):
        raise ImportRefused("An article has no PubMed number, so its facts could not be traced.")
    title = _text(article.find("MedlineCitation/Article/ArticleTitle")) or f"PubMed {pmid}"
    kinds = [_text(kind) for kind in article.iter("PublicationType")]
    design = next((found for name, found in _DESIGNS if name in kinds), None)
    remarks = [
        "PubMed gives no arms, numbers or outcomes in fields: enter them from the article.",
        *([] if design else [f"Kinds of publication “{', '.join(kinds)}”: choose the design by hand."]),
    ]
    trials = [
        _text(number)
        for bank in article.iter("DataBank")
        if _text(bank.find("DataBankName")) == "ClinicalTrials.gov"
        for number in bank.iter("AccessionNumber")
    ]
    if len(trials) > 1:
        remarks.append(f"Several trials ({', '.join(trials)}): choose the one the page is about.")
    changed = _day(article.find("MedlineCitation/DateRevised")) or _day(article.find("MedlineCitation/DateCompleted"))
    return StudyFacts(
        provenance=Provenance("pubmed", pmid, changed or "1", day(changed)),
        title=shorten(title.rstrip("."), 200),
        design=design.value if design else "",
        randomised=design is StudyDesign.RANDOMISED_TRIAL,
        blinding=Blinding.NOT_REPORTED.value,
        participants=None,
        population="",
        intervention="",
        comparator="",
        outcomes="",
        countries="",
        started_on=None,
        completed_on=None,
        nct_id=trials[0] if len(trials) == 1 else "",
        doi=_doi(article),
        pmid=pmid,
        funding=_funding(article),
        citation=_citation(article, title),
        drugs=(),
        arms=(),
        results=(),
        harms=(),
        sections=tuple(_sections(article)),
        further=(("Kinds of publication", ", ".join(kinds)), ("Trials", ", ".join(trials) or "none named")),
        not_understood=tuple(remarks),
    )


def _doi(article: Element) -> str:
    for found in article.findall("MedlineCitation/Article/ELocationID"):
        if found.get("EIdType") == "doi" and found.get("ValidYN", "Y") == "Y":
            return _text(found)
    for found in article.findall("PubmedData/ArticleIdList/ArticleId"):
        if found.get("IdType") == "doi":
            return _text(found)
    return ""


def _funding(article: Element) -> str:
    agencies = dict.fromkeys(_text(grant.find("Agency")) for grant in article.iter("Grant"))
    listed = ", ".join(agency for agency in agencies if agency)
    return listed if len(listed) <= 600 else ""


def _citation(article: Element, title: str) -> str:
    authors = [
        words(f"{_text(author.find('LastName'))} {_text(author.find('Initials'))}")
        or _text(author.find("CollectiveName"))
        for author in article.findall("MedlineCitation/Article/AuthorList/Author")
    ]
    authors = [author for author in authors if author]
    journal = article.find("MedlineCitation/Article/Journal")
    name = volume = issue = year = ""
    if journal is not None:
        name = _text(journal.find("ISOAbbreviation")) or _text(journal.find("Title"))
        volume, issue = _text(journal.find("JournalIssue/Volume")), _text(journal.find("JournalIssue/Issue"))
        year = _text(journal.find("JournalIssue/PubDate/Year")) or _text(
            journal.find("JournalIssue/PubDate/MedlineDate")
        )
    pages = _text(article.find("MedlineCitation/Article/Pagination/MedlinePgn"))
    return citation(authors=authors, title=title, journal=name, year=year, volume=volume, issue=issue, pages=pages)


def _sections(article: Element) -> list[Section]:
    found = [
        Section("abstract", words(part.get("Label", "")).capitalize() or "Abstract", _text(part))
        for part in article.findall("MedlineCitation/Article/Abstract/AbstractText")
    ]
    found.append(Section("conflicts", "Conflicts of interest", _text(article.find("MedlineCitation/CoiStatement"))))
    headings = [_text(name) for name in article.iter("DescriptorName")]
    found.append(Section("mesh", "Subject headings", "; ".join(headings)))
    return [section for section in found if section.text]


def _text(element: Element | None) -> str:
    return words("".join(element.itertext())) if element is not None else ""


def _day(element: Element | None) -> str:
    if element is None:
        return ""
    parts = [_text(element.find(name)) for name in ("Year", "Month", "Day")]
    found = day("-".join(part.zfill(2) for part in parts))
    return found.isoformat() if found else ""
