"""One entry of a clone's list, text → :class:`Abnormality`. Grammar: ISCN 2016, 2020, 2024."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from tumorboard.cytogenetics.model import Abnormality, Band, Change

_CHROMOSOMES = frozenset({*(str(number) for number in range(1, 23)), "X", "Y", "v", "?"})

SYMBOLS = (
    *("abn", "add", "del", "der", "dic", "dup", "fis", "fra", "hsr", "i", "idic", "ider", "ins"),
    *("inv", "invdup", "invins", "invtrp", "iso", "dirdup", "dirins", "psudic", "psuidic", "qdp"),
    *("r", "rec", "rob", "t", "tas", "trc", "trp", "var", "chr", "upd"),
)
"""Structural symbols, as they stand without spaces, commas and full stops between them."""

_MARKERS = ("mar", "varmar", "dmin", "r", "ace", "neo", "min", "hsr", "dic", "der", "ring")
_SYMBOL = re.compile(rf"(?P<symbol>{'|'.join(sorted(SYMBOLS, key=len, reverse=True))})\(")
_COPIES_FIRST = re.compile(r"(?P<copies>\d)[x×](?=[a-z0-9XY])")
_HETEROMORPHISM = re.compile(r"(?:[1-9]|1[0-9]|2[0-2]|X|Y)[pq]?(?:h|s|stk|cenh|ph|qh)(?:[+-])?")
# A doubted chromosome or change; a doubted band leaves the arm as it is.
_DOUBTED_PART = re.compile(r"(?<=[(;,])\?[1-9XY]|\?[a-z]+\(")
_WHOLE = re.compile(r"(?P<chromosome>1[0-9]|2[0-2]|[1-9]|X|Y)(?P<arm>[pq])?")
_COUNTED_MARKER = re.compile(
    rf"(?:(?P<low>\d{{1,3}})(?:[~-](?P<high>\d{{1,3}}))?)?(?P<marker>{'|'.join(_MARKERS)})(?P<number>\d{{0,2}}(?:-\d{{1,2}})?)"
)
_ARM_OF = re.compile(r"(1[0-9]|2[0-2]|[1-9]|X|Y|\?)([pq])")
_BAND = re.compile(
    r"(?P<before>\?)?(?P<arm>[pq])(?P<doubt>\?)?"
    r"(?P<band>ter|cen|sat|\d{1,2}(?:\?)?(?:\d)?(?:\.(?:\?)?\d{1,3})?)?(?P<after>\?)?"
    r"(?:(?:~|-|or|/)(?P<range>[pq]?\d{1,2}(?:\.\d{1,3})?)\??)?"
)
_SUFFIX = re.compile(
    r"(?P<copies>[x×*](?P<low>\d{1,2})(?:[~-](?P<high>\d{1,2}))?)"
    r"|(?P<cells>\[(?:cp)?(?P<number>\d{0,4})\])"
    r"|(?P<constitutional>c(?![a-z]))|(?P<doubt>\?)|(?P<origin>dn|mat|pat|inh|dmat|dpat)"
)


class Unreadable(Exception):
    """An entry that is not ISCN as far as the program reads it; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as read, and whether its bands or chromosomes are divided by commas."""

    abnormality: Abnormality
    commas: bool


def read_entry(written: str, at: int) -> Entry:
    """Read one entry without white space. Raises :class:`Unreadable` with the reason."""
    rest = written
    ahead = re.match(r"(\??)([+-]?)(\??)", written)
    doubt, sign = (bool(ahead[1] or ahead[3]), ahead[2]) if ahead else (False, "")
    rest = written[ahead.end() :] if ahead else written
    copies = _COPIES_FIRST.match(rest)
    blank = Abnormality(written, at, sign=sign, uncertain=doubt)
    if copies:
        rest = rest[copies.end() :]
        blank = replace(blank, copies=(int(copies["copies"]),) * 2)
    if _HETEROMORPHISM.fullmatch(rest):
        return Entry(replace(blank, heteromorphism=True), commas=False)
    if _SYMBOL.match(rest):
        changes, behind, commas = _changes(rest)
        doubt |= _DOUBTED_PART.search(rest) is not None
        read = replace(blank, changes=changes, uncertain=doubt)
        return Entry(_suffixed(read, behind), commas)
    if counted := _COUNTED_MARKER.match(rest):
        return Entry(_marker(blank, counted, rest[counted.end() :]), commas=False)
    if whole := _WHOLE.match(rest):
        return Entry(_whole(blank, whole, rest[whole.end() :]), commas=False)
    raise Unreadable("no ISCN abnormality begins so")


def _whole(blank: Abnormality, found: re.Match[str], rest: str) -> Abnormality:
    if not blank.sign:
        raise Unreadable("a whole chromosome is gained (+) or lost (-)")
    if arm := found["arm"]:
        symbol = "gain" if blank.sign == "+" else "loss"
        change = Change(symbol, (found["chromosome"],), ((Band(arm, ""),),))
        return _suffixed(replace(blank, changes=(change,)), rest)
    return _suffixed(replace(blank, chromosome=found["chromosome"]), rest)


def _marker(blank: Abnormality, found: re.Match[str], rest: str) -> Abnormality:
    low = int(found["low"] or 1)
    high = int(found["high"] or low)
    if high < low:
        raise Unreadable(f"the range {low}-{high} ends before it begins")
    number = found["number"]
    if "-" in number:  # +mar1-3: the markers numbered 1 to 3
        begin, _, end = number.partition("-")
        low = high = max(1, int(end) - int(begin or 1) + 1)
        number = ""
    read = replace(blank, marker=found["marker"] + number, copies=(low, high))
    return _suffixed(read, rest)


def _suffixed(read: Abnormality, rest: str) -> Abnormality:
    """Take what stands behind: copies, cells, constitutional, doubt, origin."""
    while rest:
        found = _SUFFIX.match(rest)
        if found is None:
            raise Unreadable(f'"{rest[:30]}" behind it is not understood')
        if found["copies"]:
            low = int(found["low"])
            high = int(found["high"] or low)
            if not 1 <= low <= high:
                raise Unreadable(f'"{found[0]}" is no number of copies')
            read = replace(read, copies=(low * read.copies[0], high * read.copies[1]))
        elif found["cells"]:
            read = replace(read, cells=int(found["number"]) if found["number"] else None)
        elif found["constitutional"]:
            read = replace(read, constitutional=True)
        elif found["doubt"]:
            read = replace(read, uncertain=True)
        rest = rest[found.end() :]
    return read


def _changes(rest: str) -> tuple[tuple[Change, ...], str, bool]:
    """Read one change after the other, as a derivative chromosome lists them."""
    changes: list[Change] = []
    commas = False
    while found := _SYMBOL.match(rest.removeprefix("?")):
        rest = rest.removeprefix("?")
        inner, rest = _bracket(rest, found.end() - 1)
        commas |= "," in inner
        chromosomes, bands = _chromosomes(inner)
        if rest.startswith("("):
            inner, rest = _bracket(rest, 0)
            commas |= "," in inner
            bands = _bands(inner, len(chromosomes))
        symbol = "i" if found["symbol"] == "iso" else found["symbol"]
        changes.append(Change(symbol, chromosomes, bands))
    return tuple(changes), rest, commas


def _bracket(text: str, begin: int) -> tuple[str, str]:
    """Give what the bracket at ``begin`` holds, and what stands behind it."""
    depth = 0
    for index in range(begin, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return text[begin + 1 : index], text[index + 1 :]
    raise Unreadable("a bracket is not closed")


def _chromosomes(inner: str) -> tuple[tuple[str, ...], tuple[tuple[Band, ...], ...]]:
    """Read ``9;22``, and the short form ``5q`` that gives the arm with the chromosome."""
    names: list[str] = []
    arms: list[tuple[Band, ...]] = []
    for part in re.split("[;,]", inner):
        name = part.removesuffix("*").removesuffix("*")
        name = name[1:] if name.startswith("?") and len(name) > 1 else name
        name = name.upper() if name in ("x", "y") else name
        if short := _ARM_OF.match(name):
            names.append(short[1])
            arms.append(_bands_of_one(name[len(short[1]) :]))
            continue
        if name not in _CHROMOSOMES:
            raise Unreadable(f'"{part[:20]}" is no chromosome')
        names.append(name)
        arms.append(())
    return tuple(names), tuple(arms) if any(arms) else ()


def _bands(inner: str, chromosomes: int) -> tuple[tuple[Band, ...], ...]:
    inner = inner.replace("→", "->")
    if "->" in inner or "::" in inner:
        return _detailed(inner, chromosomes)
    parts = re.split("[;,]", inner)
    if len(parts) == chromosomes + 1 and chromosomes == 1:
        parts = ["".join(parts)]  # del(5)(q13;q33), a misspelling of q13q33
    if len(parts) != chromosomes:
        raise Unreadable(f"{chromosomes} chromosomes, but breakpoints of {len(parts)}")
    return tuple(_bands_of_one(part) for part in parts)


def _detailed(inner: str, chromosomes: int) -> tuple[tuple[Band, ...], ...]:
    """Read the breakpoints out of the detailed system (``pter->q13::q33->qter``).

    Of several chromosomes they are not told apart; the text itself is kept.
    """
    found: list[re.Match[str] | None] = []
    for left, right in pairwise(inner.split("::")):
        found += [re.search(r"([pq]\d[\d.]*)$", left), re.match(r"\d{0,2}([pq]\d[\d.]*)", right)]
    bands = tuple(Band(one[1][0], one[1][1:]) for one in found if one)
    if not bands:
        raise Unreadable("no joined breakpoints (::) stand in the detailed form")
    return (bands,) if chromosomes == 1 else ()


def _bands_of_one(text: str) -> tuple[Band, ...]:
    if text in ("?", "v", ""):
        return (Band("", "", uncertain=True),)
    bands: list[Band] = []
    while text:
        found = _BAND.match(text)
        if found is None or not found.end():
            raise Unreadable(f'"{text[:20]}" is no band')
        doubt = any(found[mark] for mark in ("before", "doubt", "after", "range"))
        band = found["band"] or ""
        bands.append(Band(found["arm"], band.replace("?", ""), doubt or "?" in band))
        text = text[found.end() :]
    return tuple(bands)
