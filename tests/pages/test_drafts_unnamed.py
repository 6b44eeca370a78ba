"""Nothing that the public can reach names a draft: every address that any public page leads to is read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from pages.models import Topic
from tests import factories, media
from tests.editorial import Newsroom

SECRET = "zzyzx"
STARTS = (
    *("/", "/drugs/", "/studies/", "/ledger/", "/ledger.jsonl", "/sitemap.xml", "/robots.txt", "/api/v2/pages/"),
    *(f"/search/?q={SECRET}", f"/search/suggest/?q={SECRET[:3]}", f"/topics/{SECRET}-topic/", "/search/?q=about"),
    *("/feeds/updates.atom", "/api/v2/images/", "/api/v2/documents/", "/search/?q=examplol", "/studies/studies.csv"),
    *(
        "/sitemap-pages.xml",
        "/sitemap-topics.xml",
        "/llms.txt",
        "/.well-known/security.txt",
        "/ledger/verify_ledger.py",
    ),
)


def everything_public() -> dict[str, str]:
    """Address -> text of all that is reached from ``STARTS`` without an account."""
    client = Client()
    found: dict[str, str] = {}
    waiting = list(STARTS)
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address, follow=True)
        found[address] = b"".join(response).decode(errors="replace")
        if "html" in response["Content-Type"]:
            waiting += [target for target in _targets(found[address], address) if target not in found]
    return found


def _targets(html: str, address: str) -> list[str]:
    """Addresses on this site that a page links to, or loads."""
    named = [tag.get(attribute) for attribute in ("href", "src") for tag in BeautifulSoup(html, "html.parser")(True)]
    here = [urldefrag(urljoin(f"http://testserver{address}", str(one)))[0] for one in named if one]
    inside = [urlsplit(one) for one in here if urlsplit(one).netloc == "testserver"]
    return [one._replace(scheme="", netloc="").geturl() for one in inside if not one.path.startswith("/static/")]


@pytest.fixture
def drafts(room: Newsroom) -> list[Page]:
    """A draft of every kind, named by the secret word in all that a page can say."""
    topic = Topic.objects.create(name=f"{SECRET} topic", slug=f"{SECRET}-topic")
    number = iter(range(100))

    def secret(make: Any, **fields: Any) -> Page:
        n = next(number)
        return make(title=f"{SECRET} {n}", slug=f"{SECRET}-{n}", lead=f"About {SECRET}.", **fields)

    drug = secret(factories.drug, inn=SECRET)
    drug.conditions.add(topic)
    drug = room.editor.write(factories.named(drug, f"{SECRET} brand"))
    form = room.editor.write(secret(factories.dose_form), drug)
    study = secret(factories.study)
    study.drugs = [drug]
    study = room.editor.write(study)
    standard = room.editor.write(secret(factories.standard))
    return [drug, form, study, standard]


def test_nothing_public_names_a_draft(room: Newsroom, drafts: list[Page]) -> None:
    topic = Topic.objects.get(slug=f"{SECRET}-topic")
    links = "".join(f'<a linktype="page" id="{draft.pk}">another page</a> ' for draft in drafts)
    prose = [factories.text(f"See {links}.")]
    drug = room.publish(factories.drug(how_it_works=prose))
    room.publish(factories.dose_form(how_to_take=prose), drug)
    room.editor.write(factories.dose_form(title=f"{SECRET} tablets", slug=f"{SECRET}-tablets"), drug)
    study = factories.study(harms=prose)
    study.drugs = [drug, drafts[0]]
    study = room.publish(study)
    about = room.publish(factories.standard(body=prose))
    # A live page with a newer draft, one in review, one that was sent back.
    picture = media.image(title=f"{SECRET} picture", file=media.named(media.png("white"), f"{SECRET}.png"))
    room.editor.edit(about, title=f"{SECRET} about", body=media.body(picture))
    room.editor.edit(study, title=f"{SECRET} study", conditions=[topic])
    room.editor.submit(study, f"Now about {SECRET}.")
    room.editor.edit(drug, title=f"{SECRET} drug", inn=SECRET)
    room.pharmacist.request_changes(room.editor.submit(drug, SECRET), comment=f"Not {SECRET}.")

    public = everything_public()

    assert {page.get_url() for page in (drug, study, about)} <= set(public)
    assert {f"{page.get_url()}history/" for page in (drug, study, about)} <= set(public)
    below = ("history/1/", "history/1/verify/", "history/1/approved.json", "index.md")
    public |= {address: _read(address) for page in (drug, study, about) for address in _below(page, *below)}
    public |= {address: _read(address) for address in _below(drug, "updates.atom", "side-effects.csv", "studies.csv")}
    public |= {address: _read(address) for page in (drug, study) for address in [f"/api/v2/pages/{page.pk}/?fields=*"]}
    assert "another page" in public[about.get_url() or ""]
    asked = {address for address in public if SECRET in address or SECRET[:3] in address}
    named = {address for address, text in public.items() if SECRET in _without_the_question(address, text).casefold()}
    assert not named
    assert asked <= set(STARTS)


def _below(page: Page, *names: str) -> list[str]:
    return [f"{page.get_url()}{name}" for name in names]


def _read(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def _without_the_question(address: str, text: str) -> str:
    """A page of search results repeats what was asked for, which is the reader's own word."""
    if address.startswith("/search/?q="):
        main = BeautifulSoup(text, "html.parser").main
        return "" if main is None else " ".join(found.get_text() for found in main.select("li, article"))
    return text
