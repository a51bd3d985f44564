"""Curation: what the knowledge holds, where each record stands here, approving and withdrawing.

Shared by the window and the command line. One act is one reason for one or many records, and one
line in the audit log. A record that is unverified or past its check is never approved along with
others: it is left out and named, unless the curator says it may.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from knowledgebase.mentions import (
    Mentions,
    approved_in_file,
    digest_of_record,
    kinds_of,
    mentions_of,
    reviewed_in_file,
)
from tumorboard.board.permissions import Step, require
from tumorboard.board.words import check_words
from tumorboard.domain.approval import (
    ApprovalAct,
    Approvals,
    ApprovalState,
    Deed,
    LocalApproval,
    RecordVersion,
    Reservation,
)
from tumorboard.domain.assessment import Assessment
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.option import Option, OptionKind
from tumorboard.domain.person import Person
from tumorboard.errors import BoardError
from tumorboard.storage.approvals import ApprovalStore
from tumorboard.storage.database import Database

if TYPE_CHECKING:
    from knowledgebase.catalog import Catalog

#: The folder of the kind that conclusions rest on.
ASSERTIONS = "assertions"
#: The folders of the kinds that an assessment may be made by.
ASSESSING = ("classifications", "scores", "formulas")
#: The folder of the records that options of a kind come from.
OFFERING = {
    OptionKind.THERAPY: ASSERTIONS,
    OptionKind.PRODUCT: "products",
    OptionKind.TRIAL: "trials",
}
LONGEST_REASON = 4000
#: Why a record is left out of a deed.
CHANGED_MEANWHILE = "it changed since you read it"
APPROVED_ALREADY = "it is approved already"
NOT_APPROVED_HERE = "it is not approved here"
WHY = {
    Reservation.UNVERIFIED: "it was not compared with its primary source (unverified)",
    Reservation.EXPIRED: "its last check is too old (expired)",
}
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record with where it stands: ``kind`` is its folder, ``mentions`` what it is about."""

    kind: str
    id: str
    record: Any
    mentions: Mentions
    digest: str
    approval: LocalApproval
    reservations: tuple[Reservation, ...]

    @property
    def name(self) -> Name:
        """Name the record among all kinds."""
        return (self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a deed did: the records it took, and those it left out, each with why."""

    done: tuple[Name, ...]
    left_out: tuple[tuple[Name, str], ...]


class Curation:
    """The use cases over one database and one release of the knowledge base."""

    def __init__(self, database: Database, catalog: Catalog, clock: Callable[[], datetime]) -> None:
        """``clock`` gives the time aware of its zone; its day there is "today"."""
        self.catalog = catalog
        self._clock = clock
        self._store = ApprovalStore(database)
        self._known: dict[Name, tuple[Any, Mentions, str]] | None = None

    def approvals(self) -> Approvals:
        """Give every act of this installation, looked up by record."""
        return self._store.all()

    def counts(self) -> tuple[int, int]:
        """Count the records approved as they read now, and all records."""
        approvals = self._store.all()
        kinds = dict(kinds_of(self.catalog.content))
        # Only these records: a window that starts must not decode a whole release.
        named = {name for name in approvals.names() if name[1] in kinds.get(name[0], {})}
        for kind, records in kinds.items():
            named.update((kind, name) for name in reviewed_in_file(records))
        approved = 0
        for kind, name in named:
            record = kinds[kind][name]
            digest = digest_of_record(record)
            reviewed = approved_in_file(record)
            approved += _standing((kind, name), reviewed, digest, approvals).holds
        return approved, sum(len(records) for records in kinds.values())

    def lines(self) -> tuple[RecordLine, ...]:
        """Give every record of every kind with where it stands, in the order of the release."""
        approvals = self._store.all()
        today = self._clock().date()
        return tuple(self._line(name, approvals, today) for name in self._records())

    def line(self, name: Name) -> RecordLine:
        """Give one record with where it stands; ``BoardError`` when there is none."""
        return self._line(self._existing(name), self._store.all(), self._clock().date())

    def find(self, text: str) -> Name:
        """Find a record by ``ID`` or ``KIND/ID``; ``BoardError`` says what to write instead."""
        names = self._records()
        kind, _, rest = text.partition("/")
        if (kind, rest) in names:
            return (kind, rest)
        found = [name for name in names if name[1] == text]
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join("/".join(name) for name in found)
            raise BoardError(f"Several records are called {text}; write one of {choices}.")
        raise BoardError(f"There is no record {text[:80]}; tumorboard kb list gives them all.")

    def about_disease(self, code: str) -> tuple[Name, ...]:
        """Give the records about a disease, its subtypes, or the group it belongs to."""
        is_a = self.catalog.is_a
        return tuple(
            name
            for name, (_, mentions, _) in self._records().items()
            if any(is_a(one, code) or is_a(code, one) for one in mentions.diseases)
        )

    def approve(
        self,
        names: Iterable[Name],
        by: Person,
        reason: str,
        *,
        despite: Collection[Reservation] = (),
        seen: Mapping[Name, str] | None = None,
    ) -> Outcome:
        """Stand for records as they read now.

        A record with a reservation that ``despite`` does not name is left out, as is one that is
        approved already, and one whose digest is not the one ``seen``. Nothing is stored when
        nothing is left.
        """
        require(by, Step.APPROVE_KNOWLEDGE)
        words = _reason(reason, "approving")
        at, wanted = self._clock(), [self._existing(name) for name in dict.fromkeys(names)]
        taken: list[RecordVersion] = []
        left_out: list[tuple[Name, str]] = []

        def made(approvals: Approvals) -> ApprovalAct | None:
            for name in wanted:
                line = self._line(name, approvals, at.date())
                why = _obstacle(line, despite, (seen or {}).get(name, line.digest))
                if why:
                    left_out.append((name, why))
                else:
                    taken.append(RecordVersion(*name, line.digest, line.reservations))
            return ApprovalAct(Deed.APPROVED, tuple(taken), by, at, words) if taken else None

        self._store.decide(made)
        return Outcome(tuple((one.kind, one.id) for one in taken), tuple(left_out))

    def withdraw(self, names: Iterable[Name], by: Person, reason: str) -> Outcome:
        """Take approvals back; they stay in the history."""
        require(by, Step.APPROVE_KNOWLEDGE)
        words = _reason(reason, "withdrawing an approval")
        at, wanted = self._clock(), list(dict.fromkeys(names))
        taken: list[RecordVersion] = []
        left_out: list[tuple[Name, str]] = []

        def made(approvals: Approvals) -> ApprovalAct | None:
            for name in wanted:
                history = approvals.history(*name)
                if not history or history[-1][0].deed is Deed.WITHDRAWN:
                    left_out.append((name, NOT_APPROVED_HERE))
                else:
                    taken.append(replace(history[-1][1], despite=()))
            return ApprovalAct(Deed.WITHDRAWN, tuple(taken), by, at, words) if taken else None

        self._store.decide(made)
        return Outcome(tuple((one.kind, one.id) for one in taken), tuple(left_out))

    def history(self, name: Name) -> tuple[tuple[ApprovalAct, RecordVersion], ...]:
        """Give every deed on a record, the last first."""
        return self._store.all().history(*name)[::-1]

    def with_approvals(self, evaluation: CaseEvaluation) -> CaseEvaluation:
        """Give the evaluation with where each record it rests on stands at this moment."""
        approvals = self._store.all()
        matches = tuple(
            replace(
                match,
                approval=_standing(
                    (ASSERTIONS, match.assertion.id),
                    approved_in_file(match.assertion),
                    match.assertion.digest,
                    approvals,
                ),
            )
            for match in evaluation.matches
        )
        assessments = tuple(
            replace(one, approval=self._standing_of(one, approvals))
            for one in evaluation.assessments
        )
        options = tuple(
            replace(
                one,
                approval=_standing(_record_of(one), one.approved_content, one.digest, approvals),
            )
            for one in evaluation.options
        )
        return replace(evaluation, matches=matches, assessments=assessments, options=options)

    def changed_since(self, evaluation: CaseEvaluation) -> int:
        """Count the records of an evaluation whose approval is another one by now."""
        now = self.with_approvals(evaluation)
        before, after = _approvals_of(evaluation), _approvals_of(now)
        return sum(before[name] != after[name] for name in after)

    # Within

    def _standing_of(self, one: Assessment, approvals: Approvals) -> LocalApproval:
        """Give where the record of an assessment stands, as it was when the assessment was made."""
        kind = self._kind_of(one.id)
        record = getattr(self.catalog.content, kind)[one.id] if kind else None
        same = record is not None and digest_of_record(record) == one.digest
        return _standing((kind, one.id), same and approved_in_file(record), one.digest, approvals)

    def _kind_of(self, assessing: str) -> str:
        """Give the kind of the record an assessment was made by; empty where it is gone."""
        content = self.catalog.content
        return next((kind for kind in ASSESSING if assessing in getattr(content, kind)), "")

    def _records(self) -> dict[Name, tuple[Any, Mentions, str]]:
        if self._known is None:
            content = self.catalog.content
            self._known = {
                (kind, name): (
                    record,
                    mentions_of(kind, name, record, content),
                    digest_of_record(record),
                )
                for kind, records in kinds_of(content)
                for name, record in records.items()
            }
        return self._known

    def _existing(self, name: Name) -> Name:
        if name not in self._records():
            raise BoardError(f"There is no record {name[1][:80]} in this release.")
        return name

    def _line(self, name: Name, approvals: Approvals, today: date) -> RecordLine:
        record, mentions, digest = self._records()[name]
        approval = _standing(name, approved_in_file(record), digest, approvals)
        return RecordLine(*name, record, mentions, digest, approval, _reservations(mentions, today))


def _standing(name: Name, reviewed: bool, digest: str, approvals: Approvals) -> LocalApproval:
    """Give where a record stands: by what was done here, else whether its file is ``reviewed``."""
    approval = approvals.of(*name, digest)
    if approval.state is ApprovalState.NOT_APPROVED and reviewed:
        return LocalApproval(ApprovalState.APPROVED)
    return approval


def _reservations(mentions: Mentions, today: date) -> tuple[Reservation, ...]:
    found = []
    if not mentions.verified:
        found.append(Reservation.UNVERIFIED)
    if mentions.expires is not None and today > mentions.expires:
        found.append(Reservation.EXPIRED)
    return tuple(found)


def _obstacle(line: RecordLine, despite: Collection[Reservation], seen: str) -> str:
    """Say why a record is left out; empty when nothing speaks against it."""
    if line.digest != seen:
        return CHANGED_MEANWHILE
    if line.approval.holds:
        return APPROVED_ALREADY
    for reservation in line.reservations:
        if reservation not in despite:
            return WHY[reservation]
    return ""


def _reason(reason: str, what: str) -> str:
    words = reason.strip()
    if not words:
        raise BoardError(f"State a reason for {what}; it stays in the history.")
    if len(words) > LONGEST_REASON:
        raise BoardError(f"The reason is longer than {LONGEST_REASON} characters; shorten it.")
    check_words(words, "reason")
    return words


def _record_of(option: Option) -> Name:
    return (OFFERING[option.kind], option.record)


def _approvals_of(evaluation: CaseEvaluation) -> dict[Name, LocalApproval]:
    """Give the approval of each record once: a product has several uses, an assertion may match.

    The kind of an assessment's record is not known here, and its id is enough.
    """
    return {
        **{_record_of(one): one.approval for one in evaluation.options},
        **{(ASSERTIONS, one.assertion.id): one.approval for one in evaluation.matches},
        **{("", one.id): one.approval for one in evaluation.assessments},
    }
