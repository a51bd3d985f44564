"""Ask a karyotype for an abnormality as rules name it: ``del(5q)``, ``t(9;22)``, ``abn(17p)``.

The tokens are those of :mod:`knowledgebase.rules.notation`. Translocations that define a class
count only where the breakpoints, if stated, are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from tumorboard.cytogenetics.arms import gained_arms, lost_arms
from tumorboard.cytogenetics.derived import Derived, Event
from tumorboard.cytogenetics.model import Abnormality, Band, Change

# Major bands of recurrent rearrangements, by their chromosomes in order; ISCN band names shifted
# between editions, so neighbours stand beside each other.
CLASS_BANDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "t(8;21)": ("q22", "q22"),
        "inv(16)": ("p13", "q22"),
        "t(16;16)": ("p13", "q22"),
        "t(15;17)": ("q2[24]", "q(?:1[12]|2[01])"),
        "t(6;9)": ("p2[23]", "q34"),
        "t(9;22)": ("q34", "q11"),
        "t(8;16)": ("p11", "p13"),
        "inv(3)": ("q21", "q26"),
        "t(3;3)": ("q21", "q26"),
        "t(9;11)": ("p2[12]", "q23"),
        "t(11;14)": ("q13", "q32"),
        "t(14;18)": ("q32", "q21"),
        "t(8;14)": ("q24", "q32"),
        "t(4;14)": ("p16", "q32"),
        "t(14;16)": ("q32", "q23"),
        "t(14;20)": ("q32", "q1[12]"),
        "t(12;21)": ("p13", "q22"),
        "t(1;19)": ("q23", "p13"),
    }
)

FUSIONS: Mapping[str, str] = MappingProxyType(
    {
        "t(8;21)": "RUNX1::RUNX1T1",
        "inv(16)": "CBFB::MYH11",
        "t(16;16)": "CBFB::MYH11",
        "t(15;17)": "PML::RARA",
        "t(6;9)": "DEK::NUP214",
        "t(9;22)": "BCR::ABL1",
        "t(8;16)": "KAT6A::CREBBP",
    }
)
"""Rearrangements whose name stands for the fusion in guidelines and classifications."""

CRYPTIC = frozenset({"t(12;21)", "t(4;14)", "t(14;16)", "t(14;20)", "del(1p32)", "amp(1q)"})
"""Tokens that metaphases do not show or show too rarely to be called absent."""

FOUNDING = frozenset(
    {
        *("t(8;21)", "inv(16)", "t(16;16)", "t(15;17)", "t(6;9)", "t(8;16)", "t(9;11)"),
        *("t(v;11q23)", "ins(v;11)(v;q23)", "rearranged(11q23)"),
    }
)
"""Rearrangements that begin a leukaemia: a clone whose cells were read without them has none."""

_WHOLE = re.compile(r"([+-])(\d{1,2}|X|Y)")
_ARM = re.compile(r"([+-])(\d{1,2}|X|Y)([pq])")
_ONE = re.compile(r"(\w+)\((\d{1,2}|X|Y)(?:([pq])(\d[\d.]*)?)?\)")
_ONE_LONG = re.compile(r"(\w+)\((\d{1,2}|X|Y)\)\(([pq][\d.]*)([pq][\d.]*)?\)")
_SEVERAL = re.compile(r"(t|dic|der|idic|ins)\(([^()]+)\)(?:\(([^()]+)\))?")
_PART = re.compile(r"(\d{1,2}|X|Y|v)([pq][\d.]*)?")


def events_of(token: str, derived: Derived) -> tuple[Event, ...]:
    """Give the events of a karyotype that a token names; none where it is not there."""
    return tuple(event for event in derived.events if any(_names(token, one) for one in _of(event)))


def tokens_here(tokens: tuple[str, ...], derived: Derived) -> frozenset[str]:
    """Give those of many tokens that name anything of a karyotype.

    What was seen in too few cells to be a clone, or with doubt, is among it.
    """
    clonal = (
        *(one for event in derived.events for one in event.members),
        *derived.too_few,
        *derived.doubtful,
    )
    each = (_naming(tokens, _bare(one.abnormality)) for one in clonal)
    return frozenset[str]().union(*each)


@lru_cache(maxsize=4096)  # abnormalities recur from one patient to the next, their places do not
def _naming(tokens: tuple[str, ...], one: Abnormality) -> frozenset[str]:
    return frozenset(token for token in tokens if _names(token, one))


def _bare(one: Abnormality) -> Abnormality:
    """Leave what a token speaks of."""
    return Abnormality("", 0, one.sign, one.chromosome, changes=one.changes)


def _of(event: Event) -> Iterator[Abnormality]:
    return (one.abnormality for one in event.members)


def _names(token: str, one: Abnormality) -> bool:
    form, found = _read(token)
    if found is None:
        return False
    if form is _WHOLE:
        return one.sign == found[1] and one.chromosome == found[2]
    if form is _ARM:
        return found[2] + found[3] in (gained_arms(one) if found[1] == "+" else lost_arms(one))
    if form is _ONE:
        return _of_one_chromosome(token, found, one)
    if form is _ONE_LONG:
        return any(_is_long(found, change) for change in _standing(one))
    return any(_is_between(token, found, change) for change in _standing(one))


@lru_cache(maxsize=1024)  # the tokens that rules ask are few, and asked of every karyotype
def _read(token: str) -> tuple[re.Pattern[str], re.Match[str] | None]:
    for form in (_WHOLE, _ARM, _ONE, _ONE_LONG):
        if found := form.fullmatch(token):
            return form, found
    return _SEVERAL, _SEVERAL.fullmatch(token)


def _standing(one: Abnormality) -> tuple[Change, ...]:
    return () if one.sign == "-" else one.changes


def _of_one_chromosome(token: str, found: re.Match[str], one: Abnormality) -> bool:
    symbol, name, arm, band = found[1], found[2], found[3] or "", found[4] or ""
    if symbol == "loss":
        return name + arm in lost_arms(one)
    if symbol == "gain":
        return name + arm in gained_arms(one)
    if symbol in ("abn", "rearranged"):
        return not one.chromosome and (
            any(
                _breaks(change, name, arm, band)
                for change in _standing(one)
                # A deletion ends in a band without joining its gene to another.
                if symbol == "abn" or change.symbol != "del"
            )
            or (not band and name + arm in lost_arms(one))
        )
    return any(_is_one(token, symbol, name, arm, band, change) for change in _standing(one))


def _is_one(token: str, symbol: str, name: str, arm: str, band: str, change: Change) -> bool:
    """Match ``del(5q)``, ``del(1p32)``, ``inv(3)``, ``i(17q)`` with a change of one chromosome."""
    if change.symbol != symbol or change.chromosomes != (name,):
        return False
    bands = change.bands[0] if change.bands else ()
    if token in CLASS_BANDS:
        return _are_bands(CLASS_BANDS[token], bands)
    if not arm:
        return True
    if symbol == "del" and band:
        return _covers(bands, arm, band)
    return any(each.arm == arm for each in bands)


def _covers(bands: tuple[Band, ...], arm: str, band: str) -> bool:
    """Tell whether a deletion takes a band: between two breakpoints, or from one to the end."""
    on_arm = [_major(each.band) for each in bands if each.arm == arm and each.band]
    wanted = _major(band)
    if not on_arm or wanted is None or None in on_arm:
        return False
    known = [number for number in on_arm if number is not None]
    return min(known) <= wanted and (len(known) == 1 or wanted <= max(known))


def _major(band: str) -> int | None:
    digits = band.partition(".")[0]
    return int(digits) if digits.isdigit() else None


def _breaks(change: Change, name: str, arm: str, band: str) -> bool:
    pairs = zip(change.chromosomes, change.bands, strict=False)
    return any(
        chromosome == name and any(each.arm == arm and each.band.startswith(band) for each in bands)
        for chromosome, bands in pairs
    )


def _is_long(found: re.Match[str], change: Change) -> bool:
    wanted = [text for text in (found[3], found[4]) if text]
    bands = [band.text for band in change.bands[0]] if change.bands else []
    return (
        change.symbol == found[1]
        and change.chromosomes == (found[2],)
        and len(bands) == len(wanted)
        and all(is_.startswith(asked) for is_, asked in zip(bands, wanted, strict=True))
    )


def _is_between(token: str, found: re.Match[str], change: Change) -> bool:
    """Match ``t(9;22)``, ``t(9;22)(q34;q11)``, ``t(3q;v)`` with a change of several chromosomes."""
    if change.symbol != found[1]:
        return False
    asked = [_PART.fullmatch(part) for part in found[2].split(";")]
    bands = found[3].split(";") if found[3] else [part[2] or "" if part else "" for part in asked]
    names = [part[1] if part else "" for part in asked]
    if len(names) != len(change.chromosomes):
        return False
    here = list(
        zip(change.chromosomes, change.bands or ((),) * len(change.chromosomes), strict=True)
    )
    orders = (here, here[::-1]) if len(here) == 2 else (here,)
    if token in CLASS_BANDS:
        bands = list(CLASS_BANDS[token])
    return any(_fits(names, bands, order) for order in orders)


def _fits(names: list[str], bands: list[str], here: list[tuple[str, tuple[Band, ...]]]) -> bool:
    for name, wanted, (chromosome, found) in zip(names, bands, here, strict=True):
        if name not in (chromosome, "v"):
            return False
        stated = [band for band in found if band.arm]
        if wanted in ("", "v") or (not stated and "v" not in names):
            continue  # with any partner, the band alone makes the rearrangement
        if not any(re.match(wanted, band.text) or wanted == band.arm for band in stated):
            return False
    return True


def _are_bands(wanted: tuple[str, ...], bands: tuple[Band, ...]) -> bool:
    """Tell whether stated breakpoints are those of a class; unstated ones are taken for them."""
    stated = [band.text for band in bands if band.arm and band.band]
    if not stated:
        return True
    return len(stated) == len(wanted) and (
        all(re.match(one, text) for one, text in zip(wanted, stated, strict=True))
        or all(re.match(one, text) for one, text in zip(wanted, reversed(stated), strict=True))
    )
