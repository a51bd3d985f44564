"""What an annotator said of each allele: VEP's ``CSQ`` and SnpEff's ``ANN`` and ``EFF``.

The doors of annotation: :func:`parse_annotation_header` once per file, :func:`consequences_of`
and :func:`population_frequency` once per record that is looked at, :data:`REPORTED_TERMS` to
tell which are. Fields are read by the names the header gives them, in its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from tumorboard.domain.variant import Consequence
from tumorboard.vcf.alleles import NOT_ALLELES, index_of
from tumorboard.vcf.annotation_header import (
    AnnotationFormat,
    Style,
    parse_annotation_header,
    unsupported_annotation,
)
from tumorboard.vcf.entries import BEYOND_HEADER, parse_entry
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

_ALLELE_FIELD = {Style.VEP: "Allele", Style.ANN: "Allele", Style.EFF: ""}
_NUMBER_FIELDS = ("ALLELE_NUM", "Genotype_Number", "Genotype")


@lru_cache(maxsize=32)
def _number_field(fields: tuple[str, ...]) -> str:
    return next((name for name in _NUMBER_FIELDS if name in fields), "")


def _numbers(
    fmt: AnnotationFormat, consequences: Sequence[Consequence], alleles: int
) -> list[int | None]:
    """Read the allele number each entry states, 0-based.

    When one is beyond the record's alleles, the record was split after annotation and no number
    can be trusted.
    """
    field = _number_field(fmt.fields)
    if not field:
        return [None] * len(consequences)
    stated: list[int | None] = []
    for consequence in consequences:
        text = consequence.fields.get(field, "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        if number > alleles:
            return [None] * len(consequences)
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
    if not all(fits for _, fits in entries):
        noted.append(OTHER_FIELDS)
    parsed = [consequence for consequence, _ in entries]
    numbers = _numbers(fmt, parsed, len(alts))
    found: list[list[Consequence]] = [[] for _ in alts]
    left: list[Consequence] = []
    field = _ALLELE_FIELD[fmt.style]
    for consequence, number in zip(parsed, numbers, strict=True):
        index = number
        if index is None:
            index = index_of(consequence.fields.get(field, ""), ref, alts)
        (left if index is None else found[index]).append(consequence)
    if left:
        _place(left, found, alts, field, noted)
    return tuple(tuple(of_allele) for of_allele in found)


def _place(
    left: list[Consequence],
    found: list[list[Consequence]],
    alts: tuple[str, ...],
    field: str,
    warnings: list[str],
) -> None:
    """Give entries that name no allele of the record to the alleles that have none yet."""
    bare = [i for i, alt in enumerate(alts) if not found[i] and alt not in NOT_ALLELES]
    if not bare:
        warnings.append(OTHER_ALLELE)
        return
    names = {consequence.fields.get(field, "") for consequence in left}
    if len(bare) > 1 or len(names) > 1:
        warnings.append(ALLELE_UNCERTAIN)
    for index in bare:
        found[index].extend(left)
