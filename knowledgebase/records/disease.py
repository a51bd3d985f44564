"""Diseases and their hierarchy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disease:
    """A disease by OncoTree-style code; ``parent`` makes the hierarchy (empty at the top)."""

    code: str
    parent: str
    name: str
    name_da: str
    icd10: str
    synonyms: tuple[str, ...]
