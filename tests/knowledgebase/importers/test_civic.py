from collections import Counter
from pathlib import Path

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.importers import variant_names
from knowledgebase.importers.civic import import_civic
from knowledgebase.importers.draft import Import, ImportFault
from knowledgebase.importers.folder import INVALID, write_import
from knowledgebase.records import Content
from tests.knowledgebase.importers.base import NEW_ROW, OLD_ROW, ON, release, table
from tests.shared_data import shared


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return release(tmp_path_factory.mktemp("release"))


def one(content: Content, tmp_path: Path, base: dict[str, str] = NEW_ROW, **cells: str) -> Import:
    return import_civic(table(tmp_path / "t.tsv", cells, base=base), content, ON)


def test_an_item_becomes_a_draft_that_says_where_it_comes_from(content, tmp_path):
    imported = one(content, tmp_path)
    (draft,) = imported.drafts
    assert draft.path == "assertions/CIViC-EID1.yaml"
    assert draft.data["biomarker"] == {"alteration": "FLT3-ITD"}
    assert draft.data["diseases"] == ["AML"]
    assert draft.data["drugs"] == ["gilteritinib"]
    assert (draft.data["evidence"], draft.data["review"]) == ("unverified", "draft")
    assert "CIViC" in draft.data["evidence_note"]
    assert "Not compared" in draft.data["evidence_note"]
    assert draft.data["statement"] == "Quoted from CIViC EID1 (CC0): A sentence for the test."
    assert draft.data["sources"][0]["id"] == "31665578"
    assert draft.data["regions"]["EMA"]["status"] == "unknown"


CHANGE = {"alteration": "ABL1-T315I"}
FUSED = {"fusion": "BCR::ABL1"}


@pytest.mark.parametrize(
    ("profile", "rule"),
    [
        ("FLT3 Mutation", {"gene": "FLT3"}),
        ("FLT3 ITD", {"alteration": "FLT3-ITD"}),
        ("KIT D816V", {"alteration": "KIT-D816V"}),
        ("ABL1 T315I", CHANGE),
        ("BCR::ABL1 Fusion", FUSED),
        ("KMT2A::v Fusion", {"fusion": "KMT2A::*"}),
        ("v::ABL1 Fusion", {"fusion": "*::ABL1"}),
        ("BCR::ABL1 Fusion AND ABL1 T315I", {"all": [FUSED, CHANGE]}),
        ("NOT KIT D816V", {"not": {"alteration": "KIT-D816V"}}),
        ("TP53 Wildtype", {"not": {"gene": "TP53"}}),
        ("TP53 Deletion", {"copy_number": {"name": "TP53", "one_of": ["loss"]}}),
        ("FLT3 AMPLIFICATION", {"copy_number": {"name": "FLT3", "one_of": ["amplification"]}}),
        ("TP53 TRUNCATING MUTATION", {"gene": {"name": "TP53", "mutation": ["truncating"]}}),
        ("TP53 BIALLELIC INACTIVATION", {"gene": {"name": "TP53", "biallelic": "yes"}}),
        (
            "FLT3 Mutation AND NOT TP53 Mutation",
            {"all": [{"gene": "FLT3"}, {"not": {"gene": "TP53"}}]},
        ),
        (
            "BCR::ABL1 Fusion AND ( ABL1 T315I OR KIT D816V )",
            {"all": [FUSED, {"any": [CHANGE, {"alteration": "KIT-D816V"}]}]},
        ),
    ],
)  # fmt: skip
def test_profiles_become_rules(content, tmp_path, profile, rule):
    (draft,) = one(content, tmp_path, molecular_profile=profile).drafts
    assert draft.data["biomarker"] == rule


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("ABL1 T315I", {"hgvs_p": ["T315I"]}),
        ("FLT3 D835H/Y", {"hgvs_p": ["D835H", "D835Y"]}),
        ("TP53 R213*", {"hgvs_p": ["R213*"]}),
        ("FLT3 I836del", {"hgvs_p": ["I836del"]}),
        ("NPM1 W288FS", {"terms": ["frameshift_variant"], "hgvs_p": ["W288"]}),
        (
            "IDH1 R132",
            {"terms": [*variant_names.ANY_CHANGE, "protein_altering_variant"], "hgvs_p": ["R132"]},
        ),
    ],
)
def test_protein_changes_without_a_record_become_draft_alterations(
    content, tmp_path, name, pattern
):
    imported = one(content, tmp_path, molecular_profile=name)
    (helper,) = imported.helpers
    assert helper.data["patterns"] == [pattern]
    assert imported.drafts[0].data["biomarker"] == {"alteration": helper.name}


def test_a_name_taken_for_something_else_is_not_used(content, tmp_path):
    imported = one(content, tmp_path, molecular_profile="ABL1 E255K")
    assert [draft.name for draft in imported.helpers] == ["ABL1-E255K-civic"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"disease": "Lung Adenocarcinoma"}, "a solid tumour or another disease outside the blood"),
        ({"disease": "Bone Giant Cell Tumor"}, "a solid tumour or another disease outside"),
        ({"disease": "Bone Marrow Cancer"}, "the disease has no code here: wider"),
        ({"disease": "Cancer"}, "no disease of the blood is named"),
        ({"disease": "Lymphoma"}, "the disease has no code here: wider"),
        ({"disease": "Childhood Acute Lymphocytic Leukemia"}, "the disease has no code here: narr"),
        ({"evidence_type": "Predisposing"}, "the type of evidence is none of the three axes"),
        ({"evidence_direction": "Does Not Support"}, "the item does not support a claim"),
        ({"significance": "Reduced Sensitivity"}, "the significance has no counterpart"),
        ({"evidence_level": "E"}, "inferential evidence"),
        ({"evidence_status": "submitted"}, "the item is not accepted in CIViC"),
        ({"is_flagged": "true"}, "CIViC's editors flagged the item"),
        ({"variant_origin": "Rare Germline"}, "the claim is about an inherited variant"),
        ({"phenotypes": "Pediatric onset"}, "the claim holds for a phenotype no fact asks"),
        ({"source_type": "ASH"}, "the source is no article with a PMID"),
        ({"therapies": ""}, "a predictive item names no drug"),
        ({"therapies": "Chemotherapy"}, "a class, a regimen or no drug"),
        ({"therapies": "SU5614"}, "a drug is not in the knowledge base"),
        ({"therapies": "Gilteritinib,Gilteritinib"}, "several drugs without saying"),
        ({"therapy_interaction_type": "Sequential"}, "drugs one after another"),
        ({"molecular_profile": "PRPS1 A190T"}, variant_names.UNKNOWN_GENE),
        ({"molecular_profile": "NPM1 EXON 11 MUTATION"}, variant_names.EXON),
        ({"molecular_profile": "KMT2A Loss-of-function"}, variant_names.FUNCTION),
        ({"molecular_profile": "FLT3 Overexpression"}, variant_names.EXPRESSION),
        ({"molecular_profile": "TP53 Copy Number Variation"}, variant_names.COPY_NUMBER),
        ({"molecular_profile": "TP53 c.902-1G>T"}, variant_names.CDNA),
        ({"molecular_profile": "KMT2A rearrangement"}, variant_names.REARRANGED),
        ({"molecular_profile": "FLT3 Something"}, variant_names.UNNAMED),
        ({"molecular_profile": "FLT3"}, variant_names.UNNAMED),
        ({"molecular_profile": "FLT3 ITD AND"}, variant_names.UNNAMED),
        ({"molecular_profile": "( FLT3 ITD"}, variant_names.UNNAMED),
        ({"molecular_profile": "FLT3 ITD AND KIT D816V OR ABL1 T315I"}, variant_names.MIXED),
        ({"molecular_profile": "( " * 50 + "FLT3 ITD" + " )" * 50}, variant_names.UNNAMED),
        ({"molecular_profile": "NOT " * 40 + "FLT3 ITD"}, variant_names.UNNAMED),
        ({"evidence_statement": "x" * 60_000}, "a cell is longer than"),
        ({"evidence_statement": "bell \x07"}, "the text holds control characters"),
        ({"evidence_statement": ""}, "the item has no statement"),
        ({"evidence_id": "x"}, "the row has no evidence id"),
    ],
)
def test_what_cannot_be_said_is_skipped_with_its_reason(content, tmp_path, cells, reason):
    imported = one(content, tmp_path, **cells)
    (row,) = imported.rows
    assert (imported.drafts, imported.taken) == ((), ())
    assert row.reason.startswith(reason)


@pytest.mark.parametrize(("theirs", "ours"), [("A", "B"), ("B", "C"), ("C", "D"), ("D", "D")])
def test_one_publication_never_enters_at_its_own_letter_above_c(content, tmp_path, theirs, ours):
    (draft,) = one(content, tmp_path, evidence_level=theirs).drafts
    assert draft.data["level"] == ours


@pytest.mark.parametrize(
    ("kind", "significance", "axis", "effect"),
    [
        ("Predictive", "Resistance", "therapeutic", "resistance"),
        ("Predictive", "Adverse Response", "therapeutic", "toxicity"),
        ("Diagnostic", "Positive", "diagnostic", "supporting"),
        ("Diagnostic", "Negative", "diagnostic", "excluding"),
        ("Prognostic", "Better Outcome", "prognostic", "favourable"),
        ("Prognostic", "Poor Outcome", "prognostic", "adverse"),
    ],
)
def test_what_an_item_claims(content, tmp_path, kind, significance, axis, effect):
    (draft,) = one(content, tmp_path, evidence_type=kind, significance=significance).drafts
    assert (draft.data["axis"], draft.data["effect"]) == (axis, effect)
    assert bool(draft.data["drugs"]) == (axis == "therapeutic")


@pytest.mark.parametrize(
    ("gene", "variant", "rule"),
    [
        ("FLT3", "ITD", {"alteration": "FLT3-ITD"}),
        ("ABL1", "BCR-ABL", FUSED),
        ("ABL1", "BCR-ABL T315I", {"all": [FUSED, CHANGE]}),
        ("ABL1", "BCR-ABL T315I F317L", {"all": [FUSED, CHANGE, {"alteration": "ABL1-F317L"}]}),
        ("ABL1", "BCR-ABL T315I and F317L", {"all": [FUSED, CHANGE, {"alteration": "ABL1-F317L"}]}),
        ("ABL1", "ABL1 FUSIONS", {"fusion": "*::ABL1"}),
        ("KMT2A", "MUTATION", {"gene": "KMT2A"}),
    ],
)
def test_the_older_layout_says_the_same(content, tmp_path, gene, variant, rule):
    (draft,) = one(content, tmp_path, OLD_ROW, gene=gene, variant=variant).drafts
    assert draft.data["biomarker"] == rule


def test_every_row_ends_once(content, tmp_path):
    path = table(tmp_path / "t.tsv", {}, {"evidence_id": "1"}, {"disease": "Melanoma"}, {})
    path.write_text(path.read_text() + "a\tb\n\n")
    imported = import_civic(path, content, ON)
    assert len(imported.rows) == 5
    assert [row.number for row in imported.rows] == [1, 2, 3, 4, 5]
    assert len(imported.taken) == len(imported.drafts) == 2
    assert sum(imported.reasons().values()) == len(imported.skipped) == 3
    assert imported.reasons()["the row is broken"] == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "one cell"),
        (b"a\tb\n", "no CIViC table"),
        (b"evidence_id\tevidence_id\n", "stands twice"),
        (b"\x00\x01\tb", "binary data"),
        (b"a\tb\n\xff\xfe\t1\n", ":2: the text is not UTF-8"),
        (b"\x1f\x8b broken", "the gzip file is damaged"),
    ],
)
def test_a_file_that_is_no_table_is_one_sentence(content, tmp_path, data, said):
    path = tmp_path / "t.tsv"
    path.write_bytes(data)
    with pytest.raises(ImportFault) as fault:
        import_civic(path, content, ON)
    assert said in fault.value.sentence
    assert "\n" not in fault.value.sentence


REAL = {
    "civic_accepted_evidence_2026-05.tsv.gz": (4854, 3399, 423, 165),
    "civic_2021-02_ClinicalEvidenceSummaries.tsv.gz": (3706, 2737, 146, 153),
}


@pytest.mark.parametrize("name", REAL)
def test_all_of_the_real_table_is_accounted_for(tmp_path, name):
    content = load_content()
    imported = import_civic(shared(f"data/A_knowledge/civic/{name}"), content, ON)
    rows, outside, unnamed, unsupported = REAL[name]
    reasons = imported.reasons()
    assert len(imported.rows) == rows
    assert len(imported.taken) + sum(reasons.values()) == rows
    # These do not depend on what the knowledge base holds; the others shrink as it grows.
    assert reasons["a solid tumour or another disease outside the blood"] == outside
    assert reasons["no disease of the blood is named"] == unnamed
    assert reasons["the item does not support a claim"] == unsupported
    assert variant_names.UNNAMED not in reasons
    assert len(imported.taken) >= 400
    ended, states = write_import(imported, tmp_path / "drafts", content, ON)
    assert INVALID not in ended.reasons()
    assert Counter(states.values()) == {"new": len(imported.drafts) + len(imported.helpers)}
