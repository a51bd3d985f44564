"""Named alterations, defined over variants."""

from __future__ import annotations

from dataclasses import dataclass

from knowledgebase.records.gene import Region
from knowledgebase.records.provenance import Source


@dataclass(frozen=True, slots=True)
class VariantPattern:
    """One way an alteration shows in annotated variants; every stated part must hold.

    ``terms`` are Sequence Ontology terms (any of). ``protein`` is an inclusive residue range.
    ``hgvs_p`` are changes without ``p.`` in one-letter form (``R132H``), or residue only
    (``R132``) for any change of that residue. ``inserted_bases`` is a closed range of net
    inserted bases (for internal tandem duplications), ``frame`` is ``in`` or ``out``.
    ``exons`` are exon numbers on the preferred transcript. ``genomic`` are positions.
    """

    terms: tuple[str, ...]
    protein: tuple[int, int] | None
    hgvs_p: tuple[str, ...]
    exons: tuple[int, ...]
    inserted_bases: tuple[int, int] | None
    frame: str
    genomic: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Alteration:
    """A finding a board would name (``FLT3-ITD``), defined over variants of one gene."""

    id: str
    gene: str
    name: str
    patterns: tuple[VariantPattern, ...]
    sources: tuple[Source, ...]
    note: str
