"""What the public reads on each type of page, and in which order."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory, override_settings
from wagtail.models import Page
from wagtail.rich_text import RichText

from pages.blocks import streams
from pages.models import DosingRow, DrugIndexPage, DrugOverviewPage, OtherName, StandardPage, StudySummaryPage
from pages.models.drugs import DrugReference
from pages.sections import cautions, drug_sections, side_effects
from pages.templatetags import hub_tags
from reviews.models import Decision
from tests import factories
from tests.editorial import Newsroom, fresh, public, public_text
from tests.pages.html import headings, parse_errors, soup, words

EXPECTED_ORDER = [
    "Key facts",
    "Names and identifiers",
    "On this page",
    "What it is used for",
    "How it works",
    "Who can and cannot take it",
    "When to get urgent help",
    "Pregnancy",
    "Breastfeeding",
    "Fertility",
    "If a dose is missed",
    "If too much is taken",
    "Stopping",
    "References",
    "Review of this page",
]
WARNING = {"title": "Danger to life", "text": "<p>Watch for it.</p>", "sources": "label-us"}


def effect(name: str, band: str, *, serious: bool = False, **more: Any) -> dict:
    return {
        "type": "side_effect",
        "value": {
            "effect": name,
            "band": band,
            "affected": None,
            "out_of": None,
            "serious": serious,
            "action": "<p>Get help.</p>" if serious else "",
            "dose_range": "",
            "sources": "label-us",
            **more,
        },
    }


def rendered(source: str, **context: Any) -> str:
    return Template("{% load hub_tags %}" + source).render(Context(context)).strip()


# Numbers


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("50.0000"), "50"),
        (Decimal("0.5000"), "0.5"),
        (Decimal("1200.5000"), "1,200.5"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("100"), "100"),
        (Decimal("0"), "0"),
        (Decimal("-0.7"), "−0.7"),
        (Decimal.from_float(12.4), "12.4"),
        (12_345, "12,345"),
        ("7.50", "7.5"),
        ("about 5", "about 5"),
        (Decimal("NaN"), "NaN"),
        (None, ""),
        ("", ""),
    ],
)
def test_numbers_are_written_as_people_write_them(value: object, shown: str) -> None:
    assert hub_tags.number(value) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(9, 24, "38"), (2, 24, "8.3"), (0, 24, "0"), (24, 24, "100"), (1, 0, ""), (1, None, "")],
)
def test_shares_are_given_in_per_cent(part: int, whole: int | None, shown: str) -> None:
    assert hub_tags.percent_of(part, whole) == shown


# Citations


def references(*keys: str) -> list[DrugReference]:
    return [DrugReference(key=key) for key in keys]


def test_citations_are_numbered_as_the_references_are_listed() -> None:
    shown = soup(rendered("{% cite 'b, a' %}", references=references("a", "b")))

    assert [(link["href"], words(link)) for link in shown.select("sup a")] == [
        ("#ref-b", "Reference [2]"),
        ("#ref-a", "Reference [1]"),
    ]


@pytest.mark.parametrize("sources", ["", "unknown", "<script>", ", ,"])
def test_an_unknown_citation_shows_nothing(sources: str) -> None:
    assert rendered("{% cite sources %}", sources=sources, references=references("a")) == ""


def test_a_block_without_a_page_shows_no_citation() -> None:
    assert rendered("{% cite 'a' %}") == ""


@pytest.mark.parametrize(
    ("html", "before"),
    [
        ("<p>One.</p><p>Two.</p>", "Two."),
        ("<ul><li>One</li><li>Two</li></ul>", "Two"),
        ("Bare words", "Bare words"),
    ],
)
def test_a_citation_stands_at_the_end_of_the_claim(html: str, before: str) -> None:
    shown = rendered("{% claim text 'a' %}", text=RichText(html), references=references("a"))

    assert f'{before}<sup class="cite">' in shown


# Order


def test_serious_side_effects_stand_apart_and_frequent_ones_first() -> None:
    block = streams.SideEffectStream()
    rows = [effect("rare one", "rare"), effect("grave", "rare", serious=True), effect("usual", "very-common")]

    sorted_rows = side_effects(block.to_python(rows))

    assert [row.value["effect"] for row in sorted_rows.serious] == ["grave"]
    assert [row.value["effect"] for row in sorted_rows.other] == ["usual", "rare one"]


def test_contraindications_stand_before_cautions() -> None:
    rows = [
        {"type": "caution", "value": {"kind": kind, "who": kind, "action": "", "sources": "a"}}
        for kind in ("caution", "contraindication")
    ]

    split = cautions(streams.CautionStream().to_python(rows))

    assert [row.value["who"] for row in split.must_not] == ["contraindication"]
    assert [row.value["who"] for row in split.take_care] == ["caution"]


@pytest.mark.django_db
def test_every_section_of_a_medicine_has_its_fixed_place() -> None:
    slugs = [section.slug for section in drug_sections(DrugOverviewPage(), {})]

    assert slugs == [
        "uses", "how-it-works", "who-can-take-it", "cautions", "dose-forms", "interactions", "side-effects",
        "urgent-help", "pregnancy", "breastfeeding", "fertility", "missed-dose", "overdose", "stopping",
        "questions", "studies",
    ]  # fmt: skip


def test_an_overview_reads_in_the_fixed_order_without_empty_sections(room: Newsroom) -> None:
    shown = public_text(room.publish(factories.drug()))

    assert headings(shown) == EXPECTED_ORDER
    assert len(soup(shown).find_all("h1")) == 1


def test_a_boxed_warning_stands_before_anything_else(room: Newsroom) -> None:
    shown = public_text(room.publish(factories.drug(boxed_warning=[("boxed_warning", WARNING)])))

    title = soup(shown).h1
    assert title is not None
    assert "boxed-warning" in title.find_next_sibling()["class"]  # type: ignore[index]
    assert headings(shown)[0] == "Danger to life"


def test_who_looked_for_another_name_sees_it_below_the_title_at_once(room: Newsroom) -> None:
    page = factories.drug()
    sold = ["Onebrand", "Onebrand", *(f"Brand {number}" for number in range(9))]
    page.other_names = [OtherName(name=name, jurisdiction="GB" if number else "US") for number, name in enumerate(sold)]
    shown = soup(public(room.publish(page)).content.decode()).select_one(".article__header")
    plain = soup(public(room.publish(factories.drug())).content.decode())

    assert shown is not None
    assert "Also called: Onebrand, Brand 0, Brand 1, Brand 2, Brand 3, Brand 4, Brand 5, Brand 6, and 2 more" in words(
        shown
    )
    assert plain.select(".also-called") == []


def test_a_side_effect_gives_the_number_beside_the_word(room: Newsroom) -> None:
    rows = [effect("Feeling sick", "very-common", affected=1_200, out_of=4_800, dose_range="50 mg a day")]
    page = factories.drug(side_effects=[(row["type"], row["value"]) for row in rows])

    shown = words(soup(public_text(room.publish(page))).select_one(".effect"))

    assert "Very common: affects 1 in 10 people or more." in shown
    assert "Seen in 1,200 of 4,800 people (25%). 50 mg a day." in shown


# Review


def test_a_live_page_says_who_reviewed_it_when_and_which_version(room: Newsroom) -> None:
    page = room.publish(factories.drug())
    decision = Decision.objects.get(page=page)

    shown = soup(public_text(page))

    assert shown.select_one('meta[name="hub:digest"]')["content"] == decision.digest  # type: ignore[index]
    assert shown.select_one('meta[name="hub:version"]')["content"] == "1"  # type: ignore[index]
    assert decision.decided_by_name in words(shown.select_one(".review-line"))
    assert decision.decided_by_credentials in words(shown.select_one(".review-stamp"))


def test_structured_data_says_who_reviewed_the_page(room: Newsroom) -> None:
    page = room.publish(factories.drug(title="Examplol", slug="examplol"))
    decision = Decision.objects.get(page=page)

    data = json.loads(soup(public_text(page)).select_one('script[type="application/ld+json"]').string)  # type: ignore[union-attr,arg-type]

    assert data["@type"] == "MedicalWebPage"
    assert data["lastReviewed"] == decision.decided_at.date().isoformat()
    assert data["reviewedBy"]["name"] == decision.decided_by_name
    assert data["url"] == "http://testserver/drugs/examplol/"
    assert data["about"]["nonProprietaryName"] == page.inn


def test_no_title_can_end_the_structured_data(room: Newsroom) -> None:
    page = room.publish(factories.standard(title="</script><script>alert(1)</script>"))

    shown = public_text(page)

    assert "<script>alert" not in shown
    data = json.loads(soup(shown).select_one('script[type="application/ld+json"]').string)  # type: ignore[union-attr,arg-type]
    assert data["name"] == "</script><script>alert(1)</script>"


def test_a_preview_shows_the_draft_and_claims_no_review(room: Newsroom) -> None:
    page = room.publish(factories.drug())
    room.editor.edit(page, lead="An unapproved sentence.")
    draft = fresh(page).get_latest_revision_as_object()

    response = draft.make_preview_request(RequestFactory().get("/"), draft.default_preview_mode)

    shown = response.render().content.decode() if hasattr(response, "render") else response.content.decode()
    assert "An unapproved sentence." in shown
    assert "No clinical reviewer has approved" in shown
    assert "hub:digest" not in shown
    assert "lastReviewed" not in shown


@pytest.mark.parametrize("model", [DrugOverviewPage, StudySummaryPage, StandardPage])
def test_a_preview_of_a_page_not_yet_saved_is_shown(room: Newsroom, model: type[Page]) -> None:
    parent = DrugIndexPage.objects.get()
    page = model(title="New", slug="new", lead="Not saved.")
    page.path, page.depth = Page._get_children_path_interval(parent.path)[1], parent.depth + 1
    page.set_url_path(parent)

    response = page.make_preview_request(RequestFactory().get("/"), page.default_preview_mode)

    assert "Not saved." in response.content.decode()


def test_every_page_type_is_shown_with_its_own_table_headers(room: Newsroom) -> None:
    drug = room.publish(factories.named(factories.drug(), "Brandol"))
    form = room.publish(dosed(factories.dose_form()), drug)
    study = factories.study(drugs=[drug])
    pages = [drug, form, room.publish(study), room.publish(factories.standard())]

    for page in pages:
        shown = soup(public_text(page))
        assert len(shown.find_all("h1")) == 1
        for table in shown.find_all("table"):
            assert table.caption
            assert all(cell.get("scope") in {"col", "row"} for cell in table.find_all("th"))

    doses = words(soup(public_text(form)).select_one("#doses + table tbody"))
    assert "25 mg 50 mg 1,000 mg once a day" in doses


# Around the page


def test_an_unknown_address_gets_the_sites_own_page(room: Newsroom) -> None:
    response = Client().get("/no/such/page/")

    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.content.decode()


def test_the_page_for_failures_needs_nothing() -> None:
    shown = Template("{% include '500.html' %}").render(Context())

    assert "<h1>Something went wrong</h1>" in shown
    assert 'href="/static/hub/alone.css"' in shown
    assert parse_errors(shown) == []
    assert parse_errors(shown.replace("</h1>", "</h2>"))


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_demonstration_says_so_on_every_page(room: Newsroom, demonstration: bool) -> None:
    with override_settings(DEMO_BANNER=demonstration):
        for address in ("/", "/drugs/", "/search/", "/no/such/page/"):
            assert ("not medical advice" in Client().get(address).content.decode()) is demonstration


def test_readers_get_no_cookie_and_nothing_that_varies_by_one(room: Newsroom) -> None:
    response = public(room.publish(factories.drug()))

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_the_editing_bar_is_for_signed_in_staff(room: Newsroom) -> None:
    page = room.publish(factories.drug())

    assert "wagtail-userbar" not in public_text(page)
    assert "wagtail-userbar" in room.editor.client.get(page.url).content.decode()


def test_nothing_is_asked_of_other_hosts(room: Newsroom) -> None:
    shown = soup(public_text(room.publish(factories.drug())))

    loaded = [
        tag.get("src") or tag.get("href") for tag in shown.select("[src], link[rel~=stylesheet], link[rel~=icon]")
    ]
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)  # type: ignore[union-attr]


def dosed(page: Any) -> Any:
    page.dosing = [
        DosingRow(
            indication="Example condition",
            minimum=25,
            usual=50,
            maximum=1000,
            unit="mg",
            frequency="once a day",
            sources="label-us",
        )
    ]
    return page
