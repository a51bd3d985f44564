"""The workbench: every use case of the board, shared by the window and the command line.

Each method that writes is one transaction with one entry in the audit log, and gives the case as
it stands afterwards. A step the board does not allow raises
:class:`tumorboard.errors.BoardError`; a database that refuses, or a case somebody else changed
meanwhile, :class:`tumorboard.errors.StorageError`. Both are one sentence for the user.

``seen`` is the ``version`` of the :class:`OpenCase` the user looked at; with it, a write is
refused when the case has changed since. Without it the write applies to the case as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tumorboard.board import flow
from tumorboard.board.permissions import Step, require
from tumorboard.board.words import check_words
from tumorboard.domain.board import Acknowledgement, Person, SignOff
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import Tier
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.open_case import CaseSummary, OpenCase
from tumorboard.domain.progress import Progress, silent
from tumorboard.domain.variant import Assembly, SampleRole
from tumorboard.errors import BoardError, StorageError
from tumorboard.services.curation import Curation
from tumorboard.storage.audit import AuditLog, ChainCheck
from tumorboard.storage.cases import CaseStore, Write
from tumorboard.storage.database import Database

if TYPE_CHECKING:
    from knowledgebase.catalog import Catalog

__all__ = ["CaseSummary", "OpenCase", "Workbench"]


def _now() -> datetime:
    return datetime.now().astimezone()


class Workbench:
    """The use cases over one database and one release of the knowledge base.

    Methods may be called from any thread; each opens its own connection.
    """

    def __init__(
        self, database: Database, catalog: Catalog, *, clock: Callable[[], datetime] = _now
    ) -> None:
        """``clock`` gives the time aware of its zone; its day there is "today"."""
        self.database = database
        self.catalog = catalog
        self._clock = clock
        self._store = CaseStore(database)
        self.curation = Curation(database, catalog, clock)

    # Reading

    def list_cases(self) -> tuple[CaseSummary, ...]:
        """Give a line per case, last changed first."""
        return self._store.list()

    def get(self, case_id: str) -> OpenCase:
        """Give a case as it stands; raises ``StorageError`` when there is none of this id."""
        return self._store.get(case_id)

    def cases_with_gene(self, gene: str) -> tuple[CaseSummary, ...]:
        """Give the cases whose present variant file reports an allele of this gene."""
        return self._store.with_gene(gene)

    def verify_audit(self, heads: Iterable[str] = ()) -> ChainCheck:
        """Check the audit log; ``heads`` are those printed in signed reports at hand."""
        return AuditLog(self.database).verify(heads)

    # The case's facts: every change sends a case that is ready back to draft

    def create_case(self, case: Case, by: Person, *, demo: bool = False) -> OpenCase:
        """Store a new case; its id must be new. A variant file it carries is imported too."""
        require(by, Step.EDIT)
        _check_new(case)
        return self._store.create(case, by, self._clock(), demo=demo)

    def update_case(self, case: Case, by: Person, *, seen: int) -> OpenCase:
        """Store changed clinical facts; the variant file stays as imported."""
        opened = self._opened(case.id, by, Step.EDIT, seen)
        return self._store.update(case, self._write(opened, by))

    def import_variants(
        self,
        case_id: str,
        path: Path,
        by: Person,
        *,
        roles: Mapping[str, SampleRole] | None = None,
        assembly: Assembly | None = None,
        progress: Progress = silent,
        seen: int | None = None,
    ) -> OpenCase:
        """Read a variant file into the case, all or nothing; replaces the former file.

        ``roles`` are the samples' roles the user chose, which count as confirmed. The former
        import and the decisions made on it stay in the history. Raises ``VariantFileError`` when
        the file is refused, ``Cancelled`` when ``progress`` says so; nothing is stored then.
        """
        from tumorboard.services.knowledge import reading_knowledge
        from tumorboard.vcf.reader import read_variant_file

        opened = self._opened(case_id, by, Step.EDIT, seen)
        file = read_variant_file(
            path,
            knowledge=reading_knowledge(self.catalog),
            roles=roles,
            assembly=assembly,
            progress=progress,
        )
        write = self._write(opened, by)
        return self._store.add_variant_file(file, write, confirmed=bool(roles))

    def confirm_samples(self, case_id: str, by: Person, *, seen: int | None = None) -> OpenCase:
        """Confirm the roles the reader recognised; to change them, import with ``roles``."""
        opened = self._opened(case_id, by, Step.CONFIRM_SAMPLES, seen)
        return self._store.confirm_samples(self._write(opened, by))

    def acknowledge_rejections(
        self, case_id: str, by: Person, *, seen: int | None = None
    ) -> OpenCase:
        """Note that somebody saw which lines of the present file were rejected."""
        opened = self._opened(case_id, by, Step.ACKNOWLEDGE, seen)
        file = opened.variant_file
        if file is None or not file.accounting.rejected:
            raise BoardError(f"No line of the case {case_id}'s variant file was rejected.")
        write = self._write(opened, by)
        word = Acknowledgement(file.sha256, file.accounting.rejected, by, write.at)
        return self._store.acknowledge(word, write)

    # Conclusions and decisions

    def evaluate(
        self, case_id: str, by: Person, *, on: date | None = None, seen: int | None = None
    ) -> OpenCase:
        """Evaluate the case with the present knowledge, as of a day (today), and store it.

        Other conclusions than before send a ready case back to draft and ask for the board's
        words again; equal ones change nothing. Signing asks for an evaluation of its day.
        """
        from tumorboard.interpretation.evaluate import evaluate_case

        opened = self._opened(case_id, by, Step.EVALUATE, seen)
        write = self._write(opened, by)
        evaluation = evaluate_case(opened.case, self.catalog, on or write.at.date())
        return self._store.record_evaluation(self.curation.with_approvals(evaluation), write)

    def decide_tier(
        self,
        case_id: str,
        finding: str,
        tier: Tier,
        by: Person,
        *,
        reason: str = "",
        seen: int | None = None,
    ) -> OpenCase:
        """Accept the suggested tier of a finding, or override it with a reason."""
        opened = self._opened(case_id, by, Step.DECIDE_TIER, seen)
        write = self._write(opened, by)
        decision = flow.tier_decision(opened, finding, tier, reason, by, write.at)
        return self._store.record_tier_decision(decision, write)

    def choose_option(
        self,
        case_id: str,
        option_id: str,
        by: Person,
        *,
        taken: bool = True,
        note: str = "",
        seen: int | None = None,
    ) -> OpenCase:
        """Take an option to the board's discussion, or back (``taken`` false).

        It concludes nothing: a ready case stays ready, the recommendation stays current.
        """
        opened = self._opened(case_id, by, Step.CHOOSE_OPTION, seen)
        write = self._write(opened, by)
        choice = flow.option_choice(opened, option_id, taken, note, by, write.at)
        return self._store.record_option_choice(choice, write)

    def recommend(
        self, case_id: str, text: str, by: Person, *, seen: int | None = None
    ) -> OpenCase:
        """Store the board's recommendation, replacing the former one (kept in the history)."""
        opened = self._opened(case_id, by, Step.RECOMMEND, seen)
        write = self._write(opened, by)
        words = flow.recommendation(opened, text, by, write.at)
        return self._store.record_recommendation(words, write)

    # The board's flow

    def obstacles_to_ready(self, case_id: str, by: Person) -> tuple[str, ...]:
        """Say in sentences what keeps this person from marking the case ready; empty if nothing."""
        opened = self.get(case_id)
        return (*flow.check_can_mark_ready(opened, by), *self._older_knowledge(opened))

    def mark_ready(self, case_id: str, by: Person, *, seen: int | None = None) -> OpenCase:
        """Mark the case ready for the board."""
        opened = self._opened(case_id, by, Step.MARK_READY, seen)
        _refuse((*flow.check_can_mark_ready(opened, by), *self._older_knowledge(opened)))
        return self._store.mark_ready(self._write(opened, by))

    def check_can_sign(self, case_id: str, by: Person) -> tuple[str, ...]:
        """Say in sentences what keeps this person from signing; empty if nothing."""
        opened = self.get(case_id)
        return self._obstacles_to_sign(opened, by)

    def freeze(self, case_id: str) -> FrozenBoardCase:
        """Give all a report prints, as of now; of a signed case exactly what was signed."""
        opened = self.get(case_id)
        if opened.signed:
            return self._store.signed(case_id)
        if opened.evaluation is None:
            raise BoardError(f"The case {case_id} is not evaluated yet; evaluate it first.")
        if not opened.evaluation_current:
            raise BoardError(
                f"The evaluation of the case {case_id} is older than its last change; evaluate it "
                "again before a report is made."
            )
        from tumorboard.interpretation.patient_notes import with_age

        return FrozenBoardCase(
            case=with_age(opened.case, opened.evaluation.on),
            variant_file=opened.variant_file,
            evaluation=opened.evaluation,
            decisions=opened.decisions,
            recommendation=opened.recommendation,
            people=opened.people,
            acknowledgement=opened.acknowledgement,
            audit_head=opened.audit_head,
            prepared_at=self._clock(),
            demo=opened.demo,
            disease=self.catalog.content.diseases.get(opened.case.disease),
            choices=opened.choices,
        )

    def record_sign_off(
        self, frozen: FrozenBoardCase, by: Person, at: datetime, pdf_sha256: str, meaning: str
    ) -> OpenCase:
        """Note that the PDF made of ``frozen`` was signed; from now on the case cannot change.

        ``at`` is aware of its zone, ``pdf_sha256`` is of the whole signed file, hexadecimal.
        Refused when the case no longer is what ``frozen`` shows, or when anything of
        :meth:`check_can_sign` stands.
        """
        case_id = frozen.case.id
        opened = self._opened(case_id, by, Step.SIGN, None)
        _refuse(self._obstacles_to_sign(opened, by))
        flow.check_still_the_same(opened, frozen)
        _check_signature(at, pdf_sha256, meaning)
        sign_off = SignOff(by, at, meaning, pdf_sha256, frozen.audit_head)
        return self._store.sign_off(sign_off, frozen, self._write(opened, by))

    # Within

    def _obstacles_to_sign(self, opened: OpenCase, by: Person) -> tuple[str, ...]:
        return (
            *flow.check_can_sign(opened, by),
            *self._older_knowledge(opened),
            *flow.check_evaluated_on(opened, self._clock().date()),
        )

    def _older_knowledge(self, opened: OpenCase) -> tuple[str, ...]:
        """Say that the evaluation was made with another release than the program works with."""
        made = opened.evaluation
        if made is None or opened.signed or made.release_digest == self.catalog.content.digest:
            return self._other_approvals(opened)
        return (
            f"The evaluation was made with knowledge release {made.release}, which is not the "
            "present one; evaluate the case again.",
        )

    def _other_approvals(self, opened: OpenCase) -> tuple[str, ...]:
        """Say that records were approved, or approvals withdrawn, after the evaluation."""
        if opened.evaluation is None or opened.signed:
            return ()
        changed = self.curation.changed_since(opened.evaluation)
        if not changed:
            return ()
        return (
            f"The local approval of {changed} of the case's knowledge records changed after the "
            "evaluation; evaluate the case again.",
        )

    def _opened(self, case_id: str, by: Person, step: Step, seen: int | None) -> OpenCase:
        """Open a case to change it: the step is allowed, and it is the version the user saw."""
        opened = self.get(case_id)
        flow.check_can_change(opened, by, step)
        if seen is not None and seen != opened.version:
            raise StorageError(
                f"Somebody else changed the case {case_id} since you opened it; open it again, "
                "look at the change and repeat yours. Nothing was overwritten."
            )
        return opened

    def _write(self, opened: OpenCase, by: Person) -> Write:
        return Write(opened.case.id, opened.version, by, self._clock())


def _check_new(case: Case) -> None:
    for name, text in (("id", case.id), ("pseudonym", case.patient.pseudonym)):
        if not text.strip():
            raise BoardError(f"The case has no {name}; enter one.")


def _check_signature(at: datetime, pdf_sha256: str, meaning: str) -> None:
    if at.utcoffset() is None:
        raise BoardError("The time of the signature has no time zone; state one.")
    if not re.fullmatch(r"[0-9a-f]{64}", pdf_sha256):
        raise BoardError("The signature needs the SHA-256 of the signed PDF, 64 hex digits.")
    if not meaning.strip():
        raise BoardError("The signature says nothing; state what it means.")
    check_words(meaning, "meaning of the signature")


def _refuse(obstacles: tuple[str, ...]) -> None:
    if obstacles:
        raise BoardError(" ".join(obstacles))
