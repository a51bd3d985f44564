"""How common an allele is in people at large, from what the annotation and the file state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from tumorboard.domain.variant import Consequence
from tumorboard.vcf.entry_fields import EntryFields

_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{0,40})?(?:[eE]-?[0-9]{1,3})?|\.[0-9]{1,40}")
_ALLELE_AND_NUMBER = re.compile(r"(?P<allele>[^:]+):(?P<number>[^:]+)")

# VEP's own fields: 1000 Genomes (AF, EUR_AF), ESP (AA_AF, EA_AF), gnomAD exomes and genomes,
# MAX_AF; and those of VEP before release 90 (GMAF, EUR_MAF, ExAC_Adj_MAF), "allele:frequency".
_VEP_FIELD = re.compile(
    r"(?:AFR|AMR|ASN|EAS|EUR|SAS|AA|EA|MAX)_AF|AF"
    r"|GMAF|(?:AFR|AMR|ASN|EAS|EUR|SAS|AA|EA)_MAF|ExAC(?:_[A-Za-z]+)?_(?:MAF|AF)"
)
# Names resources are given when added by hand (VEP --custom, vcfanno, bcftools annotate).
_RESOURCE = re.compile(
    r"(?:dbnsfp_)?(?:gnomad|exac|1000g|1kg|kgp|tgp|esp|topmed|swegen)[\w.\-]*", re.IGNORECASE
)
_AS_SUFFIX = re.compile(r"(?:[\w.\-]*[_.])?AF_(?:ESP|EXAC|TGP|popmax|grpmax)", re.IGNORECASE)
_FREQUENCY_PART = re.compile(r"(?:[a-z0-9]*AF|MAF)", re.IGNORECASE)
_NOT_A_FREQUENCY = frozenset({"raw", "faf", "faf95", "faf99"})
"""Parts of a name that make it something else: before quality control, or a confidence bound."""


@lru_cache(maxsize=4096)
def _is_resource(name: str) -> bool:
    """Tell whether a name is that of a population resource's allele frequency."""
    if _AS_SUFFIX.fullmatch(name):
        return True
    if not _RESOURCE.fullmatch(name):
        return False
    parts = [part for part in re.split(r"[_.\-]", name) if part]
    if any(part.lower() in _NOT_A_FREQUENCY for part in parts):
        return False
    return any(_FREQUENCY_PART.fullmatch(part) for part in parts)


@lru_cache(maxsize=256)
def _annotation_fields(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Choose an annotation's frequency fields, with their places among its names.

    ``MAX_AF`` comes first, being the highest by definition. ``AF`` inside an annotation is the
    1000 Genomes frequency, unlike INFO's ``AF``.
    """
    chosen = [name for name in names if _VEP_FIELD.fullmatch(name) or _is_resource(name)]
    chosen.sort(key=lambda name: name != "MAX_AF")
    return tuple(chosen), tuple(names.index(name) for name in chosen)


def _stated(fields: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the frequency fields of one entry and their texts."""
    if isinstance(fields, EntryFields):
        names, places = _annotation_fields(fields.names)
        return names, fields.select(places) if places else ()
    names, _ = _annotation_fields(tuple(fields))
    return names, tuple(fields[name] for name in names)


def _number(text: str) -> Decimal | None:
    """Read a frequency between 0 and 1 exactly as written, ``None`` if it is not one."""
    if not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text)
    return value if value <= 1 else None


def _values(text: str, allele: str) -> Iterator[Decimal]:
    """Read what one annotation field states of ``allele`` (the annotator's name for it)."""
    for part in text.split("&"):
        named = _ALLELE_AND_NUMBER.fullmatch(part)
        if named and named["allele"] != allele:
            continue
        value = _number(named["number"] if named else part)
        if value is not None:
            yield value


def _from_info(info: Mapping[str, str], allele: int) -> Iterator[tuple[Decimal, str]]:
    for name, text in info.items():
        if text and _is_resource(name):
            parts = text.split(",")
            # One value in a record of several alleles cannot be given to the second or later.
            if allele <= len(parts) and (value := _number(parts[allele - 1])) is not None:
                yield value, name


def _from_annotation(consequences: Sequence[Consequence]) -> Iterator[tuple[Decimal, str]]:
    seen: set[tuple[str, ...]] = set()
    for consequence in consequences:
        names, stated = _stated(consequence.fields)
        # Frequencies belong to the allele: its transcripts mostly repeat the same ones.
        if stated in seen:
            continue
        seen.add(stated)
        for name, text in zip(names, stated, strict=True):
            if text:
                allele = consequence.fields.get("Allele", "") if ":" in text else ""
                for value in _values(text, allele):
                    yield value, name


def population_frequency(
    consequences: Sequence[Consequence], info: Mapping[str, str], allele: int
) -> tuple[Decimal | None, str]:
    """Give an allele's highest population frequency (0..1, exact) and the field that held it.

    ``consequences`` are those of this allele, ``allele`` its 1-based number in the record. Looked
    at are the frequencies of gnomAD, 1000 Genomes, ESP, ExAC, TOPMed and SweGen in the
    annotation and, by their usual names, in INFO; INFO's ``AF`` is the caller's and is not. A
    value that is no frequency counts as unknown and stays in ``fields``. Unknown is
    ``(None, "")``, never zero.
    """
    best: Decimal | None = None
    source = ""
    for value, name in (*_from_annotation(consequences), *_from_info(info, allele)):
        if best is None or value > best:
            best, source = value, name
    return best, source
