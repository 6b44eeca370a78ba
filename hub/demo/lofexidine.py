"""Lofexidine: overview and tablets.  Facts from the US label; the UNII is that of the hydrochloride."""

from hub.demo.content import (
    Dose,
    Drug,
    Form,
    Name,
    Strength,
    Use,
    brands,
    care,
    do,
    dont,
    emergency,
    excipient,
    fact,
    interaction,
    question,
    side_effect,
    text,
    urgent,
)
from hub.demo.sources import LOFEXIDINE_TABLETS, drugs_at_fda

LABEL = "label-us"
TRIAL = "2.16 mg a day; {} in 100 of 229 people"


def _seen(effect: str, percent: int, serious: str = "") -> tuple[str, dict]:
    return side_effect(effect, LABEL, percent=percent, seen=TRIAL.format(percent), serious=serious)


OVERVIEW = Drug(
    title="Lofexidine",
    slug="lofexidine",
    lead="Lofexidine eases the symptoms of opioid withdrawal. It is not an opioid and does not treat dependence.",
    inn="lofexidine",
    other_names=(Name("Lucemyra"), Name("lofexidine hydrochloride", "synonym", "INT")),
    unii="V47G1SDI1B",
    drug_classes=("Alpha-2 agonists",),
    conditions=("Opioid withdrawal",),
    indications=(Use("Opioid withdrawal symptoms", LABEL, "Adults who stop opioids suddenly. For up to 14 days."),),
    key_facts=(
        fact("It eases withdrawal but does not take it away completely.", LABEL),
        fact("It can lower blood pressure and pulse. Stand up slowly and drink enough.", LABEL),
        fact("After withdrawal, using opioids again can cause a fatal overdose.", LABEL),
        fact("Do not stop it suddenly. The dose is lowered over 2 to 4 days.", LABEL),
    ),
    how_it_works=(
        text(
            "Lofexidine makes nerve cells release less noradrenaline. "
            "In withdrawal, too much of it causes many of the symptoms.",
            by=LABEL,
        ),
    ),
    who_can_take=(
        text(
            "Adults in opioid withdrawal can take it. At home, they must be able to watch their own symptoms. "
            "It has not been studied well enough in children.",
            by=LABEL,
        ),
    ),
    cautions=(
        care("Severe heart disease or a recent heart attack", "Avoid lofexidine.", LABEL),
        care("A stroke in the past, or a very slow pulse", "Avoid lofexidine.", LABEL),
        care("Long QT syndrome from birth", "Avoid lofexidine: it prolongs the QT interval.", LABEL),
        care("Low potassium or magnesium", "This is corrected first, and the heart is recorded.", LABEL),
        care("Liver or kidney disease", "The dose is lower, and the heart is recorded.", LABEL),
        care("Older people", "Doses are chosen with care. Ask a doctor.", LABEL),
        care("Driving and machines", "Find out how it affects you first.", LABEL),
    ),
    interactions=(
        interaction(
            "Methadone",
            "monitor",
            "Both prolong the QT interval.",
            "The heart is recorded during treatment.",
            LABEL,
        ),
        interaction(
            "Naltrexone tablets",
            "caution",
            "Naltrexone may work less well when the two are taken within 2 hours of each other.",
            "Ask a pharmacist how to space the doses. The label does not expect this with the injection.",
            LABEL,
        ),
        interaction(
            "Alcohol, benzodiazepines, barbiturates and other sedatives",
            "caution",
            "Stronger sleepiness.",
            "Tell your doctor about all of them, alcohol included.",
            LABEL,
        ),
        interaction(
            "Paroxetine, and other medicines that slow the enzyme CYP2D6",
            "monitor",
            "More lofexidine in the blood.",
            "Watch for dizziness on standing and a slow pulse.",
            LABEL,
        ),
        interaction(
            "Medicines that lower blood pressure or pulse",
            "avoid",
            "Blood pressure or pulse can fall too far.",
            "Avoid the combination, or have it watched closely.",
            LABEL,
        ),
    ),
    side_effects=(
        _seen("Trouble sleeping", 51),
        _seen("Low blood pressure", 30),
        _seen("Low blood pressure on standing", 29),
        _seen("Slow pulse", 24),
        _seen("Dizziness", 19),
        _seen("Sedation", 13),
        _seen("Sleepiness", 11),
        _seen("Dry mouth", 10),
        side_effect(
            "Fainting",
            LABEL,
            percent=0.9,
            seen="2.16 mg a day; 9 in 1,000 people",
            serious="Lie down. Do not take the next dose before you have talked to a doctor.",
        ),
        side_effect("Ringing in the ears", LABEL, percent=0.9, seen="2.16 mg a day; 9 in 1,000 people"),
        side_effect(
            "High blood pressure after stopping suddenly",
            LABEL,
            of=(23, 58),
            seen="Second day after 2.88 mg a day",
            serious="See a doctor today. The dose should be lowered slowly.",
        ),
        side_effect(
            "Disturbed heart rhythm",
            LABEL,
            serious="Call the emergency services for fainting with a racing or uneven heartbeat.",
        ),
    ),
    urgent_help=(
        emergency(
            "Call the emergency services if:",
            "you faint and do not come round quickly",
            "somebody has used opioids and is hard to wake or breathes slowly",
            by=LABEL,
        ),
        urgent(
            "Skip the next dose and call a doctor today if you have:",
            "dizziness or faintness, at rest or on standing",
            "a very slow pulse",
            by=LABEL,
        ),
    ),
    pregnancy=(
        text(
            "It is not known whether lofexidine is safe in pregnancy. "
            "In animals it led to loss of pregnancies and smaller young. Tell your doctor.",
            by=LABEL,
        ),
    ),
    breastfeeding=(
        text("It is not known whether lofexidine passes into milk. Take care, and decide with your doctor.", by=LABEL),
    ),
    fertility=(
        text(
            "In rabbits, fewer became pregnant at a dose that also harmed the mother. "
            "It is not known what this means for people. Ask a pharmacist.",
            by=LABEL,
        ),
    ),
    missed_dose=(
        text("The US label does not say what to do about a missed dose. Ask a pharmacist.", by=LABEL),
        dont("take more than 4 tablets at once, or 16 in a day", by=LABEL),
    ),
    overdose=(
        text(
            "Signs are low blood pressure, a slow pulse and sleepiness. Dialysis removes little of it.",
            "Contact a poison centre or go to an emergency department at once.",
            by=LABEL,
        ),
    ),
    stopping=(
        text(
            "Stopping suddenly can raise blood pressure sharply, and cause diarrhoea, trouble sleeping, "
            "anxiety, chills, sweating and pain in arms and legs.",
            "The dose is lowered over 2 to 4 days.",
            by=LABEL,
        ),
    ),
    questions=(
        question(
            "Does it treat opioid dependence?",
            "No. It helps through withdrawal only. Ask about treatment that goes on after it.",
            LABEL,
        ),
        brands("Lucemyra"),
    ),
    references=(LOFEXIDINE_TABLETS, drugs_at_fda("Lucemyra tablets", "209229")),
)

TABLET = Form(
    title="Lofexidine 0.18 mg tablets",
    slug="tablet-0-18-mg",
    lead="Film-coated tablets for up to 14 days of opioid withdrawal.",
    dose_form="10221000",
    administration_route="20053000",
    strengths=(Strength("0.18", "tablet", LABEL),),
    key_facts=(fact("No more than 0.72 mg at once and 2.88 mg a day.", LABEL),),
    dosing=(
        Dose(
            "Opioid withdrawal, one dose",
            "0.54",
            "every 5 to 6 hours, 4 doses a day",
            LABEL,
            maximum="0.72",
            note="0.54 mg is 3 tablets. The dose is lowered as symptoms ease.",
        ),
        Dose(
            "Opioid withdrawal, one dose, moderate liver or kidney disease",
            "0.36",
            "4 doses a day",
            LABEL,
            note="2 tablets each time: 1.44 mg a day.",
        ),
        Dose(
            "Opioid withdrawal, one dose, severe liver or kidney disease, or dialysis",
            "0.18",
            "4 doses a day",
            LABEL,
            note="1 tablet each time: 0.72 mg a day.",
        ),
    ),
    how_to_take=(
        do("take it with or without food", "drink enough, and get up slowly", by=LABEL),
        dont("get overheated", "stop without talking to your doctor", by=LABEL),
    ),
    storage=(text("Keep at 25°C in the original bottle. Leave the drying packs in until it is empty.", by=LABEL),),
    excipients=(excipient("Lactose", "Matters for people who cannot digest lactose.", LABEL),),
    references=(LOFEXIDINE_TABLETS,),
)
