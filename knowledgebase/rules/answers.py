"""One criterion asked of the facts: met, not met or unknown, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from knowledgebase.records import Disease
from knowledgebase.rules.criteria import Bounds, Criterion, Truth
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.hierarchy import is_a
from knowledgebase.rules.notation import fusion_partners
from knowledgebase.rules.units import KNOWN_UNITS, convert, unit_in_words
from knowledgebase.rules.words import criterion_in_words, fact_in_words
from knowledgebase.vocabulary import FACTS

FREE_NAMED = ("prior_drug", "prior_class", "refractory_to", "best_response")
# A form may write that a word is not known; that is no value.
_NO_VALUE = ("unknown", "")
_BOARD_DECIDES, _MAY_RECOVER = "the board decides", "it may recover"
_FOUND = {Truth.MET: "is met", Truth.NOT_MET: "is not met"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the facts say to one criterion.

    ``stated`` is the value a word or number fact holds, for the reader. ``held_back`` is true
    when a soft or recoverable criterion spoke against the rule and therefore counts as unknown.
    """

    value: Truth
    source: str = ""
    missing: str = ""
    origins: tuple[str, ...] = ()
    stated: str = ""
    held_back: bool = False


def held_back_value(missing: str) -> Truth | None:
    """Read from a reason's ``missing`` the value that was held back, ``None`` if none was.

    Stored reasons tell it in no other way.
    """
    for value, found in _FOUND.items():
        if missing.endswith((f" {found}; {_BOARD_DECIDES}", f" {found}; {_MAY_RECOVER}")):
            return value
    return None


def answer(
    criterion: Criterion, facts: Facts, diseases: Mapping[str, Disease], *, wanted: bool = True
) -> Answer:
    """Ask one criterion. ``wanted`` is false under an odd number of ``not``."""
    plain = _plain(criterion, facts, diseases)
    against = Truth.NOT_MET if wanted else Truth.MET
    if plain.value is not against or not (criterion.soft or criterion.recoverable):
        return plain
    words = criterion_in_words(replace(criterion, soft=False, recoverable=False))
    why = _BOARD_DECIDES if criterion.soft else _MAY_RECOVER
    missing = f"{words} {_FOUND[plain.value]}; {why}"
    return replace(plain, value=Truth.UNKNOWN, missing=missing, origins=(), held_back=True)


def _plain(criterion: Criterion, facts: Facts, diseases: Mapping[str, Disease]) -> Answer:
    if criterion.fact == "fusion":
        return _fusion(criterion.key, facts)
    fact = _find(criterion, facts)
    if fact is None or (isinstance(fact.value, str) and fact.value in _NO_VALUE):
        return _unknown(fact_in_words(criterion.fact, criterion.key))
    if criterion.one_of:
        if criterion.fact == "disease":
            return _disease(criterion, fact, diseases)
        return _word(criterion, fact)
    if criterion.bounds is not None:
        return _number(criterion, criterion.bounds, fact)
    return _yes_no(criterion, fact)


def _unknown(missing: str, fact: Fact | None = None) -> Answer:
    return Answer(Truth.UNKNOWN, source=fact.source if fact else "", missing=missing)


def _decided(met: bool, fact: Fact, stated: str = "") -> Answer:
    value = Truth.MET if met else Truth.NOT_MET
    return Answer(value, fact.source, origins=fact.origins if met else (), stated=stated)


def _find(criterion: Criterion, facts: Facts) -> Fact | None:
    fact = facts.get(criterion.fact, criterion.key)
    if fact is None and criterion.fact in FREE_NAMED:
        fold = criterion.key.casefold()
        family = facts.family(criterion.fact)
        fact = next((known for known in family if known.key.casefold() == fold), None)
    return fact


def _yes_no(criterion: Criterion, fact: Fact) -> Answer:
    name = fact_in_words(criterion.fact, criterion.key)
    if not isinstance(fact.value, bool):
        return _unknown(f"{name} as yes or no", fact)
    if not fact.value or criterion.vaf is None:
        return _decided(fact.value, fact)
    if fact.vaf is None or not fact.vaf.is_finite():
        return _unknown(f"the allele fraction of {criterion.key}", fact)
    met = _held(Fraction(fact.vaf), criterion.vaf, lower_bound=fact.lower_bound)
    stated = f"VAF {'at least ' if fact.lower_bound else ''}{fact.vaf}"
    if met is None:
        return _unknown(f"every allele fraction of {criterion.key} (known: {stated})", fact)
    return _decided(met, fact, stated)


def _word(criterion: Criterion, fact: Fact) -> Answer:
    if not isinstance(fact.value, str | tuple):
        return _unknown(f"{fact_in_words(criterion.fact, criterion.key)} as a word", fact)
    values = (fact.value,) if isinstance(fact.value, str) else fact.value
    stated = ", ".join(values)
    wider = dict(FACTS[criterion.fact].wider) if criterion.fact in FACTS else {}
    if any(v in criterion.one_of or wider.get(v) in criterion.one_of for v in values):
        return _decided(True, fact, stated)
    narrower = [asked for asked in criterion.one_of if wider.get(asked) in values]
    if narrower:
        name = fact_in_words(criterion.fact, criterion.key)
        return _unknown(f"whether {name} is {' or '.join(narrower)} (stated: {stated})", fact)
    return _decided(False, fact, stated)


def _disease(criterion: Criterion, fact: Fact, diseases: Mapping[str, Disease]) -> Answer:
    if not isinstance(fact.value, str | tuple):
        return _unknown("the disease as a code", fact)
    codes = (fact.value,) if isinstance(fact.value, str) else fact.value
    stated = ", ".join(codes)
    if any(is_a(code, asked, diseases) for code in codes for asked in criterion.one_of):
        return _decided(True, fact, stated)
    for code in codes:
        if code not in diseases:
            return _unknown(f"a disease code of this release (stated: {code})", fact)
        narrower = [asked for asked in criterion.one_of if is_a(asked, code, diseases)]
        if narrower:
            return _unknown(f"whether the {code} is {' or '.join(narrower)}", fact)
    return _decided(False, fact, stated)


def _number(criterion: Criterion, bounds: Bounds, fact: Fact) -> Answer:
    name = fact_in_words(criterion.fact, criterion.key)
    if not isinstance(fact.value, Decimal):
        return _unknown(f"{name} as a number", fact)
    if not fact.value.is_finite():
        return _unknown(f"{name} as a finite number", fact)
    value: Fraction | Decimal | None = fact.value
    if fact.unit != bounds.unit or fact.unit not in KNOWN_UNITS:  # else nothing is to be converted
        value = convert(fact.value, fact.unit, bounds.unit, criterion.key)
    if value is None:
        unit = unit_in_words(bounds.unit).strip() or "no unit"
        stated = unit_in_words(fact.unit).strip() or "no unit"
        return _unknown(f"{name} in {unit} (stated in {stated}, which does not convert)", fact)
    stated = f"{'at least ' if fact.lower_bound else ''}{fact.value}{unit_in_words(fact.unit)}"
    met = _held(value, bounds, lower_bound=fact.lower_bound)
    if met is None:
        return _unknown(f"{name}, all of it (known: {stated})", fact)
    return _decided(met, fact, stated)


def _held(value: Fraction | Decimal, bounds: Bounds, *, lower_bound: bool) -> bool | None:
    """Tell whether a number lies within bounds; ``None`` where a larger one could differ."""
    if not lower_bound:
        return within(value, bounds)
    if beyond(value, bounds):
        return False
    sure = bounds.at_most is None and bounds.below is None and within(value, bounds)
    return True if sure else None


def beyond(value: Fraction | Decimal, bounds: Bounds) -> bool:
    """Tell whether a number, and with it every larger one, lies above the bounds."""
    return (bounds.at_most is not None and value > bounds.at_most) or (
        bounds.below is not None and value >= bounds.below
    )


def within(value: Fraction | Decimal, bounds: Bounds) -> bool:
    """Tell whether a number, already in the bounds' unit, lies within them."""
    return (
        (bounds.at_least is None or value >= bounds.at_least)
        and (bounds.at_most is None or value <= bounds.at_most)
        and (bounds.above is None or value > bounds.above)
        and (bounds.below is None or value < bounds.below)
    )


def _fusion(key: str, facts: Facts) -> Answer:
    """Ask for a fusion; ``*`` is any partner, and then either order counts.

    Found: the fusion itself, or for a wildcard any fusion of the gene. Excluded: the fusion
    itself, or all fusions of one of its genes. A partner not named, or only the reciprocal
    fusion found, leaves a named fusion unknown.
    """
    named = _genes(key)
    exact = facts.get("fusion", key)
    if exact is not None and exact.value is True:
        return _decided(True, exact)
    near = ""
    excluded = exact if exact is not None and exact.value is False else None
    met: list[Fact] = []
    for fact in facts.family("fusion"):
        genes = _genes(fact.key)
        if fact.value is True:
            if "*" in fusion_key(key) and named <= genes:
                met.append(fact)
            elif genes == named or (len(genes) == 1 and genes < named):
                near = f"which fusion it is ({fact.key} was found, {key} is asked)"
        elif fact.value is False and len(genes) == 1 and "*" in fact.key and genes <= named:
            excluded = excluded or fact
    if met:
        sources = "; ".join(dict.fromkeys(fact.source for fact in met if fact.source))
        origins = tuple(dict.fromkeys(origin for fact in met for origin in fact.origins))
        return Answer(Truth.MET, sources, origins=origins)
    if excluded is not None:
        return _decided(False, excluded)
    return _unknown(near or fact_in_words("fusion", key))


def fusion_key(key: str) -> str:
    """Write a wildcard with its gene first; leave a named fusion as it is."""
    five, _, three = key.partition("::")
    return f"{three}::*" if five == "*" else key


@lru_cache(maxsize=4096)
def _genes(key: str) -> frozenset[str]:
    return frozenset(fusion_partners(key) or (key,)) - {"*"}


def stated_in_words(criterion: Criterion, given: Answer) -> str:
    """Say the criterion and the value the case holds: "age at least 18 years (stated: 62)"."""
    words = criterion_in_words(criterion)
    return f"{words} (stated: {given.stated})" if given.stated else words
