"""Copy numbers a form states, of genes and of chromosome regions."""

from __future__ import annotations

from dataclasses import dataclass

from knowledgebase.records import Content
from knowledgebase.rules.facts import Fact
from knowledgebase.vocabulary import FACTS
from tumorboard.domain.case import Case
from tumorboard.interpretation.findings import copy_number_id
from tumorboard.interpretation.patterns import canonical_symbol

_SOURCE = "case form: copy numbers"
_WIDER = dict(FACTS["copy_number"].wider)


@dataclass(frozen=True, slots=True)
class CopyNumbers:
    """Facts ``copy_number``, and contradictions in words."""

    facts: tuple[Fact, ...]
    notes: tuple[str, ...]


def copy_number_facts(case: Case, content: Content) -> CopyNumbers:
    """Give the stated copy numbers; of a loss and a homozygous loss the narrower word counts."""
    said: dict[str, set[str]] = {}
    for one in case.copy_numbers:
        said.setdefault(canonical_symbol(one.gene, content.genes), set()).add(one.state)
    facts, notes = [], []
    for gene, states in said.items():
        narrowest = states - {_WIDER.get(state, "") for state in states}
        if len(narrowest) > 1:
            notes.append(
                f"Contradiction: the form states {' and '.join(sorted(narrowest))} of {gene}; its "
                "copy number counts as unknown until somebody settles it."
            )
            continue
        state = narrowest.pop()
        origins = () if state == "normal" else (copy_number_id(gene, state),)
        facts.append(Fact("copy_number", state, gene, source=f"{_SOURCE}, {gene}", origins=origins))
    return CopyNumbers(tuple(facts), tuple(notes))
