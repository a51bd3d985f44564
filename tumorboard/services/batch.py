"""Evaluate many cases by several processes; results in the order of the lines, as JSON texts.

Any executor of :mod:`concurrent.futures`' form will do, so that a cluster's client can take the
place of local processes. Each line is for itself, so nothing is shared but the knowledge, which
every worker has installed: one that works with another release is refused.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from datetime import date
from itertools import islice
from pathlib import Path

from tumorboard.errors import CaseFileError
from tumorboard.services.evaluation import evaluate_batch, shipped_catalog
from tumorboard.services.matching import match_batch

CHUNK = 32
AHEAD = 8
"""So many chunks are handed out before the first is waited for; memory does not grow with the
file.
"""


def evaluate_with(
    executor: Executor,
    lines: Iterable[bytes],
    *,
    on: date,
    folder: Path,
    matches: bool = False,
) -> Iterator[str]:
    """Yield what :func:`evaluate_batch` gives for every line, as one line of JSON each; with
    ``matches`` what :func:`match_batch` gives.

    Raises :class:`CaseFileError` where a worker has another release than this process, and what
    an executor raises when a process ends from outside
    (:class:`concurrent.futures.BrokenExecutor`).
    """
    waiting: deque[Future[list[str]]] = deque()
    work = matched if matches else evaluated
    source, first = iter(lines), 1
    executor.submit(_read_release)  # local processes start while this one reads it too
    release = shipped_catalog().content.digest
    while chunk := list(islice(source, CHUNK)):
        waiting.append(executor.submit(work, chunk, first, on, folder, release))
        first += len(chunk)
        if len(waiting) >= AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def evaluated(lines: list[bytes], first: int, on: date, folder: Path, release: str) -> list[str]:
    """Evaluate some lines, the first of them with this 1-based number, with this release."""
    _check_release(release)
    return [
        json.dumps(result) for result in evaluate_batch(lines, on=on, folder=folder, first=first)
    ]


def matched(lines: list[bytes], first: int, on: date, folder: Path, release: str) -> list[str]:
    """Match some lines again, as :func:`evaluated` evaluates them."""
    _check_release(release)
    return list(match_batch(lines, on=on, folder=folder, first=first))


def _read_release() -> None:
    shipped_catalog()


def _check_release(release: str) -> None:
    here = shipped_catalog().content
    if here.digest != release:
        raise CaseFileError(
            f"A worker of the batch works with the knowledge release {here.version} "
            f"({here.digest[:12]}), not with this one ({release[:12]}); install the same on all."
        )
