"""Work that depends on a release alone is done once, not once a case."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from knowledgebase.records import Content

_Made = TypeVar("_Made")


def once_a_release(make: Callable[[Content], _Made]) -> Callable[[Content], _Made]:
    """Keep what was made of the release asked for last; releases are compared by identity."""
    last: list[tuple[Content, _Made]] = []

    @wraps(make)
    def kept(content: Content) -> _Made:
        found = last[0] if last else None
        if found is None or found[0] is not content:
            found = content, make(content)
            last[:] = [found]
        return found[1]

    return kept
