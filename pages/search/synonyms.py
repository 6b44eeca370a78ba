"""Words for the same thing: what a doctor writes, what a patient says, and both spellings of English.

They only widen what is looked for.  None is shown, so none is a statement that somebody would have to review.
"""

from __future__ import annotations

# Each line is one thing; folded, as ``folding.fold`` makes them.
_SAME = """
    hypertension | high blood pressure | raised blood pressure
    hypotension | low blood pressure
    myocardial infarction | heart attack
    cardiac failure | heart failure
    type 2 diabetes mellitus | type 2 diabetes | t2dm
    hyperglycaemia | hyperglycemia | high blood sugar
    hypoglycaemia | hypoglycemia | low blood sugar
    alcoholism | alcohol addiction | alcohol use disorder | alcohol dependence
    opioid addiction | opiate addiction | heroin addiction | opioid use disorder | opiate dependence | opioid dependence
    opiate withdrawal | opioid withdrawal | heroin withdrawal
    benzo | benzos | benzodiazepine | benzodiazepines
    opiate | opioid
    opiates | opioids
    painkiller | analgesic
    major depression | depressive disorder | depression
    anxious | anxiety
    panic attack | panic attacks | panic disorder
    ptsd | post traumatic stress disorder | posttraumatic stress disorder
    gad | generalised anxiety disorder | generalized anxiety disorder
    ocd | obsessive compulsive disorder
    adhd | attention deficit hyperactivity disorder
    copd | chronic obstructive pulmonary disease
    epilepsy | fits | convulsions | seizures
    insomnia | sleeplessness | trouble sleeping
    emesis | vomiting | being sick
    diarrhea | diarrhoea
    dizzy | dizziness
    drowsy | drowsiness | sleepiness
    tiredness | fatigue
    rash | skin rash
    itching | pruritus
    jaundice | yellow skin
    renal | kidney
    hepatic | liver
    lactation | breast feeding | nursing | breastfeeding
    pregnant | pregnancy
    suicidal | suicide
    overdosed | overdose
    paediatric | pediatric | children
    asthmatic | asthma
    wheeze | wheezing | bronchospasm
    antihypertensive | blood pressure medicine
    speed | crystal meth | methamphetamine
    shot | jab | injection
    pill | pills | tablet
    puffer | inhaler
    patch | transdermal patch
"""
GROUPS = [tuple(way.strip() for way in line.split("|")) for line in _SAME.strip().splitlines()]
_BY_WAY = {way: group for group in GROUPS for way in group}
LONGEST = max(len(way.split()) for way in _BY_WAY)


def others(folded: str) -> list[str]:
    """Other ways to say what ``folded`` says, whole; nothing for what has none."""
    return [way for way in _BY_WAY.get(folded, ()) if way != folded]
