"""Which alleles are reported to the board and which are left out, with the reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum

from tumorboard.domain.variant import Assembly, Consequence, ReadingKnowledge
from tumorboard.vcf.annotation_header import AnnotationFormat, Style
from tumorboard.vcf.annotations import REPORTED_TERMS, is_reported
from tumorboard.vcf.assembly import plain_chrom
from tumorboard.vcf.record import Record
from tumorboard.vcf.terms import SEVERITY

_LEFT_OUT = frozenset(SEVERITY) - REPORTED_TERMS
REFERENCE_BLOCKS = frozenset({"<NON_REF>", "<*>", "<X>"})
NO_ANNOTATION = "a record has no annotation although the file is annotated; it is reported as it is"


class Filtered(StrEnum):
    """Why an allele is not reported."""

    NON_CODING = "non_coding"
    NOT_ANNOTATED = "not_annotated"
    REFERENCE_ONLY = "reference_only"
    OVERLAPPING_DELETION = "overlapping_deletion"


def stands_for_nothing(alt: str) -> Filtered | None:
    """Tell why an ALT is no change of its own: reference blocks and ``*``; else ``None``."""
    if alt == "*":
        return Filtered.OVERLAPPING_DELETION
    return Filtered.REFERENCE_ONLY if alt in REFERENCE_BLOCKS else None


def are_reported(consequences: Iterable[Consequence]) -> bool:
    """Tell whether any consequence is one that makes its allele reported."""
    return any(is_reported(c.terms, c.impact) for c in consequences)


def plainly_non_coding(annotation: AnnotationFormat, text: str) -> bool:
    """Tell of an annotation's text, unparsed, that every entry has only terms left out.

    ``False`` means that the entries must be parsed to tell.
    """
    column = _term_column(annotation)
    if column is None or text in {"", "."}:
        return False
    for entry in text.split(","):
        values = entry.split("|", column + 1)
        if len(values) <= column or not _LEFT_OUT.issuperset(values[column].split("&")):
            return False
    return True


def _term_column(annotation: AnnotationFormat) -> int | None:
    """Give where the terms stand: only one of the first two places is sure in every entry."""
    name = {Style.VEP: "Consequence", Style.ANN: "Annotation"}.get(annotation.style, "")
    first = annotation.fields[:2]
    return first.index(name) if name in first else None


class NamedPositions:
    """The positions the knowledge base always wants read, looked up by place.

    Without a known genome build the positions of both builds count: reading more is harmless.
    """

    def __init__(self, knowledge: ReadingKnowledge, assembly: Assembly | None) -> None:
        self._places: dict[str, list[tuple[int, int]]] = {}
        for build, chrom, start, end, _ in knowledge.always_read:
            if assembly is None or build == assembly:
                self._places.setdefault(plain_chrom(chrom), []).append((start, end))
        for places in self._places.values():
            places[:] = _merged(places)

    @property
    def places(self) -> dict[str, Sequence[tuple[int, int]]]:
        """Give the ranges by chromosome without ``chr``, sorted and apart, ends included."""
        return dict(self._places)

    def touch(self, record: Record) -> bool:
        """Tell whether a record overlaps a named position."""
        if not self._places:
            return False
        places = self._places.get(plain_chrom(record.chrom))
        if not places:
            return False
        end = max(record.pos + len(record.ref) - 1, _stated_end(record))
        at = bisect_right(places, (end, 2**31))
        return at > 0 and places[at - 1][1] >= record.pos


def _stated_end(record: Record) -> int:
    text = record.info.get("END", "")
    symbolic = any(alt.startswith("<") for alt in record.alts)
    return int(text) if symbolic and text.isascii() and text.isdigit() and len(text) < 11 else 0


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
