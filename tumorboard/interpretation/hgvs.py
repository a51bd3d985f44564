"""Changes of a protein as HGVS writes them, in one spelling that can be compared.

Follows the HGVS nomenclature's protein recommendations (substitution, deletion, duplication,
insertion, deletion-insertion, frameshift, extension) and the older spellings that laboratories
still use (``X`` and ``*`` for a stop, ``fsX12``). What it does not know stays text, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_THREE = "AlaArgAsnAspCysGlnGluGlyHisIleLeuLysMetPheProSerThrTrpTyrValSecPylTer"
_ONE = "ARNDCQEGHILKMFPSTWYVUO*"
_ONE_LETTER = {_THREE[3 * at : 3 * at + 3]: letter for at, letter in enumerate(_ONE)}
_LETTERS = "ACDEFGHIKLMNOPQRSTUVWY"
_STOP = r"(?:\*|X)"


class ChangeKind(StrEnum):
    """What happens to the protein."""

    SUBSTITUTION = "substitution"
    NONSENSE = "nonsense"
    FRAMESHIFT = "frameshift"
    DELETION = "deletion"
    DUPLICATION = "duplication"
    INSERTION = "insertion"
    DELETION_INSERTION = "deletion-insertion"
    EXTENSION = "extension"
    START_LOST = "start lost"
    SYNONYMOUS = "synonymous"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """A protein change as written and in canonical one-letter form (``R132H``, ``W288Cfs*12``).

    ``first`` and ``last`` are residue numbers, 1-based and inclusive (for an insertion the two
    residues it stands between), ``None`` when the text gives none. ``reference`` is the first
    residue in one letter. ``net_residues`` is how many residues the protein gains (negative:
    loses), ``None`` where the text does not tell. For ``UNREAD`` the canonical form is empty.
    """

    text: str
    canonical: str
    kind: ChangeKind
    first: int | None = None
    last: int | None = None
    reference: str = ""
    net_residues: int | None = None

    def touches(self, reference: str, residue: int) -> bool:
        """Tell whether this residue is changed, whatever it becomes.

        Insertions and duplications leave the residues they name as they are.
        """
        unchanged = (ChangeKind.INSERTION, ChangeKind.DUPLICATION, ChangeKind.SYNONYMOUS)
        if self.first is None or self.last is None or self.kind in unchanged:
            return False
        if self.first == residue:
            return self.reference == reference
        # A frameshift names its first residue only; inside a range the letters are not written.
        return self.first < residue <= self.last


_RESIDUE = rf"[{_LETTERS}*X]"
_RESIDUE_ALONE = re.compile(rf"[{_LETTERS}*][1-9][0-9]{{0,5}}")
_PLACE = re.compile(rf"({_RESIDUE})([1-9][0-9]{{0,5}})(?:_({_RESIDUE})([1-9][0-9]{{0,5}}))?(.*)")
_SEQUENCE = re.compile(rf"[{_LETTERS}]*[{_LETTERS}*X]")
_FRAMESHIFT = re.compile(rf"([{_LETTERS}]?)fs(?:{_STOP}([1-9][0-9]*|\?)?)?")
_EXTENSION = re.compile(rf"[{_LETTERS}]?ext(?:{_STOP}(?:[1-9][0-9]*|\?)|-[1-9][0-9]*)")
_THREE_LETTER = re.compile("|".join(_ONE_LETTER))
_MOST_CHARACTERS = 500


def parse_protein_change(text: str) -> ProteinChange:
    """Read ``p.Arg132His``, ``R132H``, ``ENSP1.2:p.(Trp288CysfsTer12)`` and the like.

    Never raises: what cannot be read has the kind ``UNREAD`` and keeps its text.
    """
    written = _bare(text)
    if written in ("=", "(=)"):
        return ProteinChange(text, "=", ChangeKind.SYNONYMOUS)
    place = _PLACE.fullmatch(_one_letter(written)) if written else None
    if place is None:
        return ProteinChange(text, "", ChangeKind.UNREAD)
    reference, first, last_residue, last, rest = place.groups()
    read = (
        _single(text, _stop(reference), int(first), rest)
        if last is None
        else _range(text, reference, int(first), _stop(last_residue), int(last), rest)
    )
    return read or ProteinChange(text, "", ChangeKind.UNREAD)


def bare_residue(text: str) -> str:
    """Give the residue of a text that names one without its change (``p.Asp835``: ``D835``).

    Empty for any other text.
    """
    written = _one_letter(_bare(text))
    return written if _RESIDUE_ALONE.fullmatch(written) else ""


def _bare(text: str) -> str:
    """Take away the sequence's name, ``p.`` and brackets around the whole."""
    if len(text) > _MOST_CHARACTERS:
        return ""
    bare = text.strip().replace("%3D", "=").replace("%3d", "=").rpartition(":")[2]
    bare = bare.removeprefix("p.")
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].removeprefix("p.")
    return bare


def _one_letter(text: str) -> str:
    """Turn three-letter residues into one letter; one-letter text has no lower case to match."""
    return _THREE_LETTER.sub(lambda found: _ONE_LETTER[found[0]], text)


def _stop(residue: str) -> str:
    return "*" if residue == "X" else residue


def _single(text: str, reference: str, first: int, rest: str) -> ProteinChange | None:
    """Read what follows one residue."""
    place = f"{reference}{first}"

    def change(kind: ChangeKind, tail: str, net: int | None = 0) -> ProteinChange:
        return ProteinChange(text, place + tail, kind, first, first, reference, net)

    if reference == "M" and first == 1 and rest in ("?", "V", "L", "I", "T", "K", "R"):
        return change(ChangeKind.START_LOST, rest, None)
    if rest == "=" or rest == reference:
        return change(ChangeKind.SYNONYMOUS, "=")
    if frameshift := _FRAMESHIFT.fullmatch(rest):
        residue, stop = frameshift.groups()
        return change(ChangeKind.FRAMESHIFT, f"{residue}fs" + (f"*{stop}" if stop else ""), None)
    if _EXTENSION.fullmatch(rest):
        return change(ChangeKind.EXTENSION, rest.replace("extX", "ext*"), None)
    if rest in ("*", "X"):
        return change(ChangeKind.NONSENSE, "*", None)
    if len(rest) == 1 and rest in _LETTERS:
        kind = ChangeKind.EXTENSION if reference == "*" else ChangeKind.SUBSTITUTION
        return change(kind, rest)
    return _replaced(text, place, (reference, first, first), rest)


def _range(
    text: str, reference: str, first: int, last_residue: str, last: int, rest: str
) -> ProteinChange | None:
    """Read what follows two residues."""
    if last <= first:
        return None
    place = f"{reference}{first}_{last_residue}{last}"
    inserted = rest.removeprefix("ins")
    if inserted != rest:
        if last != first + 1 or not inserted:
            return None
        size = _size(inserted)
        if size is None:
            return None
        kind = ChangeKind.NONSENSE if inserted[-1] in "*X" else ChangeKind.INSERTION
        tail = "ins" + _canonical_sequence(inserted)
        return ProteinChange(text, place + tail, kind, first, last, reference, size)
    return _replaced(text, place, (reference, first, last), rest)


def _replaced(text: str, place: str, at: tuple[str, int, int], rest: str) -> ProteinChange | None:
    """Read ``del``, ``dup`` and ``delins``; a repeated sequence or count behind them is let go."""
    reference, first, last = at
    length = last - first + 1

    def change(kind: ChangeKind, tail: str, net: int | None) -> ProteinChange:
        return ProteinChange(text, place + tail, kind, first, last, reference, net)

    inserted = rest.removeprefix("delins")
    if inserted != rest:
        size = _size(inserted)
        if size is None:
            return None
        if inserted[-1] in "*X":
            tail = "delins" + _canonical_sequence(inserted)
            return change(ChangeKind.NONSENSE, tail, None)
        return change(
            ChangeKind.DELETION_INSERTION, "delins" + _canonical_sequence(inserted), size - length
        )
    for word, kind, net in (
        ("del", ChangeKind.DELETION, -length),
        ("dup", ChangeKind.DUPLICATION, length),
    ):
        behind = rest.removeprefix(word)
        if behind != rest and (not behind or _size(behind) == length):
            return change(kind, word, net)
    return None


def _canonical_sequence(sequence: str) -> str:
    return sequence.replace("X", "*")


def _size(sequence: str) -> int | None:
    """Count residues of ``AYW`` or of a plain number; ``None`` for anything else."""
    if sequence.isascii() and sequence.isdigit() and len(sequence) < 6 and int(sequence):
        return int(sequence)
    return len(sequence) if _SEQUENCE.fullmatch(sequence) else None
