"""Which alternative allele an annotation is about: the annotators' own names for alleles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

NOT_ALLELES = frozenset({"*", "<*>", "<X>", "<NON_REF>", "."})
"""Alternative alleles that stand for "something else" and are never annotated."""

_SYMBOLIC = {
    "DEL": "deletion",
    "INS": "insertion",
    "DUP": "duplication",
    "DUP:TANDEM": "tandem_duplication",
    "TDUP": "tandem_duplication",
    "INV": "inversion",
    "CNV": "copy_number_variation",
    "BND": "chromosome_breakpoint",
}


def _is_sequence(allele: str) -> bool:
    return allele.isalpha()


def _first_base_trimmed(ref: str, alts: Sequence[str]) -> tuple[str, ...]:
    """Name every alternative allele as VEP does.

    When alleles differ in length and all of them (``*`` and the like aside) begin with the same
    base, VEP drops that base from each; an allele that becomes empty is ``-``.
    """
    real = [alt for alt in alts if alt not in NOT_ALLELES]
    sequences = all(_is_sequence(alt) for alt in real)
    differ = any(len(alt) != len(ref) for alt in real)
    same_start = all(alt[0].upper() == ref[0].upper() for alt in real) if sequences else False
    if not (real and sequences and differ and same_start):
        return tuple(alts)
    return tuple(alt if alt in NOT_ALLELES else (alt[1:] or "-") for alt in alts)


def _minimal(ref: str, alt: str, *, suffix_first: bool) -> str:
    """Name an allele by what is left when bases shared with the reference are cut off."""

    def cut_suffix(left: str, right: str) -> tuple[str, str]:
        while left and right and left[-1] == right[-1]:
            left, right = left[:-1], right[:-1]
        return left, right

    def cut_prefix(left: str, right: str) -> tuple[str, str]:
        while left and right and left[0] == right[0]:
            left, right = left[1:], right[1:]
        return left, right

    steps = (cut_suffix, cut_prefix) if suffix_first else (cut_prefix, cut_suffix)
    for step in steps:
        ref, alt = step(ref, alt)
    return alt or "-"


def _symbolic_name(alt: str) -> str:
    """Name a symbolic allele by VEP's class of structural variant, empty if it has none."""
    if alt.startswith("<") and alt.endswith(">"):
        kind = alt[1:-1].upper()
        return _SYMBOLIC.get(kind) or _SYMBOLIC.get(kind.partition(":")[0], "")
    return "chromosome_breakpoint" if "[" in alt or "]" in alt else ""


@lru_cache(maxsize=4096)
def allele_names(ref: str, alts: tuple[str, ...]) -> dict[str, int]:
    """Map each name an annotator may use to the 0-based index of its alternative allele.

    The names are tried in this order, and a name that two alleles share at one step is left to
    no one: the trimmed name VEP gives, the allele as written (SnpEff; VEP for substitutions),
    the minimal name (``vep --minimal``) and the class of a structural variant.
    """
    annotated = [index for index, alt in enumerate(alts) if alt not in NOT_ALLELES]
    trimmed = _first_base_trimmed(ref, alts)
    steps: list[list[tuple[str, int]]] = [
        [(trimmed[index], index) for index in annotated],
        [(alts[index], index) for index in annotated],
    ]
    plain = [index for index in annotated if _is_sequence(alts[index])]
    for suffix_first in (False, True):
        steps.append([(_minimal(ref, alts[i], suffix_first=suffix_first), i) for i in plain])
    steps.append([(name, i) for i in annotated if (name := _symbolic_name(alts[i]))])
    return _merge(steps)


def _merge(steps: list[list[tuple[str, int]]]) -> dict[str, int]:
    decided: dict[str, set[int]] = {}
    for step in steps:
        owners: dict[str, set[int]] = {}
        for name, index in step:
            owners.setdefault(name, set()).add(index)
        decided = owners | decided
    return {name: next(iter(found)) for name, found in decided.items() if len(found) == 1}


def index_of(allele: str, ref: str, alts: tuple[str, ...]) -> int | None:
    """Find the 0-based alternative allele that an annotation's allele names, if any.

    SnpEff's cancer mode names two alleles, somatic and germline (``G-C``), and its compound
    annotations add other variants after a ``-``; both are about the first.
    """
    names = allele_names(ref, alts)
    found = names.get(allele)
    if found is None and "-" in allele[1:]:
        found = names.get(allele[: allele.index("-", 1)])
    return found
