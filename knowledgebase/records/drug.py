"""Drugs: what a text may call them, which classes they belong to, what they act on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledgebase.records.provenance import Evidence, Source


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug by its international non-proprietary name in lower case.

    ``classes`` are names of :data:`knowledgebase.drug_classes.DRUG_CLASSES`, wider classes
    included; ``targets`` genes by symbol or antigens. ``evidence`` tells whether names, classes
    and targets were compared with a primary source.
    """

    id: str
    brands: tuple[str, ...]
    synonyms: tuple[str, ...]
    classes: tuple[str, ...]
    targets: tuple[str, ...]
    sources: tuple[Source, ...]
    evidence: Evidence
    evidence_note: str
    checked: date

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the drug is called, its own name first."""
        return (self.id, *self.brands, *self.synonyms)
