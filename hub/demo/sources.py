"""Sources that more than one page names: product labels, public databases, articles and registrations.

Set id, version and effective date of a label are those of the copy that the facts were taken from.
"""

from __future__ import annotations

import datetime

from hub.demo.content import Ref

DRUGS_AT_FDA = "https://www.accessdata.fda.gov/scripts/cder/daf/index.cfm?event=overview.process&ApplNo="


def us_label(what: str, labeler: str, set_id: str, version: str, effective: tuple[int, int, int]) -> Ref:
    """A United States product label, under the id ``label-us``."""
    return Ref(
        key="label-us",
        kind="label",
        citation=f"{what}. US prescribing information, {labeler}, version {version}.",
        set_id=set_id,
        label_version=version,
        label_effective_on=datetime.date(*effective),
    )


def drugs_at_fda(names: str, *applications: str) -> Ref:
    """The products table of the US Food and Drug Administration, under the id ``drugs-at-fda``."""
    numbers = ", ".join(applications)
    return Ref(
        key="drugs-at-fda",
        kind="database",
        citation=(
            f"US Food and Drug Administration. Drugs@FDA products table, 2019: {names} (applications {numbers})."
        ),
        url=f"{DRUGS_AT_FDA}{applications[0]}",
    )


NALTREXONE_TABLETS = us_label(
    "Naltrexone hydrochloride tablets, film coated",
    "Bryant Ranch Prepack",
    "f9807ec0-3504-4c66-8efe-ea25f84c782b",
    "102",
    (2026, 7, 15),
)
BUPRENORPHINE_SUBLINGUAL = us_label(
    "Buprenorphine hydrochloride sublingual tablets",
    "Advagen Pharma",
    "699638dd-3a53-445f-a545-d0e6eabfe1c9",
    "7",
    (2026, 7, 17),
)
DIAZEPAM_TABLETS = us_label(
    "Diazepam tablets", "RemedyRepack", "20e08b97-bb89-4129-a228-8ad9cf35a1d3", "19", (2026, 7, 10)
)
LOFEXIDINE_TABLETS = us_label(
    "Lucemyra (lofexidine) tablets", "USWM", "b748f308-ba71-4fd9-84ec-ec7e0f210885", "10", (2026, 7, 15)
)
SERTRALINE_TABLETS = us_label(
    "Sertraline hydrochloride tablets",
    "Granules Pharmaceuticals",
    "98960cc1-1d44-4d89-b415-7e250cc762cc",
    "4",
    (2026, 4, 6),
)
METFORMIN_TABLETS = us_label(
    "Metformin hydrochloride tablets",
    "Mylan Pharmaceuticals",
    "4f70f907-08d5-4c2e-a4be-32c6124faa7b",
    "15",
    (2026, 4, 22),
)
LISINOPRIL_TABLETS = us_label(
    "Lisinopril tablets",
    "Lupin Pharmaceuticals",
    "7d6c31e2-b5a4-4279-8013-a8dad37ea73b",
    "23",
    (2025, 10, 10),
)
ALBUTEROL_INHALER = us_label(
    "Albuterol sulfate inhalation aerosol",
    "Cipla USA",
    "fd0389e0-3713-42e0-8ef2-3bb97676fded",
    "2",
    (2026, 1, 4),
)

LDN_REVIEW = Ref(
    key="ldn-review",
    kind="study",
    citation="Low-dose naltrexone: review of mechanisms and uses, at 1 to 5 mg. PubMed Central PMC6313374.",
    url="https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6313374/",
)
LDN_NORWAY = Ref(
    key="ldn-norway",
    kind="study",
    citation=("Use of low-dose naltrexone in Norway after a television documentary. PubMed Central PMC5298009."),
    url="https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5298009/",
)
TURKU_PET = Ref(
    key="turku-2020",
    kind="study",
    citation=(
        "Opioid receptor availability and subclinical depression and anxiety: "
        "positron emission tomography, Turku, 2020."
    ),
    doi="10.1038/s41386-020-0725-9",
)
UCLA_TRIAL = Ref(
    key="nct04166071",
    kind="registration",
    citation="Naltrexone and the unlearning of fear, University of California, Los Angeles. ClinicalTrials.gov.",
    nct_id="NCT04166071",
)
