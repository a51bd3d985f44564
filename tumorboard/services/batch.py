"""Evaluate many cases by several processes; results in the order of the lines, as JSON texts.

Any executor of :mod:`concurrent.futures`' form will do, so that a cluster's client can take the
place of local processes. Each line is for itself, so nothing is shared but the knowledge.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from datetime import date
from itertools import islice
from pathlib import Path

from tumorboard.services.evaluation import evaluate_batch

CHUNK = 32
AHEAD = 8
"""So many chunks are handed out before the first is waited for; memory does not grow with the
file.
"""


def evaluate_with(
    executor: Executor, lines: Iterable[bytes], *, on: date, folder: Path
) -> Iterator[str]:
    """Yield what :func:`evaluate_batch` gives for every line, as one line of JSON each.

    Raises what an executor raises when a process ends from outside
    (:class:`concurrent.futures.BrokenExecutor`).
    """
    waiting: deque[Future[list[str]]] = deque()
    source, first = iter(lines), 1
    while chunk := list(islice(source, CHUNK)):
        waiting.append(executor.submit(evaluated, chunk, first, on, folder))
        first += len(chunk)
        if len(waiting) >= AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def evaluated(lines: list[bytes], first: int, on: date, folder: Path) -> list[str]:
    """Evaluate some lines, the first of them with this 1-based number."""
    return [
        json.dumps(result) for result in evaluate_batch(lines, on=on, folder=folder, first=first)
    ]
