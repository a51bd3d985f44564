"""What the reader of variant files must know, taken from the knowledge base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledgebase.reading import ForReading, for_reading, load_for_reading
from tumorboard.domain.variant import ReadingKnowledge

if TYPE_CHECKING:
    from knowledgebase.catalog import Catalog


def reading_knowledge(catalog: Catalog) -> ReadingKnowledge:
    """Give it from a release that is loaded."""
    return _told(for_reading(catalog.content))


def knowledge_in_use() -> ReadingKnowledge:
    """Give it from what this installation works with, without loading the rest."""
    return _told(load_for_reading())


def _told(part: ForReading) -> ReadingKnowledge:
    return ReadingKnowledge(part.transcripts, part.always_read)
