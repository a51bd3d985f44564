"""The shape of a declared fact; what is declared stands in :mod:`knowledgebase.vocabulary`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of value a fact has."""

    YES_NO = "yes or no"
    NUMBER = "number"
    WORD = "word"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Labels:
    """The name a reader sees, in English, Danish, Norwegian Bokmål and Nynorsk."""

    en: str
    da: str
    nb: str
    nn: str


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """One fact: its kind, what keys it (empty = exists once), unit, allowed words and labels.

    ``unit`` is UCUM text (``1`` for plain numbers; for a laboratory test see
    :mod:`knowledgebase.laboratory`). ``has_vaf`` tells that an allele fraction may be bounded.
    ``wider`` are pairs of a word and the wider word that covers it: asked for the wider one, the
    narrower will do. ``written_under`` is the fact a rule writes it under (the mutations of a
    ``gene``), empty when it is written by its own name.
    """

    name: str
    kind: Kind
    labels: Labels
    keyed_by: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()
    has_vaf: bool = False
    wider: tuple[tuple[str, str], ...] = ()
    written_under: str = ""
