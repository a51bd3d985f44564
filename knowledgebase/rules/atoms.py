"""Necessary atoms: facts without which a rule cannot be met; they index the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledgebase.rules.answers import fusion_key
from knowledgebase.rules.criteria import All, AnyOf, AtLeast, Criterion, Not, Rule
from knowledgebase.rules.facts import Fact
from knowledgebase.rules.notation import fusion_partners


class Atom(NamedTuple):
    """A known fact: its name, its key, and whether it speaks for the thing (``present``).

    A word or a number, once known, always counts as present.
    """

    fact: str
    key: str
    present: bool


def necessary_atoms(rule: Rule) -> frozenset[Atom] | None:
    """Give atoms of which the case must hold at least one for the rule to be met.

    ``None`` when nothing is necessary (a rule that is met by itself).
    """
    return _necessary(rule, True)


def _necessary(rule: Rule, wanted: bool) -> frozenset[Atom] | None:
    match rule:
        case Criterion():
            return _of_criterion(rule, wanted)
        case Not(part):
            return _necessary(part, not wanted)
        case All(parts):
            return _of_parts(parts, len(parts) if wanted else 1, wanted)
        case AnyOf(parts):
            return _of_parts(parts, 1 if wanted else len(parts), wanted)
        case AtLeast(n, parts):
            return _of_parts(parts, n if wanted else len(parts) - n + 1, wanted)


def _of_parts(parts: tuple[Rule, ...], needed: int, wanted: bool) -> frozenset[Atom] | None:
    """Of ``needed`` parts that hold, one is among any ``len - needed + 1``: take the smallest."""
    if needed <= 0:
        return None
    found = [_necessary(part, wanted) for part in parts]
    some = sorted((atoms for atoms in found if atoms is not None), key=_cost)
    count = len(parts) - needed + 1
    if len(some) < count:
        return None
    return frozenset().union(*some[:count])


# Findings are rarer than clinical facts, so they make the better index.
_FINDINGS = ("alteration", "fusion", "cytogenetics", "gene", "mutation", "biallelic")


def _cost(atoms: frozenset[Atom]) -> tuple[bool, int, list[Atom]]:
    common = any(atom.fact not in _FINDINGS or not atom.present for atom in atoms)
    return common, len(atoms), sorted(atoms)


def _of_criterion(criterion: Criterion, wanted: bool) -> frozenset[Atom]:
    name, key = criterion.fact, criterion.key
    if criterion.one_of or criterion.bounds is not None:
        return frozenset({Atom(name, key.casefold(), True)})
    if name == "fusion":
        return _of_fusion(key, wanted)
    atoms = {Atom(name, _folded(name, key), wanted)}
    if criterion.vaf is not None and not wanted:
        atoms.add(Atom(name, key, True))
    return frozenset(atoms)


def _of_fusion(key: str, wanted: bool) -> frozenset[Atom]:
    partners = [gene for gene in fusion_partners(key) or () if gene != "*"]
    keys = {fusion_key(key)}
    if not wanted:  # excluding all fusions of one partner excludes this one
        keys |= {f"{gene}::*" for gene in partners}
    return frozenset(Atom("fusion", each, wanted) for each in keys)


def _folded(name: str, key: str) -> str:
    return key.casefold() if name in ("prior_drug", "prior_class", "refractory_to") else key


def atoms_of_fact(fact: Fact) -> Iterator[Atom]:
    """Give the atoms a known fact holds."""
    if not isinstance(fact.value, bool):
        yield Atom(fact.name, fact.key.casefold(), True)
    elif fact.name == "fusion":
        keys = {fusion_key(fact.key)}
        if fact.value:
            keys |= {f"{gene}::*" for gene in fusion_partners(fact.key) or () if gene != "*"}
        for key in sorted(keys):
            yield Atom("fusion", key, fact.value)
    else:
        yield Atom(fact.name, _folded(fact.name, fact.key), fact.value)


class Asked(NamedTuple):
    """A fact that a rule asks: its name and its key (empty where it exists once)."""

    fact: str
    key: str


def asked_facts(rule: Rule) -> Iterator[Asked]:
    """Give every fact a rule asks, in its order."""
    return (Asked(one.fact, one.key) for one in criteria_of(rule))


def criteria_of(rule: Rule) -> Iterator[Criterion]:
    """Give the criteria of a rule in its order."""
    if isinstance(rule, Criterion):
        yield rule
        return
    parts: Iterable[Rule] = (rule.part,) if isinstance(rule, Not) else rule.parts
    for part in parts:
        yield from criteria_of(part)
