"""Which chromosome arms an abnormality loses or gains, as far as its notation tells."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.cytogenetics.model import Abnormality, Band, Change

_OTHER = {"p": "q", "q": "p"}
_AT_CENTROMERE = frozenset({"10", "11.1"})


def lost_arms(one: Abnormality) -> frozenset[str]:
    """Name the arms (``17p``) of which at least a part is lost.

    A whole chromosome loses both. ``add`` loses what lies beyond its breakpoint; so does a
    derivative chromosome on the arm of its own centromere, and an isochromosome its other arm.
    """
    if one.chromosome:
        return (
            frozenset(f"{one.chromosome}{arm}" for arm in "pq") if one.sign == "-" else frozenset()
        )
    if one.sign or not one.changes:
        return frozenset()  # an additional abnormal chromosome stands beside two whole ones
    return frozenset(_lost(one.changes))


def gained_arms(one: Abnormality) -> frozenset[str]:
    """Name the arms of which at least a part is gained."""
    if one.chromosome:
        return (
            frozenset(f"{one.chromosome}{arm}" for arm in "pq") if one.sign == "+" else frozenset()
        )
    return frozenset(_gained(one))


def _both(chromosome: str) -> frozenset[str]:
    return frozenset({f"{chromosome}p", f"{chromosome}q"})


def _lost(changes: tuple[Change, ...]) -> Iterator[str]:
    first, own = changes[0], changes[0].chromosomes[0]
    if first.symbol == "der":
        centromeres = set(first.chromosomes)
        if first.bands:
            yield from _lost_by_whole_arms(first)
        for change in changes[1:]:
            yield from _lost_within(change, centromeres)
        return
    yield from _lost_within(first, {own, *first.chromosomes} if "dic" in first.symbol else set())


def _lost_within(change: Change, centromeres: set[str]) -> Iterator[str]:
    """Say what one change loses; a translocation only within a derivative chromosome."""
    for name, bands in zip(change.chromosomes, change.bands, strict=False):
        arms = [band.arm for band in bands if band.arm]
        if not arms:
            continue
        match change.symbol:
            case "del" | "loss":
                yield from (f"{name}{arm}" for arm in dict.fromkeys(arms))
            case "add":
                yield f"{name}{arms[0]}"
            case "i" | "idic" | "psuidic" | "ider":
                yield from _lost_by_iso(name, bands[0])
            case "dic" | "psudic" | "t" | "dup" if name in centromeres and change.symbol != "dup":
                yield f"{name}{arms[0]}"


def _lost_by_iso(name: str, band: Band) -> Iterator[str]:
    """``i(17)(q10)`` keeps two long arms; ``idic(17)(p11.2)`` what lies below a break in p."""
    if band.band in _AT_CENTROMERE or not band.band:
        yield f"{name}{_OTHER[band.arm]}"
    else:
        yield f"{name}{band.arm}"


def _lost_by_whole_arms(change: Change) -> Iterator[str]:
    """``der(1;7)(q10;p10)`` keeps 1q and 7p."""
    for name, bands in zip(change.chromosomes, change.bands, strict=True):
        for band in bands[:1]:
            if band.arm and band.band in _AT_CENTROMERE:
                yield f"{name}{_OTHER[band.arm]}"
            elif band.arm:
                yield f"{name}{band.arm}"


def _gained(one: Abnormality) -> Iterator[str]:
    for change in one.changes:
        for name, bands in zip(change.chromosomes, change.bands, strict=False):
            arms = dict.fromkeys(band.arm for band in bands if band.arm)
            if change.symbol in ("dup", "trp", "qdp", "gain") and arms:
                yield from (f"{name}{arm}" for arm in arms)
            elif change.symbol == "i" and arms:
                yield f"{name}{next(iter(arms))}"
