"""How a case is put together from what is stored; all within one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, select

from tumorboard.domain.board import (
    Acknowledgement,
    CaseState,
    OptionChoice,
    Person,
    Recommendation,
    Role,
    SignOff,
    TierDecision,
)
from tumorboard.domain.case import Case, Setting
from tumorboard.domain.conclusion import CaseEvaluation, same_conclusions
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.open_case import CaseSummary, OpenCase, VariantImport
from tumorboard.domain.variant import VariantFile
from tumorboard.errors import StorageError
from tumorboard.storage.audit import head_of, history_of
from tumorboard.storage.freezing import thaw
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

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SignedCase:
    """What rests of a signature: the sign-off and what was signed, the variant file left out."""

    sign_off: SignOff
    frozen: FrozenBoardCase


def summaries(connection: Connection, gene: str | None = None) -> tuple[CaseSummary, ...]:
    """Give a line per case (with an allele of the gene), last changed first."""
    wanted = [c for c in cases.c if c.name != "content"]
    query = select(*wanted)
    if gene is not None:
        query = query.join(variant_genes).where(variant_genes.c.gene == gene)
    lines = [
        CaseSummary(
            id=row.id,
            pseudonym=row.pseudonym,
            disease=row.disease,
            setting=Setting(row.setting),
            state=CaseState(row.state),
            changed_at=datetime.fromisoformat(row.changed_at),
            demo=row.demo,
        )
        for row in connection.execute(query)
    ]
    return tuple(sorted(lines, key=lambda line: (line.changed_at, line.id), reverse=True))


def open_case(connection: Connection, case_id: str) -> OpenCase:
    """Put a case together."""
    row = case_row(connection, case_id)
    present = present_file_or_none(connection, case_id)
    file_id = present.id if present else None
    file = thaw(VariantFile, present.content) if present else None
    evaluation = _latest(connection, evaluations, case_id)
    recommendation = _latest(connection, recommendations, case_id)
    acknowledgement = _latest(connection, acknowledgements, case_id)
    signature = _latest(connection, sign_offs, case_id)
    decisions = _all(connection, tier_decisions, case_id)
    return OpenCase(
        case=replace(thaw(Case, row.content), variant_file=file),
        version=row.version,
        state=CaseState(row.state),
        demo=row.demo,
        evaluation=_thawed(CaseEvaluation, evaluation),
        evaluation_current=_is_current(evaluation, row),
        decisions=tuple(thaw(TierDecision, d.content) for d in decisions if d.file_id == file_id),
        former_decisions=tuple(
            thaw(TierDecision, d.content) for d in decisions if d.file_id != file_id
        ),
        recommendation=_thawed(Recommendation, recommendation),
        recommendation_current=_is_current(recommendation, row)
        and _concluded_the_same_since(connection, recommendation, case_id),
        acknowledgement=(
            thaw(Acknowledgement, acknowledgement.content)
            if acknowledgement and acknowledgement.file_id == file_id
            else None
        ),
        sign_off=thaw(SignedCase, signature.content).sign_off if signature else None,
        imports=_imports(connection, case_id),
        history=history_of(connection, case_id),
        audit_head=head_of(connection),
        choices=tuple(
            thaw(OptionChoice, row.content) for row in _all(connection, option_choices, case_id)
        ),
    )


def signed_case(connection: Connection, case_id: str) -> FrozenBoardCase:
    """Give a signed case as it was signed."""
    row = _latest(connection, sign_offs, case_id)
    if row is None:
        raise StorageError(f"The case {case_id} is not signed.")
    frozen = thaw(SignedCase, row.content).frozen
    present = present_file_or_none(connection, case_id)
    if present is None:
        return frozen
    file = thaw(VariantFile, present.content)
    return replace(frozen, variant_file=file, case=replace(frozen.case, variant_file=file))


def case_row(connection: Connection, case_id: str) -> Row[Any]:
    """Give the case's row; ``StorageError`` when there is none."""
    row = connection.execute(select(cases).where(cases.c.id == case_id)).one_or_none()
    if row is None:
        raise StorageError(f"There is no case {case_id} in this database; look at the list.")
    return row


def present_file(connection: Connection, case_id: str) -> Row[Any]:
    """Give the row of the present variant file; ``StorageError`` when there is none."""
    row = present_file_or_none(connection, case_id)
    if row is None:
        raise StorageError(f"The case {case_id} has no variant file; import one first.")
    return row


def present_file_or_none(connection: Connection, case_id: str) -> Row[Any] | None:
    """Give the row of the present variant file, if any."""
    mine = (variant_files.c.case_id == case_id) & variant_files.c.is_current
    return connection.execute(select(variant_files).where(mine)).one_or_none()


def _all(connection: Connection, table: Table, case_id: str) -> list[Row[Any]]:
    mine = table.c.case_id == case_id
    return list(connection.execute(select(table).where(mine).order_by(table.c.audit)))


def _latest(connection: Connection, table: Table, case_id: str) -> Row[Any] | None:
    mine = table.c.case_id == case_id
    query = select(table).where(mine).order_by(table.c.audit.desc()).limit(1)
    return connection.execute(query).one_or_none()


def _thawed(kind: type[T], row: Row[Any] | None) -> T | None:
    return thaw(kind, row.content) if row else None


def _is_current(row: Row[Any] | None, case: Row[Any]) -> bool:
    return row is not None and row.facts_version == case.facts_version


def latest_evaluation(connection: Connection, case_id: str) -> CaseEvaluation | None:
    """Give the latest evaluation of a case, if any."""
    return _thawed(CaseEvaluation, _latest(connection, evaluations, case_id))


def _concluded_the_same_since(connection: Connection, words: Row[Any] | None, case_id: str) -> bool:
    """Tell whether no evaluation after the words concluded otherwise than the one before them."""
    if words is None:
        return True
    rows = _all(connection, evaluations, case_id)
    later = [row for row in rows if row.audit > words.audit]
    if not later:
        return True
    before = [row for row in rows if row.audit < words.audit]
    known = _thawed(CaseEvaluation, before[-1] if before else None)
    return all(same_conclusions(known, thaw(CaseEvaluation, row.content)) for row in later)


def _imports(connection: Connection, case_id: str) -> tuple[VariantImport, ...]:
    wanted = [column for column in variant_files.c if column.name != "content"]
    mine = variant_files.c.case_id == case_id
    rows = connection.execute(select(*wanted).where(mine).order_by(variant_files.c.id))
    return tuple(
        VariantImport(
            name=row.name,
            sha256=row.sha256,
            rejected=row.rejected,
            by=Person(row.by_name, Role(row.by_role)),
            at=datetime.fromisoformat(row.at),
            current=row.is_current,
            roles_confirmed_by=(
                Person(row.confirmed_name, Role(row.confirmed_role)) if row.confirmed_name else None
            ),
        )
        for row in rows
    )
