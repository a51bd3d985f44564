"""Regular expressions for whole numbers within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def number_within(ranges: Iterable[tuple[int, int]]) -> str:
    """Give an expression for the numbers within any of the ranges, ends included, no zeros first.

    Without a range nothing matches.
    """
    parts = [part for low, high in ranges if low <= high for part in _between(low, high)]
    return f"(?:{'|'.join(parts)})" if parts else "[^\\x00-\\xff]"


def outside(
    places: Sequence[tuple[int, int]], low: int, high: int, margin: int
) -> list[tuple[int, int]]:
    """Give what is left of ``low..high`` without the places and ``margin`` numbers before each.

    ``places`` are sorted and apart.
    """
    left = []
    for start, end in places:
        left.append((low, min(start - margin - 1, high)))
        low = max(low, end + 1)
    left.append((low, high))
    return [(first, last) for first, last in left if first <= last]


def _between(low: int, high: int) -> list[str]:
    parts: list[str] = []
    sizes = range(len(str(low)), len(str(high)) + 1)
    if len(sizes) > 2 and low == 1:  # all numbers shorter than the highest in one part
        parts.append(f"[1-9][0-9]{{0,{sizes[-1] - 2}}}")
        sizes = sizes[-1:]
    for size in sizes:
        first = max(low, 10 ** (size - 1) if size > 1 else 0)
        last = min(high, 10**size - 1)
        parts.extend(_same_length(str(first), str(last)))
    return parts


def _same_length(low: str, high: str) -> list[str]:
    """Cover numbers of one length, both bounds included."""
    if not low:
        return [""]
    if low[0] == high[0]:
        return [low[0] + rest for rest in _same_length(low[1:], high[1:])]
    zeros, nines = "0" * len(low[1:]), "9" * len(low[1:])
    first, last = int(low[0]), int(high[0])
    parts: list[str] = []
    if low[1:] != zeros:
        parts.extend(low[0] + rest for rest in _same_length(low[1:], nines))
        first += 1
    if high[1:] != nines:
        parts.extend(high[0] + rest for rest in _same_length(zeros, high[1:]))
        last -= 1
    if first <= last:
        parts.append(f"[{first}-{last}]" + (f"[0-9]{{{len(zeros)}}}" if zeros else ""))
    return parts
