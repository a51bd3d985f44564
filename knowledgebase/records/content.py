"""All records of one release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledgebase.records.alteration import Alteration
from knowledgebase.records.assay import AssayKind
from knowledgebase.records.assertion import Assertion
from knowledgebase.records.assessment import Classification, Formula, Score
from knowledgebase.records.disease import Disease
from knowledgebase.records.drug import Drug
from knowledgebase.records.gene import Gene
from knowledgebase.records.guidance import Guidance
from knowledgebase.records.pathway import Pathway
from knowledgebase.records.product import Product
from knowledgebase.records.trial import Trial


@dataclass(frozen=True, slots=True)
class Content:
    """Everything one release holds, by id. ``version`` and ``digest`` name the release."""

    version: str
    digest: str
    assertions: Mapping[str, Assertion] = field(default_factory=dict)
    alterations: Mapping[str, Alteration] = field(default_factory=dict)
    genes: Mapping[str, Gene] = field(default_factory=dict)
    diseases: Mapping[str, Disease] = field(default_factory=dict)
    drugs: Mapping[str, Drug] = field(default_factory=dict)
    trials: Mapping[str, Trial] = field(default_factory=dict)
    classifications: Mapping[str, Classification] = field(default_factory=dict)
    scores: Mapping[str, Score] = field(default_factory=dict)
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    products: Mapping[str, Product] = field(default_factory=dict)
    guidance: Mapping[str, Guidance] = field(default_factory=dict)
    assays: Mapping[str, AssayKind] = field(default_factory=dict)
    pathways: Mapping[str, Pathway] = field(default_factory=dict)
