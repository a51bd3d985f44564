"""An option together with the rule behind it, while the engine still needs the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledgebase.records import Content, Disease
from knowledgebase.rules.criteria import Rule
from knowledgebase.rules.facts import Facts
from tumorboard.domain.conclusion import Match
from tumorboard.domain.option import Option


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known of a case: its facts, its matches, the content and the day."""

    disease: str
    facts: Facts
    matches: tuple[Match, ...]
    content: Content
    on: date

    @property
    def diseases(self) -> Mapping[str, Disease]:
        """Give the hierarchy."""
        return self.content.diseases


@dataclass(frozen=True, slots=True)
class Found:
    """An option and the rules of which one must be met (several for a trial with cohorts)."""

    option: Option
    rules: tuple[Rule, ...]
