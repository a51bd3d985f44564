import pytest

from tests.tumorboard.vcf.plain_text import header
from tumorboard.vcf.annotation_header import Style, parse_annotation_header, unsupported_annotation

CSQ = "Consequence annotations from Ensembl VEP. Format: Allele|Consequence|SYMBOL"
ANN = "Functional annotations: 'Allele | Annotation | AA.pos / AA.length | ERRORS / WARNINGS' "
EFF = (
    "Predicted effects for this variant.Format: 'Effect ( Effect_Impact | Functional_Class | "
    "Gene_Name | Exon [ | ERRORS | WARNINGS ] )' "
)


def test_vep_fields_stand_in_the_headers_order() -> None:
    found = parse_annotation_header(header('VEP="v104" time="2022-05-11"', infos={"CSQ": CSQ}))
    assert found is not None
    assert (found.kind, found.version, found.key) == ("VEP", "104", "CSQ")
    assert found.fields == ("Allele", "Consequence", "SYMBOL")


@pytest.mark.parametrize("key", ["ANN", "vep", "CSQ_v110", "Annotation"])
def test_vep_is_known_by_its_description_whatever_the_key(key: str) -> None:
    found = parse_annotation_header(header(infos={key: CSQ}))
    assert found is not None
    assert (found.kind, found.style, found.key, found.version) == ("VEP", Style.VEP, key, "")


def test_snpeff_fields_lose_spaces_and_quotes() -> None:
    meta = 'SnpEffVersion="4.3t (build 2017-11-24 10:18), by Pablo Cingolani"'
    found = parse_annotation_header(header(meta, infos={"ANN": ANN}))
    assert found is not None
    assert (found.kind, found.version, found.style) == ("SnpEff", "4.3t", Style.ANN)
    assert found.fields == ("Allele", "Annotation", "AA.pos / AA.length", "ERRORS / WARNINGS")


def test_old_snpeff_effects() -> None:
    meta = 'SnpEffVersion="2.1 (build 2012-04-19)"'
    found = parse_annotation_header(header(meta, infos={"EFF": EFF}))
    assert found is not None
    assert (found.kind, found.version, found.style) == ("SnpEff", "2.1", Style.EFF)
    assert found.fields == (
        *("Effect", "Effect_Impact", "Functional_Class", "Gene_Name", "Exon"),
        *("ERRORS", "WARNINGS"),
    )


def test_vep_is_read_before_snpeff_and_the_other_is_named() -> None:
    found = parse_annotation_header(header(infos={"ANN": ANN, "EFF": EFF, "CSQ": CSQ}))
    assert found is not None
    assert (found.key, found.others) == ("CSQ", ("ANN", "EFF"))


def test_the_last_run_of_vep_gives_the_version() -> None:
    found = parse_annotation_header(header('VEP="v95"\nVEP="v110.1"', infos={"CSQ": CSQ}))
    assert found is not None
    assert found.version == "110.1"


def test_fields_of_one_name_stay_apart() -> None:
    twice = "Consequence annotations from Ensembl VEP. Format: Allele|AF|AF||AF"
    found = parse_annotation_header(header(infos={"CSQ": twice}))
    assert found is not None
    assert found.fields == ("Allele", "AF", "AF (2)", "field 4", "AF (3)")


def test_a_file_without_annotation() -> None:
    described = {"DP": "Total depth. Format: integer", "FOUND_IN": "list of caller|file"}
    assert parse_annotation_header(header(infos=described)) is None


@pytest.mark.parametrize(
    ("key", "name"), [("BCSQ", "bcftools csq"), ("FUNCOTATION", "Funcotator"), ("DP", "")]
)
def test_other_annotators_are_named(key: str, name: str) -> None:
    described = {key: "Consequence|gene|transcript"}
    assert parse_annotation_header(header(infos=described)) is None
    assert unsupported_annotation(header(infos=described)) == name
