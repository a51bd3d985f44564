"""Diseases and kinds of test in words and as plain data, for `kb list` and `kb show`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from textwrap import fill
from typing import Any

from knowledgebase.files.record_data import record_as_data
from knowledgebase.records import AssayKind, Disease, Evidence, Review, Scope, Source

_WIDTH = 96
_CODES = (
    ("OncoTree", "oncotree"),
    ("ICD-10", "icd10"),
    ("SKS", "sks"),
    ("ICD-O morphology", "icdo_morphology"),
    ("WHO, 5th edition", "who_haem5"),
    ("ICC 2022", "icc2022"),
)
_SIGHTS = (
    ("Small variants", "small_variants"),
    ("Long insertions", "long_insertions"),
    ("Rearrangements in DNA", "dna_rearrangements"),
    ("Fusions in RNA", "rna_fusions"),
    ("Copy number of arms", "copy_number_arm"),
    ("Copy number of genes", "copy_number_gene"),
    ("Copy-neutral loss of heterozygosity", "copy_neutral_loh"),
    ("Karyotype", "karyotype"),
)


def disease_line(disease: Disease) -> str:
    """Give one line for a list: code, name, and the codes of others that are known."""
    known = (f"{label} {getattr(disease, key)}" for label, key in _CODES[:4])
    codes = ", ".join(one for one in known if not one.endswith(" "))
    return f"{disease.code}  {disease.name}" + (f"  ({codes})" if codes else "")


def disease_in_words(disease: Disease) -> str:
    """Give a disease whole; a code that was not seen in a source is said to be unverified."""
    lines = [f"{disease.code}: {disease.name}"]
    lines += [f"  Danish: {disease.name_da}"] if disease.name_da else []
    lines += [f"  Norwegian: {disease.name_nb}"] if disease.name_nb else []
    lines += [f"  Below: {disease.parent}"] if disease.parent else []
    lines += [f"  {label}: {getattr(disease, key) or 'not verified'}" for label, key in _CODES]
    lines += [f"  Also: {', '.join(disease.synonyms)}"] if disease.synonyms else []
    lines += [*_sources(disease.sources), *([f"  Note: {disease.note}"] if disease.note else [])]
    return _filled(lines)


def assay_line(assay: AssayKind) -> str:
    """Give one line for a list: id and name."""
    mark = "" if assay.evidence is Evidence.VERIFIED else " [unverified]"
    return f"{assay.id}  {assay.name} ({assay.name_da}){mark}"


def describe_assay(assay: AssayKind, today: date | None = None) -> dict[str, Any]:
    """Give a kind of test as JSON-ready data with its digest and, with ``today``, ``expired``."""
    data = record_as_data(assay)
    data["digest"] = assay.digest
    if today is not None:
        data["expired"] = assay.expired(today)
    return data


def assay_in_words(assay: AssayKind, today: date | None = None) -> str:
    """Give a kind of test whole: what it sees, what it misses, and why."""
    lines = [f"{assay.id}: {assay.name} ({assay.name_da})"]
    for label, key in _SIGHTS:
        sight = getattr(assay, key)
        beyond = "longer than" if sight.scope is Scope.NONE else "up to"
        limit = f" {beyond} {sight.up_to} bases" if sight.up_to else ""
        lines.append(f"  {label}: {sight.scope.value}{limit} ({sight.why})")
    lines.append(f"  Normal sample beside the tumour's: {'yes' if assay.germline else 'no'}")
    lines += [f"  Made for: {', '.join(assay.alterations)}"] if assay.alterations else []
    lines += [f"  Reliable from: {assay.least}"] if assay.least else []
    lines += [f"  Does not reliably see: {one.what} ({one.why})" for one in assay.misses]
    lines += _sources(assay.sources)
    lines.append(f"  Evidence: {assay.evidence.value} ({assay.evidence_note})")
    if assay.review is Review.DRAFT:
        lines.append("  Note: not locally approved (draft)")
    if today is not None and assay.expired(today):
        lines.append(f"  Note: its last check expired on {assay.expires.isoformat()}")
    lines.append(f"  Digest: {assay.digest}")
    return _filled(lines)


def _sources(sources: Iterable[Source]) -> list[str]:
    return [f"  Source: {one.kind.value} {one.id}: {one.title}" for one in sources]


def _filled(lines: Iterable[str]) -> str:
    return "\n".join(fill(line, _WIDTH, subsequent_indent="    ") for line in lines)
