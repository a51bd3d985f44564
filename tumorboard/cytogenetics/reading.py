"""Karyotype text → clones. What is not understood is kept with its position, never skipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tumorboard.cytogenetics.abnormality import Unreadable, read_entry
from tumorboard.cytogenetics.consistency import contradictions
from tumorboard.cytogenetics.model import Abnormality, Clone, Karyotype, KaryotypeError, Unread

LONGEST = 8000
_OTHER = re.compile(
    r"(?:nuc\s*ish|\bish\b|\barr\b|\brsa\b|\bsseq\b|\bseq\b|\bogm\b|\bMLPA\b)", re.IGNORECASE
)
_NUMBER = re.compile(r"(?P<low>\d{1,3})(?:[~-](?P<high>\d{1,3}))?(?:<(?P<ploidy>\d)n[+-]?>)?")
_NEXT_CLONE = re.compile(r"\d{2,3}(?:[~-]\d{2,3})?,")
_NO_SLASH = re.compile(r"\](?=\d{2}(?:[~-]\d{2,3})?,[XYU])")
_LINE_BREAK = re.compile(
    r"(?<![/;,\s])\s*[\r\n]\s*(?=\d{2,3}(?:[~-]\d{2,3})?(?:<\dn[+-]?>)?,\s*(?:[XYU]|idem|sl|sdl))"
)
_SEX = re.compile(r"(?P<sex>[XYU?]{1,6})(?P<constitutional>c)?")
_REPEATS = re.compile(r"(?:idem|sl|sdl\d?)(?:[x×](\d))?")
_CELLS = re.compile(r"\[(?P<composite>cp)?\s*(?P<cells>\d{1,4})(?:~\d{1,4})?\]")
_ALTERNATIVE = re.compile(r"\)or(?=[+-]?[a-z?])")


def read_karyotype(text: str) -> Karyotype:
    """Read a karyotype. Raises :class:`KaryotypeError` for a text that is none.

    FISH, array and sequencing parts (``nuc ish``, ``ish``, ``arr`` ...) are given back verbatim.
    """
    return _Reader(text).read()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text without white space, and where each of its characters stands in the whole."""

    text: str
    places: tuple[int, ...]

    @property
    def at(self) -> int:
        return self.places[0] if self.places else 0

    def part(self, begin: int, end: int | None = None) -> _Piece:
        return _Piece(self.text[begin:end], self.places[begin:end])

    def marks(self, marks: str) -> Iterator[int]:
        """Give where one of the marks stands outside brackets."""
        depth = 0
        for index, character in enumerate(self.text):
            behind = self.text[index - 1 : index]
            if character in "([<":
                depth += 1
            elif character in ")]" or (character == ">" and behind != "-"):
                depth = max(0, depth - 1)
            elif depth == 0 and character in marks:
                yield index

    def split(self, marks: str) -> Iterator[_Piece]:
        """Split outside brackets, leaving out what is empty."""
        begin = 0
        for index in (*self.marks(marks), len(self.text)):
            if index > begin:
                yield self.part(begin, index)
            begin = index + 1


@dataclass
class _Reader:
    text: str
    unread: list[Unread] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def read(self) -> Karyotype:
        if len(self.text) > LONGEST:
            raise KaryotypeError(
                f"The karyotype is longer than {LONGEST} characters; enter the ISCN text alone."
            )
        conventional, others = self._apart()
        clones = tuple(self._clones(conventional)) if conventional.text else ()
        if not clones and not others:
            raise KaryotypeError("The karyotype is empty; enter it in ISCN, such as 46,XX[20].")
        self.warnings += contradictions(clones)
        return Karyotype(
            self.text, clones, others, tuple(self.unread), tuple(dict.fromkeys(self.warnings))
        )

    def _apart(self) -> tuple[_Piece, tuple[str, ...]]:
        """Set FISH, array and sequencing parts apart from the conventional karyotype."""
        marks = [found.start() for found in _OTHER.finditer(self.text)]
        ends = [*marks[1:], len(self.text)] if marks else []
        others = tuple(
            part
            for begin, end in zip(marks, ends, strict=True)
            if (part := self.text[begin:end].strip(" .;\n\t"))
        )
        end = marks[0] if marks else len(self.text)
        breaks = {found.start() for found in _LINE_BREAK.finditer(self.text, 0, end)}
        if breaks:
            self._say("Clones are divided by a line break; ISCN writes a slash.")
        kept = [
            (index, "/" if index in breaks else character)
            for index, character in enumerate(self.text[:end])
            if index in breaks or not (character.isspace() or character in "\"'")
        ]
        while kept and kept[-1][1] in ".;,":
            kept.pop()
        return _Piece(
            "".join(character for _, character in kept), tuple(index for index, _ in kept)
        ), others

    def _clones(self, whole: _Piece) -> Iterator[Clone]:
        donor = whole.text.find("//")
        if donor >= 0:
            donors = whole.part(donor + 2).text
            self._say(f"What stands behind // ({donors}, the donor's cells) is not counted.")
            whole = whole.part(0, donor)
        for index, piece in enumerate(self._clone_pieces(whole)):
            clone = self._clone(piece, first=index == 0)
            if clone is not None:
                yield clone

    def _clone_pieces(self, whole: _Piece) -> Iterator[_Piece]:
        """Split at ``/``; a semicolon before a number of chromosomes is taken for one."""
        begin = 0
        for found in _NO_SLASH.finditer(whole.text):
            self._say("A slash is missing between two clones.")
            yield from self._clone_pieces(whole.part(begin, found.end()))
            begin = found.end()
        for index in (*whole.marks("/;"), len(whole.text)):
            if index < begin:
                continue
            if whole.text[index : index + 1] == ";":
                if not _NEXT_CLONE.match(whole.text, index + 1):
                    continue
                self._say("Clones are divided by a semicolon; ISCN writes a slash.")
            if index > begin:
                yield whole.part(begin, index)
            begin = index + 1

    def _clone(self, piece: _Piece, *, first: bool) -> Clone | None:
        number = _NUMBER.match(piece.text)
        if number is None or piece.text[number.end() : number.end() + 1] not in (",", ""):
            if first:
                raise KaryotypeError(
                    "The karyotype cannot be read from its first character "
                    f'("{piece.text[:20]}"); it begins with the number of chromosomes, '
                    "such as 46,XX[20]."
                )
            self._leave(piece, "a clone begins with its number of chromosomes")
            return None
        body, cells, composite = self._cells(piece)
        low = int(number["low"])
        high = int(number["high"] or low)
        if not 15 <= low <= high <= 250 and not first:
            self._leave(piece, "no human clone has this number of chromosomes")
            return None
        if not 15 <= low <= high <= 250:
            raise KaryotypeError(
                f"The karyotype states {number[0]} chromosomes, which no human clone has; "
                "check the number at its beginning."
            )
        entries = list(body.part(number.end()).split(",;"))
        return self._listed(
            piece, (low, high), int(number["ploidy"] or 0), entries, cells, composite
        )

    def _listed(
        self,
        piece: _Piece,
        number: tuple[int, int],
        ploidy: int,
        entries: list[_Piece],
        cells: int | None,
        composite: bool,
    ) -> Clone:
        sex, constitutional, repeats, incomplete = "", False, "", False
        abnormalities: list[Abnormality] = []
        for index, entry in enumerate(_joined(entries)):
            found = _SEX.fullmatch(entry.text)
            if index == 0 and found:
                sex, constitutional = found["sex"], bool(found["constitutional"])
            elif _REPEATS.fullmatch(entry.text):
                repeats = entry.text
            elif entry.text == "inc":
                incomplete = True
            else:
                abnormalities += self._entry(entry)
        return Clone(
            written=piece.text,
            at=piece.at,
            number=number,
            ploidy=ploidy,
            sex=sex,
            sex_constitutional=constitutional,
            repeats=repeats,
            abnormalities=tuple(abnormalities),
            cells=cells,
            composite=composite,
            incomplete=incomplete,
        )

    def _cells(self, piece: _Piece) -> tuple[_Piece, int | None, bool]:
        """Take the number of cells off the end; what stands behind it is left unread."""
        all_found = list(_CELLS.finditer(piece.text))
        if not all_found:
            return piece, None, False
        found = all_found[-1]
        behind = piece.part(found.end())
        if behind.text and not behind.text.startswith(","):
            self._leave(behind, "it stands behind the number of cells")
        elif behind.text:
            return piece, None, False  # the cells of one entry of a composite karyotype
        return piece.part(0, found.start()), int(found["cells"]), bool(found["composite"])

    def _entry(self, entry: _Piece) -> Iterator[Abnormality]:
        either = _ALTERNATIVE.split(entry.text)
        text = either[0] + ")" if len(either) > 1 else entry.text
        try:
            read = read_entry(_spelt(text), entry.at)
        except Unreadable as why:
            self._leave(entry, str(why))
            return
        if len(either) > 1:
            self._leave(entry.part(len(text) + 2), "an alternative to what stands before it")
        if read.commas:
            self._say("Chromosomes or bands are divided by commas; ISCN writes semicolons.")
        yield read.abnormality

    def _leave(self, piece: _Piece, reason: str) -> None:
        self.unread.append(Unread(piece.text, piece.at, reason))

    def _say(self, sentence: str) -> None:
        self.warnings.append(sentence)


def _joined(entries: list[_Piece]) -> Iterator[_Piece]:
    """Put ``psu,dic(...)`` together again: a symbol of two words, divided by a comma."""
    before: _Piece | None = None
    for entry in entries:
        whole = entry
        if before is not None:
            whole = _Piece(before.text + entry.text, before.places + entry.places)
        before = whole if whole.text in ("psu", "inv", "dir", "+psu") else None
        if before is None:
            yield whole
    if before is not None:
        yield before


def _spelt(text: str) -> str:
    """Undo what is written in several ways: a full stop or comma within a symbol, Greek letters."""
    text = re.sub(r"^([+-]?\??)(psu|inv|dir)[ .,]?(dic|idic|dup|ins|trp)\(", r"\1\2\3(", text)
    return text.replace("—", "-").replace("–", "-").replace("−", "-")
