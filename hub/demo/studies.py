"""Study summaries: what was asked, what was found, and how sure one can be.

Figures come from the registrations and abstracts that each page names.  Where there is no result, the page says
so.  Certainty and its reasons are the hub's own judgement, by the method called GRADE.
"""

import datetime
from dataclasses import replace

from hub.demo.content import Ref, Study, arm, downgrade, fact, group, inset, result, text
from hub.demo.sources import TURKU_PET, UCLA_TRIAL


def registration(nct_id: str, title: str, sponsor: str) -> Ref:
    return Ref(
        key="registration",
        kind="registration",
        citation=f"{title}. {sponsor}. ClinicalTrials.gov.",
        nct_id=nct_id,
    )


NO_RESULTS = (text("No results stood in the registration when the hub read it."),)

TURKU = Study(
    title="Opioid receptors and anxious feelings: brain scans in Turku",
    slug="opioid-receptors-turku-2020",
    lead="Scans of 135 people compared opioid receptors with low mood and anxious feelings. Nobody was treated.",
    design="cross-sectional",
    question="Do people with more anxious feelings have fewer opioid receptors that a scan can find?",
    population="135 people with or without low mood and anxious feelings below the level of an illness.",
    intervention="None. Positron emission tomography of the brain, a scan that shows receptors.",
    comparator="None.",
    outcomes="Availability of opioid receptors, beside feelings of depression and anxiety.",
    blinding="not-applicable",
    participants=135,
    setting="Positron emission tomography centre",
    country="Finland",
    doi="10.1038/s41386-020-0725-9",
    key_facts=(
        fact("Nobody took naltrexone in this research.", "turku-2020"),
        fact("It cannot show that a medicine helps with anxiety.", "turku-2020"),
    ),
    harms=(text("Not reported in what the hub read.", by="turku-2020"),),
    limitations=(
        text(
            "Scans and feelings were compared at one time. This cannot show what causes what.",
            "The hub states no size of effect, because it has not read the full article.",
            by="turku-2020",
        ),
    ),
    funding="Not stated in what the hub read.",
    conflicts="Not stated in what the hub read.",
    directness="indirect",
    directness_note="No medicine was given, and the feelings were below the level of an illness.",
    drugs=("naltrexone",),
    conditions=("Anxiety disorders",),
    references=(TURKU_PET,),
)

UCLA = Study(
    title="Naltrexone and the unlearning of fear: a registered study in Los Angeles",
    slug="naltrexone-fear-los-angeles",
    lead="A registered laboratory study of fear in healthy people. It does not test a treatment for anxiety.",
    design="randomised-trial",
    question="Does blocking opioids change how people unlearn fear?",
    population="Healthy adults without mental illness.",
    intervention="Naltrexone by mouth, before a laboratory task.",
    comparator="Dummy tablets.",
    outcomes="How well people unlearn a fear that they learned in the laboratory.",
    randomised=True,
    blinding="double",
    setting="University laboratory",
    country="United States",
    nct_id="NCT04166071",
    key_facts=(
        fact("No results are available.", "nct04166071"),
        fact(
            "It asks whether naltrexone takes away a helpful effect, not whether it treats anxiety.",
            "nct04166071",
        ),
    ),
    arms=(
        arm("Naltrexone", None, "Naltrexone before the task."),
        arm("Dummy tablets", None, "Tablets without medicine."),
    ),
    harms=NO_RESULTS,
    limitations=(
        text("Registered plans can change. People with an anxiety disorder do not take part.", by="nct04166071"),
    ),
    funding="University of California, Los Angeles, is the sponsor.",
    conflicts="Not stated in the registration.",
    directness="indirect",
    directness_note="Healthy people, a laboratory task, and no treatment of anxiety.",
    drugs=("naltrexone",),
    conditions=("Anxiety disorders",),
    references=(UCLA_TRIAL,),
)

BUPROPION = Study(
    title="Naltrexone with bupropion for methamphetamine use disorder",
    slug="naltrexone-bupropion-methamphetamine",
    lead="A registered phase 3 trial of 360 people. It has no results yet.",
    design="randomised-trial",
    question="Does naltrexone together with bupropion help people to stop methamphetamine?",
    population="360 people are planned, with methamphetamine use disorder.",
    intervention="Prolonged-release naltrexone injection together with bupropion tablets.",
    comparator="Dummy injection and dummy tablets.",
    outcomes="Use of methamphetamine.",
    randomised=True,
    blinding="double",
    participants=360,
    country="United States",
    started_on=datetime.date(2024, 7, 1),
    nct_id="NCT06233799",
    key_facts=(
        fact("The trial is running, takes no new people, and is due to end in April 2027.", "registration"),
        fact("No results are available. This use is not licensed.", "registration"),
    ),
    harms=NO_RESULTS,
    limitations=(text("Registered plans can change before results are known.", by="registration"),),
    funding="National Institute on Drug Abuse.",
    conflicts="Not stated in the registration.",
    directness_note="A combination, in people with another condition than the licensed ones.",
    drugs=("naltrexone",),
    conditions=("Methamphetamine use disorder",),
    references=(
        registration(
            "NCT06233799",
            "Trial of naltrexone with bupropion for methamphetamine use disorder",
            "National Institute on Drug Abuse",
        ),
    ),
)

KB220 = Study(
    title="Naltrexone with a food supplement, KB220: how long people stay in treatment",
    slug="naltrexone-kb220-2020",
    lead="An open comparison by the makers of a supplement. The result is very uncertain.",
    design="non-randomised-trial",
    question="Do people stay longer on naltrexone when they also take the supplement KB220?",
    population="People treated with naltrexone for opioid use. The abstract gives no number.",
    intervention="Naltrexone with KB220.",
    comparator="Naltrexone alone.",
    outcomes="Days on naltrexone.",
    blinding="none",
    setting="Treatment of opioid use disorder",
    country="United States",
    doi="10.15761/JSIN.1000229",
    pmid="32934823",
    key_facts=(
        fact("Everybody knew who took what, and the abstract does not mention chance.", "blum-2020"),
        fact("An author holds patents on the supplement.", "blum-2020"),
    ),
    arms=(
        arm("Naltrexone with KB220", None, "Naltrexone and the supplement."),
        arm("Naltrexone alone", None, "Treatment as usual."),
    ),
    results=(
        result(
            "Days on naltrexone",
            [group("Naltrexone with KB220", mean=262), group("Naltrexone alone", mean=37)],
            "The abstract gives 262 days with the supplement and 37 days without. "
            "It is very uncertain whether the supplement was the reason.",
            "blum-2020",
            measure="Days, as given in the abstract",
        ),
    ),
    harms=(text("Not reported in the abstract.", by="blum-2020"),),
    limitations=(
        text(
            "The abstract gives no number of people, no interval and no test.",
            "The hub read the abstract, not the full article.",
            by="blum-2020",
        ),
    ),
    funding="US public research grants are named in the record.",
    conflicts="An author licensed KB220 through his companies and holds patents on it.",
    directness_note="A supplement that the hub does not cover was added to naltrexone.",
    certainty="very-low",
    downgrades=(
        downgrade("risk-of-bias", "Open comparison without chance, by people who own the product.", 2),
        downgrade("imprecision", "No number of people and no interval.", 2),
    ),
    drugs=("naltrexone",),
    conditions=("Opioid dependence",),
    references=(
        Ref(
            key="blum-2020",
            kind="study",
            citation=(
                "Blum K, Lott L, Baron D, and others. Improving naltrexone compliance and outcomes with KB220, "
                "compared to treatment as usual. J Syst Integr Neurosci 2020;7."
            ),
            doi="10.15761/JSIN.1000229",
            pmid="32934823",
        ),
    ),
)

EMERGENCY_DEPARTMENT = Study(
    title="Buprenorphine started in the emergency department: a survey of doctors",
    slug="buprenorphine-emergency-department-2024",
    lead="58 doctors from 3 hospitals answered. Those with more support may have given it more often.",
    design="cross-sectional",
    question="Do doctors give buprenorphine more often where the hospital removes barriers?",
    population="58 of 113 doctors who were asked, from 3 emergency departments in one city.",
    intervention="Note templates, protocols, peer support, teaching and reminders.",
    comparator="2 departments of the same group without them.",
    outcomes="Doctors who had given buprenorphine; knowledge, comfort and attitude.",
    blinding="none",
    participants=58,
    setting="Emergency departments",
    country="United States",
    doi="10.5811/westjem.18320",
    pmid="38801034",
    key_facts=(
        fact("The people who answered were doctors, not patients.", "mahal-2024"),
        fact("Knowledge and attitude did not differ clearly between the hospitals.", "mahal-2024"),
    ),
    arms=(
        arm("With support", 27, "Doctors at the hospital with the programme."),
        arm("Without support", 31, "Doctors at 2 other hospitals."),
    ),
    results=(
        result(
            "Doctors who had given buprenorphine",
            [group("With support", total=27), group("Without support", total=31)],
            "The odds were 4.5 to 1, with a wide interval from 1.4 to 14.4. "
            "It is very uncertain how large the difference really is.",
            "mahal-2024",
            measure="Own report in an online survey",
            effect_measure="OR",
            effect=4.5,
            ci=(1.4, 14.4),
            p_value="0.01",
        ),
    ),
    harms=(text("Harms to patients were not measured.", by="mahal-2024"),),
    limitations=(
        text(
            "About half of the doctors answered. There was no measurement before the programme.",
            "The hub read the abstract, not the full article.",
            by="mahal-2024",
        ),
    ),
    funding="National Institute on Drug Abuse is named in the record.",
    conflicts="Not stated in the record.",
    directness="indirect",
    directness_note="It measured what doctors do, not how patients fare.",
    certainty="very-low",
    downgrades=(
        downgrade("risk-of-bias", "A survey of one moment, with half of the answers missing."),
        downgrade("imprecision", "58 people, and an interval from 1.4 to 14.4."),
    ),
    drugs=("buprenorphine",),
    conditions=("Opioid dependence",),
    references=(
        Ref(
            key="mahal-2024",
            kind="study",
            citation=(
                "Mahal JJ, Bijur P, Sloma A, and others. Addressing system and clinician barriers to emergency "
                "department-initiated buprenorphine. West J Emerg Med 2024;25:303 to 311."
            ),
            doi="10.5811/westjem.18320",
            pmid="38801034",
        ),
    ),
)

LOW_DOSE_START = Study(
    title="Starting buprenorphine with very small doses",
    slug="buprenorphine-low-dose-start",
    lead="A registered phase 4 trial that plans for 70 people. It has no results yet.",
    design="randomised-trial",
    question="Is it safe and useful to start buprenorphine with very small doses?",
    population="70 people are planned, with opioid use disorder.",
    intervention="Buprenorphine with naloxone, raised from very small doses.",
    comparator="The usual way to start.",
    outcomes="Successful and safe start of treatment.",
    randomised=True,
    blinding="none",
    participants=70,
    setting="Medical centre",
    country="United States",
    started_on=datetime.date(2024, 11, 11),
    nct_id="NCT05450718",
    key_facts=(
        fact("The trial takes new people and is due to end in June 2027.", "registration"),
        fact("No results are available. Do not start in this way on your own.", "registration"),
    ),
    harms=NO_RESULTS,
    limitations=(text("Registered plans can change before results are known.", by="registration"),),
    funding="Montefiore Medical Center is the sponsor.",
    conflicts="Not stated in the registration.",
    directness_note="Another way to start than the label describes, and a product with naloxone.",
    drugs=("buprenorphine",),
    conditions=("Opioid dependence",),
    references=(
        registration(
            "NCT05450718", "Low-dose buprenorphine initiation for opioid use disorder", "Montefiore Medical Center"
        ),
    ),
)

SYGMA = Study(
    title="Budesonide with formoterol as needed in mild asthma",
    slug="budesonide-formoterol-mild-asthma-2018",
    lead="3,836 people with mild asthma over 52 weeks. An inhaler with a steroid probably prevents severe attacks.",
    design="randomised-trial",
    question="Is an inhaler with a steroid, used as needed, better than a quick reliever alone?",
    population="3,849 people from 12 years with mild asthma; 3,836 were analysed.",
    intervention="Budesonide 200 micrograms with formoterol 6 micrograms, as needed.",
    comparator="Terbutaline 0.5 mg as needed; or budesonide 200 micrograms twice a day with terbutaline as needed.",
    outcomes="Weeks with well-controlled asthma; severe attacks.",
    randomised=True,
    blinding="double",
    participants=3849,
    setting="Many centres",
    country="Not stated in the abstract",
    nct_id="NCT02149199",
    doi="10.1056/NEJMoa1715274",
    pmid="29768149",
    key_facts=(
        fact("Severe attacks a year: 0.20 with terbutaline, 0.07 with budesonide and formoterol.", "obyrne-2018"),
        fact("Daily budesonide gave more weeks with well-controlled asthma.", "obyrne-2018"),
    ),
    arms=(
        arm("Terbutaline as needed", 1277, "A quick reliever of the same kind as salbutamol."),
        arm("Budesonide and formoterol as needed", 1277, "A steroid with a long-acting reliever."),
        arm("Daily budesonide", 1282, "A steroid twice a day, with terbutaline as needed."),
    ),
    results=(
        result(
            "Weeks with well-controlled asthma, in 100",
            [group("Budesonide and formoterol as needed", mean=34.4), group("Terbutaline as needed", mean=31.1)],
            "34.4 of 100 weeks were well controlled, against 31.1. The difference is probably small.",
            "obyrne-2018",
            measure="Electronic diary",
            time_point="52 weeks",
            effect_measure="OR",
            effect=1.14,
            ci=(1.0, 1.3),
            p_value="0.046",
        ),
        result(
            "Weeks with well-controlled asthma, in 100, against a daily steroid",
            [group("Budesonide and formoterol as needed", mean=34.4), group("Daily budesonide", mean=44.4)],
            "34.4 of 100 weeks were well controlled, against 44.4. The daily steroid probably controls asthma better.",
            "obyrne-2018",
            measure="Electronic diary",
            time_point="52 weeks",
            effect_measure="OR",
            effect=0.64,
            ci=(0.57, 0.73),
        ),
        result(
            "Severe attacks a year",
            [group("Budesonide and formoterol as needed", mean=0.07), group("Terbutaline as needed", mean=0.2)],
            "In 100 people there were 7 severe attacks a year, against 20. "
            "The inhaler with a steroid probably prevents severe attacks. "
            "The ratio of the rates was 0.36, with an interval from 0.27 to 0.49.",
            "obyrne-2018",
            measure="Attacks per person and year",
            time_point="52 weeks",
        ),
    ),
    harms=(text("The abstract does not report side effects.", by="obyrne-2018"),),
    limitations=(
        text(
            "Salbutamol itself was not tested. Terbutaline works in the same way.",
            "The hub read the abstract, not the full article.",
            by="obyrne-2018",
        ),
    ),
    funding="AstraZeneca.",
    conflicts="Not stated in the record. The maker paid for the trial.",
    directness_note="The reliever was terbutaline, not salbutamol.",
    certainty="moderate",
    downgrades=(downgrade("indirectness", "Another reliever than the one this hub describes."),),
    drugs=("salbutamol",),
    conditions=("Asthma",),
    references=(
        Ref(
            key="obyrne-2018",
            kind="study",
            citation=(
                "O’Byrne PM, FitzGerald JM, Bateman ED, and others. Inhaled combined budesonide-formoterol "
                "as needed in mild asthma. N Engl J Med 2018;378:1865 to 1876."
            ),
            doi="10.1056/NEJMoa1715274",
            pmid="29768149",
            nct_id="NCT02149199",
        ),
    ),
)

REPAGLINIDE = Study(
    title="Repaglinide for pre-diabetes in cystic fibrosis: a pilot trial",
    slug="repaglinide-cystic-fibrosis",
    lead="16 young people were treated and 8 were measured after 2 years. The result is very uncertain.",
    design="randomised-trial",
    question="Does repaglinide help young people with cystic fibrosis and raised blood sugar to gain weight?",
    population="People of 12 to 24 years with cystic fibrosis, weak pancreas and raised blood sugar.",
    intervention="Repaglinide 0.5 mg before each meal, 3 or 4 doses a day, for 2 years.",
    comparator="Dummy tablets before each meal.",
    outcomes="Body mass index, body composition, and a marker of inflammation (CRP).",
    randomised=True,
    blinding="double",
    participants=31,
    setting="University hospital, St Louis",
    country="United States",
    started_on=datetime.date(2006, 11, 1),
    completed_on=datetime.date(2013, 1, 31),
    nct_id="NCT00763412",
    key_facts=(
        fact("8 people started in each group, and 4 in each finished.", "registration"),
        fact("The researchers call the outcome inconclusive.", "registration"),
    ),
    arms=(
        arm("Repaglinide", 8, "0.5 mg before each meal; 4 finished."),
        arm("Dummy tablets", 8, "One tablet before each meal; 4 finished."),
    ),
    results=(
        result(
            "Body mass index",
            [
                group("Repaglinide", total=4, mean=21.19, spread="range 20.78 to 21.8"),
                group("Dummy tablets", total=4, mean=19.63, spread="range 15.56 to 22.64"),
            ],
            "21.19 against 19.63 kg per square metre, in 4 people each. The effect is very uncertain.",
            "registration",
            measure="kg per square metre",
            time_point="2 years",
        ),
        result(
            "C-reactive protein, a marker of inflammation",
            [
                group("Repaglinide", total=4, mean=2, spread="range 0.6 to 3.7"),
                group("Dummy tablets", total=4, mean=9.6, spread="range 0.7 to 27.5"),
            ],
            "2 against 9.6 mg per litre, in 4 people each. The effect is very uncertain.",
            "registration",
            measure="mg per litre",
            time_point="2 years",
        ),
    ),
    harms=(
        text("None of the 8 people in either group died or had a serious event, as registered.", by="registration"),
    ),
    limitations=(
        text(
            "The researchers name the very small number of people. Half did not finish.",
            "31 people were enrolled in all; some were measured once, without treatment.",
            by="registration",
        ),
    ),
    funding="Washington University, US National Institutes of Health, and Novo Nordisk took part.",
    conflicts="A maker of diabetes medicines took part.",
    directness="indirect",
    directness_note="Another medicine than metformin, and another kind of diabetes.",
    certainty="very-low",
    downgrades=(
        downgrade("risk-of-bias", "Half of the people did not finish."),
        downgrade("imprecision", "Only 8 people were measured, and no interval is given.", 2),
    ),
    conditions=("Type 2 diabetes", "Cystic fibrosis"),
    references=(
        registration(
            "NCT00763412",
            "Pilot and feasibility study for the treatment of pre-diabetes in patients with cystic fibrosis",
            "Ana Maria Arbelaez, Washington University",
        ),
    ),
)

GET73 = Study(
    title="GET73 and brain chemistry in alcohol use disorder",
    slug="get73-alcohol-use-disorder",
    lead="A finished trial of 24 men that has posted no results.",
    design="randomised-trial",
    question="Does GET73 change messengers in the brain of people who drink too much?",
    population="24 men of 21 to 40 years with alcohol use disorder who did not seek treatment.",
    intervention="GET73 capsules of 300 mg, by mouth.",
    comparator="Dummy capsules. Everybody took both, one after the other.",
    outcomes="Glutamate and gamma-aminobutyric acid (GABA) in the brain, by a scan.",
    randomised=True,
    blinding="double",
    participants=24,
    setting="Medical University of South Carolina",
    country="United States",
    started_on=datetime.date(2018, 3, 8),
    completed_on=datetime.date(2020, 3, 13),
    nct_id="NCT03418623",
    key_facts=(
        fact("It ended in March 2020, and the registration holds no results.", "registration"),
        fact("GET73 is not licensed. It was compared with dummy capsules, not with naltrexone.", "registration"),
    ),
    arms=(
        arm("GET73", None, "Capsules of 300 mg."),
        arm("Dummy capsules", None, "Capsules without medicine."),
    ),
    harms=NO_RESULTS,
    limitations=(
        text("Only men took part. Finished research without results says nothing either way.", by="registration"),
    ),
    funding="Laboratorio Farmaceutico CT, the maker.",
    conflicts="The maker is the sponsor.",
    directness="indirect",
    directness_note="Another substance, and brain chemistry instead of drinking.",
    conditions=("Alcohol dependence",),
    references=(
        registration(
            "NCT03418623",
            "Effect of GET73 on measures of central glutamate and GABA in alcohol use disorder",
            "Laboratorio Farmaceutico CT",
        ),
    ),
)

# A draft that cannot be submitted: it has no summary, it names no registration, no article and no source, and it
# is written like the texts that people send in.  It is never live.
SPIDER_PHOBIA = Study(
    title="Naltrexone and spider phobia (1993)",
    slug="naltrexone-spider-phobia-1993",
    lead="",
    design="randomised-trial",
    question="Does naltrexone change how exposure treatment of spider phobia works?",
    population="48 people with spider phobia.",
    participants=48,
    limitations=(inset("Several studies suggest a game-changing effect of 50.0 mg. Find the article before review."),),
    drugs=("naltrexone",),
    conditions=("Anxiety disorders",),
)

# What the first version of the study in Turku left out.
TURKU_FIRST = replace(TURKU, directness_note="", key_facts=TURKU.key_facts[:1])
