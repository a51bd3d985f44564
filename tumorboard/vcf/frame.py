"""What the header settles before the first record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.domain.variant import Assembly, ReadingKnowledge, Sample, SampleRole
from tumorboard.errors import VariantFileError
from tumorboard.vcf.annotations import (
    AnnotationFormat,
    parse_annotation_header,
    unsupported_annotation,
)
from tumorboard.vcf.assembly import recognise_assembly
from tumorboard.vcf.filtering import NamedPositions
from tumorboard.vcf.header import Header
from tumorboard.vcf.line_faults import shortened
from tumorboard.vcf.samples import recognise_samples


@dataclass(frozen=True, slots=True)
class Frame:
    """The header with what follows from it: annotation, samples, genome build, named positions."""

    header: Header
    annotation: AnnotationFormat | None
    samples: tuple[Sample, ...]
    assembly: Assembly | None
    assembly_reason: str
    positions: NamedPositions

    def warnings(self) -> list[str]:
        """Give what a user must know of the file before any record."""
        told = [*self.header.warnings, *_annotation_warnings(self)]
        if self.assembly is None:
            told.append(f"The genome build is open: {self.assembly_reason}.")
        return told


def frame_of(
    header: Header,
    knowledge: ReadingKnowledge,
    roles: Mapping[str, SampleRole] | None,
    stated: Assembly | None,
) -> Frame:
    """Settle what the header settles; ``roles`` and the ``stated`` build are the user's.

    Raises :class:`VariantFileError` when the user's word goes against the file.
    """
    told, reason = recognise_assembly(header.contigs, header.meta)
    if stated is not None and told is not None and stated is not told:
        raise VariantFileError(
            f"{stated} was stated, but the file says {told} ({reason}); "
            "leave the statement out or choose the right file."
        )
    if stated is not None and told is None:
        told, reason = stated, "stated by the user"
    return Frame(
        header,
        parse_annotation_header(header),
        recognise_samples(header, roles),
        told,
        reason,
        NamedPositions(knowledge, told),
    )


def _annotation_warnings(frame: Frame) -> list[str]:
    if frame.annotation is not None:
        return [
            f"The file also holds the annotation {shortened(other)}, which was not read."
            for other in frame.annotation.others
        ]
    other = unsupported_annotation(frame.header)
    by = f" (it was annotated with {other}, which is not read)" if other else ""
    return [
        f"The file is not annotated by VEP or SnpEff{by}, so only named positions are reported; "
        "annotate it, for example with VEP and --symbol --hgvs --mane --canonical, and load it "
        "again."
    ]
