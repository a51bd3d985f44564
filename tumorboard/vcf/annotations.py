"""What an annotator said of each allele: VEP's ``CSQ`` and SnpEff's ``ANN`` and ``EFF``.

The doors of annotation: :func:`parse_annotation_header` once per file, :func:`consequences_of`
and :func:`population_frequency` once per record that is looked at, :data:`REPORTED_TERMS` to
tell which are. Fields are read by the names the header gives them, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from tumorboard.domain.variant import Consequence
from tumorboard.vcf.alleles import NOT_ALLELES, index_of
from tumorboard.vcf.annotation_header import (
    AnnotationFormat,
    Style,
    parse_annotation_header,
    unsupported_annotation,
)
from tumorboard.vcf.population import population_frequency
from tumorboard.vcf.terms import REPORTED_TERMS, SNPEFF_CLASSIC

__all__ = [
    "ALLELE_UNCERTAIN",
    "OTHER_ALLELE",
    "REPORTED_TERMS",
    "AnnotationFormat",
    "consequences_of",
    "parse_annotation_header",
    "population_frequency",
    "unsupported_annotation",
]

ALLELE_UNCERTAIN = (
    "the annotation does not say clearly which alternative allele it is about; it is shown with "
    "every allele it may be about"
)
OTHER_ALLELE = (
    "some annotations are about an allele that the record no longer has (a record split after "
    "annotation); they are left out"
)

BEYOND_HEADER = "fields beyond the header"
"""The name under which :attr:`Consequence.fields` keeps fields the header does not declare."""

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ONE_LETTER_CHANGE = re.compile(r"[A-Z*]\d+[A-Z*?]?")


def _unescape(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(match.group().replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _decoded(text: str) -> str:
    """Undo percent-encoding (VCF 4.3, section 1.2); what is no valid code stays as written."""
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
    """Turn an effect of ``EFF`` into Sequence Ontology terms; an unknown name stays itself."""
    names = effect.replace("+", "&").split("&") if effect else []
    return tuple(term for name in names for term in SNPEFF_CLASSIC.get(name, (name,)))


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

_ALLELE_FIELD = {Style.VEP: "Allele", Style.ANN: "Allele", Style.EFF: ""}
_NUMBER_FIELDS = ("ALLELE_NUM", "Genotype_Number", "Genotype")


def _split_entry(fmt: AnnotationFormat, entry: str) -> list[str]:
    if fmt.style is not Style.EFF:
        return entry.split("|")
    effect, bracket, inner = entry.partition("(")
    return [effect, *inner.removesuffix(")").split("|")] if bracket else [effect]


def _parse_entry(fmt: AnnotationFormat, entry: str) -> Consequence:
    values = _split_entry(fmt, entry)
    if "%" in entry:
        values = [_decoded(value) for value in values]
    fields = dict(zip(fmt.fields, values, strict=False))
    if len(values) > len(fmt.fields):
        fields[BEYOND_HEADER] = "|".join(values[len(fmt.fields) :])
    return _READERS[fmt.style](fields)


@lru_cache(maxsize=32)
def _number_field(fields: tuple[str, ...]) -> str:
    return next((name for name in _NUMBER_FIELDS if name in fields), "")


def _numbers(
    fmt: AnnotationFormat, consequences: Sequence[Consequence], alleles: int
) -> list[int | None]:
    """Read the allele number each entry states, 0-based.

    When one is beyond the record's alleles, the record was split after annotation and no number
    can be trusted.
    """
    field = _number_field(fmt.fields)
    if not field:
        return [None] * len(consequences)
    stated: list[int | None] = []
    for consequence in consequences:
        text = consequence.fields.get(field, "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        if number > alleles:
            return [None] * len(consequences)
        stated.append(number - 1 if number > 0 else None)
    return stated


def consequences_of(
    fmt: AnnotationFormat,
    info: Mapping[str, str],
    ref: str,
    alts: tuple[str, ...],
    warnings: list[str] | None = None,
) -> tuple[tuple[Consequence, ...], ...]:
    """Give the consequences of every alternative allele of a record, in the order written.

    An entry belongs to the allele whose number it states (``ALLELE_NUM``), else to the one whose
    name it bears (:func:`tumorboard.vcf.alleles.index_of`). Entries that name no allele of the
    record go to the alleles nothing else was said of; where that is a guess,
    :data:`ALLELE_UNCERTAIN` is appended to ``warnings``, and where there is no such allele,
    :data:`OTHER_ALLELE` is. Never raises on odd content.
    """
    text = info.get(fmt.key, "")
    if not text or text == ".":
        return ((),) * len(alts)
    parsed = [_parse_entry(fmt, entry) for entry in text.split(",")]
    numbers = _numbers(fmt, parsed, len(alts))
    found: list[list[Consequence]] = [[] for _ in alts]
    left: list[Consequence] = []
    field = _ALLELE_FIELD[fmt.style]
    for consequence, number in zip(parsed, numbers, strict=True):
        index = number
        if index is None:
            index = index_of(consequence.fields.get(field, ""), ref, alts)
        (left if index is None else found[index]).append(consequence)
    if left:
        _place(left, found, alts, field, warnings if warnings is not None else [])
    return tuple(tuple(of_allele) for of_allele in found)


def _place(
    left: list[Consequence],
    found: list[list[Consequence]],
    alts: tuple[str, ...],
    field: str,
    warnings: list[str],
) -> None:
    """Give entries that name no allele of the record to the alleles that have none yet."""
    bare = [i for i, alt in enumerate(alts) if not found[i] and alt not in NOT_ALLELES]
    if not bare:
        warnings.append(OTHER_ALLELE)
        return
    names = {consequence.fields.get(field, "") for consequence in left}
    if len(bare) > 1 or len(names) > 1:
        warnings.append(ALLELE_UNCERTAIN)
    for index in bare:
        found[index].extend(left)
