"""One entry of an annotation: its fields by the header's names, read as a consequence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from tumorboard.domain.variant import Consequence
from tumorboard.vcf.annotation_header import AnnotationFormat, Style
from tumorboard.vcf.terms import SNPEFF_CLASSIC

BEYOND_HEADER = "fields without a name"
"""The name under which :attr:`Consequence.fields` keeps text that the header gives no name."""

# The fields VEP writes first, in the same order since release 80; what follows depends on its
# options, and under a header of another run would be read under a wrong name.
_VEP_FIRST = frozenset(
    (
        *("Allele", "Consequence", "IMPACT", "SYMBOL", "Gene", "Feature_type", "Feature"),
        *("BIOTYPE", "EXON", "INTRON", "HGVSc", "HGVSp", "cDNA_position", "CDS_position"),
        *("Protein_position", "Amino_acids", "Codons", "Existing_variation"),
    )
)

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ASCII_ESCAPE = re.compile(r"%(?:[2-6][0-9A-Fa-f]|7[0-9A-Ea-e])")
_ONE_LETTER_CHANGE = re.compile(r"[A-Z*]\d+[A-Z*?]?")


def _unescape(match: re.Match[str]) -> str:
    escaped = match.group()
    try:
        text = bytes.fromhex(escaped.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and text:
        return text
    return _ASCII_ESCAPE.sub(lambda one: chr(int(one.group()[1:], 16)), escaped)


def _decoded(text: str) -> str:
    """Undo percent-encoding (VCF 4.3, section 1.2).

    What is no valid code stays as written, and so do codes of control characters: a line break
    in a field could not be told from two fields later.
    """
    return _ESCAPES.sub(_unescape, text) if "%" in text else text


def _without_reference(hgvs: str) -> str:
    """Cut the transcript or protein in front of an HGVS description (``NM_1.2:c.1A>G``)."""
    colon = hgvs.find(":")
    return hgvs[colon + 1 :] if colon > 0 and hgvs[colon + 2 : colon + 3] == "." else hgvs


def _versioned(feature: str, hgvs_c: str) -> str:
    """Give a transcript with its version, from its HGVS when the feature has none."""
    reference = hgvs_c.partition(":")[0]
    return reference if reference.startswith(f"{feature}.") else feature


def _mane(fields: Mapping[str, str]) -> tuple[str, str]:
    """Give MANE Select and MANE Plus Clinical; older VEP has one field ``MANE`` for Select."""
    select = fields.get("MANE_SELECT", "")
    plus = fields.get("MANE_PLUS_CLINICAL", "")
    mane = fields.get("MANE", "")
    if mane and not (select or plus):
        return ("", mane) if "plus" in mane.lower() else (mane, "")
    return select, plus


def _from_vep(fields: dict[str, str]) -> Consequence:
    get = fields.get
    hgvs_c = get("HGVSc", "")
    feature = get("Feature", "")
    is_transcript = get("Feature_type", "Transcript").lower() in {"transcript", ""}
    select, plus = _mane(fields)
    consequence = get("Consequence", "")
    return Consequence(
        gene=get("SYMBOL", "") or get("HGNC", ""),
        gene_id=get("Gene", ""),
        transcript=_versioned(feature, hgvs_c) if is_transcript and feature else "",
        biotype=get("BIOTYPE", ""),
        terms=tuple(consequence.split("&")) if consequence else (),
        impact=get("IMPACT", ""),
        hgvs_c=_without_reference(hgvs_c),
        hgvs_p=_without_reference(get("HGVSp", "")),
        exon=get("EXON", ""),
        protein_position=get("Protein_position", "").partition("/")[0],
        mane_select=select,
        mane_plus_clinical=plus,
        canonical=get("CANONICAL", "") in {"YES", "1"},
        fields=fields,
    )


def _from_ann(fields: dict[str, str]) -> Consequence:
    get = fields.get
    annotation = get("Annotation", "")
    terms = tuple(annotation.split("&")) if annotation else ()
    is_transcript = get("Feature_Type", "transcript").lower() in {"transcript", ""}
    position = get("AA.pos / AA.length", "") or get("AA.pos/AA.length", "")
    return Consequence(
        gene=get("Gene_Name", ""),
        gene_id=get("Gene_ID", ""),
        transcript=get("Feature_ID", "") if is_transcript else "",
        biotype=get("Transcript_BioType", ""),
        terms=terms,
        impact=get("Annotation_Impact", ""),
        hgvs_c=_without_reference(get("HGVS.c", "")),
        hgvs_p=_without_reference(get("HGVS.p", "")),
        # SnpEff's rank counts introns when the change lies in one.
        exon="" if "intron_variant" in terms else get("Rank", ""),
        protein_position=position.partition("/")[0],
        mane_select="",
        mane_plus_clinical="",
        canonical=False,
        fields=fields,
    )


def _terms_of_effect(effect: str) -> tuple[str, ...]:
    """Turn an effect of ``EFF`` into Sequence Ontology terms; an unknown name stays itself.

    Details in brackets (``NEXT_PROT[domain]``) are left to ``fields``.
    """
    names = effect.replace("+", "&").split("&") if effect else []
    return tuple(
        term for name in names for term in SNPEFF_CLASSIC.get(name.partition("[")[0], (name,))
    )


def _from_eff(fields: dict[str, str]) -> Consequence:
    get = fields.get
    change = get("Amino_Acid_change", "") or get("Amino_Acid_Change", "")
    parts = change.split("/")
    hgvs_p = next((part for part in parts if part.startswith("p.")), "")
    if not hgvs_p and _ONE_LETTER_CHANGE.fullmatch(change):
        hgvs_p = f"p.{change}"
    exon = get("Exon_Rank", "") or get("Exon", "")
    return Consequence(
        gene=get("Gene_Name", ""),
        gene_id="",
        transcript=get("Transcript_ID", "") or get("Transcript", ""),
        biotype=get("Transcript_BioType", "") or get("Gene_BioType", ""),
        terms=_terms_of_effect(get("Effect", "")),
        impact=get("Effect_Impact", ""),
        hgvs_c=next((part for part in parts if part[:2] in {"c.", "n."}), ""),
        hgvs_p=hgvs_p,
        exon=exon,
        protein_position="",
        mane_select="",
        mane_plus_clinical="",
        canonical=False,
        fields=fields,
    )


_READERS: Mapping[Style, Callable[[dict[str, str]], Consequence]] = {
    Style.VEP: _from_vep,
    Style.ANN: _from_ann,
    Style.EFF: _from_eff,
}


def _split_entry(fmt: AnnotationFormat, entry: str) -> list[str]:
    if fmt.style is not Style.EFF:
        return entry.split("|")
    effect, bracket, inner = entry.partition("(")
    return [effect, *inner.removesuffix(")").split("|")] if bracket else [effect]


@lru_cache(maxsize=32)
def _first_fields(fields: tuple[str, ...]) -> int:
    """Count the leading fields that VEP always writes in the same place."""
    return next((i for i, name in enumerate(fields) if name not in _VEP_FIRST), len(fields))


def parse_entry(fmt: AnnotationFormat, entry: str) -> tuple[Consequence, bool]:
    """Read an entry, and tell whether it has the fields the header declares."""
    values = _split_entry(fmt, entry)
    if "%" in entry:
        values = [_decoded(value) for value in values]
    names = fmt.fields
    fits = fmt.style is not Style.VEP or len(values) == len(names)
    if not fits:
        names = names[: _first_fields(names)]
    fields = dict(zip(names, values, strict=False))
    if len(values) > len(names):
        fields[BEYOND_HEADER] = "|".join(values[len(names) :])
    return _READERS[fmt.style](fields), fits
