"""Rules as English sentences a clinician reads."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Bounds, Criterion, Not, Rule
from knowledgebase.rules.notation import antigen_asked
from knowledgebase.rules.units import unit_in_words
from knowledgebase.vocabulary import FACTS, LABORATORY

_LIMIT_WORDS = (
    ("at_least", "at least"),
    ("at_most", "at most"),
    ("above", "above"),
    ("below", "below"),
)

_KEYED = {
    "alteration": "{key}",
    "gene": "{key} mutated",
    "fusion": "fusion {key}",
    "cytogenetics": "{key}",
    "prior_drug": "prior {key}",
    "prior_class": "prior {key}",
    "refractory_to": "refractory to {key}",
    "antigen": "{key} expressed",
    "mutation": "{key} mutation",
    "mutations": "number of {key} mutations",
    "second_vaf": "allele fraction of the second {key} mutation",
    "biallelic": "both alleles of {key} hit",
    "copy_number": "copy number of {key}",
    "best_response": "best response to {key}",
    "in_words": 'the criterion "{key}"',
}


# Words of rules by identity, with the rule, so that no other can come to stand at its place. A
# rule of the release is said for every case of a batch; comparing rules takes as long as saying.
_SAID: dict[int, tuple[Rule, str]] = {}
_MOST_SAID = 20_000


def rule_in_words(rule: Rule) -> str:
    """Say a rule in English: "FLT3-ITD or FLT3-TKD; and setting relapsed or refractory"."""
    kept = _SAID.get(id(rule))
    if kept is not None and kept[0] is rule:
        return kept[1]
    words = _rule_in_words(rule)
    if len(_SAID) >= _MOST_SAID:
        _SAID.clear()
    _SAID[id(rule)] = rule, words
    return words


def _rule_in_words(rule: Rule) -> str:
    match rule:
        case All(parts):
            return "; and ".join(_inside(part, All) for part in parts) or "nothing more"
        case AnyOf(parts):
            plain = all(isinstance(part, Criterion) for part in parts)
            joined = " or " if plain else "; or "
            return joined.join(_inside(part, AnyOf) for part in parts) or "nothing at all"
        case Not(part):
            words = rule_in_words(part)
            return f"not {words}" if isinstance(part, Criterion) else f"not ({words})"
        case AtLeast(n, parts):
            listed = "; ".join(_inside(part, AtLeast) for part in parts)
            return f"at least {n} of: {listed}"
    return criterion_in_words(rule)


def criterion_in_words(criterion: Criterion) -> str:
    """Say one criterion, with its mark when it is soft or recoverable."""
    words = _asked(criterion)
    if criterion.soft:
        words += " (the board decides)"
    if criterion.recoverable:
        words += " (may recover)"
    return words


@lru_cache(maxsize=16_384)
def fact_in_words(name: str, key: str = "") -> str:
    """Name a fact as something that can be missing: "FLT3-ITD", "age", "leukocytes"."""
    if name == "laboratory" and key in LABORATORY:
        return LABORATORY[key].labels.en
    if name in ("antigen", "antigen_percentage"):
        return _antigen_in_words(name, key)
    if key:
        return _KEYED.get(name, "{key}").format(key=key)
    return FACTS[name].labels.en if name in FACTS else name


def _antigen_in_words(name: str, key: str) -> str:
    asked = antigen_asked(key)
    words = f"{asked.antigen} expressed"
    if name == "antigen_percentage":
        words = f"percentage of cells with {asked.antigen}"
    words += f" by {asked.method}" if asked.method else ""
    return words + (f", measured after {asked.after}-directed therapy" if asked.after else "")


def bounds_in_words(bounds: Bounds) -> str:
    """Say bounds with their unit: "at least 18 and below 75 years"."""
    limits = ((words, getattr(bounds, name)) for name, words in _LIMIT_WORDS)
    said = " and ".join(
        f"{words} {plain_number(value)}" for words, value in limits if value is not None
    )
    return said + unit_in_words(bounds.unit)


def plain_number(value: Decimal) -> str:
    """Write a number without exponent and without zeros that say nothing: 0.10 is 0.1."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _asked(criterion: Criterion) -> str:
    name = fact_in_words(criterion.fact, criterion.key)
    if criterion.one_of:
        return f"{name} {' or '.join(criterion.one_of)}"
    if criterion.bounds is not None:
        return f"{name} {bounds_in_words(criterion.bounds)}"
    if criterion.vaf is not None:
        return f"{name} with VAF {bounds_in_words(criterion.vaf)}"
    return name


def _inside(part: Rule, parent: type) -> str:
    """Put brackets where a reader could join the words wrongly."""
    words = rule_in_words(part)
    plain = isinstance(part, Criterion | Not) or (
        parent is All
        and isinstance(part, AnyOf)
        and all(isinstance(inner, Criterion) for inner in part.parts)
    )
    return words if plain else f"({words})"
