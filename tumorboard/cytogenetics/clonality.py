"""Which abnormalities are clonal, over all clones: each counted once, with the cells it was in.

An abnormality is clonal when a gain or a structural change was seen in two cells at least, the
loss of a chromosome in three (ISCN). Where no cells are stated, the laboratory's list is taken as
clonal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.cytogenetics.consistency import stem_of
from tumorboard.cytogenetics.model import Abnormality, Clone

FEWEST_GAINED, FEWEST_LOST = 2, 3


@dataclass(frozen=True, slots=True)
class Clonal:
    """An abnormality over all clones.

    ``cells`` is the number of cells it was seen in, ``None`` where a clone with it states none;
    ``times`` how often one clone has it at most (``+8,+8`` is two). ``clones`` are their numbers,
    from 1. ``clonal`` is false where it was seen in too few cells.
    """

    abnormality: Abnormality
    cells: int | None
    times: int
    clones: tuple[int, ...]
    clonal: bool


def seen_in(clones: Sequence[Clone]) -> tuple[Clonal, ...]:
    """Give every acquired abnormality once, in the order written.

    What is constitutional (``c``) or a normal variant (``9qh+``) is left out.
    """
    carried = [_carried(clones, index) for index in range(len(clones))]
    first: dict[str, Abnormality] = {}
    for of_clone in carried:
        for one in of_clone:
            if _is_acquired(one) and (one.key not in first or first[one.key].uncertain):
                first[one.key] = one  # what one clone shows for certain is not in doubt
    return tuple(_over_all(key, one, clones, carried) for key, one in first.items())


def _carried(clones: Sequence[Clone], index: int) -> tuple[Abnormality, ...]:
    """Give what a clone carries, with what it repeats of another, without what it lost of that."""
    clone = clones[index]
    if not clone.repeats or not index:
        return clone.abnormalities
    inherited = _carried(clones, stem_of(clones, index))
    undone = Counter(one.key[1:] for one in clone.abnormalities if one.sign == "-" and one.changes)
    undone += Counter(f"+{one.marker}" for one in clone.abnormalities if one.sign == "-")
    kept = []
    for one in inherited:
        if undone[one.key] > 0:
            undone[one.key] -= 1
        else:
            kept.append(one)
    own = [
        one for one in clone.abnormalities if not (one.sign == "-" and (one.changes or one.marker))
    ]
    return (*kept, *own)


def _is_acquired(one: Abnormality) -> bool:
    return not one.constitutional and not one.heteromorphism


def _over_all(
    key: str,
    one: Abnormality,
    clones: Sequence[Clone],
    carried: Sequence[Sequence[Abnormality]],
) -> Clonal:
    cells: int | None = 0
    times, where = 0, []
    for number, (clone, of_clone) in enumerate(zip(clones, carried, strict=True), 1):
        same = [each for each in of_clone if each.key == key and _is_acquired(each)]
        if not same:
            continue
        where.append(number)
        times = max(times, sum(each.copies[0] for each in same))
        own = same[0].cells if same[0].cells is not None else clone.cells
        cells = None if own is None or cells is None else cells + own
    fewest = FEWEST_LOST if one.sign == "-" else FEWEST_GAINED
    return Clonal(one, cells, times, tuple(where), cells is None or cells >= fewest)
