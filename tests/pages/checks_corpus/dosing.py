"""Dose notation: real slips, and the look-alikes that are none."""

from tests.pages.checks_corpus.cases import Cases

CORPUS = {
    "ISMP-01": Cases(
        hits=[
            "1.0 mg",
            "50.0mg",
            "5.00 mL",
            "Take 2.0 tablets at night.",
            "a 10.0-mg tablet",
            "1,000.0 units",
            "2.0 mg/mL",
        ],
        passes=[
            "10 mg",
            "0.05 mg",
            "potassium 4.0 mmol/L",
            "creatinine 1.0 mg/dL",
            "version 2.0 of the label",
            "10.05 mg",
            "an exposure of 12.0 ng∙h/mL",
            "peaks of 3.0 ng/mL",
        ],
    ),
    "ISMP-02": Cases(
        hits=[".5 mg", "take .25mg", ".1% cream", "from .5 to 1 mg", "(.4 mL)", ".75 micrograms an hour"],
        passes=["0.5 mg", "1.5 mg", "p was .05", "Take 5 mg.", "0.1% cream", "version .5"],
    ),
    "ISMP-03": Cases(
        hits=[
            "10 U",
            "10U",
            "100 IU",
            "inject 5 u before meals",
            "1,000 IU of vitamin D",
            "100 U/mL",
            "400 I.U. a day",
        ],
        passes=["10 units", "U.S.", "100 U.S. hospitals", "ALT was 40 U/L", "U-100 insulin", "5 users"],
    ),
    "ISMP-04": Cases(
        hits=["50 µg", "50 μg", "50ug", "100 ug a day", "0.5 µg/kg", "micrograms are not written µg"],
        passes=["50 micrograms", "mug", "50 mcg", "µmol", "drug", "5 bugs"],
    ),
    "ISMP-05": Cases(
        hits=[
            *("50 mg QD", "one q.o.d.", "10 mg TID", "Take 5 mg bid.", "1 tablet q6h", "50 mg p.r.n. for pain"),
            *("10 mg tds", "one drop OD", "20 mg qhs", "2 puffs PRN.", "500 mg q8hrs", "5 mg stat", "10 mg b.d."),
        ],
        passes=[
            *("quid", "prnt", "once a day", "in a bid to cut costs", "statistics", "every 6 hours", "an acid", "BID-1"),
            *("Opening bids", "episodes"),
        ],
    ),
    "ISMP-06": Cases(
        hits=["5 cc", "5cc", "2.5 cc of syrup", "a 10 cc syringe", "1,000 cc", "3 CC"],
        passes=["5 mL", "account", "cc: the editor", "5 cctv cameras", "ccs", "0.5 mL"],
    ),
    "ISMP-07": Cases(
        hits=["take 5 mg. daily", "10 mL. of syrup", "5 mg., then rest", "2.5 mcg. once", "70 kg. adult", "5 mg./day"],
        passes=["Take 5 mg. Then rest.", "5 mg daily", "Take 5 mg.", "5 days. then", "50 mg (one tablet)", "No. of mg"],
    ),
    "ISMP-08": Cases(
        hits=["50mg", "0.5mg", "10mL", "1,000mg a day", "5mg/kg", "100micrograms", "20units"],
        passes=["50 mg", "H2g", "50-mg tablet", "G20", "5th", "2 mL"],
    ),
    "ISMP-09": Cases(
        hits=["naltrexone50 mg", "Inderal40 mg", "Tegretol300mg", "lisinopril2.5 mg", "insulin10 units", "syrup5 mL"],
        passes=["naltrexone 50 mg", "COVID19", "HbA1c", "vitamin B12 1 mg", "KB220", "Inderal-40"],
    ),
    "ISMP-10": Cases(
        hits=["1000 mg", "100000 units", "2550 mg a day", "1500 mL", "10000 units/mL", "1200-mg tablet"],
        passes=["1,000 mg", "in 2024", "500 mg", "100,000 units", "application 018932", "10.1234 mg"],
    ),
    "ISMP-11": Cases(
        hits=["> 10 mg", "<5", "doses ≥50 mg", "≤ 2 weeks", "age >=65", "if <.5 mL"],
        passes=["more than 10", "p < 0.05", "p<0.001", "10 -> 5", "less than 5", "a > b"],
    ),
    "ISMP-12": Cases(
        hits=["LDN is", "MSO4 5", "MTX once a week", "ASA 81 mg", "MS 10 mg", "HCTZ tablets", "AZT", "HCT 25 mg"],
        passes=["naltrexone", "BLDNG", "people with MS", "ASA class 3", "methotrexate", "HCT of 45%", "MSc degree"],
    ),
    "ISMP-13": Cases(
        hits=["1.50 mg", "0.250 mg", "2.10 mL", "12.50-mg tablet", "0.1250 micrograms", "1.20 units"],
        passes=["1.5 mg", "1.05 mg", "potassium 4.50 mmol/L", "£1.50", "150 mg", "creatinine 1.20 mg/dL"],
    ),
}
