"""The unit table: every spelling of a unit that the dose grammar reads, and what it is worth.

Masses are worth milligrams, volumes millilitres, hours to weeks hours, months and years months, so that
"1,000 mg" equals "1 g" and "seven days" equals "one week".  A unit that converts into nothing is worth 1 of itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Unit:
    """One unit: the ``name`` we write, what it measures, the unit it converts to, and how many of those it is."""

    name: str
    dimension: str
    base: str
    worth: Fraction


# name | dimension | base | worth | further spellings, lower case unless case tells units apart
_TABLE = """
kg|mass|mg|1000000|kilogram kilograms kilo kilos kgs ㎏
g|mass|mg|1000|gram grams gramme grammes gm
mg|mass|mg|1|milligram milligrams milligramme milligrammes mgs ㎎
microgram|mass|mg|1/1000|micrograms mcg ug µg μg microgramme microgrammes mcgs ㎍
ng|mass|mg|1/1000000|nanogram nanograms
pg|mass|mg|1/1000000000|picogram picograms
L|volume|mL|1000|l litre litres liter liters
dL|volume|mL|100|dl decilitre decilitres
mL|volume|mL|1|ml millilitre millilitres milliliter milliliters cc ㎖
microlitre|volume|mL|1/1000|microlitres microliter microliters µl μl ul mcl
unit|activity|unit|1|units iu u international-unit international-units
mmol|amount|mmol|1|millimole millimoles
micromol|amount|mmol|1/1000|µmol μmol umol micromole micromoles
nmol|amount|mmol|1/1000000|nanomole nanomoles
mol|amount|mmol|1000|mole moles
mEq|equivalent|mEq|1|meq milliequivalent milliequivalents
mOsm|osmolality|mOsm|1|mosm
%|fraction|%|1|percent per-cent percentage-point percentage-points vol-% vol.% vol.-%
second|time|hour|1/3600|seconds sec secs
millisecond|time|hour|1/3600000|milliseconds msec msecs ms
minute|time|hour|1/60|minutes min mins
hour|time|hour|1|hours hr hrs h
day|time|hour|24|days
week|time|hour|168|weeks wk wks
fortnight|time|hour|336|fortnights
month|time|month|1|months mo mos mth mths
year|time|month|12|years yr yrs y
year-of-age|age|month-of-age|12|
month-of-age|age|month-of-age|1|
week-of-age|age|week-of-age|1|
day-of-age|age|week-of-age|1/7|
tablet|form|tablet|1|tablets tab tabs caplet caplets pill pills
capsule|form|capsule|1|capsules caps
drop|form|drop|1|drops
puff|form|puff|1|puffs inhalation inhalations actuation actuations
spray|form|spray|1|sprays
patch|form|patch|1|patches
sachet|form|sachet|1|sachets
film|form|film|1|films
lozenge|form|lozenge|1|lozenges
suppository|form|suppository|1|suppositories
pessary|form|pessary|1|pessaries
vial|form|vial|1|vials
ampoule|form|ampoule|1|ampoules ampule ampules
syringe|form|syringe|1|syringes
pen|form|pen|1|pens
implant|form|implant|1|implants
injection|form|injection|1|injections
infusion|form|infusion|1|infusions
application|form|application|1|applications
dose|form|dose|1|doses
teaspoonful|form|teaspoonful|1|teaspoonfuls teaspoon teaspoons
spoonful|form|spoonful|1|spoonfuls
tablespoonful|form|tablespoonful|1|tablespoonfuls tablespoon tablespoons
times|multiple|times|1|fold
point|score|point|1|points
mmHg|pressure|mmHg|1|mmhg mm-hg
kcal|energy|kcal|1|kilocalorie kilocalories calories calorie
kJ|energy|kJ|1|kj
°C|temperature|°C|1|°c ℃ degrees-c degrees-celsius
°F|temperature|°F|1|°f ℉ degrees-f degrees-fahrenheit
mm|length|mm|1|millimetre millimetres millimeter millimeters
cm|length|mm|10|centimetre centimetres centimeter centimeters
m|length|mm|1000|metre metres meter meters
micrometre|length|mm|1/1000|micrometres µm μm micron microns
inch|length|inch|1|inches
m²|area|m²|1|m2 m^2 m-2
cm²|area|cm²|1|cm2 cm^2 cm-2
mm³|volume-count|mm³|1|mm3 mm^3
beat|event|beat|1|beats
beat/minute|event|beat/minute|1|bpm
breath|event|breath|1|breaths
cell|event|cell|1|cells
copy|event|copy|1|copies
drink|event|drink|1|drinks
cigarette|event|cigarette|1|cigarettes
cycle|event|cycle|1|cycles
Gy|radiation|Gy|1|gy gray
MBq|radiation|MBq|1|mbq
10^3|count|10^3|1|10³
10^6|count|10^6|1|10⁶
10^9|count|10^9|1|10⁹
10^12|count|10^12|1|10¹²
"""

# Units by the name we write, and by every spelling.
UNITS: dict[str, Unit] = {}
SPELLINGS: dict[str, Unit] = {}
for _line in _TABLE.strip().splitlines():
    _name, _dimension, _base, _worth, _further = _line.split("|")
    UNITS[_name] = _unit = Unit(_name, _dimension, _base, Fraction(_worth))
    for _spelling in (_name, *_further.split()):
        SPELLINGS[_spelling.replace("-", " ") if _dimension != "age" else _spelling] = _unit

TIME = frozenset(unit.name for unit in UNITS.values() if unit.dimension == "time")
DOSES = frozenset({"mass", "volume", "activity", "amount", "equivalent", "form"})
# Letters that are units only below a stroke ("mg/kg/d"): "d" and "wk" elsewhere are too often something else.
_BELOW = {"d": UNITS["day"], "dose": UNITS["dose"]}
_WORD = re.compile(
    "|".join(re.escape(s) for s in sorted(SPELLINGS, key=len, reverse=True) if SPELLINGS[s].dimension != "age"),
    re.IGNORECASE,
)
# "An area under the curve of 12 ng·h/mL": a concentration over time.
_EXPOSURE_DOT = re.compile(r"\s?[·∙⋅*•]\s?h(?:r|our)?s?\b")
_TAIL_LETTER = re.compile(r"[^\W_]")


def unit_at(text: str, position: int, *, below: bool = False) -> tuple[Unit, int] | None:
    """The unit that stands at ``position`` and where it ends, or None.  ``below``: below a stroke."""
    match = _WORD.match(text, position)
    if match is None:
        if below and text[position : position + 1] == "d" and not _TAIL_LETTER.match(text, position + 1):
            return _BELOW["d"], position + 1
        return None
    if _TAIL_LETTER.match(text, match.end()) and match.group()[-1].isalnum():
        return None
    spelling = match.group()
    unit = SPELLINGS.get(spelling) or SPELLINGS[spelling.lower()]
    end = match.end()
    if unit.dimension == "mass" and (dot := _EXPOSURE_DOT.match(text, end)):
        return Unit(f"{unit.name}·h", "exposure", f"{unit.base}·h", unit.worth), dot.end()
    return unit, end


def normalise(unit: str, per: str) -> tuple[Fraction, str]:
    """What one ``unit`` per ``per`` is worth, and in which base: ("g", "day") is (1000, "mg/24 hour")."""
    known = UNITS.get(unit)
    worth, base = (known.worth, known.base) if known else (Fraction(1), unit)
    for part in filter(None, per.split("/")):
        number, _, name = part.rpartition(" ")
        below = UNITS.get(name)
        amount = Fraction(number or 1)
        if below is None or below.dimension == "time":
            # Per day and per 24 hours are one rate, but not one instruction: a period is kept as it is written.
            base += f"/{part}"
        else:
            worth /= amount * below.worth
            base += f"/{below.base}"
    return worth, base


def plain(number: Decimal | Fraction) -> str:
    """A number as people write it: no exponent, no trailing zeros of a fraction, at most four decimals."""
    value = Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else number
    text = f"{value:f}" if isinstance(number, Decimal) else f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"
