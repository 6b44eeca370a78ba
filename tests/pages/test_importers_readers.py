"""What is read out of labels and records, and what is refused: no database."""

from __future__ import annotations

import datetime
import gzip
import json
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.importers import files, reading
from pages.importers.facts import LabelFacts, StudyFacts
from pages.importers.reading import LABELS, STUDIES
from pages.importers.refusals import ImportRefused
from tests.fuzzing import bounded
from tests.pages import importer_files as made
from tests.pages.importer_files import active, product


def read_label(data: bytes) -> LabelFacts:
    (facts,) = reading.read(data, LABELS)
    assert isinstance(facts, LabelFacts)
    return facts


def read_study(data: bytes) -> StudyFacts:
    (facts,) = reading.read(data, STUDIES)
    assert isinstance(facts, StudyFacts)
    return facts


def refusal(data: bytes, readers: Any = LABELS) -> str:
    with pytest.raises(ImportRefused) as refused:
        reading.read(data, readers)
    return str(refused.value)


# Labels


def test_a_label_gives_names_identifiers_strengths_and_provenance() -> None:
    facts = read_label(made.label())

    assert (facts.inn, facts.unii, facts.labeler) == ("examplol", "BBBBBBBBBB", "Example Makers")
    assert facts.provenance.identifier == made.SET_ID
    assert (facts.provenance.version, facts.provenance.effective_on) == ("3", datetime.date(2026, 1, 2))
    (form,) = facts.products
    assert (form.form, form.route, form.inactive) == ("10219000", "20053000", ("lactose",))
    assert [(strength.value, strength.unit, strength.per) for strength in form.strengths] == [
        (Decimal(50), "mg", "tablet")
    ]
    assert facts.brands == ()
    assert facts.not_understood == ()


def test_sections_keep_their_words_and_take_in_unclassified_ones() -> None:
    sections = read_label(made.label()).sections

    assert [(section.code, section.text) for section in sections] == [
        ("34071-1", "It can make people sleepy.\nAt work\nTake care."),
        ("34067-9", "Pain"),
    ]


def test_strengths_of_one_form_and_route_are_one_dose_form() -> None:
    two = product(value="50") + product(value="25") + product(value="50")
    facts = read_label(made.label(products=two + product(form="SOLUTION", per='<denominator value="5" unit="mL"/>')))

    assert [[str(strength.value) for strength in form.strengths] for form in facts.products] == [["25", "50"], ["50"]]
    assert facts.products[1].strengths[0].per == "5 mL"


@pytest.mark.parametrize(
    ("form", "route", "code"),
    [
        ("TABLET, FILM COATED", "ORAL", "10221000"),
        ("TABLET, FILM COATED, EXTENDED RELEASE", "ORAL", "10226000"),
        ("TABLET", "SUBLINGUAL", "10318000"),
        ("INJECTION, SOLUTION", "INTRAVENOUS", "11201000"),
        ("INJECTION, POWDER, LYOPHILIZED, FOR SOLUTION", "INTRAMUSCULAR", "11205000"),
        ("CAPSULE", "ORAL", ""),
        ("AEROSOL, METERED", "RESPIRATORY (INHALATION)", ""),
        ("TABLET", "VAGINAL", ""),
    ],
)
def test_a_form_is_named_only_where_the_terms_settle_it(form: str, route: str, code: str) -> None:
    facts = read_label(made.label(products=product(form=form, route=route)))

    assert facts.products[0].form == code
    assert bool(code) != any("choose the dose form by hand" in remark for remark in facts.not_understood)


@pytest.mark.parametrize(
    ("value", "unit", "stored"),
    [("90", "ug", "micrograms"), ("5", "[iU]", "units"), ("5", "meq", None), ("0.00001", "mg", None)],
)
def test_a_unit_that_the_hub_does_not_have_is_left_to_the_editor(value: str, unit: str, stored: str | None) -> None:
    facts = read_label(made.label(products=product(value=value, unit=unit)))

    assert facts.products[0].strengths[0].unit == stored
    assert (stored is None) == any("enter it by hand" in remark for remark in facts.not_understood)


def test_strengths_of_a_combination_are_not_mixed_up() -> None:
    both = active() + active(name="ACETAMINOPHEN", moiety="ACETAMINOPHEN", moiety_unii="CCCCCCCCCC", value="325")
    facts = read_label(made.label(products=product(actives=both)))

    assert (facts.inn, facts.unii, facts.synonyms) == ("examplol and paracetamol", "", ("acetaminophen",))
    assert facts.products[0].strengths == ()
    assert any("325 mg" in remark for remark in facts.not_understood)


def test_a_unii_stays_with_its_own_name() -> None:
    anhydrous = active(name="EXAMPLOL", moiety="EXAMPLOL ANHYDROUS")

    assert read_label(made.label(products=product(actives=anhydrous))).unii == "AAAAAAAAAA"


def test_a_brand_is_told_from_the_generic_name() -> None:
    assert read_label(made.label(products=product(name="Restal"))).brands == ("Restal",)


def test_a_label_of_2006_is_read_as_well() -> None:
    old = (
        made.label()
        .decode()
        .replace("<manufacturedProduct><manufacturedProduct>", "<manufacturedProduct><manufacturedMedicine>")
        .replace("</manufacturedProduct>\n    <consumedIn>", "</manufacturedMedicine>\n    <consumedIn>")
        .replace('ingredient classCode="ACTIM"', "activeIngredient")
        .replace(
            "</ingredientSubstance></ingredient>\n      <ing", "</ingredientSubstance></activeIngredient>\n      <ing"
        )
        .replace("ingredientSubstance><code", "activeIngredientSubstance><code")
        .replace("</ingredientSubstance></activeIngredient>", "</activeIngredientSubstance></activeIngredient>")
    )

    facts = read_label(old.encode())
    assert (facts.inn, facts.products[0].strengths[0].as_written) == ("examplol", "50 mg in 1")


def test_openfda_gives_names_and_routes_and_keeps_what_belongs_to_salts() -> None:
    facts = read_label(made.openfda())

    assert (facts.inn, facts.brands, facts.unii) == ("examplol", ("Restal",), "")
    assert any("AAAAAAAAAA" in remark for remark in facts.not_understood)
    assert [form.route for form in facts.products] == ["20053000"]
    assert [(section.code, section.text) for section in facts.sections] == [("warnings", "It can make people sleepy.")]


def test_openfda_without_names_sends_to_dailymed() -> None:
    assert "DailyMed" in refusal(made.openfda(openfda={}))


def test_a_vaccine_has_a_label_too() -> None:
    assert read_label(made.label(kind="53404-0", kind_name="Vaccine label")).inn == "examplol"


def test_the_parts_of_a_kit_are_its_products() -> None:
    part = product(form="KIT", actives=" ").replace(
        "</manufacturedProduct>\n    <consumedIn>",
        f"<part><partProduct><formCode displayName='INJECTION, SUSPENSION, EXTENDED RELEASE'/>{active()}</partProduct>"
        "<consumedIn><substanceAdministration><routeCode displayName='INTRAMUSCULAR'/></substanceAdministration>"
        "</consumedIn></part></manufacturedProduct>\n    <consumedIn>",
    )

    (form,) = read_label(made.label(products=part)).products
    assert (form.form, form.route) == ("11208500", "20035000")


# Studies


def test_a_trial_gives_design_arms_and_numbers() -> None:
    facts = read_study(made.trial_file())

    assert (facts.design, facts.randomised, facts.blinding, facts.participants) == (
        "randomised-trial",
        True,
        "double",
        40,
    )
    assert (facts.started_on, facts.completed_on) == (datetime.date(2024, 1, 1), None)
    assert [(arm.name, arm.participants) for arm in facts.arms] == [("Examplol", 20), ("Placebo", 20)]
    (result,) = facts.results
    assert [(arm.events, arm.total) for arm in result.arms] == [(5, 20), (9, 19)]
    assert (result.effect_measure, result.effect, result.p_value) == ("OR", Decimal("0.5"), "0.03")
    assert result.ci == (Decimal("0.2"), Decimal("0.9"))
    assert [(harm.affected, harm.at_risk) for harm in facts.harms] == [(1, 20)]
    assert facts.sections[0].text == "A sentence of the sponsor."


def test_planned_participants_did_not_take_part() -> None:
    study = made.trial()
    study["protocolSection"]["designModule"]["enrollmentInfo"]["type"] = "ESTIMATED"

    assert read_study(made.trial_file(study)).participants is None


def test_a_90_percent_interval_does_not_become_a_95_percent_one() -> None:
    study = made.trial()
    study["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]["analyses"][0]["ciPctValue"] = "90"
    facts = read_study(made.trial_file(study))

    assert facts.results[0].ci is None
    assert any("95%" in remark for remark in facts.not_understood)


def test_a_percentage_does_not_become_a_number_of_people() -> None:
    study = made.trial()
    study["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]["paramType"] = "NUMBER"

    assert [(arm.events, arm.mean) for arm in read_study(made.trial_file(study)).results[0].arms] == [(None, None)] * 2


def test_short_records_of_a_search_are_refused_by_number() -> None:
    short = {"protocolSection": {"identificationModule": {"nctId": "NCT00000002"}}}

    assert "NCT00000002" in refusal(json.dumps({"studies": [short]}).encode(), STUDIES)


def test_a_list_that_no_real_record_has_is_refused() -> None:
    study = made.trial(armsInterventionsModule={"armGroups": [{}] * 5_001})

    assert "5,001 entries" in refusal(made.trial_file(study), STUDIES)


def test_names_without_end_are_read_in_linear_time() -> None:
    salts = "EXAMPLOL" + " SODIUM" * 50_000

    assert len(read_label(made.openfda(openfda={"substance_name": [salts]})).inn) <= 200


def test_an_article_gives_its_citation() -> None:
    facts = read_study(made.article())

    assert (facts.pmid, facts.doi, facts.design) == ("123456", "10.1000/example.1", "randomised-trial")
    assert facts.citation == "Doe J. Examplol for pain. Ex J 2025;7."
    assert facts.sections[0].title == "Results"


# Refusals


def zipped() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("label.xml", made.label())
    return target.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HEAD = '<?xml version="1.0"?>'
WRONG_ENCODING = made.label(warning="Sch\u00fctzen").decode().encode("latin-1")
REFUSED = {
    "nothing": (b"  \n", "empty"),
    "zip": (zipped(), "zip archive"),
    "gzip": (gzip.compress(made.label()), "gzip archive"),
    "web page": (b"<!DOCTYPE html><html><body>Label</body></html>", "web page"),
    "text": (b"Examplol 50 mg", "neither XML nor JSON"),
    "PDF": (b"%PDF-1.7 ...", "PDF"),
    "other XML": (b"<note/>", "not a product label"),
    "another namespace": (made.label().replace(b"urn:hl7-org:v3", b"urn:other"), "not a product label"),
    "an index": (made.label(kind="60685-5", kind_name="Indexing"), "Indexing"),
    "an animal's label": (made.label(kind="50578-4", kind_name="ANIMAL DRUG LABEL"), "ANIMAL"),
    "no version": (made.label(version=""), "no version"),
    "no set id": (made.label(set_id=""), "no set id"),
    "no medicine": (made.label(products=""), "no active ingredient"),
    "cut short": (made.label()[:-200], "cut short"),
    "wrong encoding": (WRONG_ENCODING, "encoding"),
    "unknown encoding": (made.label(head='<?xml version="1.0" encoding="klingon"?>'), "encoding"),
    "broken": (made.label().replace(b"</title>", b"</tittle>", 1), "broken"),
    "billion laughs": (made.label(head=f"{HEAD}<!DOCTYPE d [<!ENTITY l0 'ha'>{LAUGHS}]>", warning="&l9;"), "entities"),
    "external entity": (
        made.label(head=f"{HEAD}<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", warning="&x;"),
        "entities",
    ),
    "parameter entity": (made.label(head=f"{HEAD}<!DOCTYPE d [<!ENTITY % x SYSTEM 'http://x/'> %x;]>"), "entities"),
    "deep": (b"<a>" * 5_000, "levels deep"),
    "JSON cut short": (made.openfda()[:-20], "cut short"),
    "JSON of something else": (b'{"a": 1}', "not an answer"),
    "JSON list": (b"[1]", "not an answer"),
    "deep JSON": (b"[" * 100_000, "nested too deeply"),
    "no number": (b'{"results": [NaN]}', "number"),
    "long number": (b'{"results": ' + b"9" * 10_000 + b"}", "number"),
    "JSON in Latin-1": ('{"results": "\u00fc"}'.encode("latin-1"), "UTF-8"),
    "thousands of products": (made.label(products=product() * 501), "501 products"),
    "an error answer": (b'{"error": {"message": "No matches found!"}}', "No matches found"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_label_is_refused_and_says_why(name: str) -> None:
    data, why = REFUSED[name]

    said = refusal(data)

    assert why in said
    assert "Nothing was made of it." in said


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(ImportRefused, match="200 MB"):
        files.read_bytes(large)


def test_utf_16_is_read_as_well() -> None:
    text = made.label(head='<?xml version="1.0" encoding="UTF-16"?>').decode()

    assert read_label(text.encode("utf-16")).inn == "examplol"


def test_what_no_database_keeps_is_left_out() -> None:
    facts = read_label(made.openfda(warnings=["bad\x00 \ud800 text"]))

    assert facts.sections[0].text == "bad text"


# Fuzzing

BOUNDED = bounded(60)


def survives(data: bytes, readers: Any) -> None:
    """Facts or a refusal, never a crash."""
    try:
        for facts in reading.read(data, readers):
            repr(facts).encode()
    except ImportRefused:
        pass


@BOUNDED
@given(st.integers(0, 10_000), st.binary(max_size=12), st.integers(0, 60))
def test_no_damage_to_a_label_crashes_the_reader(at: int, patch: bytes, gone: int) -> None:
    data = made.label()
    at %= len(data)
    survives(data[:at] + patch + data[at + gone :], LABELS)


@BOUNDED
@given(
    st.sampled_from(["TABLET", "50", "mg", "ORAL", "EXAMPLOL", "BBBBBBBBBB", "20260102", "34071-1", made.SET_ID]),
    st.text(st.characters(exclude_characters="<&\"'", exclude_categories=["Cs", "Cc"]), max_size=40),
)
def test_no_value_in_a_label_crashes_the_reader(what: str, value: str) -> None:
    survives(made.label().replace(what.encode(), value.encode()), LABELS)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path, *(found for key in keys for found in paths(value[key], (*path, key)))]


TEMPLATES = {"trial": (made.trial_file(), STUDIES), "openfda": (made.openfda(), LABELS)}
PLACES = [(name, path) for name, (data, _) in TEMPLATES.items() for path in paths(json.loads(data)) if path]


@BOUNDED
@given(st.sampled_from(PLACES), VALUES)
def test_no_value_anywhere_in_json_crashes_the_reader(place: tuple[str, tuple[Any, ...]], value: Any) -> None:
    name, (*way, last) = place
    data, readers = TEMPLATES[name]
    whole = target = json.loads(data)
    for key in way:
        target = target[key]
    target[last] = value
    survives(json.dumps(whole).encode(), readers)


@BOUNDED
@given(st.integers(0, 10_000), st.binary(max_size=12))
def test_no_damage_to_an_article_crashes_the_reader(at: int, patch: bytes) -> None:
    data = made.article()
    at %= len(data)
    survives(data[:at] + patch + data[at + 1 :], STUDIES)
