"""How much it takes to learn a fact: one table, by the fact's name in the vocabulary.

The classes are rough and are meant for ordering a board's questions, not for planning a
laboratory's work. A fact that is not listed is looked up in the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Effort(StrEnum):
    """A rough class of effort, the least first."""

    RECORD = "in the record"
    STAIN = "order a stain or blood test"
    SAMPLE = "new sample"


# Genetics asks for tumour material; antigens and blood values for an order on what is at hand.
EFFORTS: Mapping[str, Effort] = {
    "laboratory": Effort.STAIN,
    "antigen": Effort.STAIN,
    "antigen_percentage": Effort.STAIN,
    "organ_function_adequate": Effort.STAIN,
    "active_infection": Effort.STAIN,
    "alteration": Effort.SAMPLE,
    "gene": Effort.SAMPLE,
    "mutation": Effort.SAMPLE,
    "mutations": Effort.SAMPLE,
    "second_vaf": Effort.SAMPLE,
    "biallelic": Effort.SAMPLE,
    "copy_number": Effort.SAMPLE,
    "fusion": Effort.SAMPLE,
    "cytogenetics": Effort.SAMPLE,
    "cytogenetic_abnormalities": Effort.SAMPLE,
    "ipssr_cytogenetics": Effort.SAMPLE,
    "ighv_mutated": Effort.SAMPLE,
}


def effort_of(fact: str, key: str = "") -> Effort:
    """Give the effort to learn a fact; an antigen shown after a therapy asks for a new sample."""
    if fact in ("antigen", "antigen_percentage") and "after" in key.split():
        return Effort.SAMPLE
    return EFFORTS.get(fact, Effort.RECORD)
