"""Metformin: overview and tablets.  Facts from a US label of immediate-release tablets.

The first version of the overview did not mention dolutegravir and other medicines that slow its removal.
"""

from dataclasses import replace

from hub.demo.content import (
    Dose,
    Drug,
    Form,
    Name,
    Strength,
    Use,
    boxed,
    brands,
    care,
    dont,
    emergency,
    fact,
    interaction,
    must_not,
    question,
    side_effect,
    text,
    urgent,
)
from hub.demo.sources import METFORMIN_TABLETS, drugs_at_fda

LABEL = "label-us"
TRIAL = "Up to 2,550 mg a day; {} in 100 of 141 people"


def _common(effect: str, percent: int) -> tuple[str, dict]:
    return side_effect(effect, LABEL, percent=percent, seen=TRIAL.format(percent))


SLOWER_REMOVAL = interaction(
    "Ranolazine, vandetanib, dolutegravir, cimetidine",
    "caution",
    "They slow the removal of metformin, so lactic acidosis may become more likely.",
    "The doctor weighs the benefit and the risk.",
    LABEL,
)

OVERVIEW = Drug(
    title="Metformin",
    slug="metformin",
    lead="Metformin lowers blood sugar in type 2 diabetes, together with diet and exercise.",
    inn="metformin",
    other_names=(Name("Glucophage"), Name("metformin hydrochloride", "synonym", "INT")),
    unii="9100L32L2N",
    drug_classes=("Biguanides",),
    conditions=("Type 2 diabetes",),
    indications=(
        Use(
            "Type 2 diabetes",
            LABEL,
            "Adults, and children from 10 years, together with diet and exercise.",
        ),
    ),
    boxed_warning=(
        boxed(
            "Lactic acidosis",
            "Acid can build up in the blood. People have died of this.",
            "It often starts quietly, with feeling unwell, muscle pain, trouble breathing, sleepiness or belly pain.",
            "Kidney or liver disease, older age, heavy drinking, surgery, contrast scans and heart failure "
            "raise the risk. If it is suspected, stop metformin and go to hospital.",
            by=LABEL,
        ),
    ),
    key_facts=(
        fact("Take it with meals. Diarrhoea and nausea often come at first.", LABEL),
        fact("Kidney function is measured before treatment and at least once a year.", LABEL),
        fact("Stop and get help at once for signs of lactic acidosis.", LABEL),
        fact("Tell staff that you take metformin before any operation or contrast scan.", LABEL),
    ),
    how_it_works=(
        text(
            "The liver makes less sugar, the gut takes up less, and the body responds better to insulin.",
            by=LABEL,
        ),
    ),
    who_can_take=(
        text(
            "Adults and children from 10 years with type 2 diabetes can take it if the kidneys work well enough. "
            "Kidney function is measured as the estimated glomerular filtration rate (eGFR), in mL per minute.",
            by=LABEL,
        ),
    ),
    cautions=(
        must_not("Severe kidney disease, with an eGFR below 30", "Metformin builds up in the body.", LABEL),
        must_not("Metabolic acidosis, diabetic ketoacidosis included", "It could get worse.", LABEL),
        must_not("People who are allergic to metformin", "Ask a doctor about other treatments.", LABEL),
        care(
            "Kidney disease, with an eGFR from 30 to 45",
            "Starting is not recommended. If eGFR falls below 45 later, the doctor reviews treatment.",
            LABEL,
        ),
        care("Liver disease", "Avoid metformin. Lactic acidosis has happened.", LABEL),
        care(
            "Contrast scans and operations",
            "Metformin may be stopped before. After a contrast scan, eGFR is measured again at 48 hours.",
            LABEL,
        ),
        care("Mitochondrial disease", "Metformin is not recommended.", LABEL),
        care("Heavy drinking", "Alcohol makes lactic acidosis more likely.", LABEL),
    ),
    interactions=(
        interaction(
            "Alcohol",
            "avoid",
            "Alcohol adds to the effect of metformin on lactate.",
            "Do not drink large amounts, neither daily nor at once.",
            LABEL,
        ),
        interaction(
            "Insulin, and medicines such as sulfonylureas that make the body release it",
            "monitor",
            "Blood sugar can fall too low.",
            "They may be needed in a lower dose. Know the signs of low blood sugar.",
            LABEL,
        ),
        interaction(
            "Topiramate, zonisamide, acetazolamide",
            "monitor",
            "They can make the blood more acid.",
            "More frequent check-ups.",
            LABEL,
        ),
        interaction(
            "Medicines that raise blood sugar, such as steroids and water tablets",
            "monitor",
            "Blood sugar can go out of control.",
            "Measure blood sugar more often when one of them starts or stops.",
            LABEL,
        ),
        SLOWER_REMOVAL,
    ),
    side_effects=(
        _common("Diarrhoea", 53),
        _common("Feeling sick or being sick", 26),
        _common("Wind", 12),
        _common("Weakness", 9),
        _common("Indigestion", 7),
        _common("Discomfort in the belly", 6),
        _common("Headache", 6),
        side_effect(
            "Low vitamin B12 in the blood",
            LABEL,
            percent=7,
            seen="Trials of 29 weeks: about 7 in 100 people",
        ),
        side_effect("Metallic taste", LABEL, percent=3, seen="At the start: about 3 in 100 people"),
        side_effect(
            "Lactic acidosis",
            LABEL,
            seen="Mostly in people with poor kidney function",
            serious="Stop metformin and go to an emergency department.",
        ),
        side_effect("Liver injury", LABEL, serious="Get medical help for yellow skin or eyes, or dark urine."),
    ),
    urgent_help=(
        emergency(
            "Call the emergency services if you have:",
            "fast or hard breathing, a slow or uneven heartbeat, or great weakness",
            "unusual sleepiness with belly pain, vomiting or cold hands and feet",
            by=LABEL,
        ),
        urgent(
            "Talk to a doctor today if:",
            "you cannot drink enough, or lose fluid through fever, vomiting or diarrhoea",
            "your blood sugar is often too low",
            by=LABEL,
        ),
    ),
    pregnancy=(
        text(
            "What is published shows no clear link with birth defects or miscarriage. "
            "It is too limited to exclude a risk.",
            "Poorly controlled diabetes is a risk for mother and child. Talk to your doctor early.",
            by=LABEL,
        ),
    ),
    breastfeeding=(
        text(
            "Metformin passes into milk in small amounts. Its effect on the baby is not well known. "
            "Decide together with your doctor.",
            by=LABEL,
        ),
    ),
    fertility=(
        text(
            "Metformin can bring back ovulation in some women before the menopause. "
            "An unplanned pregnancy is possible, so talk about contraception.",
            by=LABEL,
        ),
    ),
    missed_dose=(
        text(
            "Take the next dose as prescribed, unless your doctor told you something else. Do not take an extra dose.",
            by=LABEL,
        ),
    ),
    overdose=(
        text(
            "Lactic acidosis was reported in about 32 in 100 overdoses, and low blood sugar in about 10 in 100.",
            "Contact a poison centre or go to an emergency department at once. Dialysis can remove metformin.",
            by=LABEL,
        ),
    ),
    stopping=(
        text(
            "Do not stop on your own, unless you have signs of lactic acidosis. "
            "Blood sugar rises again without treatment. Talk to your doctor.",
            by=LABEL,
        ),
    ),
    questions=(
        question(
            "What is the soft lump in my stool?",
            "It can look like a tablet. This is not harmful, and the medicine has still worked.",
            LABEL,
        ),
        brands("Glucophage"),
    ),
    references=(METFORMIN_TABLETS, drugs_at_fda("Glucophage tablets", "020357")),
)

FIRST = replace(OVERVIEW, interactions=OVERVIEW.interactions[:-1])

# A draft between the two, to which a reviewer asked for changes.
SENT_BACK = replace(
    OVERVIEW,
    interactions=(
        *FIRST.interactions,
        interaction(
            "Ranolazine, vandetanib, dolutegravir, cimetidine",
            "monitor",
            "They slow the removal of metformin.",
            "Blood sugar is measured more often.",
            LABEL,
        ),
    ),
)
REVIEWERS_COMMENT = (
    "The medicines are right, but the risk is not. Section 7 of the label is about lactic acidosis here, not about "
    "blood sugar: please say so, and that the doctor weighs the benefit and the risk. “Take care” fits better."
)

TABLET = Form(
    title="Metformin tablets",
    slug="tablets",
    lead="Film-coated tablets of 500 mg, 850 mg and 1,000 mg, taken with meals.",
    dose_form="10221000",
    administration_route="20053000",
    strengths=(
        Strength("500", "tablet", LABEL),
        Strength("850", "tablet", LABEL),
        Strength("1000", "tablet", LABEL),
    ),
    key_facts=(fact("No more than 2,550 mg a day in adults, split over the day.", LABEL),),
    dosing=(
        Dose(
            "Type 2 diabetes, to start",
            "500",
            "twice a day with meals",
            LABEL,
            note="Raised by 500 mg a week.",
        ),
        Dose(
            "Type 2 diabetes, to start, the other way",
            "850",
            "once a day with a meal",
            LABEL,
            note="Raised by 850 mg every 2 weeks.",
        ),
        Dose(
            "Type 2 diabetes, whole day",
            "2000",
            "split over the day, with meals",
            LABEL,
            minimum="850",
            maximum="2550",
            note="Above 2,000 mg a day, 3 doses a day may be easier on the stomach.",
        ),
        Dose(
            "Type 2 diabetes, whole day",
            "1000",
            "split into 2 doses with meals",
            LABEL,
            minimum="1000",
            maximum="2000",
            population="Children from 10 years",
            note="Starts at 500 mg twice a day and is raised by 500 mg a week.",
        ),
    ),
    how_to_take=(
        text("Swallow the tablets whole, with meals.", by=LABEL),
        dont("take an extra dose after a missed one", by=LABEL),
    ),
    storage=(text("Keep at 20 to 25°C, away from light, in a closed child-resistant pack.", by=LABEL),),
    references=(METFORMIN_TABLETS,),
)
