"""Links in approved prose lead to live pages or nowhere."""

from typing import TYPE_CHECKING

import pytest
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from pages import rich_text
from tests import factories
from tests.editorial import Newsroom, public_text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries


def link(page: Page, words: str) -> str:
    return f'<p>See <a linktype="page" id="{page.pk}">{words}</a>.</p>'


def test_a_link_to_a_live_page_leads_to_its_address(room: Newsroom) -> None:
    page = room.publish(factories.drug())

    assert expand_db_html(link(page, "this")) == f'<p>See <a href="{page.url}">this</a>.</p>'


def test_a_link_to_a_draft_is_plain_text_and_does_not_tell_its_address(room: Newsroom) -> None:
    draft = room.editor.write(factories.drug(slug="secret-medicine"))

    assert str(RichText(link(draft, "this"))).strip() == "<p>See this.</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["999999999", "", "x", "9" * 40, "-1", "٣"])
def test_a_link_to_no_page_is_plain_text(number: str) -> None:
    assert str(RichText(f'<p><a linktype="page" id="{number}">this</a></p>')).strip() == "<p>this</p>"


def test_links_to_other_places_stay_as_they_are() -> None:
    html = '<p><a href="https://example.org/">there</a> <a href="mailto:a@example.org">write</a></p>'

    assert str(RichText(html)).strip() == html


def test_a_page_looks_its_links_up_at_once(room: Newsroom, django_assert_num_queries: "DjangoAssertNumQueries") -> None:
    live = [room.publish(factories.standard()) for _ in range(2)]
    texts = [link(page, page.title) for page in live]
    about = factories.standard(body=[("text", {"text": text, "sources": ""}) for text in texts])

    assert rich_text.ids_linked_from(about) == {str(page.pk) for page in live}
    with rich_text.addresses_known(rich_text.ids_linked_from(about)), django_assert_num_queries(0):
        shown = [expand_db_html(text) for text in texts]
    assert all(page.url in html for page, html in zip(live, shown, strict=True))


def test_a_link_that_was_not_looked_up_before_still_works(room: Newsroom) -> None:
    page = room.publish(factories.drug())

    with rich_text.addresses_known(set()):
        assert page.url in expand_db_html(link(page, "this"))


def test_the_public_reads_plain_text_where_a_page_was_never_approved(room: Newsroom) -> None:
    draft = room.editor.write(factories.drug(slug="secret-medicine"))
    about = factories.standard(body=[("text", {"text": link(draft, "a medicine"), "sources": ""})])

    shown = public_text(room.publish(about))

    assert ">See a medicine.</p>" in shown
    assert "secret-medicine" not in shown
