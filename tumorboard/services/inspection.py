"""What the headless face says of a variant file: its accounting, and a row per reported allele.

The shapes are documented in ``docs/interface.md`` and stay stable; fields are only ever added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from tumorboard.domain.progress import Progress, silent
from tumorboard.domain.variant import (
    NO_KNOWLEDGE,
    Accounting,
    Assembly,
    Consequence,
    ReadingKnowledge,
    SampleCall,
    SampleRole,
    Variant,
    VariantFile,
)
from tumorboard.vcf.reader import inspect_variant_file, read_variant_file

Row = dict[str, Any]


def inspect(
    path: Path,
    *,
    knowledge: ReadingKnowledge = NO_KNOWLEDGE,
    roles: Mapping[str, SampleRole] | None = None,
    assembly: Assembly | None = None,
    progress: Progress = silent,
) -> Row:
    """Give what ``tumorboard inspect FILE --json`` prints.

    Raises :class:`tumorboard.errors.VariantFileError` for a file that is refused whole; whether
    records were rejected is in ``["records"]["rejected"]``.
    """
    return inspection_of(
        inspect_variant_file(
            path, knowledge=knowledge, roles=roles, assembly=assembly, progress=progress
        )
    )


def inspection_of(file: VariantFile) -> Row:
    """Give the same for a file that has been read already."""
    return {
        "name": file.name,
        "sha256": file.sha256,
        "format": file.format,
        "assembly": None if file.assembly is None else file.assembly.value,
        "assembly_reason": file.assembly_reason,
        "annotation": {"kind": file.annotation.kind, "version": file.annotation.version},
        "samples": [
            {"name": sample.name, "role": sample.role.value, "reason": sample.reason}
            for sample in file.samples
        ],
        **accounting_of(file.accounting),
        "warnings": list(file.warnings),
    }


def accounting_of(accounting: Accounting) -> Row:
    """Give ``records`` and ``alleles`` as every face shows them."""
    return {
        "records": {
            "read": accounting.read,
            "accepted": accounting.accepted,
            "rejected": accounting.rejected,
            "rejections": [
                {"line": rejection.line, "reason": rejection.reason}
                for rejection in accounting.rejections
            ],
        },
        "alleles": {
            "total": accounting.alleles_total,
            "reported": accounting.alleles_reported,
            "filtered": dict(accounting.alleles_filtered),
        },
    }


def variant_rows(
    path: Path,
    *,
    knowledge: ReadingKnowledge = NO_KNOWLEDGE,
    roles: Mapping[str, SampleRole] | None = None,
    assembly: Assembly | None = None,
    progress: Progress = silent,
    all_consequences: bool = False,
) -> Iterator[Row]:
    """Yield what ``tumorboard variants FILE --json`` prints, one row per reported allele.

    Nothing is yielded before the whole file has been proven sound. ``all_consequences`` adds
    every consequence with every field of the annotation. Raises as :func:`inspect`.
    """
    file = read_variant_file(
        path, knowledge=knowledge, roles=roles, assembly=assembly, progress=progress
    )
    return rows_of(file, all_consequences=all_consequences)


def rows_of(file: VariantFile, *, all_consequences: bool = False) -> Iterator[Row]:
    """Yield the rows of a file that has been read already."""
    for variant in file.variants:
        yield variant_row(variant, all_consequences=all_consequences)


class RowText(NamedTuple):
    """One allele's row as a line of JSON; the line of its record stands last."""

    before: str
    line: int

    def moved(self, lines: int) -> RowText:
        """Give it with a line so many lines further down."""
        return RowText(self.before, self.line + lines)

    def __str__(self) -> str:
        return f'{self.before},"line":{self.line}}}\n'


def row_text(variant: Variant) -> RowText:
    """Give one allele's row as a line of JSON, with its line break."""
    row = variant_row(variant)
    line = row.pop("line")
    return RowText(_in_one_line(row)[:-1], line)


def _in_one_line(row: Row) -> str:
    text = orjson.dumps(row).decode()
    # A terminal or file of another encoding takes what is escaped.
    return text if text.isascii() else json.dumps(row, separators=(",", ":"))


def variant_row(variant: Variant, *, all_consequences: bool = False) -> Row:
    """Give one allele as a row; ``vaf`` and depths are those of the tumour, else the only sample.

    Fractions are JSON numbers with the digits of their decimal text, unknown is ``null``.
    """
    shown = variant.consequence
    call = variant.shown_call
    row: Row = {
        "chrom": variant.chrom,
        "pos": variant.pos,
        "ref": variant.ref,
        "alt": variant.alt,
        "gene": variant.gene,
        "transcript": shown.transcript if shown else "",
        "hgvs_c": shown.hgvs_c if shown else "",
        "hgvs_p": shown.hgvs_p if shown else "",
        "consequence": "&".join(shown.terms) if shown else "",
        "vaf": _number(call.vaf) if call else None,
        "depth": call.depth if call else None,
        "alt_depth": call.alt_depth if call else None,
        "filter": ";".join(variant.filters) or ".",
        "population_af": _number(variant.population_af),
        "population_source": variant.population_source,
        "impact": shown.impact if shown else "",
        "exon": shown.exon if shown else "",
        "ids": variant.ids,
        "qual": variant.qual,
        "line": variant.line,
        "allele": variant.allele,
        "ref_depth": call.ref_depth if call else None,
        "vaf_caller": _number(call.vaf_caller) if call else None,
        "vaf_source": call.vaf_source if call else "",
        "vaf_differs": call.vaf_differs if call else False,
        "choice_reason": variant.choice_reason,
        "alternatives": [
            _alternative(consequence)
            for at, consequence in enumerate(variant.consequences)
            if at != variant.chosen
        ],
        "samples": [_call(each) for each in variant.calls],
    }
    if all_consequences:
        row["consequences"] = [dict(consequence.fields) for consequence in variant.consequences]
    return row


def _alternative(consequence: Consequence) -> Row:
    return {
        "gene": consequence.gene,
        "transcript": consequence.transcript,
        "hgvs_c": consequence.hgvs_c,
        "hgvs_p": consequence.hgvs_p,
        "consequence": "&".join(consequence.terms),
    }


def _call(call: SampleCall) -> Row:
    return {
        "name": call.sample,
        "role": call.role.value,
        "genotype": call.genotype,
        "depth": call.depth,
        "ref_depth": call.ref_depth,
        "alt_depth": call.alt_depth,
        "vaf": _number(call.vaf),
        "vaf_caller": _number(call.vaf_caller),
        "vaf_source": call.vaf_source,
        "vaf_differs": call.vaf_differs,
    }


def _number(value: Decimal | None) -> float | None:
    """Turn a decimal into a JSON number; a double keeps 15 digits, a read count ratio fewer."""
    return None if value is None else float(value)
