"""What a biomarker means in a disease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledgebase.records.provenance import Evidence, RegionalStatus, Review, Source
from knowledgebase.rules.criteria import Rule


class Axis(StrEnum):
    """The three axes of AMP/ASCO/CAP 2017 (Li et al., J Mol Diagn 2017;19:4-23, table 3)."""

    THERAPEUTIC = "therapeutic"
    DIAGNOSTIC = "diagnostic"
    PROGNOSTIC = "prognostic"


class Level(StrEnum):
    """The level of evidence in the assertion's own disease (Li et al. 2017, table 3)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Effect(StrEnum):
    """What the biomarker means on the assertion's axis."""

    SENSITIVITY = "sensitivity"
    RESISTANCE = "resistance"
    TOXICITY = "toxicity"
    DEFINING = "defining"
    SUPPORTING = "supporting"
    EXCLUDING = "excluding"
    FAVOURABLE = "favourable"
    INTERMEDIATE = "intermediate"
    ADVERSE = "adverse"


@dataclass(frozen=True, slots=True)
class Assertion:
    """One claim: in these diseases, this biomarker has this effect (of these drugs).

    ``biomarker`` says which findings the claim is about; ``context`` what else must hold for the
    claim as the source words it (setting, age, line, prior drugs), ``None`` if nothing.
    ``diseases`` are codes; a code covers its subtypes. ``level`` counts within ``diseases``.
    ``digest`` is the SHA-256 of the record's canonical form, hexadecimal.
    """

    id: str
    axis: Axis
    title: str
    diseases: tuple[str, ...]
    biomarker: Rule
    context: Rule | None
    effect: Effect
    drugs: tuple[str, ...]
    level: Level
    statement: str
    regions: tuple[RegionalStatus, ...]
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date
    expires: date
    review: Review
    digest: str

    def expired(self, today: date) -> bool:
        """Tell whether the record's last check is too old to rely on."""
        return today > self.expires
