"""Lisinopril: overview and tablets.  Facts from a US label of tablets.

``TABLET`` is what is live; ``TABLET_PROPOSED`` is in review and lowers a maximum dose.  The label names both
numbers: 40 mg as the end of the usual range, and 80 mg as a dose that was tried and did not do more.
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
    excipient,
    fact,
    interaction,
    must_not,
    question,
    side_effect,
    text,
    urgent,
)
from hub.demo.sources import LISINOPRIL_TABLETS, drugs_at_fda

LABEL = "label-us"
HIGH_DOSE = "35 mg a day for heart failure; {} in 100 of 1,568 people"


def _heart_failure(effect: str, percent: int, serious: str = "") -> tuple[str, dict]:
    return side_effect(effect, LABEL, percent=percent, seen=HIGH_DOSE.format(percent), serious=serious)


OVERVIEW = Drug(
    title="Lisinopril",
    slug="lisinopril",
    lead="Lisinopril lowers blood pressure and supports the heart. It must not be used in pregnancy.",
    inn="lisinopril",
    other_names=(Name("Zestril"), Name("Prinivil"), Name("Qbrelis")),
    unii="E7199S1YWR",
    drug_classes=("ACE inhibitors",),
    conditions=("High blood pressure", "Heart failure", "Heart attack"),
    indications=(
        Use("High blood pressure", LABEL, "Adults, and children from 6 years."),
        Use("Heart failure", LABEL, "To reduce signs and symptoms of systolic heart failure."),
        Use("Heart attack", LABEL, "Within 24 hours, when the circulation is stable, to lower the risk of death."),
    ),
    boxed_warning=(
        boxed(
            "Harm to the unborn child",
            "Lisinopril can injure or kill an unborn child. Stop it as soon as possible when pregnancy is detected.",
            by=LABEL,
        ),
    ),
    key_facts=(
        fact("Do not take it in pregnancy. Tell your doctor at once if you may be pregnant.", LABEL),
        fact("Swelling of the face, lips, tongue or throat is an emergency.", LABEL),
        fact("The first doses can make you dizzy, above all if you take water tablets.", LABEL),
        fact("Kidney function and potassium are checked from time to time.", LABEL),
    ),
    how_it_works=(
        text(
            "Lisinopril slows the angiotensin-converting enzyme (ACE). "
            "The body makes less of a substance that narrows blood vessels, so blood pressure falls.",
            by=LABEL,
        ),
    ),
    who_can_take=(
        text(
            "Adults can take lisinopril for the uses above, and children from 6 years for high blood pressure.",
            by=LABEL,
        ),
    ),
    cautions=(
        must_not("Pregnancy", "Stop as soon as pregnancy is detected, and talk to a doctor the same day.", LABEL),
        must_not(
            "People who have had angioedema, whether inherited, without a cause, or from an ACE inhibitor",
            "The throat can swell shut.",
            LABEL,
        ),
        must_not("People who are allergic to an ACE inhibitor", "Ask a doctor about other treatments.", LABEL),
        must_not(
            "People with diabetes who take aliskiren",
            "Low blood pressure, high potassium and kidney damage become more likely.",
            LABEL,
        ),
        care("Kidney disease", "The first dose is lower, and kidney function is checked.", LABEL),
        care(
            "Water tablets, a low-salt state, or loss of fluid",
            "Blood pressure can fall too far. Treatment starts low and under watch.",
            LABEL,
        ),
        care("Diabetes", "Potassium can rise, and blood sugar can fall with diabetes medicines.", LABEL),
        care("Operations and anaesthetics", "Blood pressure can fall. Tell the team.", LABEL),
    ),
    interactions=(
        interaction(
            "Sacubitril with valsartan",
            "contraindicated",
            "Angioedema becomes more likely.",
            "Leave at least 36 hours between the two.",
            LABEL,
        ),
        interaction(
            "Aliskiren",
            "avoid",
            "Low blood pressure, high potassium and kidney damage.",
            "Never with diabetes. Avoid it when kidney function is reduced.",
            LABEL,
        ),
        interaction(
            "Potassium tablets, salt substitutes, spironolactone, amiloride, triamterene",
            "monitor",
            "Potassium in the blood can rise too far.",
            "Do not use salt substitutes without asking. Potassium is checked often.",
            LABEL,
        ),
        interaction(
            "Anti-inflammatory painkillers, such as ibuprofen",
            "monitor",
            "They can harm the kidneys and weaken the effect on blood pressure.",
            "Ask before you buy a painkiller. Kidney function is checked.",
            LABEL,
        ),
        interaction("Lithium", "monitor", "Lithium can reach poisonous levels.", "Lithium levels are measured.", LABEL),
        interaction(
            "Insulin and diabetes tablets",
            "monitor",
            "Blood sugar can fall too low.",
            "Measure more often, above all in the first month.",
            LABEL,
        ),
        interaction(
            "Sirolimus, everolimus, temsirolimus",
            "caution",
            "Angioedema may become more likely.",
            "Know the signs, and get emergency help for swelling.",
            LABEL,
        ),
    ),
    side_effects=(
        _heart_failure("Dizziness", 19),
        _heart_failure("Low blood pressure", 11),
        _heart_failure("Raised creatinine in blood tests", 10),
        _heart_failure("High potassium", 6),
        _heart_failure("Fainting", 7, "Do not take the next dose. Talk to a doctor the same day."),
        side_effect(
            "Headache",
            LABEL,
            seen="High blood pressure: 38 more per 1,000 people than with dummy tablets",
        ),
        side_effect(
            "Cough",
            LABEL,
            seen="High blood pressure: 25 more per 1,000 people than with dummy tablets",
        ),
        side_effect(
            "Angioedema: swelling of the face, lips, tongue or throat",
            LABEL,
            seen="At any time during treatment",
            serious="Call the emergency services. Take no more lisinopril.",
        ),
        side_effect(
            "Liver failure",
            LABEL,
            serious="Stop and get medical help for yellow skin or eyes.",
        ),
        side_effect(
            "Low white blood cells",
            LABEL,
            serious="See a doctor promptly for a sore throat or fever.",
        ),
    ),
    urgent_help=(
        emergency(
            "Call the emergency services if:",
            "your face, lips, tongue or throat swell, or you cannot breathe or swallow well",
            "you faint and do not come round quickly",
            by=LABEL,
        ),
        urgent(
            "See a doctor today if you have:",
            "belly pain without a cause, with or without vomiting",
            "yellow skin or eyes",
            "a sore throat with fever",
            "vomiting or diarrhoea, so that you lose fluid",
            by=LABEL,
        ),
    ),
    pregnancy=(
        text(
            "Do not take lisinopril. In the second and third trimesters it can damage the kidneys, lungs "
            "and skull of the unborn child. The child can die.",
            "If you are pregnant or may be, talk to a doctor the same day.",
            by=LABEL,
        ),
    ),
    breastfeeding=(
        text(
            "It is not known whether lisinopril passes into human milk. Because of the possible harm, "
            "the label advises against breastfeeding.",
            by=LABEL,
        ),
    ),
    fertility=(text("The label gives no information on fertility in people. Ask a pharmacist.", by=LABEL),),
    missed_dose=(
        text("The US label does not say what to do about a missed dose. Ask a pharmacist.", by=LABEL),
        dont("take 2 doses at once to make up"),
    ),
    overdose=(
        text(
            "The most likely sign is very low blood pressure. Dialysis can remove lisinopril.",
            "Contact a poison centre or go to an emergency department at once.",
            by=LABEL,
        ),
    ),
    stopping=(
        text(
            "The label gives no plan for stopping. Do not stop on your own, except for swelling or pregnancy. "
            "Talk to your doctor.",
            by=LABEL,
        ),
    ),
    questions=(
        question(
            "Why do I cough?",
            "A cough is a listed side effect. Tell your doctor if it bothers you.",
            LABEL,
        ),
        brands("Prinivil", "Zestril", "Qbrelis"),
    ),
    references=(
        LISINOPRIL_TABLETS,
        drugs_at_fda("Prinivil and Zestril tablets, Qbrelis solution", "019777", "019558", "208401"),
    ),
)

TABLET = Form(
    title="Lisinopril tablets",
    slug="tablets",
    lead="Uncoated tablets from 2.5 mg to 40 mg, taken once a day.",
    dose_form="10219000",
    administration_route="20053000",
    strengths=tuple(Strength(value, "tablet", LABEL) for value in ("2.5", "5", "10", "20", "30", "40")),
    key_facts=(fact("The usual first dose for high blood pressure is 10 mg once a day.", LABEL),),
    dosing=(
        Dose(
            "High blood pressure",
            "20",
            "once a day",
            LABEL,
            minimum="10",
            maximum="80",
            note="Starts at 10 mg. Doses up to 80 mg have been used but seem to do no more than 40 mg.",
        ),
        Dose(
            "High blood pressure, with a water tablet",
            "5",
            "once a day to start",
            LABEL,
            note="The dose is then adjusted to blood pressure.",
        ),
        Dose(
            "High blood pressure",
            "0.07",
            "once a day to start, up to 5 mg in total",
            LABEL,
            minimum="0.07",
            maximum="0.61",
            unit="mg/kg",
            population="Children from 6 years",
            note="At most 40 mg a day.",
        ),
        Dose("Heart failure", "5", "once a day to start", LABEL, minimum="2.5", maximum="40"),
        Dose(
            "Heart attack, first 2 days",
            "5",
            "within 24 hours, and again after 24 hours",
            LABEL,
            minimum="2.5",
        ),
        Dose(
            "Heart attack, from the third day",
            "10",
            "once a day for at least 6 weeks",
            LABEL,
            minimum="2.5",
        ),
        Dose(
            "Any use, on dialysis or with creatinine clearance below 10 mL per minute",
            "2.5",
            "once a day to start",
            LABEL,
        ),
    ),
    how_to_take=(text("Take it once a day, as prescribed.", by=LABEL),),
    storage=(text("Keep at 20 to 25°C. Protect from moisture, freezing and heat.", by=LABEL),),
    excipients=(excipient("Mannitol", "", LABEL),),
    references=(LISINOPRIL_TABLETS,),
)

TABLET_PROPOSED = replace(
    TABLET,
    dosing=(
        replace(
            TABLET.dosing[0],
            maximum="40",
            note="Starts at 10 mg. The usual range is 20 to 40 mg a day.",
        ),
        *TABLET.dosing[1:],
    ),
)
