"""Naltrexone: overview.  Facts from the label of 50 mg tablets and, for low doses, from what is published.

The overview has three versions.  ``FIRST`` and ``SECOND`` are ``OVERVIEW`` without what later versions added.
"""

from dataclasses import replace

from hub.demo.content import (
    Drug,
    Name,
    Use,
    brands,
    care,
    dont,
    emergency,
    fact,
    inset,
    interaction,
    must_not,
    question,
    side_effect,
    text,
    urgent,
)
from hub.demo.sources import (
    LDN_NORWAY,
    LDN_REVIEW,
    LOFEXIDINE_TABLETS,
    NALTREXONE_TABLETS,
    TURKU_PET,
    UCLA_TRIAL,
    drugs_at_fda,
)

LABEL = "label-us"

LICENSED_USES = (
    Use(
        "Alcohol dependence",
        LABEL,
        "As one part of a treatment plan. On its own it has not been shown to help.",
    ),
    Use(
        "Opioid dependence, to block the effect of opioids",
        LABEL,
        "Only for people who have stopped all opioids, as one part of a treatment plan.",
    ),
)
ANXIETY = Use(
    "Anxiety disorders",
    "label-us, turku-2020, nct04166071",
    "Not licensed, and not recommended as a treatment. Anxiety is itself a listed side effect of naltrexone.",
    status="investigational",
)
LOW_DOSE = Use(
    "Low-dose use (1 to 5 mg), for any condition",
    "ldn-review, ldn-norway",
    "Low-dose products are made to order by pharmacies. No such product and no such use is licensed.",
    status="off-label",
)

NAMES = (
    Name("ReVia"),
    Name("Vivitrol"),
    Name("naltrexone hydrochloride", "synonym", "INT"),
    Name("low-dose naltrexone", "synonym", "INT"),
    Name("LDN", "abbreviation", "INT"),
)

CAUTIONS = (
    must_not(
        "People who take opioid painkillers",
        "Naltrexone blocks opioids. It can start severe withdrawal within 5 minutes, and this can last up to 48 hours.",
        LABEL,
    ),
    must_not(
        "People who depend on opioids, methadone and buprenorphine included",
        "Be free of short-acting opioids for at least 7 to 10 days first. "
        "After buprenorphine or methadone, withdrawal is possible for as long as 2 weeks.",
        LABEL,
    ),
    must_not(
        "People in opioid withdrawal, or with opioids in a urine test",
        "Wait, and be tested again. No test can show for certain that the opioid-free time was long enough.",
        LABEL,
    ),
    must_not("People who are allergic to naltrexone", "Ask a pharmacist to check every ingredient.", LABEL),
    care(
        "Liver disease",
        "Hepatitis and other liver problems have happened. "
        "Stop and get medical help if there are signs of acute hepatitis.",
        LABEL,
    ),
    care("Kidney disease", "Naltrexone leaves the body mostly through the kidneys. Ask a doctor first.", LABEL),
    care(
        "Low mood or thoughts of suicide, now or in the past",
        "Low mood and suicide have been reported. No causal link has been shown. "
        "Ask people close to you to watch for changes.",
        LABEL,
    ),
    care(
        "People under 18",
        "It is not known whether naltrexone is safe for people younger than 18 years.",
        LABEL,
    ),
)

INTERACTIONS = (
    interaction(
        "Opioid medicines, such as morphine, tramadol, and some cough and diarrhoea medicines",
        "contraindicated",
        "Naltrexone blocks them. If the body is used to opioids, sudden withdrawal can follow.",
        "Do not combine. Tell everybody who treats you that you take naltrexone.",
        LABEL,
    ),
    interaction(
        "Disulfiram",
        "avoid",
        "Both can harm the liver. It is not known whether the two are safe or useful together.",
        "Usually not combined. A doctor decides whether the benefit is worth the risk.",
        LABEL,
    ),
    interaction(
        "Thioridazine",
        "caution",
        "People have become very sleepy and slow.",
        "Do not drive if this happens, and tell your doctor.",
        LABEL,
    ),
)
WITH_LOFEXIDINE = interaction(
    "Lofexidine",
    "caution",
    "Naltrexone tablets may work less well when the two are taken within 2 hours of each other.",
    "Ask a pharmacist how to space the doses. The label does not expect this with the injection.",
    "label-lofexidine",
)

OPEN_STUDY = "Label: about 570 people treated for alcohol dependence"
OPIOID_TRIALS = "Label: trials in opioid dependence; also reported before treatment"

SIDE_EFFECTS = (
    side_effect("Feeling sick (nausea)", LABEL, percent=10, seen=OPEN_STUDY),
    side_effect("Headache", LABEL, percent=7, seen=OPEN_STUDY),
    side_effect("Dizziness", LABEL, percent=4, seen=OPEN_STUDY),
    side_effect("Nervousness", LABEL, percent=4, seen=OPEN_STUDY),
    side_effect("Tiredness", LABEL, percent=4, seen=OPEN_STUDY),
    side_effect("Trouble sleeping", LABEL, percent=3, seen=OPEN_STUDY),
    side_effect("Being sick (vomiting)", LABEL, percent=3, seen=OPEN_STUDY),
    side_effect("Anxiety", LABEL, percent=2, seen=OPEN_STUDY),
    side_effect("Sleepiness", LABEL, percent=2, seen=OPEN_STUDY),
    side_effect(
        "Anxiety, nervousness and difficulty sleeping in people treated for opioid dependence",
        LABEL,
        percent=10,
        seen=OPIOID_TRIALS,
    ),
    side_effect(
        "Stomach cramps, low energy, and joint or muscle pain in people treated for opioid dependence",
        LABEL,
        percent=10,
        seen=OPIOID_TRIALS,
    ),
    side_effect(
        "Raised liver enzymes in blood tests at a high dose",
        LABEL,
        of=(5, 26),
        seen="300 mg a day, which is above the licensed dose",
        serious="Get medical help for yellow skin or eyes, dark urine, pale stools or pain in the upper belly.",
    ),
    side_effect(
        "Sudden opioid withdrawal",
        LABEL,
        seen="Any dose, in people with opioids in the body",
        serious="Get emergency help. Withdrawal of this kind can need treatment in hospital.",
    ),
    side_effect(
        "Low mood or thoughts of suicide",
        LABEL,
        seen="Reported on naltrexone and on dummy tablets alike",
        serious="Call a doctor at once. In danger, call the emergency services.",
    ),
)

OVERVIEW = Drug(
    title="Naltrexone",
    slug="naltrexone",
    lead="Naltrexone blocks opioids. It is licensed to help with alcohol dependence and with staying off opioids.",
    inn="naltrexone",
    other_names=NAMES,
    atc_code="N07BB04",
    rxcui="7243",
    unii="5S6W795CQM",
    drug_classes=("Opioid antagonists",),
    conditions=("Alcohol dependence", "Opioid dependence"),
    indications=(*LICENSED_USES, ANXIETY, LOW_DOSE),
    key_facts=(
        fact("Naltrexone blocks opioids. Painkillers such as morphine will not work as expected.", LABEL),
        fact("Be free of short-acting opioids for at least 7 to 10 days before the first dose.", LABEL),
        fact("Using opioids after treatment is very dangerous: small amounts can cause a fatal overdose.", LABEL),
        fact(
            "Naltrexone is not licensed for anxiety and not recommended as a treatment for it. "
            "Anxiety and nervousness are listed side effects.",
            LABEL,
        ),
        fact("It works only as part of a treatment plan with counselling and support.", LABEL),
    ),
    how_it_works=(
        text(
            "Opioids act on receptors in the brain. Naltrexone sits on the same receptors and keeps opioids out. "
            "After a 50 mg tablet the block can last up to 24 hours.",
            "How it helps with alcohol dependence is not understood. The body’s own opioids seem to play a part.",
            "Naltrexone does not cause dependence. It does not make you ill if you drink alcohol.",
            by=LABEL,
        ),
        inset(
            "Low-dose naltrexone: how 1 to 5 mg might act is a hypothesis. It has not been shown to help with anxiety.",
            by="ldn-review",
        ),
    ),
    who_can_take=(
        text(
            "Adults can take naltrexone if they have stopped all opioids and have no withdrawal symptoms. "
            "A doctor may test for hidden opioid use with naloxone first.",
            by=LABEL,
        ),
        dont(
            "take naltrexone if you use opioids of any kind",
            "try to overcome the block with large amounts of opioids: this can lead to coma or death",
            by=LABEL,
        ),
    ),
    cautions=CAUTIONS,
    interactions=(*INTERACTIONS, WITH_LOFEXIDINE),
    side_effects=SIDE_EFFECTS,
    urgent_help=(
        emergency(
            "Call the emergency services if:",
            "somebody has used opioids and is hard to wake, breathes slowly or has stopped breathing",
            "you have strong withdrawal, with confusion, or vomiting and diarrhoea that do not stop",
            "you might act on thoughts of suicide",
            by=LABEL,
        ),
        urgent(
            "See a doctor today if you have:",
            "yellow skin or eyes, dark urine, or pain in the upper belly",
            "new low mood",
            by=LABEL,
        ),
    ),
    pregnancy=(
        text(
            "There are no adequate studies in pregnant women. In animals, high doses led to early pregnancy loss.",
            "Tell your doctor if you are pregnant or plan to be. "
            "Naltrexone is used only if the expected benefit is worth the possible risk.",
            by=LABEL,
        ),
    ),
    breastfeeding=(
        text(
            "It is not known whether naltrexone passes into human milk. It does in rats. "
            "Tell your doctor that you breastfeed, and decide together.",
            by=LABEL,
        ),
    ),
    fertility=(
        text(
            "In female rats a high dose lowered the pregnancy rate. "
            "It is not known what this means for people. Ask a pharmacist.",
            by=LABEL,
        ),
    ),
    missed_dose=(
        text(
            "The US tablet label does not say what to do about a missed dose. Ask a pharmacist.",
            by=LABEL,
        ),
        dont("take 2 doses at once to make up", "use opioids because you missed a dose"),
    ),
    overdose=(
        text(
            "There is little experience with an overdose. "
            "People in research who took 800 mg a day for up to a week had no signs of poisoning.",
            "Contact a poison centre or an emergency department at once. Take the pack with you.",
            by=LABEL,
        ),
    ),
    stopping=(
        text(
            "Naltrexone does not cause dependence.",
            "After stopping, your body is less used to opioids than before treatment. "
            "An amount that you once tolerated can now kill. Tell the people close to you.",
            by=LABEL,
        ),
    ),
    questions=(
        question(
            "Does naltrexone help with anxiety?",
            "It is not licensed for anxiety, and the hub found no trial result that supports it. "
            "Brain scans in Turku looked at opioid receptors and anxious feelings; nobody was treated. "
            "The registered study at Los Angeles is about how healthy people unlearn fear.",
            "label-us, turku-2020, nct04166071",
        ),
        question(
            "Is low-dose naltrexone the same medicine?",
            "It is the same substance at 1 to 5 mg, made to order by a pharmacy. "
            "It is off-label, and the licensed products do not come in these strengths.",
            "ldn-review, drugs-at-fda",
        ),
        question(
            "What if I need strong pain relief in an emergency?",
            "Carry a card that says you take naltrexone. "
            "Hospital staff can use other kinds of pain relief, or opioids under close watch.",
            LABEL,
        ),
        brands("ReVia", "Vivitrol"),
    ),
    references=(
        NALTREXONE_TABLETS,
        drugs_at_fda("ReVia 50 mg tablet; Vivitrol 380 mg vial", "018932", "021897"),
        LDN_REVIEW,
        LDN_NORWAY,
        TURKU_PET,
        UCLA_TRIAL,
        replace(LOFEXIDINE_TABLETS, key="label-lofexidine"),
    ),
)

# Version 2 had no interaction with lofexidine yet.
SECOND = replace(
    OVERVIEW,
    interactions=INTERACTIONS,
    references=tuple(ref for ref in OVERVIEW.references if ref.key != "label-lofexidine"),
)

# Version 1 said less about the opioid-free time after methadone, and nothing about anxiety or low doses.
FIRST = replace(
    SECOND,
    other_names=NAMES[:3],
    indications=LICENSED_USES,
    key_facts=tuple(block for block in OVERVIEW.key_facts if "not licensed for anxiety" not in block[1]["text"]),
    how_it_works=OVERVIEW.how_it_works[:1],
    cautions=(
        CAUTIONS[0],
        must_not(
            "People who depend on opioids, methadone and buprenorphine included",
            "Be free of short-acting opioids for at least 7 to 10 days first.",
            LABEL,
        ),
        *CAUTIONS[2:],
    ),
    questions=OVERVIEW.questions[2:],
    references=(NALTREXONE_TABLETS, OVERVIEW.references[1]),
)
