"""Cases with their files, evaluations, decisions and sign-offs, and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

#: What was written once stays as it is; ``cases`` and ``variant_files`` have rules of their own.
APPEND_ONLY = (
    "audit",
    "evaluations",
    "tier_decisions",
    "recommendations",
    "acknowledgements",
    "sign_offs",
)


def upgrade() -> None:
    """Create every table and the triggers that keep the record honest."""
    _audit()
    _cases()
    _words()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_triggers()
    else:
        _sqlite_triggers()


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _of_case() -> sa.Column[str]:
    return sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id"), nullable=False, index=True)


def _of_file(*, nullable: bool) -> sa.Column[int]:
    return sa.Column("file_id", sa.Integer, sa.ForeignKey("variant_files.id"), nullable=nullable)


def _record() -> tuple[sa.Column[bytes], sa.Column[int]]:
    return (
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("audit", sa.Integer, sa.ForeignKey("audit.seq"), nullable=False),
    )


def _audit() -> None:
    op.create_table("meta", sa.Column("key", sa.Text, primary_key=True), _text("value"))
    names = ("at", "by_name", "by_role", "what", "entity", "before", "after", "previous", "mac")
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *(_text(name) for name in names),
    )
    op.create_index("audit_of_entity", "audit", ["entity", "seq"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Text, primary_key=True),
        *(_text(name) for name in ("pseudonym", "disease", "setting", "state")),
        sa.Column("demo", sa.Boolean, nullable=False),
        _number("version"),
        _number("facts_version"),
        _text("changed_at"),
        *_record(),
    )
    op.create_table(
        "variant_files",
        _id(),
        _of_case(),
        _text("name"),
        _text("sha256"),
        _number("rejected"),
        *(_text(name) for name in ("by_name", "by_role", "at")),
        sa.Column("is_current", sa.Boolean, nullable=False),
        _text("confirmed_name", nullable=True),
        _text("confirmed_role", nullable=True),
        *_record(),
    )
    op.create_table(
        "variant_genes",
        sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("gene", sa.Text, primary_key=True, index=True),
    )


def _words() -> None:
    op.create_table(
        "evaluations",
        _id(),
        _of_case(),
        _number("facts_version"),
        _text("release"),
        _text("release_digest"),
        *_record(),
    )
    op.create_table(
        "tier_decisions", _id(), _of_case(), _of_file(nullable=True), _text("finding"), *_record()
    )
    op.create_table("recommendations", _id(), _of_case(), _number("facts_version"), *_record())
    op.create_table("acknowledgements", _id(), _of_case(), _of_file(nullable=False), *_record())
    op.create_table(
        "sign_offs",
        sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id"), primary_key=True),
        _text("audit_head"),
        *_record(),
    )


def _sqlite_triggers() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, '{}'); END"
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                + refuse.format(f"{table} is append-only")
            )
    # INSERT OR REPLACE would delete without firing the trigger above
    op.execute(
        "CREATE TRIGGER audit_in_order BEFORE INSERT ON audit "  # noqa: S608 - all constant
        "WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit) "
        + refuse.format("audit lines follow each other")
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER cases_signed_no_{change.lower()} BEFORE {change} ON cases "
            "WHEN OLD.state = 'signed' " + refuse.format("a signed case does not change")
        )


def _postgresql_triggers() -> None:
    op.execute(
        "CREATE FUNCTION tumorboard_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION tumorboard_refuse()"
        )
    op.execute(
        "CREATE TRIGGER cases_signed BEFORE UPDATE OR DELETE ON cases FOR EACH ROW "
        "WHEN (OLD.state = 'signed') EXECUTE FUNCTION tumorboard_refuse()"
    )
