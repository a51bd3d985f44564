"""What is known of antigens: expressed or not, by which method, how many cells, after what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from knowledgebase.rules.facts import Fact
from knowledgebase.rules.notation import AntigenAsked, antigen_key
from tumorboard.domain.case import Case, StatedAntigen

_FORM = "case form: antigens"


@dataclass(frozen=True, slots=True)
class AntigenFacts:
    """Facts ``antigen`` and ``antigen_percentage``, and contradictions in words."""

    facts: tuple[Fact, ...]
    notes: tuple[str, ...]


def antigen_facts(case: Case) -> AntigenFacts:
    """Give the facts on antigens.

    A measurement answers every question it is precise enough for: without a method, with its
    own, after the therapy it names. Where measurements differ the fact is unknown, since which
    of them counts today is the board's to say; a more precise question may still be answered.
    """
    expressed: dict[str, set[bool]] = {}
    percentages: dict[str, set[Decimal]] = {}
    sources: dict[str, dict[str, None]] = {}
    for antigen, holds in case.antigens.items():
        expressed.setdefault(antigen, set()).add(holds)
        sources.setdefault(antigen, {})[f"{_FORM}, {antigen}"] = None
    for one in case.antigen_measurements:
        for key in _questions(one):
            sources.setdefault(key, {})[_source(one)] = None
            if one.expressed is not None:
                expressed.setdefault(key, set()).add(one.expressed)
            if one.percentage is not None:
                percentages.setdefault(key, set()).add(one.percentage)
    facts = [
        *(_fact("antigen", key, found, sources) for key, found in expressed.items()),
        *(_fact("antigen_percentage", key, parts, sources) for key, parts in percentages.items()),
    ]
    differing = dict.fromkeys(
        (
            *(key for key, found in expressed.items() if len(found) > 1),
            *(key for key, parts in percentages.items() if len(parts) > 1),
        )
    )
    notes = (f"The measurements of {key} differ, so it counts as unknown." for key in differing)
    return AntigenFacts(tuple(fact for fact in facts if fact is not None), tuple(notes))


def _fact(
    name: str,
    key: str,
    values: Collection[bool | Decimal],
    sources: Mapping[str, Iterable[str]],
) -> Fact | None:
    if len(values) > 1:
        return None
    unit = "%" if name == "antigen_percentage" else ""
    return Fact(name, next(iter(values)), key, unit, source="; ".join(sources[key]))


def _questions(one: StatedAntigen) -> Iterator[str]:
    for method in dict.fromkeys(("", one.method)):
        for after in dict.fromkeys(("", one.after)):
            yield antigen_key(AntigenAsked(one.antigen, method, after))


def _source(one: StatedAntigen) -> str:
    after = f", after {one.after}-directed therapy" if one.after else ""
    return f"{_FORM}, {one.antigen} by {one.method}{after}"
