"""What a variant file leaves open, or makes doubtful, for a whole case; each one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.domain.variant import SampleRole, Variant, VariantFile
from tumorboard.interpretation.germline import read_in_normal_only

_MOST_NAMED = 5


def gaps_of_the_file(file: VariantFile | None) -> Iterator[str]:
    """Say what of the file was not assessed, gravest first."""
    if file is None:
        yield "No variant file was read; only what the form states is assessed."
        return
    yield from _exchanged(file)
    if rejected := file.accounting.rejected:
        lines = "line was" if rejected == 1 else "lines were"
        yield f"Variant file: {rejected} {lines} rejected and not assessed; see the accounting."
    if file.assembly is None:
        yield (
            "Variant file: the genome build is not known, so nothing was recognised by position "
            f"({file.assembly_reason})."
        )
    if all(call.role != "normal" for variant in file.variants for call in variant.calls):
        yield (
            "Variant file: there is no normal sample, so inherited and acquired variants are not "
            "told apart."
        )
    yield from _several_tumours(file)
    yield from _stated_twice(file)


def _exchanged(file: VariantFile) -> Iterator[str]:
    compared = [
        one for one in file.variants if one.passed and one.tumour is not None and one.normal
    ]
    reversed_ones = sum(read_in_normal_only(one) for one in compared)
    if 2 * reversed_ones > len(compared):
        yield (
            f"Warning: tumour and normal may be exchanged; {reversed_ones} of {len(compared)} "
            "variants that passed have clearly more reads in the normal sample than in the "
            "tumour. Check the samples' roles."
        )


def _several_tumours(file: VariantFile) -> Iterator[str]:
    tumours = [one.name for one in file.samples if one.role is SampleRole.TUMOUR]
    if len(tumours) > 1:
        yield (
            f"Variant file: {len(tumours)} samples are taken for the tumour "
            f"({', '.join(tumours)}); only the figures of {tumours[0]} are shown."
        )


def _stated_twice(file: VariantFile) -> Iterator[str]:
    rows: dict[tuple[str, int, str, str], list[Variant]] = {}
    for one in file.variants:
        rows.setdefault((one.chrom, one.pos, one.ref, one.alt), []).append(one)
    differing = [same for same in rows.values() if len(same) > 1 and len(_fractions(same)) > 1]
    if not differing:
        return
    named = "; ".join(
        "lines " + ", ".join(str(one.line) for one in same) for same in differing[:_MOST_NAMED]
    )
    more = len(differing) - _MOST_NAMED
    yield (
        "Variant file: the same allele stands more than once with different allele fractions "
        f"({named}{f' and {more} more' if more > 0 else ''}); each is shown, check which holds."
    )


def _fractions(same: list[Variant]) -> set[object]:
    return {one.tumour.vaf if one.tumour else tuple(c.vaf for c in one.calls) for one in same}
