"""The facts of a case, each with its source, and in words what is not a fact and why.

"Absent" is stated only where a test that could have seen the thing is stated; all else that was
not found is unknown. Where the form and the variant file contradict each other, the fact is
unknown and the contradiction is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledgebase.records import Content
from knowledgebase.rules.facts import Fact, Facts
from tumorboard.domain.case import Case, Setting, Sex
from tumorboard.domain.conclusion import Finding
from tumorboard.interpretation.antigen_facts import antigen_facts
from tumorboard.interpretation.chromosome_facts import chromosome_facts
from tumorboard.interpretation.coverage import excluded_by_tests
from tumorboard.interpretation.findings import fusion_name
from tumorboard.interpretation.gene_facts import gene_facts
from tumorboard.interpretation.therapy_facts import (
    line_statements,
    therapy_facts,
    therapy_notes,
)

_FORM = "case form"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The facts, and sentences on what was not tested, not read, doubtful or contradictory."""

    facts: Facts
    notes: tuple[str, ...]


def facts_of(case: Case, findings: Iterable[Finding], content: Content) -> Facts:
    """Give the facts of a case; ``findings`` are those of the same case."""
    return gather_facts(case, findings, content).facts


def gather_facts(case: Case, findings: Iterable[Finding], content: Content) -> CaseFacts:
    """Give the facts of a case with what must be said beside them."""
    genetic = gene_facts(case, tuple(findings), content)
    antigens = antigen_facts(case)
    fusions, fusion_notes = _fusions(case)
    chromosomes = chromosome_facts(case, content)
    excluded = excluded_by_tests(case, content, (*fusions, *chromosomes.facts))
    facts = (
        *_person(case),
        *_clinic(case),
        *genetic.facts,
        *fusions,
        *chromosomes.facts,
        *excluded,
        *antigens.facts,
        *therapy_facts(case, content),
    )
    notes = (*genetic.notes, *fusion_notes, *chromosomes.notes, *antigens.notes)
    notes += (*therapy_notes(case, content), *_denied_transplants(case))
    return CaseFacts(Facts.of(facts), notes)


def _person(case: Case) -> Iterator[Fact]:
    yield Fact("disease", case.disease, source=f"{_FORM}: disease")
    if case.setting is not Setting.UNKNOWN:
        yield Fact("setting", case.setting.value, source=f"{_FORM}: setting")
    if case.patient.age_years is not None:
        age = Decimal(case.patient.age_years)
        yield Fact("age", age, unit="a", source=f"{_FORM}: age")
    if case.patient.sex is not Sex.UNKNOWN:
        yield Fact("sex", case.patient.sex.value, source=f"{_FORM}: sex")


def _clinic(case: Case) -> Iterator[Fact]:
    if case.ecog is not None:
        yield Fact("ecog", Decimal(case.ecog), unit="1", source=f"{_FORM}: ECOG")
    if case.relapses is not None:
        yield Fact("relapses", Decimal(case.relapses), unit="1", source=f"{_FORM}: relapses")
    if case.region:
        yield Fact("region", case.region, source=f"{_FORM}: region")
    for name, measured in case.laboratory.items():
        source = f"{_FORM}: laboratory, {name}"
        yield Fact("laboratory", measured.value, name, unit=measured.unit, source=source)
    transplanted = _transplanted(case)
    lines = line_statements(case)
    for name, holds in case.statements.items():
        denied = name in transplanted and not holds
        if not denied and lines.get(name, (holds, ""))[0] is holds:
            yield Fact(name, holds, source=f"{_FORM}: stated by the clinician")
    for name in sorted(transplanted - case.statements.keys()):
        yield Fact(name, True, source=f"{_FORM}: transplants")
    for name, (holds, source) in lines.items():
        if holds and name not in case.statements:
            yield Fact(name, True, source=source)


def _transplanted(case: Case) -> set[str]:
    return {f"prior_{one.kind}_transplant" for one in case.transplants}


def _denied_transplants(case: Case) -> Iterator[str]:
    for name in sorted(_transplanted(case)):
        if case.statements.get(name) is False:
            kind = name.split("_")[1]
            yield (
                f"Contradiction: an {kind} transplantation is listed, and the clinician says that "
                "there was none; it counts as unknown."
            )


def _fusions(case: Case) -> tuple[list[Fact], list[str]]:
    states: dict[str, set[bool]] = {}
    for one in case.fusions:
        states.setdefault(fusion_name(one), set()).add(one.present)
    facts, notes = [], []
    for name, said in states.items():
        if len(said) > 1:
            notes.append(
                f"Contradiction: the form states the fusion {name} both as found and as excluded; "
                "it counts as unknown."
            )
            continue
        present = said == {True}
        origins = (f"fusion:{name}",) if present else ()
        facts.append(Fact("fusion", present, name, source=f"{_FORM}: fusions", origins=origins))
    return facts, notes
