"""Hold the number of chromosomes a clone states against the sum of its list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tumorboard.cytogenetics.model import Abnormality, Clone

_PAIRS = 22
_FUSED = frozenset({"dic", "psudic", "rob", "der", "trc"})
"""Symbols under which several chromosomes named together have become one."""


def contradictions(clones: Sequence[Clone]) -> Iterator[str]:
    """Give a sentence for every clone whose number its list cannot come to."""
    for index, clone in enumerate(clones):
        ploidy = ploidy_of(clone)
        if clone.composite or clone.incomplete or ploidy is None:
            continue
        if not clone.sex and not clone.repeats:
            continue
        low, high = _expected(clones, index)
        if clone.number[1] < low or clone.number[0] > high:
            stated = _range(clone.number)
            yield (
                f"Clone {index + 1} states {stated} chromosomes, but its list adds up to "
                f"{_range((low, high))}; check it."
            )


def _range(numbers: tuple[int, int]) -> str:
    low, high = numbers
    return str(low) if low == high else f"{low} to {high}"


def _expected(clones: Sequence[Clone], index: int) -> tuple[int, int]:
    clone = clones[index]
    if clone.repeats and index:
        if clone.ploidy or "x" in clone.repeats or "×" in clone.repeats:
            return 0, 1000  # the stemline doubled: nothing to hold the number against
        low, high = _expected(clones, stem_of(clones, index))
    else:
        low = high = _PAIRS * (ploidy_of(clone) or 2) + _sex_chromosomes(clone)
    for one in clone.abnormalities:
        less, more = _difference(one)
        low, high = low + less, high + more
    return low, high


def ploidy_of(clone: Clone) -> int | None:
    """Give the ploidy level stated, else the one the number lies nearest to (ISCN: near-triploid is
    58 to 80 and so on); ``None`` where the range stated covers two.
    """
    if clone.ploidy:
        return clone.ploidy
    levels = {(number + 11) // 23 for number in clone.number}
    return max(1, levels.pop()) if len(levels) == 1 else None


def sex_is_unclear(clone: Clone) -> bool:
    """Tell whether a diploid clone has another number of sex chromosomes than two, unexplained.

    ``45,X`` and ``47,XXY`` may be constitutional (then ISCN writes ``c``) or lost and gained.
    """
    stated = bool(clone.sex) and set(clone.sex) <= {"X", "Y"}
    if not stated or clone.sex_constitutional or ploidy_of(clone) != 2:
        return False
    return _sex_chromosomes(clone) != 2


def stem_of(clones: Sequence[Clone], index: int) -> int:
    """Give the place of the clone that ``idem``, ``sl`` or ``sdl`` repeats.

    ``idem`` and ``sl`` repeat the first clone; ``sdl`` the one before, ``sdl1`` the first sideline.
    """
    repeats = clones[index].repeats
    if repeats.startswith("sdl"):
        number = repeats[3:4]
        return min(int(number), index - 1) if number.isdigit() else index - 1
    return 0


def _sex_chromosomes(clone: Clone) -> int:
    """Count the sex chromosomes before the list changes them.

    A lone X stands for two where the list names what became of the other.
    """
    listed = len(clone.sex.replace("?", "")) or 2
    if listed == 1 and not clone.sex_constitutional:
        changed = any(_is_of_sex(one) for one in clone.abnormalities if one.sign != "+")
        return 2 if changed else 1
    return listed


def _is_of_sex(one: Abnormality) -> bool:
    if one.chromosome:
        return one.chromosome in ("X", "Y")
    return any(name in ("X", "Y") for change in one.changes[:1] for name in change.chromosomes)


def _difference(one: Abnormality) -> tuple[int, int]:
    """Say by how many chromosomes an entry changes the sum, from and to."""
    low, high = one.copies
    if one.marker in ("dmin", "ace", "min", "hsr"):
        return 0, 0
    if one.sign == "-":
        return -high, -low
    if one.sign == "+" or one.marker.startswith("mar"):
        return low, high
    first = one.first
    if first is None or first.symbol not in _FUSED or len(first.chromosomes) < 2:
        return 0, 0
    fused = len(first.chromosomes) - 1
    return (-fused, 0 if "?" in first.chromosomes else -fused)
