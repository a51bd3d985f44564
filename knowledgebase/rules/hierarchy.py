"""The disease hierarchy: a code covers its subtypes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledgebase.records import Disease


def lineage(code: str, diseases: Mapping[str, Disease]) -> Iterator[str]:
    """Give the code and its ancestors, nearest first; ends at the top, or before a circle."""
    seen: set[str] = set()
    while code and code not in seen:
        seen.add(code)
        yield code
        disease = diseases.get(code)
        code = disease.parent if disease else ""


def is_a(code: str, ancestor: str, diseases: Mapping[str, Disease]) -> bool:
    """Tell whether a disease is the other one or a subtype of it."""
    seen: set[str] = set()
    while code != ancestor:  # equal codes are asked most
        seen.add(code)
        disease = diseases.get(code)
        code = disease.parent if disease else ""
        if not code or code in seen:
            return False
    return True
