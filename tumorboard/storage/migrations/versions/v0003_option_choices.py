"""Choices of options for the board's discussion, append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of choices and the triggers that keep it as it was written."""
    op.create_table(
        "option_choices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Text, sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("option", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("audit", sa.Integer, sa.ForeignKey("audit.seq"), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER option_choices_append_only "
            "BEFORE UPDATE OR DELETE OR TRUNCATE ON option_choices "
            "FOR EACH STATEMENT EXECUTE FUNCTION tumorboard_refuse()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER option_choices_no_{change.lower()} BEFORE {change} ON option_choices "
            "BEGIN SELECT RAISE(ABORT, 'option_choices is append-only'); END"
        )
