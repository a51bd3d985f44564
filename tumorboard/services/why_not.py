"""“Why not this?”: records that are no option of a case, found by name, with what fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledgebase.catalog import Catalog
from knowledgebase.drugs import names_of_drugs, other_names
from knowledgebase.records import Axis, Content, Drug, Effect
from knowledgebase.rules.criteria import Criterion
from knowledgebase.rules.words import criterion_in_words
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.option import Option, OptionKind
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.interpretation.facts import facts_of
from tumorboard.interpretation.levels import covers, might_cover
from tumorboard.interpretation.options.engine import why_not
from tumorboard.interpretation.options.found import Asking
from tumorboard.interpretation.options.trials import drugs_of_trial
from tumorboard.interpretation.patient_notes import with_age
from tumorboard.services.case_file import read_case_file
from tumorboard.services.evaluation import shipped_catalog

MOST = 12
# How the rules mark what the board weighs and what may recover.
_MARKS = (" (the board decides)", " (may recover)")


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A record that is no option of the case: what it is, and each criterion that fails.

    ``reasons`` begin with the state of the criterion; empty when every recorded one is met.
    """

    kind: OptionKind
    record: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """“Why not this?” for one record: how it is told, and each criterion that fails or is open.

    ``words`` is empty for a record that is no option of the case.
    """

    kind: OptionKind
    id: str
    title: str
    words: str
    reasons: tuple[str, ...]


def matches_text(option: Option, text: str, drugs: Mapping[str, Drug]) -> bool:
    """Tell whether an option's title, ids, genes or drugs, by any name, hold every word."""
    names = (option.id, option.record, option.title, *option.genes)
    return _holds(text, *names, *_every_name(option.drugs, drugs))


def answers(
    case: Case, evaluation: CaseEvaluation, catalog: Catalog, text: str
) -> tuple[Answer, ...]:
    """Answer for every option a text finds, in their order, then for records that are none."""
    if not text.strip():
        return ()
    asking = _asking(case, evaluation, catalog.content)
    listed = (
        Answer(one.kind, one.id, one.title, one.words, _reasons(one.id, asking))
        for one in evaluation.options
        if matches_text(one, text, catalog.content.drugs)
    )
    others = (
        Answer(one.kind, one.record, one.title, "", one.reasons)
        for one in unlisted(case, evaluation, catalog, text)
    )
    return (*listed, *others)


def why_not_in_file(path: Path, text: str, *, on: date) -> dict[str, Any]:
    """Answer for a case file, JSON-ready; the shape is in ``docs/interface.md``.

    Raises :class:`tumorboard.errors.CaseFileError` or ``VariantFileError`` with one sentence.
    """
    knowledge = shipped_catalog()
    case = read_case_file(path, knowledge, on=on)
    found = answers(case, evaluate_case(case, knowledge, on), knowledge, text)
    return {
        "case": case.id,
        "date": on.isoformat(),
        "asked": text,
        "found": [asdict(one) for one in found],
    }


def unlisted(
    case: Case, evaluation: CaseEvaluation, catalog: Catalog, text: str
) -> tuple[Unlisted, ...]:
    """Give the first records found by a text that are none of the evaluation's options.

    The facts are those of the case as it stands, the day is that of the evaluation.
    """
    if not text.strip():
        return ()
    content = catalog.content
    asking = _asking(case, evaluation, content)
    listed = {name for one in evaluation.options for name in (one.id, one.record)}
    found = []
    for kind, record, title, words in _records(content):
        if record not in listed and _holds(text, record, title, *words):
            reasons = _reasons(record, asking)
            kept = sum(one.startswith("no option:") for one in reasons)
            reasons = (*reasons[:kept], *_another_disease(record, asking), *reasons[kept:])
            found.append(Unlisted(kind, record, title, reasons))
            if len(found) == MOST:
                break
    return tuple(found)


def _asking(case: Case, evaluation: CaseEvaluation, content: Content) -> Asking:
    facts = facts_of(with_age(case, evaluation.on), evaluation.findings, content)
    return Asking(case.disease, facts, evaluation.matches, content, evaluation.on)


def _reasons(record: str, asking: Asking) -> tuple[str, ...]:
    return tuple(_said_once(one) for one in why_not(record, asking))


def _said_once(reason: str) -> str:
    """Leave out the brackets at the end that only repeat the words before them."""
    at = reason.find(" (")
    while at >= 0:
        words, missing = reason[:at], reason[at + 2 : -1]
        for mark in _MARKS:
            words = words.removesuffix(mark)
        if reason.endswith(")") and words.endswith(f": {missing}"):
            return reason[:at]
        at = reason.find(" (", at + 1)
    return reason


def _another_disease(record: str, asking: Asking) -> Iterator[str]:
    """Say of a statement on a treatment that it is about another disease than that of the case."""
    assertion = asking.content.assertions.get(record)
    if assertion is None or any(
        covered(assertion, asking.disease, asking.diseases) for covered in (covers, might_cover)
    ):
        return
    asked = criterion_in_words(Criterion("disease", one_of=assertion.diseases))
    said = f"not met: {asked} (stated: {asking.disease})"
    if assertion.effect is Effect.SENSITIVITY:
        said += "; in another disease the record is an option only where its finding is met"
    yield said


def _every_name(drugs: Iterable[str], known: Mapping[str, Drug]) -> tuple[str, ...]:
    return tuple(name for drug in drugs for name in (drug, *other_names(drug, known)))


def _records(content: Content) -> Iterator[tuple[OptionKind, str, str, tuple[str, ...]]]:
    for assertion in content.assertions.values():
        if assertion.axis is Axis.THERAPEUTIC:
            drugs = _every_name(assertion.drugs, content.drugs)
            yield OptionKind.THERAPY, assertion.id, assertion.title, drugs
    for product in content.products.values():
        for use in product.indications:
            title = f"{product.id}: {use.title}"
            names = (product.brand, *other_names(product.id, content.drugs))
            yield OptionKind.PRODUCT, use.id, title, names
    known = names_of_drugs(content.drugs.values())
    for trial in content.trials.values():
        given = tuple(one.name for one in trial.interventions)
        names = (*given, *_every_name(drugs_of_trial(trial, known), content.drugs))
        yield OptionKind.TRIAL, trial.id, trial.title, names


def _holds(text: str, *names: str) -> bool:
    joined = " ".join(names).casefold()
    return all(word in joined for word in text.casefold().split())
