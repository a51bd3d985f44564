"""How many reads carry an allele in each sample, from what each caller writes.

The fraction is recomputed from counts of reads as an exact decimal (ten significant digits) and
never passes through a binary float. What it is divided by:

- allele depths of all alleles of the record (``AD``; ``RO`` and ``AO``; ``TAR`` and ``TIR``; the
  four base counts of Strelka): reads that tell the alleles apart. A caller's ``DP`` also counts
  reads that support none of them, which would lower the fraction most for long insertions
  such as FLT3-ITD.
- ``DP`` for callers that write every alternative allele in a record of its own (VarDict, TNscope,
  SAGE): their ``AD`` leaves out the reads of the other alleles at the place, and their own
  fraction is over ``DP`` too.

Where there are no counts the caller's own fraction is taken as written. What is missing, or makes
no sense (a number of values that does not fit the alleles), is ``None``, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tumorboard.domain.variant import Sample, SampleCall, SampleRole
from tumorboard.vcf.counts import Counts, count_reads, read_count
from tumorboard.vcf.decimals import fraction, fraction_text
from tumorboard.vcf.record import Record

TOLERANCE = Decimal("0.02")
"""Caller's and recomputed fraction may differ by this much before they are flagged."""

_PER_ALLELE_FRACTIONS = ("AF", "VAF", "FA", "VF")
"""FORMAT keys in which callers write the fraction: VCF 4.3 ``AF``, MuTect ``FA``, and others."""


_NO_FRACTION: tuple[Decimal | None, str] = (None, "")


def _caller_fraction(
    fields: Mapping[str, str], record: Record, allele: int
) -> tuple[Decimal | None, str]:
    """Read the caller's own fraction of one allele and its field, if it is there and clear."""
    for key in _PER_ALLELE_FRACTIONS:
        if key not in fields:
            continue
        values = fields[key].split(",")
        # A single value in a record of several alleles does not say which one it is of.
        if len(values) == len(record.alts):
            value = fraction_text(values[allele - 1])
            if value is not None:
                return value, key
    percent = fields.get("FREQ", "")  # VarScan: 12.5%
    if percent.endswith("%") and len(record.alts) == 1:
        return fraction_text(percent[:-1], percent=True), "FREQ"
    return _NO_FRACTION


def _call(
    sample: Sample,
    genotype: str,
    depth: int | None,
    counts: Counts | None,
    stated: tuple[Decimal | None, str],
) -> SampleCall:
    own, own_source = stated
    counted = fraction(counts.alt, counts.total) if counts else None
    # Reads were counted and there were none: the fraction is unknown, whatever the caller says.
    no_reads = counts is not None and counts.total == 0
    vaf = counted if counted is not None or no_reads else own
    source = ""
    if counted is not None and counts is not None:
        source = counts.source
    elif vaf is not None:
        source = own_source
    return SampleCall(
        sample=sample.name,
        role=sample.role,
        genotype=genotype,
        depth=depth if depth is not None or counts is None else counts.total,
        ref_depth=counts.ref if counts else None,
        alt_depth=counts.alt if counts else None,
        vaf=vaf,
        vaf_caller=own,
        vaf_source=source,
        vaf_differs=counted is not None and own is not None and abs(counted - own) > TOLERANCE,
    )


def calls_for(record: Record, allele: int, samples: Sequence[Sample]) -> tuple[SampleCall, ...]:
    """Give what the caller counted for one allele (1-based) in every sample, in column order.

    ``depth`` is ``DP`` where the sample has it, else the sum of the allele depths. Where the
    caller wrote its counts into INFO (LoFreq: ``DP4``, ``DP``, ``AF``) they are those of the only
    sample, or of an unnamed tumour in a file without sample columns; such a file has no calls
    otherwise. Odd values never raise; they count as missing.
    """
    if not 1 <= allele <= len(record.alts):
        return ()
    if not samples:
        unnamed = Sample("", SampleRole.TUMOUR, "the file has no sample columns")
        return _call_from_info(record, allele, unnamed)
    calls = tuple(
        _sample_call(record, allele, sample, column)
        for sample, column in zip(samples, record.samples, strict=False)
    )
    if len(samples) == 1 and len(calls) == 1 and calls[0].vaf_source == "" and not calls[0].depth:
        return _call_from_info(record, allele, samples[0], calls[0].genotype) or calls
    return calls


def _sample_call(record: Record, allele: int, sample: Sample, column: str) -> SampleCall:
    fields = dict(zip(record.format, column.split(":"), strict=False))
    return _call(
        sample,
        fields.get("GT", ""),
        read_count(_of_allele(fields.get("DP", ""), record, allele)),
        count_reads(fields, record.ref, record.alts, allele),
        _caller_fraction(fields, record, allele),
    )


def _of_allele(depth: str, record: Record, allele: int) -> str:
    """Choose the depth of one allele where a caller writes one for each (varlociraptor)."""
    if "," not in depth:
        return depth
    values = depth.split(",")
    return values[allele - 1] if len(values) == len(record.alts) else ""


def _call_from_info(
    record: Record, allele: int, sample: Sample, genotype: str = ""
) -> tuple[SampleCall, ...]:
    """Read counts that a caller of single samples writes into INFO, nothing if there are none."""
    info = record.info
    if "DP4" not in info or len(record.alts) != 1:
        return ()
    counts = count_reads({"DP4": info["DP4"]}, record.ref, record.alts, allele)
    own = fraction_text(info.get("AF", "")), "AF"
    return (_call(sample, genotype, read_count(info.get("DP", "")), counts, own),)
