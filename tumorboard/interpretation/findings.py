"""From variants, a form's statements and a karyotype to what a board would name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledgebase.records import Alteration, Content, Gene, VariantPattern
from tumorboard.domain.case import Case, GeneState, StatedCopyNumber, StatedFusion, StatedGene
from tumorboard.domain.conclusion import Finding
from tumorboard.domain.variant import Assembly, Variant
from tumorboard.interpretation.chromosome_facts import chromosome_findings
from tumorboard.interpretation.germline import possibly_inherited
from tumorboard.interpretation.hgvs import ChangeKind, bare_residue, parse_protein_change
from tumorboard.interpretation.patterns import (
    canonical_symbol,
    matching_pattern,
    net_bases,
    observe_stated,
    observe_variant,
)

VARIANT, STATED_GENE, FUSION = "variant", "stated gene", "fusion"
COPY_NUMBER = "copy number"
_LONGEST_ALLELE = 12


def findings_of(case: Case, content: Content) -> tuple[Finding, ...]:
    """Give all findings of a case: variants, stated genes, fusions, karyotype, copy numbers."""
    file = case.variant_file
    variants = file.variants if file else ()
    assembly = file.assembly if file else None
    return (
        *(
            recognise(variants, content.alterations, content.genes, assembly=assembly)
            if file
            else ()
        ),
        *_stated(case.genes, content),
        *_fusions(case.fusions),
        *chromosome_findings(case),
        *_copy_numbers(case.copy_numbers, content),
    )


def recognise(
    variants: Iterable[Variant],
    alterations: Mapping[str, Alteration],
    genes: Mapping[str, Gene],
    *,
    assembly: Assembly | None = None,
) -> tuple[Finding, ...]:
    """Make every reported variant a finding, named by the alterations it shows.

    Without ``assembly`` nothing is recognised by genomic position. The finding's id is the
    variant's; its source names the line, the caller's filters and a transcript other than the
    one shown, if that is where the alteration was recognised.
    """
    by_gene: dict[str, list[Alteration]] = {}
    positional: list[Alteration] = []
    for alteration in alterations.values():
        by_gene.setdefault(alteration.gene, []).append(alteration)
        if any(pattern.genomic for pattern in alteration.patterns):
            positional.append(alteration)
    return tuple(_recognised(one, by_gene, positional, genes, assembly) for one in variants)


def name_of(variant: Variant, gene: str) -> str:
    """Name a variant as reports do: ``IDH2 p.Arg140Gln``, else by coding change, else by place."""
    shown = variant.consequence
    if shown is not None and shown.gene:
        for written in (shown.hgvs_p, shown.hgvs_c):
            bare = written.rpartition(":")[2].replace("%3D", "=").replace("%3d", "=")
            if bare:
                return f"{gene} {bare}"
        if (size := net_bases(variant)) and shown.terms:
            return f"{gene} {_size(size)} ({_terms(shown.terms)})"
    place = f"{variant.chrom}:{variant.pos} {_allele(variant.ref)}>{_allele(variant.alt)}"
    terms = f" ({_terms(shown.terms)})" if shown and shown.terms else ""
    return f"{gene} {place}{terms}".strip()


def _recognised(
    variant: Variant,
    by_gene: Mapping[str, Sequence[Alteration]],
    positional: Sequence[Alteration],
    genes: Mapping[str, Gene],
    assembly: Assembly | None,
) -> Finding:
    gene = canonical_symbol(variant.gene, genes)
    names: dict[str, str] = {}
    sized = ""
    for seen in observe_variant(variant, genes, assembly):
        for alteration in (*by_gene.get(seen.gene, ()), *positional):
            pattern = None if alteration.id in names else matching_pattern(alteration, seen)
            if pattern is not None:
                names[alteration.id] = seen.transcript
                gene = gene or alteration.gene
                sized = sized or (alteration.id if _is_duplication(pattern) else "")
    shown = variant.consequence.transcript if variant.consequence else ""
    elsewhere = dict.fromkeys(t for t in names.values() if t not in ("", shown))
    call = variant.shown_call
    size = net_bases(variant)
    label = f"{sized} ({size} bp)" if sized and size is not None else name_of(variant, gene)
    if possibly_inherited(variant):
        label += " (possibly germline)"
    source = f"variant file, line {variant.line}"
    if not variant.passed:
        source += f"; filter {', '.join(variant.filters) or 'not applied'}"
    if elsewhere:
        source += f"; recognised on {', '.join(elsewhere)}"
    vaf = call.vaf if call else None
    return Finding(variant.id, VARIANT, gene, label, tuple(names), vaf, source)


def _is_duplication(pattern: VariantPattern) -> bool:
    """Tell whether the alteration is one that boards name by its length (FLT3-ITD)."""
    return pattern.inserted_bases is not None and pattern.frame == "in"


def _stated(stated: Iterable[StatedGene], content: Content) -> Iterable[Finding]:
    used: set[str] = set()
    for one in stated:
        if one.state is not GeneState.MUTATED:
            continue
        gene = canonical_symbol(one.gene, content.genes)
        names = names_of_stated(one, content)
        label = " ".join(part for part in (gene, one.change or "mutated") if part)
        if names and one.change.strip() in names:
            label = one.change.strip()
        wanted = f"stated:{gene}" + (f":{one.change.strip()}" if one.change.strip() else "")
        yield Finding(
            _unused(wanted, used), STATED_GENE, gene, label, names, one.vaf, "case form: genes"
        )


def names_of_stated(stated: StatedGene, content: Content) -> tuple[str, ...]:
    """Give the alterations a form's words name: by id, by name, by ``ITD``, or by HGVS."""
    gene = canonical_symbol(stated.gene, content.genes)
    change = stated.change.strip()
    of_gene = [one for one in content.alterations.values() if one.gene == gene]
    fold = change.casefold()
    spoken = tuple(
        one.id
        for one in of_gene
        if fold in (one.id.casefold(), one.name.casefold())
        or (change and one.id.casefold() == f"{gene}-{change}".casefold())
    )
    written = change.removeprefix(f"{gene}-")
    if residue := bare_residue(written):
        # A letter's "D835" says that the residue is changed, whatever it became.
        changed = (one.id for one in of_gene if _any_change_of(residue, one))
        return tuple(dict.fromkeys((*spoken, *changed)))
    read = parse_protein_change(written)
    if read.kind is ChangeKind.UNREAD:
        return spoken
    # What a form calls KIT D816V is also a KIT exon 17 mutation: the words and the change count.
    seen = observe_stated(gene, read)
    meant = (one.id for one in of_gene if matching_pattern(one, seen))
    return tuple(dict.fromkeys((*spoken, *meant)))


def _any_change_of(residue: str, alteration: Alteration) -> bool:
    return any(residue in pattern.hgvs_p for pattern in alteration.patterns)


def _fusions(stated: Iterable[StatedFusion]) -> Iterable[Finding]:
    seen: set[str] = set()
    for one in stated:
        key = fusion_name(one)
        if one.present and key not in seen:
            seen.add(key)
            yield Finding(f"fusion:{key}", FUSION, one.gene5, key, (), None, "case form: fusions")


def fusion_name(stated: StatedFusion) -> str:
    """Write a fusion as rules ask for it; ``*`` stands for a partner that was not named."""
    return f"{stated.gene5}::{stated.gene3 or '*'}"


def _copy_numbers(stated: Iterable[StatedCopyNumber], content: Content) -> Iterable[Finding]:
    seen: set[str] = set()
    for one in stated:
        place = canonical_symbol(one.gene, content.genes)
        name = copy_number_id(place, one.state)
        if one.state == "normal" or name in seen:
            continue
        seen.add(name)
        gene = place if place in content.genes else ""
        source = "case form: copy numbers"
        yield Finding(name, COPY_NUMBER, gene, f"{place} {one.state}", (), None, source)


def copy_number_id(place: str, state: str) -> str:
    """Name the finding of a copy number: ``copy number:17p:loss``."""
    return f"{COPY_NUMBER}:{place}:{state}"


def _unused(wanted: str, used: set[str]) -> str:
    name, count = wanted, 1
    while name in used:
        count += 1
        name = f"{wanted}#{count}"
    used.add(name)
    return name


def _size(net: int) -> str:
    return f"{net}-bp insertion" if net > 0 else f"{-net}-bp deletion"


def _terms(terms: Iterable[str]) -> str:
    return ", ".join(term.replace("_", " ") for term in terms)


def _allele(bases: str) -> str:
    return bases if len(bases) <= _LONGEST_ALLELE else f"{bases[:_LONGEST_ALLELE]}… ({len(bases)})"
