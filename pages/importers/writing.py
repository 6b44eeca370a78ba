"""From the facts of a label to drafts: an overview of the drug, and a page for each dose form.

Only facts are written into fields.  The sections of the label go beside them (``keeping``); text that readers will
read, such as the lead, is left for the editor.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages import identifiers
from pages.importers.facts import LabelFacts, ProductFact
from pages.importers.plain import shorten
from pages.importers.refusals import ImportRefused
from pages.importers.validity import valid_or_empty
from pages.models import DoseFormPage, DrugIndexPage, DrugOverviewPage, OtherName, Strength
from pages.models.dose_forms import DoseFormReference
from pages.models.drugs import DrugReference
from pages.vocabulary import DoseForm, Jurisdiction, NameKind, ReferenceKind, Route

if TYPE_CHECKING:
    from wagtail.models import Page

    from pages.models.base import Reference
    from reviews.persons import Person

LABEL_KEY = "label-us"


def label_pages(facts: LabelFacts) -> list[Page]:
    """Unsaved: the overview, then a page for each form and route."""
    name = facts.inn[:1].upper() + facts.inn[1:]
    overview = DrugOverviewPage(
        title=shorten(name, 200), inn=shorten(facts.inn, 120), unii=valid_or_empty(identifiers.unii, facts.unii)
    )
    overview.other_names = [
        *(_other_name(brand, NameKind.BRAND) for brand in facts.brands),
        *(_other_name(synonym, NameKind.SYNONYM) for synonym in facts.synonyms),
    ]
    overview.references = [label_reference(DrugReference, facts)]
    return [overview, *(_dose_form(name, product, facts) for product in facts.products)]


def write_label(facts: LabelFacts, user: Person) -> list[Page]:
    """The new drafts, the overview first.  Raises ImportRefused when ``user`` may not make them."""
    index = parent_for(DrugIndexPage, user)
    overview, *forms = label_pages(facts)
    return [add_draft(index, overview, user), *(add_draft(overview, form, user) for form in forms)]


def parent_for(container: type[Page], user: Person) -> Page:
    """The page that drafts of this kind stand under.  Raises ImportRefused when ``user`` may not add any there."""
    parent = container._default_manager.first()
    what = container._meta.verbose_name
    if parent is None:
        raise ImportRefused(f"The site has no page “{what}” to put drafts under.")
    if not parent.permissions_for_user(user).can_add_subpage():
        raise ImportRefused(f"{user.get_username()} may not add pages under “{what}”.", "Ask an administrator.")
    return parent


def add_draft(parent: Page, page: Page, user: Person) -> Page:
    """Store ``page`` as an incomplete draft by ``user``, as the editor does when somebody begins to write."""
    page.live = False
    page.owner = user
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def label_reference(model: type[Reference], facts: LabelFacts) -> Reference:
    reference = model(key=LABEL_KEY, kind=ReferenceKind.LABEL)
    state_version(reference, facts)
    return reference


def state_version(reference: Reference, facts: LabelFacts) -> None:
    """Make the row name just the version of the label that ``facts`` were read from."""
    source = facts.provenance
    reference.citation = shorten(
        ". ".join(part.rstrip(".") for part in (facts.labeler, facts.title, "Product label, United States") if part)
        + ".",
        800,
    )
    reference.label_version = source.version
    reference.label_effective_on = source.effective_on
    reference.set_id = valid_or_empty(identifiers.set_id, source.identifier)


def _dose_form(name: str, product: ProductFact, facts: LabelFacts) -> DoseFormPage:
    form = DoseForm(product.form).label if product.form else product.form_term.capitalize()
    route = Route(product.route).label if product.route else product.route_term.capitalize()
    what = form if form else re.sub(r" \(.+\)$", "", route)
    if form and sum(product.form_term == other.form_term for other in facts.products) > 1:
        what = f"{form}, {route[:1].lower()}{route[1:]}"
    page = DoseFormPage(
        title=shorten(f"{name}: {what[:1].lower()}{what[1:]}" if what else name, 200),
        dose_form=product.form,
        administration_route=product.route,
    )
    page.strengths = [
        Strength(value=strength.value, unit=strength.unit, per=strength.per, sources=LABEL_KEY)
        for strength in product.strengths
        if strength.unit is not None and strength.per is not None
    ]
    page.references = [label_reference(DoseFormReference, facts)]
    return page


def _other_name(name: str, kind: NameKind) -> OtherName:
    return OtherName(name=shorten(name, 120), kind=kind, jurisdiction=Jurisdiction.US)
