"""What helps readers to understand: pictures of numbers, words explained, and the way to the next medicine."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from pages import listings
from pages.glossary.explaining import explained_so_far
from pages.glossary.terms import Term
from pages.models import DrugOverviewPage
from pages.pictures import absolute as per_thousand
from pages.pictures import effects, shares
from pages.pictures.icon_array import icon_array

register = template.Library()


@register.filter
def share(effect: Mapping) -> shares.Share | None:
    """How many people a side effect meets: by its own count where that is given, otherwise by its band."""
    given = shares.share_of(effect.get("affected"), effect.get("out_of"))
    return given if effect.get("out_of") else shares.share_of_band(effect.get("band") or "")


@register.filter
def people(drawn: shares.Share) -> SafeString:
    return icon_array(drawn)


@register.filter
def absolute(result: Mapping) -> per_thousand.Absolute | None:
    return per_thousand.absolute(result.get("arms") or ())


@register.filter
def effect_plot(result: Mapping) -> effects.EffectPlot | None:
    names = ("effect_measure", "effect", "ci_low", "ci_high")
    return effects.effect_plot(*(result.get(name) for name in names))


@register.simple_tag
def words_explained() -> list[Term]:
    """The words explained so far on the page, in its order: put the notes that explain them after the prose."""
    return explained_so_far()


@register.filter
def neighbours(page: DrugOverviewPage) -> listings.Neighbours:
    return listings.neighbours(page)
