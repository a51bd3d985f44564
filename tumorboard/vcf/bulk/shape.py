"""What the lines of one file look like, learned from lines that passed the strict check."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from tumorboard.vcf.record import Record

_T = TypeVar("_T", str, tuple[str, ...])
MOST_FILTERS = 400
MOST_FORMATS = 24
MOST_SEQUENCES = 24


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a file's lines as far as it has been seen.

    ``keys`` are the INFO keys in their one order, empty when there is none; then ``sequences`` are
    the orders seen most. ``always`` are the keys every line had. ``filters`` and ``formats`` are
    FILTER and FORMAT texts as written.
    ``deviations`` are what the strict check tells of most lines.
    """

    keys: tuple[str, ...]
    sequences: tuple[tuple[str, ...], ...]
    always: frozenset[str]
    filters: tuple[str, ...]
    formats: tuple[tuple[str, ...], ...]
    deviations: tuple[str, ...]


def learn(records: Sequence[Record]) -> Shape:
    """Learn from records that the strict check accepted; at least one."""
    sequences = Counter(tuple(record.info) for record in records)
    seen = [frozenset(sequence) for sequence in sequences]
    deviations = Counter(tuple(dict.fromkeys(record.warnings)) for record in records)
    filters = Counter(";".join(record.filters) or "." for record in records)
    formats = Counter(record.format for record in records)
    return Shape(
        keys=_one_order(sequences),
        sequences=_most(sequences, MOST_SEQUENCES),
        always=frozenset.intersection(*seen),
        filters=_most(filters, MOST_FILTERS),
        formats=_most(formats, MOST_FORMATS),
        deviations=deviations.most_common(1)[0][0],
    )


def _most(counted: Counter[_T], most: int) -> tuple[_T, ...]:
    return tuple(sorted(one for one, _ in counted.most_common(most)))


def _one_order(sequences: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Merge the orders seen into one that holds them all, empty when they contradict."""
    order: TopologicalSorter[str] = TopologicalSorter()
    for sequence in sequences:
        for key in sequence[:1]:
            order.add(key)
        for before, after in itertools.pairwise(sequence):
            order.add(after, before)
    try:
        return tuple(order.static_order())
    except CycleError:
        return ()
