"""Open a variant file: plain, gzip or bgzip, told by its first bytes, inflated and verified.

Every BGZF block is held against its CRC-32 and length, and the file against its end-of-file
marker; a file that fails is refused whole. Buffers of whole lines come out, so that whatever
reads them never builds an object per line. Block layout: SAM specification, section 4.1.
"""

from __future__ import annotations

import hashlib
import stat
import struct
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from isal import igzip_lib, isal_zlib

from tumorboard.domain.progress import Progress, silent
from tumorboard.errors import VariantFileError

CHUNK = 1 << 20
BUFFER = 1 << 19
MAX_LINE = 16 << 20
MAX_INFLATED = 64 << 30
MAX_RATIO = 250
RATIO_COUNTS_FROM = 256 << 20
END_OF_FILE = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
_INFLATE_ERROR: type[Exception] = igzip_lib.IsalError  # type: ignore[assignment]
_GZIP_MAGIC = b"\x1f\x8b"
_BLOCK = struct.Struct("<4BI2BH")
_USUAL_BLOCK = END_OF_FILE[:16]
"""How a block begins that names no time and has no other extra field: all that bgzip writes."""
_OTHER_KINDS = {
    b"PK\x03\x04": "a ZIP archive",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"%PDF": "a PDF",
    b"CRAM": "a CRAM file",
    b"\xef\xbb\xbf": "text that begins with a byte-order mark",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


class Compression(StrEnum):
    """How the bytes on disk are packed."""

    PLAIN = "plain text"
    GZIP = "gzip"
    BGZIP = "bgzip"


class VariantBytes:
    """The bytes of one file, inflated and verified while they are read once from the start.

    ``begin`` and ``end`` limit the reading to a piece of a bgzip file: the bytes from ``begin``
    up to ``end``, each the start of a block. ``compression`` is known at once; ``sha256`` (of the
    file as stored) and ``inflated`` (bytes) are complete when :meth:`chunks` is exhausted; of a
    piece there is ``checksum`` instead (CRC-32), which takes a tenth of the time. Raises
    :class:`VariantFileError` for whatever makes the file unusable as a whole.
    """

    def __init__(
        self, path: Path, progress: Progress = silent, begin: int = 0, end: int | None = None
    ) -> None:
        self._path = path
        self._progress = progress
        self._begin = begin
        self._end = end
        self._hash = hashlib.sha256()
        self.checksum = 0
        self._read = 0
        self.inflated = 0
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise VariantFileError(
                    "The path does not name a file; choose the VCF that the laboratory made."
                )
            self.size = status.st_size
            with path.open("rb") as file:
                start = file.read(18)
        except OSError as error:
            raise _unreadable(error) from error
        self.compression = _compression(start)

    @property
    def path(self) -> Path:
        """Give the file."""
        return self._path

    @property
    def sha256(self) -> str:
        """Give the SHA-256 of the bytes read so far, hexadecimal."""
        return self._hash.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """Yield the inflated bytes in order, at most about 1 MiB at a time."""
        ways = {
            Compression.PLAIN: self._plain,
            Compression.GZIP: self._gzip,
            Compression.BGZIP: self._bgzip,
        }
        try:
            with self._path.open("rb") as file:
                file.seek(self._begin)
                for chunk in ways[self.compression](file):
                    self._limit(len(chunk))
                    yield chunk
        except OSError as error:
            raise _unreadable(error) from error

    def _raw(self, file: BinaryIO) -> Iterator[bytes]:
        end = self._end
        while raw := file.read(CHUNK if end is None else min(CHUNK, end - file.tell())):
            if self._begin or self._end is not None:
                self.checksum = isal_zlib.crc32(raw, self.checksum)
            else:
                self._hash.update(raw)
            self._read += len(raw)
            done = min(self._begin + self._read, self.size)
            self._progress(done, self.size, "reading the variant file")
            yield raw

    def _limit(self, more: int) -> None:
        self.inflated += more
        suspicious = self.inflated > RATIO_COUNTS_FROM and self.inflated > MAX_RATIO * max(
            self._read, 1
        )
        if suspicious or self.inflated > MAX_INFLATED:
            raise VariantFileError(
                "The file unpacks to far more data than a variant file of its size holds "
                f"(stopped after {self.inflated >> 20} MiB); ask the laboratory for the original."
            )

    def _plain(self, file: BinaryIO) -> Iterator[bytes]:
        yield from self._raw(file)

    def _gzip(self, file: BinaryIO) -> Iterator[bytes]:
        inflater = isal_zlib.decompressobj(wbits=31)
        for raw in self._raw(file):
            rest = raw
            while rest:
                if inflater.eof:
                    if not rest.strip(b"\0"):
                        break
                    inflater = isal_zlib.decompressobj(wbits=31)
                try:
                    out = inflater.decompress(rest, max_length=CHUNK)
                except _INFLATE_ERROR as error:
                    raise _damaged(f"near byte {self._read - len(rest)}") from error
                if out:
                    yield out
                rest = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        if not inflater.eof:
            raise _cut_off()

    def _bgzip(self, file: BinaryIO) -> Iterator[bytes]:
        left, offset, last = b"", self._begin, b""
        for raw in self._raw(file):
            data = left + raw
            begin = 0
            while (size := block_size(data, begin, offset)) and begin + size <= len(data):
                last = data[begin : begin + size]
                begin += size
                yield inflate_block(last, offset)
                offset += size
            left = data[begin:]
        if left:
            raise _cut_off()
        if self._end is None and last != END_OF_FILE:
            raise VariantFileError(
                "The end-of-file marker of the bgzip file is missing, so the file was cut off; "
                "copy it again from where it was made."
            )


class PiecewiseDigest:
    """The SHA-256 of a file that is read in pieces, and a CRC-32 of each piece in order.

    ``ends`` are the bytes behind each piece. Raises :class:`VariantFileError`.
    """

    def __init__(self, path: Path, ends: Sequence[int]) -> None:
        self._path = path
        self._ends = ends
        self._hash = hashlib.sha256()
        self.checksums: list[int] = []

    @property
    def sha256(self) -> str:
        """Give the SHA-256 of the bytes taken so far, hexadecimal."""
        return self._hash.hexdigest()

    def take_up_to(self, piece: int) -> None:
        """Take in the pieces up to the one with this number, from 0, as far as not yet done."""
        try:
            with self._path.open("rb") as file:
                while len(self.checksums) <= piece:
                    at = len(self.checksums)
                    file.seek(self._ends[at - 1] if at else 0)
                    self._take(file, self._ends[at])
        except OSError as error:
            raise _unreadable(error) from error

    def _take(self, file: BinaryIO, end: int) -> None:
        checksum = 0
        while raw := file.read(min(CHUNK, end - file.tell())):
            checksum = isal_zlib.crc32(raw, checksum)
            self._hash.update(raw)
        self.checksums.append(checksum)


def line_buffers(chunks: Iterable[bytes], carry: bytes = b"") -> Iterator[bytes]:
    """Yield buffers of whole lines, of 512 KiB or more; only the very last may lack its line break.

    ``carry`` are bytes that stand before the first chunk. Raises :class:`VariantFileError` for a
    line longer than 16 MiB.
    """
    pending = [carry] if carry else []
    held = len(carry)
    for chunk in chunks:
        held += len(chunk)
        if held >= BUFFER and (end := chunk.rfind(b"\n") + 1):
            yield b"".join([*pending, memoryview(chunk)[:end]])
            pending, held = [chunk[end:]], len(chunk) - end
        else:
            pending.append(chunk)
        if held > MAX_LINE + BUFFER:  # up to a buffer of it may be lines before
            raise line_too_long()
    if pending and (last := b"".join(pending)):
        yield last


def line_too_long() -> VariantFileError:
    """Give the refusal of a file with a line of more than 16 MiB."""
    return VariantFileError(
        f"The file has a line longer than {MAX_LINE >> 20} MiB, which no variant needs; "
        "it is not a variant file or it is damaged."
    )


def inflate_block(block: bytes, offset: int) -> bytes:
    """Inflate one BGZF block and hold it against its CRC-32 and length.

    ``offset`` is where the block begins in the file, for the sentence of a
    :class:`VariantFileError`.
    """
    try:
        data: bytes = isal_zlib.decompress(block, wbits=31, bufsize=1 << 16)
    except (_INFLATE_ERROR, EOFError) as error:
        raise _damaged(f"in the block at byte {offset}") from error
    return data


def block_size(data: bytes, begin: int, offset: int) -> int:
    """Give the size of the BGZF block at ``begin``, 0 when its header is not all there yet."""
    if len(data) - begin < 18:
        return 0
    if data.startswith(_USUAL_BLOCK, begin):
        size = (data[begin + 16] | data[begin + 17] << 8) + 1
        if size >= 26:
            return size
        raise _damaged(f"in the header of the block at byte {offset}")
    id1, id2, method, flags, _, _, _, extra = _BLOCK.unpack_from(data, begin)
    if (id1, id2, method, flags) != (31, 139, 8, 4):
        raise _damaged(f"at byte {offset}, where a new block should begin")
    fields = data[begin + 12 : begin + 12 + extra]
    if len(fields) < extra:
        return 0
    at = 0
    while at + 4 <= extra:
        length = int.from_bytes(fields[at + 2 : at + 4], "little")
        if fields[at : at + 2] == b"BC" and length == 2:
            size = int.from_bytes(fields[at + 4 : at + 6], "little") + 1
            if size >= 12 + extra + 8:
                return size
            break
        at += 4 + length
    raise _damaged(f"in the header of the block at byte {offset}")


def _compression(start: bytes) -> Compression:
    if start[:2] == _GZIP_MAGIC:
        return (
            Compression.BGZIP
            if start[3:4] == b"\x04" and start[12:14] == b"BC"
            else (Compression.GZIP)
        )
    if not start:
        raise VariantFileError("The file is empty; choose the VCF that the laboratory made.")
    for magic, kind in _OTHER_KINDS.items():
        if start.startswith(magic):
            raise VariantFileError(
                f"The file is {kind}, not a variant file; "
                "choose a VCF (plain, gzip or bgzip) or a BCF."
            )
    return Compression.PLAIN


def _unreadable(error: OSError) -> VariantFileError:
    return VariantFileError(
        f"The variant file cannot be read ({(error.strerror or 'input error').lower()}); "
        "check that it exists and that you may open it."
    )


def _damaged(where: str) -> VariantFileError:
    return VariantFileError(
        f"The compressed file is damaged {where}; copy it again from where it was made."
    )


def _cut_off() -> VariantFileError:
    return VariantFileError(
        "The compressed file ends in the middle of its data, so it was cut off; "
        "copy it again from where it was made."
    )
