"""Options as a report tells them: which are printed, what is open, what became of a choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from knowledgebase.records.trial import CohortStatus
from knowledgebase.rules.criteria import Truth
from knowledgebase.rules.words import fact_in_words
from tumorboard.domain.board import OptionChoice, taken_options
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.option import Check, Option, OptionKind, Use, Weight

_APART = (Use.OFF_LABEL, Use.EVIDENCE, Use.COMPASSIONATE)
#: So many of each group are printed; those before the board always are.
MOST = 20


def tells_options(frozen: FrozenBoardCase) -> bool:
    """Tell whether there is anything to print; a case frozen before there were options has not."""
    return bool(frozen.evaluation.options or frozen.evaluation.next_tests or frozen.choices)


def possible(options: Iterable[Option]) -> tuple[Option, ...]:
    """Give the options that match or may match, in their order."""
    return tuple(one for one in options if one.state is not Truth.NOT_MET)


@dataclass(frozen=True, slots=True)
class Group:
    """The options of one kind: those printed, and how many more there are.

    ``apart`` tells that no label, and no trial, covers these uses: off-label, on evidence alone,
    compassionate.
    """

    kind: OptionKind
    apart: bool
    shown: tuple[Option, ...]
    more: int


def groups(options: Iterable[Option], chosen: Iterable[str]) -> tuple[Group, ...]:
    """Part the possible options by kind, with what is no label use or trial after it.

    ``chosen`` are ids of options before the board. A kind always has its group, empty or not.
    """
    found, kept = possible(options), set(chosen)
    made = []
    for kind, apart in product(OptionKind, (False, True)):
        those = [one for one in found if one.kind is kind and (one.use in _APART) is apart]
        shown = tuple(one for n, one in enumerate(those) if n < MOST or one.id in kept)
        if shown or not apart:
            made.append(Group(kind, apart, shown, len(those) - len(shown)))
    return tuple(made)


def printed(frozen: FrozenBoardCase) -> tuple[Option, ...]:
    """Give every option a report prints, in order, those before the board whatever their state."""
    options = frozen.evaluation.options
    taken = {one.option for one in taken_options(frozen.choices)}
    shown = {one.id for group in groups(options, taken) for one in group.shown}
    return tuple(one for one in options if one.id in shown | taken)


def open_points(option: Option) -> tuple[str, ...]:
    """Name what keeps the state open: unknown facts, then what speaks against a soft criterion."""
    if option.state is not Truth.UNKNOWN:
        return ()
    waiting = [one for one in option.cohorts if one.state is Truth.UNKNOWN]
    asked = [one.checks for one in waiting if one.status != CohortStatus.CLOSED.value]
    each = (option.checks, *asked)
    held = (words for checks in each for words in _held_back(checks))
    facts = (fact_in_words(fact, key) for fact, key in option.missing)
    return tuple(dict.fromkeys((*facts, *held)))


def reservations(option: Option) -> tuple[str, ...]:
    """Give the reservations beside an option that the facts of the case speak for.

    A report says of each that it applies; so what should hold is told as what does not.
    """
    return tuple(
        _applying(one.words)
        for one in option.beside
        if one.state is Truth.NOT_MET or any(True for _ in _held_back((one,)))
    )


def _applying(words: str) -> str:
    kind, apart, said = words.partition(": ")
    if not apart:
        return f"not met: {words}"
    return f"target not met: {said}" if kind == "target" else words.replace(" APPLIES: ", ": ", 1)


def _held_back(checks: Sequence[Check]) -> Iterator[str]:
    """Give what was found against criteria that the board weighs, or that may recover.

    Such a criterion counts as unknown although the case states the fact: it has a source.
    """
    for one in checks:
        if one.state is not Truth.UNKNOWN:
            continue
        if one.parts:
            yield from _held_back(one.parts)
        elif one.weight is not Weight.HARD and one.source:
            yield one.missing or one.words


@dataclass(frozen=True, slots=True)
class Standing:
    """A choice beside the option as it stands in the evaluation printed, ``None`` if it has gone.

    ``told_otherwise`` tells that its state reads differently, ``changed`` that its record does.
    """

    choice: OptionChoice
    option: Option | None

    @property
    def told_otherwise(self) -> bool:
        """Tell whether the state is told differently now."""
        return self.option is not None and self.option.words != self.choice.words

    @property
    def changed(self) -> bool:
        """Tell whether the record is another one than the record chosen."""
        return self.option is not None and self.option.digest != self.choice.digest


def standings(choices: Iterable[OptionChoice], options: Iterable[Option]) -> tuple[Standing, ...]:
    """Set each choice beside the option it was made on."""
    known = {one.id: one for one in options}
    return tuple(Standing(one, known.get(one.option)) for one in choices)
