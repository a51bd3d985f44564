"""Frozen records of the knowledge base, as read from ``content/``.

A record is a plain statement of what medicine knows, with its source. The YAML form of each is
described in ``docs/knowledge-files.md``; :mod:`knowledgebase.catalog` reads it.
"""

from knowledgebase.records.alteration import Alteration, VariantPattern
from knowledgebase.records.assay import AssayKind, Blindness, Scope, Sight
from knowledgebase.records.assertion import Assertion, Axis, Effect, Level
from knowledgebase.records.assessment import (
    AssessmentPurpose,
    Classification,
    ClassRule,
    Flag,
    Formula,
    Group,
    PointRule,
    Presumption,
    Score,
    ScoreItem,
)
from knowledgebase.records.content import Content
from knowledgebase.records.disease import Disease
from knowledgebase.records.drug import Drug
from knowledgebase.records.gene import Gene, GeneRole, Region
from knowledgebase.records.guidance import Guidance, GuidanceItem
from knowledgebase.records.pathway import (
    CountedFrom,
    Pathway,
    PathwayStep,
    Timing,
    Washout,
)
from knowledgebase.records.product import (
    EscapeMarker,
    Indication,
    Precaution,
    Product,
    ProductKind,
    Reimbursement,
)
from knowledgebase.records.provenance import (
    Evidence,
    RegionalStatus,
    RegionStatus,
    Review,
    Source,
    SourceKind,
)
from knowledgebase.records.trial import (
    Cohort,
    CohortStatus,
    Contact,
    Intervention,
    Recruitment,
    Site,
    Structured,
    Trial,
    TrialSex,
)

__all__ = [
    "Alteration",
    "AssayKind",
    "Assertion",
    "AssessmentPurpose",
    "Axis",
    "Blindness",
    "ClassRule",
    "Classification",
    "Cohort",
    "CohortStatus",
    "Contact",
    "Content",
    "CountedFrom",
    "Disease",
    "Drug",
    "Effect",
    "EscapeMarker",
    "Evidence",
    "Flag",
    "Formula",
    "Gene",
    "GeneRole",
    "Group",
    "Guidance",
    "GuidanceItem",
    "Indication",
    "Intervention",
    "Level",
    "Pathway",
    "PathwayStep",
    "PointRule",
    "Precaution",
    "Presumption",
    "Product",
    "ProductKind",
    "Recruitment",
    "Region",
    "RegionStatus",
    "RegionalStatus",
    "Reimbursement",
    "Review",
    "Scope",
    "Score",
    "ScoreItem",
    "Sight",
    "Site",
    "Source",
    "SourceKind",
    "Structured",
    "Timing",
    "Trial",
    "TrialSex",
    "VariantPattern",
    "Washout",
]
