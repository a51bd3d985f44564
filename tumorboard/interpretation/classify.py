"""Walk the ordered classes of a standard: the first that is met, or all that are still possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledgebase.records import Classification, ClassRule, Disease, Flag, Group, Presumption
from knowledgebase.rules.criteria import All, Evaluation, Rule, Truth, evaluate
from knowledgebase.rules.evaluation import value_of
from knowledgebase.rules.facts import Fact, Facts
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Missing, Step

NOTHING_ASKED: Rule = All(())
_MOST_ASIDE = 3
UNREAD = "unread chromosome result"
"""The fact, asked by no rule, that a result of the chromosomes was stated and not read."""

_OF_CHROMOSOMES = ("fusion", "cytogenetics", "copy_number")


def classify(record: Classification, facts: Facts, diseases: Mapping[str, Disease]) -> Assessment:
    """Evaluate a classification over facts; pure.

    A class is possible while its rule is not refuted and no class before it is certain; where
    classes share an unknown fact, one may be listed that no value of it would reach.
    What the record presumes stands in for facts that are unknown and would matter; a flag says so,
    and they stay among what is missing.
    """
    applies = evaluate(record.applies, facts, diseases)
    if applies.value is Truth.NOT_MET:
        return _answer(record, AssessmentStatus.NOT_APPLICABLE, (), (_applies(applies),), (), ())
    if why := tuple(met_flags(record.not_for, facts, diseases)):
        return _answer(record, AssessmentStatus.NOT_APPLICABLE, (), (_applies(applies),), (), why)
    steps, possible, opened = stated = _walk(record.classes, facts, diseases)
    presumed = presumed_of(record.presumed, opened, facts, diseases)
    if presumed:
        steps, possible, opened = _walk(record.classes, with_presumed(presumed, facts), diseases)
    # Several rules may lead to one group: which of them holds does not change the result.
    one_name = len({one.name for one in possible}) == 1
    if one_name:
        opened = ()
    if presumed:
        opened = (*opened, *((one.fact, one.key) for one in presumed))
    if applies.value is Truth.UNKNOWN:
        opened = (*applies.open_facts, *opened)
    path = (_applies(applies), *steps)
    flags = (
        *presumptions_in_words(presumed, possible, stated[1]),
        *met_flags(record.flags, facts, diseases),
    )
    if one_name and applies.value is Truth.MET:
        status = AssessmentStatus.SINGLE
    elif len(possible) == len(record.classes):
        status = AssessmentStatus.INSUFFICIENT
    else:
        status = AssessmentStatus.SET
    return _answer(record, status, possible, path, opened, flags)


def _walk(
    classes: Sequence[ClassRule], facts: Facts, diseases: Mapping[str, Disease]
) -> tuple[list[Step], tuple[ClassRule, ...], tuple[tuple[str, str], ...]]:
    """Give the steps up to the first certain class, the possible classes, and the open facts."""
    steps: list[Step] = []
    possible: list[ClassRule] = []
    opened: dict[tuple[str, str], None] = {}
    for one in classes:
        rule = NOTHING_ASKED if one.when is None else one.when
        found = evaluate(rule, facts, diseases)
        steps.append(Step(one.name, found.value.value, None, found))
        if found.value is Truth.NOT_MET:
            continue
        opened.update(dict.fromkeys(found.open_facts))
        possible.append(one)
        if found.value is Truth.MET:
            break
    return steps, tuple(possible), tuple(opened)


def presumed_of(
    presumed: Sequence[Presumption],
    opened: Iterable[tuple[str, str]],
    facts: Facts,
    diseases: Mapping[str, Disease],
) -> list[Presumption]:
    """Give what may stand in for open facts.

    Of several for one fact the first goes, so a record may say a special case before the rest.
    """
    may_be = [one for one in presumed if _may_be_presumed(one, facts, diseases)]
    first = {(one.fact, one.key): one for one in reversed(may_be)}
    wanted = set(opened)
    return [one for one in may_be if first[one.fact, one.key] is one and _name(one) in wanted]


def _name(one: Presumption) -> tuple[str, str]:
    return one.fact, one.key


def with_presumed(presumed: Iterable[Presumption], facts: Facts) -> Facts:
    """Add what is presumed; it only ever stands in for a fact that is not known."""
    known = {(fact.name, fact.key) for fact in facts}
    return Facts.of(
        [
            *facts,
            *(
                Fact(one.fact, one.value, one.key, one.unit, f"not stated; presumed: {one.words}")
                for one in presumed
                if (one.fact, one.key) not in known
            ),
        ]
    )


def _may_be_presumed(one: Presumption, facts: Facts, diseases: Mapping[str, Disease]) -> bool:
    if one.fact in _OF_CHROMOSOMES and facts.get(UNREAD) is not None:
        return False
    return one.given is None or value_of(one.given, facts, diseases) is Truth.MET


def presumptions_in_words(
    presumed: Sequence[Presumption],
    possible: Sequence[ClassRule | Group],
    stated: Sequence[ClassRule | Group],
) -> Iterable[str]:
    """Say what was taken for granted, and which classes or groups that set aside."""
    if not presumed:
        return
    kept = {one.name for one in possible}
    aside = list(dict.fromkeys(one.name for one in stated if one.name not in kept))
    more = f" and {len(aside) - _MOST_ASIDE} more" if len(aside) > _MOST_ASIDE else ""
    also = f" Otherwise also possible: {'; '.join(aside[:_MOST_ASIDE])}{more}." if aside else ""
    words = ", ".join(dict.fromkeys(one.words for one in presumed))
    yield f"Not stated and taken for granted: {words}.{also}"


def met_flags(
    flags: Iterable[Flag], facts: Facts, diseases: Mapping[str, Disease]
) -> Iterable[str]:
    """Give the words of the flags whose rule is met."""
    for flag in flags:
        if value_of(flag.when, facts, diseases) is Truth.MET:
            yield flag.words


def missing_facts(opened: Iterable[tuple[str, str]]) -> tuple[Missing, ...]:
    """Name open facts in words, each once, in the order they were met."""
    return tuple(
        Missing(name, key, fact_in_words(name, key)) for name, key in dict.fromkeys(opened)
    )


def _applies(applies: Evaluation) -> Step:
    return Step("meant for this case", applies.value.value, None, applies)


def _answer(
    record: Classification,
    status: AssessmentStatus,
    possible: Sequence[ClassRule],
    path: tuple[Step, ...],
    opened: Iterable[tuple[str, str]],
    flags: tuple[str, ...],
) -> Assessment:
    single = possible[0] if status is AssessmentStatus.SINGLE else None
    own_notes = {one.note for one in possible} if single else set()
    notes = [record.note, *(own_notes if len(own_notes) == 1 else ())]
    return Assessment(
        id=record.id,
        key=record.key,
        standard=record.standard,
        title=record.title,
        status=status,
        result=single.name if single else "",
        possible=tuple(dict.fromkeys(one.name for one in possible)),
        disease=single.disease if single else "",
        score=None,
        estimate=None,
        path=path,
        missing=missing_facts(opened),
        flags=flags,
        note=" ".join(note for note in notes if note),
        sources=record.sources,
        evidence=record.evidence,
        expires=record.expires,
        digest=record.digest,
    )
