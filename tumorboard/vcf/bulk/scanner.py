"""Sort the lines of whole buffers: proven and not reported, or left to the strict check.

The proof is one regular expression for a line (:mod:`tumorboard.vcf.bulk.grammar`), repeated and
matched over a whole buffer by RE2, whose automaton looks at each byte once. A run of proven lines
costs one call; the line at which the automaton stops is handed out, and the next run begins behind
it. The expression is learned from the file's own lines, each after it passed the strict check, and
learned anew while too many lines are handed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from tumorboard.vcf.alleles import index_of
from tumorboard.vcf.annotation_header import AnnotationFormat
from tumorboard.vcf.bulk.automaton import Unable
from tumorboard.vcf.bulk.grammar import Unfit, line_expression
from tumorboard.vcf.bulk.kernel import Kernel
from tumorboard.vcf.bulk.shape import Shape, learn
from tumorboard.vcf.header import Header
from tumorboard.vcf.lines import check_line
from tumorboard.vcf.record import Record

FIRST_SAMPLE = 512
LATER_SAMPLE = 256
MOST_LESSONS = 6
_MEMORY = 96 << 20
_ALLELE_NUMBERS = frozenset({"ALLELE_NUM", "Genotype_Number", "Genotype"})


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lines that are proven: accepted with these deviations, no allele reported.

    ``line`` is the 1-based number of the first.
    """

    line: int
    lines: int
    alleles: int
    deviations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is to be looked at, without its line break.

    ``deviations`` are those it has where it is proven to be sound; of others nothing is known.
    """

    line: int
    text: bytes
    deviations: tuple[str, ...] | None = None


_Suspect = tuple[int, bytes]
"""The number of a line in its buffer, from 0, and the line."""


class Scanner:
    """Sorts the lines of one file, buffer after buffer.

    A line in a :class:`Run` is one that :func:`tumorboard.vcf.lines.check_line` accepts, all of
    whose ALT alleles the reader would filter as not coding (or, in a file without annotation, as
    not annotated), and that touches no place that is always read. ``large`` tells that there are
    lines enough for a kernel to pay.
    """

    def __init__(
        self,
        header: Header,
        annotation: AnnotationFormat | None,
        places: Mapping[str, Sequence[tuple[int, int]]],
        *,
        large: bool = False,
    ) -> None:
        self._header = header
        self._annotation = annotation
        self._places = places
        self._taught: list[Record] = []
        self._lessons = 0
        self._one: _Proof | None = None
        self._two: _Proof | None = None
        self._sound: _Proof | None = None
        self._large = large
        self._kernel: Kernel | None = None
        self._seen = 0
        self._missed: list[bytes] = []
        self._missed_in_all = 0

    def scan(self, buffer: bytes, number: int) -> Iterator[Run | Line]:
        """Yield every line of a buffer of whole lines, in order, alone or in a run.

        ``number`` is the 1-based number of the buffer's first line.
        """
        found = self._refused(buffer) if self._large else None
        if found is not None:
            yield from self._between(number, *found)
            return
        at, end = 0, len(buffer)
        while at < end:
            if self._wants_lesson(buffer):
                self._learn()
            here = self._one.stop(buffer, at) if self._one else at
            if self._one and here > at:
                lines = _lines_within(buffer, at, here)
                yield Run(number, lines, lines, self._one.deviations)
                number += lines
                self._seen += lines
            if here < end:
                at = buffer.find(b"\n", here) + 1 or end
                yield self._single(buffer[here:at], number)
                number += 1
            else:
                at = here

    def _refused(self, buffer: bytes) -> tuple[list[_Suspect], int] | None:
        """Let a kernel find the lines that the first expression does not prove, and count all.

        Without a kernel, give ``None``.
        """
        if self._wants_lesson(buffer):
            self._learn()
        if self._one is None or not (self._kernel or self._is_settled()):
            return None
        try:
            if self._kernel is None:
                self._kernel = Kernel(self._one.line)
            refused, ends = self._kernel.refused(buffer)
        except Unable:
            self._large, self._kernel = False, None
            return None
        return [(at, buffer[ends[at - 1] if at else 0 : ends[at]]) for at in refused], len(ends)

    def _is_settled(self) -> bool:
        """Tell whether what was learned last proves most lines, so that a kernel of it pays."""
        return self._seen >= LATER_SAMPLE and self._missed_in_all * 2 < self._seen

    def _between(self, number: int, suspects: list[_Suspect], lines: int) -> Iterator[Run | Line]:
        """Yield lines alone that nothing is proven of, and those between them in runs."""
        deviations = self._one.deviations if self._one else ()
        begun = done = more = 0
        for at, line in suspects:
            self._seen += at - done
            found = self._single(line, number + at)
            done = at + 1
            if isinstance(found, Run) and found.deviations == deviations:
                more += found.alleles - found.lines
                continue
            if run := at - begun:
                yield Run(number + begun, run, run + more, deviations)
            begun, more = at + 1, 0
            yield found
        self._seen += lines - done
        if run := lines - begun:
            yield Run(number + begun, run, run + more, deviations)

    def _single(self, line: bytes, number: int) -> Run | Line:
        """Sort a line that is not proven with one allele."""
        self._seen += 1
        if self._two and self._two.fits(line) and self._both_filtered(line):
            return Run(number, 1, 2, self._two.deviations)
        self._missed_in_all += 1
        text = line.removesuffix(b"\n")
        if len(self._missed) < LATER_SAMPLE:
            self._missed.append(text)
        if self._sound and self._sound.fits(line):
            return Line(number, text, self._sound.deviations)
        return Line(number, text)

    def _both_filtered(self, line: bytes) -> bool:
        """Tell whether a line that fits otherwise has two alleles of its own, each annotated."""
        columns = line.decode("latin-1").split("\t", 8)
        ref, alts = columns[3], tuple(columns[4].split(","))
        if len({ref, *alts}) < 3:
            return False
        annotation = self._annotation
        if annotation is None:
            return True
        if not _ALLELE_NUMBERS.isdisjoint(annotation.fields):
            return False
        value = f";{columns[7]}".partition(f";{annotation.key}=")[2].partition(";")[0]
        names = {entry.partition("|")[0] for entry in value.split(",")}
        if any("%" in name for name in names):
            return False
        return {index_of(name, ref, alts) for name in names} >= {0, 1}

    def _wants_lesson(self, buffer: bytes) -> bool:
        if self._lessons == 0:
            if self._seen == 0 and not self._missed:
                self._missed = buffer.split(b"\n", FIRST_SAMPLE)[:FIRST_SAMPLE]
            return True
        full = len(self._missed) >= LATER_SAMPLE and self._missed_in_all * 50 > self._seen
        return full and self._lessons < MOST_LESSONS

    def _learn(self) -> None:
        """Make the expressions anew from all that was sampled so far."""
        self._lessons += 1
        checked = (check_line(self._header, 0, line) for line in self._missed)
        self._taught += [one for one in checked if isinstance(one, Record)]
        self._missed = []
        self._seen = self._missed_in_all = 0
        if self._taught:
            shape = learn(self._taught)
            self._one = self._proof(shape, 1)
            self._two = self._proof(shape, 2)
            self._sound = self._proof(shape, 1, of_reported=True)
            self._kernel = None

    def _proof(self, shape: Shape, alts: int, *, of_reported: bool = False) -> _Proof | None:
        """Make a proof; one that says nothing of whether an allele is reported asks less."""
        annotation, places = (None, {}) if of_reported else (self._annotation, self._places)
        try:
            return _Proof(*line_expression(self._header, annotation, places, shape, alts))
        except Unfit:
            return None


def _lines_within(buffer: bytes, at: int, end: int) -> int:
    """Count line breaks; split into lines, which is thrice as fast as ``bytes.count``."""
    return len(BytesIO(buffer[at:end]).readlines())


class _Proof:
    """An expression of lines, compiled."""

    def __init__(self, line: str, deviations: tuple[str, ...]) -> None:
        import re2  # here, so that nothing else pays for it

        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.never_capture = True
        options.log_errors = False
        options.max_mem = _MEMORY
        try:
            compiled = re2.compile(f"(?:{line})*".encode("ascii"), options)
        except re2.error as error:
            raise Unfit from error
        # The wrapped object's own method: one call a run, without a match object for each.
        self._match: Any = compiled._regexp.Match
        self._from_start = re2._Anchor.ANCHOR_START
        self.line = line
        self.deviations = deviations

    def stop(self, buffer: bytes, begin: int) -> int:
        """Give where the run of matching lines that starts at ``begin`` ends."""
        end: int = self._match(self._from_start, buffer, begin, len(buffer))[0][1]
        return max(end, begin)

    def fits(self, line: bytes) -> bool:
        """Tell whether a line, its line break included, matches."""
        return self.stop(line, 0) == len(line)
