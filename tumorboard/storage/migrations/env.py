"""Run by alembic with the connection it was handed, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from tumorboard.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_server_default=True,
)
context.run_migrations()
