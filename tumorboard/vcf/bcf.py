"""BCF input and indexed look-ups by cyvcf2 (htslib), each in a process of its own.

htslib has been seen to crash on damaged input. In a child process a crash is an exit code, which
becomes one sentence, and what the child writes is VCF text that passes the same strict reader as
any other file.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from tumorboard.domain.progress import Progress, silent
from tumorboard.domain.variant import Rejection
from tumorboard.errors import VariantFileError
from tumorboard.vcf.bcf_child import NO_INDEX
from tumorboard.vcf.header_lines import parse_header
from tumorboard.vcf.lines import check_line
from tumorboard.vcf.record import Record

_MAGIC = b"BCF\x02"
_CHUNK = 1 << 20
_MAX_RECORD = 1 << 28
_REGION = re.compile(r"[^\s:,]+:[0-9]{1,10}-[0-9]{1,10}")
_CONVERT = "convert it with 'bcftools view -O z' and load the VCF"


def is_bcf(start: bytes) -> bool:
    """Tell whether inflated bytes begin a BCF 2 file."""
    return start.startswith(_MAGIC)


def available() -> bool:
    """Tell whether cyvcf2 can be used: it is not there on Windows, and a bundled program has no
    interpreter to start a child with.
    """
    return find_spec("cyvcf2") is not None and not getattr(sys, "frozen", False)


def bcf_as_text(
    path: Path, chunks: Iterator[bytes], progress: Progress = silent
) -> Iterator[bytes]:
    """Yield a BCF as VCF text.

    ``chunks`` are its inflated bytes; they are read to the end first, which proves the file whole
    and counts its records, so that a record the child loses is noticed. Raises
    :class:`VariantFileError`.
    """
    _require_cyvcf2("A BCF file", _CONVERT)
    records = count_records(chunks)
    seen = 0
    for number, chunk in enumerate(_child([str(path)])):
        progress(number, 0, "reading the BCF file")
        seen += chunk.count(b"\n") - _header_lines(chunk)
        yield chunk
    if seen != records:
        raise VariantFileError(
            f"The BCF file holds {records} records, but only {seen} could be read; {_CONVERT}."
        )


def count_records(chunks: Iterator[bytes]) -> int:
    """Count the records of a BCF by their lengths (BCF 2.2, section 6.3)."""
    stream = _Stream(chunks)
    stream.take(5)
    stream.skip(int.from_bytes(stream.take(4), "little"))
    count = 0
    while lengths := stream.take(8, end=True):
        size = int.from_bytes(lengths[:4], "little") + int.from_bytes(lengths[4:], "little")
        if size > _MAX_RECORD:
            raise _damaged()
        stream.skip(size)
        count += 1
    return count


def lookup(path: Path, region: str) -> tuple[Record, ...]:
    """Give the records of an indexed VCF or BCF that overlap ``chrom:start-end`` (1-based).

    For large resource files. Raises :class:`VariantFileError` when the region is not of this form,
    the file has no index or is damaged, or cyvcf2 is not there.
    """
    if not _REGION.fullmatch(region):
        raise VariantFileError("A region is written as chromosome:start-end, for example 13:1-9.")
    _require_cyvcf2("An indexed look-up", "use a smaller file, which is read whole")
    lines = b"".join(_child([str(path), region])).split(b"\n")[:-1]
    columns = next((n for n, line in enumerate(lines) if line.startswith(b"#CHROM")), None)
    if columns is None:
        raise _damaged()
    header = parse_header(lines[: columns + 1])
    found = [
        check_line(header, n, line) for n, line in enumerate(lines[columns + 1 :], columns + 2)
    ]
    faulty = next((one for one in found if isinstance(one, Rejection)), None)
    if faulty is not None:
        raise VariantFileError(
            f"A record of the resource file in the region cannot be used ({faulty.reason}); "
            "mend the file."
        )
    return tuple(one for one in found if isinstance(one, Record))


class _Stream:
    """Exact numbers of bytes out of chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._buffer = b""
        self._at = 0

    def _more(self) -> bool:
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        return True

    def take(self, size: int, *, end: bool = False) -> bytes:
        while len(self._buffer) - self._at < size:
            if not self._more():
                if end and len(self._buffer) == self._at:
                    return b""
                raise _damaged()
        self._at += size
        return self._buffer[self._at - size : self._at]

    def skip(self, size: int) -> None:
        while (here := len(self._buffer) - self._at) < size:
            size -= here
            self._buffer, self._at = b"", 0
            if not self._more():
                raise _damaged()
        self._at += size


def _header_lines(chunk: bytes) -> int:
    return chunk.count(b"\n#") + chunk.startswith(b"#")


def _child(arguments: list[str]) -> Iterator[bytes]:
    """Run the child and yield what it writes, whole lines at a time."""
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        [sys.executable, "-m", "tumorboard.vcf.bcf_child", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        yield from _lines(process)
        code = process.wait()
    finally:
        process.kill()
        if process.stdout is not None:
            with suppress(OSError):
                process.stdout.close()
        process.wait()
    if code == NO_INDEX:
        raise VariantFileError(
            "The resource file has no index beside it; make one with 'bcftools index'."
        )
    if code != 0:
        raise _damaged()


def _lines(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    if process.stdout is None:  # pragma: no cover - a pipe was asked for
        return
    left = b""
    while raw := process.stdout.read(_CHUNK):
        data = left + raw
        end = data.rfind(b"\n") + 1
        if end:
            yield data[:end]
        left = data[end:]
    if left:
        yield left


def _require_cyvcf2(what: str, instead: str) -> None:
    if not available():
        raise VariantFileError(
            f"{what} cannot be read on this system, where cyvcf2 is not available; {instead}."
        )


def _damaged() -> VariantFileError:
    return VariantFileError(
        f"The BCF or indexed file cannot be read because it is damaged; {_CONVERT}."
    )
