"""Every real file beside the repository: what is read out of it, as a table, or why it is refused."""

from __future__ import annotations

import pytest

from pages.importers import reading, reporting
from pages.importers.facts import LabelFacts, StudyFacts
from pages.importers.refusals import ImportRefused
from tests import shared

READERS = {"spl": reading.LABELS, "openfda": reading.LABELS, "ctgov": reading.STUDIES, "pubmed": reading.STUDIES}
REFUSED = {
    "indexing_methoxsalen_pharm_class.xml": "not a label",
    "search_page_0ae75163.json": "short records of a search",
    "search_page_1377dfeb.json": "short records of a search",
    "search_page_5670fd64.json": "short records of a search",
}
# File: INN, UNII, number of dose forms, strengths of the first
LABELS = {
    "albuterol_inhaler_cipla_v2.xml": ("salbutamol", "QF8SVZ843E", 1, "90 micrograms puff"),
    "edecrin_tablets_and_iv_powder_bausch_v7.xml": ("etacrynic acid", "M5DP350VZV", 2, "25 mg tablet"),
    "hydrocodone_apap_tablets_bryant_v101.xml": ("hydrocodone and paracetamol", "", 1, ""),
    "lisinopril_tablets_lupin_v23.xml": ("lisinopril", "E7199S1YWR", 1, "2.5 5 10 20 30 40 mg tablet"),
    "metformin_tablets_mylan_v15.xml": ("metformin", "9100L32L2N", 1, "500 850 1000 mg tablet"),
    "sertraline_tablets_granules_v4.xml": ("sertraline", "QUC7NX6WMB", 1, "25 50 100 mg tablet"),
    "triaminic_cough_syrup_otc_v1.xml": ("diphenhydramine and phenylephrine", "", 1, ""),
    "label_buprenorphine_sublingual_ANDA090279.json": ("buprenorphine", "", 1, ""),
    "label_diazepam_oral_ANDA071321.json": ("diazepam", "Q3JTX2Q7TU", 1, ""),
    "label_lofexidine_lucemyra_NDA209229.json": ("lofexidine", "", 1, ""),
    "label_naltrexone_tablets_ANDA090356.json": ("naltrexone", "", 1, ""),
    "label_sertraline_ANDA077670.json": ("sertraline", "", 1, ""),
}
# File: participants, arms, results
TRIALS = {
    "NCT00763412.json": (31, 2, 15),
    "NCT02210780.json": (194, 2, 14),
    "NCT02552212.json": (317, 2, 30),
    "NCT03064438.json": (40, 2, 23),
    "NCT03418623.json": (24, 2, 0),
}


def strengths(facts: LabelFacts) -> str:
    first = facts.products[0].strengths
    return " ".join([*(f"{row.value:f}" for row in first), f"{first[0].unit} {first[0].per}"]) if first else ""


def test_every_real_file_is_read_or_refused_for_a_good_reason(capsys: pytest.CaptureFixture[str]) -> None:
    table, seen = [], set()
    for folder, readers in READERS.items():
        for path in shared.files(f"data/{folder}"):
            seen.add(path.name)
            if path.name in REFUSED:
                with pytest.raises(ImportRefused, match=REFUSED[path.name]) as refused:
                    reading.read(path.read_bytes(), readers)
                table.append(f"{path.name}: refused. {refused.value}")
                continue
            (facts,) = reading.read(path.read_bytes(), readers)
            table.append(f"{path.name}: {reporting.summary(facts)}")
            assert facts.provenance.effective_on
            assert facts.sections
            if isinstance(facts, LabelFacts):
                found = (facts.inn, facts.unii, len(facts.products), strengths(facts))
                assert found == LABELS[path.name], path.name
            elif isinstance(facts, StudyFacts) and path.name in TRIALS:
                assert (facts.participants, len(facts.arms), len(facts.results)) == TRIALS[path.name], path.name
    with capsys.disabled():
        print("\n" + "\n".join(table))  # noqa: T201  the table is what the test is for
    assert seen >= {*REFUSED, *LABELS, *TRIALS}
