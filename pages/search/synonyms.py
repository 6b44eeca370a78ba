"""Words for the same thing: what a doctor writes, what a patient says, and both spellings of English.

They only widen what is looked for.  None is shown, so none is a statement that somebody would have to review.
"""

from __future__ import annotations

# Each line is one thing; folded, as ``folding.fold`` makes them.
_SAME = """
    hypertension | high blood pressure | raised blood pressure | hi blood pressure | high bp | htn
    hypotension | low blood pressure | low bp
    myocardial infarction | heart attack | mi
    cardiac failure | heart failure
    type 2 diabetes mellitus | type 2 diabetes | t2dm | t2d | sugar diabetes
        | type two diabetes | diabetes mellitus type 2
    hyperglycaemia | hyperglycemia | high blood sugar
    hypoglycaemia | hypoglycemia | low blood sugar
    alcoholism | alcohol addiction | alcohol use disorder | alcohol dependence | aud
    opioid addiction | opiate addiction | heroin addiction | opioid use disorder | opiate dependence | opioid dependence
        | oud
    opiate withdrawal | opioid withdrawal | heroin withdrawal | dope sick | dopesick
    opiate blocker | opioid blocker | opiate blockers | opioid blockers | opioid antagonist | opioid antagonists
    benzo | benzos | bzd | bzds | benzodiazepine | benzodiazepines
    opiate | opioid
    opiates | opioids
    painkiller | analgesic
    major depression | depressive disorder | depression | depressed
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
    meth addiction | crystal meth addiction | methamphetamine addiction | methamphetamine use disorder
    microdosing | micro dosing | micro induction | low dose initiation | very small doses
    water tablet | water tablets | water pill | water pills | diuretic | diuretics
    booze | alcohol
    about us | about this hub
    mcg | microgram | micrograms
    shot | jab | injection
    pill | pills | tablet
    puffer | inhaler
    patch | transdermal patch
"""
# One way only: what is left is a kind of what is right, and who asks for it is led there, not back.
_KINDS_OF = """
    gad | generalised anxiety disorder | generalized anxiety disorder > anxiety disorders
    panic attack | panic attacks | panic disorder > anxiety disorders
    chf | congestive heart failure > heart failure
    bp > high blood pressure
    saba | short acting beta agonist | short acting beta agonists > beta 2 agonists
"""
# Brands of one medicine alone, as other countries know it (Drugs@FDA, BNF and formularies elsewhere), and its short
# name.  A combination, such as buprenorphine with naloxone, is another medicine.
_BRANDS = """
    nalorex | adepend | antaxone | nemexin > naltrexone
    lustral | besitran | gladem | serlain | altruline > sertraline
    diazemuls | stesolid | antenex | ducene | faustan | diastat | valtoco > diazepam
    siofor | diabex | diaformin | dianben | sukkarto | stagid | fortamet | glumetza | riomet > metformin
    carace | acerbon | novatec > lisinopril
    airomir | salamol | asmol | asmasal | sultanol | buventol | accuneb > salbutamol
    bupe | temgesic | transtec | norspan | butrans | buprenex | belbuca | probuphine
        | sublocade | brixadi | buvidal | espranor > buprenorphine
    britlofex > lofexidine
"""


def _lines(table: str) -> list[str]:
    return table.strip().replace("\n        |", " |").splitlines()


def _one_way(table: str) -> dict[str, str]:
    lines = (line.partition(" > ") for line in _lines(table))
    return {way.strip(): wider.strip() for ways, _, wider in lines for way in ways.split("|")}


GROUPS = [tuple(way.strip() for way in line.split("|")) for line in _lines(_SAME)]
WIDER = _one_way(_KINDS_OF)
GENERICS = _one_way(_BRANDS)
_BY_WAY = {way: group for group in GROUPS for way in group}
# Words that somebody may misspell; never a brand, whose neighbours are other medicines.
WORDS = frozenset(word for way in (*_BY_WAY, *WIDER) for word in way.split())
LONGEST = max(len(way.split()) for way in (*_BY_WAY, *WIDER))


def others(folded: str) -> list[str]:
    """Other ways to say what ``folded`` says, whole, and what it is a kind of; nothing for what has none."""
    same = [way for way in _BY_WAY.get(folded, ()) if way != folded]
    return [*same, *(table[folded] for table in (WIDER, GENERICS) if folded in table)]


def begun_by(folded: str) -> set[str]:
    """What the ways of saying something that begin with ``folded`` say otherwise: of a word half typed."""
    return {other for way in (*_BY_WAY, *WIDER, *GENERICS) if way.startswith(folded) for other in others(way)}


def generic(folded: str) -> str:
    """The medicine that a brand of another country is; anything else as it is."""
    return GENERICS.get(folded, folded)
