"""Diazepam: overview and tablets.  Facts from a US label, which gives no figures for most side effects."""

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
    excipient,
    fact,
    interaction,
    must_not,
    question,
    side_effect,
    text,
    urgent,
)
from hub.demo.sources import DIAZEPAM_TABLETS, drugs_at_fda

LABEL = "label-us"

OVERVIEW = Drug(
    title="Diazepam",
    slug="diazepam",
    lead="Diazepam is a benzodiazepine for short-term use in anxiety, alcohol withdrawal, spasm and seizures.",
    inn="diazepam",
    other_names=(Name("Valium"),),
    unii="Q3JTX2Q7TU",
    drug_classes=("Benzodiazepines",),
    conditions=("Anxiety disorders", "Alcohol withdrawal", "Muscle spasm", "Seizures"),
    indications=(
        Use("Anxiety disorders, and short-term relief of anxiety", LABEL, "Everyday stress needs no such medicine."),
        Use("Acute alcohol withdrawal", LABEL, "For agitation, shaking and delirium."),
        Use("Muscle spasm and spasticity", LABEL, "Together with other treatment."),
        Use("Seizures", LABEL, "Together with other medicines, not on its own."),
    ),
    boxed_warning=(
        boxed(
            "Together with opioids",
            "Diazepam with opioids can cause deep sleep, weak breathing, coma and death. "
            "The two are combined only if nothing else will do.",
            by=LABEL,
        ),
        boxed(
            "Abuse, misuse and addiction",
            "Diazepam can lead to addiction, and this to overdose or death. "
            "The doctor asks about this risk before and during treatment.",
            by=LABEL,
        ),
        boxed(
            "Dependence and withdrawal",
            "The body gets used to diazepam. Stopping suddenly can cause life-threatening withdrawal. "
            "The dose is lowered slowly.",
            by=LABEL,
        ),
    ),
    key_facts=(
        fact("Use it for as short a time as possible. Use beyond 4 months has not been studied well.", LABEL),
        fact("Never take it with opioids or alcohol.", LABEL),
        fact("Do not stop suddenly.", LABEL),
        fact("It makes you sleepy. Do not drive until you know how it affects you.", LABEL),
    ),
    how_it_works=(
        text("Diazepam strengthens a calming messenger in the brain, gamma-aminobutyric acid (GABA).", by=LABEL),
    ),
    who_can_take=(
        text(
            "Adults, and children from 6 months, can take diazepam when a doctor has weighed the risks.",
            by=LABEL,
        ),
    ),
    cautions=(
        must_not("People who are allergic to diazepam", "Ask a doctor about other treatments.", LABEL),
        must_not("Children under 6 months", "There is not enough experience.", LABEL),
        must_not("Myasthenia gravis", "Muscles can become too weak.", LABEL),
        must_not("Severe lung disease and sleep apnoea", "Breathing can become too weak.", LABEL),
        must_not("Severe liver disease", "Diazepam stays in the body much longer.", LABEL),
        must_not("Acute narrow-angle glaucoma", "It must not be used.", LABEL),
        care(
            "Older people",
            "Falls and confusion are more likely. The dose is the smallest that works.",
            LABEL,
        ),
        care("Past problems with alcohol or drugs", "Extreme care: the risk of addiction is higher.", LABEL),
        care(
            "Depression",
            "Thoughts of suicide may be present. The doctor may give small amounts only.",
            LABEL,
        ),
    ),
    interactions=(
        interaction(
            "Opioids",
            "avoid",
            "Deep sleep, weak breathing, coma and death.",
            "Combined only if nothing else will do, in the lowest dose for the shortest time.",
            LABEL,
        ),
        interaction("Alcohol", "avoid", "Stronger sleepiness and weaker breathing.", "Do not drink.", LABEL),
        interaction(
            "Other medicines that make you sleepy, such as antipsychotics and antihistamines",
            "caution",
            "The effects add up.",
            "Ask a pharmacist before you take another medicine.",
            LABEL,
        ),
        interaction(
            "Cimetidine, ketoconazole, fluvoxamine, fluoxetine, omeprazole",
            "caution",
            "Diazepam stays longer in the body.",
            "Watch for strong or lasting sleepiness.",
            LABEL,
        ),
        interaction(
            "Phenytoin", "monitor", "Phenytoin may leave the body more slowly.", "Levels may be measured.", LABEL
        ),
    ),
    side_effects=(
        side_effect("Drowsiness", LABEL, seen="Among the most reported; the label gives no figure"),
        side_effect("Tiredness", LABEL, seen="Among the most reported; the label gives no figure"),
        side_effect("Weak muscles", LABEL, seen="Among the most reported; the label gives no figure"),
        side_effect("Unsteady movements", LABEL, seen="Among the most reported; the label gives no figure"),
        side_effect("Confusion, headache, slurred speech", LABEL),
        side_effect(
            "Anxiety, agitation, rage, hallucinations",
            LABEL,
            seen="More likely in children and older people",
            serious="The medicine is stopped. Call your doctor today.",
        ),
        side_effect("Loss of memory for the time after a dose", LABEL, seen="More likely at higher doses"),
        side_effect(
            "Thoughts of suicide",
            LABEL,
            percent=0.2,
            seen="Epilepsy medicines as a group: about 1 in 500 people",
            serious="Call a doctor at once. In danger, call the emergency services.",
        ),
        side_effect(
            "Falls and broken bones",
            LABEL,
            seen="More likely in older people and with other sedatives",
            serious="Get medical help after a fall.",
        ),
    ),
    urgent_help=(
        emergency(
            "Call the emergency services if:",
            "somebody is hard to wake or breathes slowly",
            "there is a seizure, or strong confusion after stopping",
            "you might act on thoughts of suicide",
            by=LABEL,
        ),
        urgent(
            "See a doctor today if you have:",
            "new agitation, rage or hallucinations",
            "a wish to take more than prescribed",
            by=LABEL,
        ),
    ),
    pregnancy=(
        text(
            "What is published shows no clear link with major birth defects.",
            "Use late in pregnancy can make the newborn sleepy, weak and slow to breathe, "
            "or cause withdrawal. Tell your doctor that you are pregnant.",
            by=LABEL,
        ),
    ),
    breastfeeding=(
        text(
            "Diazepam passes into milk. Babies have become sleepy and fed badly. Breastfeeding is not recommended.",
            by=LABEL,
        ),
    ),
    fertility=(
        text(
            "In rats, a very high dose led to fewer pregnancies. "
            "It is not known what this means for people. Ask a pharmacist.",
            by=LABEL,
        ),
    ),
    missed_dose=(
        text("The US label does not say what to do about a missed dose. Ask a pharmacist.", by=LABEL),
        dont("take more than prescribed to make up"),
    ),
    overdose=(
        text(
            "Signs are sleepiness, confusion and weak reflexes. In severe cases breathing fails and coma follows. "
            "With alcohol or opioids it can be fatal.",
            "Contact a poison centre or go to an emergency department at once.",
            by=LABEL,
        ),
    ),
    stopping=(
        text(
            "Do not stop suddenly. Withdrawal can include seizures and can be life-threatening. "
            "The dose is lowered by a plan made for you.",
            "Some symptoms can last for weeks to more than 12 months.",
            by=LABEL,
        ),
    ),
    questions=(
        question(
            "How long can I take it?",
            "As short as possible. The label names no proof of benefit beyond 4 months.",
            LABEL,
        ),
        brands("Valium"),
    ),
    references=(DIAZEPAM_TABLETS, drugs_at_fda("Valium tablets", "013263")),
)

TABLET = Form(
    title="Diazepam tablets",
    slug="tablets",
    lead="Tablets of 2 mg, 5 mg and 10 mg, taken for a short time.",
    dose_form="10219000",
    administration_route="20053000",
    strengths=tuple(Strength(value, "tablet", LABEL) for value in ("2", "5", "10")),
    key_facts=(fact("The first dose for older people is 2 to 2.5 mg, once or twice a day.", LABEL),),
    dosing=(
        Dose("Anxiety", "5", "2 to 4 doses a day", LABEL, minimum="2", maximum="10"),
        Dose(
            "Acute alcohol withdrawal, first 24 hours",
            "10",
            "3 or 4 doses in 24 hours",
            LABEL,
        ),
        Dose("Acute alcohol withdrawal, later", "5", "3 or 4 doses a day as needed", LABEL),
        Dose("Muscle spasm", "5", "3 or 4 doses a day", LABEL, minimum="2", maximum="10"),
        Dose("Seizures, with other medicines", "5", "2 to 4 doses a day", LABEL, minimum="2", maximum="10"),
        Dose(
            "Any use, to start",
            "2",
            "once or twice a day",
            LABEL,
            minimum="2",
            maximum="2.5",
            population="Older or frail people",
        ),
        Dose(
            "Any use, to start",
            "1",
            "3 or 4 doses a day",
            LABEL,
            minimum="1",
            maximum="2.5",
            population="Children from 6 months",
        ),
    ),
    how_to_take=(
        text("Take it exactly as prescribed, and not for longer.", by=LABEL),
        dont("drink alcohol", "drive until you know how it affects you", by=LABEL),
    ),
    storage=(text("Keep at 20 to 25°C, away from light, and where nobody else can take it.", by=LABEL),),
    excipients=(excipient("Anhydrous lactose", "Matters for people who cannot digest lactose.", LABEL),),
    references=(DIAZEPAM_TABLETS,),
)
