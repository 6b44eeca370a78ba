"""What machines are given: of pages that are live, what was approved of them, and nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail import models
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from pages import structured_data
from pages.machines import sitemaps
from pages.models import DoseFormPage, DrugIndexPage, DrugOverviewPage, StudySummaryPage
from reviews import services, triggers
from reviews.digests import canonical_json
from reviews.models import Decision
from reviews.refusals import ReviewRefused
from tests import factories, scenes
from tests.editorial import Newsroom, Response, approved, fresh
from tests.pages import schema_org
from tests.pages.html import soup
from tests.pages.test_public_templates import WARNING, dosed, effect

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass
class Site:
    drug: Page
    form: Page
    study: Page
    about: Page

    def __iter__(self) -> Iterator[Page]:
        return iter((self.drug, self.form, self.study, self.about))


def write(room: Newsroom) -> None:
    """One page of each type, with something in every kind of section."""
    rows = [effect("Feeling sick", "very-common", affected=10, out_of=40), effect("=1+1", "rare", serious=True)]
    drug = factories.named(factories.drug(title="Examplol", slug="examplol"), "Brandol", "Brandol")
    drug.side_effects = [(row["type"], row["value"]) for row in rows]
    drug.boxed_warning = [("boxed_warning", WARNING)]
    drug.drug_classes.add("Examples")
    drug = room.publish(drug)
    secret = room.editor.write(factories.drug(title="Secretol", slug="secretol"))
    study = factories.study(
        title="First study", drugs=[drug, secret], randomised=True, blinding="double", country="Utopia"
    )
    study.conditions.add("Example condition")
    room.publish(dosed(factories.dose_form(slug="tablets")), drug)
    room.publish(study)


stage, room = scenes.set_up(write)


@pytest.fixture
def published(room: Newsroom) -> Site:
    return Site(
        drug=DrugOverviewPage.objects.get(slug="examplol"),
        form=DoseFormPage.objects.get(),
        study=StudySummaryPage.objects.get(),
        about=approved(),
    )


def get(address: str, status: int = 200) -> Response:
    response = Client().get(address)
    assert response.status_code == status, address
    return response


def text(address: str) -> str:
    return str(get(address).content.decode())


def queries(address: str) -> int:
    Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        get(address)
    return len(captured)


# Structured data


def described(page: Page) -> Any:
    script = soup(text(page.url)).select_one('script[type="application/ld+json"]')
    return json.loads(script.string)  # type: ignore[union-attr,arg-type]


def test_every_page_speaks_schema_org_and_names_its_approval(published: Site) -> None:
    kinds = {}
    for page in published:
        data = described(page)
        assert list(schema_org.faults(data)) == []
        decision = Decision.objects.standing(page.pk)
        assert decision is not None
        assert data["encoding"][0]["sha256"] == data["identifier"]["value"] == decision.digest
        assert hashlib.sha256(get(data["encoding"][0]["contentUrl"]).content).hexdigest() == decision.digest
        get(data["encoding"][1]["contentUrl"])
        get(data["identifier"]["url"])
        kinds[type(page).__name__] = data.get("about", {}).get("@type")
    assert kinds == {
        "DrugOverviewPage": "Drug",
        "DoseFormPage": "Drug",
        "StudySummaryPage": "MedicalTrial",
        "StandardPage": None,
    }
    drug, form, study = (described(page)["about"] for page in (published.drug, published.form, published.study))
    assert drug["proprietaryName"] == ["Brandol"]
    assert drug["warning"] == ["Danger to life: Watch for it."]
    assert drug["code"][0] == {"@type": "MedicalCode", "codingSystem": "UNII", "codeValue": "5S6W795CQM"}
    assert [dose["doseValue"] for dose in form["doseSchedule"]] == [50.0, 1000.0]
    assert study["trialDesign"] == ["https://schema.org/RandomizedTrial", "https://schema.org/DoubleBlindedTrial"]
    assert study["studySubject"] == [{"@type": "Drug", "name": "Examplol"}]


def test_a_study_is_told_as_what_it_was(published: Site) -> None:
    kinds = {"cohort": "ObservationalStudy", "systematic-review": "Study", "non-randomised-trial": "Trial"}
    for design, kind in kinds.items():
        published.study.design = design
        assert structured_data.study(published.study, ())["@type"] == f"Medical{kind}"


def test_links_to_a_page_show_what_it_is(published: Site) -> None:
    page = soup(text(published.drug.url))
    said = {tag["property"]: tag["content"] for tag in page.select("meta[property]")}
    assert said["og:title"] == "Examplol"
    assert said["og:url"] == f"http://testserver{published.drug.url}"
    assert {link["type"] for link in page.select("link[rel=alternate]")} == {"application/atom+xml", "text/markdown"}


# Markdown


def spoken(markdown_text: str) -> list[str]:
    """The words of Markdown, without its signs and the addresses of links."""
    plain = re.sub(r"\]\([^)]*\)|^ *\d+\. ", "]", markdown_text, flags=re.MULTILINE)
    return re.findall(r"\w+", plain.replace("\\", ""))


def test_the_markdown_twin_says_what_the_page_says_word_for_word(published: Site) -> None:
    for page in published:
        article = soup(text(page.url)).article
        assert article is not None
        for unread in article.select("nav, svg, [aria-hidden=true], [data-drawn], .cite span"):
            unread.decompose()
        twin = text(f"{page.url}index.md")
        front, body = twin.removeprefix("---\n").split("---\n", 1)
        assert spoken(body) == re.findall(r"\w+", article.get_text(" "))
        facts = dict(line.split(": ", 1) for line in front.strip().splitlines())
        decision = Decision.objects.standing(page.pk)
        assert decision is not None
        assert json.loads(facts["digest"]) == decision.digest
        assert decision.decided_by_name in facts["reviewed_by"]
    assert get(f"{page.url}index.md")["Link"] == f'<http://testserver{page.url}>; rel="canonical"'


# Feeds


def entries(address: str) -> list[dict[str, str]]:
    feed = ElementTree.fromstring(get(address).content)
    assert feed.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{needed}")
    found = [{part.tag.removeprefix(ATOM): part.text or "" for part in entry} for entry in feed.iter(f"{ATOM}entry")]
    assert all({"id", "title", "updated", "author"} <= set(entry) for entry in found)
    return found


def test_the_feed_tells_what_was_approved_the_newest_first(room: Newsroom, published: Site) -> None:
    room.editor.edit(published.drug, lead="Another lead.")
    room.approve(room.editor.submit(published.drug, "A \x0bclearer <lead>."))
    room.editor.edit(published.study, title="Draft title")
    room.editor.submit(published.study, "Draft note.")
    found = entries("/feeds/updates.atom")
    assert [entry["title"] for entry in found[:2]] == ["Examplol: version 2", "First study: version 1"]
    assert found[0]["summary"] == "<p>A clearer &lt;lead&gt;.</p>"
    assert len({entry["id"] for entry in found}) == len(found) == 5
    assert "Draft" not in str(found)


def test_the_feed_of_a_medicine_tells_of_it_its_dose_forms_and_its_studies(published: Site) -> None:
    titles = {entry["title"].split(":")[0] for entry in entries(f"{published.drug.url}updates.atom")}
    assert titles == {"Examplol", "First study", published.form.title}


def test_feeds_and_sitemap_forget_what_was_withdrawn(room: Newsroom, published: Site) -> None:
    services.withdraw(fresh(published.drug), room.pharmacist.user, reason="The dose was wrong.")
    for address in ("/feeds/updates.atom", "/sitemap-pages.xml", "/llms.txt", "/studies/studies.csv", "/api/v2/pages/"):
        assert 'Examplol"' not in text(address)
        assert "examplol/<" not in text(address)
        assert "Examplol:" not in text(address)
    for below in ("index.md", "updates.atom", "side-effects.csv", "studies.csv"):
        response = get(f"{published.drug.url}{below}", 410)
        assert "50 mg" not in response.content.decode()


# Tables


def rows(address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(address))))


def test_side_effects_leave_as_a_table_that_says_where_it_is_from(published: Site) -> None:
    serious, usual = rows(f"{published.drug.url}side-effects.csv")
    assert serious["side_effect"] == "'=1+1"
    assert serious["serious"] == "yes"
    assert serious["what_to_do"] == "Get help."
    assert (usual["side_effect"], usual["frequency"]) == ("Feeling sick", "Very common")
    assert (usual["people_affected"], usual["people_observed"]) == ("10", "40")
    assert usual["page_version"] == "1"
    assert usual["reviewed_by"].startswith("pharmacist, Pharmacist")
    assert usual["address"] == f"http://testserver{published.drug.url}"


def test_studies_leave_as_a_table(room: Newsroom, published: Site) -> None:
    room.editor.write(factories.study(title="Draft study", drugs=[published.drug]))
    for address in ("/studies/studies.csv", f"{published.drug.url}studies.csv"):
        (study,) = rows(address)
        assert study["study"] == "First study"
        assert study["medicines"] == "Examplol"
        assert study["address"] == f"http://testserver{published.study.url}"


# Sitemap


def test_the_sitemap_lists_every_public_address_and_no_other(published: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps.PageSitemap, "limit", 3)
    index = ElementTree.fromstring(get("/sitemap.xml").content)
    shards = [found.text or "" for found in index.iter(f"{SITEMAP}loc")]
    assert len(shards) == 4
    listed = [
        (found.text or "").removeprefix("http://testserver")
        for shard in shards
        for found in ElementTree.fromstring(get(shard).content).iter(f"{SITEMAP}loc")
    ]
    assert {page.url for page in published} <= set(listed)
    assert {"/", "/drugs/", "/topics/examples/"} <= set(listed)
    assert len(listed) == len(set(listed))
    for address in listed:
        get(address)
    get("/sitemap-drafts.xml", 404)
    get("/sitemap-pages.xml?p=99", 404)


# API


def test_the_api_gives_live_pages_with_their_approval(room: Newsroom, published: Site) -> None:
    DrugIndexPage.objects.update(title="Typed by somebody")
    room.editor.edit(published.about, title="Draft title", lead="Draft lead.")
    answer = get("/api/v2/pages/").json()
    assert {item["id"] for item in answer["items"]} == {page.pk for page in published}
    for item in answer["items"]:
        decision = Decision.objects.standing(item["id"])
        assert decision is not None
        assert item["review"]["digest"] == decision.digest
        assert item["review"]["ledger_entry"] == decision.entry_id
    assert "Draft" not in str(answer)
    assert "Typed" not in str(answer)
    found = get("/api/v2/pages/?type=pages.StudySummaryPage&order=title&limit=1&search=study").json()["items"]
    assert [item["title"] for item in found] == ["First study"]


def test_the_api_gives_the_very_words_that_were_signed(published: Site) -> None:
    item = get(f"/api/v2/pages/{published.form.pk}/").json()
    document = canonical_json(item["approved"]).encode()
    assert hashlib.sha256(document).hexdigest() == item["review"]["digest"]
    assert item["approved"]["content"]["strengths"][0]["unit"] == "mg"
    assert "parent" not in item["meta"]
    meta = item["meta"]
    for address in (item["review"]["verify_url"], *(meta[f"{name}_url"] for name in ("detail", "html", "markdown"))):
        assert address.startswith("http://testserver/")
        get(address)


def test_the_api_is_read_only_and_knows_no_draft(room: Newsroom, published: Site) -> None:
    draft = room.editor.write(factories.standard(title="Secret"))
    for address in (f"/api/v2/pages/{draft.pk}/", f"/api/v2/pages/{published.drug.get_parent().pk}/"):
        get(address, 404)
    get(f"/api/v2/pages/find/?html_path=/{draft.slug}/", 404)
    get(f"/api/v2/pages/?child_of={draft.pk}", 400)
    get("/api/v2/pages/?fields=owner,parent", 400)
    for asked in ("locked=true", "search=%00", f"offset={10**30}", "first_published_at=x", "type=pages.Topic"):
        get(f"/api/v2/pages/?{asked}", 400)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)("/api/v2/pages/").status_code == 405


def test_the_api_shows_nothing_that_was_changed_behind_the_gate(published: Site) -> None:
    triggers.remove(connection)
    revision = published.about.live_revision
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"lead": "Take 5000 mg."})
    Page.objects.filter(pk=published.form.pk).update(title="Miracle")
    answer = get("/api/v2/pages/").json()
    assert published.about.pk not in {item["id"] for item in answer["items"]}
    assert "Miracle" not in str(answer)
    assert get(f"/api/v2/pages/{published.form.pk}/").json()["title"] == published.form.title
    assert "5000" not in get(f"/api/v2/pages/{published.about.pk}/", 503).content.decode()


# Small notices


def test_notices_are_where_machines_look_for_them(published: Site) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in text("/robots.txt")
    with override_settings(SECURITY_CONTACT="mailto:a@example.org"):
        notice = text("/.well-known/security.txt")
    assert "Contact: mailto:a@example.org\n" in notice
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00\+00:00$", notice, re.MULTILINE)
    with override_settings(SECURITY_CONTACT=""):
        get("/.well-known/security.txt", 404)
    llms = text("/llms.txt")
    assert llms.startswith("# Medicines Information Hub\n\n> ")
    assert "- [Examplol](http://testserver/drugs/examplol/index.md): A medicine that stands" in llms
    for address in re.findall(r"\]\(http://testserver([^)]+)\)", llms):
        get(address)


def test_nobody_is_sent_again_what_they_have(published: Site) -> None:
    for address in (
        published.drug.url,
        f"{published.drug.url}index.md",
        "/feeds/updates.atom",
        "/sitemap.xml",
        "/ledger.jsonl",
    ):
        etag = get(address)["ETag"]
        assert Client().get(address, headers={"if-none-match": etag}).status_code == 304


# After a rename


def test_old_addresses_lead_on_after_a_rename(
    room: Newsroom, published: Site, django_capture_on_commit_callbacks: Any
) -> None:
    old = published.drug.url
    with django_capture_on_commit_callbacks(execute=True):
        room.editor.edit(published.drug, slug="examplol-new")
        room.approve(room.editor.submit(published.drug, "A new name."))
    assert fresh(published.drug).url == "/drugs/examplol-new/"
    for below in ("", "history/", "history/1/", "index.md", "updates.atom", "tablets/", "tablets/history/1/"):
        response = Client().get(f"{old}{below}", follow=True)
        assert response.status_code == 200, below
        assert response.redirect_chain[-1] == (f"/drugs/examplol-new/{below}", 301), below


def test_no_redirect_names_a_draft(room: Newsroom, published: Site, django_capture_on_commit_callbacks: Any) -> None:
    draft = room.editor.write(factories.standard(slug="zzyzx"))
    with django_capture_on_commit_callbacks(execute=True):
        room.editor.edit(draft, slug="zzyzx-two")
    assert fresh(draft).slug == "zzyzx-two"
    Redirect.objects.get_or_create(old_path="/zzyzx", defaults={"redirect_page": draft})
    response = get("/zzyzx/", 404)
    assert "zzyzx-two" not in response.content.decode()
    Redirect.objects.create(old_path="/elsewhere", redirect_link="https://elsewhere.example/")
    assert get("/elsewhere/", 301)["Location"] == "https://elsewhere.example/"
    Redirect.objects.create(old_path="/find", redirect_link="http://testserver/search/")
    assert get("/find/", 301)["Location"] == "http://testserver/search/"
    Redirect.objects.create(old_path="/nowhere", redirect_link="http://testserver/no.file")
    get("/nowhere/", 404)


# History of pages that show other pages


def test_an_old_version_lists_nothing_that_other_pages_say_now(room: Newsroom, published: Site) -> None:
    room.editor.edit(published.drug, lead="Other words.")
    drug = room.approve(room.editor.submit(published.drug, "Clearer."))
    for title in (published.form.title, published.study.title):
        assert title in text(drug.url)
        assert title not in text(f"{drug.url}history/1/")


def test_a_comparison_names_no_page_that_is_not_public(room: Newsroom, published: Site) -> None:
    secret = DrugOverviewPage.objects.get(slug="secretol")
    link = f'<a linktype="page" id="{secret.pk}">another</a>'
    room.editor.edit(published.study, harms=[factories.text(f"See {link}.")], drugs=[published.drug])
    study = room.approve(room.editor.submit(published.study, "A link."))
    shown = text(f"{study.url}history/1/compare/2/")
    assert "secretol" not in shown.lower()
    assert f"{secret.pk} (not public)" in shown
    assert "Examplol" in shown


def test_a_withdrawn_page_is_not_moved_to_where_its_address_names_a_draft(room: Newsroom, published: Site) -> None:
    services.withdraw(published.form, room.pharmacist.user, reason="The dose was wrong.")
    secret = DrugOverviewPage.objects.get(slug="secretol")
    with pytest.raises(ReviewRefused, match="never approved"):
        fresh(published.form).move(secret, pos="last-child")
    assert "secretol" not in get(published.form.url, 410).content.decode()


def test_a_host_without_a_site_has_no_addresses_to_tell(published: Site) -> None:
    models.Site.objects.all().delete()
    for path in ("/sitemap.xml", "/sitemap-pages.xml", "/llms.txt"):
        assert Client().get(path).status_code == 404, path


# Cost


def test_machines_cost_as_many_queries_for_many_pages_as_for_few(room: Newsroom, published: Site) -> None:
    fixed = {
        f"{published.drug.url}index.md": 11,
        f"{published.drug.url}updates.atom": 9,
        f"{published.drug.url}side-effects.csv": 8,
        f"{published.drug.url}studies.csv": 9,
        "/studies/studies.csv": 2,
        "/feeds/updates.atom": 3,
        "/sitemap.xml": 7,
        "/sitemap-pages.xml": 4,
        "/llms.txt": 4,
        "/api/v2/pages/": 7,
        f"/api/v2/pages/{published.drug.pk}/": 6,
    }
    assert {address: queries(address) for address in fixed} == fixed
    room.publish(factories.study(title="Second study", drugs=[published.drug]))
    lists = {address: number for address, number in fixed.items() if not address.endswith(("index.md", "effects.csv"))}
    assert {address: queries(address) for address in lists} == lists
