"""Medicines that do not exist, for a site as large as one likes: names, and the pages that all are copied from."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

from hub.demo.content import Dose, Drug, Form, Name, Ref, Strength, Study, Use, fact, question, text
from hub.demo.copying import number_of

BEGINNINGS = [*"bdfgklmnprstvz", "br", "dr", "fl", "gl", "pr", "st", "tr"]
SYLLABLES = [beginning + vowel for beginning in BEGINNINGS for vowel in "aeiou"]
ENDINGS = ["nib", "mab", "pril", "olol", "azole", "idine", "exone", "amine", "statin", "cillin"]

# What stands for the name of the medicine on the pages below.
NAME = "Inventol"
LABEL = Ref(
    key="label",
    kind="label",
    citation="Invented label, for measurements of this site.",
    set_id="f9807ec0-3504-4c66-8efe-ea25f84c782b",
    label_version="1",
    label_effective_on=datetime.date(2026, 1, 5),
)
MADE_UP = "It was made up by a machine to measure this site."


def names(count: int, seed: int) -> list[str]:
    """So many different words that look like names of medicines; for a seed, more of them begin with the same ones."""
    chance = random.Random(seed)  # noqa: S311  nothing is kept secret by it
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))) + chance.choice(ENDINGS)] = None
    return list(found)


DRUG = Drug(
    title=NAME,
    slug=NAME.lower(),
    lead=f"{NAME} is no medicine. {MADE_UP}",
    inn=NAME.lower(),
    rxcui=number_of(NAME),
    other_names=(Name(f"{NAME}-Brand"),),
    conditions=("Invented condition",),
    indications=(Use("Invented condition", "label"),),
    key_facts=(
        fact(f"Nobody takes {NAME}.", "label"),
        fact("It stands for a medicine that is taken once a day.", "label"),
    ),
    how_it_works=(text("It does nothing.", "A real page says here what the medicine does in the body.", by="label"),),
    **{  # type: ignore[arg-type]
        name: (text(f"A real page says here what to know about {words}. Ask a pharmacist about {NAME}.", by="label"),)
        for name, words in {
            "who_can_take": "who can take it",
            "urgent_help": "when to get help",
            "pregnancy": "pregnancy",
            "breastfeeding": "breastfeeding",
            "fertility": "fertility",
            "missed_dose": "a missed dose",
            "overdose": "an overdose",
            "stopping": "stopping",
        }.items()
    },
    questions=(question(f"Is {NAME} real?", MADE_UP, "label"),),
    references=(LABEL,),
)
TABLETS = Form(
    title=f"{NAME} tablets",
    slug=f"{NAME.lower()}-tablets",
    lead=f"Tablets of {NAME}, which do not exist.",
    dose_form="10219000",
    administration_route="20053000",
    strengths=(Strength("50", "tablet", "label"),),
    dosing=(Dose("Invented condition", "50", "once a day", "label"),),
    how_to_take=(text("A real page says here how to take the tablets.", by="label"),),
    storage=(text("A real page says here where to keep them.", by="label"),),
    references=(LABEL,),
)
STRONG_TABLETS = replace(
    TABLETS,
    title=f"{NAME} strong tablets",
    slug=f"{NAME.lower()}-strong-tablets",
    lead=f"Strong tablets of {NAME}, which do not exist.",
    strengths=(Strength("100", "tablet", "label"),),
)
STUDY = Study(
    title=f"{NAME} or dummy tablets: an invented study",
    slug=f"{NAME.lower()}-study",
    lead=f"A study of {NAME} that nobody did.",
    design="randomised-trial",
    question=f"Does {NAME} work?",
    population="Nobody.",
    intervention=f"{NAME} 50 mg once a day.",
    comparator="Dummy tablets.",
    outcomes="None.",
    randomised=True,
    # The prefix that is kept for examples.
    doi=f"10.5555/{NAME.lower()}",
    limitations=(text("The study does not exist.", by="label"),),
    harms=(text("Nobody was harmed.", by="label"),),
    drugs=(NAME.lower(),),
    conditions=("Invented condition",),
    references=(LABEL,),
)
# What the versions after the first say at the top; the rest stays.
LATER_LEADS = (" The page says so.", " The page says so, and nobody doubts it.")
