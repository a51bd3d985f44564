"""Read the header strictly: a fault refuses the file, a caller's habit is told as a warning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tumorboard.errors import VariantFileError
from tumorboard.vcf.declarations import OLD_VERSION, STRUCTURED, Draft, declare
from tumorboard.vcf.header import Header
from tumorboard.vcf.meta_lines import MetaFault, split_meta

VERSIONS = ("VCFv4.1", "VCFv4.2", "VCFv4.3", "VCFv4.4")
COLUMNS = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_NUMERIC_HOST = re.compile(r"[a-z]+://[0-9]+(?:[:/]|$)", re.IGNORECASE)
_NEVER_EMPTY = frozenset({"reference", "assembly", "pedigreeDB", "contig", "fileformat"})


def parse_header(lines: Sequence[bytes]) -> Header:
    """Read the lines from the first to the ``#CHROM`` line, both included, without line breaks.

    Raises :class:`VariantFileError` that names the line and what is wrong with it.
    """
    draft = Draft()
    for draft.line, raw in enumerate(lines[:-1], start=1):
        text = _decode(raw, draft.line)
        try:
            _meta_line(draft, text)
        except MetaFault as fault:
            raise header_fault(draft.line, str(fault)) from fault
    draft.line = len(lines)
    samples, genotypes = _columns(_decode(lines[-1], draft.line), draft.line)
    if not draft.format:
        draft.format = "VCF"
        draft.warnings.insert(
            0,
            "The file does not state its VCF version (##fileformat); "
            "it was read by the rules of VCF 4.2.",
        )
    return Header(
        format=draft.format,
        infos=draft.infos,
        formats=draft.formats,
        filters=draft.filters,
        contigs=draft.contigs,
        samples=samples,
        meta=tuple(draft.meta),
        column_line=draft.line,
        alts=draft.alts,
        warnings=tuple(draft.warnings),
        genotypes=genotypes,
    )


def header_fault(line: int, what: str) -> VariantFileError:
    """Build the one sentence for a header that cannot be used."""
    return VariantFileError(
        f"The file is refused because line {line} of its header {what}; "
        "ask the laboratory for a valid VCF."
    )


def _decode(raw: bytes, line: int) -> str:
    raw = raw.removesuffix(b"\r")
    if _CONTROL.search(raw):
        raise header_fault(line, "holds control characters")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise header_fault(line, "is not valid UTF-8 text") from error


def _meta_line(draft: Draft, text: str) -> None:
    if not text.startswith("##"):
        raise MetaFault("does not begin with ##")
    key, value = split_meta(text)
    if key == "fileformat":
        _fileformat(draft, value)
    elif not value and key in _NEVER_EMPTY:
        raise MetaFault(f"gives no value for {key}")
    elif key in {"assembly", "pedigreeDB"}:
        if _NUMERIC_HOST.match(value) or value == "<>":
            raise MetaFault(f"gives no usable address for {key}")
    elif key in STRUCTURED:
        declare(draft, key, value)
    draft.meta.append((key, value))


def _fileformat(draft: Draft, value: str) -> None:
    if draft.line != 1:
        raise MetaFault("states the VCF version, which must stand in line 1")
    if value == OLD_VERSION:
        draft.warn("VCF 4.0 was read by the rules of VCF 4.1")
    elif value not in VERSIONS:
        raise MetaFault("does not state a VCF version this program reads (VCFv4.1 to VCFv4.4)")
    draft.format = value


def _columns(text: str, line: int) -> tuple[tuple[str, ...], bool]:
    columns = text.split("\t")
    if tuple(columns[:8]) != COLUMNS:
        raise header_fault(line, "does not name the columns #CHROM POS ID REF ALT QUAL FILTER INFO")
    if len(columns) == 8:
        return (), False
    samples = tuple(columns[9:])
    if columns[8] != "FORMAT" or not samples:
        raise header_fault(line, "must go on with FORMAT and at least one sample after INFO")
    if any(not name.strip() for name in samples):
        raise header_fault(line, "has a sample without a name")
    if len(set(samples)) < len(samples):
        raise header_fault(line, "names a sample twice")
    return samples, True
