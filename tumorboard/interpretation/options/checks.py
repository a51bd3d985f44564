"""Turn the reasons of an evaluated rule into checks a reader goes through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledgebase.rules.answers import held_back_value
from knowledgebase.rules.criteria import All, AtLeast, Criterion, Evaluation, Not, Reason, Truth
from knowledgebase.rules.truth import all_of, any_of, at_least, negation
from tumorboard.domain.option import Check, Weight

_APPLYING = ("precaution", "guidance")
_APPLIES = {
    Truth.NOT_MET: " APPLIES",
    Truth.MET: " does not apply",
    Truth.UNKNOWN: ", not known whether it applies",
}


def checks_of(evaluation: Evaluation) -> tuple[Check, ...]:
    """Give the criteria of a rule one by one; what is joined by "all" stands side by side."""
    return tuple(_flat(evaluation.reason))


def check_of(reason: Reason, words: str = "") -> Check:
    """Give one reason with its parts; ``words`` replace the rule's own.

    With ``words`` of its own it stands beside an option and decides nothing: what the rules hold
    back has the state of the stated fact there, and a precaution or guidance says itself whether
    it applies, since its rule is met where it does not.
    """
    if words:
        told = _as_stated(reason)
        return replace(told, words=_told(words, told.state))
    parts = tuple(check_of(part) for part in reason.parts)
    return Check(
        reason.words,
        reason.value,
        _weight(reason),
        reason.missing if not parts else "",
        reason.source,
        parts,
    )


def _told(words: str, state: Truth) -> str:
    kind, apart, said = words.partition(": ")
    return f"{kind}{_APPLIES[state]}: {said}" if apart and kind in _APPLYING else words


def _as_stated(reason: Reason) -> Check:
    """Give a reason in the state of its facts, whether or not a rule may weigh them."""
    parts = tuple(_as_stated(part) for part in reason.parts)
    states = tuple(part.state for part in parts)
    match reason.rule:
        case Criterion():
            state = held_back_value(reason.missing) or reason.value
        case Not():
            state = negation(states[0])
        case All():
            state = all_of(states)
        case AtLeast(n):
            state = at_least(n, states)
        case _:
            state = any_of(states)
    missing = reason.missing if state is Truth.UNKNOWN and not parts else ""
    return Check(reason.words, state, _weight(reason), missing, reason.source, parts)


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
