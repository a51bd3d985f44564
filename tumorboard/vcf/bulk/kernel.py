"""Run the automaton of a line over whole buffers, compiled to machine code by Wasmtime.

It finds the same lines as the expression matched by RE2, in a third of the time once the states
that a file's lines need have been built; that and starting it pay for large files only.
"""

from __future__ import annotations

import ctypes
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from tumorboard.vcf.bulk import kernel_text as layout
from tumorboard.vcf.bulk.automaton import REFUSED, Automaton, Unable

_LINE_BREAK = 10
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _KEPT = -1, -3, 64 << 20
LONGEST = 8 << 20
"""The longest buffer, in bytes, that is taken."""


def _keep_memory() -> None:
    """Ask the C library to keep the memory of buffers that are freed, for the next ones.

    Else it gives each buffer back, and the system clears its pages anew. Does nothing where the
    library is not that of GNU.
    """
    with suppress(AttributeError, OSError, TypeError):
        allocator = ctypes.CDLL(None).mallopt
        allocator(_TRIM_THRESHOLD, _KEPT)
        allocator(_MMAP_THRESHOLD, _KEPT)


class Kernel:
    """An expression of one line that ends with its line break, run over buffers of lines.

    Raises :class:`Unable` for an expression it cannot run, and where Wasmtime is not installed or
    cannot run.
    """

    def __init__(self, expression: str) -> None:
        _keep_memory()
        self._automaton = Automaton(expression)
        self._row = 4 * self._automaton.width
        self._run, self._base = _machine(self._row)
        self._words = (ctypes.c_uint32 * (layout.TEXT // 4)).from_address(self._base)
        text = (ctypes.c_ubyte * (layout.RUNS * layout.PLACE)).from_address(
            self._base + layout.TEXT
        )
        self._text = memoryview(text).cast("B")
        ctypes.memmove(self._base + layout.CLASSES, self._automaton.classes, 256)
        self._rows = 0
        self._built: set[int] = set()
        self._make_rows()

    def refused(self, buffer: bytes) -> tuple[list[int], Sequence[int]]:
        """Find the lines of a buffer of whole lines that do not match.

        Gives their numbers in the buffer, from 0 and in order, and the byte behind each line.
        Raises :class:`Unable` when the lines need too many states.
        """
        if len(buffer) > LONGEST or not buffer.endswith(b"\n"):
            raise Unable
        self._set_out(buffer)
        found: list[int] = []
        reason = self._run(1)
        while reason != layout.DONE:
            if reason == layout.ASKS:
                self._answer(buffer)
            else:
                found += self._take_refused()
            reason = self._run(0)
        found += self._take_refused()
        lines = self._words[layout.LINES // 4]
        ends = array("I", ctypes.string_at(self._base + layout.ENDS, 4 * lines))
        if ends[-1] != len(buffer):  # more lines than there is room for
            raise Unable
        # Told is the byte behind the one refused, which may be the line's own line break.
        return [bisect_left(ends, at) for at in sorted(found)], ends

    def _set_out(self, buffer: bytes) -> None:
        """Give each run its part of the lines, in its place."""
        size, begin = len(buffer), 0
        records: list[ctypes.c_uint32 | int] = []
        view = memoryview(buffer)
        for run in range(layout.RUNS):
            end = max(begin, buffer.rfind(b"\n", 0, size * (run + 1) // layout.RUNS) + 1)
            if end - begin > layout.LONGEST_PART:
                raise Unable
            place = run * layout.PLACE
            self._text[place : place + end - begin] = view[begin:end]
            here = layout.TEXT + place
            records += [here, layout.START * self._row, here + end - begin, here - begin]
            begin = end
        self._words[: len(records)] = records
        self._words[layout.COUNT // 4] = 0

    def _take_refused(self) -> list[int]:
        count = self._words[layout.COUNT // 4]
        self._words[layout.COUNT // 4] = 0
        first = layout.BAD // 4
        return self._words[first : first + count]

    def _answer(self, buffer: bytes) -> None:
        """Build the rows of unknown states from where a run stands, up to one that is known."""
        words, classes = self._words, self._automaton.classes
        record = words[layout.ASKING // 4] // 4
        at, row = words[record] - words[record + 3], words[record + 1]
        while (state := row // self._row - layout.START) not in self._built:
            self._built.add(state)
            after = self._automaton.row(state)
            self._make_rows()
            first = (layout.TABLE + row) // 4
            words[first : first + len(after)] = list(map(self._offset, after))
            row = words[first + classes[buffer[at]]]
            if row == layout.REFUSED * self._row:
                return
            at += 1

    def _offset(self, state: int) -> int:
        return (layout.REFUSED if state == REFUSED else layout.START + state) * self._row

    def _make_rows(self) -> None:
        """Make room for states that are new, from which all is unknown."""
        rows = layout.START + len(self._automaton)
        if rows * self._row > layout.TABLE_BYTES:
            raise Unable
        while self._rows < rows:
            leads_to = self._rows if self._rows < layout.START else layout.UNKNOWN
            row: list[ctypes.c_uint32 | int] = [leads_to * self._row] * self._automaton.width
            if self._rows == layout.SKIPPED:
                row[self._automaton.classes[_LINE_BREAK]] = layout.START * self._row
            first = (layout.TABLE + self._rows * self._row) // 4
            self._words[first : first + len(row)] = row
            self._rows += 1


def _machine(row: int) -> tuple[Callable[[int], int], int]:
    """Compile the loop; give it, and where its memory is. They live as long as the loop."""
    try:
        import wasmtime  # here, so that only large files pay for it
    except (ImportError, OSError) as error:
        raise Unable from error
    broken = (wasmtime.WasmtimeError, wasmtime.Trap)
    try:
        engine = wasmtime.Engine()
        store = wasmtime.Store(engine)
        module = wasmtime.Module(engine, layout.kernel_text(row))
        exports: Any = wasmtime.Instance(store, module, []).exports(store)
    except broken as error:
        raise Unable from error
    memory, scan = exports["m"], exports["scan"]
    base = ctypes.cast(memory.data_ptr(store), ctypes.c_void_p).value
    if base is None:
        raise Unable

    def run(new: int) -> int:
        try:
            return int(scan(store, new))
        except broken as error:
            raise Unable from error

    return run, base
