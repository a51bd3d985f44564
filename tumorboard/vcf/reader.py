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

from tumorboard.domain.progress import Progress, silent
from tumorboard.domain.variant import (
    Annotation,
    Assembly,
    Consequence,
    ReadingKnowledge,
    Rejection,
    Sample,
    SampleRole,
    Variant,
    VariantFile,
)
from tumorboard.errors import VariantFileError
from tumorboard.vcf.accounting import Account
from tumorboard.vcf.annotations import (
    AnnotationFormat,
    consequences_of,
    parse_annotation_header,
    population_frequency,
    unsupported_annotation,
)
from tumorboard.vcf.assembly import recognise_assembly
from tumorboard.vcf.bcf import bcf_as_text, is_bcf
from tumorboard.vcf.bulk.halves import Allele, Child, Half, Job, middle_block, start_child
from tumorboard.vcf.bulk.scanner import Line, Run, Scanner
from tumorboard.vcf.deviations import Deviations
from tumorboard.vcf.filtering import (
    NO_ANNOTATION,
    Filtered,
    NamedPositions,
    are_reported,
    plainly_non_coding,
    stands_for_nothing,
)
from tumorboard.vcf.fractions import calls_for
from tumorboard.vcf.header import Header
from tumorboard.vcf.header_lines import header_fault, parse_header
from tumorboard.vcf.lines import check_line
from tumorboard.vcf.opening import Compression, VariantBytes, line_buffers
from tumorboard.vcf.record import Record
from tumorboard.vcf.samples import recognise_samples
from tumorboard.vcf.transcripts import choose

MAX_HEADER = 64 << 20
MAX_REPORTED = 250_000
BULK_FROM = 1 << 20
CUT_OFF = "the last line has no line break, so the file may have been cut off in it"


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
    return _Reading(path, knowledge, roles, assembly, progress, bulk).result(keep=True)


def read_half(job: Job) -> Half:
    """Read the second half of a large bgzip file, in the process made for it."""
    reading = _Reading(job.path, job.knowledge, job.roles, job.assembly, silent, None)
    return reading.half(job)


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
    return _Reading(path, knowledge, roles, assembly, progress, bulk).result(keep=False)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the header settles before the first record."""

    header: Header
    annotation: AnnotationFormat | None
    samples: tuple[Sample, ...]
    assembly: Assembly | None
    assembly_reason: str
    positions: NamedPositions


class _Reading:
    """One pass through one file."""

    def __init__(
        self,
        path: Path,
        knowledge: ReadingKnowledge,
        roles: Mapping[str, SampleRole] | None,
        assembly: Assembly | None,
        progress: Progress,
        bulk: bool | None,
    ) -> None:
        self._path = path
        self._knowledge = knowledge
        self._roles = roles
        self._stated_assembly = assembly
        self._progress = progress
        self._bulk = bulk
        self._source = VariantBytes(path, progress)
        self._account = Account()
        self._deviations = Deviations()
        self._alleles: dict[Allele, int] = {}
        self._repeated: list[tuple[int, Allele]] = []
        self._notes: list[str] = []
        self._frame: _Frame | None = None
        self._keep = True
        self._number = 0
        self._before_cut = b""

    def result(self, *, keep: bool) -> VariantFile:
        """Read to the end and put together what was found."""
        self._keep = keep
        kept = tuple(self.variants())
        frame = self._frame
        if frame is None:  # pragma: no cover - variants() sets it or raises
            raise AssertionError
        annotation = frame.annotation
        return VariantFile(
            name=self._path.name,
            sha256=self._source.sha256,
            format=frame.header.format,
            assembly=frame.assembly,
            assembly_reason=frame.assembly_reason,
            annotation=Annotation(annotation.kind, annotation.version)
            if annotation
            else Annotation("none", ""),
            samples=frame.samples,
            accounting=self._account.result(),
            variants=kept,
            warnings=self._warnings(frame),
        )

    def variants(self) -> Iterator[Variant]:
        """Read record by record and yield what is reported."""
        cut = None if self._bulk is False else middle_block(self._source)
        if cut is None:
            yield from self._from_the_start()
            return
        self._source = VariantBytes(self._path, self._progress, end=cut)
        with start_child(self._job(cut)) as child:
            yield from self._from_the_start()
            yield from self._behind_the_cut(child)

    def _from_the_start(self) -> Iterator[Variant]:
        text = self._text()
        head, rest = _take_header(text)
        self._frame = frame = self._framed(parse_header(head))
        self._number = frame.header.column_line
        yield from self._lines(frame, line_buffers(text, rest))

    def _lines(self, frame: _Frame, buffers: Iterable[bytes]) -> Iterator[Variant]:
        """Read buffers of whole lines; of a last line without its line break see below."""
        scan = self._scan(frame)
        for buffer in buffers:
            whole = buffer.rfind(b"\n") + 1
            for found in scan(buffer[:whole], self._number + 1):
                if isinstance(found, Run):
                    self._number += found.lines
                    self._run(frame, found)
                else:
                    self._number += 1
                    yield from self._line(frame, found.line, found.text)
            if whole < len(buffer):
                yield from self._unfinished(frame, buffer[whole:])

    def _unfinished(self, frame: _Frame, text: bytes) -> Iterator[Variant]:
        """Judge the end of the file, or keep what stands before a cut for :meth:`_join`."""
        if self._source.is_whole:
            yield from self._last_line(frame, self._number + 1, text)
        else:
            self._before_cut = text

    def _job(self, cut: int) -> Job:
        assembly = self._stated_assembly
        return Job(self._path, self._knowledge, self._roles, assembly, self._keep, cut)

    def half(self, job: Job) -> Half:
        """Read the lines that begin behind a cut, counted from there."""
        self._keep = job.keep
        head, _ = _take_header(self._text())
        self._frame = frame = self._framed(parse_header(head))
        self._source = VariantBytes(job.path, begin=job.cut)
        buffers = line_buffers(self._source.chunks())
        first, line_break, rest = next(buffers, b"").partition(b"\n")
        kept = tuple(self._lines(frame, chain([rest] if rest else [], buffers)))
        return Half(
            first=first,
            line_break=bool(line_break),
            account=self._account,
            deviations=self._deviations,
            alleles=self._alleles,
            repeated=self._repeated,
            variants=kept,
            sha256=self._source.sha256,
        )

    def _behind_the_cut(self, child: Child) -> Iterator[Variant]:
        rest = self._source.hash_rest()
        half = child.result(self._progress, self._source.size)
        if half.sha256 != rest:
            raise VariantFileError(
                "The file changed while it was read; wait until it is copied, and load it again."
            )
        if self._frame is not None:
            yield from self._join(self._frame, half)

    def _join(self, frame: _Frame, half: Half) -> Iterator[Variant]:
        """Put together the line the cut goes through, and enter what was found behind it."""
        line = self._before_cut + half.first
        if half.line_break:
            self._number += 1
            yield from self._line(frame, self._number, line)
        elif line:
            yield from self._last_line(frame, self._number + 1, line)
        before = self._number
        self._account.add(half.account, before)
        self._deviations.add(half.deviations, before)
        again = [(line + before, allele) for line, allele in half.repeated]
        for allele, at in half.alleles.items():
            if self._alleles.setdefault(allele, at + before) != at + before:
                again.append((at + before, allele))
        self._repeated.extend(sorted(again))
        self._limit()
        for variant in half.variants:
            yield replace(variant, line=variant.line + before)

    def _scan(self, frame: _Frame) -> Callable[[bytes, int], Iterator[Run | Line]]:
        """Choose how lines are sorted; proving them in bulk pays for larger files only."""
        bulk = self._bulk
        if bulk is None:
            bulk = self._source.size >= BULK_FROM and find_spec("re2") is not None
        if not bulk:
            return line_by_line
        return Scanner(frame.header, frame.annotation, frame.positions.places).scan

    def _run(self, frame: _Frame, run: Run) -> None:
        """Enter a run of lines that are proven sound and of which nothing is reported."""
        self._account.accept(run.lines)
        reason = Filtered.NON_CODING if frame.annotation else Filtered.NOT_ANNOTATED
        self._account.filter(reason, run.alleles)
        self._deviations.note(run.line, run.deviations, run.lines)

    def _text(self) -> Iterator[bytes]:
        chunks = self._source.chunks()
        first = next(chunks, b"")
        if not is_bcf(first):
            return chain([first], chunks)
        self._notes.append(
            "The file is a BCF; line numbers count the lines of its text form (bcftools view)."
        )
        return bcf_as_text(self._path, chain([first], chunks), self._progress)

    def _framed(self, header: Header) -> _Frame:
        told, reason = recognise_assembly(header.contigs, header.meta)
        stated = self._stated_assembly
        if stated is not None and told is not None and stated is not told:
            raise VariantFileError(
                f"{stated} was stated, but the file says {told} ({reason}); "
                "leave the statement out or choose the right file."
            )
        if stated is not None and told is None:
            told, reason = stated, "stated by the user"
        return _Frame(
            header,
            parse_annotation_header(header),
            recognise_samples(header, self._roles),
            told,
            reason,
            NamedPositions(self._knowledge, told),
        )

    def _line(self, frame: _Frame, number: int, line: bytes) -> Iterator[Variant]:
        checked = check_line(frame.header, number, line)
        if isinstance(checked, Rejection):
            self._account.reject(checked)
            return
        self._account.accept()
        if checked.warnings:
            self._deviations.note(number, checked.warnings)
        yield from self._record(frame, checked)

    def _last_line(self, frame: _Frame, number: int, line: bytes) -> Iterator[Variant]:
        """Judge a last line without its line break, the only sign of a text file cut off.

        Compressed data is known to be complete by its checksum; there VCF before 4.3, which did
        not demand the line break, lets the line stand.
        """
        proven = self._source.compression is not Compression.PLAIN
        if proven and frame.header.format < "VCFv4.3":
            self._deviations.note(number, ["the last line has no line break"])
            yield from self._line(frame, number, line)
            return
        self._account.reject(Rejection(number, CUT_OFF))

    def _record(self, frame: _Frame, record: Record) -> Iterator[Variant]:
        if not record.alts:
            self._account.filter(Filtered.REFERENCE_ONLY)
            return
        named = frame.positions.touch(record)
        if frame.annotation is None and not named:
            for alt in record.alts:
                self._account.filter(stands_for_nothing(alt) or Filtered.NOT_ANNOTATED)
            return
        if not named and self._plainly_non_coding(frame, record):
            self._account.filter(Filtered.NON_CODING)
            return
        notes: list[str] = []
        found = self._consequences(frame, record, notes)
        reported = 0
        for allele, (alt, consequences) in enumerate(zip(record.alts, found, strict=True), 1):
            nothing = stands_for_nothing(alt)
            if nothing is not None:
                self._account.filter(nothing)
            elif named or not consequences or are_reported(consequences):
                if not consequences and frame.annotation is not None:
                    notes.append(NO_ANNOTATION)
                self._account.report()
                self._repetition(record, alt)
                reported += 1
                if self._keep:
                    yield self._variant(frame, record, allele, consequences)
            else:
                self._account.filter(Filtered.NON_CODING)
        if reported and notes:
            self._deviations.note(record.line, notes)
        self._limit()

    def _plainly_non_coding(self, frame: _Frame, record: Record) -> bool:
        """Tell by the annotation's words alone that a record's only allele is left out.

        Whatever allele they name, with one allele they end at that one or say nothing else.
        """
        if frame.annotation is None or len(record.alts) > 1 or stands_for_nothing(record.alts[0]):
            return False
        return plainly_non_coding(frame.annotation, record.info.get(frame.annotation.key, ""))

    def _consequences(
        self, frame: _Frame, record: Record, notes: list[str]
    ) -> tuple[tuple[Consequence, ...], ...]:
        if frame.annotation is None:
            return ((),) * len(record.alts)
        return consequences_of(frame.annotation, record.info, record.ref, record.alts, notes)

    def _variant(
        self, frame: _Frame, record: Record, allele: int, consequences: tuple[Consequence, ...]
    ) -> Variant:
        alt = record.alts[allele - 1]
        chosen, reason = choose(consequences, self._knowledge.preferred_transcripts)
        frequency, source = population_frequency(consequences, record.info, allele)
        return Variant(
            line=record.line,
            chrom=record.chrom,
            pos=record.pos,
            ref=record.ref,
            alt=alt,
            allele=allele,
            ids="" if record.ids == "." else record.ids,
            qual="" if record.qual == "." else record.qual,
            filters=record.filters,
            calls=calls_for(record, allele, frame.samples),
            consequences=consequences,
            chosen=chosen,
            choice_reason=reason,
            population_af=frequency,
            population_source=source,
        )

    def _repetition(self, record: Record, alt: str) -> None:
        if not alt.isalpha():
            return
        key = (record.chrom, record.pos, record.ref.upper(), alt.upper())
        first = self._alleles.setdefault(key, record.line)
        if first != record.line:
            self._repeated.append((record.line, key))

    def _limit(self) -> None:
        if self._account.reported > MAX_REPORTED:
            raise VariantFileError(
                f"More than {MAX_REPORTED} alleles of the file would be reported, so its "
                "annotation is incomplete or it holds many patients; annotate it again."
            )

    def _warnings(self, frame: _Frame) -> tuple[str, ...]:
        told = [*self._notes, *frame.header.warnings, *_annotation_warnings(frame)]
        if frame.assembly is None:
            told.append(f"The genome build is open: {frame.assembly_reason}.")
        told.extend(self._deviations.sentences())
        if self._repeated:
            again, allele = self._repeated[0]
            first = self._alleles[allele]
            more = f", and {len(self._repeated) - 1} more" if len(self._repeated) > 1 else ""
            told.append(f"Line {again}: the same allele stands in line {first} already{more}.")
        return tuple(told)


def line_by_line(buffer: bytes, number: int) -> Iterator[Line]:
    """Leave every line of a buffer of whole lines to the strict check."""
    for at, line in enumerate(buffer.split(b"\n")[:-1], number):
        yield Line(at, line)


def _annotation_warnings(frame: _Frame) -> list[str]:
    if frame.annotation is not None:
        return [
            f"The file also holds the annotation {_short(other)}, which was not read."
            for other in frame.annotation.others
        ]
    other = unsupported_annotation(frame.header)
    by = f" (it was annotated with {other}, which is not read)" if other else ""
    return [
        f"The file is not annotated by VEP or SnpEff{by}, so only named positions are reported; "
        "annotate it, for example with VEP and --symbol --hgvs --mane --canonical, and load it "
        "again."
    ]


def _take_header(chunks: Iterator[bytes]) -> tuple[list[bytes], bytes]:
    """Take the header's lines off the front of a stream; give them and the bytes behind them."""
    lines: list[bytes] = []
    data = b""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        data += chunk
        begin = 0
        while (end := data.find(b"\n", begin)) >= 0:
            lines.append(data[begin:end])
            begin = end + 1
            if lines[-1].startswith(b"#CHROM"):
                return lines, data[begin:]
            if not lines[-1].startswith(b"##"):
                raise _not_a_header(lines)
        data = data[begin:]
        if size > MAX_HEADER:
            raise _no_columns(lines, cut_off=False)
    raise _no_columns(lines, cut_off=True)


def _not_a_header(lines: list[bytes]) -> VariantFileError:
    if len(lines) == 1:
        return VariantFileError(
            "The file is not a VCF: line 1 is not a header line (##fileformat=VCFv4.x); "
            "choose the VCF that the laboratory made."
        )
    return header_fault(len(lines), "is neither a ## line nor the line of column names (#CHROM)")


def _no_columns(lines: list[bytes], *, cut_off: bool) -> VariantFileError:
    where = f"after line {len(lines)}" if lines else "in its first line"
    why = "ends" if cut_off else "does not come to its records"
    return VariantFileError(
        f"The file {why} {where} without a complete line of column names (#CHROM), so it is not "
        "a VCF or was cut off; copy it again from where it was made."
    )


def _short(key: str) -> str:
    return key if len(key) <= 30 else f"{key[:30]}…"
