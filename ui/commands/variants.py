"""``tumorboard inspect`` and ``tumorboard variants``."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from pathlib import Path
from typing import Any

from tumorboard.domain.variant import Assembly, SampleRole, Variant
from ui.commands.terminal import harmless

DONE, SOME_REJECTED = 0, 3
_AT_ONCE = 256
"""So many rows are written at once; unbuffered, each write is a call to the system."""

COLUMNS = (
    *("chrom", "pos", "ref", "alt", "gene", "transcript", "hgvs_c", "hgvs_p"),
    *("consequence", "vaf", "depth", "filter", "population_af"),
)


def inspect_file(arguments: argparse.Namespace) -> int:
    """Print what the file is and where each line went; 3 when some records were rejected."""
    from tumorboard.services.inspection import inspect

    result = inspect(Path(arguments.file), **_choices(arguments))
    if arguments.json:
        print(json.dumps(result, indent=2))
    else:
        print("\n".join(harmless(line) for line in _in_words(result)))
    return SOME_REJECTED if result["records"]["rejected"] else DONE


def list_variants(arguments: argparse.Namespace) -> int:
    """Print one row (or one JSON object) per reported allele; 3 when records were rejected."""
    from tumorboard.services.inspection import row_text
    from tumorboard.vcf.reader import render_variant_file

    # The command ends with its one result; looking for garbage meanwhile finds none.
    gc.disable()
    try:
        render = row_text if arguments.json else table_line
        file, lines = render_variant_file(Path(arguments.file), render, **_choices(arguments))
        if not arguments.json:
            sys.stdout.write("\t".join(COLUMNS) + "\n")
        for at in range(0, len(lines), _AT_ONCE):
            sys.stdout.write("".join(map(str, lines[at : at + _AT_ONCE])))
    finally:
        gc.enable()
    return SOME_REJECTED if file.accounting.rejected else DONE


class TableLine(str):
    """One allele's row of the table, which tells nothing of lines."""

    __slots__ = ()

    def moved(self, _lines: int) -> TableLine:
        """Give it as it is."""
        return self


def table_line(variant: Variant) -> TableLine:
    """Give one allele's row of the table, with its line break."""
    from tumorboard.services.inspection import variant_row

    row = variant_row(variant)
    cells = ("" if row[name] is None else harmless(str(row[name])) for name in COLUMNS)
    return TableLine("\t".join(cells) + "\n")


def _choices(arguments: argparse.Namespace) -> dict[str, Any]:
    from tumorboard.services.knowledge import knowledge_in_use

    roles = {}
    if arguments.tumour:
        roles[arguments.tumour] = SampleRole.TUMOUR
    if arguments.normal:
        roles[arguments.normal] = SampleRole.NORMAL
    return {
        "knowledge": knowledge_in_use(),
        "roles": roles or None,
        "assembly": Assembly(arguments.assembly) if arguments.assembly else None,
    }


def _in_words(result: dict[str, Any]) -> list[str]:
    records, alleles, annotation = result["records"], result["alleles"], result["annotation"]
    return [
        f"Format       {result['format']}",
        f"Assembly     {result['assembly'] or 'not stated in the file: say which one'}",
        f"Annotation   {annotation['kind']} {annotation['version']}".rstrip(),
        "Samples      "
        + (", ".join(f"{one['name']} ({one['role']})" for one in result["samples"]) or "none"),
        f"Records      {records['read']} read, {records['accepted']} accepted, "
        f"{records['rejected']} rejected",
        *(f"  line {one['line']}: {one['reason']}" for one in records["rejections"]),
        f"Alleles      {alleles['total']} in all, {alleles['reported']} reported",
        *(f"  filtered, {reason}: {count}" for reason, count in alleles["filtered"].items()),
        *(f"Note         {warning}" for warning in result.get("warnings", ())),
    ]
