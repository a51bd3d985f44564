"""Read a variant file strictly: every line and every allele is accounted for.

The door is :func:`read_variant_file`. Buffers of whole lines stream through; only alleles that
are reported are kept, so memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from tumorboard.domain.progress import Progress, silent
from tumorboard.domain.variant import (
    Annotation,
    Assembly,
    ReadingKnowledge,
    SampleRole,
    Variant,
    VariantFile,
)
from tumorboard.errors import VariantFileError
from tumorboard.vcf.bcf import bcf_as_text, is_bcf
from tumorboard.vcf.bulk.halves import Half, Job, Placed, middle_block, start_child
from tumorboard.vcf.bulk.scanner import Line, Run, Scanner
from tumorboard.vcf.frame import Frame, frame_of
from tumorboard.vcf.head import take_header
from tumorboard.vcf.header_lines import parse_header
from tumorboard.vcf.judging import Judge
from tumorboard.vcf.opening import Compression, VariantBytes, line_buffers

BULK_FROM = 1 << 20
LARGE_FROM = 48 << 20
"""Files from this size on have lines enough for a compiled automaton to pay."""

_Kept = TypeVar("_Kept", bound=Placed)

BCF_NOTE = "The file is a BCF; line numbers count the lines of its text form (bcftools view)."


def read_variant_file(
    path: Path,
    *,
    knowledge: ReadingKnowledge,
    roles: Mapping[str, SampleRole] | None = None,
    assembly: Assembly | None = None,
    progress: Progress = silent,
    bulk: bool | None = None,
) -> VariantFile:
    """Read a VCF (plain, gzip, bgzip) or BCF with everything it tells and its accounting.

    ``roles`` are roles of samples the user chose, ``assembly`` the genome build the user stated
    where the header is silent. ``bulk`` forces or forbids proving lines in bulk, which changes
    nothing but the time; left out, the size decides. Raises :class:`VariantFileError` for a file
    that is refused whole and passes on :class:`tumorboard.errors.Cancelled` from ``progress``.
    """
    how = _How(knowledge, roles, assembly, True, bulk, _itself)
    file, variants = _Reading(path, how, progress).result()
    return replace(file, variants=variants)


def render_variant_file(
    path: Path,
    render: Callable[[Variant], _Kept],
    *,
    knowledge: ReadingKnowledge,
    roles: Mapping[str, SampleRole] | None = None,
    assembly: Assembly | None = None,
    progress: Progress = silent,
) -> tuple[VariantFile, tuple[_Kept, ...]]:
    """Do as :func:`read_variant_file`, keeping of each variant only what ``render`` makes of it.

    ``render`` is a pure function of a module: in a large file it runs in the process that read
    the variant, so that texts are handed over, which is much faster than whole variants.
    """
    how = _How(knowledge, roles, assembly, True, None, render)
    return _Reading(path, how, progress).result()


def read_half(job: Job) -> Half:
    """Read the second half of a large bgzip file, in the process made for it."""
    how = _How(job.knowledge, job.roles, job.assembly, job.keep, None, job.render)
    return _Reading(job.path, how, silent).half(job.cut)


def _itself(variant: Variant) -> Variant:
    return variant


def inspect_variant_file(
    path: Path,
    *,
    knowledge: ReadingKnowledge,
    roles: Mapping[str, SampleRole] | None = None,
    assembly: Assembly | None = None,
    progress: Progress = silent,
    bulk: bool | None = None,
) -> VariantFile:
    """Do as :func:`read_variant_file`, counting every allele but keeping no variant."""
    how = _How(knowledge, roles, assembly, False, bulk, _itself)
    return _Reading(path, how, progress).result()[0]


@dataclass(frozen=True, slots=True)
class _How:
    """How a file is to be read; see :func:`read_variant_file`."""

    knowledge: ReadingKnowledge
    roles: Mapping[str, SampleRole] | None
    assembly: Assembly | None
    keep: bool
    bulk: bool | None
    render: Callable[[Variant], Placed]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A file whose header has been read: what follows from it, and what judges the rest."""

    frame: Frame
    judge: Judge


class _Reading:
    """One pass through one file."""

    def __init__(self, path: Path, how: _How, progress: Progress) -> None:
        self._path = path
        self._how = how
        self._progress = progress
        self._source = VariantBytes(path, progress)
        self._notes: list[str] = []
        self._number = 0
        self._before_cut = b""

    def result(self) -> tuple[VariantFile, tuple[Any, ...]]:
        """Read to the end; give what was found, and apart from it what is kept of variants."""
        cut = None if self._how.bulk is False else middle_block(self._source)
        if cut is None:
            begun, body = self._begin()
            kept = self._kept(self._lines(begun, body))
        else:
            begun, kept = self._by_halves(cut)
        frame, annotation = begun.frame, begun.frame.annotation
        file = VariantFile(
            name=self._path.name,
            sha256=self._source.sha256,
            format=frame.header.format,
            assembly=frame.assembly,
            assembly_reason=frame.assembly_reason,
            annotation=Annotation(annotation.kind, annotation.version)
            if annotation
            else Annotation("none", ""),
            samples=frame.samples,
            accounting=begun.judge.account.result(),
            variants=(),
            warnings=(*self._notes, *frame.warnings(), *begun.judge.warnings()),
        )
        return file, kept

    def _kept(self, variants: Iterable[Variant]) -> tuple[Any, ...]:
        return tuple(map(self._how.render, variants))

    def half(self, cut: int) -> Half:
        """Read the lines that begin behind the byte ``cut``, counted from there."""
        begun, _ = self._begin()
        self._number = 0
        self._source = VariantBytes(self._path, begin=cut)
        buffers = line_buffers(self._source.chunks())
        first, line_break, rest = next(buffers, b"").partition(b"\n")
        kept = self._kept(self._lines(begun, chain([rest] if rest else [], buffers)))
        judge = begun.judge
        return Half(
            first=first,
            line_break=bool(line_break),
            account=judge.account,
            deviations=judge.deviations,
            alleles=judge.alleles,
            repeated=judge.repeated,
            kept=kept,
            checksum=self._source.checksum,
        )

    def _begin(self) -> tuple[_Begun, Iterator[bytes]]:
        """Read the header; give what follows from it, and the buffers of lines behind it."""
        text = self._text()
        head, rest = take_header(text)
        header = parse_header(head)
        how = self._how
        frame = frame_of(header, how.knowledge, how.roles, how.assembly)
        self._number = header.column_line
        judge = Judge(frame, how.knowledge.preferred_transcripts, keep=how.keep)
        return _Begun(frame, judge), line_buffers(text, rest)

    def _text(self) -> Iterator[bytes]:
        chunks = self._source.chunks()
        first = next(chunks, b"")
        if not is_bcf(first):
            return chain([first], chunks)
        self._notes.append(BCF_NOTE)
        return bcf_as_text(self._path, chain([first], chunks), self._progress)

    def _lines(self, begun: _Begun, buffers: Iterable[bytes]) -> Iterator[Variant]:
        """Read buffers of whole lines and yield what is reported."""
        scan = self._scan(begun.frame)
        for buffer in buffers:
            whole = buffer.rfind(b"\n") + 1
            for found in scan(buffer[:whole], self._number + 1):
                if isinstance(found, Run):
                    self._number += found.lines
                    begun.judge.proven(found)
                else:
                    self._number += 1
                    yield from begun.judge.found(found)
            if whole < len(buffer) and self._source.is_whole:
                yield from self._last_line(begun, buffer[whole:])
            elif whole < len(buffer):
                self._before_cut = buffer[whole:]

    def _last_line(self, begun: _Begun, text: bytes) -> Iterator[Variant]:
        proven = self._source.compression is not Compression.PLAIN
        return begun.judge.unfinished(self._number + 1, text, complete=proven)

    def _scan(self, frame: Frame) -> Callable[[bytes, int], Iterator[Run | Line]]:
        """Choose how lines are sorted; proving them in bulk pays for larger files only."""
        bulk = self._how.bulk
        if bulk is None:
            bulk = self._source.size >= BULK_FROM and find_spec("re2") is not None
        if not bulk:
            return line_by_line
        large = self._source.size >= LARGE_FROM
        return Scanner(frame.header, frame.annotation, frame.positions.places, large=large).scan

    def _by_halves(self, cut: int) -> tuple[_Begun, tuple[Any, ...]]:
        """Read up to the byte ``cut`` while a second process reads what is behind it."""
        how = self._how
        job = Job(self._path, how.knowledge, how.roles, how.assembly, how.keep, how.render, cut)
        self._source = VariantBytes(self._path, self._progress, end=cut)
        with start_child(job) as child:
            begun, body = self._begin()
            kept = self._kept(self._lines(begun, body))
            rest = self._source.hash_rest()
            half = child.result(self._progress, self._source.size)
        if half.checksum != rest:
            raise VariantFileError(
                "The file changed while it was read; wait until it is copied, and load it again."
            )
        cut_through = self._kept(self._cut_line(begun, half))
        before = self._number
        begun.judge.add(half, before)
        return begun, (*kept, *cut_through, *(one.moved(before) for one in half.kept))

    def _cut_line(self, begun: _Begun, half: Half) -> Iterator[Variant]:
        """Put together the line the cut goes through, and judge it."""
        line = self._before_cut + half.first
        if half.line_break:
            self._number += 1
            yield from begun.judge.line(self._number, line)
        elif line:
            yield from self._last_line(begun, line)


def line_by_line(buffer: bytes, number: int) -> Iterator[Line]:
    """Leave every line of a buffer of whole lines to the strict check."""
    for at, line in enumerate(buffer.split(b"\n")[:-1], number):
        yield Line(at, line)
