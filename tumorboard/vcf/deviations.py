"""Deviations that cannot alter an allele, a position, a genotype or a depth: counted per kind."""

from __future__ import annotations

from collections.abc import Iterable

MOST_KINDS = 200


class Deviations:
    """How often each kind was seen, and in which line first; one sentence per kind comes out."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, int]] = {}
        self._beyond = 0

    def note(self, line: int, kinds: Iterable[str], records: int = 1) -> None:
        """Enter deviations that so many records from this line on have; once per record."""
        for kind in dict.fromkeys(kinds):
            known = self._seen.get(kind)
            if known is not None:
                self._seen[kind] = (known[0] + records, known[1])
            elif len(self._seen) < MOST_KINDS:
                self._seen[kind] = (records, line)
            else:
                self._beyond += records

    def add(self, other: Deviations, lines: int) -> None:
        """Enter those of the file's next part, whose line numbers begin after ``lines``."""
        for kind, (count, line) in other._seen.items():
            self.note(line + lines, (kind,), count)
        self._beyond += other._beyond

    def sentences(self) -> tuple[str, ...]:
        """Give one sentence per kind, in the order first seen."""
        told = [
            f"Line {line}: {kind}."
            if count == 1
            else f"Line {line} and {count - 1} further records: {kind}."
            for kind, (count, line) in self._seen.items()
        ]
        if self._beyond:
            told.append(f"Further kinds of deviations, not listed, were seen {self._beyond} times.")
        return tuple(told)
