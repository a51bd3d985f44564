"""Check FORMAT and the sample columns of one record (VCF specification, section 1.6.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tumorboard.vcf.header import Header
from tumorboard.vcf.line_faults import KEY, LineFault, shortened
from tumorboard.vcf.values import UNKNOWN_PLOIDY, ValueRule

# Before 4.3 any printable text but the marks of the line's own grammar.
_OLD_KEY = re.compile(r"[!#-+\--9<>-~]+")
_GENOTYPE = re.compile(r"[/|]?(?:\.|[0-9]{1,4})(?:[/|](?:\.|[0-9]{1,4}))*")


def check_format(keys: tuple[str, ...], header: Header, warnings: list[str]) -> None:
    """Check the keys of FORMAT; raises :class:`LineFault`."""
    allowed = KEY if header.format >= "VCFv4.3" else _OLD_KEY
    for key in keys:
        if key == ".":
            continue
        if not allowed.fullmatch(key):
            raise LineFault("FORMAT has an empty key or one with characters that are not allowed")
        if key not in header.formats:
            warnings.append(f"FORMAT {shortened(key)} is not declared in the header")
    if len(set(keys)) < len(keys):
        raise LineFault("FORMAT states a key twice")
    if "GT" in keys[1:]:
        raise LineFault("FORMAT has GT, but not in the first place")


def check_sample(
    keys: tuple[str, ...],
    rules: Sequence[ValueRule | None],
    sample: str,
    alts: int,
    at: int,
    warnings: list[str],
) -> None:
    """Check the fields of one sample column, the ``at``-th; fields may be left out at its end.

    ``rules`` are those of ``keys``, ``alts`` is the number of ALT alleles. Raises
    :class:`LineFault`.
    """
    values = sample.split(":")
    if len(values) > len(keys):
        raise LineFault(f"sample column {at} has more fields than FORMAT")
    ploidy = _ploidy(values[0], alts, at, warnings) if keys[0] == "GT" else UNKNOWN_PLOIDY
    for key, rule, value in zip(keys, rules, values, strict=False):
        if not value:
            raise LineFault(f"sample column {at} has an empty field")
        if " " in value:
            raise LineFault(f"sample column {at} has white space")
        if rule is None or key == "GT":
            continue
        if fault := rule.fault(value, alts, ploidy):
            if not fault.harmless:
                raise LineFault(f"{shortened(key)} in sample column {at} {fault.words}")
            warnings.append(f"FORMAT {shortened(key)} {fault.words}")


def _ploidy(genotype: str, alts: int, at: int, warnings: list[str]) -> int:
    """Check a genotype and give its number of copies, unknown when nothing was called."""
    if genotype == ".":
        return UNKNOWN_PLOIDY
    if not _GENOTYPE.fullmatch(genotype):
        raise LineFault(f"GT in sample column {at} is not a genotype")
    alleles = genotype.replace("|", "/").lstrip("/").split("/")
    if any(allele != "." and int(allele) > alts for allele in alleles):
        if alts == 0:
            warnings.append("GT names an alternative allele where ALT is .")
            return UNKNOWN_PLOIDY
        raise LineFault(f"GT in sample column {at} names an allele that the record does not have")
    if all(allele == "." for allele in alleles):
        return UNKNOWN_PLOIDY
    return len(alleles)
