"""A small release that imports are tried over, and the making of a CIViC table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledgebase.catalog import load_content
from knowledgebase.records import Content
from tests.knowledgebase.small_content import write

ON = date(2026, 11, 21)

_MORE = {
    "diseases/HEME.yaml": "code: HEME\nname: Haematological neoplasm\n",
    "diseases/SM.yaml": "code: SM\nparent: HEME\nname: Systemic mastocytosis\n",
    "diseases/MDS.yaml": "code: MDS\nparent: HEME\nname: Myelodysplastic neoplasm\n",
    "genes/ABL1.yaml": "symbol: ABL1\naliases: [ABL]\nrole: oncogene\ntranscripts: []\n",
    "genes/BCR.yaml": "symbol: BCR\nrole: other\ntranscripts: []\n",
    "genes/KIT.yaml": "symbol: KIT\nrole: oncogene\ntranscripts: []\n",
    "genes/IDH1.yaml": "symbol: IDH1\nrole: oncogene\ntranscripts: []\n",
    "genes/NPM1.yaml": "symbol: NPM1\nrole: oncogene\ntranscripts: []\n",
    "alterations/KIT-D816V.yaml": (
        "id: KIT-D816V\ngene: KIT\nname: KIT D816V\npatterns: [{hgvs_p: [D816V]}]\nsources: []\n"
    ),
    # The same words as an import would choose, for something else.
    "alterations/ABL1-E255K.yaml": (
        "id: ABL1-E255K\ngene: ABL1\nname: other\n"
        "patterns: [{hgvs_p: [E255K, E255V]}]\nsources: []\n"
    ),
}


def release(folder: Path) -> Content:
    """Give a small release."""
    return load_content(write(folder, **_MORE))


NEW_ROW = {
    "molecular_profile": "FLT3 ITD",
    "disease": "Acute Myeloid Leukemia",
    "doid": "9119",
    "phenotypes": "",
    "therapies": "Gilteritinib",
    "therapy_interaction_type": "",
    "evidence_type": "Predictive",
    "evidence_direction": "Supports",
    "evidence_level": "B",
    "significance": "Sensitivity/Response",
    "evidence_statement": "A sentence for the test.",
    "citation_id": "31665578",
    "source_type": "PubMed",
    "citation": "An author et al., 2019",
    "evidence_status": "accepted",
    "evidence_id": "1",
    "variant_origin": "Somatic",
    "last_review_date": "2023-01-09 21:46:26 UTC",
    "is_flagged": "false",
}
_RENAMED = {
    "therapies": "drugs",
    "therapy_interaction_type": "drug_interaction_type",
    "significance": "clinical_significance",
}
OLD_ROW = {_RENAMED.get(name, name): cell for name, cell in NEW_ROW.items()} | {
    "gene": "FLT3",
    "variant": "ITD",
}
del OLD_ROW["molecular_profile"], OLD_ROW["is_flagged"]


def table(path: Path, *rows: dict[str, str], base: dict[str, str] = NEW_ROW) -> Path:
    """Write a table; each row changes cells of the base, and gets an id of its own."""
    lines = ["\t".join(base)]
    for at, row in enumerate(rows, start=1):
        lines.append("\t".join((base | {"evidence_id": str(at)} | row).values()))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
