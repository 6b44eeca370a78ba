"""Buprenorphine: overview and sublingual tablets.  Facts from a US label; the UNII is that of the hydrochloride."""

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
    important,
    interaction,
    must_not,
    question,
    side_effect,
    text,
    urgent,
)
from hub.demo.sources import BUPRENORPHINE_SUBLINGUAL, NALTREXONE_TABLETS, drugs_at_fda

LABEL = "label-us"
FOUR_WEEKS = "16 mg a day, 4 weeks"


def _seen(effect: str, affected: int) -> tuple[str, dict]:
    return side_effect(effect, LABEL, of=(affected, 103), seen=FOUR_WEEKS)


OVERVIEW = Drug(
    title="Buprenorphine",
    slug="buprenorphine",
    lead="Buprenorphine under the tongue treats opioid dependence, as one part of a full treatment plan.",
    inn="buprenorphine",
    other_names=(Name("Subutex"), Name("buprenorphine hydrochloride", "synonym", "INT")),
    unii="56W8MW3EN1",
    drug_classes=("Opioid partial agonists",),
    conditions=("Opioid dependence",),
    indications=(
        Use(
            "Opioid dependence",
            LABEL,
            "Preferred for the first days of treatment. With counselling and support.",
        ),
    ),
    key_facts=(
        fact("Start only when withdrawal has clearly begun. Otherwise it can make you very ill.", LABEL),
        fact("With alcohol, benzodiazepines or other opioids it can stop your breathing.", LABEL),
        fact("Keep it out of the reach of children. It can stop a child’s breathing.", LABEL),
        fact("Ask for naloxone to keep at home, and show others how to use it.", LABEL),
        fact("Wait at least 1 hour before you brush your teeth. Tooth decay has been reported.", LABEL),
    ),
    how_it_works=(
        text(
            "Buprenorphine is a partial opioid. It acts on the same receptors as heroin or morphine, but less. "
            "It keeps withdrawal away.",
            by=LABEL,
        ),
    ),
    who_can_take=(
        text(
            "Adults with opioid dependence can take it. It is not a painkiller: "
            "people who were not used to opioids have died after 2 mg.",
            by=LABEL,
        ),
    ),
    cautions=(
        must_not(
            "People who are allergic to buprenorphine",
            "Severe allergic shock has happened.",
            LABEL,
        ),
        care(
            "People who still have other opioids in the body",
            "It can start sudden withdrawal. Wait at least 4 hours after a short-acting opioid "
            "and 24 hours after a long-acting one.",
            LABEL,
        ),
        care("Lung disease and sleep apnoea", "Breathing can become too weak.", LABEL),
        care(
            "Liver disease",
            "Liver tests are done before and during treatment. In severe disease the dose is half.",
            LABEL,
        ),
        care("Head injury", "Pressure inside the skull can rise.", LABEL),
        care("Disease of the bile ducts", "Pressure in the ducts can rise.", LABEL),
        care("Heart rhythm problems", "It can prolong the QT interval. Tell your doctor.", LABEL),
        care("Driving and machines", "Find out how it affects you first, above all at the start.", LABEL),
    ),
    interactions=(
        interaction(
            "Benzodiazepines, alcohol, sleeping tablets, gabapentin, pregabalin",
            "avoid",
            "Deep sleep, weak breathing, coma and death.",
            "Tell your team what you take. Treatment is not refused, but it is planned with more care.",
            LABEL,
        ),
        interaction(
            "Other opioids",
            "avoid",
            "Withdrawal or weak breathing.",
            "Do not combine, unless a team that knows your treatment decides so.",
            LABEL,
        ),
        interaction(
            "Monoamine oxidase inhibitors",
            "avoid",
            "Serotonin syndrome or opioid poisoning.",
            "Leave at least 14 days after stopping them.",
            LABEL,
        ),
        interaction(
            "Erythromycin, ketoconazole, ritonavir",
            "monitor",
            "More buprenorphine in the blood.",
            "The dose may need to be lower. Watch for sleepiness.",
            LABEL,
        ),
        interaction(
            "Rifampicin, carbamazepine, phenytoin",
            "monitor",
            "Less buprenorphine in the blood, and withdrawal.",
            "The dose may need to be higher.",
            LABEL,
        ),
        interaction(
            "Antidepressants and other medicines that act on serotonin",
            "caution",
            "Serotonin syndrome.",
            "Watch for fever, shaking and confusion.",
            LABEL,
        ),
    ),
    side_effects=(
        _seen("Headache", 30),
        _seen("Trouble sleeping", 22),
        _seen("Withdrawal symptoms", 19),
        _seen("Pain", 19),
        _seen("Feeling sick (nausea)", 14),
        _seen("Sweating", 13),
        _seen("Belly pain", 12),
        _seen("Constipation", 8),
        _seen("Being sick (vomiting)", 8),
        _seen("Weakness", 5),
        side_effect("Anxiety", LABEL, of=(91, 731), seen="Solution under the tongue, 16 weeks, all doses"),
        side_effect(
            "Weak or slow breathing",
            LABEL,
            seen="Above all with alcohol or sedatives",
            serious="Call the emergency services and give naloxone if you have it.",
        ),
        side_effect(
            "Hepatitis and liver failure",
            LABEL,
            serious="Get medical help for yellow skin or eyes, dark urine or pale stools.",
        ),
        side_effect(
            "Tooth decay and loss of teeth",
            LABEL,
            serious="Rinse with water after each dose and see a dentist regularly.",
        ),
        side_effect(
            "Adrenal glands that make too little hormone",
            LABEL,
            seen="Mostly after more than 1 month",
            serious="See a doctor about nausea, weakness, dizziness and low blood pressure.",
        ),
    ),
    urgent_help=(
        emergency(
            "Call the emergency services if:",
            "somebody is hard to wake, confused, or breathes slowly",
            "a child has taken even one tablet",
            "the face swells or breathing is hard",
            by=LABEL,
        ),
        urgent(
            "See a doctor today if you have:",
            "yellow skin or eyes, or dark urine",
            "withdrawal: sweating, shaking, diarrhoea or muscle pain",
            by=LABEL,
        ),
    ),
    pregnancy=(
        text(
            "Data are limited and do not show more major birth defects due to buprenorphine.",
            "A newborn can have withdrawal, which can be life-threatening and can be treated. "
            "Untreated dependence is dangerous for mother and child, so do not stop on your own.",
            by=LABEL,
        ),
    ),
    breastfeeding=(
        text(
            "Low levels pass into milk. No harm was seen in the babies of 13 women.",
            "Watch the baby for sleepiness and trouble breathing.",
            by=LABEL,
        ),
    ),
    fertility=(
        text(
            "Long use of opioids can lower fertility in women and men. It is not known whether this is reversible.",
            by=LABEL,
        ),
    ),
    missed_dose=(
        text(
            "Take it as soon as you remember. If the next dose is almost due, skip the missed one.",
            "Do not take 2 doses at once, unless your doctor told you to.",
            by=LABEL,
        ),
    ),
    overdose=(
        text(
            "Signs are pinpoint pupils, sleepiness, low blood pressure and weak breathing.",
            "Call the emergency services. Naloxone can help, and may be needed more than once.",
            by=LABEL,
        ),
    ),
    stopping=(
        text(
            "Do not stop suddenly. Withdrawal and relapse are likely. "
            "Treatment may go on for as long as it helps; there is no longest time.",
            "If you and your team decide to stop, the dose is lowered slowly.",
            by=LABEL,
        ),
    ),
    questions=(
        question(
            "Can I switch to naltrexone later?",
            "Only with a plan. Withdrawal is possible for as long as 2 weeks after buprenorphine.",
            "label-naltrexone",
        ),
        brands("Subutex"),
    ),
    references=(
        BUPRENORPHINE_SUBLINGUAL,
        drugs_at_fda("Subutex sublingual tablets", "020732"),
        replace(NALTREXONE_TABLETS, key="label-naltrexone"),
    ),
)

TABLET = Form(
    title="Buprenorphine sublingual tablets",
    slug="sublingual-tablets",
    lead="Tablets that dissolve under the tongue, in strengths from 2 mg to 12 mg.",
    dose_form="10318000",
    administration_route="20067000",
    strengths=tuple(Strength(value, "tablet", LABEL) for value in ("2", "4", "8", "12")),
    key_facts=(fact("Do not cut, chew or swallow the tablets.", LABEL),),
    dosing=(
        Dose(
            "Opioid dependence, first day",
            "8",
            "in steps of 2 to 4 mg if preferred",
            LABEL,
            minimum="2",
            maximum="8",
            note="Only when withdrawal is clear, and at least 4 hours after a short-acting opioid.",
        ),
        Dose("Opioid dependence, second day", "16", "once a day", LABEL),
        Dose(
            "Opioid dependence, maintenance",
            "16",
            "once a day",
            LABEL,
            minimum="4",
            maximum="24",
            note="For people who cannot take naloxone. Changed in steps of 2 or 4 mg.",
        ),
    ),
    how_to_take=(
        important(
            "Under the tongue only",
            "Let the tablet dissolve completely. Do not eat or drink until it has.",
            by=LABEL,
        ),
        do(
            "take a sip of water afterwards, swish it gently around the teeth, and swallow",
            "wait at least 1 hour before you brush your teeth",
            by=LABEL,
        ),
        dont("inject the tablets", "give them to anybody else", by=LABEL),
    ),
    storage=(
        text(
            "Lock the tablets away, out of the sight and reach of children and visitors. "
            "Take unused tablets back to a pharmacy.",
            by=LABEL,
        ),
    ),
    excipients=(excipient("Lactose monohydrate", "Matters for people who cannot digest lactose.", LABEL),),
    references=(BUPRENORPHINE_SUBLINGUAL,),
)
