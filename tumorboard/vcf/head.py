"""Take the header off the front of a file, or say why it has none."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.errors import VariantFileError
from tumorboard.vcf.header_lines import header_fault

MAX_HEADER = 64 << 20


def take_header(chunks: Iterator[bytes]) -> tuple[list[bytes], bytes]:
    """Take the header's lines off the front of a stream; give them and the bytes behind them."""
    lines: list[bytes] = []
    data = b""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        data += chunk
        begin = 0
        while (end := data.find(b"\n", begin)) >= 0:
            lines.append(data[begin:end])
            begin = end + 1
            if lines[-1].startswith(b"#CHROM"):
                return lines, data[begin:]
            if not lines[-1].startswith(b"##"):
                raise _not_a_header(lines)
        data = data[begin:]
        if size > MAX_HEADER:
            raise _no_columns(lines, cut_off=False)
    raise _no_columns(lines, cut_off=True)


def _not_a_header(lines: list[bytes]) -> VariantFileError:
    if len(lines) == 1:
        return VariantFileError(
            "The file is not a VCF: line 1 is not a header line (##fileformat=VCFv4.x); "
            "choose the VCF that the laboratory made."
        )
    return header_fault(len(lines), "is neither a ## line nor the line of column names (#CHROM)")


def _no_columns(lines: list[bytes], *, cut_off: bool) -> VariantFileError:
    where = f"after line {len(lines)}" if lines else "in its first line"
    why = "ends" if cut_off else "does not come to its records"
    return VariantFileError(
        f"The file {why} {where} without a complete line of column names (#CHROM), so it is not "
        "a VCF or was cut off; copy it again from where it was made."
    )
