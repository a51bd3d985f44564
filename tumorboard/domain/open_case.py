"""A case as it stands now: what is stored of it, gathered for a face, a rule or a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tumorboard.domain.board import (
    Acknowledgement,
    CaseState,
    OptionChoice,
    Person,
    Recommendation,
    SignOff,
    TierDecision,
)
from tumorboard.domain.case import Case, Setting
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.variant import VariantFile


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of the list of cases. ``changed_at`` is aware of its time zone."""

    id: str
    pseudonym: str
    disease: str
    setting: Setting
    state: CaseState
    changed_at: datetime
    demo: bool


@dataclass(frozen=True, slots=True)
class VariantImport:
    """One import of a variant file into a case; ``current`` marks the one that counts.

    ``roles_confirmed_by`` is ``None`` until somebody confirmed or chose the samples' roles.
    """

    name: str
    sha256: str
    rejected: int
    by: Person
    at: datetime
    current: bool
    roles_confirmed_by: Person | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the audit log that belongs to the case; ``what`` is in words."""

    at: datetime
    by: Person
    what: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Everything stored of one case at one moment.

    ``case`` carries the variant file. ``version`` counts every write; a face hands it back so
    that nobody overwrites what somebody else wrote meanwhile. ``evaluation`` is the latest one,
    ``evaluation_current`` tells whether it was made after the last change of the case's facts,
    ``recommendation_current`` the same of the recommendation, which also is no longer current when
    an evaluation made after it concluded something else. ``decisions`` belong to the
    present variant file, in order of time (the latest for a finding counts);
    ``former_decisions`` were made on files since replaced. ``acknowledgement`` is the one for
    the present file. ``imports``, ``history`` and ``choices`` (words on options) are in order of
    time.
    """

    case: Case
    version: int
    state: CaseState
    demo: bool
    evaluation: CaseEvaluation | None
    evaluation_current: bool
    decisions: tuple[TierDecision, ...]
    former_decisions: tuple[TierDecision, ...]
    recommendation: Recommendation | None
    recommendation_current: bool
    acknowledgement: Acknowledgement | None
    sign_off: SignOff | None
    imports: tuple[VariantImport, ...]
    history: tuple[HistoryEntry, ...]
    audit_head: str
    choices: tuple[OptionChoice, ...] = ()

    @property
    def variant_file(self) -> VariantFile | None:
        """Give the present variant file."""
        return self.case.variant_file

    @property
    def present_import(self) -> VariantImport | None:
        """Give the import that counts."""
        return next((each for each in self.imports if each.current), None)

    @property
    def signed(self) -> bool:
        """Tell whether the case is signed and so can no longer change."""
        return self.state is CaseState.SIGNED

    @property
    def outdated_decisions(self) -> tuple[TierDecision, ...]:
        """Give the counting decisions made on another suggestion than today's, same disease."""
        if self.evaluation is None:
            return ()
        today = {(each.finding, each.disease): each.tier for each in self.evaluation.tiers}
        counting = {each.finding: each for each in self.decisions}
        return tuple(
            each
            for each in counting.values()
            if today.get((each.finding, each.disease), each.suggested) is not each.suggested
        )

    @property
    def people(self) -> tuple[Person, ...]:
        """Give everybody whose word the case rests on, chair first, each once."""
        words = [each.by for each in self.decisions]
        words += [each.by for each in self.choices]
        words += [each.by for each in (self.recommendation, self.acknowledgement) if each]
        chair = [self.sign_off.by] if self.sign_off else []
        return tuple(dict.fromkeys(chair + words))
