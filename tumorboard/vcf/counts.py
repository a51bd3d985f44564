"""The counts of reads per allele, in the FORMAT fields of each caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Counts(NamedTuple):
    """Reads of the reference, of one alternative allele and of all; ``source`` names the fields.

    ``ref`` is ``None`` when the caller does not count the reference.
    """

    ref: int | None
    alt: int
    total: int
    source: str


Fields = Mapping[str, str]
Reader = Callable[[Fields, str, tuple[str, ...], int], Counts | None]


def read_count(text: str) -> int | None:
    """Read a count of reads, ``None`` when it is missing or is no count."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _counts(text: str) -> list[int] | None:
    """Read comma-separated counts, ``None`` unless every one of them is a count."""
    values = [read_count(part) for part in text.split(",")]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _allele_depths(fields: Fields, key: str, alts: tuple[str, ...]) -> list[int] | None:
    """Read depths of the reference and every alternative allele, if there are just as many."""
    if key not in fields:
        return None
    values = _counts(fields[key])
    return values if values is not None and len(values) == len(alts) + 1 else None


def _over_depth(counts: Counts, fields: Fields) -> Counts:
    """Divide by ``DP`` where it covers the allele depths (see :mod:`tumorboard.vcf.fractions`)."""
    depth = read_count(fields.get("DP", ""))
    if depth is None or depth < counts.total:
        return counts
    return Counts(counts.ref, counts.alt, depth, f"{counts.source}/DP")


_ONE_ALLELE_A_RECORD = (
    "VD",  # VarDict
    "DPHC",  # TNscope: reads of high confidence
    "RC_CNT",  # SAGE: read context counts
)


def _from_ad(fields: Fields, _ref: str, alts: tuple[str, ...], allele: int) -> Counts | None:
    """Mutect2, GATK, DRAGEN, TNscope, SAGE, VarDict, Octopus: ``AD`` of reference and alleles."""
    depths = _allele_depths(fields, "AD", alts)
    if depths is None:
        return None
    counts = Counts(depths[0], depths[allele], sum(depths), "AD")
    alone = len(alts) == 1 and any(key in fields for key in _ONE_ALLELE_A_RECORD)
    return _over_depth(counts, fields) if alone else counts


def _from_ro_ao(fields: Fields, _ref: str, alts: tuple[str, ...], allele: int) -> Counts | None:
    """FreeBayes: ``RO`` of the reference, ``AO`` of every alternative allele."""
    ref = read_count(fields.get("RO", ""))
    observed = _counts(fields.get("AO", ""))
    if ref is None or observed is None or len(observed) != len(alts):
        return None
    return Counts(ref, observed[allele - 1], ref + sum(observed), "AO/RO")


def _from_dpr(fields: Fields, _ref: str, alts: tuple[str, ...], allele: int) -> Counts | None:
    """FreeBayes before 1.1: ``DPR``, the observations of the reference and every allele."""
    depths = _allele_depths(fields, "DPR", alts)
    return Counts(depths[0], depths[allele], sum(depths), "DPR") if depths else None


def _from_strelka_snv(
    fields: Fields, ref: str, alts: tuple[str, ...], allele: int
) -> Counts | None:
    """Strelka's substitutions: ``AU``, ``CU``, ``GU``, ``TU``, each of tier 1 and tier 2.

    As its user guide says: tier 1 of the alternative over tier 1 of reference and alternatives.
    """
    tier1: list[int] = []
    for base in (ref, *alts):
        values = _counts(fields.get(f"{base.upper()}U", ""))
        if values is None:
            return None
        tier1.append(values[0])
    return Counts(tier1[0], tier1[allele], sum(tier1), "AU/CU/GU/TU")


def _from_strelka_indel(
    fields: Fields, _ref: str, alts: tuple[str, ...], _allele: int
) -> Counts | None:
    """Strelka's insertions and deletions: ``TAR`` and ``TIR``, tier 1 and tier 2 of each."""
    ref, alt = _counts(fields.get("TAR", "")), _counts(fields.get("TIR", ""))
    if ref is None or alt is None or len(alts) != 1:
        return None
    return Counts(ref[0], alt[0], ref[0] + alt[0], "TAR/TIR")


def _from_vd(fields: Fields, _ref: str, alts: tuple[str, ...], _allele: int) -> Counts | None:
    """VarDict and what is merged in its manner: ``VD`` variant reads of ``DP``."""
    alt, depth = read_count(fields.get("VD", "")), read_count(fields.get("DP", ""))
    if alt is None or depth is None or len(alts) != 1:
        return None
    return Counts(None, alt, depth, "VD/DP")


def _from_varscan(fields: Fields, _ref: str, alts: tuple[str, ...], _allele: int) -> Counts | None:
    """VarScan: ``RD`` of the reference and a single ``AD`` of the alternative allele."""
    ref, alt = read_count(fields.get("RD", "")), read_count(fields.get("AD", ""))
    if ref is None or alt is None or len(alts) != 1:
        return None
    return Counts(ref, alt, ref + alt, "AD/RD")


def _from_dp4(fields: Fields, _ref: str, alts: tuple[str, ...], _allele: int) -> Counts | None:
    """LoFreq, samtools: ``DP4``, reference and alternative on the forward and reverse strand."""
    values = _counts(fields.get("DP4", ""))
    if values is None or len(values) != 4 or len(alts) != 1:
        return None
    return Counts(values[0] + values[1], values[2] + values[3], sum(values), "DP4")


def _from_manta(fields: Fields, _ref: str, alts: tuple[str, ...], _allele: int) -> Counts | None:
    """Manta: ``PR`` spanning pairs and ``SR`` split reads, of the reference and the allele."""
    kinds = [key for key in ("PR", "SR") if key in fields]
    counted = [_allele_depths(fields, key, alts) for key in kinds]
    pairs = [depths for depths in counted if depths is not None]
    if not pairs or len(pairs) != len(counted) or len(alts) != 1:
        return None
    ref, alt = sum(depths[0] for depths in pairs), sum(depths[1] for depths in pairs)
    return Counts(ref, alt, ref + alt, "+".join(kinds))


def _from_delly(fields: Fields, _ref: str, alts: tuple[str, ...], _allele: int) -> Counts | None:
    """Delly: junction reads ``RR RV`` where there are any (precise calls), else pairs ``DR DV``."""
    for ref_key, alt_key in (("RR", "RV"), ("DR", "DV")):
        ref, alt = read_count(fields.get(ref_key, "")), read_count(fields.get(alt_key, ""))
        if ref is not None and alt is not None and ref + alt > 0 and len(alts) == 1:
            return Counts(ref, alt, ref + alt, f"{alt_key}/{ref_key}")
    return None


def _from_adt(fields: Fields, _ref: str, alts: tuple[str, ...], allele: int) -> Counts | None:
    """PCGR's input: ``ADT``, allele depths of the tumour, beside ``ADC`` of its control."""
    depths = _allele_depths(fields, "ADT", alts)
    return Counts(depths[0], depths[allele], sum(depths), "ADT") if depths else None


# The key whose presence makes a reader worth trying, and the reader; the first to succeed wins.
_READERS: tuple[tuple[str, Reader], ...] = (
    ("AD", _from_ad),
    ("AO", _from_ro_ao),
    ("DPR", _from_dpr),
    ("AU", _from_strelka_snv),
    ("TIR", _from_strelka_indel),
    ("VD", _from_vd),
    ("RD", _from_varscan),
    ("DP4", _from_dp4),
    ("ADT", _from_adt),
    ("DV", _from_delly),
    ("PR", _from_manta),
    ("SR", _from_manta),
)


def count_reads(fields: Fields, ref: str, alts: tuple[str, ...], allele: int) -> Counts | None:
    """Find the counts of one allele (1-based) in a sample's fields, ``None`` if there are none.

    ``fields`` maps FORMAT keys to the sample's text. A field with another number of values than
    the record has alleles is not used: it cannot be told which value belongs to which allele.
    """
    for key, reader in _READERS:
        if key in fields:
            counts = reader(fields, ref, alts, allele)
            if counts is not None:
                return counts
    return None
