"""Frozen records of the knowledge base, as read from ``content/``.

A record is a plain statement of what medicine knows, with its source. The YAML form of each is
described in ``docs/knowledge-files.md``; :mod:`knowledgebase.catalog` reads it.
"""

from knowledgebase.records.alteration import Alteration, VariantPattern
from knowledgebase.records.assertion import Assertion, Axis, Effect, Level
from knowledgebase.records.content import Content
from knowledgebase.records.disease import Disease
from knowledgebase.records.gene import Gene, GeneRole, Region
from knowledgebase.records.provenance import (
    Evidence,
    RegionalStatus,
    RegionStatus,
    Review,
    Source,
    SourceKind,
)

__all__ = [
    "Alteration",
    "Assertion",
    "Axis",
    "Content",
    "Disease",
    "Effect",
    "Evidence",
    "Gene",
    "GeneRole",
    "Level",
    "Region",
    "RegionStatus",
    "RegionalStatus",
    "Review",
    "Source",
    "SourceKind",
    "VariantPattern",
]
