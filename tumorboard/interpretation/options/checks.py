"""Turn the reasons of an evaluated rule into checks a reader goes through."""

from __future__ import annotations

from collections.abc import Iterator

from knowledgebase.rules.criteria import All, Criterion, Evaluation, Reason, Truth
from tumorboard.domain.option import Check, Weight


def checks_of(evaluation: Evaluation) -> tuple[Check, ...]:
    """Give the criteria of a rule one by one; what is joined by "all" stands side by side."""
    return tuple(_flat(evaluation.reason))


def check_of(reason: Reason, words: str = "") -> Check:
    """Give one reason with its parts; ``words`` replace the rule's own."""
    parts = tuple(check_of(part) for part in reason.parts)
    return Check(
        words or reason.words,
        reason.value,
        _weight(reason),
        reason.missing if not parts else "",
        reason.source,
        parts,
    )


def failing(checks: tuple[Check, ...]) -> Iterator[Check]:
    """Give the checks that are not met, then those not known."""
    for state in (Truth.NOT_MET, Truth.UNKNOWN):
        yield from (one for one in checks if one.state is state)


def _flat(reason: Reason) -> Iterator[Check]:
    if isinstance(reason.rule, All):
        for part in reason.parts:
            yield from _flat(part)
    else:
        yield check_of(reason)


def _weight(reason: Reason) -> Weight:
    """Weigh a criterion by its marks; joined ones are soft only when every part is."""
    rule = reason.rule
    if isinstance(rule, Criterion):
        if rule.soft:
            return Weight.SOFT
        return Weight.RECOVERABLE if rule.recoverable else Weight.HARD
    weights = {_weight(part) for part in reason.parts}
    return weights.pop() if len(weights) == 1 else Weight.HARD
