"""The rule language: trees of criteria over facts, evaluated in three values with reasons.

A rule is ``all``, ``any``, ``not`` or ``at_least`` over criteria, and a criterion asks one fact.
Evaluation follows Kleene's strong three-valued logic: met, not met, unknown. The YAML form is
described in ``docs/knowledge-files.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledgebase.rules.facts import Facts

if TYPE_CHECKING:
    from knowledgebase.records import Disease


class Truth(StrEnum):
    """The value of a rule."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A numeric condition; ``None`` means no bound on that side. ``unit`` is UCUM text.

    ``at_least`` and ``at_most`` include the bound, ``above`` and ``below`` do not.
    """

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Ask one fact: the fact's name, its key if it is one of a family, and what must hold.

    ``one_of`` are allowed values (for facts that are a word or a code); ``bounds`` apply to a
    number; ``vaf`` bounds the allele fraction behind a genetic fact. With none of them the fact
    must be true. ``soft`` and ``recoverable`` criteria are shown and never count as a hard no.
    """

    fact: str
    key: str = ""
    one_of: tuple[str, ...] = ()
    bounds: Bounds | None = None
    vaf: Bounds | None = None
    soft: bool = False
    recoverable: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Met when every part is."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when one part is."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Met when the part is not."""

    part: Rule


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Met when ``n`` of the parts are."""

    n: int
    parts: tuple[Rule, ...]


Rule = Criterion | All | AnyOf | Not | AtLeast


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule, or a part of it, has its value.

    ``words`` reads as English; ``source`` is the fact's source, ``missing`` what would have to
    be known (``""`` unless the value is unknown); ``origins`` are the variants and findings a
    met criterion rests on. ``parts`` are the reasons of the parts, in the rule's order.
    """

    rule: Rule
    value: Truth
    words: str
    source: str
    missing: str
    origins: tuple[str, ...]
    parts: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The value of a rule, the tree of reasons, and which unknown facts could still change it.

    ``open_facts`` are ``(name, key)`` pairs; empty when the value is decided.
    """

    value: Truth
    reason: Reason
    open_facts: tuple[tuple[str, str], ...]


def evaluate(rule: Rule, facts: Facts, diseases: Mapping[str, Disease]) -> Evaluation:
    """Evaluate a rule over facts; pure, and never raises on what the facts hold.

    ``diseases`` is the hierarchy by code. A fact that is missing, or cannot be compared (a unit
    without audited conversion, a disease stated too generally), makes its criterion unknown with
    the reason. A ``soft`` or ``recoverable`` criterion never makes a rule "not met": where it
    speaks against the rule, directly or under ``not``, it counts as unknown and the reason says
    that the board decides. So a value once decided stays when further facts become known.
    """
    from knowledgebase.rules.evaluation import evaluate_rule  # the types above must exist first

    return evaluate_rule(rule, facts, diseases)
