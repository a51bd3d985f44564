"""Local approvals of knowledge records, append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of approvals and the triggers that keep it as it was written."""
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("audit", sa.Integer, sa.ForeignKey("audit.seq"), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER approvals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals "
            "FOR EACH STATEMENT EXECUTE FUNCTION tumorboard_refuse()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER approvals_no_{change.lower()} BEFORE {change} ON approvals "
            "BEGIN SELECT RAISE(ABORT, 'approvals is append-only'); END"
        )
