"""Wording: what praises, overclaims or advises, and what only sounds like it."""

from typing import Any

from pages.checks.passages import Passage
from tests.pages.checks_corpus.cases import Cases


def sourced(case: Any) -> list[Passage]:
    """A sentence, or a sentence with the sources of its block."""
    words, sources = case if isinstance(case, tuple) else (case, "")
    return [Passage(words, "text", "body", "Body", sources=sources)]


CORPUS = {
    "LANG-01": Cases(
        hits=[
            *(
                "a game-changer",
                "could change the game",
                "looking promising",
                "a miracle",
                "It is not a cure.",
                "new hope",
            ),
            *("a dramatic effect", "victims of addiction", "a breakthrough in treatment", "life-changing"),
        ],
        passes=[
            "cannot be stopped",
            "procure",
            "cure rates",
            "a secure lid",
            "marveling",
            "hopeless",
            "promise",
            "obscured",
        ],
    ),
    "LANG-02": Cases(
        hits=[
            *(
                "Several studies suggest",
                "One study conducted",
                "emerging research supports",
                "Study 1",
                "Experts say so.",
            ),
            *("current research shows", "Scientific data points", "a significant trial", "conflicting studies surface"),
        ],
        passes=[
            *("Mitchell 2012 studied", "The trial NCT00000001", ("Several studies suggest", "mitchell-2012")),
            *("One study (NCT04166071) tested it.", "a study page", "We say which research.", "Studying takes time."),
        ],
        build=sourced,
    ),
    "LANG-03": Cases(
        hits=[
            *("clinically proven", "no side effects", "It eliminates anxiety.", "completely safe", "It always works."),
            *("results are guaranteed", "It is 100% effective", "free of side effects", "The trial proves it works."),
        ],
        passes=[
            *("improve", "approved", "eliminated by the kidneys", "It has not been proven to help.", "unproven"),
            *(
                "Nobody can guarantee that.",
                "It may prove fatal.",
                "eliminate half of the dose",
                "It is of proven value only with counselling.",
            ),
        ],
    ),
    "LANG-04": Cases(
        hits=[
            *(
                "According to Healthline",
                "WebMD recommends",
                "see Wikipedia",
                "according to experts",
                "Drugs.com lists",
            ),
            "Verywell Mind explains",
        ],
        passes=[
            *(
                "according to the FDA label",
                "webbed",
                "a health line",
                "According to the registration",
                "very well known",
            ),
            "everyday healthy food",
        ],
    ),
    "LANG-05": Cases(
        hits=[
            *("Start with 0.5mg", "you should stop", "You must take it daily.", "Increase the dose by 5 mg."),
            *("Stop taking it if you feel better.", "begin with half a tablet", "You need to increase it."),
        ],
        passes=[
            *(
                "your doctor may start you",
                "you should not drive",
                "Trials start with a question.",
                "Take 50 mg once a day.",
            ),
            *("The dose is raised by 25 mg.", "You must not take it with alcohol."),
        ],
    ),
    "LANG-06": Cases(
        hits=[
            *("this medication", "anxiety sufferers", "commonly utilized", "alleviates pain", "chronic pain"),
            *("people suffering from asthma", "Medications"),
        ],
        passes=[
            *(
                "medicine",
                "medicated",
                "chronic obstructive pulmonary disease",
                "use",
                "chronic kidney disease",
                "the Medication Guide",
                "sufficient",
            ),
        ],
    ),
    "LANG-10": Cases(
        hits=[
            *(
                "It blocks signals and so eases anxiety.",
                "modulating the brain’s response to stress",
                "It boosts mood.",
            ),
            *("It helps regulate the system behind pain.", "could normalize levels, reducing anxiety"),
            "It works by blocking pain signals",
        ],
        passes=[
            *("It blocks opioids.", ("It blocks signals that cause pain.", "label-us"), "It may ease anxiety."),
            *("It blocks opioids. Anxiety is a side effect.", "Blocked noses hurt.", "Regulators approved it."),
        ],
        build=sourced,
    ),
}
