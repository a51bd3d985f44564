"""Read a large bgzip file by two processes, each of which takes the next piece when it is free.

So neither waits for the other for long, however fast its core is. Cuts are at blocks, so no index
is needed; a line that a cut goes through is put together from both sides. The second process is a
fresh interpreter, which works alike on every system.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from tumorboard.domain.progress import Progress
from tumorboard.domain.variant import Assembly, ReadingKnowledge, SampleRole, Variant
from tumorboard.errors import VariantFileError
from tumorboard.vcf.accounting import Account
from tumorboard.vcf.deviations import Deviations
from tumorboard.vcf.opening import Compression, VariantBytes, block_size, inflate_block

FROM_BYTES = 8 << 20
"""Compressed files from this size on are read by two processes."""

PIECE_BYTES = 3 << 20
"""About so many compressed bytes make a piece."""

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
    """What the second process must know; ``cuts`` are the bytes at which all pieces but one begin.

    ``render`` makes what is kept of a variant; it is a function of a module, found by its name.
    ``claims`` is the folder in which a process marks a piece as its own.
    """

    path: Path
    knowledge: ReadingKnowledge
    roles: Mapping[str, SampleRole] | None
    assembly: Assembly | None
    keep: bool
    render: Callable[[Variant], Placed]
    cuts: tuple[int, ...]
    claims: Path = Path()


@dataclass(frozen=True, slots=True)
class Part:
    """What was found in a piece; its ``lines`` are counted from the first that begins in it.

    ``first`` are the bytes before that, the end of a line that begins further up, and
    ``line_break`` tells whether it ends here; ``last`` are the bytes behind the last line break.
    ``kept`` is made of the variants, ``checksum`` (CRC-32) of the compressed bytes.
    """

    first: bytes
    line_break: bool
    lines: int
    last: bytes
    account: Account
    deviations: Deviations
    alleles: dict[Allele, int]
    repeated: list[tuple[int, Allele]]
    kept: tuple[Placed, ...]
    checksum: int


def cuts_of(source: VariantBytes) -> tuple[int, ...]:
    """Give the bytes at which the pieces behind the first begin; none to read in one go."""
    large = source.compression is Compression.BGZIP and source.size >= FROM_BYTES
    if not large or (os.cpu_count() or 1) < 2 or getattr(sys, "frozen", False):
        return ()
    with suppress(OSError, VariantFileError), source.path.open("rb") as file:
        start = file.read(2 * _LONGEST_BLOCK)
        if inflate_block(start[: block_size(start, 0, 0)], 0).startswith(b"BCF"):
            return ()
        return tuple(_cuts(file, source.size))
    return ()


def _cuts(file: BinaryIO, size: int) -> Iterator[int]:
    for near in range(PIECE_BYTES, size - PIECE_BYTES // 2, PIECE_BYTES):
        file.seek(near)
        found = _first_block(file.read((_BLOCKS_TRIED + 2) * _LONGEST_BLOCK))
        if found is not None:
            yield near + found


def claimed(folder: Path, pieces: int) -> Iterator[int]:
    """Yield the numbers of pieces behind the first, in order, that nobody has claimed before.

    A piece is claimed by making a file of its number, which succeeds once.
    """
    for number in range(1, pieces):
        with suppress(FileExistsError):
            (folder / str(number)).touch(exist_ok=False)
            yield number


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
                begin += size
            else:
                inflate_block(data[at : at + block_size(data, at, 0)], 0)
                return at
    return None


class Child:
    """The process that takes pieces too, if it could be started.

    ``claims`` is the folder of claims shared with it.
    """

    def __init__(self, process: subprocess.Popen[bytes] | None, claims: Path) -> None:
        self._process = process
        self.claims = claims

    def parts(self, progress: Progress, size: int) -> dict[int, Part]:
        """Wait for what it found, by number of the piece; nothing if it was ended from outside.

        Raises the :class:`VariantFileError` that it met.
        """
        if self._process is None:
            return {}
        output = None
        while output is None:
            progress(size, size, "reading the variant file")
            with suppress(subprocess.TimeoutExpired):
                output, _ = self._process.communicate(timeout=_POLL_SECONDS)
        if self._process.returncode != 0:
            return {}
        found = _unpickled(output)
        if isinstance(found, str):
            raise VariantFileError(found)
        return found


def _unpickled(output: bytes) -> dict[int, Part] | str:
    """Take what the child found apart; looking for garbage meanwhile doubles the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        found: dict[int, Part] | str = pickle.loads(output)  # noqa: S301 - written by our own child
    finally:
        if collects:
            gc.enable()
    return found


@contextmanager
def start_child(job: Job) -> Iterator[Child]:
    """Start the second process; on leaving, it is gone."""
    import tempfile  # here, so that the second process does not pay for it

    # What is installed is found where this process finds it; setting that up again takes time.
    paths = os.pathsep.join([str(_ROOT), *filter(None, sys.path)])
    with tempfile.TemporaryDirectory(prefix="tumorboard-", ignore_cleanup_errors=True) as folder:
        claims = Path(folder)
        try:
            process = subprocess.Popen(
                [sys.executable, "-S", "-m", "tumorboard.vcf.bulk.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths},
            )
        except OSError:  # no further process may be started: this one reads all pieces
            yield Child(None, claims)
            return
        try:
            with suppress(BrokenPipeError):  # it is gone; its return code will tell
                _tell(process, pickle.dumps(replace(job, claims=claims)))
            yield Child(process, claims)
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
