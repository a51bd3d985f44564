"""Genes, and places in the genome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledgebase.records.provenance import Source


class GeneRole(StrEnum):
    """How the gene drives cancer when altered."""

    ONCOGENE = "oncogene"
    TUMOUR_SUPPRESSOR = "tumour suppressor"
    BOTH = "both"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Region:
    """Positions that are always read, coding or not. 1-based, inclusive, without ``chr``."""

    assembly: str
    chrom: str
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Gene:
    """A gene by HGNC symbol, with the transcripts the field reports it on (without version).

    ``transcripts`` are in order of preference (Ensembl and RefSeq); ``always_read`` are
    non-coding positions that matter.
    """

    symbol: str
    aliases: tuple[str, ...]
    role: GeneRole
    transcripts: tuple[str, ...]
    predisposition: bool
    clonal_haematopoiesis: bool
    always_read: tuple[Region, ...]
    sources: tuple[Source, ...]
