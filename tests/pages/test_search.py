"""Search: names first, then full text, live pages only, and a page for whatever is typed."""

import pytest
from django.test import Client

from pages.models import HomePage
from pages.search.queries import MAX_LENGTH, clean_query, words_of
from tests import factories
from tests.editorial import Newsroom
from tests.pages.html import titles_found


def search(query: str, **more: str) -> str:
    response = Client().get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def naltrexone(room: Newsroom) -> Newsroom:
    drug = factories.named(factories.drug(title="Naltrexone", slug="naltrexone", inn="naltrexone"), "Vivitrol")
    room.publish(drug)
    return room


def test_a_brand_name_finds_its_medicine(naltrexone: Newsroom) -> None:
    for query in ("vivitrol", "VIVITROL", " Vivitrol ", "vivi", '"vivitrol"'):
        assert titles_found(search(query)) == ["Naltrexone"], query


def test_a_name_match_comes_before_pages_that_mention_the_name(naltrexone: Newsroom) -> None:
    words = "naltrexone " * 30
    naltrexone.publish(
        factories.study(title="Naltrexone, naltrexone and naltrexone", population=words, intervention=words)
    )

    assert titles_found(search("naltrexone"))[0] == "Naltrexone"
    assert len(titles_found(search("naltrexone"))) == 2


def test_text_of_a_page_is_found(naltrexone: Newsroom) -> None:
    assert titles_found(search("blocks receptor")) == ["Naltrexone"]


def test_one_known_word_is_enough_when_the_others_are_unknown(naltrexone: Newsroom) -> None:
    assert titles_found(search("receptor zzzz")) == ["Naltrexone"]


def test_drafts_are_not_found(naltrexone: Newsroom) -> None:
    naltrexone.editor.write(factories.named(factories.drug(title="Secretol"), "Secretbrand"))

    assert titles_found(search("secretol")) == []
    assert titles_found(search("secretbrand")) == []


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


def test_a_query_is_one_printable_line_of_bounded_length() -> None:
    assert clean_query(" a\x00b\n\tc ") == "a b c"
    assert len(clean_query("x" * 10_000)) == MAX_LENGTH


def test_words_carry_no_operators() -> None:
    assert words_of('"5-HT" & (levo-dopa | x*) ___ % -y') == ["5-HT", "levo-dopa", "x", "y"]
