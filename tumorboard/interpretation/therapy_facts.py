"""Facts on earlier treatment: what was given, what failed, and what surely was not given."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from knowledgebase.records import Content
from knowledgebase.rules.atoms import asked_facts
from knowledgebase.rules.facts import Fact
from tumorboard.domain.case import Case

_SOURCE = "case form: prior therapies"


def therapy_facts(case: Case, content: Content) -> Iterator[Fact]:
    """Give the facts on prior therapy.

    Something was surely *not* given only when the list of treatments is stated to be complete
    (``prior_therapies_known``); a drug class in addition only when every line names its classes,
    since the classes of drugs are not known to the program. Facts of the latter sort are made for
    what the rules ask, because every drug of the world cannot be listed.
    """
    drugs = _given(case, "drugs")
    classes = _given(case, "classes")
    yield from (Fact("prior_drug", True, name, source=_source(line)) for name, line in drugs)
    yield from (Fact("prior_class", True, name, source=_source(line)) for name, line in classes)
    yield from _refractory(case)
    if not case.prior_therapies_known:
        return
    lines = Decimal(len({therapy.line for therapy in case.prior_therapies}))
    yield Fact("lines_of_therapy", lines, unit="1", source=_SOURCE)
    asked = _asked(content)
    yield from _not_given("prior_drug", asked, {name for name, _ in drugs})
    if all(therapy.classes for therapy in case.prior_therapies):
        yield from _not_given("prior_class", asked, {name for name, _ in classes})
    if not case.prior_therapies:
        yield from _not_given("refractory_to", asked, set())


def _given(case: Case, what: str) -> list[tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for therapy in case.prior_therapies:
        for name in getattr(therapy, what):
            found.setdefault(name.casefold(), (name, therapy.line))
    return list(found.values())


def _refractory(case: Case) -> Iterator[Fact]:
    """A regimen that failed counts for each of its drugs; failing once outweighs responding."""
    states: dict[str, tuple[str, bool, int]] = {}
    for therapy in case.prior_therapies:
        if therapy.refractory is None:
            continue
        for name in (*therapy.drugs, *therapy.classes):
            known = states.get(name.casefold())
            if known is None or (therapy.refractory and not known[1]):
                states[name.casefold()] = (name, therapy.refractory, therapy.line)
    for name, refractory, line in states.values():
        yield Fact("refractory_to", refractory, name, source=_source(line))


def _not_given(fact: str, asked: set[tuple[str, str]], given: set[str]) -> Iterator[Fact]:
    folded = {name.casefold() for name in given}
    keys = {key for name, key in asked if name == fact and key.casefold() not in folded}
    source = f"{_SOURCE} (stated to be complete)"
    yield from (Fact(fact, False, key, source=source) for key in sorted(keys))


def _asked(content: Content) -> set[tuple[str, str]]:
    """Collect what the rules ask of earlier treatment."""
    found: set[tuple[str, str]] = set()
    for assertion in content.assertions.values():
        for rule in (assertion.biomarker, assertion.context):
            if rule is not None:
                found.update(asked_facts(rule))
    return found


def _source(line: int) -> str:
    return f"{_SOURCE}, line {line}"
