"""How a disease is classified and its risk estimated: ordered classes, points, formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledgebase.records.provenance import Evidence, Review, Source
from knowledgebase.rules.criteria import Rule


class AssessmentPurpose(StrEnum):
    """What an assessment answers."""

    DISEASE = "disease"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class Flag:
    """A remark for the board that holds when its rule does; contested readings are such."""

    when: Rule
    words: str


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One class: its name, the rule that leads to it, and a remark.

    ``when`` is ``None`` for the class that is left when no other is reached. ``disease`` is a
    disease code, empty where the class is none (a risk group).
    """

    id: str
    name: str
    when: Rule | None
    disease: str
    note: str


@dataclass(frozen=True, slots=True)
class Presumption:
    """What a reader takes for granted where a report does not speak of it (no Auer rods).

    ``fact`` and ``key`` name the fact, ``value`` what is presumed, ``unit`` that of a number.
    ``given`` is what must be known for it (a karyotype that does not show the rearrangement),
    ``None`` for nothing. A presumption is never silent: the result says it, and what else would
    be possible without it.
    """

    fact: str
    key: str
    value: bool | Decimal | str
    unit: str
    words: str
    given: Rule | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """Classes in order: the first whose rule is met is the result.

    ``standard`` names the edition (``WHO-HAEM5``, ``ICC 2022``, ``ELN 2022``); ``key`` is where
    the result stands in what ``tumorboard evaluate`` gives (``classification.who5``).
    ``applies`` is the rule that tells for whom it is meant; ``presumed`` what counts as so while
    nothing is stated of it. ``not_for`` tells where it is not meant after all, and why; while such
    a rule is not known to hold, the record is meant.
    """

    id: str
    key: str
    standard: str
    purpose: AssessmentPurpose
    title: str
    applies: Rule
    classes: tuple[ClassRule, ...]
    flags: tuple[Flag, ...]
    note: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date
    expires: date
    review: Review
    digest: str
    presumed: tuple[Presumption, ...] = ()
    not_for: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class PointRule:
    """Points given when the rule is met; ``None`` is what is left otherwise."""

    points: Decimal
    when: Rule | None


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One variable of a score: the first rule that is met gives the points."""

    id: str
    name: str
    points: tuple[PointRule, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A risk group: scores up to and including ``at_most``; ``None`` for the highest group.

    With ``below`` true the bound itself belongs to the next group.
    """

    name: str
    at_most: Decimal | None
    below: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A sum of points with its groups, lowest first; other fields as in :class:`Classification`."""

    id: str
    key: str
    standard: str
    title: str
    applies: Rule
    items: tuple[ScoreItem, ...]
    groups: tuple[Group, ...]
    flags: tuple[Flag, ...]
    note: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date
    expires: date
    review: Review
    digest: str
    presumed: tuple[Presumption, ...] = ()
    not_for: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A model that is arithmetic: the function by name, and the numbers it works with.

    ``function`` names one of the functions the program has; ``numbers`` are its coefficients by
    table, row and column (``coefficients``, ``HB1``, ``beta``).
    """

    id: str
    key: str
    standard: str
    title: str
    function: str
    applies: Rule
    numbers: Mapping[str, Mapping[str, Mapping[str, Decimal]]]
    groups: tuple[Group, ...]
    flags: tuple[Flag, ...]
    note: str
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date
    expires: date
    review: Review
    digest: str
    not_for: tuple[Flag, ...] = ()
