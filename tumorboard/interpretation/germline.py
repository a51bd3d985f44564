"""What the matched normal sample says of an allele: inherited, or arisen in the tumour."""

from __future__ import annotations

from decimal import Decimal

from tumorboard.domain.variant import SampleCall, Variant

# A heterozygous inherited allele is read in about half of the fragments; 0.30 allows for chance
# and reference bias. Below 0.10 an inherited allele is excluded at the depth asked for: blood
# cancer contaminates the normal sample, so "no reads at all" cannot be asked.
LEAST_INHERITED = Decimal("0.30")
MOST_NOT_INHERITED = Decimal("0.10")
LEAST_DEPTH = 20
# Tumour cells in the normal sample bring less of an allele there than the tumour itself has.
_LITTLE_IN_TUMOUR = Decimal("0.02")
_MUCH_IN_NORMAL = Decimal("0.05")


def possibly_inherited(variant: Variant) -> bool:
    """Tell whether the normal sample carries the allele as an inherited one would be."""
    normal = variant.normal
    return normal is not None and normal.vaf is not None and normal.vaf >= LEAST_INHERITED


def shown_not_inherited(variant: Variant) -> bool:
    """Tell whether an adequately read normal sample lacks the allele (VAF below 0.10)."""
    normal = variant.normal
    return normal is not None and _read_well(normal) and not _carries(normal)


def read_in_normal_only(variant: Variant) -> bool:
    """Tell whether the normal sample shows the allele (5 % or more) and the tumour hardly (< 2 %).

    Exchanged samples look like this, and so does an inherited allele the tumour has lost.
    """
    tumour, normal = variant.tumour, variant.normal
    if tumour is None or normal is None or normal.vaf is None or normal.vaf < _MUCH_IN_NORMAL:
        return False
    return tumour.alt_depth == 0 or (tumour.vaf is not None and tumour.vaf < _LITTLE_IN_TUMOUR)


def _read_well(call: SampleCall) -> bool:
    return call.depth is not None and call.depth >= LEAST_DEPTH


def _carries(call: SampleCall) -> bool:
    return call.vaf is None or call.vaf >= MOST_NOT_INHERITED
