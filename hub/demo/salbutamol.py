"""Salbutamol (albuterol): overview and metered-dose inhaler.  Facts from a US label of an inhaler.

``INHALER_SENT_BACK`` is a draft to which a reviewer asked for changes; it is never live.
"""

from dataclasses import replace

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
    must_not,
    question,
    side_effect,
    text,
    urgent,
)
from hub.demo.sources import ALBUTEROL_INHALER, drugs_at_fda

LABEL = "label-us"
TRIALS = "2 puffs, 4 doses a day, for 12 weeks; {} in 100 of 202 people"


def _seen(effect: str, percent: int) -> tuple[str, dict]:
    return side_effect(effect, LABEL, percent=percent, seen=TRIALS.format(percent))


OVERVIEW = Drug(
    title="Salbutamol",
    slug="salbutamol",
    lead="Salbutamol opens the airways quickly. In the United States it is called albuterol.",
    inn="salbutamol",
    other_names=(
        Name("albuterol", "synonym"),
        Name("albuterol sulfate", "synonym"),
        Name("Ventolin HFA"),
        Name("Proventil-HFA"),
        Name("ProAir HFA"),
    ),
    unii="QF8SVZ843E",
    drug_classes=("Beta-2 agonists", "Bronchodilators"),
    conditions=("Asthma", "Bronchospasm"),
    indications=(
        Use("Bronchospasm, to treat or prevent", LABEL, "From 4 years, in airway disease that can be reversed."),
        Use("Bronchospasm from exercise, to prevent", LABEL, "From 4 years."),
    ),
    key_facts=(
        fact("One dose is usually 2 puffs. It works for up to 4 to 6 hours.", LABEL),
        fact("Needing it more often than usual can mean that asthma is getting worse. Get medical advice.", LABEL),
        fact("Do not use more than prescribed. Too much can kill.", LABEL),
        fact("It does not replace a steroid inhaler.", LABEL),
    ),
    how_it_works=(
        text("Salbutamol acts on beta-2 receptors in the muscle around the airways. The muscle relaxes.", by=LABEL),
    ),
    who_can_take=(
        text(
            "Adults and children from 4 years can use the inhaler. In younger children it has not been shown to work.",
            by=LABEL,
        ),
    ),
    cautions=(
        must_not(
            "People who are allergic to salbutamol or another ingredient",
            "Get emergency help for swelling or trouble breathing.",
            LABEL,
        ),
        care(
            "Heart disease, heart rhythm problems or high blood pressure",
            "Pulse and blood pressure can change. Tell your doctor.",
            LABEL,
        ),
        care("Seizures", "Use it with care, and tell your doctor.", LABEL),
        care("An overactive thyroid", "Use it with care, and tell your doctor.", LABEL),
        care("Diabetes", "Blood sugar can change.", LABEL),
        care("Low potassium", "Potassium can fall further, which can disturb the heart.", LABEL),
    ),
    interactions=(
        interaction(
            "Beta blockers",
            "caution",
            "Each can block the other, and the airways can narrow severely.",
            "People with asthma do not normally take beta blockers. Ask your doctor.",
            LABEL,
        ),
        interaction(
            "Water tablets such as furosemide or thiazides",
            "caution",
            "Potassium can fall further.",
            "Do not use more puffs than prescribed.",
            LABEL,
        ),
        interaction(
            "Digoxin",
            "monitor",
            "Less digoxin was found in the blood of volunteers.",
            "The doctor may measure digoxin.",
            LABEL,
        ),
        interaction(
            "Monoamine oxidase inhibitors and tricyclic antidepressants",
            "caution",
            "The effect on heart and vessels can be stronger.",
            "Extreme care, also within 2 weeks after stopping them.",
            LABEL,
        ),
        interaction(
            "Other short-acting inhalers of the same kind",
            "avoid",
            "The effects on the heart add up.",
            "Do not use both.",
            LABEL,
        ),
    ),
    side_effects=(
        _seen("Throat irritation", 10),
        _seen("Viral infection of the airways", 7),
        _seen("Inflamed nose or throat", 5),
        _seen("Cough", 5),
        _seen("Muscle or bone pain", 5),
        side_effect("Shaking, nervousness, headache", LABEL),
        side_effect(
            "Fast or uneven heartbeat, chest pain",
            LABEL,
            serious="Get medical help at once if it does not settle.",
        ),
        side_effect(
            "Airways that narrow right after a puff",
            LABEL,
            seen="Often with the first use of a new canister",
            serious="Stop using it and call the emergency services.",
        ),
        side_effect("Severe allergic reaction", LABEL, serious="Call the emergency services."),
    ),
    urgent_help=(
        emergency(
            "Call the emergency services if:",
            "the inhaler does not help, or breathing gets worse after a puff",
            "your face, mouth or tongue swells",
            "you have chest pain",
            by=LABEL,
        ),
        urgent(
            "See a doctor today if:",
            "the inhaler works less well, or you need it more often than usual",
            by=LABEL,
        ),
    ),
    pregnancy=(
        text(
            "There are no randomised trials in pregnancy. "
            "What is known does not consistently show a risk of birth defects or miscarriage.",
            "Badly controlled asthma is a risk for mother and child. Do not stop on your own.",
            by=LABEL,
        ),
    ),
    breastfeeding=(
        text(
            "It is not known whether salbutamol passes into milk. After inhaling, little is in the blood. "
            "Talk to your doctor.",
            by=LABEL,
        ),
    ),
    fertility=(text("The label gives no information on fertility in people. Ask a pharmacist.", by=LABEL),),
    missed_dose=(
        text(
            "The inhaler is mostly used when it is needed. "
            "The label does not say what to do about a missed regular dose. Ask a pharmacist.",
            by=LABEL,
        ),
    ),
    overdose=(
        text(
            "Too much can cause a very fast heartbeat, chest pain, shaking, seizures and low potassium. "
            "It can be fatal.",
            "Contact a poison centre or go to an emergency department at once.",
            by=LABEL,
        ),
    ),
    stopping=(
        text(
            "The label gives no plan for stopping. If you no longer need the inhaler, tell your doctor. "
            "Keep it at hand until then.",
            by=LABEL,
        ),
    ),
    questions=(
        question(
            "Is albuterol the same as salbutamol?",
            "Yes. Salbutamol is the international name, and albuterol the name in the United States.",
            LABEL,
        ),
        brands("Proventil-HFA", "Ventolin HFA", "ProAir HFA"),
    ),
    references=(
        ALBUTEROL_INHALER,
        drugs_at_fda("Proventil-HFA, Ventolin HFA and ProAir HFA inhalers", "020503", "020983", "021457"),
    ),
)

INHALER = Form(
    title="Salbutamol inhaler, 90 micrograms",
    slug="inhaler-90-micrograms",
    lead="A metered-dose inhaler with 200 puffs, each with 90 micrograms of salbutamol.",
    dose_form="11107000",
    administration_route="20020000",
    strengths=(Strength("90", "puff", LABEL, unit="micrograms"),),
    key_facts=(fact("The counter starts at 200. Throw the inhaler away when it reads 0.", LABEL),),
    dosing=(
        Dose(
            "Bronchospasm, to treat or prevent",
            "2",
            "every 4 to 6 hours when needed",
            LABEL,
            minimum="1",
            maximum="2",
            unit="puffs",
            population="Adults, and children from 4 years",
            note="For some people 1 puff every 4 hours is enough. More often, or more puffs, is not recommended.",
        ),
        Dose(
            "Bronchospasm from exercise, to prevent",
            "2",
            "15 to 30 minutes before exercise",
            LABEL,
            unit="puffs",
            population="Adults, and children from 4 years",
        ),
    ),
    how_to_take=(
        do(
            "shake the inhaler well",
            "release 4 puffs into the air before the first use, after a fall, or after 2 weeks without use",
            "wash the plastic case with warm water at least once a week and let it dry in the air",
            by=LABEL,
        ),
        dont("spray into the eyes", "use the case with another canister", by=LABEL),
    ),
    storage=(
        text(
            "Keep at 20 to 25°C with the mouthpiece down. Do not pierce it or put it near fire.",
            by=LABEL,
        ),
    ),
    excipients=(excipient("Norflurane (HFA-134a)", "The propellant. There is no other excipient.", LABEL),),
    references=(ALBUTEROL_INHALER,),
)

INHALER_SENT_BACK = replace(
    INHALER,
    dosing=(
        replace(
            INHALER.dosing[0],
            frequency="every 4 hours when needed",
            note="Take more puffs when the first ones do not help.",
        ),
        INHALER.dosing[1],
    ),
)
REVIEWERS_COMMENT = (
    "Two points before this can go out. The label says every 4 to 6 hours, and you shortened it to every 4 hours: "
    "only the single puff is given every 4 hours. And the new note tells people to take more puffs, which the label "
    "warns against in section 5.5. Please restore the sentence that more is not recommended, and send people whose "
    "inhaler does not help to urgent care."
)
