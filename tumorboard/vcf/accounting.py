"""Count where every line and every allele of a file goes, so that the sums always agree."""

from __future__ import annotations

import sys
from collections import Counter

from tumorboard.domain.variant import Accounting, Rejection
from tumorboard.errors import VariantFileError

MOST_REJECTED = 100_000
"""Each rejected line is kept with its reason; more than this is no file with faults but no VCF."""


class Account:
    """The running count of one file.

    Every record line is entered once, as accepted or rejected; every allele of an accepted line
    once, as reported or filtered. Totals are sums of these entries and are never set apart.
    """

    def __init__(self) -> None:
        self._accepted = 0
        self._rejections: list[Rejection] = []
        self._reported = 0
        self._filtered: Counter[str] = Counter()

    @property
    def reported(self) -> int:
        """Give the number of alleles reported so far."""
        return self._reported

    def accept(self, lines: int = 1) -> None:
        """Enter accepted lines."""
        self._accepted += lines

    def reject(self, rejection: Rejection) -> None:
        """Enter a rejected line; equal reasons share one text, however many there are."""
        if len(self._rejections) >= MOST_REJECTED:
            raise VariantFileError(
                f"The file is refused because more than {MOST_REJECTED:,} of its lines cannot be "
                f"read (the last of them: line {rejection.line}, {rejection.reason}); ask the "
                "laboratory for a valid VCF."
            )
        self._rejections.append(Rejection(rejection.line, sys.intern(rejection.reason)))

    def report(self) -> None:
        """Enter a reported allele."""
        self._reported += 1

    def filter(self, reason: str, alleles: int = 1) -> None:
        """Enter alleles that are left out, with the reason."""
        if alleles:
            self._filtered[str(reason)] += alleles

    def add(self, other: Account, lines: int) -> None:
        """Enter the account of the file's next part, whose lines begin after ``lines``."""
        self._accepted += other._accepted
        self._reported += other._reported
        self._filtered.update(other._filtered)
        for rejection in other._rejections:
            self.reject(Rejection(rejection.line + lines, rejection.reason))

    def result(self) -> Accounting:
        """Give the account as it stands, rejections by line."""
        rejections = tuple(sorted(self._rejections, key=lambda rejection: rejection.line))
        return Accounting(
            read=self._accepted + len(rejections),
            accepted=self._accepted,
            rejected=len(rejections),
            rejections=rejections,
            alleles_total=self._reported + sum(self._filtered.values()),
            alleles_reported=self._reported,
            alleles_filtered=dict(sorted(self._filtered.items())),
        )
