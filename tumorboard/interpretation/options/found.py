"""An option together with the rule behind it, while the engine still needs the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledgebase.records import Content, Disease
from knowledgebase.rules.criteria import Rule
from knowledgebase.rules.facts import Facts
from knowledgebase.rules.hierarchy import is_a
from tumorboard.domain.case import CellTherapy, PriorTherapy, Transplant
from tumorboard.domain.conclusion import Match
from tumorboard.domain.option import Option


@dataclass(frozen=True, slots=True)
class Course:
    """What was given and what is planned, with its days."""

    therapies: tuple[PriorTherapy, ...] = ()
    transplants: tuple[Transplant, ...] = ()
    cell_therapy: tuple[CellTherapy, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known of a case: its facts, its matches, the content and the day.

    ``course`` is what of it has days that a step of a treatment depends on.
    """

    disease: str
    facts: Facts
    matches: tuple[Match, ...]
    content: Content
    on: date
    course: Course = Course()

    @property
    def diseases(self) -> Mapping[str, Disease]:
        """Give the hierarchy."""
        return self.content.diseases


@dataclass(frozen=True, slots=True)
class Found:
    """An option and the rules of which one must be met (several for a trial with cohorts).

    ``own_disease`` tells that the record is about the disease of the case, not about another one
    or one that it may turn out to be.
    """

    option: Option
    rules: tuple[Rule, ...]
    own_disease: bool = True


def own_disease(codes: Iterable[str], asking: Asking) -> bool:
    """Tell whether the disease of the case is one of these, or a subtype of one."""
    return any(is_a(asking.disease, code, asking.diseases) for code in codes)
