import hashlib

import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.vcf_files import (
    COLUMNS,
    INTRON,
    MISSENSE,
    PACKINGS,
    bgzf,
    head,
    record,
    save,
)
from tumorboard.domain.variant import (
    NO_KNOWLEDGE,
    Assembly,
    ReadingKnowledge,
    SampleRole,
)
from tumorboard.errors import Cancelled, VariantFileError
from tumorboard.vcf import judging
from tumorboard.vcf.reader import inspect_variant_file, read_variant_file

BODY = b"".join(
    [
        record(100, info=b"DP=20;" + MISSENSE),
        record(200, info=INTRON, filters=b"low"),
        record(300, alt=b"T,*,<NON_REF>", info=MISSENSE, tumour=b"0/1:5,5,0,0:10", normal=b"."),
        record(400, alt=b".", info=b"DP=3", tumour=b"0/0", normal=b"."),
        record(500, info=b"DP=many"),
        record(600, info=b"DP=9", filters=b"low"),
    ]
)
NOTCH1 = ReadingKnowledge({}, (("GRCh38", "1", 150, 250, "a named place"),))


def read(path, **more):
    return read_variant_file(path, knowledge=more.pop("knowledge", NO_KNOWLEDGE), **more)


@pytest.mark.parametrize("packing", PACKINGS)
def test_every_line_and_every_allele_is_accounted_for(tmp_path, packing):
    data = PACKINGS[packing](head() + BODY)
    path = save(tmp_path, data)
    file = read(path)
    accounting = file.accounting
    assert (accounting.read, accounting.accepted, accounting.rejected) == (6, 5, 1)
    (rejection,) = accounting.rejections
    assert rejection.line == len(head().splitlines()) + 5
    assert accounting.alleles_total == 7
    assert accounting.alleles_reported == 3
    assert accounting.alleles_filtered == {
        "non_coding": 1,
        "overlapping_deletion": 1,
        "reference_only": 2,
    }
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert (file.name, file.format, file.assembly) == ("case.vcf", "VCFv4.2", Assembly.GRCH38)
    assert (file.annotation.kind, file.annotation.version) == ("VEP", "110")
    assert [sample.role for sample in file.samples] == [SampleRole.TUMOUR, SampleRole.NORMAL]


def test_variants_carry_what_the_file_says(tmp_path):
    first, _, unannotated = read(save(tmp_path, head() + BODY)).variants
    assert (first.chrom, first.pos, first.ref, first.alt, first.allele) == (
        "chr1",
        100,
        "A",
        "T",
        1,
    )
    assert first.gene == "IDH2"
    assert first.consequence.hgvs_p == "p.M1L"
    assert first.passed
    assert str(first.tumour.vaf) in {"0.5", "0.50"}
    assert first.tumour.depth == 20
    assert unannotated.filters == ("low",)
    assert unannotated.consequence is None


def test_a_record_without_annotation_in_an_annotated_file_is_reported_and_told(tmp_path):
    file = read(save(tmp_path, head() + record(info=b"DP=5")))
    assert file.accounting.alleles_reported == 1
    assert any("no annotation although" in warning for warning in file.warnings)


def test_a_file_without_annotation_says_what_to_do(tmp_path):
    file = read(save(tmp_path, head(annotated=False) + record()))
    assert file.accounting.alleles_filtered == {"not_annotated": 1}
    assert file.annotation.kind == "none"
    assert any("annotate it" in warning for warning in file.warnings)


@pytest.mark.parametrize("annotated", [True, False])
@pytest.mark.parametrize(
    ("pos", "ref", "reported"), [(149, b"A", 0), (149, b"AC", 1), (150, b"A", 1), (251, b"A", 0)]
)
def test_named_positions_are_always_reported(tmp_path, annotated, pos, ref, reported):
    text = head(annotated=annotated) + record(pos, ref=ref, info=INTRON)
    file = read(save(tmp_path, text), knowledge=NOTCH1)
    assert file.accounting.alleles_reported == reported


def test_named_positions_of_another_build_do_not_count(tmp_path):
    other = ReadingKnowledge({}, (("GRCh37", "1", 150, 250, "a named place"),))
    text = head() + record(200, info=INTRON)
    assert read(save(tmp_path, text), knowledge=other).accounting.alleles_reported == 0
    unclear = text.replace(b"248956422", b"248956423").replace(b"138394717", b"138394718")
    unclear = unclear.replace(b"GRCh38.p14", b"x")
    assert read(save(tmp_path, unclear), knowledge=other).accounting.alleles_reported == 1


def test_a_deletion_that_spans_a_named_position_is_reported(tmp_path):
    text = head() + record(
        90, alt=b"<DEL>", info=b"END=160;" + INTRON.replace(b"=T|", b"=deletion|")
    )
    assert read(save(tmp_path, text), knowledge=NOTCH1).accounting.alleles_reported == 1


def test_an_open_build_is_a_warning_and_can_be_stated(tmp_path):
    text = b"##fileformat=VCFv4.2\n" + COLUMNS + b"\n"
    path = save(tmp_path, text)
    file = read(path)
    assert file.assembly is None
    assert any("genome build is open" in warning for warning in file.warnings)
    stated = read(path, assembly=Assembly.GRCH37)
    assert (stated.assembly, stated.assembly_reason) == (Assembly.GRCH37, "stated by the user")


def test_a_stated_build_against_the_file_is_refused(tmp_path):
    with pytest.raises(VariantFileError, match="GRCh37 was stated, but the file says GRCh38"):
        read(save(tmp_path, head()), assembly=Assembly.GRCH37)


def test_roles_can_be_changed(tmp_path):
    roles = {"TUMOR": SampleRole.NORMAL, "NORMAL": SampleRole.TUMOUR}
    file = read(save(tmp_path, head() + BODY), roles=roles)
    assert [sample.role for sample in file.samples] == [SampleRole.NORMAL, SampleRole.TUMOUR]


def test_a_repeated_allele_is_told_with_both_lines(tmp_path):
    twice = record(info=MISSENSE) * 2
    warnings = read(save(tmp_path, head() + twice)).warnings
    first = len(head().splitlines()) + 1
    assert f"Line {first + 1}: the same allele stands in line {first} already." in warnings


def test_blank_lines_and_headers_among_records_are_rejections(tmp_path):
    text = head() + record() + b"\n" + b"##late=1\n" + record(300)
    accounting = read(save(tmp_path, text)).accounting
    assert (accounting.read, accounting.rejected) == (4, 2)


def test_a_text_file_cut_off_in_its_last_line_loses_that_line_visibly(tmp_path):
    text = (head() + record() + record(300))[:-3]
    accounting = read(save(tmp_path, text)).accounting
    assert (accounting.read, accounting.rejected) == (2, 1)
    assert "cut off" in accounting.rejections[0].reason


def test_a_missing_last_line_break_in_proven_data_is_told(tmp_path):
    text = (head() + record() + record(300))[:-1]
    file = read(save(tmp_path, bgzf(text)))
    assert (file.accounting.read, file.accounting.rejected) == (2, 0)
    assert any("no line break" in warning for warning in file.warnings)
    newer = (head(b"4.3") + record())[:-1]
    assert read(save(tmp_path, bgzf(newer))).accounting.rejected == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (b"a table\nof something", "not a VCF"),
        (b"\n", "not a VCF"),
        (b"##fileformat=VCFv4.2", "without a complete line of column names"),
        (b"##fileformat=VCFv4.2\n" + COLUMNS, "without a complete line of column names"),
        (b"##fileformat=VCFv4.2\nchr1\t5\n", "line 2"),
        (b"\0" * 100, "without a complete"),
        (b"BAM\x01", "without a complete"),
    ],
)
def test_what_is_not_a_vcf_is_one_sentence(tmp_path, text, word):
    with pytest.raises(VariantFileError, match=word) as refused:
        read(save(tmp_path, text))
    assert refused.value.sentence.count(". ") == 0


def test_inspection_counts_the_same_and_keeps_nothing(tmp_path):
    path = save(tmp_path, head() + BODY)
    counted = inspect_variant_file(path, knowledge=NO_KNOWLEDGE)
    assert counted.accounting == read(path).accounting
    assert counted.variants == ()


def test_long_files_cross_buffers_without_loss(tmp_path):
    body = b"".join(record(number, info=INTRON) for number in range(1, 20001))
    accounting = read(save(tmp_path, bgzf(head() + body, 65280))).accounting
    assert (accounting.accepted, accounting.alleles_filtered) == (20000, {"non_coding": 20000})


def test_too_many_reported_alleles_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(judging, "MAX_REPORTED", 5)
    body = b"".join(record(number, info=b"DP=1") for number in range(1, 9))
    with pytest.raises(VariantFileError, match="annotation is incomplete"):
        read(save(tmp_path, head() + body))


def test_a_user_can_stop_it(tmp_path):
    def stop(*_) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(save(tmp_path, head() + BODY), progress=stop)


def test_the_ten_records_of_the_haematological_case():
    file = read(shared("data/C_variants/scout/cancer_test.vcf.gz"))
    assert (file.accounting.read, file.accounting.rejected) == (10, 0)
    assert {variant.gene for variant in file.variants} == {
        "NPM1", "FLT3", "IDH2", "JAK2", "DNMT3A", "ASXL1", "KMT2A", "TP53", "SRSF2", "GATA1",
    }  # fmt: skip
    assert file.assembly is Assembly.GRCH37
    not_passed = {variant.gene for variant in file.variants if not variant.passed}
    assert not_passed == {"GATA1", "KMT2A"}
    npm1 = next(variant for variant in file.variants if variant.gene == "NPM1")
    assert (len(npm1.alt) - len(npm1.ref), npm1.tumour.depth) == (4, 4046)
    flt3 = next(variant for variant in file.variants if variant.gene == "FLT3")
    assert len(flt3.alt) - len(flt3.ref) == 90


def test_every_real_file_is_read_or_refused_in_one_sentence():
    root = shared("data/C_variants")
    folders = ["balsamic", "gatk", "pcgr", "pvactools", "scout", "snpeff", "sv", "umccr", "vep"]
    refused, silent = [], []
    for path in (path for folder in folders for path in sorted((root / folder).glob("*.vcf*"))):
        if path.name == "test.chr1.out.vcf.gz":
            continue  # 42,000 reported alleles; read by the slower tests of the annotation
        try:
            file = inspect_variant_file(path, knowledge=NO_KNOWLEDGE)
        except VariantFileError:
            refused.append(path.name)
            continue
        if file.annotation.kind == "none" and not any("annotate it" in w for w in file.warnings):
            silent.append(path.name)
    assert refused == ["cancer.ann.vcf", "test_non_variants.vcf"]
    assert silent == []
