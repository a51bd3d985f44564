"""A fault found by looking at several fields at once, told at the one it belongs to."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

CUSTOM = "at_field"


def fault_at(path: tuple[str | int, ...], sentence: str) -> PydanticCustomError:
    """Make a fault that stands at ``path`` below where it is raised."""
    return PydanticCustomError(CUSTOM, "{sentence}", {"sentence": sentence, "path": path})
