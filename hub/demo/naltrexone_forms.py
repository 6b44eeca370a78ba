"""Naltrexone: the 50 mg tablet, the 380 mg monthly injection, and low doses made to order."""

from dataclasses import replace

from hub.demo.content import (
    Dose,
    Form,
    Ref,
    Strength,
    do,
    dont,
    excipient,
    fact,
    important,
    inset,
    text,
)
from hub.demo.sources import LDN_NORWAY, LDN_REVIEW, NALTREXONE_TABLETS, UCLA_TRIAL, drugs_at_fda

LABEL = "label-us"

TABLET = Form(
    title="Naltrexone 50 mg tablets",
    slug="tablet-50-mg",
    lead="Film-coated tablets of naltrexone hydrochloride, usually taken once a day.",
    dose_form="10221000",
    administration_route="20053000",
    strengths=(Strength("50", "tablet", LABEL),),
    key_facts=(
        fact("The usual dose is 50 mg once a day.", LABEL),
        fact("In opioid dependence the first dose is 25 mg, to see whether withdrawal starts.", LABEL),
    ),
    dosing=(
        Dose("Alcohol dependence", "50", "once a day", LABEL, note="Trials lasted up to 12 weeks."),
        Dose(
            "Opioid dependence, first day",
            "25",
            "one first dose",
            LABEL,
            note="Only after at least 7 to 10 days without short-acting opioids.",
        ),
        Dose(
            "Opioid dependence, after the first day",
            "50",
            "once a day",
            LABEL,
            note="If no withdrawal signs followed the first dose.",
        ),
        Dose(
            "Opioid dependence, supervised doses",
            "100",
            "every other day, or 150 mg every third day",
            LABEL,
            minimum="50",
            maximum="150",
            note="More than 50 mg at once may carry a higher risk to the liver, and the block may be weaker.",
        ),
    ),
    how_to_take=(
        text("Take the tablet as your doctor or pharmacist told you.", by=LABEL),
        do(
            "carry a card that says you take naltrexone",
            "find out how it affects you before you drive, because it can make you dizzy",
            by=LABEL,
        ),
        dont("take it if you have symptoms of opioid withdrawal", by=LABEL),
    ),
    storage=(text("Keep at 20 to 25°C in a tightly closed container.", by=LABEL),),
    excipients=(
        excipient("Lactose monohydrate", "Matters for people who cannot digest lactose.", LABEL),
        excipient("Polysorbate 80", "", LABEL),
    ),
    references=(NALTREXONE_TABLETS,),
)

# The first version had no line on supervised doses.
TABLET_FIRST = replace(TABLET, dosing=TABLET.dosing[:3])

INJECTION = Form(
    title="Naltrexone 380 mg monthly injection",
    slug="monthly-injection-380-mg",
    lead="A prolonged-release suspension that a health professional injects into a buttock muscle once a month.",
    dose_form="11208500",
    administration_route="20035000",
    strengths=(Strength("380", "vial", "drugs-at-fda"),),
    key_facts=(
        fact("Each injection is 380 mg and lasts about a month.", "drugs-at-fda, vivitrol"),
        fact("Only a health professional prepares and gives it.", "vivitrol"),
        fact("Be free of opioids for at least 7 to 10 days before the first injection.", "vivitrol"),
    ),
    dosing=(
        Dose(
            "Alcohol dependence",
            "380",
            "once a month, or every 4 weeks",
            "drugs-at-fda, vivitrol",
            note="For people who can stay off alcohol outside hospital before they start.",
        ),
        Dose(
            "Opioid dependence, to prevent relapse after withdrawal",
            "380",
            "once a month, or every 4 weeks",
            "drugs-at-fda, vivitrol",
        ),
    ),
    how_to_take=(
        text(
            "The injection goes deep into the muscle of the buttock, on the other side each time.",
            "The hub has no copy of the current product label of the injection. "
            "Ask the clinic for it before the first dose.",
            by="vivitrol",
        ),
        important(
            "The block lasts about a month",
            "Carry a card, so that emergency staff know that opioid painkillers may not work.",
            by="vivitrol",
        ),
    ),
    storage=(text("The clinic or pharmacy stores the injection. Ask them before you transport it.", by="vivitrol"),),
    references=(
        drugs_at_fda("Vivitrol, naltrexone for prolonged-release injectable suspension, 380 mg vial", "021897"),
        Ref(
            key="vivitrol",
            kind="database",
            citation="Alkermes. Vivitrol: dosing and administration, information for health professionals.",
            url="https://www.vivitrolhcp.com/dosing-and-administration",
        ),
    ),
)

LOW_DOSE = Form(
    title="Low-dose naltrexone, 1 to 5 mg",
    slug="low-dose-1-to-5-mg",
    lead="Capsules made to order by a pharmacy. This use is off-label, and the product is not licensed.",
    dose_form="10210000",
    administration_route="20053000",
    product_status="compounded",
    strengths=(Strength("1", "capsule", "ldn-review"), Strength("5", "capsule", "ldn-review")),
    key_facts=(
        fact("No low-dose product is licensed. The licensed tablet has 50 mg.", "ldn-review, label-us"),
        fact("It is not licensed for anxiety, and it is not recommended as a treatment for it.", "label-us"),
        fact("It blocks opioids too. The opioid-free time applies as for other doses.", "label-us"),
    ),
    dosing=(
        Dose(
            "Off-label use, as published",
            "3.7",
            "once a day",
            "ldn-review, ldn-norway",
            minimum="1",
            maximum="5",
            note="3.7 mg was the median dose in Norway. It describes what people took and is no advice.",
        ),
    ),
    how_to_take=(
        inset(
            "This page describes what is published. It does not recommend this use. "
            "Talk to a doctor about treatments for your condition that are licensed.",
            by="ldn-review, nct04166071",
        ),
        dont(
            "cut or dissolve 50 mg tablets to make small doses yourself",
            "take it together with opioid medicines",
            by="label-us",
        ),
    ),
    storage=(text("Follow the label of the pharmacy that made the capsules.", by="ldn-review"),),
    excipients=(excipient("Fillers differ between pharmacies", "Ask the pharmacy for the list.", "ldn-review"),),
    references=(LDN_REVIEW, LDN_NORWAY, NALTREXONE_TABLETS, UCLA_TRIAL),
)
