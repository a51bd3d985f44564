"""Does what was seen show a named alteration? All stated parts of one pattern must hold.

Residue and exon numbers belong to a transcript. Where the file annotated the transcript the field
reports a gene on, only that one and the one shown are asked; another isoform's numbers could
name the wrong change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledgebase.records import Alteration, Gene, Region, VariantPattern
from tumorboard.domain.variant import Assembly, Consequence, Variant
from tumorboard.interpretation.hgvs import ChangeKind, ProteinChange, parse_protein_change

_RESIDUE_ONLY = re.compile(r"([A-Z*])([1-9][0-9]*)")
_ANY_FRAMESHIFT = re.compile(r"([A-Z*])([1-9][0-9]*)fs")
_BASES = re.compile(r"[ACGTNacgtn]+")
_NUMBERS = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?")

_TERMS_OF_KIND: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.SUBSTITUTION: ("missense_variant",),
    ChangeKind.NONSENSE: ("stop_gained",),
    ChangeKind.FRAMESHIFT: ("frameshift_variant",),
    ChangeKind.DELETION: ("inframe_deletion",),
    ChangeKind.DUPLICATION: ("inframe_insertion",),
    ChangeKind.INSERTION: ("inframe_insertion",),
    ChangeKind.EXTENSION: ("stop_lost",),
    ChangeKind.START_LOST: ("start_lost",),
    ChangeKind.SYNONYMOUS: ("synonymous_variant",),
}
_TRUNCATING = frozenset({"frameshift_variant", "stop_gained"})


@dataclass(frozen=True, slots=True)
class Observation:
    """One allele as seen on one transcript, or as a form states it; ``None`` is not known.

    ``net_bases`` is the length of the new allele less that of the old. ``exons`` are exon
    numbers, known only on a transcript the gene is reported on. ``place`` is build, chromosome
    (without ``chr``), first and last position. ``transcript`` is empty for what a form states.
    """

    gene: str
    terms: frozenset[str]
    change: ProteinChange | None
    residues: tuple[int, int] | None
    net_bases: int | None
    exons: tuple[int, ...] | None
    place: tuple[str, str, int, int] | None
    transcript: str = ""


def observe_variant(
    variant: Variant, genes: Mapping[str, Gene], assembly: Assembly | None
) -> tuple[Observation, ...]:
    """Give the allele as seen on each transcript worth asking, the one shown first."""
    place = _place(variant, assembly)
    net = net_bases(variant)
    observed = tuple(
        _on_transcript(consequence, genes, net, place)
        for consequence in _worth_asking(variant, genes)
    )
    # A position may name an alteration even where nothing is annotated (an untranslated region).
    nowhere = Observation("", frozenset(), None, None, net, None, place)
    return observed or (nowhere,)


def observe_stated(gene: str, change: ProteinChange) -> Observation:
    """Give what a protein change in a form says, without the DNA behind it."""
    net = None if change.net_residues is None else 3 * change.net_residues
    terms = set(_TERMS_OF_KIND.get(change.kind, ()))
    if change.kind is ChangeKind.DELETION_INSERTION and change.net_residues is not None:
        longer, shorter = change.net_residues > 0, change.net_residues < 0
        terms = {
            "inframe_insertion" if longer else "inframe_deletion" if shorter else "missense_variant"
        }
    residues = _span(change)
    return Observation(gene, frozenset(terms), change, residues, net, None, None)


def matching_pattern(alteration: Alteration, seen: Observation) -> VariantPattern | None:
    """Give the first pattern of the alteration that holds entirely, or ``None``."""
    return next(
        (
            pattern
            for pattern in alteration.patterns
            if (seen.gene == alteration.gene or _only_position(pattern)) and _holds(pattern, seen)
        ),
        None,
    )


def canonical_symbol(symbol: str, genes: Mapping[str, Gene]) -> str:
    """Give the symbol the knowledge base uses for a gene; an unknown symbol stays as it is."""
    if not symbol or symbol in genes:
        return symbol
    return next((gene.symbol for gene in genes.values() if symbol in gene.aliases), symbol)


def net_bases(variant: Variant) -> int | None:
    """Count inserted less deleted bases; ``None`` for alleles not written out (``<DEL>``)."""
    if _BASES.fullmatch(variant.ref) and _BASES.fullmatch(variant.alt):
        return len(variant.alt) - len(variant.ref)
    return None


def change_of(consequence: Consequence) -> ProteinChange | None:
    """Read the protein change: HGVS where given, else position and residues of the annotation."""
    if consequence.hgvs_p:
        return parse_protein_change(consequence.hgvs_p)
    span = _numbers(consequence.protein_position)
    residues = consequence.fields.get("Amino_acids", "")
    reference, _, changed = residues.partition("/")
    if span is None or len(reference) != 1 or len(changed) != 1:
        return None
    return parse_protein_change(f"{reference}{span[0]}{changed}")


def _worth_asking(variant: Variant, genes: Mapping[str, Gene]) -> Iterator[Consequence]:
    shown = variant.consequence
    if shown is not None:
        yield shown
    for index, consequence in enumerate(variant.consequences):
        if index == variant.chosen or not consequence.gene:
            continue
        gene = canonical_symbol(consequence.gene, genes)
        same_gene = (other for other in variant.consequences if other.gene == consequence.gene)
        if is_reported_on(consequence, genes.get(gene)) or not any(
            is_reported_on(other, genes.get(gene)) for other in same_gene
        ):
            yield consequence


def is_reported_on(consequence: Consequence, gene: Gene | None) -> bool:
    """Tell whether the field reports the gene on this transcript."""
    if consequence.mane_select or consequence.mane_plus_clinical:
        return True
    return gene is not None and consequence.transcript.partition(".")[0] in gene.transcripts


def _on_transcript(
    consequence: Consequence,
    genes: Mapping[str, Gene],
    net: int | None,
    place: tuple[str, str, int, int] | None,
) -> Observation:
    gene = canonical_symbol(consequence.gene, genes)
    change = change_of(consequence)
    residues = _span(change) or _numbers(consequence.protein_position)
    exons = None
    if is_reported_on(consequence, genes.get(gene)) and (span := _numbers(consequence.exon)):
        exons = tuple(range(span[0], span[1] + 1))
    terms = frozenset(consequence.terms)
    return Observation(gene, terms, change, residues, net, exons, place, consequence.transcript)


def _span(change: ProteinChange | None) -> tuple[int, int] | None:
    if change is None or change.first is None or change.last is None:
        return None
    return change.first, change.last


def _numbers(text: str) -> tuple[int, int] | None:
    """Read ``612/993``, ``532-534/912`` or ``?-534``."""
    part = text.partition("/")[0].replace("?-", "").replace("-?", "")
    found = _NUMBERS.fullmatch(part.strip())
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return (first, last) if first <= last else (last, first)


def _place(variant: Variant, assembly: Assembly | None) -> tuple[str, str, int, int] | None:
    if assembly is None:
        return None
    last = variant.pos + max(len(variant.ref), 1) - 1
    return assembly.value, variant.chrom.removeprefix("chr"), variant.pos, last


def _only_position(pattern: VariantPattern) -> bool:
    """Tell whether nothing but a position is asked, which names the gene by itself."""
    asked = (pattern.terms, pattern.protein, pattern.hgvs_p, pattern.exons)
    return bool(pattern.genomic) and not any(asked)


def _holds(pattern: VariantPattern, seen: Observation) -> bool:
    return (
        _terms_hold(pattern, seen)
        and (pattern.protein is None or _overlap(pattern.protein, seen.residues))
        and (not pattern.hgvs_p or _change_holds(pattern.hgvs_p, seen.change))
        and (not pattern.exons or bool(set(pattern.exons) & set(seen.exons or ())))
        and _size_holds(pattern, seen)
        and (not pattern.genomic or _position_holds(pattern.genomic, seen.place))
    )


def _terms_hold(pattern: VariantPattern, seen: Observation) -> bool:
    if not pattern.terms:
        return True
    wanted = set(pattern.terms)
    # SnpEff and VEP name the same in-frame change at different precision.
    general = {
        term.removeprefix("disruptive_").removeprefix("conservative_") for term in seen.terms
    }
    return not wanted.isdisjoint(seen.terms | general)


def _size_holds(pattern: VariantPattern, seen: Observation) -> bool:
    if pattern.inserted_bases is not None:
        low, high = pattern.inserted_bases
        if seen.net_bases is None or not low <= seen.net_bases <= high:
            return False
    if not pattern.frame:
        return True
    truncates = not _TRUNCATING.isdisjoint(seen.terms)
    if pattern.frame == "in":
        return seen.net_bases is not None and seen.net_bases % 3 == 0 and not truncates
    return "frameshift_variant" in seen.terms or (
        seen.net_bases is not None and seen.net_bases % 3 != 0
    )


def _change_holds(wanted: Iterable[str], change: ProteinChange | None) -> bool:
    if change is None or change.kind in (ChangeKind.UNREAD, ChangeKind.SYNONYMOUS):
        return False
    return any(_is_change(text, change) for text in wanted)


def _is_change(text: str, change: ProteinChange) -> bool:
    if residue := _RESIDUE_ONLY.fullmatch(text):
        return change.touches(residue[1], int(residue[2]))
    if frameshift := _ANY_FRAMESHIFT.fullmatch(text):
        at = (frameshift[1], int(frameshift[2]))
        return change.kind is ChangeKind.FRAMESHIFT and at == (change.reference, change.first)
    return parse_protein_change(text).canonical == change.canonical


def _overlap(wanted: tuple[int, int], seen: tuple[int, int] | None) -> bool:
    return seen is not None and seen[0] <= wanted[1] and wanted[0] <= seen[1]


def _position_holds(regions: Iterable[Region], place: tuple[str, str, int, int] | None) -> bool:
    if place is None:
        return False
    assembly, chrom, first, last = place
    return any(
        region.assembly == assembly
        and region.chrom == chrom
        and region.start <= last
        and first <= region.end
        for region in regions
    )
