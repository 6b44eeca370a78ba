"""Tags and filters of the public templates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.rich_text import RichText

from pages import breadcrumbs, listings, rich_text, structured_data, vocabulary
from pages.checks.relatives import is_of, of_other_studies
from pages.citations import split_keys
from pages.glossary.explaining import explaining
from pages.machines import pdf
from pages.models import DrugOverviewPage, OtherName
from pages.models.base import Reference
from pages.sections import Section, sections_of
from reviews.stamps import ReviewStamp

register = template.Library()

# As many as every binary float can tell apart.
FLOAT_DIGITS = 15
MINUS = "−"
PLURALS = {
    vocabulary.NameKind.BRAND: "Brand names",
    vocabulary.NameKind.SYNONYM: "Other names",
    vocabulary.NameKind.ABBREVIATION: "Abbreviations",
}


# Beside the number of a study that was about something else, at the claim.
_HOW_DIRECT = {
    vocabulary.Directness.PARTLY_DIRECT.value: "differs in part",
    vocabulary.Directness.INDIRECT.value: "indirect",
}


@dataclass(frozen=True)
class NameGroup:
    label: str
    names: list[OtherName]


_CLOSING_TAGS = re.compile(r"(?:\s*</(?:p|li|ul|ol)>)+\s*\Z")

# What json_script of Django escapes, so that no value can end the script element.
_SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def number(value: object) -> str:
    """A number as people write it: ``50`` for 50.0000, ``1,200.5`` for 1200.50.  Nothing for no number.

    A decimal that was once a binary float, and trails its error, is shown as the number it was meant to be.
    """
    if value is None or value == "":
        return ""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return str(value)
    if len(exact.as_tuple().digits) > FLOAT_DIGITS:
        exact = Decimal(str(float(exact)))
    text = f"{exact:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", MINUS)


@register.filter
def percent_of(part: object, whole: object) -> str:
    """``part`` of ``whole`` in per cent, to one decimal below ten: 3 of 47 is ``6.4``."""
    if not isinstance(part, int) or not isinstance(whole, int) or whole <= 0:
        return ""
    share = Decimal(part) * 100 / Decimal(whole)
    return number(round(share, 1 if share < 10 else 0))


@register.filter
def any_given(rows: Iterable, name: str) -> bool:
    """Whether any of the blocks says something under ``name``: a column that none fills is left out."""
    return any(row.get(name) not in (None, "") for row in rows)


@register.filter
def term(value: str, name: str) -> str:
    """The words for a value of a vocabulary: ``{{ value.band|term:"FrequencyBand" }}``."""
    choices = getattr(vocabulary, name)
    return str(choices(value).label) if value in choices.values else ""


@register.filter
def term_in_words(value: str, name: str) -> str:
    """The sentence that belongs beside a vocabulary's word, such as “affects 1 in 10 people or more”."""
    choices = getattr(vocabulary, name)
    return str(choices(value).in_words) if value in choices.values else ""


@register.filter
def one_line(value: object) -> str:
    """For lists in plain text, in which a new line begins a new item."""
    return " ".join(str(value).split())


@register.filter
def finished(html: str) -> SafeString:
    return mark_safe(rich_text.finished(html))


@register.filter
def anchor(value: object) -> str:
    """An id for an element, made of its words."""
    return slugify(str(value)) or "part"


@register.simple_tag(takes_context=True)
def stamp(context: Context) -> ReviewStamp | None:
    """The review stamp of the page, or of the version of it that is shown.

    None in a preview, for nobody has approved what it shows.
    """
    if "version_stamp" in context:
        shown: ReviewStamp | None = context["version_stamp"]
        return shown
    page = context.get("page")
    if page is None or getattr(context.get("request"), "is_preview", False):
        return None
    return getattr(page, "review_stamp", None)


@register.simple_tag
def references_of(page: Page) -> list[Reference]:
    """The references in the order of the page.  Put them into the context as ``references`` for ``cite``."""
    return list(page.references.all()) if hasattr(page, "references") else []


@register.simple_tag(takes_context=True)
def indirect_studies(context: Context, references: Iterable[Reference]) -> dict[str, Page]:
    """By reference id, the live summaries of cited studies that apply only in part (CROSS-03).

    One query, and none when no reference names another study.  An earlier version says nothing of what other pages say.
    """
    rows = [] if "version_shown" in context else of_other_studies(context["page"], references)
    return {
        reference.key: study
        for study in (listings.live_studies_named_by(rows) if rows else ())
        if study.directness != vocabulary.Directness.DIRECT
        for reference in rows
        if is_of(reference, study)
    }


def _numbers(context: Context) -> dict[str, str]:
    """By reference id, its number in the list, with a word where the study behind it differs from the page."""
    indirect = context.get("indirect") or {}
    return {
        reference.key: f"{number}, {_HOW_DIRECT[indirect[reference.key].directness]}"
        if reference.key in indirect
        else str(number)
        for number, reference in enumerate(context.get("references") or [], start=1)
    }


@register.filter
def at(values: Mapping, key: object) -> object:
    return values.get(key, "") if values else ""


@register.simple_tag(takes_context=True)
def cite(context: Context, sources: str) -> SafeString:
    """Links from a claim to its references, numbered as they are listed; unknown ids give nothing."""
    numbers = _numbers(context)
    cited = [(key, numbers[key]) for key in split_keys(sources) if key in numbers]
    if not cited:
        return SafeString("")
    links = "".join(rich_text.citation_link(key, number) for key, number in cited)
    return mark_safe(rich_text.superscript(links))


@register.simple_tag(takes_context=True)
def claim(context: Context, text: RichText, sources: str) -> SafeString:
    """Rich text with its citations where its last words stand, not on a line of their own."""
    html = str(text).rstrip()
    end = _CLOSING_TAGS.search(html)
    cut = end.start() if end else len(html)
    return mark_safe(html[:cut] + cite(context, sources) + html[cut:])


@register.filter
def names_by_kind(page: DrugOverviewPage) -> list[NameGroup]:
    """The other names of a medicine, a group for each kind that it has."""
    names = page.other_names.get_object_list()
    groups = [NameGroup(PLURALS[kind], [name for name in names if name.kind == kind]) for kind in PLURALS]
    return [group for group in groups if group.names]


@register.filter
def also_called(page: DrugOverviewPage) -> list[str]:
    """Each other name once, in the order of the page: who looked for one of them sees at once that this is it."""
    return list(dict.fromkeys(name.name for name in page.other_names.get_object_list()))


@register.simple_tag(takes_context=True)
def sections(context: Context) -> list[Section]:
    """The sections of the page that have something in them, in the fixed order of its type."""
    return sections_of(context["page"], context.flatten())


@register.simple_tag(takes_context=True)
def crumbs(context: Context) -> list[breadcrumbs.Crumb]:
    return breadcrumbs.for_page(context.get("page"))


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """The address of the page without whatever was added to it."""
    request = context["request"]
    return request.build_absolute_uri(context["page"].get_url(request) or "/")


@register.simple_tag(takes_context=True)
def share_picture(context: Context) -> str:
    """The address of the picture that stands beside a link to the page elsewhere: the same for all."""
    address: str = context["request"].build_absolute_uri(static("hub/share.png"))
    return address


@register.simple_tag(takes_context=True)
def standard_pages(context: Context) -> Iterable[Page]:
    return listings.footer_pages(context.get("page"))


@register.simple_tag
def pdf_is_possible() -> bool:
    return pdf.is_possible()


@register.simple_tag(takes_context=True)
def medical_web_page(context: Context, review: ReviewStamp | None) -> SafeString:
    """JSON-LD about a reviewed page."""
    drugs = context.get("live_drugs") or ()
    described = structured_data.medical_web_page(context["page"], canonical(context), review, drugs)
    text = json.dumps(described, ensure_ascii=False).translate(_SCRIPT_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


class KnownLinksNode(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        page = context.get("page")
        ids = rich_text.ids_linked_from(page) if page is not None else set()
        with (
            rich_text.addresses_known(ids),
            rich_text.references_numbered(_numbers(context)),
            rich_text.earlier_version("version_shown" in context),
            explaining(),
        ):
            return self.nodelist.render(context)


@register.tag
def known_links(parser: template.base.Parser, token: template.base.Token) -> KnownLinksNode:
    """Looks up at once whatever the prose of the page links to, and numbers the references of the context, for the
    rich text rendered inside."""
    nodelist = parser.parse(("endknown_links",))
    parser.delete_first_token()
    return KnownLinksNode(nodelist)
