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
from tumorboard.vcf.bulk.pieces import Job, Part, Placed, claimed, cuts_of, start_child
from tumorboard.vcf.bulk.scanner import Line, Run, Scanner
from tumorboard.vcf.frame import Frame, frame_of
from tumorboard.vcf.head import take_header
from tumorboard.vcf.header_lines import parse_header
from tumorboard.vcf.judging import Judge
from tumorboard.vcf.opening import (
    MAX_LINE,
    Compression,
    PiecewiseDigest,
    VariantBytes,
    line_buffers,
    line_too_long,
)

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


def read_parts(job: Job) -> dict[int, Part]:
    """Read pieces of a large bgzip file as long as there are any, in the process made for it."""
    how = _How(job.knowledge, job.roles, job.assembly, job.keep, None, job.render)
    reading = _Reading(job.path, how, silent)
    begun, _ = reading.begin()
    pieces = claimed(job.claims, len(job.cuts) + 1)
    return {number: reading.part(begun, number, job.cuts) for number in pieces}


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


Scan = Callable[[bytes, int], Iterator[Run | Line]]


class _Stretch:
    """Lines that stand together, judged as they are read.

    ``number`` counts them, ``tail`` are the bytes behind the last line break so far.
    """

    def __init__(self, judge: Judge, scan: Scan, number: int = 0) -> None:
        self.judge = judge
        self.number = number
        self.tail = b""
        self._scan = scan

    def variants(self, buffers: Iterable[bytes]) -> Iterator[Variant]:
        """Read buffers of whole lines, the last of which may lack its line break."""
        for buffer in buffers:
            whole = buffer.rfind(b"\n") + 1
            for found in self._scan(buffer[:whole], self.number + 1):
                if isinstance(found, Run):
                    self.number += found.lines
                    self.judge.proven(found)
                else:
                    self.number += 1
                    yield from self.judge.found(found)
            self.tail = buffer[whole:]

    def append(self, part: Part) -> Iterator[Variant]:
        """Enter the next part; yield what is reported of the line that the cut goes through."""
        self.tail += part.first
        if len(self.tail) > MAX_LINE:
            raise line_too_long()
        if part.line_break:
            self.number += 1
            yield from self.judge.line(self.number, self.tail)
            self.judge.add(part, self.number)
            self.number += part.lines
            self.tail = part.last


@dataclass(frozen=True, slots=True)
class _Begun:
    """A file whose header has been read: what follows from it, and its first stretch of lines."""

    frame: Frame
    stretch: _Stretch
    scan: Scan


class _Reading:
    """One pass through one file."""

    def __init__(self, path: Path, how: _How, progress: Progress) -> None:
        self._path = path
        self._how = how
        self._progress = progress
        self._source = VariantBytes(path, progress)
        self._notes: list[str] = []

    def result(self) -> tuple[VariantFile, tuple[Any, ...]]:
        """Read to the end; give what was found, and apart from it what is kept of variants."""
        cuts = () if self._how.bulk is False else cuts_of(self._source)
        if cuts:
            begun, kept, sha256 = self._by_two(cuts)
        else:
            begun, body = self.begin()
            kept = self._kept(begun.stretch.variants(body))
            sha256 = self._source.sha256
        kept += self._kept(self._last_line(begun.stretch))
        frame, annotation, judge = begun.frame, begun.frame.annotation, begun.stretch.judge
        file = VariantFile(
            name=self._path.name,
            sha256=sha256,
            format=frame.header.format,
            assembly=frame.assembly,
            assembly_reason=frame.assembly_reason,
            annotation=Annotation(annotation.kind, annotation.version)
            if annotation
            else Annotation("none", ""),
            samples=frame.samples,
            accounting=judge.account.result(),
            variants=(),
            warnings=(*self._notes, *frame.warnings(), *judge.warnings()),
        )
        return file, kept

    def _kept(self, variants: Iterable[Variant]) -> tuple[Any, ...]:
        return tuple(map(self._how.render, variants))

    def part(self, begun: _Begun, number: int, cuts: tuple[int, ...]) -> Part:
        """Read one of the pieces behind the first, whose header has been read."""
        end = cuts[number] if number < len(cuts) else None
        source = VariantBytes(self._path, self._progress, cuts[number - 1], end)
        buffers = line_buffers(source.chunks())
        first, line_break, rest = next(buffers, b"").partition(b"\n")
        judge = self._judge(begun.frame)
        stretch = _Stretch(judge, begun.scan)
        kept = self._kept(stretch.variants(chain([rest] if rest else [], buffers)))
        return Part(
            first=first,
            line_break=bool(line_break),
            lines=stretch.number,
            last=stretch.tail,
            account=judge.account,
            deviations=judge.deviations,
            alleles=judge.alleles,
            repeated=judge.repeated,
            kept=kept,
            checksum=source.checksum,
        )

    def begin(self) -> tuple[_Begun, Iterator[bytes]]:
        """Read the header; give what follows from it, and the buffers of lines behind it."""
        text = self._text()
        head, rest = take_header(text)
        header = parse_header(head)
        how = self._how
        frame = frame_of(header, how.knowledge, how.roles, how.assembly)
        scan = self._scan(frame)
        stretch = _Stretch(self._judge(frame), scan, header.column_line)
        return _Begun(frame, stretch, scan), line_buffers(text, rest)

    def _judge(self, frame: Frame) -> Judge:
        return Judge(frame, self._how.knowledge.preferred_transcripts, keep=self._how.keep)

    def _text(self) -> Iterator[bytes]:
        chunks = self._source.chunks()
        first = next(chunks, b"")
        if not is_bcf(first):
            return chain([first], chunks)
        self._notes.append(BCF_NOTE)
        return bcf_as_text(self._path, chain([first], chunks), self._progress)

    def _last_line(self, stretch: _Stretch) -> Iterator[Variant]:
        if not stretch.tail:
            return iter(())
        proven = self._source.compression is not Compression.PLAIN
        return stretch.judge.unfinished(stretch.number + 1, stretch.tail, complete=proven)

    def _scan(self, frame: Frame) -> Scan:
        """Choose how lines are sorted; proving them in bulk pays for larger files only."""
        bulk = self._how.bulk
        if bulk is None:
            bulk = self._source.size >= BULK_FROM and find_spec("re2") is not None
        if not bulk:
            return line_by_line
        large = self._source.size >= LARGE_FROM
        return Scanner(frame.header, frame.annotation, frame.positions.places, large=large).scan

    def _by_two(self, cuts: tuple[int, ...]) -> tuple[_Begun, tuple[Any, ...], str]:
        """Read the first piece and, in turn with a second process, those behind it."""
        how, size = self._how, self._source.size
        job = Job(self._path, how.knowledge, how.roles, how.assembly, how.keep, how.render, cuts)
        digest = PiecewiseDigest(self._path, (*cuts, size))
        self._source = VariantBytes(self._path, self._progress, end=cuts[0])
        with start_child(job) as child:
            begun, body = self.begin()
            kept = self._kept(begun.stretch.variants(body))
            parts: dict[int, Part] = {}
            for number in claimed(child.claims, len(cuts) + 1):
                digest.take_up_to(number)
                parts[number] = self.part(begun, number, cuts)
            digest.take_up_to(len(cuts))
            parts |= child.parts(self._progress, size)
        checksums = [self._source.checksum]
        for number in range(1, len(cuts) + 1):
            # What a second process had claimed that was ended from outside, the first one reads.
            part = parts.get(number) or self.part(begun, number, cuts)
            checksums.append(part.checksum)
            kept += self._kept(begun.stretch.append(part))
            kept += tuple(one.moved(begun.stretch.number - part.lines) for one in part.kept)
        if checksums != digest.checksums:
            raise VariantFileError(
                "The file changed while it was read; wait until it is copied, and load it again."
            )
        return begun, kept, digest.sha256


def line_by_line(buffer: bytes, number: int) -> Iterator[Line]:
    """Leave every line of a buffer of whole lines to the strict check."""
    for at, line in enumerate(buffer.split(b"\n")[:-1], number):
        yield Line(at, line)
