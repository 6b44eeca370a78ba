"""Lists of the public site: live pages only, and as many queries for many rows as for few."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages import a_to_z, study_lists, topic_lists
from pages.models import DoseFormPage, DrugIndexPage, DrugOverviewPage, OtherName, StudySummaryPage, Topic
from tests import factories
from tests.editorial import Newsroom, fresh, public, public_text
from tests.pages.html import soup, words


def queries_of(address: str) -> int:
    """How many queries a visitor's second look takes, when site addresses are in the cache."""
    Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def lines(letter: str) -> list[tuple[str, str, str | None]]:
    entries = next(one.entries for one in a_to_z.a_to_z() if one.letter == letter)
    return [(entry.label, entry.url, entry.generic) for entry in entries]


def test_brand_names_point_to_the_generic_page(room: Newsroom) -> None:
    room.publish(factories.named(factories.drug(title="Naltrexone", slug="naltrexone"), "Vivitrol", "ReVia"))

    assert lines("N") == [("Naltrexone", "/drugs/naltrexone/", None)]
    assert lines("V") == [("Vivitrol", "/drugs/naltrexone/", "Naltrexone")]
    assert lines("R") == [("ReVia", "/drugs/naltrexone/", "Naltrexone")]


def test_a_name_used_in_several_countries_is_listed_once(room: Newsroom) -> None:
    page = factories.drug(title="Naltrexone", slug="naltrexone")
    page.other_names = [OtherName(name="Revia", jurisdiction=where) for where in ("US", "CA", "GB")]
    room.publish(page)

    assert lines("R") == [("Revia", "/drugs/naltrexone/", "Naltrexone")]


def test_every_title_finds_its_letter(room: Newsroom) -> None:
    page = factories.drug(title="Éxamplol", slug="examplol")
    page.other_names = [OtherName(name="5-examplol"), OtherName(name="βexamplol")]
    room.publish(page)

    assert lines("E") == [("Éxamplol", "/drugs/examplol/", None)]
    assert [label for label, _url, _generic in lines("0–9")] == ["5-examplol", "βexamplol"]


def test_a_long_list_shows_one_letter_at_a_time(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.publish(factories.named(factories.drug(title="Éxamplol", slug="examplol"), "Brandol", "Ezamplol", "5-HT"))
    room.publish(factories.drug(title="Naltrexone"))

    def listed(asked: str = "") -> list[str]:
        shown = soup(Client().get("/drugs/", {"letter": asked}).content.decode())
        current = [words(link) for link in shown.select(".letters [aria-current]")]
        return [*current, *(words(line) for line in shown.select(".letter li"))]

    everything = ["Brandol see Éxamplol", "Ezamplol see Éxamplol", "Éxamplol", "Naltrexone", "5-HT see Éxamplol"]
    assert listed() == listed("e") == everything
    monkeypatch.setattr(a_to_z, "ON_ONE_PAGE", 4)
    assert listed() == listed("x") == listed("\x00") == ["B", "Brandol see Éxamplol"]
    assert listed("e") == ["E", "Ezamplol see Éxamplol", "Éxamplol"]
    assert listed("0-9") == ["0–9", "5-HT see Éxamplol"]
    home = soup(Client().get("/").content.decode())
    assert [link["href"] for link in home.select(".letters a")] == [
        f"/drugs/?letter={one}" for one in ("b", "e", "n", "0-9")
    ]


def test_names_of_drafts_are_in_no_list(room: Newsroom) -> None:
    room.editor.write(factories.named(factories.drug(title="Secretol"), "Secretbrand"))
    room.editor.write(factories.study(title="Secret study"))

    for address in ("/", "/drugs/", "/studies/"):
        shown = Client().get(address).content.decode()
        assert "Secret" not in shown, address


def test_an_unapproved_brand_name_is_not_listed(room: Newsroom) -> None:
    page = room.publish(factories.drug())
    room.editor.edit(page, other_names=[OtherName(name="Secretbrand", kind="brand", jurisdiction="US")])

    assert "Secretbrand" not in Client().get("/drugs/").content.decode()


def test_the_title_of_a_container_is_shown_nowhere(room: Newsroom) -> None:
    DrugIndexPage.objects.update(title="Typed by somebody")
    drug = room.publish(factories.drug())

    for address in ("/", "/drugs/", drug.url):
        shown = Client().get(address).content.decode()
        assert "Typed by somebody" not in shown
        assert "Medicines A to Z" in shown


def test_an_overview_lists_its_live_dose_forms_and_studies_alone(room: Newsroom) -> None:
    drug = room.publish(factories.drug())
    room.publish(factories.dose_form(title="Approved tablets"), drug)
    room.editor.write(factories.dose_form(title="Unapproved tablets"), drug)
    room.publish(concerning(factories.study(title="Approved study"), drug))
    room.editor.write(concerning(factories.study(title="Unapproved study"), drug))

    shown = public_text(drug)

    assert "Approved tablets" in shown
    assert "Approved study" in shown
    assert "Unapproved" not in shown


def test_a_study_lists_its_live_medicines_alone(room: Newsroom) -> None:
    live = room.publish(factories.drug(title="Approvol"))
    draft = room.editor.write(factories.drug(title="Secretol"))
    study = room.publish(concerning(factories.study(), live, draft))

    shown = public_text(study)

    assert f'<a href="{live.url}">Approvol</a>' in shown
    assert "Secretol" not in shown


def test_a_dose_form_below_a_withdrawn_page_does_not_name_it(room: Newsroom) -> None:
    drug = room.publish(factories.drug(title="Secretol", slug="secretol"))
    form = room.publish(factories.dose_form(), drug)
    room.admin.post("reviews:withdraw", drug.pk, reason="An error in the doses.")

    response = public(form)

    assert response.status_code == 200
    assert "Secretol" not in response.content.decode()


def test_lists_take_the_same_queries_for_many_rows_as_for_one(room: Newsroom) -> None:
    drug = publish_set(room)
    form, study = (model.objects.get() for model in (DoseFormPage, StudySummaryPage))
    about = room.publish(factories.standard())
    fixed = {drug.url: 12, form.url: 8, study.url: 9, about.url: 7, f"{drug.url}history/": 11}
    fixed |= {
        "/": 11,
        "/drugs/": 7,
        "/studies/": 10,
        "/topics/": 7,
        "/topics/asthma/": 7,
        "/glossary/": 2,
        "/ledger/": 5,
    }
    publish_set(room)
    room.publish(factories.dose_form(), drug)
    room.publish(concerning(factories.study(), fresh(drug)))

    assert {address: queries_of(address) for address in fixed} == fixed


def test_a_topic_lists_what_is_live_under_it(room: Newsroom) -> None:
    topic = Topic.objects.create(name="Opioid antagonists", slug="opioid-antagonists")
    room.publish(tagged(factories.drug(title="Approvol"), drug_classes=topic))
    room.editor.write(tagged(factories.drug(title="Secretol"), drug_classes=topic))

    shown = Client().get("/topics/opioid-antagonists/").content.decode()

    assert "<h1>Opioid antagonists</h1>" in shown
    assert "Approvol" in shown
    assert "Secretol" not in shown


def test_a_topic_shows_its_medicines_a_page_at_a_time_and_leads_to_its_other_studies(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.views.MEDICINES_PER_PAGE", 2)
    monkeypatch.setattr(topic_lists, "STUDIES_SHOWN", 1)
    topic = Topic.objects.create(name="Asthma", slug="asthma")
    for title in ("Bol", "Aol", "Col"):
        room.publish(tagged(factories.drug(title=title), drug_classes=topic))
    room.publish(tagged(factories.drug(title="Dol"), conditions=topic))
    for title in ("Trial", "A trial"):
        room.publish(tagged(factories.study(title=title), conditions=topic))

    first, second = (soup(Client().get("/topics/asthma/", {"page": page}).content.decode()) for page in (1, 2))

    headings = [[words(heading) for heading in shown.select("main h2, main h3")] for shown in (first, second)]
    assert headings == [
        ["Medicines in this class", "Aol", "Bol", "Study summaries", "A trial"],
        ["Medicines in this class", "Col", "Medicines", "Dol"],
    ]
    assert words(first.select_one(".pager")) == "Page 1 of 2 Next page"
    assert [words(link) for link in first.select('a[href="/studies/?condition=asthma"]')] == ["All 2 study summaries"]
    assert not second.select('a[href^="/studies/?"]')


def test_a_page_number_from_nowhere_shows_the_nearest_page_and_is_kept_by_nobody(room: Newsroom) -> None:
    topic = Topic.objects.create(name="Asthma", slug="asthma")
    room.publish(tagged(factories.drug(), drug_classes=topic))
    for address in ("/topics/asthma/", "/studies/", "/search/", "/ledger/"):
        assert "no-store" not in Client().get(address, {"page": "1"}).get("Cache-Control", ""), address
        for number in ("0", "-1", "99", "01", "x", "", "\x00", "9" * 400):
            response = Client().get(address, {"page": number})
            assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store"), (address, number)


def test_a_topic_of_drafts_alone_is_not_found(room: Newsroom) -> None:
    topic = Topic.objects.create(name="Secret topic", slug="secret-topic")
    room.editor.write(tagged(factories.drug(), conditions=topic))

    response = Client().get("/topics/secret-topic/")

    assert response.status_code == 404
    assert "Secret topic" not in response.content.decode()
    assert "Secret topic" not in Client().get("/").content.decode()


@pytest.mark.parametrize("slug", ["no-such-topic", "x" * 500, "caf%C3%A9", "%00", "a%00b"])
@pytest.mark.django_db
def test_an_unknown_topic_is_not_found(slug: str) -> None:
    factories.tree()

    assert Client().get(f"/topics/{slug}/").status_code == 404


def test_a_topic_named_in_another_script_has_an_address(room: Newsroom) -> None:
    topic = Topic.objects.create(name="Épilepsie")
    drug = room.publish(tagged(factories.drug(), conditions=topic))

    assert Client().get(topic.get_absolute_url()).status_code == 200
    assert topic.get_absolute_url() in public_text(drug)


def concerning(study: Any, *drugs: DrugOverviewPage) -> Any:
    study.drugs = list(drugs)
    return study


def tagged(page: Any, **topics: Topic) -> Any:
    for name, topic in topics.items():
        getattr(page, name).add(topic)
    return page


def publish_set(room: Newsroom) -> Any:
    """An overview, filed under two topics, with one dose form and one study, all live."""
    drug_class, condition = (Topic.objects.get_or_create(name=name)[0] for name in ("Examples", "Asthma"))
    drug = tagged(factories.named(factories.drug(), "Brandol"), drug_classes=drug_class, conditions=condition)
    drug = room.publish(drug)
    room.publish(factories.dose_form(), drug)
    room.publish(concerning(factories.study(), drug))
    return fresh(drug)


def test_studies_are_narrowed_by_medicine_condition_design_and_certainty(room: Newsroom) -> None:
    topic = Topic.objects.create(name="Asthma", slug="asthma")
    drug = room.publish(factories.drug(title="Approvol", slug="approvol"))
    room.publish(concerning(tagged(factories.study(title="Trial"), conditions=topic), drug))
    cohort = factories.study(title="Cohort", design="cohort")
    room.publish(cohort)
    room.editor.write(tagged(factories.study(title="Secret study", design="case-series"), conditions=topic))

    def listed(**choices: str) -> list[str]:
        shown = soup(Client().get("/studies/", choices).content.decode())
        return [words(title) for title in shown.select("main .study-list__title")]

    assert listed() == ["Cohort", "Trial"]
    for name, value, titles in (
        ("drug", "approvol", ["Trial"]),
        ("condition", "asthma", ["Trial"]),
        ("design", "cohort", ["Cohort"]),
        ("certainty", "not-assessed", ["Cohort", "Trial"]),
        ("certainty", "high", []),
        ("drug", "\x00", ["Cohort", "Trial"]),
        ("page", "99", ["Cohort", "Trial"]),
    ):
        assert listed(**{name: value}) == titles, (name, value)
    form = soup(Client().get("/studies/", {"design": "cohort"}).content.decode())
    options = [words(option) for option in form.select("#study-design option")]
    assert options == ["Any design", "Randomised controlled trial", "Cohort study"]
    assert words(form.select_one("#study-design option[selected]")) == "Cohort study"


def test_of_too_many_medicines_the_name_is_typed(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_lists, "MEDICINES_LISTED", 1)
    for name in ("Approvol", "Exampril"):
        drug = room.publish(factories.drug(title=name, slug=name.lower(), inn=name.lower()))
        room.publish(concerning(factories.study(title=f"Trial of {name}", slug=f"trial-{name.lower()}"), drug))
    for typed, titles in (("exampril", ["Trial of Exampril"]), ("EXAMPRIL", ["Trial of Exampril"]), ("exampri", [])):
        shown = soup(Client().get("/studies/", {"drug": typed}).content.decode())
        assert [words(title) for title in shown.select("main .study-list__title")] == titles
        [box] = shown.select("input#study-drug")
        assert box["value"] == typed


def test_a_topic_shows_its_first_medicines_and_how_many_more(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_lists, "MEDICINES_SHOWN", 2)
    by_class = Topic.objects.create(name="Example blockers", slug="blockers")
    for name in ("Exampril", "Approvol", "Zedol"):
        drug = factories.drug(title=name, slug=name.lower(), inn=name.lower())
        room.publish(tagged(drug, drug_classes=by_class))
    secret = factories.drug(title="Aaadraft", slug="aaadraft", inn="aaadraft")
    room.editor.write(tagged(secret, drug_classes=by_class))
    [line] = soup(Client().get("/topics/").content.decode()).select(".topic-lines__what")
    assert [words(link) for link in line.select("a")] == ["Approvol", "Exampril"]
    assert words(line).endswith("and 1 more")


def test_medicines_are_listed_by_class_and_by_condition(room: Newsroom) -> None:
    by_class = Topic.objects.create(name="Example blockers", slug="blockers")
    condition = Topic.objects.create(name="Asthma", slug="asthma")
    secret = Topic.objects.create(name="Secretitis", slug="secretitis")
    room.publish(tagged(factories.drug(title="Approvol"), drug_classes=by_class, conditions=condition))
    room.publish(tagged(factories.study(), conditions=condition))
    room.editor.write(tagged(factories.drug(title="Secretol"), conditions=secret))

    shown = soup(Client().get("/topics/").content.decode())

    assert [words(heading) for heading in shown.select("main h2")] == ["Classes", "Conditions"]
    assert [words(line) for line in shown.select(".topic-lines li")] == [
        "Example blockers Approvol",
        "Asthma Approvol 1 study summary",
    ]
    assert "Secret" not in shown.get_text()
