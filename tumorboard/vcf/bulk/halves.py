"""Read a large bgzip file by two processes, each one half of its blocks.

The cut is at a block, so no index is needed; the line it goes through is put together from both
sides. The second half is read by a fresh interpreter, which works alike on every system.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from tumorboard.domain.progress import Progress
from tumorboard.domain.variant import Assembly, ReadingKnowledge, SampleRole, Variant
from tumorboard.errors import VariantFileError
from tumorboard.vcf.accounting import Account
from tumorboard.vcf.deviations import Deviations
from tumorboard.vcf.opening import Compression, VariantBytes, block_size, inflate_block

FROM_BYTES = 8 << 20
"""Compressed files from this size on are read by two processes."""

SHARE = 0.50
"""The part of the file that the first process reads while the second one starts."""

_LONGEST_BLOCK = 1 << 16
_BLOCKS_TRIED = 8
_POLL_SECONDS = 0.05
_ROOT = Path(__file__).resolve().parents[3]


Allele = tuple[str, int, str, str]
"""Chromosome, position, REF and ALT."""


class Placed(Protocol):
    """What is kept of a variant; it holds the line of its record, or nothing of it."""

    def moved(self, lines: int) -> Self:
        """Give it with a line so many lines further down."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the second process must know; ``cut`` is the byte its first block begins at.

    ``render`` makes what is kept of a variant; it is a function of a module, found by its name.
    """

    path: Path
    knowledge: ReadingKnowledge
    roles: Mapping[str, SampleRole] | None
    assembly: Assembly | None
    keep: bool
    render: Callable[[Variant], Placed]
    cut: int


@dataclass(frozen=True, slots=True)
class Half:
    """What the second process found; lines are counted from the first that begins in its half.

    ``first`` are the bytes before that, the end of the line the cut goes through, ``line_break``
    tells whether it ended. ``kept`` is made of the variants, ``checksum`` (CRC-32) of the
    compressed bytes that were read.
    """

    first: bytes
    line_break: bool
    account: Account
    deviations: Deviations
    alleles: dict[Allele, int]
    repeated: list[tuple[int, Allele]]
    kept: tuple[Placed, ...]
    checksum: int


def middle_block(source: VariantBytes) -> int | None:
    """Give the byte at which a block begins near the middle, or ``None`` to read in one go."""
    large = source.compression is Compression.BGZIP and source.size >= FROM_BYTES
    if not large or (os.cpu_count() or 1) < 2 or getattr(sys, "frozen", False):
        return None
    with suppress(OSError, VariantFileError), source.path.open("rb") as file:
        start = file.read(2 * _LONGEST_BLOCK)
        if inflate_block(start[: block_size(start, 0, 0)], 0).startswith(b"BCF"):
            return None
        at = int(source.size * SHARE)
        file.seek(at)
        around = file.read((_BLOCKS_TRIED + 2) * _LONGEST_BLOCK)
        found = _first_block(around)
        return None if found is None else at + found
    return None


def _first_block(data: bytes) -> int | None:
    """Find where a block begins: there, and at the ends of some blocks behind it, stands another.

    Compressed bytes may look like the start of a block, but not like a chain of them.
    """
    at = -1
    while (at := data.find(b"\x1f\x8b\x08\x04", at + 1)) >= 0:
        begin = at
        with suppress(VariantFileError):
            for _ in range(_BLOCKS_TRIED):
                size = block_size(data, begin, 0)
                if not size or begin + size > len(data):
                    break
                inflate_block(data[begin : begin + size], 0)
                begin += size
            else:
                return at
    return None


class Child:
    """The process that reads the second half."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def result(self, progress: Progress, size: int) -> Half:
        """Wait for what it found; raises the :class:`VariantFileError` that it met."""
        while True:
            try:
                output, _ = self._process.communicate(timeout=_POLL_SECONDS)
                break
            except subprocess.TimeoutExpired:
                progress(size, size, "reading the variant file")
        if self._process.returncode != 0:
            raise VariantFileError(
                "The second half of the file could not be read, because the process for it was "
                "ended from outside (memory may be short); try again."
            )
        found = _unpickled(output)
        if isinstance(found, str):
            raise VariantFileError(found)
        return found


def _unpickled(output: bytes) -> Half | str:
    """Take what the child found apart; looking for garbage meanwhile doubles the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        found: Half | str = pickle.loads(output)  # noqa: S301 - written by our own child
    finally:
        if collects:
            gc.enable()
    return found


@contextmanager
def start_child(job: Job) -> Iterator[Child]:
    """Start the second process; on leaving, it is gone."""
    # What is installed is found where this process finds it; setting that up again takes time.
    paths = os.pathsep.join([str(_ROOT), *filter(None, sys.path)])
    process = subprocess.Popen(
        [sys.executable, "-S", "-m", "tumorboard.vcf.bulk.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        with suppress(BrokenPipeError):  # it is gone; its return code will tell
            _tell(process, pickle.dumps(job))
        yield Child(process)
    finally:
        process.kill()
        _close_input(process)
        if process.stdout is not None:
            with suppress(OSError):
                process.stdout.close()
        process.wait()


def _tell(process: subprocess.Popen[bytes], data: bytes) -> None:
    if process.stdin is not None:
        process.stdin.write(data)
    _close_input(process)


def _close_input(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
        process.stdin = None
