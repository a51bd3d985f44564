"""Run the automaton of a line over whole buffers, compiled to machine code by Wasmtime.

It finds the same lines as the expression matched by RE2, in a third of the time once the states
that a file's lines need have been built; that and starting it pay for large files only.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from tumorboard.vcf.bulk import kernel_text as layout
from tumorboard.vcf.bulk.automaton import ACCEPTED, REFUSED, Automaton, Unable

LONGEST = layout.TEXT_BYTES
"""The longest buffer, in bytes, that is taken."""


class Kernel:
    """An expression of one line that ends with its line break, run over buffers of lines.

    Raises :class:`Unable` for an expression it cannot run, and where Wasmtime is not installed or
    cannot run.
    """

    def __init__(self, expression: str) -> None:
        self._automaton = Automaton(expression)
        self._run, self._base = _machine()
        self._words = (ctypes.c_uint32 * (layout.TEXT // 4)).from_address(self._base)
        self._row = 4 * self._automaton.width
        self._rows = 0
        ctypes.memmove(self._base + layout.CLASSES, self._automaton.classes, 256)
        self._make_rows()

    def refused(self, buffer: bytes) -> tuple[list[tuple[int, int]], int]:
        """Find the lines of a buffer of whole lines that do not match, and count all lines.

        A line is told by the byte it begins at and how many lines are before it, both from the
        buffer's start. Raises :class:`Unable` when the lines need too many states.
        """
        if len(buffer) > LONGEST or not buffer.endswith(b"\n"):
            raise Unable
        ctypes.memmove(self._base + layout.TEXT, buffer, len(buffer))
        self._set_out(buffer)
        found: list[tuple[int, int, int]] = []
        while (reason := self._run()) != layout.DONE:
            if reason == layout.ASKS:
                self._answer(buffer)
            else:
                found += self._take_refused()
        found += self._take_refused()
        before, lines = [], 0
        for run in range(layout.RUNS):
            before.append(lines)
            lines += self._words[run * layout.RECORD // 4 + 4]
        return sorted((at, number + before[run]) for at, number, run in found), lines

    def _set_out(self, buffer: bytes) -> None:
        """Give each run its part of the lines."""
        size, begin, words = len(buffer), 0, self._words
        for run in range(layout.RUNS):
            aim = size * (run + 1) // layout.RUNS
            end = max(begin, buffer.rfind(b"\n", 0, aim) + 1)
            here = layout.TEXT + begin
            record = run * layout.RECORD // 4
            words[record : record + 5] = [here, layout.START, here, layout.TEXT + end, 0]
            begin = end
        words[layout.COUNT // 4] = 0

    def _take_refused(self) -> list[tuple[int, int, int]]:
        words, first = self._words, layout.BAD // 4
        count = words[layout.COUNT // 4]
        words[layout.COUNT // 4] = 0
        listed = words[first : first + 2 * count]
        return [
            (at - layout.TEXT, number >> 2, number & 3)
            for at, number in zip(listed[::2], listed[1::2], strict=True)
        ]

    def _answer(self, buffer: bytes) -> None:
        """Build the states that are unknown from where a run stands, up to a known one."""
        words, automaton = self._words, self._automaton
        record = words[layout.ASKING // 4] // 4
        at, row = words[record] - layout.TEXT, words[record + 1]
        while True:
            byte_class = automaton.classes[buffer[at]]
            cell = (layout.TABLE + row) // 4 + byte_class
            if words[cell] != layout.UNKNOWN:
                break
            state = automaton.step((row - layout.START) // self._row, byte_class)
            self._make_rows()
            words[cell] = layout.REFUSED if state == REFUSED else self._offset(state)
            if state in {ACCEPTED, REFUSED}:
                break
            row = words[cell]
            at += 1
        words[record], words[record + 1] = at + layout.TEXT, row

    def _offset(self, state: int) -> int:
        return layout.START + state * self._row

    def _make_rows(self) -> None:
        """Make room for states that are new, from which all is unknown."""
        if self._offset(len(self._automaton)) > layout.TABLE_BYTES:
            raise Unable
        width = self._automaton.width
        while self._rows < len(self._automaton):
            first = (layout.TABLE + self._offset(self._rows)) // 4
            self._words[first : first + width] = [layout.UNKNOWN] * width
            self._rows += 1


def _machine() -> tuple[Callable[[], int], int]:
    """Compile the loop; give it, and where its memory is. They live as long as the loop."""
    try:
        import wasmtime  # here, so that only large files pay for it
    except (ImportError, OSError) as error:
        raise Unable from error
    broken = (wasmtime.WasmtimeError, wasmtime.Trap)
    try:
        engine = wasmtime.Engine()
        store = wasmtime.Store(engine)
        module = wasmtime.Module(engine, layout.kernel_text())
        exports: Any = wasmtime.Instance(store, module, []).exports(store)
    except broken as error:
        raise Unable from error
    memory, scan = exports["m"], exports["scan"]
    base = ctypes.cast(memory.data_ptr(store), ctypes.c_void_p).value
    if base is None:
        raise Unable

    def run() -> int:
        try:
            return int(scan(store))
        except broken as error:
            raise Unable from error

    return run, base
