"""What follows from a karyotype: how many abnormalities, complex, monosomal, arms lost.

Counting follows the consensus of the French cytogenetics group (Nguyen-Khac et al., Leukemia 2022)
as far as the text tells; the single rules are named at the functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tumorboard.cytogenetics.arms import gained_arms, lost_arms
from tumorboard.cytogenetics.clonality import FEWEST_GAINED, Clonal, seen_in
from tumorboard.cytogenetics.consistency import ploidy_of, sex_is_unclear
from tumorboard.cytogenetics.model import Abnormality, Change, Clone, Karyotype

FEWEST_METAPHASES = 20
FEWEST_WITH_A_CLONE = 10
"""Metaphases that finish an analysis once they show a clone; a normal one needs more."""


_NORMAL_PARTS = (
    # nuc ish(TP53x2)[200], nuc ish(ABL1,BCR)x2[200]; [120/200] would leave other cells unsaid.
    re.compile(r"nucish(?:\((?:[\w.-]+x2,?)+\)|\([\w.,-]+\)x2)(?:\[\d+\])?"),
    # arr(1-22,X)x2 and arr(1-22)x2,(X,Y)x1
    re.compile(r"arr(?:\[[^\]]*\])?(?:\((?:1-22,X|X,1-22)\)x2|\(1-22\)x2,\(X,Y\)x1)"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """What counts as one abnormality; ``members`` are the entries it is written as."""

    members: tuple[Clonal, ...]
    times: int

    @property
    def abnormality(self) -> Abnormality:
        """Give the entry it is named after."""
        return self.members[0].abnormality


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from one karyotype.

    ``metaphases`` is ``None`` where a clone states none. ``events`` are the clonal abnormalities
    that count, ``count`` how many; ``too_few`` those seen in too few cells, ``doubtful`` those
    written with a question mark. ``complete`` is false where a part was not read, so that nothing
    may be called absent. ``polyploid`` are the numbers of chromosomes of clones that are not
    diploid, together one abnormality; ``unclear_sex`` clones whose sex chromosomes may be
    constitutional or not. ``normal`` is true for no
    abnormality in 20 metaphases or more; ``monosomies`` are autosomes lost whole.
    """

    metaphases: int | None
    events: tuple[Event, ...]
    count: int
    too_few: tuple[Clonal, ...]
    doubtful: tuple[Clonal, ...]
    polyploid: tuple[str, ...]
    unclear_sex: tuple[str, ...]
    complete: bool
    normal: bool
    monosomies: tuple[str, ...]
    structural: int
    trisomies: int
    lost: frozenset[str]
    gained: frozenset[str]

    @property
    def is_monosomal(self) -> bool:
        """Two autosomal monosomies, or one with a structural change (Breems, JCO 2008)."""
        return len(self.monosomies) >= 2 or (len(self.monosomies) == 1 and self.structural >= 1)

    @property
    def only_trisomies(self) -> bool:
        """Three or more gained chromosomes and no structural change (ELN 2022: not complex)."""
        return self.trisomies >= 3 and not self.structural and not self.monosomies


def derive(karyotype: Karyotype) -> Derived:
    """Derive what the rules ask of a karyotype; pure."""
    seen = seen_in(karyotype.clones)
    clonal = [one for one in seen if one.clonal and not one.abnormality.uncertain]
    events = _events(clonal)
    cells = [clone.cells for clone in karyotype.clones]
    metaphases = None if not cells or None in cells else sum(one or 0 for one in cells)
    complete = (
        not karyotype.unread
        and not any(clone.incomplete for clone in karyotype.clones)
        and all(shows_nothing(other) for other in karyotype.others)
    )
    clones = [one for one in karyotype.clones if one.cells is None or one.cells >= FEWEST_GAINED]
    polyploid = tuple(_start(one) for one in clones if ploidy_of(one) not in (2, None))
    unclear_sex = tuple(_start(one) for one in karyotype.clones if sex_is_unclear(one))
    plain = not seen and not unclear_sex and all(ploidy_of(one) == 2 for one in karyotype.clones)
    enough = metaphases is not None and metaphases >= FEWEST_METAPHASES
    entries = [one.abnormality for one in clonal]
    return Derived(
        metaphases=metaphases,
        events=events,
        count=sum(event.times for event in events) + bool(polyploid),
        too_few=tuple(one for one in seen if not one.clonal),
        doubtful=tuple(one for one in seen if one.clonal and one.abnormality.uncertain),
        complete=complete,
        polyploid=polyploid,
        unclear_sex=unclear_sex,
        normal=bool(karyotype.clones) and plain and complete and enough,
        monosomies=tuple(
            one.chromosome
            for one in entries
            if one.sign == "-" and one.chromosome and one.chromosome not in ("X", "Y")
        ),
        structural=sum(
            1
            for event in events
            if event.abnormality.is_structural and event.abnormality.sign != "-"
        ),
        trisomies=sum(
            one.times
            for one in clonal
            if one.abnormality.sign == "+" and one.abnormality.chromosome
        ),
        lost=frozenset(arm for event in events for arm in _lost_by(event)),
        gained=frozenset(arm for one in entries for arm in gained_arms(one)),
    )


def _start(clone: Clone) -> str:
    """Give the number and sex chromosomes of a clone as written: ``47,XXY``."""
    return ",".join(clone.written.split("[")[0].split(",")[:2])


def shows_nothing(other: str) -> bool:
    """Tell whether a FISH or array part states two copies of all it looked at, and nothing else.

    Any other is left unread: it may hold what the metaphases do not show.
    """
    text = re.sub(r"\s+", "", other)
    return any(form.fullmatch(text) is not None for form in _NORMAL_PARTS)


def _events(clonal: Sequence[Clonal]) -> tuple[Event, ...]:
    """Join entries of one event: both derivatives of a translocation, a linked gain or loss."""
    left = list(clonal)
    events: list[Event] = []
    while left:
        one = left.pop(0)
        other = next((each for each in left if _is_linked(one.abnormality, each.abnormality)), None)
        if other is None:
            events.append(Event((one,), one.times))
            continue
        left.remove(other)
        members = (one, other) if one.abnormality.changes else (other, one)
        events.append(Event(members, members[0].times))
    return tuple(events)


def _is_linked(one: Abnormality, other: Abnormality) -> bool:
    """Tell whether two entries are of one event (never two derivatives of different ones)."""
    if one.chromosome and other.chromosome:
        return False
    if one.changes and other.changes:
        return _same_translocation(one, other)
    structural, whole = (one, other) if one.changes else (other, one)
    if not structural.changes:
        return False
    return _explains(structural, whole)


def _lost_by(event: Event) -> Iterator[str]:
    """Both derivatives of one translocation lose nothing together."""
    entries = [one.abnormality for one in event.members]
    if len(entries) == 2 and all(one.changes for one in entries):
        return
    for one in entries:
        yield from lost_arms(one)


def _same_translocation(one: Abnormality, other: Abnormality) -> bool:
    """``der(9)t(9;22)`` and ``der(22)t(9;22)``, or the translocation and an extra derivative of it.

    The second of the pair may leave the breakpoints out.
    """
    ours, theirs = _translocation(one), _translocation(other)
    if ours is None or theirs is None or ours.chromosomes != theirs.chromosomes:
        return False
    agree = not ours.bands or not theirs.bands or _bands(ours) == _bands(theirs)
    derived = one.changes[0].symbol == "der" and other.changes[0].symbol == "der"
    return agree and derived and one.sign == other.sign == "" and one.changes[0] != other.changes[0]


def _translocation(one: Abnormality) -> Change | None:
    simple = len(one.changes) <= 2
    return next((each for each in one.changes if each.symbol == "t"), None) if simple else None


def _bands(change: Change) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(band.text for band in each) for each in change.bands)


def _explains(structural: Abnormality, whole: Abnormality) -> bool:
    """Tell whether a derivative chromosome accounts for a gain or loss beside it.

    ``-12`` beside ``der(17)t(12;17)``: the rest of chromosome 12 is in the derivative. ``+1``
    beside ``der(1;7)(q10;p10)``: the gained arm is.
    """
    if not whole.chromosome or structural.sign == "-":
        return False
    first = structural.changes[0]
    if first.symbol != "der":
        return False
    if whole.sign == "+":
        return len(first.chromosomes) == 2 and whole.chromosome in first.chromosomes
    partners = {name for change in structural.changes[1:] for name in change.chromosomes}
    return whole.chromosome in partners | set(first.chromosomes)
