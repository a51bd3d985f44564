"""“Why not this?”: records that are no option of a case, found by name, with what fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledgebase.catalog import Catalog
from knowledgebase.records import Axis, Content
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.option import Option, OptionKind
from tumorboard.interpretation.facts import facts_of
from tumorboard.interpretation.options.engine import why_not
from tumorboard.interpretation.options.found import Asking
from tumorboard.interpretation.patient_notes import with_age

MOST = 12


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A record that is no option of the case: what it is, and each criterion that fails.

    ``reasons`` begin with the state of the criterion; empty when every recorded one is met.
    """

    kind: OptionKind
    record: str
    title: str
    reasons: tuple[str, ...]


def matches_text(option: Option, text: str) -> bool:
    """Tell whether an option's title, ids, drugs or genes hold every word of a text."""
    return _holds(text, option.id, option.record, option.title, *option.drugs, *option.genes)


def unlisted(
    case: Case, evaluation: CaseEvaluation, catalog: Catalog, text: str
) -> tuple[Unlisted, ...]:
    """Give the first records found by a text that are none of the evaluation's options.

    The facts are those of the case as it stands, the day is that of the evaluation.
    """
    if not text.strip():
        return ()
    content = catalog.content
    stated = with_age(case, evaluation.on)
    facts = facts_of(stated, evaluation.findings, content)
    asking = Asking(case.disease, facts, evaluation.matches, content, evaluation.on)
    listed = {name for one in evaluation.options for name in (one.id, one.record)}
    found = []
    for kind, record, title, words in _records(content):
        if record not in listed and _holds(text, record, title, *words):
            found.append(Unlisted(kind, record, title, why_not(record, asking)))
            if len(found) == MOST:
                break
    return tuple(found)


def _records(content: Content) -> Iterator[tuple[OptionKind, str, str, tuple[str, ...]]]:
    for assertion in content.assertions.values():
        if assertion.axis is Axis.THERAPEUTIC:
            yield OptionKind.THERAPY, assertion.id, assertion.title, assertion.drugs
    for product in content.products.values():
        for use in product.indications:
            title = f"{product.id}: {use.title}"
            yield OptionKind.PRODUCT, use.id, title, (product.brand,)
    for trial in content.trials.values():
        names = tuple(one.name for one in trial.interventions)
        yield OptionKind.TRIAL, trial.id, trial.title, names


def _holds(text: str, *names: str) -> bool:
    joined = " ".join(names).casefold()
    return all(word in joined for word in text.casefold().split())
