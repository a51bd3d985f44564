"""Abnormalities that can be read off a karyotype literally; anything else is given back unread.

This is no ISCN parser: clones, derivative chromosomes, FISH and arrays are left to a person, and
what is not read is listed verbatim. An abnormality must be clonal to count (ISCN 2020: gained or
structurally changed in at least two cells, lost in at least three), where the cells are stated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CHROMOSOME = r"(?:[1-9]|1[0-9]|2[0-2]|X|Y)"
_BAND = r"(?:[pq](?:[0-9]{1,2}(?:\.[0-9]{1,2})?)?)"
_COUNT = re.compile(r"[0-9]{2,3}(?:~[0-9]{2,3})?")
_SEX = re.compile(r"X{1,4}Y{0,2}|Y")
_CELLS = re.compile(r"(.*?)\[(?:cp)?([0-9]{1,3})\]")
_REPEATS_CLONE = re.compile(r"idem|sl|sdl[0-9]?")
_GAIN_OR_LOSS = re.compile(rf"([+-])({_CHROMOSOME})")
_ONE_CHROMOSOME = re.compile(rf"(del|add|dup|inv|i)\(({_CHROMOSOME})\)\(({_BAND}{{1,2}})\)")
_SHORT_ARM = re.compile(rf"(del|add|dup|i)\(({_CHROMOSOME})([pq])\)")
_SHORT_INVERSION = re.compile(rf"inv\({_CHROMOSOME}\)")
_TRANSLOCATION = re.compile(
    rf"(t\({_CHROMOSOME}(?:;{_CHROMOSOME}){{1,2}}\))(?:\({_BAND}(?:;{_BAND}){{1,2}}\))?"
)
_NORMAL = re.compile(r"46,(?:XX|XY)\[([0-9]{1,3})\]")
FEWEST_METAPHASES = 20
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Abnormality:
    """A chromosome abnormality: its shortest name (``del(5q)``) and all names it answers to."""

    name: str
    names: tuple[str, ...]
    written: str


@dataclass(frozen=True, slots=True)
class ReadKaryotype:
    """What was read, and what was not, each unread part with the reason; nothing is dropped.

    ``normal`` is true for 46,XX or 46,XY in at least 20 metaphases and nothing else.
    """

    abnormalities: tuple[Abnormality, ...]
    unread: tuple[tuple[str, str], ...]
    normal: bool


def read_karyotype(text: str) -> ReadKaryotype:
    """Read the literally recognisable abnormalities of a karyotype; never raises."""
    bare = "".join(text.split())
    if not bare:
        return ReadKaryotype((), (), False)
    if len(bare) > _LONGEST or re.match(r"(?:nuc|ish|arr|sseq|rsa|seq)", bare) or "//" in bare:
        return ReadKaryotype((), ((text.strip()[:_LONGEST], "not a plain karyotype"),), False)
    if normal := _NORMAL.fullmatch(bare):
        enough = int(normal[1]) >= FEWEST_METAPHASES
        few = f"fewer than {FEWEST_METAPHASES} metaphases do not show a normal karyotype"
        return ReadKaryotype((), () if enough else ((text.strip(), few),), enough)
    found: dict[str, Abnormality] = {}
    unread: list[tuple[str, str]] = []
    for clone in _split(bare, "/"):
        _read_clone(clone, found, unread)
    if not found and not unread:
        unread.append(
            (text.strip(), "without a stated number of metaphases nothing follows from it")
        )
    return ReadKaryotype(tuple(found.values()), tuple(dict.fromkeys(unread)), False)


def _read_clone(clone: str, found: dict[str, Abnormality], unread: list[tuple[str, str]]) -> None:
    counted = _CELLS.fullmatch(clone)
    body, cells = (counted[1], int(counted[2])) if counted else (clone, None)
    for index, token in enumerate(_split(body, ",")):
        if (index == 0 and _COUNT.fullmatch(token)) or (index == 1 and _is_plain(token)):
            continue
        abnormality = _read_abnormality(token)
        if abnormality is None:
            unread.append((token, "not read by the program"))
        elif cells is not None and cells < (3 if token.startswith("-") else 2):
            unread.append((token, f"seen in too few cells ({cells}) to be a clone"))
        else:
            found.setdefault(abnormality.name, abnormality)


def _is_plain(token: str) -> bool:
    return bool(_SEX.fullmatch(token) or _REPEATS_CLONE.fullmatch(token))


def _read_abnormality(token: str) -> Abnormality | None:
    if _GAIN_OR_LOSS.fullmatch(token) or _SHORT_INVERSION.fullmatch(token):
        return Abnormality(token, (token,), token)
    if _SHORT_ARM.fullmatch(token):
        return Abnormality(token, (token,), token)
    if one := _ONE_CHROMOSOME.fullmatch(token):
        short = _short(one[1], one[2], one[3])
        return Abnormality(short, tuple(dict.fromkeys((short, token))), token)
    if moved := _TRANSLOCATION.fullmatch(token):
        return Abnormality(moved[1], tuple(dict.fromkeys((moved[1], token))), token)
    return None


def _short(kind: str, chromosome: str, bands: str) -> str:
    """Name the arm a change lies in: ``del(5)(q13q33)`` is ``del(5q)``; both arms stay as is."""
    if kind == "inv":
        return f"inv({chromosome})"
    arms = set(bands) & {"p", "q"}
    return (
        f"{kind}({chromosome}{arms.pop()})" if len(arms) == 1 else f"{kind}({chromosome})({bands})"
    )


def _split(text: str, at: str) -> list[str]:
    """Split outside brackets of any kind."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == at and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [part for part in parts if part]
