"""The kinds of record a content folder holds, in the order in which they are read.

A kind is a folder, how its files are read, and what its records must keep to together. Names
that rules use come first: diseases, genes, alterations; whatever has rules comes behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledgebase.files.alteration import alteration_faults, read_alteration
from knowledgebase.files.assay import assay_faults, read_assay
from knowledgebase.files.assertion import assertion_faults, read_assertion
from knowledgebase.files.assessment import (
    assessment_faults,
    read_classification,
    read_formula,
    read_score,
)
from knowledgebase.files.disease import disease_faults, read_disease
from knowledgebase.files.drug import drug_faults, read_drug
from knowledgebase.files.gene import gene_faults, read_gene
from knowledgebase.files.guidance import guidance_faults, read_guidance
from knowledgebase.files.pathway import pathway_faults, read_pathway
from knowledgebase.files.problems import Problem
from knowledgebase.files.product import product_faults, read_product
from knowledgebase.files.shared import Fault, Surroundings
from knowledgebase.files.strict_yaml import Node
from knowledgebase.files.trial import read_trial, trial_faults
from knowledgebase.rules.names import Names


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    ``folder`` is its folder and the field of :class:`~knowledgebase.records.Content` it fills;
    ``named_by`` the field that its file is named after. ``faults`` looks at all records of the
    kind together and gives the record's name, its key and the sentence of each fault.
    """

    folder: str
    named_by: str
    read: Callable[[Node, list[Problem], Names], Any]
    faults: Callable[[Mapping[str, Any], Surroundings], Iterator[Fault]]


DISEASES = Kind("diseases", "code", read_disease, disease_faults)
GENES = Kind("genes", "symbol", read_gene, gene_faults)
ALTERATIONS = Kind("alterations", "id", read_alteration, alteration_faults)
DRUGS = Kind("drugs", "id", read_drug, drug_faults)
ASSERTIONS = Kind("assertions", "id", read_assertion, assertion_faults)
TRIALS = Kind("trials", "id", read_trial, trial_faults)
CLASSIFICATIONS = Kind("classifications", "id", read_classification, assessment_faults)
SCORES = Kind("scores", "id", read_score, assessment_faults)
FORMULAS = Kind("formulas", "id", read_formula, assessment_faults)

PRODUCTS = Kind("products", "id", read_product, product_faults)
GUIDANCE = Kind("guidance", "id", read_guidance, guidance_faults)
ASSAYS = Kind("assays", "id", read_assay, assay_faults)
PATHWAYS = Kind("pathways", "id", read_pathway, pathway_faults)

KINDS = (
    *(DISEASES, GENES, ALTERATIONS, DRUGS),
    *(ASSERTIONS, TRIALS, CLASSIFICATIONS, SCORES, FORMULAS, PRODUCTS, GUIDANCE, ASSAYS),
    PATHWAYS,
)

FOR_VARIANTS = (GENES, ALTERATIONS)
"""What reading a variant file needs."""


def surroundings(
    ids: Mapping[str, frozenset[str]], today: date | None, *, shipped: bool
) -> Surroundings:
    """Give what a record is held against, from the names of the kinds read so far."""
    named = ("diseases", "genes", "alterations", "drugs")
    names = Names(*(ids.get(kind) for kind in named))
    return Surroundings(names, today, shipped, ids.get("assertions", frozenset()))
