"""Reading a file from outside: bounded, UTF-8, refused with one sentence."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from knowledgebase.importers.draft import ImportFault, shown

LARGEST_INPUT = 256 * 1024 * 1024
LARGEST_CELL = 50_000
_GZIP = b"\x1f\x8b"


def read_bytes(path: Path, most: int = LARGEST_INPUT) -> bytes:
    """Read a file, unpacked where it is gzip. Raises :class:`ImportFault` with one sentence."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            data = _unpacked(file, most) if packed else file.read(most + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise ImportFault(f"{path}: the gzip file is damaged; fetch it again") from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise ImportFault(f"{path}: the file cannot be read ({reason})") from None
    if len(data) > most:
        raise ImportFault(f"{path}: the file is larger than {most} bytes; split it")
    return data


def _unpacked(file: BinaryIO, most: int) -> bytes:
    with gzip.open(file) as stream:
        return stream.read(most + 1)


def decoded(data: bytes, name: str) -> str:
    """Decode UTF-8 text. Raises :class:`ImportFault` that names the line of the fault."""
    if b"\x00" in data:
        raise ImportFault(f"{name}: the file holds binary data, no text; name another file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportFault(f"{name}:{line}: the text is not UTF-8; save the file as UTF-8") from None


def tab_rows(text: str, name: str) -> tuple[tuple[str, ...], Iterator[tuple[int, Sequence[str]]]]:
    """Split tab-separated text into its header and its rows with their line (from 1).

    A cell is within one line; quotation marks around it are taken off. Empty lines at the end are
    no rows.
    Raises :class:`ImportFault` for a file without header and for a column that stands twice.
    """
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    header = tuple(cell.strip() for cell in lines[0].split("\t"))
    if len(header) < 2:
        raise ImportFault(f"{name}:1: this is no tab-separated table; its first line has one cell")
    for column in header:
        if header.count(column) > 1:
            raise ImportFault(f'{name}:1: the column "{shown(column, 40)}" stands twice')
    return header, ((at, line.split("\t")) for at, line in enumerate(lines[1:], start=2))


def as_row(header: Sequence[str], cells: Sequence[str]) -> Mapping[str, str] | None:
    """Join cells with their columns; ``None`` when their number differs."""
    if len(cells) != len(header):
        return None
    return dict(zip(header, (_unquoted(cell) for cell in cells), strict=True))


def _unquoted(cell: str) -> str:
    text = cell.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"').strip()
    return text
