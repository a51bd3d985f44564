"""A small content folder that tests write, break and check."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "release.yaml": "version: 2026.11.21\n",
    "diseases/MYELOID.yaml": "code: MYELOID\nname: Myeloid neoplasm\n",
    "diseases/AML.yaml": """\
code: AML
parent: MYELOID
name: Acute myeloid leukaemia
name_da: Akut myeloid leukæmi
synonyms: [acute myelogenous leukemia]
""",
    "diseases/NO.yaml": "code: NO\nname: A code that YAML 1.1 would read as false\n",
    "genes/FLT3.yaml": """\
symbol: FLT3
aliases: [CD135]
role: oncogene
transcripts: [ENST00000241453, NM_004119]
always_read:
  - {assembly: GRCh38, chrom: "13", start: 28003274, end: 28100592, name: FLT3}
sources: []
""",
    "genes/KMT2A.yaml": "symbol: KMT2A\nrole: oncogene\ntranscripts: [ENST00000534358]\n",
    "genes/TP53.yaml": "symbol: TP53\nrole: tumour suppressor\ntranscripts: [NM_000546]\n",
    "alterations/FLT3-ITD.yaml": """\
id: FLT3-ITD
gene: FLT3
name: FLT3 internal tandem duplication
patterns:
  - {terms: [inframe_insertion], protein: 572-630, inserted_bases: 3-1200, frame: in}
  - {hgvs_p: [D835, I836del], exons: [14, 15]}
sources: []
note: ""
""",
    "drugs/gilteritinib.yaml": """\
id: gilteritinib
brands: [Xospata]
synonyms: [ASP2215]
classes: [FLT3 inhibitor, tyrosine kinase inhibitor]
targets: [FLT3]
sources: []
evidence: unverified
evidence_note: only a test
checked: 2025-11-21
""",
    "assertions/AML-FLT3-drug.yaml": """\
id: AML-FLT3-drug
axis: therapeutic
title: A drug in AML with FLT3-ITD
diseases: [AML]
biomarker: {alteration: FLT3-ITD}
context:
  setting: [relapsed, refractory]
effect: sensitivity
drugs: [gilteritinib]
level: A
statement: >-
  Two lines that
  become one.
regions:
  EMA: {status: approved, since: 2019-10-24, note: only a test}
  FDA: {status: approved, since: 2018}
sources:
  - {kind: pmid, id: "31665578", title: A title}
evidence: verified
evidence_note: compared with the source of this test
checked: 2026-11-21
expires: 2027-05-21
review: draft
""",
    "assertions/AML-KMT2A-poor.yaml": """\
id: AML-KMT2A-poor
axis: prognostic
title: KMT2A rearrangement
diseases: [AML]
biomarker:
  any:
    - fusion: KMT2A::*
    - not: {gene: TP53}
effect: adverse
level: B
statement: A statement.
sources: [{kind: doi, id: 10.1182/blood.2022016867, title: ELN 2022}]
evidence: unverified
checked: 2026-11-21
expires: 2027-05-21
review: draft
""",
}


def write(folder: Path, **changes: str) -> Path:
    """Write the folder; ``changes`` replace text: ``write(p, **{"genes/X.yaml": "..."})``."""
    for name, text in (FILES | changes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
