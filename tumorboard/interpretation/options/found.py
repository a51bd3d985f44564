"""An option together with the rule behind it, while the engine still needs the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledgebase.records import Content, Disease
from knowledgebase.rules.criteria import Rule
from knowledgebase.rules.facts import Facts
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
    """An option and the rules of which one must be met (several for a trial with cohorts)."""

    option: Option
    rules: tuple[Rule, ...]
