"""One entry of an annotation, read as a consequence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from tumorboard.domain.variant import Consequence
from tumorboard.vcf.annotation_header import AnnotationFormat, Style
from tumorboard.vcf.entry_fields import (
    BEYOND_HEADER,
    EntryFields,
    decoded,
    names_in_use,
    raw_values,
)
from tumorboard.vcf.terms import SNPEFF_CLASSIC

__all__ = ["BEYOND_HEADER", "Entry", "parse_entry"]


class Entry(NamedTuple):
    """A consequence with what tells its allele, each as written and empty if not stated.

    ``fits`` tells whether the entry has the fields that the header declares.
    """

    consequence: Consequence
    allele: str
    allele_number: str
    fits: bool


_ONE_LETTER_CHANGE = re.compile(r"[A-Z*]\d+[A-Z*?]?")

# What is read of each style; a field the header does not declare reads as empty text.
_WANTED: Mapping[Style, tuple[str, ...]] = {
    Style.VEP: (
        *("Allele", "ALLELE_NUM", "SYMBOL", "HGNC", "Gene", "Feature", "Feature_type"),
        *("BIOTYPE", "Consequence", "IMPACT", "HGVSc", "HGVSp", "EXON", "Protein_position"),
        *("CANONICAL", "MANE_SELECT", "MANE_PLUS_CLINICAL", "MANE"),
    ),
    Style.ANN: (
        *("Allele", "", "Gene_Name", "Gene_ID", "Feature_ID", "Feature_Type"),
        *("Transcript_BioType", "Annotation", "Annotation_Impact", "HGVS.c", "HGVS.p", "Rank"),
        "AA.pos / AA.length",
    ),
    Style.EFF: (
        *("", "Genotype_Number", "Gene_Name", "Transcript_ID", "Transcript", "Transcript_BioType"),
        *("Gene_BioType", "Effect", "Effect_Impact", "Exon_Rank", "Exon"),
        *("Amino_Acid_change", "Amino_Acid_Change"),
    ),
}


@lru_cache(maxsize=64)
def _picker(style: Style, names: tuple[str, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    """Make the function that picks the wanted values from a list that ends in empty text."""
    place = {name: index for index, name in enumerate(names)}
    return itemgetter(*(place.get(wanted, -1) for wanted in _WANTED[style]))


def _without_reference(hgvs: str) -> str:
    """Cut the transcript or protein in front of an HGVS description (``NM_1.2:c.1A>G``)."""
    colon = hgvs.find(":")
    return hgvs[colon + 1 :] if colon > 0 and hgvs[colon + 2 : colon + 3] == "." else hgvs


def _versioned(feature: str, hgvs_c: str) -> str:
    """Give a transcript with its version, from its HGVS when the feature has none."""
    reference = hgvs_c.partition(":")[0]
    return reference if reference.startswith(f"{feature}.") else feature


@lru_cache(maxsize=4096)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(text.split("&")) if text else ()


def _mane(select: str, plus: str, mane: str) -> tuple[str, str]:
    """Give MANE Select and MANE Plus Clinical; older VEP has one field ``MANE`` for Select."""
    if mane and not (select or plus):
        return ("", mane) if "plus" in mane.lower() else (mane, "")
    return select, plus


def _is_transcript(feature_type: str) -> bool:
    return feature_type in {"Transcript", "transcript", ""}


def _from_vep(picked: tuple[str, ...], fields: EntryFields) -> Consequence:
    (_, _, symbol, hgnc, gene_id, feature, feature_type, biotype, consequence, impact) = picked[:10]
    (hgvs_c, hgvs_p, exon, position, canonical, select, plus, mane) = picked[10:]
    select, plus = _mane(select, plus, mane)
    transcript = _versioned(feature, hgvs_c) if feature and _is_transcript(feature_type) else ""
    return Consequence(
        gene=symbol or hgnc,
        gene_id=gene_id,
        transcript=transcript,
        biotype=biotype,
        terms=_terms(consequence),
        impact=impact,
        hgvs_c=_without_reference(hgvs_c),
        hgvs_p=_without_reference(hgvs_p),
        exon=exon,
        protein_position=position.partition("/")[0],
        mane_select=select,
        mane_plus_clinical=plus,
        canonical=canonical == "YES" or canonical == "1",
        fields=fields,
    )


def _from_ann(picked: tuple[str, ...], fields: EntryFields) -> Consequence:
    (_, _, gene, gene_id, feature, feature_type, biotype, annotation, impact) = picked[:9]
    (hgvs_c, hgvs_p, rank, position) = picked[9:]
    terms = _terms(annotation)
    return Consequence(
        gene=gene,
        gene_id=gene_id,
        transcript=feature if _is_transcript(feature_type) else "",
        biotype=biotype,
        terms=terms,
        impact=impact,
        hgvs_c=_without_reference(hgvs_c),
        hgvs_p=_without_reference(hgvs_p),
        # SnpEff's rank counts introns when the change lies in one.
        exon="" if "intron_variant" in terms else rank,
        protein_position=position.partition("/")[0],
        mane_select="",
        mane_plus_clinical="",
        canonical=False,
        fields=fields,
    )


@lru_cache(maxsize=4096)
def _terms_of_effect(effect: str) -> tuple[str, ...]:
    """Turn an effect of ``EFF`` into Sequence Ontology terms; an unknown name stays itself.

    Details in brackets (``NEXT_PROT[domain]``) are left to ``fields``.
    """
    names = effect.replace("+", "&").split("&") if effect else []
    return tuple(
        term for name in names for term in SNPEFF_CLASSIC.get(name.partition("[")[0], (name,))
    )


def _from_eff(picked: tuple[str, ...], fields: EntryFields) -> Consequence:
    (_, _, gene, transcript_id, transcript, biotype, gene_biotype, effect, impact) = picked[:9]
    (exon_rank, exon, change, capital_change) = picked[9:]
    change = change or capital_change
    parts = change.split("/")
    hgvs_p = next((part for part in parts if part.startswith("p.")), "")
    if not hgvs_p and _ONE_LETTER_CHANGE.fullmatch(change):
        hgvs_p = f"p.{change}"
    return Consequence(
        gene=gene,
        gene_id="",
        transcript=transcript_id or transcript,
        biotype=biotype or gene_biotype,
        terms=_terms_of_effect(effect),
        impact=impact,
        hgvs_c=next((part for part in parts if part[:2] in {"c.", "n."}), ""),
        hgvs_p=hgvs_p,
        exon=exon_rank or exon,
        protein_position="",
        mane_select="",
        mane_plus_clinical="",
        canonical=False,
        fields=fields,
    )


_READERS: Mapping[Style, Callable[[tuple[str, ...], EntryFields], Consequence]] = {
    Style.VEP: _from_vep,
    Style.ANN: _from_ann,
    Style.EFF: _from_eff,
}


def parse_entry(fmt: AnnotationFormat, entry: str) -> Entry:
    """Read one entry by the fields its file's header declares. Never raises on odd content."""
    style = fmt.style
    values = raw_values(style, entry)
    written = len(values)
    names = names_in_use(style, fmt.fields, written)
    values.append("")
    picked = _picker(style, names)(values)
    if "%" in entry:
        picked = tuple([decoded(value) for value in picked])
    consequence = _READERS[style](picked, EntryFields(style, names, entry))
    fits = style is not Style.VEP or written == len(fmt.fields)
    return Entry(consequence, picked[0], picked[1], fits)
