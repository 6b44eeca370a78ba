"""Search: names first, then full text, live pages only, and a page for whatever is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.models import IndexEntry
from wagtail.search.query import And, Or, Phrase, PlainText

from pages.models import DrugOverviewPage, HomePage, OtherName, SearchName, Topic
from pages.search import fulltext, indexing
from pages.search.narrowing import Narrowing
from pages.search.queries import MAX_LENGTH, clean_query, words_of
from tests import factories, scenes
from tests.dbclone import Template
from tests.editorial import Newsroom
from tests.pages.html import soup, titles_found, words

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries


def search(query: str, **more: str) -> str:
    response = Client().get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def suggested(query: str) -> list[dict[str, str]]:
    response = Client().get("/search/suggest/", {"q": query})
    assert response.status_code == 200
    assert response.json()["query"] == clean_query(query)
    found: list[dict[str, str]] = response.json()["suggestions"]
    return found


def write(room: Newsroom) -> None:
    """One live medicine."""
    drug = factories.drug(title="Naltrexone", slug="naltrexone", inn="naltrexone")
    drug.other_names = [
        OtherName(name="Vivitrol", kind="brand", jurisdiction="US"),
        OtherName(name="LDN", kind="abbreviation", jurisdiction="INT"),
    ]
    drug.conditions.add(Topic.objects.create(name="Alcohol dependence", slug="alcohol-dependence"))
    room.publish(drug)


stage, naltrexone = scenes.set_up(write, Template.STAFFED)


def test_a_brand_name_finds_its_medicine(naltrexone: Newsroom) -> None:
    for query in ("vivitrol", "VIVITROL", " Vivitrol ", "vivi", '"vivitrol"', "vivi trol", "ldn", "vitrol"):
        assert titles_found(search(query)) == ["Naltrexone"], query
    assert "Brand name: <strong>Vivitrol</strong>" in search("vivi")


def test_accents_and_other_scripts_make_no_difference(naltrexone: Newsroom) -> None:
    for query in ("naltrexóne", "Νaltrexone", "налтрексон"):
        assert titles_found(search(query))[:1] == ["Naltrexone"], query


def test_a_misspelt_name_is_corrected_and_said_to_be(naltrexone: Newsroom) -> None:
    for query, meant in (("naltrexne", "naltrexone"), ("vivatrol", "vivitrol")):
        shown = search(query)
        assert titles_found(shown) == ["Naltrexone"]
        assert f"Nothing was found for “{query}”." in shown
        assert f">{meant}</a>" in shown
        assert "compare with the name on your pack" in shown


def test_a_misspelt_name_comes_first_even_when_its_stem_is_in_a_text(naltrexone: Newsroom) -> None:
    """PostgreSQL takes “dependance” for “dependence”; what is called so comes before what says so."""
    shown = search("alcohol dependance")

    assert titles_found(shown) == ["Alcohol dependence", "Naltrexone"]
    assert ">alcohol dependence</a>" in shown


def test_a_word_of_one_page_is_corrected_beside_a_word_that_is_known(naltrexone: Newsroom) -> None:
    shown = search("naltrexone receptr")

    assert ">naltrexone receptor</a>" in shown
    assert titles_found(shown) == ["Naltrexone"]


def test_nothing_is_offered_for_a_medicine_with_a_similar_name(naltrexone: Newsroom) -> None:
    assert titles_found(search("naloxone")) == []
    assert "Did you mean" not in search("naloxone")


def test_a_topic_is_found_and_so_are_other_words_for_it(naltrexone: Newsroom) -> None:
    for query in ("alcohol", "alcohol dependence", "alcoholism"):
        shown = search(query)
        assert titles_found(shown)[0] == "Alcohol dependence", query
        assert 'href="/topics/alcohol-dependence/"' in shown
        assert "Naltrexone" in titles_found(shown)


def test_a_question_about_a_medicine_finds_the_medicine(naltrexone: Newsroom) -> None:
    naltrexone.publish(factories.study(title="Naltrexone and sleep"))

    assert titles_found(search("what is vivitrol used for?"))[0] == "Naltrexone"
    assert titles_found(search("vivitrol sleep")) == ["Naltrexone and sleep"]
    assert titles_found(search("vivitrol receptor"))[0] == "Naltrexone"


def test_a_name_match_comes_before_pages_that_mention_the_name(naltrexone: Newsroom) -> None:
    words = "naltrexone " * 30
    naltrexone.publish(
        factories.study(title="Naltrexone, naltrexone and naltrexone", population=words, intervention=words)
    )

    assert titles_found(search("naltrexone"))[0] == "Naltrexone"
    assert len(titles_found(search("naltrexone"))) == 2


def test_words_in_another_order_and_names_read_out_are_found(naltrexone: Newsroom) -> None:
    for query, title in (
        ("dependence alcohol", "Alcohol dependence"),
        ("adiction to alcohol", "Alcohol dependence"),
        ("nal trex own", "Naltrexone"),
        ("нальтрексон", "Naltrexone"),
        ("nalorex tablets", "Naltrexone"),
    ):
        assert titles_found(search(query))[:1] == [title], query


def test_a_number_of_a_registry_leads_to_its_page(naltrexone: Newsroom) -> None:
    study = naltrexone.publish(factories.study(title="Sleep", nct_id="NCT01234567", doi="10.1000/Example.1"))

    for query in ("NCT 01234567", "nct01234567", "https://doi.org/10.1000/example.1", "10.1000/EXAMPLE.1"):
        assert titles_found(search(query)) == [study.title], query
    assert suggested("nct0123")[0]["leads_to"] == study.title
    assert titles_found(search("UNII: 5s6w795cqm")) == ["Naltrexone"]
    naltrexone.pharmacist.post("reviews:withdraw", study.pk, reason="A number was wrong.")
    assert suggested("nct0123") == []


def test_a_strength_leads_to_the_form_that_has_it_and_never_to_another_medicine(naltrexone: Newsroom) -> None:
    drug = DrugOverviewPage.objects.get(slug="naltrexone")
    naltrexone.publish(factories.dose_form(title="Naltrexone 50 mg"), drug)

    assert titles_found(search("50mg naltrexone"))[0] == "Naltrexone 50 mg"
    assert titles_found(search("naltrexone 75mg"))[0] == "Naltrexone"
    assert titles_found(search("prozac 50mg")) == []


def test_text_of_a_page_is_found(naltrexone: Newsroom) -> None:
    assert titles_found(search("blocks receptor")) == ["Naltrexone"]


def test_one_known_word_is_enough_when_the_others_are_unknown(naltrexone: Newsroom) -> None:
    assert titles_found(search("receptor zzzz")) == ["Naltrexone"]


def test_the_approved_sentence_is_shown_with_the_words_marked(naltrexone: Newsroom) -> None:
    drug = DrugOverviewPage.objects.get(slug="naltrexone")
    naltrexone.editor.edit(drug, how_it_works=[factories.text("A receptor that nobody approved.")])
    shown = search("blocks receptors")

    assert '<p class="search-extract">It <mark>blocks</mark> a <mark>receptor</mark>.</p>' in shown
    assert "nobody approved" not in shown


def test_drafts_are_found_nowhere(naltrexone: Newsroom) -> None:
    draft = factories.named(factories.drug(title="Secretol"), "Secretbrand")
    draft.conditions.add(Topic.objects.create(name="Secretitis", slug="secretitis"))
    naltrexone.editor.write(draft)
    naltrexone.editor.edit(
        DrugOverviewPage.objects.get(slug="naltrexone"), other_names=[OtherName(name="Secretname", kind="brand")]
    )

    for query in ("secretol", "secretbrand", "secretname", "secretitis", "secretoll", "ecret"):
        assert titles_found(search(query)) == [], query
        assert suggested(query) == [], query
        assert "Did you mean" not in search(query), query
    assert not list(indexing.differences())


def test_what_is_withdrawn_is_found_nowhere_at_once(naltrexone: Newsroom) -> None:
    drug = DrugOverviewPage.objects.get(slug="naltrexone")
    naltrexone.pharmacist.post("reviews:withdraw", drug.pk, reason="A dose was wrong.")

    for query in ("naltrexone", "vivitrol", "vivitrole", "receptor", "receptr", "alcohol dependence", "trexone"):
        assert titles_found(search(query)) == [], query
        assert suggested(query) == [], query
    assert not SearchName.objects.exists()
    assert not IndexEntry.objects.filter(object_id=str(drug.pk)).exists()
    assert not list(indexing.differences())


def test_a_name_that_a_new_version_drops_is_no_longer_found(naltrexone: Newsroom) -> None:
    drug = DrugOverviewPage.objects.get(slug="naltrexone")
    naltrexone.editor.edit(drug, title="Nalmefenum", inn="nalmefenum")
    naltrexone.approve(naltrexone.editor.submit(drug, "Another name."))

    assert [row["label"] for row in suggested("nalmef")] == ["Nalmefenum"]
    assert suggested("naltrexone") == []
    assert titles_found(search("naltrexone")) == []
    assert not list(indexing.differences())


def test_the_index_can_be_compared_with_what_is_public_and_made_anew(
    naltrexone: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rebuild_search", check=True)
    SearchName.objects.filter(label="Vivitrol").update(label="Vivitroll")
    SearchName.objects.filter(topic__isnull=False).delete()
    SearchName.objects.create(page_id=naltrexone.home.pk, kind=SearchName.Kind.TITLE, label="Home")
    with pytest.raises(CommandError, match="3 differences"):
        call_command("rebuild_search", check=True)
    call_command("rebuild_search")
    call_command("rebuild_search", check=True)

    assert "topic" in capsys.readouterr().out
    SearchName.objects.all().delete()
    indexing._migrated(apps.get_app_config("pages"), "default")
    call_command("rebuild_search", check=True)
    assert titles_found(search("vivitrole")) == ["Naltrexone"]
    assert titles_found(search("receptor")) == ["Naltrexone"]


def test_publishing_a_page_weighs_its_title_and_leaves_the_others_of_a_large_index_alone(room: Newsroom) -> None:
    first = room.publish(factories.drug(title="Approvol"))
    IndexEntry.objects.update(title_norm=1.0)

    longer = room.publish(factories.standard(title="Quality criteria"))

    def weight(page: Page) -> float:
        return float(IndexEntry.objects.get(object_id=str(page.pk)).title_norm)

    assert weight(first) == 1.0
    if connection.vendor == "postgresql":
        assert weight(longer) < 1.0
        call_command("update_index", verbosity=0)
        assert weight(first) > 1.0
    assert titles_found(Client().get("/search/", {"q": "approvol"}).content.decode()) == ["Approvol"]


def test_a_page_is_withdrawn_whatever_happens_to_an_outside_index(
    naltrexone: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        catch_indexing_errors = True

        def delete(self, page: Page) -> None:
            raise OSError("the search service is away")

    monkeypatch.setattr(indexing, "get_search_backends_with_name", lambda **options: [("outside", Away())])
    drug = DrugOverviewPage.objects.get(slug="naltrexone")
    naltrexone.pharmacist.post("reviews:withdraw", drug.pk, reason="A dose was wrong.")

    assert titles_found(search("vivitrol")) == []
    monkeypatch.setattr(Away, "catch_indexing_errors", False)
    with pytest.raises(OSError, match="is away"):
        indexing.forget(drug)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL how it looks words up")
def test_postgresql_uses_its_full_text_indexes(naltrexone: Newsroom) -> None:
    """Among some thousands of other entries: of a handful it would rightly read them all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailsearch_indexentry (content_type_id, object_id, title, body, autocomplete, title_norm,"
            " title_text, body_text) SELECT content_type_id, 'other ' || n, to_tsvector('page ' || n),"
            " to_tsvector('other words ' || n), '', 1, '', '' FROM wagtailsearch_indexentry, generate_series(1, 5000) n"
            " WHERE title_text = 'Naltrexone'"
        )
        cursor.execute("ANALYZE wagtailsearch_indexentry")
    with CaptureQueriesContext(connection) as captured:
        found = fulltext.matching(fulltext.terms_of("blocks receptor", []), Narrowing().pages())
    asked = next(query["sql"] for query in captured if " @@ " in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked}")
        plan = " ".join(line for (line,) in cursor.fetchall())

    assert len(found) == 1
    assert "Bitmap Index Scan on wagtailsear_title_" in plan
    assert "Bitmap Index Scan on pages_search_title_and_text" in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks for SQLite's language of full-text queries")
def test_no_word_is_an_operator_on_sqlite() -> None:
    from pages.search.backend.sqlite import match_expression

    asked = And([Or([PlainText("OR"), PlainText('ta"blets')]), PlainText("diabetis virus")])

    assert match_expression(asked) == '((("OR") OR ("ta""blet"*)) AND ("diabetis"* AND "virus"*))'


def test_other_kinds_of_queries_are_wagtails(naltrexone: Newsroom) -> None:
    found = Page.objects.live().search(Phrase("blocks a receptor"))

    assert [page.title for page in found] == ["Naltrexone"]


# Narrowing


def test_results_are_narrowed_by_what_they_have(naltrexone: Newsroom) -> None:
    naltrexone.publish(factories.study(title="Naltrexone study"))
    wide = soup(search("naltrexone"))
    choices = {words(link).replace(" results", ""): str(link["href"]) for link in wide.select(".facets a")}

    assert {"Medicine (1 )", "Study summary (1 )"} <= choices.keys()
    narrow = Client().get("/search/" + choices["Study summary (1 )"]).content.decode()
    assert titles_found(narrow) == ["Naltrexone study"]
    assert soup(narrow).select_one(".facets a[aria-current]") is not None
    for name, value, titles in (
        ("type", "medicine", ["Naltrexone"]),
        ("topic", "alcohol-dependence", ["Naltrexone"]),
        ("status", "licensed", ["Naltrexone"]),
        ("certainty", "not-assessed", ["Naltrexone study"]),
        ("type", "no-such-type", []),
        ("topic", "x" * 300, []),
        ("topic", "\x00", ["Naltrexone", "Naltrexone study"]),
        ("certainty", "high", []),
    ):
        assert titles_found(search("naltrexone", **{name: value})) == titles, (name, value)
    assert "Search everything for" in search("naltrexone", status="unlicensed")


def test_the_number_of_queries_does_not_grow_with_the_results(
    naltrexone: Newsroom, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    naltrexone.publish(factories.study(title="Naltrexone study", slug="first"))
    search("naltrexone")
    with CaptureQueriesContext(connection) as few:
        search("naltrexone")
    before = len(few)
    naltrexone.publish(factories.study(title="Naltrexone, another study"))
    naltrexone.publish(factories.drug(title="Naltrexone salt"))
    with django_assert_num_queries(before):
        search("naltrexone")
    with django_assert_num_queries(3):
        suggested("naltrexone")
    assert before <= 11


# Suggestions


def test_suggestions_are_names_and_where_they_lead(naltrexone: Newsroom) -> None:
    url = "/drugs/naltrexone/"

    assert suggested("NAL") == [{"label": "Naltrexone", "kind": "Medicine", "url": url, "leads_to": ""}]
    assert suggested("viv") == [{"label": "Vivitrol", "kind": "Brand name", "url": url, "leads_to": "Naltrexone"}]
    assert suggested("vivitrole") == suggested("viv")
    assert suggested("alco")[0]["url"] == "/topics/alcohol-dependence/"


def test_a_title_is_suggested_as_what_it_is(naltrexone: Newsroom) -> None:
    naltrexone.publish(factories.study(title="Sleep and food"))

    assert [(row["label"], row["kind"]) for row in suggested("food")] == [("Sleep and food", "Study summary")]


@pytest.mark.parametrize("query", ["", "x", "\x00", "%", "a" * 5000, "🙂", "\ud800", "'; --"])
@pytest.mark.django_db
def test_whatever_is_typed_has_suggestions_or_none(query: str) -> None:
    factories.tree()

    assert suggested(query.encode("utf-8", "replace").decode()) == []


def test_containers_are_not_found(naltrexone: Newsroom) -> None:
    HomePage.objects.get().save()

    assert titles_found(search("home")) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "naltrexne",
        "\x00",
        "nal\x00trexone",
        "🙂",
        "💊💊",
        '"',
        "'",
        '"naltrexone',
        "'; DROP TABLE x; --",
        "naltrexone AND",
        "OR NOT NEAR(",
        "a & | ! <-> :*",
        "title:naltrexone",
        "naltrexone*",
        "50% off %s %d",
        "\\",
        "___",
        "<script>alert(1)</script>",
        "x" * 5000,
        "word " * 2000,
        "\ud800",
        "نالتريكسون",
        "ナルトレキソン",
    ],
)
@pytest.mark.django_db
def test_whatever_is_typed_gets_a_page(query: str) -> None:
    factories.tree()

    shown = search(query.encode("utf-8", "replace").decode())

    assert "<h1>Search</h1>" in shown
    assert "<script>alert" not in shown


def test_a_bad_page_number_gets_the_nearest_page(naltrexone: Newsroom) -> None:
    for number in ("0", "-1", "999", "x", "", "1e9", "\x00", "9" * 400):
        assert titles_found(search("naltrexone", page=number)) == ["Naltrexone"], number


@pytest.mark.django_db
def test_a_blank_search_asks_for_a_word() -> None:
    assert "Type the name of a medicine" in search("  ")


@pytest.mark.django_db
def test_nothing_found_leads_to_the_a_to_z() -> None:
    shown = search("zzzz")

    assert "Nothing found for “zzzz”." in shown
    assert 'href="/drugs/"' in shown


@pytest.mark.django_db
def test_search_only_reads() -> None:
    assert Client().post("/search/", {"q": "x"}).status_code == 405
    assert Client().post("/search/suggest/", {"q": "x"}).status_code == 405


def test_a_query_is_one_printable_line_of_bounded_length() -> None:
    assert clean_query(" a\x00b\n\tc ") == "a b c"
    assert len(clean_query("x" * 10_000)) == MAX_LENGTH


def test_words_carry_no_operators() -> None:
    assert words_of('"5-HT" & (levo-dopa | x*) ___ % -y') == ["5-HT", "levo-dopa", "x", "y"]
