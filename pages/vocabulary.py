"""Controlled vocabularies, in code: nobody can rename a term under an approved page.

Dose forms and routes carry their EDQM Standard Terms codes (eight digits).  Frequency bands are those of the
European summary of product characteristics guideline, certainty and its domains those of GRADE.
"""

from django.db import models


class DoseForm(models.TextChoices):
    TABLET = "10219000", "Tablet"
    FILM_COATED_TABLET = "10221000", "Film-coated tablet"
    PROLONGED_RELEASE_TABLET = "10226000", "Prolonged-release tablet"
    SUBLINGUAL_TABLET = "10318000", "Sublingual tablet"
    SUBLINGUAL_FILM = "10317500", "Sublingual film"
    CAPSULE_HARD = "10210000", "Capsule, hard"
    CAPSULE_SOFT = "10211000", "Capsule, soft"
    ORAL_SOLUTION = "10105000", "Oral solution"
    ORAL_SUSPENSION = "10106000", "Oral suspension"
    SYRUP = "10117000", "Syrup"
    GRANULES = "10204000", "Granules"
    SOLUTION_FOR_INJECTION = "11201000", "Solution for injection"
    POWDER_FOR_SOLUTION_FOR_INJECTION = "11205000", "Powder for solution for injection"
    SUSPENSION_FOR_INJECTION = "11202000", "Suspension for injection"
    PROLONGED_RELEASE_SUSPENSION_FOR_INJECTION = "11208500", "Prolonged-release suspension for injection"
    PRESSURISED_INHALATION_SUSPENSION = "11107000", "Pressurised inhalation, suspension"
    INHALATION_POWDER = "11109000", "Inhalation powder"
    TRANSDERMAL_PATCH = "10519000", "Transdermal patch"


class Route(models.TextChoices):
    ORAL = "20053000", "By mouth (oral)"
    SUBLINGUAL = "20067000", "Under the tongue (sublingual)"
    INTRAMUSCULAR = "20035000", "Into a muscle (intramuscular)"
    INTRAVENOUS = "20045000", "Into a vein (intravenous)"
    SUBCUTANEOUS = "20066000", "Under the skin (subcutaneous)"
    INHALATION = "20020000", "Breathed in (inhalation)"
    TRANSDERMAL = "20070000", "Through the skin (transdermal)"


class Jurisdiction(models.TextChoices):
    US = "US", "United States"
    EU = "EU", "European Union"
    GB = "GB", "United Kingdom"
    CA = "CA", "Canada"
    AU = "AU", "Australia"
    INTERNATIONAL = "INT", "International"


class NameKind(models.TextChoices):
    BRAND = "brand", "Brand name"
    SYNONYM = "synonym", "Other name"
    ABBREVIATION = "abbreviation", "Abbreviation"


class LicensingStatus(models.TextChoices):
    """Off-label: a licensed product, used otherwise.  Unlicensed: the product itself has no licence."""

    LICENSED = "licensed", "Licensed"
    OFF_LABEL = "off-label", "Off-label"
    UNLICENSED = "unlicensed", "Unlicensed product"
    INVESTIGATIONAL = "investigational", "Investigational"

    @property
    def in_words(self) -> str:
        return {
            "licensed": "the licence covers this use",
            "off-label": "the medicine is licensed, but not for this use",
            "unlicensed": "the product itself has no licence",
            "investigational": "being studied for this use, not in general use",
        }[self.value]


class ProductStatus(models.TextChoices):
    LICENSED = "licensed", "Licensed product"
    COMPOUNDED = "compounded", "Compounded (unlicensed) product"


class FrequencyBand(models.TextChoices):
    VERY_COMMON = "very-common", "Very common"
    COMMON = "common", "Common"
    UNCOMMON = "uncommon", "Uncommon"
    RARE = "rare", "Rare"
    VERY_RARE = "very-rare", "Very rare"
    NOT_KNOWN = "not-known", "Frequency not known"

    @property
    def in_words(self) -> str:
        """The number that belongs beside the word; words alone make readers overestimate."""
        return {
            "very-common": "affects 1 in 10 people or more",
            "common": "affects 1 in 100 to 1 in 10 people",
            "uncommon": "affects 1 in 1,000 to 1 in 100 people",
            "rare": "affects 1 in 10,000 to 1 in 1,000 people",
            "very-rare": "affects fewer than 1 in 10,000 people",
            "not-known": "cannot be estimated from the available data",
        }[self.value]


class InteractionSeverity(models.TextChoices):
    CONTRAINDICATED = "contraindicated", "Must not be combined"
    AVOID = "avoid", "Avoid"
    CAUTION = "caution", "Take care"
    MONITOR = "monitor", "Check-ups needed"


class CautionKind(models.TextChoices):
    CONTRAINDICATION = "contraindication", "Must not take"
    CAUTION = "caution", "Take care"


class DoseUnit(models.TextChoices):
    MG = "mg", "mg"
    MICROGRAM = "micrograms", "micrograms"
    G = "g", "g"
    ML = "mL", "mL"
    UNITS = "units", "units"
    PUFF = "puffs", "puffs"
    MG_PER_KG = "mg/kg", "mg/kg"


class StrengthPer(models.TextChoices):
    TABLET = "tablet", "per tablet"
    CAPSULE = "capsule", "per capsule"
    FILM = "film", "per film"
    ML = "mL", "per mL"
    FIVE_ML = "5 mL", "per 5 mL"
    VIAL = "vial", "per vial"
    PUFF = "puff", "per puff"
    SACHET = "sachet", "per sachet"


class ReferenceKind(models.TextChoices):
    LABEL = "label", "Product label"
    STUDY = "study", "Study or review article"
    REGISTRATION = "registration", "Trial registration"
    GUIDELINE = "guideline", "Guideline"
    DATABASE = "database", "Public database"


class StudyDesign(models.TextChoices):
    RANDOMISED_TRIAL = "randomised-trial", "Randomised controlled trial"
    NON_RANDOMISED_TRIAL = "non-randomised-trial", "Non-randomised trial"
    COHORT = "cohort", "Cohort study"
    CASE_CONTROL = "case-control", "Case-control study"
    CROSS_SECTIONAL = "cross-sectional", "Cross-sectional study"
    CASE_SERIES = "case-series", "Case series"
    SYSTEMATIC_REVIEW = "systematic-review", "Systematic review"
    PRE_CLINICAL = "pre-clinical", "Laboratory or animal study"


class Blinding(models.TextChoices):
    NONE = "none", "Open label: everybody knew the treatment"
    SINGLE = "single", "Single-blind"
    DOUBLE = "double", "Double-blind or more"
    NOT_APPLICABLE = "not-applicable", "Does not apply"
    NOT_REPORTED = "not-reported", "Not reported"


class EffectMeasure(models.TextChoices):
    RISK_RATIO = "RR", "Risk ratio"
    ODDS_RATIO = "OR", "Odds ratio"
    HAZARD_RATIO = "HR", "Hazard ratio"
    RISK_DIFFERENCE = "RD", "Risk difference"
    MEAN_DIFFERENCE = "MD", "Mean difference"
    STANDARDISED_MEAN_DIFFERENCE = "SMD", "Standardised mean difference"
    CORRELATION = "r", "Correlation"


class Directness(models.TextChoices):
    DIRECT = "direct", "Same medicine, dose, condition and people"
    PARTLY_DIRECT = "partly-direct", "Differs in part"
    INDIRECT = "indirect", "Different medicine, dose, condition or people"


class Certainty(models.TextChoices):
    """GRADE certainty of evidence.

    The sentences give the meanings of Balshem and others 2011, GRADE guidelines 3, table 2
    (doi:10.1016/j.jclinepi.2010.07.015).
    """

    HIGH = "high", "High"
    MODERATE = "moderate", "Moderate"
    LOW = "low", "Low"
    VERY_LOW = "very-low", "Very low"
    NOT_ASSESSED = "not-assessed", "Not assessed"

    @property
    def in_words(self) -> str:
        return {
            "high": "we are very confident that the true effect lies close to this result",
            "moderate": "the true effect is probably close to this result, but it may be substantially different",
            "low": "our confidence is limited: the true effect may be substantially different from this result",
            "very-low": "we have very little confidence: the true effect is likely to be substantially different",
            "not-assessed": "nobody has judged how certain this evidence is",
        }[self.value]


class DowngradeDomain(models.TextChoices):
    """The five GRADE reasons to have less certainty."""

    RISK_OF_BIAS = "risk-of-bias", "Risk of bias"
    INCONSISTENCY = "inconsistency", "Inconsistency"
    INDIRECTNESS = "indirectness", "Indirectness"
    IMPRECISION = "imprecision", "Imprecision"
    PUBLICATION_BIAS = "publication-bias", "Publication bias"
