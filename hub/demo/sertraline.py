"""Sertraline: overview and tablets.  Facts from a US label of tablets.

The first version of the overview had no line on medicines that prolong the QT interval.
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
from hub.demo.sources import SERTRALINE_TABLETS, drugs_at_fda

LABEL = "label-us"
ADULTS = "50 to 200 mg a day in trials; {} in 100 of 3,066 adults"


def _common(effect: str, percent: int) -> tuple[str, dict]:
    return side_effect(effect, LABEL, percent=percent, seen=ADULTS.format(percent))


WITH_QT_MEDICINES = interaction(
    "Medicines that prolong the QT interval, such as erythromycin, amiodarone and methadone",
    "avoid",
    "Together they can disturb the heart rhythm.",
    "Avoid the combination. Ask a pharmacist to check your other medicines.",
    LABEL,
)

OVERVIEW = Drug(
    title="Sertraline",
    slug="sertraline",
    lead="Sertraline is an antidepressant, also used for several anxiety and stress disorders.",
    inn="sertraline",
    other_names=(Name("Zoloft"), Name("sertraline hydrochloride", "synonym", "INT")),
    unii="QUC7NX6WMB",
    drug_classes=("Selective serotonin reuptake inhibitors", "Antidepressants"),
    conditions=("Depression", "Anxiety disorders", "Obsessive-compulsive disorder"),
    indications=(
        Use("Major depressive disorder", LABEL, "Adults."),
        Use("Obsessive-compulsive disorder", LABEL, "Adults, and children from 6 years."),
        Use("Panic disorder", LABEL, "Adults."),
        Use("Post-traumatic stress disorder", LABEL, "Adults."),
        Use("Social anxiety disorder", LABEL, "Adults."),
        Use("Premenstrual dysphoric disorder", LABEL, "Adult women."),
    ),
    boxed_warning=(
        boxed(
            "Thoughts of suicide in young people",
            "In short trials, antidepressants raised the number of children and young adults "
            "with suicidal thoughts or behaviour.",
            "Watch closely for worse mood, above all in the first months and after a dose change.",
            by=LABEL,
        ),
    ),
    key_facts=(
        fact("The usual range for adults is 50 to 200 mg a day, with or without food.", LABEL),
        fact("Young people need to be watched for thoughts of suicide, above all at the start.", LABEL),
        fact("Do not stop suddenly. The dose is lowered step by step.", LABEL),
        fact("Never combine it with a monoamine oxidase inhibitor or with pimozide.", LABEL),
    ),
    how_it_works=(
        text("Sertraline slows the return of serotonin into nerve cells, so more of it stays active.", by=LABEL),
    ),
    who_can_take=(
        text(
            "Adults can take sertraline for the uses above. "
            "In children it is licensed for obsessive-compulsive disorder only, from 6 years.",
            "Before the first dose, the doctor asks about bipolar disorder in you and your family.",
            by=LABEL,
        ),
    ),
    cautions=(
        must_not(
            "People who take a monoamine oxidase inhibitor, or stopped one less than 14 days ago",
            "Serotonin syndrome can follow. Linezolid and methylene blue given into a vein count too.",
            LABEL,
        ),
        must_not("People who take pimozide", "The heart rhythm can be disturbed.", LABEL),
        must_not(
            "People who are allergic to sertraline", "Get emergency help for swelling or trouble breathing.", LABEL
        ),
        care("Bipolar disorder", "An antidepressant can start a manic episode. Tell your doctor.", LABEL),
        care("Seizures", "People with seizures were left out of trials. Tell your doctor.", LABEL),
        care(
            "Narrow-angle glaucoma that is not treated",
            "Avoid sertraline. It widens the pupil and can start an attack.",
            LABEL,
        ),
        care(
            "Liver disease",
            "In mild disease the dose is half. In moderate or severe disease sertraline is not recommended.",
            LABEL,
        ),
        care(
            "Older people, and people who take water tablets",
            "Sodium in the blood can fall. Tell a doctor about confusion, weakness or falls.",
            LABEL,
        ),
    ),
    interactions=(
        interaction(
            "Monoamine oxidase inhibitors, linezolid, methylene blue into a vein",
            "contraindicated",
            "Serotonin syndrome, which can be fatal.",
            "Leave at least 14 days between the two, whichever comes first.",
            LABEL,
        ),
        interaction(
            "Pimozide",
            "contraindicated",
            "More pimozide in the blood, and a disturbed heart rhythm.",
            "Do not combine.",
            LABEL,
        ),
        interaction(
            "Other medicines that act on serotonin, such as triptans, lithium, tramadol and St John’s wort",
            "caution",
            "Serotonin syndrome becomes more likely.",
            "Watch for fever, shaking, confusion and diarrhoea, above all after a dose change.",
            LABEL,
        ),
        interaction(
            "Aspirin, anti-inflammatory painkillers, clopidogrel, heparin, warfarin",
            "monitor",
            "Bleeding becomes more likely.",
            "Report bruises and bleeding. With warfarin, clotting tests are done with care.",
            LABEL,
        ),
        interaction(
            "Phenytoin",
            "monitor",
            "More phenytoin in the blood.",
            "The doctor measures phenytoin when sertraline starts or changes.",
            LABEL,
        ),
        WITH_QT_MEDICINES,
    ),
    side_effects=(
        _common("Feeling sick (nausea)", 26),
        _common("Diarrhoea", 20),
        _common("Trouble sleeping", 20),
        _common("Dry mouth", 14),
        _common("Tiredness", 12),
        _common("Dizziness", 12),
        _common("Sleepiness", 11),
        _common("Shaking (tremor)", 9),
        _common("Indigestion", 8),
        _common("Agitation", 8),
        _common("Less appetite", 7),
        _common("Sweating", 7),
        _common("Less interest in sex", 6),
        side_effect(
            "Problems with ejaculation",
            LABEL,
            percent=8,
            seen="50 to 200 mg a day in trials; 8 in 100 of 1,316 men",
        ),
        side_effect(
            "Manic episode",
            LABEL,
            percent=0.4,
            seen="Controlled trials: 4 in 1,000 people",
            serious="Call a doctor today about great energy, racing thoughts or reckless behaviour.",
        ),
        side_effect(
            "New or worse thoughts of suicide",
            LABEL,
            seen="Antidepressants as a group: 14 more per 1,000 people under 18 than with dummy tablets",
            serious="Call a doctor at once. In danger, call the emergency services.",
        ),
        side_effect(
            "Serotonin syndrome",
            LABEL,
            serious="Get emergency help for fever, stiff muscles, confusion or seizures.",
        ),
        side_effect("Bleeding", LABEL, serious="Get medical help for bleeding that does not stop."),
        side_effect(
            "Low sodium in the blood",
            LABEL,
            seen="Older people are at higher risk",
            serious="See a doctor today for confusion, weakness or unsteadiness.",
        ),
    ),
    urgent_help=(
        emergency(
            "Call the emergency services if:",
            "you or somebody else might act on thoughts of suicide",
            "there is fever, stiff muscles, confusion or a seizure",
            "the face or throat swells, or breathing is hard",
            by=LABEL,
        ),
        urgent(
            "See a doctor today if you have:",
            "new agitation, panic attacks or aggression",
            "eye pain or changes in vision",
            "bruises or bleeding without a cause",
            by=LABEL,
        ),
    ),
    pregnancy=(
        text(
            "Published studies of use in the first 3 months found no clear rise in birth defects.",
            "Use in the last 3 months can cause withdrawal or breathing problems in the newborn. "
            "Use in the last month has been linked with heavier bleeding after birth.",
            "Do not stop on your own. Talk to your doctor about the risks of treated and untreated illness.",
            by=LABEL,
        ),
    ),
    breastfeeding=(
        text(
            "Small amounts pass into milk. In 53 pairs of mother and baby, babies had on average "
            "2 in 100 of the mother’s blood level. No harm was seen.",
            "Decide together with your doctor.",
            by=LABEL,
        ),
    ),
    fertility=(text("The label gives no information on fertility in people. Ask a pharmacist.", by=LABEL),),
    missed_dose=(
        text(
            "Take it as soon as you remember. If the next dose is almost due, skip the missed one.",
            "Do not take 2 doses at the same time.",
            by=LABEL,
        ),
    ),
    overdose=(
        text(
            "An overdose can cause seizures, loss of consciousness and dangerous heart rhythms, sometimes late.",
            "Contact a poison centre or go to an emergency department at once, even if you feel well.",
            by=LABEL,
        ),
    ),
    stopping=(
        text(
            "Stopping suddenly can cause nausea, sweating, irritability, dizziness, "
            "feelings like electric shocks, anxiety and seizures.",
            "The dose is lowered step by step. Talk to your doctor first.",
            by=LABEL,
        ),
    ),
    questions=(
        question("Can I drink alcohol?", "The label says: do not drink alcohol with sertraline.", LABEL),
        question(
            "Can I drive?",
            "Find out first how it affects you. It can make you sleepy and slow to react.",
            LABEL,
        ),
        brands("Zoloft"),
    ),
    references=(SERTRALINE_TABLETS, drugs_at_fda("Zoloft tablets", "019839")),
)

FIRST = replace(OVERVIEW, interactions=OVERVIEW.interactions[:-1])

TABLET = Form(
    title="Sertraline tablets",
    slug="tablets",
    lead="Film-coated tablets of 25 mg, 50 mg and 100 mg, taken once a day.",
    dose_form="10221000",
    administration_route="20053000",
    strengths=(
        Strength("25", "tablet", LABEL),
        Strength("50", "tablet", LABEL),
        Strength("100", "tablet", LABEL),
    ),
    key_facts=(fact("The dose is raised by 25 to 50 mg at most once a week.", LABEL),),
    dosing=(
        Dose("Major depressive disorder", "50", "once a day", LABEL, minimum="50", maximum="200"),
        Dose(
            "Obsessive-compulsive disorder",
            "50",
            "once a day",
            LABEL,
            minimum="50",
            maximum="200",
            population="Adults, and children from 13 years",
        ),
        Dose(
            "Obsessive-compulsive disorder",
            "50",
            "once a day",
            LABEL,
            minimum="25",
            maximum="200",
            population="Children from 6 to 12 years",
            note="Starts at 25 mg.",
        ),
        Dose(
            "Panic disorder, post-traumatic stress disorder, social anxiety disorder",
            "50",
            "once a day",
            LABEL,
            minimum="25",
            maximum="200",
            note="Starts at 25 mg.",
        ),
        Dose(
            "Premenstrual dysphoric disorder, every day",
            "50",
            "once a day",
            LABEL,
            minimum="50",
            maximum="150",
            population="Adult women",
        ),
        Dose(
            "Premenstrual dysphoric disorder, before the period only",
            "50",
            "once a day, from 14 days before the expected period",
            LABEL,
            minimum="50",
            maximum="100",
            population="Adult women",
        ),
    ),
    how_to_take=(
        text("Take it with or without food, as prescribed.", by=LABEL),
        dont("stop suddenly", "drink alcohol while you take it", by=LABEL),
    ),
    storage=(text("Keep at 20 to 25°C, closed, and out of the reach of children.", by=LABEL),),
    references=(SERTRALINE_TABLETS,),
)
