"""Which conclusion waits for which missing fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledgebase.records import Level
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.domain.conclusion import CaseEvaluation

_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conclusion that a fact could still change.

    ``kind`` is ``classification``, ``risk`` or ``assertion``; ``id`` the key of the model
    (``risk.ipssm``) or the assertion's id; ``title`` the model's standard (``IPSS-M``) or the
    assertion's title; ``level`` the assertion's level in this disease.
    """

    kind: str
    id: str
    title: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """An unknown fact and all that waits for it, the strongest first."""

    fact: str
    key: str
    words: str
    waits: tuple[Waiting, ...]


def completeness(evaluation: CaseEvaluation) -> tuple[MissingFact, ...]:
    """Give every missing fact that could change a conclusion, the strongest first. Pure.

    A classification is stronger than a risk model, and that than an assertion, which counts by
    its level here; between equals, the fact that more waits for comes first.
    """
    waits: dict[tuple[str, str], dict[str, Waiting]] = {}
    words: dict[tuple[str, str], str] = {}
    for fact, key, said, waiting in (*_assessments(evaluation), *_assertions(evaluation)):
        waits.setdefault((fact, key), {})[waiting.id] = waiting
        words.setdefault((fact, key), said)
    found = [
        MissingFact(*name, words[name], tuple(sorted(of_fact.values(), key=_strength)))
        for name, of_fact in waits.items()
    ]
    return tuple(sorted(found, key=_order))


def _assessments(evaluation: CaseEvaluation) -> Iterator[tuple[str, str, str, Waiting]]:
    for one in evaluation.assessments:
        if one.status is AssessmentStatus.NOT_APPLICABLE:
            continue
        kind = one.key.partition(".")[0]
        for missing in one.missing:
            yield missing.fact, missing.key, missing.words, Waiting(kind, one.key, one.standard)


def _assertions(evaluation: CaseEvaluation) -> Iterator[tuple[str, str, str, Waiting]]:
    for match in evaluation.matches:
        if match.context is None:
            continue
        level = match.level_here.value
        waiting = Waiting("assertion", match.assertion.id, match.assertion.title, level)
        for fact, key in match.context.open_facts:
            yield fact, key, fact_in_words(fact, key), waiting


def _strength(one: Waiting) -> tuple[int, str]:
    if one.kind != "assertion":
        return (0 if one.kind == "classification" else 1), one.id
    return 2 + _LEVELS.index(Level(one.level)), one.id


def _order(one: MissingFact) -> tuple[int, int, str, str]:
    return _strength(one.waits[0])[0], -len(one.waits), one.fact, one.key
