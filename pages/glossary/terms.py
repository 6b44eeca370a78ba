"""The words that are explained.  An explanation says what the word means here, names no medicine, advises nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify


@dataclass(frozen=True)
class Term:
    """``also``: other forms under which prose uses the word. Case does not matter."""

    word: str
    meaning: str
    also: tuple[str, ...] = ()

    @cached_property
    def slug(self) -> str:
        return slugify(self.word)

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.word, *self.also)


TERMS = (
    Term("absolute risk", "How many people out of a given number have something happen to them, such as 3 in 100."),
    Term(
        "adverse reaction",
        "An unwanted effect of a medicine; on this site, a side effect.",
        ("adverse reactions",),
    ),
    Term("agonist", "A substance that fits a receptor in the body and switches it on.", ("agonists",)),
    Term(
        "antagonist",
        "A substance that fits a receptor in the body and blocks it, so that nothing else can switch it on.",
        ("antagonists",),
    ),
    Term("bioavailability", "The part of a dose that reaches the blood unchanged and can work in the body."),
    Term(
        "blinding",
        "Keeping from people in a study who gets which treatment, so that hopes and fears do not change the result.",
        ("double-blind", "single-blind", "blinded"),
    ),
    Term("chronic", "Lasting for a long time, or coming back again and again."),
    Term("cohort study", "A study that follows groups of people and sees what happens to them.", ("cohort studies",)),
    Term("comorbidity", "Another illness that somebody has at the same time.", ("comorbidities",)),
    Term(
        "confidence interval",
        "A range around a result that shows how uncertain it is: the wider the range, the less sure one can be.",
        ("confidence intervals",),
    ),
    Term(
        "contraindication",
        "A reason why somebody must not take a medicine, because it could do serious harm.",
        ("contraindications", "contraindicated"),
    ),
    Term("enzyme", "A protein that speeds up a chemical reaction in the body.", ("enzymes",)),
    Term(
        "excipient",
        "Something in a medicine that is not the active substance, such as a filler, colour or preservative.",
        ("excipients",),
    ),
    Term(
        "half-life",
        "The time in which the amount of a medicine in the blood falls by half.",
        ("half-lives",),
    ),
    Term(
        "hazard ratio",
        "How much faster something happens in one group than in another. 1 means equally fast.",
        ("hazard ratios",),
    ),
    Term("hepatitis", "Inflammation of the liver."),
    Term("hypersensitivity", "An allergic reaction, from a rash to a severe one that needs help at once."),
    Term("indication", "The illness or problem that a medicine is used for.", ("indications",)),
    Term("intramuscular", "Into a muscle."),
    Term("intravenous", "Into a vein."),
    Term(
        "investigational",
        "Still being studied: not in general use for this purpose.",
    ),
    Term(
        "mean difference",
        "The average in one group less the average in the other. 0 means that they were the same.",
        ("mean differences",),
    ),
    Term(
        "meta-analysis",
        "A calculation that puts the results of several studies together.",
        ("meta-analyses",),
    ),
    Term("metabolism", "How the body changes a substance into others, mostly in the liver."),
    Term("odds ratio", "How the odds of something compare in two groups. 1 means the same odds.", ("odds ratios",)),
    Term(
        "off-label",
        "Using a licensed medicine in a way that its licence does not cover, such as for another illness.",
    ),
    Term(
        "opioid withdrawal",
        "Feeling ill because the body misses opioids that it had become used to.",
        ("withdrawal symptoms",),
    ),
    Term(
        "opioid",
        "A kind of medicine or drug that acts like opium. Many strong painkillers are opioids.",
        ("opioids",),
    ),
    Term(
        "placebo",
        "A treatment that looks like the real one and holds no medicine, for comparison in a study.",
        ("placebos",),
    ),
    Term("prodrug", "A medicine that the body turns into the substance that works.", ("prodrugs",)),
    Term(
        "randomised",
        "Put into one group or another by chance, so that the groups are alike to begin with.",
        ("randomized", "randomly assigned"),
    ),
    Term("receptor", "A place on a cell that substances fit into, and that passes on their signal.", ("receptors",)),
    Term(
        "relative risk",
        "How the risk in one group compares with that in another. 1 means the same risk.",
        ("risk ratio", "risk ratios", "relative risks"),
    ),
    Term("renal impairment", "Kidneys that work less well than they should."),
    Term("hepatic impairment", "A liver that works less well than it should."),
    Term(
        "serotonin syndrome",
        "Too much of the body’s messenger serotonin, with shaking, fever, confusion and a fast heartbeat. "
        "It can be dangerous.",
    ),
    Term("subcutaneous", "Under the skin."),
    Term("sublingual", "Under the tongue."),
    Term(
        "systematic review",
        "A summary of all the studies on one question, found and judged by rules that were set beforehand.",
        ("systematic reviews",),
    ),
    Term("titration", "Changing a dose step by step until it suits the person.", ("titrated", "titrate")),
    Term(
        "unlicensed",
        "Without a licence: no regulator has checked the product itself for sale.",
    ),
    Term(
        "washout",
        "Time without a medicine, so that it leaves the body before something else begins.",
        ("washout period",),
    ),
)
BY_SLUG = {term.slug: term for term in TERMS}
