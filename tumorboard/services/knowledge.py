"""What the reader of variant files must know, taken from the knowledge base."""

from __future__ import annotations

from knowledgebase.catalog import Catalog
from tumorboard.domain.variant import ReadingKnowledge


def reading_knowledge(catalog: Catalog) -> ReadingKnowledge:
    """Give the preferred transcripts and the positions that are always read."""
    return ReadingKnowledge(catalog.preferred_transcripts(), catalog.always_read_regions())
