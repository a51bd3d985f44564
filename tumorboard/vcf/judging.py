"""Judge records one by one: accepted or rejected, and each allele reported or left out.

Everything that is counted is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tumorboard.domain.variant import Consequence, Rejection, Variant
from tumorboard.errors import VariantFileError
from tumorboard.vcf.accounting import Account
from tumorboard.vcf.annotations import consequences_of, population_frequency
from tumorboard.vcf.bulk.pieces import Allele, Part
from tumorboard.vcf.bulk.scanner import Line, Run
from tumorboard.vcf.deviations import Deviations
from tumorboard.vcf.filtering import (
    NO_ANNOTATION,
    Filtered,
    are_reported,
    plainly_non_coding,
    stands_for_nothing,
)
from tumorboard.vcf.fractions import calls_for
from tumorboard.vcf.frame import Frame
from tumorboard.vcf.lines import check_line, proven_record
from tumorboard.vcf.record import Record
from tumorboard.vcf.transcripts import choose

MAX_REPORTED = 250_000
CUT_OFF = "the last line has no line break, so the file may have been cut off in it"


class Judge:
    """Judges the records of one file and keeps its account.

    ``alleles`` are the reported alleles of bases with their first line, ``repeated`` those seen
    again with that line. With ``keep`` false alleles are counted, but no variant is made.
    """

    def __init__(
        self, frame: Frame, preferred: Mapping[str, tuple[str, ...]], *, keep: bool
    ) -> None:
        self._frame = frame
        self._preferred = preferred
        self._keep = keep
        self.account = Account()
        self.deviations = Deviations()
        self.alleles: dict[Allele, int] = {}
        self.repeated: list[tuple[int, Allele]] = []

    def line(self, number: int, line: bytes) -> Iterator[Variant]:
        """Check one line (without its line break) and yield its alleles that are reported."""
        checked = check_line(self._frame.header, number, line)
        if isinstance(checked, Rejection):
            self.account.reject(checked)
            return
        yield from self._accepted(checked)

    def found(self, line: Line) -> Iterator[Variant]:
        """Judge a line by itself, checking it unless it is proven sound."""
        if line.deviations is None:
            return self.line(line.line, line.text)
        return self._accepted(proven_record(line.line, line.text, line.deviations))

    def proven(self, run: Run) -> None:
        """Enter a run of lines that are proven sound and of which nothing is reported."""
        self.account.accept(run.lines)
        reason = Filtered.NON_CODING if self._frame.annotation else Filtered.NOT_ANNOTATED
        self.account.filter(reason, run.alleles)
        self.deviations.note(run.line, run.deviations, run.lines)

    def unfinished(self, number: int, line: bytes, *, complete: bool) -> Iterator[Variant]:
        """Judge a last line without its line break, the only sign of a text file cut off.

        Compressed data is known to be ``complete`` by its checksum; there VCF before 4.3, which
        did not demand the line break, lets the line stand.
        """
        if complete and self._frame.header.format < "VCFv4.3":
            self.deviations.note(number, ["the last line has no line break"])
            yield from self.line(number, line)
            return
        self.account.reject(Rejection(number, CUT_OFF))

    def add(self, part: Part, before: int) -> None:
        """Enter what was found in the file's next part, whose lines come after ``before``."""
        self.account.add(part.account, before)
        self.deviations.add(part.deviations, before)
        again = [(line + before, allele) for line, allele in part.repeated]
        for allele, at in part.alleles.items():
            if self.alleles.setdefault(allele, at + before) != at + before:
                again.append((at + before, allele))
        self.repeated.extend(sorted(again))
        self.limit()

    def limit(self) -> None:
        """Stop where more would be reported than any one patient's file can hold.

        Raises :class:`VariantFileError`.
        """
        if self.account.reported > MAX_REPORTED:
            raise VariantFileError(
                f"More than {MAX_REPORTED} alleles of the file would be reported, so its "
                "annotation is incomplete or it holds many patients; annotate it again."
            )

    def warnings(self) -> list[str]:
        """Give what a user must know of the records."""
        told = list(self.deviations.sentences())
        if self.repeated:
            again, allele = self.repeated[0]
            first = self.alleles[allele]
            more = f", and {len(self.repeated) - 1} more" if len(self.repeated) > 1 else ""
            told.append(f"Line {again}: the same allele stands in line {first} already{more}.")
        return told

    def _accepted(self, record: Record) -> Iterator[Variant]:
        self.account.accept()
        if record.warnings:
            self.deviations.note(record.line, record.warnings)
        yield from self._record(record)

    def _record(self, record: Record) -> Iterator[Variant]:
        if not record.alts:
            self.account.filter(Filtered.REFERENCE_ONLY)
            return
        named = self._frame.positions.touch(record)
        if self._frame.annotation is None and not named:
            for alt in record.alts:
                self.account.filter(stands_for_nothing(alt) or Filtered.NOT_ANNOTATED)
            return
        if not named and self._plainly_non_coding(record):
            self.account.filter(Filtered.NON_CODING)
            return
        notes: list[str] = []
        found = self._consequences(record, notes)
        reported = 0
        for allele, (alt, consequences) in enumerate(zip(record.alts, found, strict=True), 1):
            nothing = stands_for_nothing(alt)
            if nothing is not None:
                self.account.filter(nothing)
            elif named or not consequences or are_reported(consequences):
                if not consequences and self._frame.annotation is not None:
                    notes.append(NO_ANNOTATION)
                self.account.report()
                self._repetition(record, alt)
                reported += 1
                if self._keep:
                    yield self._variant(record, allele, consequences)
            else:
                self.account.filter(Filtered.NON_CODING)
        if reported and notes:
            self.deviations.note(record.line, notes)
        self.limit()

    def _plainly_non_coding(self, record: Record) -> bool:
        """Tell by the annotation's words alone that a record's only allele is left out.

        Whatever allele they name, with one allele they end at that one or say nothing else.
        """
        annotation = self._frame.annotation
        if annotation is None or len(record.alts) > 1 or stands_for_nothing(record.alts[0]):
            return False
        return plainly_non_coding(annotation, record.info.get(annotation.key, ""))

    def _consequences(
        self, record: Record, notes: list[str]
    ) -> tuple[tuple[Consequence, ...], ...]:
        if self._frame.annotation is None:
            return ((),) * len(record.alts)
        return consequences_of(self._frame.annotation, record.info, record.ref, record.alts, notes)

    def _variant(
        self, record: Record, allele: int, consequences: tuple[Consequence, ...]
    ) -> Variant:
        alt = record.alts[allele - 1]
        chosen, reason = choose(consequences, self._preferred)
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
            calls=calls_for(record, allele, self._frame.samples),
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
        first = self.alleles.setdefault(key, record.line)
        if first != record.line:
            self.repeated.append((record.line, key))
