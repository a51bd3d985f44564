import json

import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.vcf_files import MISSENSE, bgzf, head, record, save
from tumorboard.domain.variant import SampleRole
from tumorboard.errors import VariantFileError
from tumorboard.services.inspection import inspect, variant_rows


def test_inspection_has_the_documented_shape(tmp_path):
    path = save(tmp_path, head() + record(info=MISSENSE) + record(info=b"DP=x"))
    shown = json.loads(json.dumps(inspect(path)))
    assert shown["format"] == "VCFv4.2"
    assert shown["assembly"] == "GRCh38"
    assert shown["annotation"] == {"kind": "VEP", "version": "110"}
    assert [(s["name"], s["role"]) for s in shown["samples"]] == [
        ("TUMOR", "tumour"),
        ("NORMAL", "normal"),
    ]
    rejections = shown["records"].pop("rejections")
    assert shown["records"] == {"read": 2, "accepted": 1, "rejected": 1}
    assert rejections == [
        {"line": len(head().splitlines()) + 2, "reason": "INFO DP is not of type Integer"}
    ]
    assert shown["alleles"] == {"total": 1, "reported": 1, "filtered": {}}
    assert shown["warnings"] == []


def test_rows_have_the_documented_fields(tmp_path):
    path = save(tmp_path, head() + record(info=MISSENSE, filters=b"low"))
    (row,) = (json.loads(json.dumps(row)) for row in variant_rows(path))
    wanted = {
        "chrom": "chr1",
        "pos": 100,
        "ref": "A",
        "alt": "T",
        "gene": "IDH2",
        "transcript": "ENST1",
        "hgvs_c": "c.1A>T",
        "hgvs_p": "p.M1L",
        "consequence": "missense_variant",
        "vaf": 0.5,
        "depth": 20,
        "alt_depth": 10,
        "filter": "low",
        "population_af": None,
        "allele": 1,
        "vaf_differs": False,
        "alternatives": [],
    }
    assert {key: row[key] for key in wanted} == wanted
    assert "consequences" not in row
    assert [sample["role"] for sample in row["samples"]] == ["tumour", "normal"]


def test_all_consequences_come_on_request(tmp_path):
    two = MISSENSE + b",T|intron_variant|MODIFIER|OTHER|Transcript|ENST2|protein_coding||"
    path = save(tmp_path, head() + record(info=two))
    (row,) = variant_rows(path, all_consequences=True)
    assert [found["Feature"] for found in row["consequences"]] == ["ENST1", "ENST2"]
    assert [other["transcript"] for other in row["alternatives"]] == ["ENST2"]


def test_roles_decide_whose_fraction_is_shown(tmp_path):
    path = save(tmp_path, head() + record(info=MISSENSE))
    swapped = {"TUMOR": SampleRole.NORMAL, "NORMAL": SampleRole.TUMOUR}
    (row,) = variant_rows(path, roles=swapped)
    assert row["alt_depth"] == 0


def test_no_row_comes_out_of_a_file_that_is_refused_later(tmp_path):
    path = save(tmp_path, bgzf(head() + record(info=MISSENSE) * 500)[:-28])
    with pytest.raises(VariantFileError, match="end-of-file"):
        variant_rows(path)


def test_the_haematological_case_in_rows():
    rows = {
        row["gene"]: row for row in variant_rows(shared("data/C_variants/scout/cancer_test.vcf.gz"))
    }
    assert len(rows) == 10
    assert rows["NPM1"]["depth"] == 4046
    assert rows["TP53"]["alt_depth"] == 174
    assert rows["GATA1"]["filter"] == "clustered_events;homologous_mapping_event"
    assert rows["JAK2"]["hgvs_p"].endswith("Val617Phe")
