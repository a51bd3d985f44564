"""CIViC's table of clinical evidence (TSV, CC0) → draft assertions.

Both column layouts are read: molecular profiles (since 2022) and gene with variant (before). One
accepted evidence item is one draft assertion, named after the item. An item that says something
else than an assertion can say is skipped with the reason; the account names every row.
Fields: https://civic.readthedocs.io/en/latest/model/evidence.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from knowledgebase.drugs import folded, names_of_drugs
from knowledgebase.importers.diseases import DiseaseNames, is_blood_cancer
from knowledgebase.importers.draft import (
    Draft,
    Import,
    ImportFault,
    Row,
    Skip,
    one_line,
    shown,
    standing,
)
from knowledgebase.importers.tables import LARGEST_CELL, as_row, decoded, read_bytes, tab_rows
from knowledgebase.importers.variant_names import VariantNames
from knowledgebase.records import Content, Drug

_BOTH = (
    *("disease", "phenotypes", "evidence_type", "evidence_direction", "evidence_level"),
    *("evidence_statement", "citation_id", "source_type", "citation", "evidence_status"),
    *("evidence_id", "variant_origin", "last_review_date"),
)
_NEW = (*_BOTH, "molecular_profile", "therapies", "therapy_interaction_type", "significance")
_OLD = (*_BOTH, "gene", "variant", "drugs", "drug_interaction_type", "clinical_significance")

# Type and significance → axis and effect of an assertion. What is not here has no counterpart.
_MEANINGS = {
    ("Predictive", "Sensitivity/Response"): ("therapeutic", "sensitivity"),
    ("Predictive", "Resistance"): ("therapeutic", "resistance"),
    ("Predictive", "Adverse Response"): ("therapeutic", "toxicity"),
    ("Diagnostic", "Positive"): ("diagnostic", "supporting"),
    ("Diagnostic", "Negative"): ("diagnostic", "excluding"),
    ("Prognostic", "Better Outcome"): ("prognostic", "favourable"),
    ("Prognostic", "Poor Outcome"): ("prognostic", "adverse"),
}
_TYPES = ("Predictive", "Diagnostic", "Prognostic")

# One evidence item is one publication; AMP/ASCO/CAP 2017 (table 3) asks more for each level. So an
# item enters one step below its letter: docs/decisions/0018-imports.md gives the reasons.
LEVELS = {"A": "B", "B": "C", "C": "D", "D": "D"}

_EFFECT_WORDS = {
    "sensitivity": "sensitivity to",
    "resistance": "resistance to",
    "toxicity": "toxicity of",
    "supporting": "supports the diagnosis",
    "excluding": "speaks against the diagnosis",
    "favourable": "better outcome",
    "adverse": "poor outcome",
}
_NO_DRUG = re.compile(
    r"not applicable|chemotherapy|regimen|inhibitor\b|antibiotic|agent|anti-cd|therapy|transplant"
    r"|vaccine|radiation",
    re.IGNORECASE,
)
_EID = re.compile(r"[1-9][0-9]{0,8}")
_PMID = re.compile(r"[1-9][0-9]{0,8}")


@dataclass
class _Reader:
    content: Content
    on: date
    older: bool
    variants: VariantNames
    diseases: DiseaseNames
    drugs: Mapping[str, Drug]
    seen: set[str] = field(default_factory=set)

    def draft(self, row: Mapping[str, str]) -> Draft:
        """Make the draft of one row, or raise :class:`Skip`."""
        number = row["evidence_id"]
        if not _EID.fullmatch(number):
            raise Skip("the row has no evidence id", number)
        if number in self.seen:
            raise Skip("the evidence item stands twice in the file")
        self.seen.add(number)
        if any(len(cell) > LARGEST_CELL for cell in row.values()):
            raise Skip(f"a cell is longer than {LARGEST_CELL} characters")
        codes = self._disease(row)
        axis, effect, level = _meaning(row, older=self.older)
        _check_scope(row)
        drugs = self._drugs(row) if axis == "therapeutic" else ()
        biomarker = (
            self.variants.variant(row["gene"], row["variant"])
            if self.older
            else self.variants.profile(row["molecular_profile"])
        )
        return self._record(row, codes, biomarker, (axis, effect, level), drugs)

    def _disease(self, row: Mapping[str, str]) -> tuple[str, ...]:
        name = row["disease"]
        codes = self.diseases.codes(name)
        if codes:
            return codes
        if not name or name.casefold() in ("cancer", "solid tumor", "solid tumors, advanced"):
            raise Skip("no disease of the blood is named", name or "none")
        if not is_blood_cancer(name):
            raise Skip("a solid tumour or another disease outside the blood", name)
        raise Skip(f"the disease has no code here: {self.diseases.why_not(name)}", name)

    def _drugs(self, row: Mapping[str, str]) -> tuple[str, ...]:
        listed = row["drugs" if self.older else "therapies"]
        joined = row["drug_interaction_type" if self.older else "therapy_interaction_type"]
        names = [name.strip() for name in listed.split(",") if name.strip()]
        if not names:
            raise Skip("a predictive item names no drug")
        if joined not in ("", "Combination", "Substitutes"):
            raise Skip("drugs one after another cannot be said in an assertion", joined)
        if not joined and len(names) > 1:
            raise Skip("several drugs without saying how they belong together", listed)
        return tuple(dict.fromkeys(self._drug(name) for name in names))

    def _drug(self, name: str) -> str:
        known = self.drugs.get(folded(name))
        if known is not None:
            return known.id
        if _NO_DRUG.search(name):
            raise Skip("a class, a regimen or no drug stands in place of a drug", name)
        raise Skip("a drug is not in the knowledge base", name)

    def _record(
        self,
        row: Mapping[str, str],
        codes: tuple[str, ...],
        biomarker: dict[str, Any],
        meaning: tuple[str, str, str],
        drugs: tuple[str, ...],
    ) -> Draft:
        axis, effect, level = meaning
        name = f"CIViC-EID{row['evidence_id']}"
        statement = one_line(row["evidence_statement"])
        if not statement:
            raise Skip("the item has no statement")
        therapeutic = axis == "therapeutic"
        not_looked_up = {"status": "unknown", "note": "not looked up by the import"}
        data: dict[str, Any] = {
            "id": name,
            "axis": axis,
            "title": self._title(row, effect, drugs),
            "diseases": list(codes),
            "biomarker": biomarker,
            "effect": effect,
            "drugs": list(drugs),
            "level": level,
            "statement": f"Quoted from CIViC EID{row['evidence_id']} (CC0): {statement}",
            "regions": {"EMA": not_looked_up, "FDA": not_looked_up} if therapeutic else None,
            "sources": [
                {
                    "kind": "pmid",
                    "id": row["citation_id"],
                    "title": one_line(row["citation"]) or "as cited by CIViC",
                }
            ],
            **standing(self.on, self._note(row)),
        }
        return Draft("assertions", name, data)

    def _title(self, row: Mapping[str, str], effect: str, drugs: tuple[str, ...]) -> str:
        subject = f"{row['gene']} {row['variant']}" if self.older else row["molecular_profile"]
        words = _EFFECT_WORDS[effect]
        if drugs:
            joined = row["drug_interaction_type" if self.older else "therapy_interaction_type"]
            words += " " + (" with " if joined == "Combination" else " or ").join(drugs)
        return one_line(f"{subject}: {words} in {row['disease']} (CIViC EID{row['evidence_id']})")

    def _note(self, row: Mapping[str, str]) -> str:
        reviewed = shown(row["last_review_date"][:10]) or "unknown"
        return one_line(
            f"Imported from CIViC's table of clinical evidence, item EID{row['evidence_id']} "
            f"(level {row['evidence_level']} there, variant origin "
            f"{shown(row['variant_origin'], 20) or 'not stated'}, last reviewed there {reviewed}). "
            "Not compared: the publication itself, approvals, setting, line, age and prior "
            "treatment, and whether the level holds by AMP/ASCO/CAP."
        )


def _meaning(row: Mapping[str, str], *, older: bool) -> tuple[str, str, str]:
    if row["evidence_status"] != "accepted":
        raise Skip("the item is not accepted in CIViC", row["evidence_status"])
    if row.get("is_flagged", "false").casefold() == "true":
        raise Skip("CIViC's editors flagged the item")
    kind = row["evidence_type"]
    if kind not in _TYPES:
        raise Skip("the type of evidence is none of the three axes", kind)
    if row["evidence_direction"] != "Supports":
        raise Skip("the item does not support a claim", row["evidence_direction"])
    significance = row["clinical_significance" if older else "significance"]
    meaning = _MEANINGS.get((kind, significance))
    if meaning is None:
        raise Skip("the significance has no counterpart", f"{kind}, {significance or 'none'}")
    level = LEVELS.get(row["evidence_level"])
    if level is None:
        raise Skip("inferential evidence (level E) has no level here", row["evidence_level"])
    return (*meaning, level)


def _check_scope(row: Mapping[str, str]) -> None:
    if row["phenotypes"]:
        raise Skip("the claim holds for a phenotype no fact asks", row["phenotypes"])
    if row["variant_origin"] not in ("Somatic", "N/A", "Unknown", ""):
        raise Skip("the claim is about an inherited variant", row["variant_origin"])
    if row["source_type"] != "PubMed" or not _PMID.fullmatch(row["citation_id"]):
        raise Skip("the source is no article with a PMID", row["source_type"])


def import_civic(path: Path, content: Content, on: date) -> Import:
    """Read the table at ``path`` (plain or gzip) into draft assertions over ``content``.

    Raises :class:`ImportFault` when the file as a whole cannot be read as such a table.
    """
    text = decoded(read_bytes(path), str(path))
    header, lines = tab_rows(text, str(path))
    reader = _Reader(
        content,
        on,
        _is_older(header, str(path)),
        VariantNames(content),
        DiseaseNames.of(content),
        names_of_drugs(content.drugs.values()),
    )
    drafts: list[Draft] = []
    rows: list[Row] = []
    for number, (line, cells) in enumerate(lines, start=1):
        row = as_row(header, cells)
        if row is None:
            wrong = f"line {line}: {len(cells)} cells, {len(header)} columns"
            rows.append(Row(number, f"line {line}", reason="the row is broken", detail=wrong))
            continue
        name = f"EID{shown(row['evidence_id'], 12)}"
        try:
            draft = reader.draft(row)
        except Skip as skip:
            rows.append(Row(number, name, reason=skip.reason, detail=skip.detail))
        else:
            drafts.append(draft)
            rows.append(Row(number, name, record=draft.path))
    helpers = tuple(reader.variants.drafts.values())
    return Import(f"CIViC table {path.name}", tuple(drafts), tuple(rows), helpers)


def _is_older(header: Sequence[str], name: str) -> bool:
    older = "molecular_profile" not in header
    missing = [column for column in (_OLD if older else _NEW) if column not in header]
    if missing:
        raise ImportFault(
            f"{name}:1: this is no CIViC table of clinical evidence; "
            f"the column {missing[0]} is missing"
        )
    return older
