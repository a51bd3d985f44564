"""A deterministic automaton for the lines of a grammar, built as far as lines ask for it.

It reads the part of the regular expression language that :mod:`tumorboard.vcf.bulk.grammar`
writes, by the positions of its byte classes (Glushkov's construction): a state is the set of
positions that may match the next byte.
"""

from __future__ import annotations

from collections.abc import Iterable

Node = tuple[str, "int | list[Node]", int, int]
"""A byte class (a mask of 256 bits), a sequence, a choice, or a repetition with its bounds."""

REFUSED, ACCEPTED = -1, 0
"""No line goes on from here; a line is complete, and the next one begins."""

_ALL = (1 << 256) - 1
_LINE_BREAK = 10
_ENDLESS = -1
_ESCAPED = {"t": 9, "n": 10, "r": 13}
_REPEATED = {"*": (0, _ENDLESS), "+": (1, _ENDLESS), "?": (0, 1)}


class Unable(Exception):
    """The automaton cannot be had: the expression or the lines ask too much, or it cannot run."""


class Automaton:
    """The automaton of an expression of one line that ends with its line break.

    ``classes`` gives the class of each byte; bytes of one class are never told apart, and there
    are ``width`` classes. Raises :class:`Unable` for an expression it cannot read, and for one
    that takes a line break elsewhere than at the end.
    """

    def __init__(self, expression: str) -> None:
        self._masks: list[int] = []
        self._follow: list[set[int]] = []
        reader = _Reader(expression)
        empty, first, last = self._enter(reader.choice())
        if empty or not reader.at_end():
            raise Unable
        self._end = self._position(0)
        for position in last:
            self._follow[position].add(self._end)
        self._hold_line_breaks()
        self.classes, examples = _classes(self._masks)
        self.width = len(examples)
        taken = {
            mask: [number for number, byte in enumerate(examples) if mask >> byte & 1]
            for mask in set(self._masks)
        }
        self._taken = [taken[mask] for mask in self._masks]
        self._states = [frozenset(first)]
        # The first state is for the start of a line alone; the same positions within a line are
        # another state.
        self._numbers: dict[frozenset[int], int] = {}

    def __len__(self) -> int:
        """Count the states that have come up so far; the first one is 0."""
        return len(self._states)

    def row(self, state: int) -> list[int]:
        """Give the state after a byte of each class, or :data:`ACCEPTED` or :data:`REFUSED`."""
        ways: list[list[int]] = [[] for _ in range(self.width)]
        for position in self._states[state]:
            for byte_class in self._taken[position]:
                ways[byte_class].append(position)
        known: dict[tuple[int, ...], int] = {(): REFUSED}
        row = []
        for positions in map(tuple, ways):
            if positions not in known:
                known[positions] = self._behind(positions)
            row.append(known[positions])
        return row

    def _behind(self, positions: tuple[int, ...]) -> int:
        """Give the state after a byte that each of these positions takes."""
        reached = frozenset().union(*[self._follow[position] for position in positions])
        if self._end in reached:
            return ACCEPTED
        number = self._numbers.setdefault(reached, len(self._states))
        if number == len(self._states):
            self._states.append(reached)
        return number

    def _position(self, mask: int) -> int:
        self._masks.append(mask)
        self._follow.append(set())
        return len(self._masks) - 1

    def _hold_line_breaks(self) -> None:
        """Make sure that a line is complete at its line break and nowhere else."""
        for mask, after in zip(self._masks, self._follow, strict=True):
            if mask >> _LINE_BREAK & 1:
                if mask != 1 << _LINE_BREAK or after != {self._end}:
                    raise Unable
            elif self._end in after:
                raise Unable

    def _enter(self, node: Node) -> tuple[bool, list[int], list[int]]:
        """Enter a part; tell whether it may be empty, and its first and last positions."""
        kind, inner, low, high = node
        if isinstance(inner, int):
            position = self._position(inner)
            return False, [position], [position]
        if kind == "choice":
            parts = [self._enter(one) for one in inner]
            first = [position for part in parts for position in part[1]]
            last = [position for part in parts for position in part[2]]
            return any(part[0] for part in parts), first, last
        if kind == "sequence":
            return self._chain(self._enter(one) for one in inner)
        copies = [self._enter(inner[0]) for _ in range(max(low, 1) if high == _ENDLESS else high)]
        if high == _ENDLESS:
            _, first, last = copies[-1]
            for position in last:
                self._follow[position].update(first)
        return self._chain((part[0] or at >= low, *part[1:]) for at, part in enumerate(copies))

    def _chain(
        self, parts: Iterable[tuple[bool, list[int], list[int]]]
    ) -> tuple[bool, list[int], list[int]]:
        empty = True
        first: list[int] = []
        last: list[int] = []
        for may_be_empty, begins, ends in parts:
            for position in last:
                self._follow[position].update(begins)
            if empty:
                first = first + begins
            last = last + ends if may_be_empty else ends
            empty = empty and may_be_empty
        return empty, first, last


def _classes(masks: list[int]) -> tuple[bytes, list[int]]:
    """Give the class of each byte, and one byte of each class."""
    distinct = list(dict.fromkeys(masks))
    numbers: dict[tuple[int, ...], int] = {}
    examples: list[int] = []
    classes = bytearray(256)
    for byte in range(256):
        number = numbers.setdefault(tuple(mask >> byte & 1 for mask in distinct), len(numbers))
        if number == len(examples):
            examples.append(byte)
        classes[byte] = number
    return bytes(classes), examples


class _Reader:
    """Reads an expression into nodes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def at_end(self) -> bool:
        return self._at == len(self._text)

    def choice(self) -> Node:
        parts = [self._sequence()]
        while self._next_is("|"):
            self._at += 1
            parts.append(self._sequence())
        return ("choice", parts, 0, 0)

    def _next_is(self, any_of: str) -> bool:
        return not self.at_end() and self._text[self._at] in any_of

    def _take(self) -> str:
        if self.at_end():
            raise Unable
        self._at += 1
        return self._text[self._at - 1]

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while not self.at_end() and not self._next_is("|)"):
            parts.append(self._repeated())
        return ("sequence", parts, 0, 0)

    def _repeated(self) -> Node:
        node = self._atom()
        while self._next_is("*+?{"):
            mark = self._take()
            low, high = self._bounds() if mark == "{" else _REPEATED[mark]
            node = ("repetition", [node], low, high)
        return node

    def _bounds(self) -> tuple[int, int]:
        inside, closed, _ = self._text[self._at :].partition("}")
        low, comma, high = inside.partition(",")
        if not (closed and low.isdigit() and (not high or high.isdigit())):
            raise Unable
        self._at += len(inside) + 1
        return int(low), (int(high) if high else _ENDLESS) if comma else int(low)

    def _atom(self) -> Node:
        if self._next_is(".^$*+?{)"):
            raise Unable
        if self._next_is("("):
            if not self._text.startswith("(?:", self._at):
                raise Unable
            self._at += 3
            node = self.choice()
            if self._take() != ")":
                raise Unable
            return node
        if self._next_is("["):
            return ("class", self._class(), 0, 0)
        return ("class", 1 << self._byte(), 0, 0)

    def _class(self) -> int:
        self._at += 1
        others = self._next_is("^")
        self._at += others
        mask = 0
        while not self._next_is("]"):
            low = high = self._byte()
            if self._next_is("-") and self._text[self._at + 1 : self._at + 2] != "]":
                self._at += 1
                high = self._byte()
            for byte in range(low, high + 1):
                mask |= 1 << byte
        self._at += 1
        return _ALL & ~mask if others else mask

    def _byte(self) -> int:
        mark = self._take()
        if mark != "\\":
            if ord(mark) > 127:
                raise Unable
            return ord(mark)
        mark = self._take()
        if mark == "x":
            self._at += 2
            return int(self._text[self._at - 2 : self._at], 16)
        if mark in _ESCAPED:
            return _ESCAPED[mark]
        if mark.isalnum():
            raise Unable
        return ord(mark)
