"""Every rule of a release, whatever kind of record it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from knowledgebase.once import once_a_release
from knowledgebase.records import Content
from knowledgebase.rules.atoms import Asked, asked_facts
from knowledgebase.rules.criteria import Rule


@once_a_release
def asked_of(content: Content) -> frozenset[Asked]:
    """Give name and key of every fact that a rule of the release asks."""
    return frozenset(asked for rule in rules_of(content) for asked in asked_facts(rule))


def rules_of(content: Content) -> Iterator[Rule]:
    """Give every rule a release may ask of a case.

    Who makes facts of what is surely absent makes them for what these rules ask.
    """
    for found in (_of_assertions, _of_trials, _of_assessments, _of_products, _of_guidance):
        yield from (rule for rule in found(content) if rule is not None)


def _of_assertions(content: Content) -> Iterator[Rule | None]:
    for assertion in content.assertions.values():
        yield assertion.biomarker
        yield assertion.context


def _of_trials(content: Content) -> Iterator[Rule | None]:
    for trial in content.trials.values():
        yield trial.criteria
        yield from (cohort.criteria for cohort in trial.cohorts)


def _of_assessments(content: Content) -> Iterator[Rule | None]:
    for kind in (content.classifications, content.scores, content.formulas):
        for record in kind.values():
            yield record.applies
            yield from (flag.when for flag in (*record.flags, *record.not_for))
    for classification in content.classifications.values():
        yield from (one.when for one in classification.classes)
        yield from (one.given for one in classification.presumed)
    for score in content.scores.values():
        yield from (points.when for item in score.items for points in item.points)
        yield from (one.given for one in score.presumed)


def _of_products(content: Content) -> Iterator[Rule | None]:
    for product in content.products.values():
        yield product.target
        yield product.after_same_target
        yield from (indication.rule for indication in product.indications)
        yield from (precaution.rule for precaution in product.precautions)
        yield from (marker.rule for marker in product.escape)


def _of_guidance(content: Content) -> Iterator[Rule | None]:
    for guidance in content.guidance.values():
        yield from (item.rule for item in guidance.items)
