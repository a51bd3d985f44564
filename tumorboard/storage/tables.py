"""The tables as the present program knows them; ``migrations/`` brings a database here.

Records rest as frozen bytes (:mod:`tumorboard.storage.freezing`); only what is looked up or
listed has a column. Times are ISO 8601 text with their zone, so that the zone is kept. Every
record names the line of the audit log (``audit``) that holds its digest.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("by_role", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("mac", Text, nullable=False),
    Index("audit_of_entity", "entity", "seq"),
)


def _of_case() -> Column[str]:
    return Column("case_id", Text, ForeignKey("cases.id"), nullable=False, index=True)


def _audited() -> Column[int]:
    return Column("audit", Integer, ForeignKey("audit.seq"), nullable=False)


def _content() -> Column[bytes]:
    return Column("content", LargeBinary, nullable=False)


def _of_file(*, nullable: bool) -> Column[int]:
    return Column("file_id", Integer, ForeignKey("variant_files.id"), nullable=nullable)


cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("pseudonym", Text, nullable=False),
    Column("disease", Text, nullable=False),
    Column("setting", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("facts_version", Integer, nullable=False),
    Column("changed_at", Text, nullable=False),
    _content(),
    _audited(),
)

variant_files = Table(
    "variant_files",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_case(),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("by_role", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("confirmed_name", Text),
    Column("confirmed_role", Text),
    _content(),
    _audited(),
)

variant_genes = Table(
    "variant_genes",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("gene", Text, primary_key=True, index=True),
)

evaluations = Table(
    "evaluations",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_case(),
    Column("facts_version", Integer, nullable=False),
    Column("release", Text, nullable=False),
    Column("release_digest", Text, nullable=False),
    _content(),
    _audited(),
)

tier_decisions = Table(
    "tier_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_case(),
    _of_file(nullable=True),
    Column("finding", Text, nullable=False),
    _content(),
    _audited(),
)

option_choices = Table(
    "option_choices",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_case(),
    Column("option", Text, nullable=False),
    _content(),
    _audited(),
)

recommendations = Table(
    "recommendations",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_case(),
    Column("facts_version", Integer, nullable=False),
    _content(),
    _audited(),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_case(),
    _of_file(nullable=False),
    _content(),
    _audited(),
)

sign_offs = Table(
    "sign_offs",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("audit_head", Text, nullable=False),
    _content(),
    _audited(),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    _content(),
    _audited(),
)

#: Every table whose ``content`` must agree with the digest in its line of the audit log.
AUDITED = (
    cases,
    variant_files,
    evaluations,
    tier_decisions,
    option_choices,
    recommendations,
    acknowledgements,
    sign_offs,
    approvals,
)
