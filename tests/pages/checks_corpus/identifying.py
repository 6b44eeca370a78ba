"""Identifiers as people type them."""

from __future__ import annotations

from wagtail.models import Page

from tests import factories
from tests.pages.checks_corpus.cases import Cases


def medicine(unii: str) -> Page:
    return factories.drug(unii=unii)


CORPUS = {
    "ID-NCT": Cases(
        hits=["NCT 04166071", "NCT0416607", "NCT041660711", "see NCT-04166071", "NCT1", "NCT 1234"],
        passes=["NCT04166071", "The trial NCT00000001.", "NCT numbers", "(NCT02149199)", "ANCT1", "an NCT"],
    ),
    "ID-DOI": Cases(
        hits=[
            *(
                "doi:10.1/x",
                "doi: 10x1038/abc",
                "https://doi.org/11.1038/x",
                "DOI 10.10/abc",
                "doi:1038/abc",
                "doi:10.1038",
            ),
        ],
        passes=[
            *("doi:10.1038/s41386-020-0725-9", "https://doi.org/10.1056/NEJMoa1715274.", "the DOI of an article"),
            *("DOI 10.15761/JSIN.1000229", "a doi", "doi:10.5811/westjem.18320, page 3"),
        ],
    ),
    "ID-PMID": Cases(
        hits=["PMID 0123", "PMID: PMID1", "PMID 123456789", "PMID: x", "PMID:0", "PMID 11a"],
        passes=["PMID 11281867", "PMID: 1", "PMID:32934823.", "PMID", "(PMID 29768149)", "PMID #38801034"],
    ),
    "ID-PMCID": Cases(
        hits=["PMC0", "PMCID 6313374", "PMC0123", "PMCID: x", "PMC12a", "PMCID PMC"],
        passes=["PMC6313374", "PMCID: PMC5298009", "PMC", "PubMed Central PMC6313374.", "SPMC0", "PMCs"],
    ),
    "ID-ATC": Cases(
        hits=["ATC F07BB04", "ATC code N7BB04", "ATC: N07BB4", "ATC code: E01", "ATC N07BB04X", "ATC n07BB04"],
        passes=["ATC N07BB04", "ATC code N07BB", "ATC: N07", "the ATC system", "ATC codes: C09AA03", "ATC level 5"],
    ),
    "ID-RXCUI": Cases(
        hits=["RxCUI RX7243", "RxCUI: 07243", "RxCUI 123456789", "RxCUI 72a", "RxCUI 0", "RxCUI number 7243x"],
        passes=["RxCUI 7243", "RxCUI: 29046", "RxCUI number 6809", "an RxCUI", "RxCUI 1.", "(RxCUI 435)"],
    ),
    "ID-SETID": Cases(
        hits=[
            *(
                "set id 74087D2F-468d-4de1-a2fc-a489d0f2abef",
                "setid: 74087d2f-468d",
                "Set ID 74087d2f468d4de1a2fca489d0f2abef",
            ),
            *(
                "set id 74087d2f-468d-4de1-a2fc-a489d0f2abe",
                "set-id 12345678",
                "set id f9807ec0-3504-4c66-8efe-ea25f84c782",
            ),
        ],
        passes=[
            *(
                "set id 74087d2f-468d-4de1-a2fc-a489d0f2abef",
                "the set id",
                "set id: f9807ec0-3504-4c66-8efe-ea25f84c782b",
            ),
            *("Set ID 20e08b97-bb89-4129-a228-8ad9cf35a1d3.", "a set idea", "set ids differ"),
        ],
    ),
    "ID-EDQM": Cases(
        hits=["EDQM 1021900", "EDQM code 10219000a", "EDQM: 102", "EDQM code 102190000", "EDQM 10", "EDQM code: 00510"],
        passes=["EDQM 10219000", "EDQM code 0051", "the EDQM", "EDQM: 20053000", "EDQM codes", "EDQM code 10221000."],
    ),
    "ID-LOINC": Cases(
        hits=["LOINC 34066", "LOINC 34066-12", "LOINC code 34066-2", "LOINC: 34067-8", "LOINC 43685-8", "LOINC 1-1"],
        passes=["LOINC 34066-1", "LOINC code 34067-9", "LOINC: 43685-7", "the LOINC", "LOINC 34071-1.", "LOINC codes"],
    ),
    "ID-ORCID": Cases(
        hits=[
            *("ORCID 0000-0002-1825-0098", "orcid.org/0000-0002-1825-009", "ORCID: 0000-0001-5109-3701", "ORCID 1234"),
            *("orcid 0000-0002-1694-233", "ORCID 0000-0002-1694-2330"),
        ],
        passes=[
            *(
                "ORCID 0000-0002-1825-0097",
                "https://orcid.org/0000-0001-5109-3700",
                "an ORCID",
                "ORCID 0000-0002-1694-233X",
            ),
            *("orcid: 0000-0002-1825-0097.", "orchid 12"),
        ],
    ),
    "ID-UNII": Cases(
        hits=[
            "UNII 5S6W795CQN",
            "UNII: 5S6W795CQ",
            "UNII QUC7NX6WMA",
            "UNII code 56W8MW3EN2",
            "UNII 0000",
            "UNII: Z6375YW9SE",
        ],
        passes=["UNII 5S6W795CQM", "UNII: Z6375YW9SF", "the UNII", "UNII QUC7NX6WMB", "UNII code 56W8MW3EN1", "UNIIs"],
    ),
    "ID-UNII-FIELD": Cases(
        hits=["5S6W795CQN", "5S6W795CQ", "QUC7NX6WMA", "56W8MW3EN2", "0000000001", "Z6375YW9SE"],
        passes=["5S6W795CQM", "Z6375YW9SF", "QUC7NX6WMB", "56W8MW3EN1", "", "0000000000"],
        build=medicine,
    ),
}
