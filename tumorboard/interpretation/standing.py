"""What a variant in the file is worth as a fact: it counts, it is in doubt, or it says nothing.

A variant in doubt is shown like any other, and the facts it touches stay unknown: neither
"mutated" nor "wild type" would be safe. Which doubts there are is explained in
``docs/decisions/0006-interpretation.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tumorboard.domain.variant import SampleCall, Variant
from tumorboard.interpretation.germline import read_in_normal_only, shown_not_inherited

COMMON = Decimal("0.01")
"""Population frequency from which an allele is common: AMP/ASCO/CAP 2017, table 7 (MAF >= 1 %)."""

# Sequence Ontology terms that change the protein or take away a splice site. SnpEff's finer terms
# for in-frame changes are covered by their endings.
_ALTERING = frozenset(
    {
        *("transcript_ablation", "feature_ablation", "exon_loss_variant", "gene_fusion"),
        *("bidirectional_gene_fusion", "splice_acceptor_variant", "splice_donor_variant"),
        *("stop_gained", "frameshift_variant", "stop_lost", "start_lost", "missense_variant"),
        *("initiator_codon_variant", "inframe_insertion", "inframe_deletion"),
        *("protein_altering_variant", "rare_amino_acid_variant", "feature_truncation"),
    }
)
_NEAR_SPLICE_SITE = frozenset(
    {
        *("splice_region_variant", "splice_donor_5th_base_variant", "splice_donor_region_variant"),
        *("splice_polypyrimidine_tract_variant", "splice_branch_variant"),
    }
)
_ALTERING_ENDS = ("_inframe_insertion", "_inframe_deletion", "_missense_variant")


class Standing(StrEnum):
    """How far a variant carries a fact."""

    COUNTS = "counts"
    IN_DOUBT = "in doubt"
    SAYS_NOTHING = "says nothing"


@dataclass(frozen=True, slots=True)
class Judged:
    """A variant's standing, with the reason in words when it does not count."""

    standing: Standing
    reason: str


def judge(variant: Variant, named: bool) -> Judged:
    """Judge one variant; ``named`` tells whether it was recognised as a named alteration."""
    if is_annotated(variant) and not (named or alters_protein(variant)):
        if may_alter_splicing(variant) and not is_common(variant):
            return Judged(Standing.IN_DOUBT, "it lies near a splice site; its effect is not known")
        return Judged(Standing.SAYS_NOTHING, "it does not change the protein")
    call = variant.shown_call
    if read_in_normal_only(variant):
        why = "the normal sample has clearly more of it than the tumour sample"
        return Judged(Standing.IN_DOUBT, why)
    if call is not None and _not_in(call):
        return Judged(Standing.SAYS_NOTHING, "it was not seen in the tumour sample")
    if call is None and variant.calls:
        return Judged(Standing.IN_DOUBT, "it is not known which sample is the tumour")
    if call is not None and _not_called(call):
        return Judged(Standing.IN_DOUBT, "the tumour sample has no genotype call and no counts")
    if variant.filters and not variant.passed:
        return Judged(Standing.IN_DOUBT, f"the caller's filter says {', '.join(variant.filters)}")
    if is_common(variant) and not shown_not_inherited(variant):
        return Judged(Standing.IN_DOUBT, f"it is common in the population ({frequency(variant)})")
    if not (named or is_annotated(variant)):
        return Judged(Standing.IN_DOUBT, "it is not annotated, its effect is unknown")
    return Judged(Standing.COUNTS, "")


def is_annotated(variant: Variant) -> bool:
    """Tell whether the file says what the variant does to any transcript."""
    return variant.consequence is not None and bool(variant.consequence.terms)


def alters_protein(variant: Variant) -> bool:
    """Tell whether the consequence shown changes the protein or destroys a splice site."""
    shown = variant.consequence
    if shown is None:
        return False
    if any(term in _ALTERING or term.endswith(_ALTERING_ENDS) for term in shown.terms):
        return True
    # An insertion within the coding sequence whose protein the annotator did not work out.
    return "coding_sequence_variant" in shown.terms and len(variant.ref) != len(variant.alt)


def may_alter_splicing(variant: Variant) -> bool:
    """Tell whether the consequence shown lies near a splice site, without destroying it."""
    shown = variant.consequence
    return shown is not None and not _NEAR_SPLICE_SITE.isdisjoint(shown.terms)


def is_common(variant: Variant) -> bool:
    """Tell whether the highest population frequency reaches 1 %."""
    return variant.population_af is not None and variant.population_af >= COMMON


def frequency(variant: Variant) -> str:
    """Say the population frequency: ``population frequency 3.14 % by gnomAD_AF``."""
    if variant.population_af is None:
        return "population frequency not known"
    text = format(variant.population_af * 100, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"population frequency {text} % by {variant.population_source}"


def _not_called(call: SampleCall) -> bool:
    """Tell whether the caller left the sample open (``./.``) and nothing was counted either."""
    if call.alt_depth is not None or call.vaf is not None:
        return False
    alleles = call.genotype.replace("|", "/").split("/")
    return "." in alleles and set(alleles) <= {".", "0"}


def _not_in(call: SampleCall) -> bool:
    """Tell whether a sample was read and lacks the allele."""
    if call.alt_depth is not None or call.vaf is not None:
        return call.alt_depth == 0 or (call.alt_depth is None and call.vaf == 0)
    alleles = call.genotype.replace("|", "/").split("/")
    return bool(call.genotype) and all(allele == "0" for allele in alleles)
