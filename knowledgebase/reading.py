"""What reading a variant file must know: transcripts in order, and positions never left out.

It is a small part of a release. The part of the content shipped is worked out once and then kept,
so that a command that only reads a file does not wait for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledgebase.releases import places
from knowledgebase.releases.cache import keep, kept
from knowledgebase.releases.fingerprint import fingerprint

if TYPE_CHECKING:
    from knowledgebase.records import Content

_FOLDERS = ("genes", "alterations")
_SUFFIX = "reading"


@dataclass(frozen=True, slots=True)
class ForReading:
    """The part of a release that reading needs.

    ``transcripts`` gives per gene symbol, and per alias, the transcripts in order of preference.
    ``always_read`` are positions read whatever their consequence: assembly, chromosome, start and
    end (1-based, inclusive), name.
    """

    transcripts: Mapping[str, tuple[str, ...]]
    always_read: tuple[tuple[str, str, int, int, str], ...]


def for_reading(content: Content) -> ForReading:
    """Take the part out of a release: what its genes and its alterations state."""
    transcripts = {}
    for gene in content.genes.values():
        for name in (*gene.aliases, gene.symbol):
            transcripts[name] = gene.transcripts
    regions = [region for gene in content.genes.values() for region in gene.always_read]
    for alteration in content.alterations.values():
        for pattern in alteration.patterns:
            regions += pattern.genomic
    listed = {(r.assembly, r.chrom, r.start, r.end, r.name) for r in regions}
    return ForReading(transcripts, tuple(sorted(listed)))


def load_for_reading() -> ForReading:
    """Give the part of what this installation works with; raises as ``catalog.load_content``.

    Of the content shipped nothing but genes and alterations is looked at: a fault in an assertion
    or a disease is not found here.
    """
    if places.is_installed():
        from knowledgebase.catalog import load_content

        return for_reading(load_content())
    with as_file(places.shipped_folder()) as folder:
        return _of_shipped(folder, places.cache_folder())


def _of_shipped(folder: Path, cache: Path) -> ForReading:
    made_from = fingerprint(folder, _FOLDERS)
    found = kept(made_from, cache, _SUFFIX)
    part = None if found is None else _read_back(found[0])
    if part is not None:
        return part
    from knowledgebase.catalog import load_genes_and_alterations

    part = for_reading(load_genes_and_alterations(folder))
    if fingerprint(folder, _FOLDERS) == made_from:  # nobody changed a file meanwhile
        keep(made_from, cache, _SUFFIX, [dict(part.transcripts), part.always_read])
    return part


def _read_back(told: Any) -> ForReading | None:
    try:
        transcripts, regions = told
        return ForReading(
            {name: tuple(of) for name, of in transcripts.items()},
            tuple(
                (assembly, chrom, start, end, name) for assembly, chrom, start, end, name in regions
            ),
        )
    except (ValueError, TypeError, AttributeError):
        return None
