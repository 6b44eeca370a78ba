"""Labels and records written for tests: nothing in them was taken from a real one."""

from __future__ import annotations

import json
from typing import Any

SET_ID = "00000000-0000-4000-8000-00000000aaaa"


def product(
    *,
    name: str = "Examplol hydrochloride",
    form: str = "TABLET",
    route: str = "ORAL",
    actives: str = "",
    value: str = "50",
    unit: str = "mg",
    per: str = '<denominator value="1" unit="1"/>',
) -> str:
    return f"""
    <subject><manufacturedProduct><manufacturedProduct>
      <name>{name}</name><formCode displayName="{form}"/>
      {actives or active(value=value, unit=unit, per=per)}
      <ingredient classCode="IACT"><ingredientSubstance><name>LACTOSE</name></ingredientSubstance></ingredient>
    </manufacturedProduct>
    <consumedIn><substanceAdministration><routeCode displayName="{route}"/></substanceAdministration></consumedIn>
    </manufacturedProduct></subject>"""


def active(
    *,
    name: str = "EXAMPLOL HYDROCHLORIDE",
    moiety: str = "EXAMPLOL",
    moiety_unii: str = "BBBBBBBBBB",
    value: str = "50",
    unit: str = "mg",
    per: str = '<denominator value="1" unit="1"/>',
) -> str:
    return f"""<ingredient classCode="ACTIM"><quantity><numerator value="{value}" unit="{unit}"/>{per}</quantity>
      <ingredientSubstance><code code="AAAAAAAAAA"/><name>{name}</name>
        <activeMoiety><activeMoiety><code code="{moiety_unii}"/><name>{moiety}</name></activeMoiety></activeMoiety>
      </ingredientSubstance></ingredient>"""


def label(
    *,
    products: str | None = None,
    version: str = "3",
    set_id: str = SET_ID,
    kind: str = "34391-3",
    kind_name: str = "HUMAN PRESCRIPTION DRUG LABEL",
    warning: str = "It can make people sleepy.",
    head: str = '<?xml version="1.0" encoding="UTF-8"?>',
) -> bytes:
    return f"""{head}
<document xmlns="urn:hl7-org:v3"><code code="{kind}" displayName="{kind_name}"/><title>Examplol</title>
  <effectiveTime value="20260102"/><setId root="{set_id}"/><versionNumber value="{version}"/>
  <author><assignedEntity><representedOrganization><name>Example Makers</name>
  </representedOrganization></assignedEntity></author>
  <component><structuredBody>
    <component><section><code code="48780-1"/>{products if products is not None else product()}</section></component>
    <component><section><code code="34071-1" displayName="WARNINGS SECTION"/><title>Warnings</title>
      <text><paragraph>{warning}</paragraph></text>
      <component><section><code code="42229-5"/><title>At work</title><text>Take <content>care</content>.</text>
      </section></component></section></component>
    <component><section><code code="34067-9"/><title>Uses</title><text><list><item>Pain</item></list></text>
    </section></component>
  </structuredBody></component></document>""".encode()


def openfda(**changes: Any) -> bytes:
    answer = {
        "set_id": SET_ID,
        "version": "3",
        "effective_time": "20260102",
        "spl_product_data_elements": ["Examplol Examplol EXAMPLOL HYDROCHLORIDE EXAMPLOL LACTOSE"],
        "warnings": ["It can make people sleepy."],
        "openfda": {
            "substance_name": ["EXAMPLOL HYDROCHLORIDE"],
            "brand_name": ["Restal"],
            "route": ["ORAL"],
            "unii": ["AAAAAAAAAA"],
            "rxcui": ["123"],
        },
        **changes,
    }
    return json.dumps({"results": [answer]}).encode()


def trial(number: str = "NCT00000001", *, changed: str = "2026-01-02", **modules: Any) -> dict[str, Any]:
    outcome = {
        "type": "PRIMARY",
        "title": "Relapse",
        "paramType": "COUNT_OF_PARTICIPANTS",
        "unitOfMeasure": "Participants",
        "timeFrame": "12 weeks",
        "groups": [{"id": "OG0", "title": "Examplol"}, {"id": "OG1", "title": "Placebo"}],
        "denoms": [{"units": "Participants", "counts": [_count("OG0", 20), _count("OG1", 19)]}],
        "classes": [{"categories": [{"measurements": [_measured("OG0", "5"), _measured("OG1", "9")]}]}],
        "analyses": [
            {
                "groupIds": ["OG0", "OG1"],
                "paramType": "Odds Ratio (OR)",
                "paramValue": "0.5",
                "ciPctValue": "95",
                "ciNumSides": "TWO_SIDED",
                "ciLowerLimit": "0.2",
                "ciUpperLimit": "0.9",
                "pValue": "0.03",
            }
        ],
    }
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": "Examplol for pain"},
            "statusModule": {
                "startDateStruct": {"date": "2024-01-01", "type": "ACTUAL"},
                "completionDateStruct": {"date": "2025-01", "type": "ACTUAL"},
                "lastUpdatePostDateStruct": {"date": changed},
            },
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "designInfo": {"allocation": "RANDOMIZED", "maskingInfo": {"masking": "QUADRUPLE"}},
                "enrollmentInfo": {"count": 40, "type": "ACTUAL"},
            },
            "armsInterventionsModule": {
                "armGroups": [
                    {"label": "Examplol", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Examplol"]},
                    {"label": "Placebo", "type": "PLACEBO_COMPARATOR"},
                ],
                "interventions": [{"type": "DRUG", "name": "Examplol"}],
            },
            "descriptionModule": {"briefSummary": "A sentence of the sponsor."},
            **modules,
        },
        "resultsSection": {
            "participantFlowModule": {
                "groups": [{"id": "FG0", "title": "Examplol"}, {"id": "FG1", "title": "placebo"}],
                "periods": [{"milestones": [{"type": "STARTED", "achievements": [_started("FG0"), _started("FG1")]}]}],
            },
            "outcomeMeasuresModule": {"outcomeMeasures": [outcome]},
            "adverseEventsModule": {
                "eventGroups": [{"title": "Examplol", "seriousNumAffected": 1, "seriousNumAtRisk": 20}]
            },
        },
    }


def _count(group: str, value: int) -> dict[str, str]:
    return {"groupId": group, "value": str(value)}


def _measured(group: str, value: str) -> dict[str, str]:
    return {"groupId": group, "value": value}


def _started(group: str) -> dict[str, str]:
    return {"groupId": group, "numSubjects": "20"}


def trial_file(*trials: dict[str, Any]) -> bytes:
    found = trials or (trial(),)
    return json.dumps(found[0] if len(found) == 1 else {"studies": found}).encode()


def article(pmid: str = "123456", *, kind: str = "Randomized Controlled Trial") -> bytes:
    return f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://example.org/p.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{pmid}</PMID>
<DateRevised><Year>2026</Year><Month>1</Month><Day>2</Day></DateRevised>
<Article><Journal><JournalIssue><Volume>7</Volume><PubDate><Year>2025</Year></PubDate></JournalIssue>
<ISOAbbreviation>Ex J</ISOAbbreviation></Journal><ArticleTitle>Examplol for <i>pain</i>.</ArticleTitle>
<ELocationID EIdType="doi">10.1000/example.1</ELocationID>
<Abstract><AbstractText Label="RESULTS">Words of the publisher.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><Initials>J</Initials></Author></AuthorList>
<PublicationTypeList><PublicationType>{kind}</PublicationType></PublicationTypeList></Article></MedlineCitation>
</PubmedArticle></PubmedArticleSet>""".encode()
