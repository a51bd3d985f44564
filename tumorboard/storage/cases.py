"""The store of cases: each write is one transaction with one line in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from tumorboard.domain.board import (
    Acknowledgement,
    CaseState,
    OptionChoice,
    Person,
    Recommendation,
    SignOff,
    TierDecision,
)
from tumorboard.domain.case import Case
from tumorboard.domain.conclusion import CaseEvaluation, same_conclusions
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.open_case import CaseSummary, OpenCase
from tumorboard.domain.variant import VariantFile
from tumorboard.errors import StorageError
from tumorboard.storage import case_reading
from tumorboard.storage.audit import AuditLog
from tumorboard.storage.audit_words import (
    CHANGED,
    CONFIRMED,
    CREATED,
    IMPORTED,
    KNOWLEDGE,
    READY,
    SIGNED,
    WITHDRAWN,
    choice_in_words,
)
from tumorboard.storage.case_reading import SignedCase
from tumorboard.storage.database import Database
from tumorboard.storage.freezing import freeze
from tumorboard.storage.tables import (
    acknowledgements,
    cases,
    evaluations,
    option_choices,
    recommendations,
    sign_offs,
    tier_decisions,
    variant_files,
    variant_genes,
)


@dataclass(frozen=True, slots=True)
class Write:
    """Which case is written, as which version of it, by whom and when (aware of its zone)."""

    case_id: str
    version: int
    by: Person
    at: datetime


class CaseStore:
    """Cases at rest. Knows nothing of the board's rules; see :mod:`tumorboard.board`.

    Every write names the version of the case it rests on, and is refused with a sentence when
    somebody else wrote the case meanwhile.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._audit = AuditLog(database)

    def list(self) -> tuple[CaseSummary, ...]:
        """Give a line per case, last changed first."""
        with self._database.read() as connection:
            return case_reading.summaries(connection)

    def with_gene(self, gene: str) -> tuple[CaseSummary, ...]:
        """Give the cases whose present variant file reports an allele of the gene."""
        with self._database.read() as connection:
            return case_reading.summaries(connection, gene)

    def get(self, case_id: str) -> OpenCase:
        """Give everything stored of a case; ``StorageError`` when there is none of this id."""
        with self._database.read() as connection:
            return case_reading.open_case(connection, case_id)

    def signed(self, case_id: str) -> FrozenBoardCase:
        """Give a signed case exactly as it was signed."""
        with self._database.read() as connection:
            return case_reading.signed_case(connection, case_id)

    def create(self, case: Case, by: Person, at: datetime, *, demo: bool = False) -> OpenCase:
        """Store a new case with the variant file it carries."""
        if case.id == KNOWLEDGE:
            raise StorageError(f'"{KNOWLEDGE}" cannot be the id of a case; choose another.')
        content = freeze(replace(case, variant_file=None))
        with self._database.write() as connection:
            if connection.execute(select(cases.c.id).where(cases.c.id == case.id)).first():
                raise StorageError(f"There is a case {case.id} already; choose another id.")
            line = self._audit.append(
                connection,
                by=by,
                at=at,
                what=CREATED,
                entity=case.id,
                before=None,
                after=content,
            )
            connection.execute(
                cases.insert().values(
                    id=case.id,
                    **_columns(case),
                    state=CaseState.DRAFT.value,
                    demo=demo,
                    version=1,
                    facts_version=1,
                    changed_at=at.isoformat(),
                    content=content,
                    audit=line,
                )
            )
            if case.variant_file is not None:
                self._insert_file(
                    connection, Write(case.id, 1, by, at), case.variant_file, confirmed=False
                )
            return case_reading.open_case(connection, case.id)

    def update(self, case: Case, write: Write) -> OpenCase:
        """Store changed facts; the variant file stays as imported."""
        content = freeze(replace(case, variant_file=None))
        with self._change(write, facts=True) as connection:
            former = connection.scalars(select(cases.c.content).where(cases.c.id == case.id)).one()
            line = self._log(connection, write, CHANGED, former, content)
            connection.execute(
                update(cases)
                .where(cases.c.id == case.id)
                .values(**_columns(case), content=content, audit=line)
            )
            return case_reading.open_case(connection, case.id)

    def add_variant_file(self, file: VariantFile, write: Write, *, confirmed: bool) -> OpenCase:
        """Store a variant file as the present one; the former stays in the history.

        ``confirmed`` tells that the user chose the roles of the samples.
        """
        with self._change(write, facts=True) as connection:
            self._insert_file(connection, write, file, confirmed=confirmed)
            return case_reading.open_case(connection, write.case_id)

    def confirm_samples(self, write: Write) -> OpenCase:
        """Note who confirmed the roles of the present file's samples."""
        with self._change(write) as connection:
            present = case_reading.present_file(connection, write.case_id)
            self._log(connection, write, CONFIRMED, None, present.content)
            connection.execute(
                update(variant_files)
                .where(variant_files.c.id == present.id)
                .values(confirmed_name=write.by.name, confirmed_role=write.by.role.value)
            )
            return case_reading.open_case(connection, write.case_id)

    def acknowledge(self, acknowledgement: Acknowledgement, write: Write) -> OpenCase:
        """Store that somebody saw the rejected lines of the present file."""
        with self._change(write) as connection:
            present = case_reading.present_file(connection, write.case_id)
            what = f"{acknowledgement.rejected} rejected lines acknowledged"
            self._insert(
                connection, write, what, acknowledgements, acknowledgement, file_id=present.id
            )
            return case_reading.open_case(connection, write.case_id)

    def record_evaluation(self, evaluation: CaseEvaluation, write: Write) -> OpenCase:
        """Store what was concluded from the present facts.

        Other conclusions than the former send a case that is ready back to draft.
        """
        with self._change(write) as connection:
            former = case_reading.latest_evaluation(connection, write.case_id)
            what = f"evaluated as of {evaluation.on} with knowledge release {evaluation.release}"
            if not same_conclusions(former, evaluation) and _withdraw(connection, write.case_id):
                what += WITHDRAWN
            self._insert(
                connection,
                write,
                what,
                evaluations,
                evaluation,
                facts_version=_facts_version(connection, write.case_id),
                release=evaluation.release,
                release_digest=evaluation.release_digest,
            )
            return case_reading.open_case(connection, write.case_id)

    def record_tier_decision(self, decision: TierDecision, write: Write) -> OpenCase:
        """Store a decision on one finding of the present file; former ones stay."""
        with self._change(write) as connection:
            present = case_reading.present_file_or_none(connection, write.case_id)
            word = "overridden" if decision.overridden else "accepted"
            self._insert(
                connection,
                write,
                f"tier {decision.tier.value} of finding {decision.finding} {word}",
                tier_decisions,
                decision,
                finding=decision.finding,
                file_id=present.id if present else None,
            )
            return case_reading.open_case(connection, write.case_id)

    def record_option_choice(self, choice: OptionChoice, write: Write) -> OpenCase:
        """Store that an option was taken to the board, or taken back; former words stay."""
        with self._change(write) as connection:
            self._insert(
                connection,
                write,
                choice_in_words(choice.option, taken=choice.taken),
                option_choices,
                choice,
                option=choice.option,
            )
            return case_reading.open_case(connection, write.case_id)

    def record_recommendation(self, recommendation: Recommendation, write: Write) -> OpenCase:
        """Store the board's recommendation; the former one stays in the record."""
        with self._change(write) as connection:
            self._insert(
                connection,
                write,
                "recommendation written",
                recommendations,
                recommendation,
                facts_version=_facts_version(connection, write.case_id),
            )
            return case_reading.open_case(connection, write.case_id)

    def mark_ready(self, write: Write) -> OpenCase:
        """Store that the case is ready for the board."""
        with self._change(write, state=CaseState.READY) as connection:
            self._log(connection, write, READY, None, None)
            return case_reading.open_case(connection, write.case_id)

    def sign_off(self, sign_off: SignOff, frozen: FrozenBoardCase, write: Write) -> OpenCase:
        """Store the signature with what was signed; nothing of the case changes afterwards."""
        bare = replace(frozen, case=replace(frozen.case, variant_file=None), variant_file=None)
        with self._change(write, state=CaseState.SIGNED) as connection:
            self._insert(
                connection,
                write,
                f"{SIGNED}{sign_off.pdf_sha256}",
                sign_offs,
                SignedCase(sign_off, bare),
                audit_head=sign_off.audit_head,
            )
            return case_reading.open_case(connection, write.case_id)

    @contextmanager
    def _change(
        self, write: Write, *, facts: bool = False, state: CaseState | None = None
    ) -> Iterator[Connection]:
        """Open the transaction of one write, and claim the next version of the case.

        Changed ``facts`` make evaluation and recommendation outdated and the case a draft again.
        """
        values: dict[str, Any] = {"version": write.version + 1, "changed_at": write.at.isoformat()}
        if facts:
            values["facts_version"] = cases.c.facts_version + 1
            state = CaseState.DRAFT
        if state is not None:
            values["state"] = state.value
        with self._database.write() as connection:
            mine = (cases.c.id == write.case_id) & (cases.c.version == write.version)
            if connection.execute(update(cases).where(mine).values(**values)).rowcount != 1:
                case_reading.case_row(connection, write.case_id)
                raise StorageError(
                    f"Somebody else changed the case {write.case_id} meanwhile; open it again, "
                    "look at the change and repeat yours. Nothing was overwritten."
                )
            yield connection

    def _log(
        self,
        connection: Connection,
        write: Write,
        what: str,
        before: bytes | None,
        after: bytes | None,
    ) -> int:
        return self._audit.append(
            connection,
            by=write.by,
            at=write.at,
            what=what,
            entity=write.case_id,
            before=before,
            after=after,
        )

    def _insert(
        self,
        connection: Connection,
        write: Write,
        what: str,
        table: Any,
        record: object,
        **columns: Any,
    ) -> None:
        """Store a record, with the log telling the digest of the one before it in its table."""
        mine = table.c.case_id == write.case_id
        former = connection.scalars(
            select(table.c.content).where(mine).order_by(table.c.audit.desc()).limit(1)
        ).first()
        content = freeze(record)
        line = self._log(connection, write, what, former, content)
        connection.execute(
            table.insert().values(case_id=write.case_id, content=content, audit=line, **columns)
        )

    def _insert_file(
        self, connection: Connection, write: Write, file: VariantFile, *, confirmed: bool
    ) -> None:
        here = variant_files.c.case_id == write.case_id
        connection.execute(update(variant_files).where(here).values(is_current=False))
        self._insert(
            connection,
            write,
            f"{IMPORTED}{file.sha256}",
            variant_files,
            file,
            name=file.name,
            sha256=file.sha256,
            rejected=file.accounting.rejected,
            by_name=write.by.name,
            by_role=write.by.role.value,
            at=write.at.isoformat(),
            is_current=True,
            confirmed_name=write.by.name if confirmed else None,
            confirmed_role=write.by.role.value if confirmed else None,
        )
        connection.execute(delete(variant_genes).where(variant_genes.c.case_id == write.case_id))
        genes = {c.gene for v in file.variants for c in v.consequences if c.gene}
        if genes:
            rows = [{"case_id": write.case_id, "gene": gene} for gene in sorted(genes)]
            connection.execute(variant_genes.insert(), rows)


def _columns(case: Case) -> dict[str, str]:
    return {
        "pseudonym": case.patient.pseudonym,
        "disease": case.disease,
        "setting": case.setting.value,
    }


def _withdraw(connection: Connection, case_id: str) -> bool:
    """Make a case that is ready a draft again; tells whether it was ready."""
    ready = (cases.c.id == case_id) & (cases.c.state == CaseState.READY.value)
    change = update(cases).where(ready).values(state=CaseState.DRAFT.value)
    return connection.execute(change).rowcount == 1


def _facts_version(connection: Connection, case_id: str) -> int:
    return int(connection.scalars(select(cases.c.facts_version).where(cases.c.id == case_id)).one())
