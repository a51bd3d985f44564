"""What an annotator said of each allele: VEP's ``CSQ`` and SnpEff's ``ANN`` and ``EFF``.

The doors of annotation: :func:`parse_annotation_header` once per file, :func:`consequences_of`
and :func:`population_frequency` once per record that is looked at, :data:`REPORTED_TERMS` to
tell which are. Fields are read by the names the header gives them, in its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tumorboard.domain.variant import Consequence
from tumorboard.vcf.alleles import NOT_ALLELES, index_of
from tumorboard.vcf.annotation_header import (
    AnnotationFormat,
    parse_annotation_header,
    unsupported_annotation,
)
from tumorboard.vcf.entries import BEYOND_HEADER, Entry, parse_entry
from tumorboard.vcf.population import population_frequency
from tumorboard.vcf.terms import REPORTED_TERMS, is_reported

__all__ = [
    "ALLELE_UNCERTAIN",
    "BEYOND_HEADER",
    "OTHER_ALLELE",
    "OTHER_FIELDS",
    "REPORTED_TERMS",
    "AnnotationFormat",
    "consequences_of",
    "is_reported",
    "parse_annotation_header",
    "population_frequency",
    "unsupported_annotation",
]

ALLELE_UNCERTAIN = (
    "the annotation does not say clearly which alternative allele it is about; it is shown with "
    "every allele it may be about"
)
OTHER_ALLELE = (
    "some annotations are about an allele that the record no longer has (a record split after "
    "annotation); they are left out"
)

OTHER_FIELDS = (
    "some annotations have another number of fields than the header declares (files merged after "
    "annotation); only their first fields are read, which stand in the same place in VEP's versions"
)


def _numbers(entries: Sequence[Entry], alleles: int) -> list[int | None]:
    """Read the allele number each entry states, 0-based.

    When one is beyond the record's alleles, the record was split after annotation and no number
    can be trusted.
    """
    stated: list[int | None] = []
    for entry in entries:
        text = entry.allele_number
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        if number > alleles:
            return [None] * len(entries)
        stated.append(number - 1 if number > 0 else None)
    return stated


def consequences_of(
    fmt: AnnotationFormat,
    info: Mapping[str, str],
    ref: str,
    alts: tuple[str, ...],
    warnings: list[str] | None = None,
) -> tuple[tuple[Consequence, ...], ...]:
    """Give the consequences of every alternative allele of a record, in the order written.

    An entry belongs to the allele whose number it states (``ALLELE_NUM``), else to the one whose
    name it bears (:func:`tumorboard.vcf.alleles.index_of`). Entries that name no allele of the
    record go to the alleles nothing else was said of; where that is a guess,
    :data:`ALLELE_UNCERTAIN` is appended to ``warnings``, and where there is no such allele,
    :data:`OTHER_ALLELE` is. Of an entry with another number of fields than the header declares
    only the first fields are read, the rest stays together as text, and :data:`OTHER_FIELDS` is
    appended. Never raises on odd content.
    """
    text = info.get(fmt.key, "")
    if not text or text == ".":
        return ((),) * len(alts)
    noted = warnings if warnings is not None else []
    entries = [parse_entry(fmt, entry) for entry in text.split(",")]
    if not all(entry.fits for entry in entries):
        noted.append(OTHER_FIELDS)
    found: list[list[Consequence]] = [[] for _ in alts]
    left: list[Entry] = []
    for entry, number in zip(entries, _numbers(entries, len(alts)), strict=True):
        index = number if number is not None else index_of(entry.allele, ref, alts)
        if index is None:
            left.append(entry)
        else:
            found[index].append(entry.consequence)
    if left:
        _place(left, found, alts, noted)
    return tuple(tuple(of_allele) for of_allele in found)


def _place(
    left: Sequence[Entry],
    found: list[list[Consequence]],
    alts: tuple[str, ...],
    warnings: list[str],
) -> None:
    """Give entries that name no allele of the record to the alleles that have none yet."""
    bare = [i for i, alt in enumerate(alts) if not found[i] and alt not in NOT_ALLELES]
    if not bare:
        warnings.append(OTHER_ALLELE)
        return
    if len(bare) > 1 or len({entry.allele for entry in left}) > 1:
        warnings.append(ALLELE_UNCERTAIN)
    for index in bare:
        found[index].extend(entry.consequence for entry in left)
