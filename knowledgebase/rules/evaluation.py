"""Evaluate a tree of criteria in three values and keep the reasons.

Negations are thought of as pushed down to the criteria: ``all``, ``any`` and ``at_least`` are
monotone, and a criterion under an odd number of ``not`` is asked with ``wanted=False``. That is
what makes ``soft`` sound: the criterion is held back exactly where it would speak against the
rule, and De Morgan's laws keep holding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledgebase.records import Disease
from knowledgebase.rules.answers import answer, stated_in_words
from knowledgebase.rules.criteria import (
    All,
    AnyOf,
    AtLeast,
    Criterion,
    Evaluation,
    Not,
    Reason,
    Rule,
    Truth,
)
from knowledgebase.rules.facts import Facts
from knowledgebase.rules.open_facts import facts_that_could_change
from knowledgebase.rules.truth import all_of, any_of, at_least, negation
from knowledgebase.rules.words import rule_in_words


def evaluate_rule(rule: Rule, facts: Facts, diseases: Mapping[str, Disease]) -> Evaluation:
    """Evaluate a rule; see :func:`knowledgebase.rules.criteria.evaluate`."""
    reason = _reason(rule, facts, diseases, wanted=True)
    undecided = reason.value is Truth.UNKNOWN
    opened = facts_that_could_change(rule, facts, diseases) if undecided else ()
    return Evaluation(reason.value, reason, opened)


def _reason(rule: Rule, facts: Facts, diseases: Mapping[str, Disease], *, wanted: bool) -> Reason:
    match rule:
        case Criterion():
            given = answer(rule, facts, diseases, wanted=wanted)
            words = stated_in_words(rule, given)
            return Reason(rule, given.value, words, given.source, given.missing, given.origins, ())
        case Not(part):
            inner = _reason(part, facts, diseases, wanted=not wanted)
            return _combined(rule, negation(inner.value), (inner,))
        case All(parts):
            reasons = tuple(_reason(part, facts, diseases, wanted=wanted) for part in parts)
            return _combined(rule, all_of(reason.value for reason in reasons), reasons)
        case AnyOf(parts):
            reasons = tuple(_reason(part, facts, diseases, wanted=wanted) for part in parts)
            return _combined(rule, any_of(reason.value for reason in reasons), reasons)
        case AtLeast(n, parts):
            reasons = tuple(_reason(part, facts, diseases, wanted=wanted) for part in parts)
            return _combined(rule, at_least(n, (reason.value for reason in reasons)), reasons)


def _combined(rule: Rule, value: Truth, parts: tuple[Reason, ...]) -> Reason:
    missing: Sequence[str] = ()
    origins: Iterable[str] = ()
    if value is Truth.UNKNOWN:
        missing = [part.missing for part in parts if part.value is Truth.UNKNOWN]
    if value is Truth.MET:
        origins = (origin for part in parts for origin in part.origins)
    return Reason(
        rule=rule,
        value=value,
        words=rule_in_words(rule),
        source="",
        missing="; ".join(dict.fromkeys(missing)),
        origins=tuple(dict.fromkeys(origins)),
        parts=parts,
    )


def value_of(
    rule: Rule, facts: Facts, diseases: Mapping[str, Disease], *, wanted: bool = True
) -> Truth:
    """Give the value alone: without reasons, and without the facts that could change it."""
    match rule:
        case Criterion():
            return answer(rule, facts, diseases, wanted=wanted).value
        case Not(part):
            return negation(value_of(part, facts, diseases, wanted=not wanted))
    values = (value_of(part, facts, diseases, wanted=wanted) for part in rule.parts)
    match rule:
        case All():
            return all_of(values)
        case AnyOf():
            return any_of(values)
        case AtLeast(n):
            return at_least(n, values)
