import pytest

from tests.tumorboard.vcf.vcf_files import COLUMNS, head, parsed, record
from tumorboard.domain.variant import Rejection
from tumorboard.vcf.lines import check_line
from tumorboard.vcf.record import Record

HEADER = parsed(head())
NEWER = parsed(head(b"4.3"))


def check(line: bytes, header=HEADER) -> Record | Rejection:
    return check_line(header, 7, line.removesuffix(b"\n"))


def reason(line: bytes, header=HEADER) -> str:
    checked = check(line, header)
    assert isinstance(checked, Rejection), checked
    assert checked.line == 7
    return checked.reason


def accepted(line: bytes, header=HEADER) -> Record:
    checked = check(line, header)
    assert isinstance(checked, Record), checked
    return checked


def test_a_good_record_is_split_as_written():
    line = record(
        info=b"DP=20;AF=0.50;SOMATIC",
        alt=b"T,<DEL>",
        tumour=b"1|2:1,2,3:6",
        normal=b"./.",
        filters=b"low",
    ).replace(b"AF=0.50", b"AF=0.50,.")
    found = accepted(line)
    assert (found.line, found.chrom, found.pos, found.ref) == (7, "chr1", 100, "A")
    assert found.alts == ("T", "<DEL>")
    assert found.filters == ("low",)
    assert dict(found.info) == {"DP": "20", "AF": "0.50,.", "SOMATIC": ""}
    assert found.format == ("GT", "AD", "DP")
    assert found.samples == ("1|2:1,2,3:6", "./.")
    assert found.warnings == ()
    assert found.sample_fields(1) == {"GT": "./."}


def test_missing_values_are_empty_not_invented():
    found = accepted(record(alt=b".", info=b".", filters=b".", tumour=b"0/0", normal=b"."))
    assert (found.alts, found.filters, dict(found.info)) == ((), (), {})


@pytest.mark.parametrize(
    "alt",
    [
        b"T", b"acgtn", b"*", b"<DEL>", b"<INS:ME:ALU>", b"<*>", b"<NON_REF>", b"A[chr9:10[",
        b"]chr9:10]A", b"[<ctg>:7[G", b".A", b"A.", b"T,*", b"G[HLA-A*01:01:10[",
    ],
)  # fmt: skip
def test_alleles_the_specification_has(alt):
    accepted(record(alt=alt, info=b".", tumour=b"0/0", normal=b"0/0"))


@pytest.mark.parametrize(
    "alt",
    [b"R", b"A T", b"A,,T", b"<INS>B>", b"[1:100[", b"DEL", b"A,.", b"<A B>", b"", b"A[1[", b"-"],
)
def test_alleles_it_does_not(alt):
    assert "ALT" in reason(record(alt=alt, info=b".", tumour=b"0/0", normal=b"0/0"))


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"chrom": b"chr 1"}, "CHROM"),
        ({"chrom": b"<1"}, "CHROM"),
        ({"chrom": b"1:2"}, "CHROM"),
        ({"ref": b"B"}, "REF"),
        ({"ref": b"."}, "REF"),
        ({"ref": b"A,C"}, "REF"),
        ({"alt": b"T,t"}, "same allele twice"),
        ({"filters": b"low;."}, "FILTER"),
        ({"filters": b"low;"}, "FILTER"),
        ({"filters": b"0"}, "reserved name 0"),
        ({"filters": b"my filter"}, "white space"),
        ({"info": b"DP=many"}, "DP is not of type Integer"),
        ({"info": b"DP=1.5"}, "DP is not of type Integer"),
        ({"info": b"DP=-1"}, "DP is negative"),
        ({"info": b"DP=2147483648"}, "32-bit"),
        ({"info": b"DP=1,2"}, "declared number"),
        ({"info": b"AF=-0.1"}, "AF is negative"),
        ({"info": b"AF=x"}, "AF is not of type Float"),
        ({"info": b"SOMATIC=yes"}, "flag"),
        ({"info": b"DP=1;DP=2"}, "twice"),
        ({"info": b"=3"}, "without a key"),
        ({"info": b"D P=3"}, "white space"),
        ({"keys": b"AD:GT:DP"}, "first place"),
        ({"keys": b"GT:AD:AD"}, "twice"),
        ({"keys": b"GT::DP"}, "FORMAT"),
        ({"keys": b"GT:A D:DP"}, "FORMAT"),
        ({"tumour": b"0/2:1,2:3"}, "allele that the record does not have"),
        ({"tumour": b"0/x:1,2:3"}, "not a genotype"),
        ({"tumour": b"0/|1:1,2:3"}, "not a genotype"),
        ({"tumour": b"0/1:1,2:3:4"}, "more fields"),
        ({"tumour": b"0/1:1,2:x"}, "DP in sample column 1"),
        ({"normal": b"0/1:1,2:-5"}, "DP in sample column 2 is negative"),
        ({"tumour": b"0/1:a,b:3"}, "AD in sample column 1"),
        ({"tumour": b"0/1::3"}, "empty field"),
    ],
)
def test_a_fault_is_named(changed, word):
    assert word in reason(record(**changed))


@pytest.mark.parametrize("pos", [b".", b"-1", b"12a", b"1.0", b"99999999999", b"3000000000", b" 1"])
def test_a_position_that_is_none(pos):
    assert "POS" in reason(record().replace(b"\t100\t", b"\t" + pos + b"\t"))


def test_a_position_behind_the_contig():
    assert "behind the end" in reason(record(248956424))
    accepted(record(248956422))
    accepted(record(0))


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"#comment", "header line"),
        (record()[:30], "columns"),
        (record().rstrip() + b"\textra", "columns"),
        (record().replace(b"PASS", b"PA\x00SS"), "control"),
        (record().replace(b"PASS", b"PA\xffSS"), "UTF-8"),
        (record().replace(b"\tPASS\t", b"\t\t"), "FILTER is empty"),
        (record().replace(b"0/0:20,0:20", b""), "sample column 2 is empty"),
    ],
)
def test_a_line_that_is_no_record(line, word):
    assert word in reason(line)


@pytest.mark.parametrize("qual", [b"-1", b"high", b"1e", b"--1"])
def test_a_quality_that_is_none(qual):
    assert "QUAL" in reason(record().replace(b"\t50\t", b"\t" + qual + b"\t"))


@pytest.mark.parametrize("qual", [b".", b"0", b"-0.0", b"1e3", b"5.3e-10", b"Inf", b"NaN"])
def test_qualities_the_specification_has(qual):
    accepted(record().replace(b"\t50\t", b"\t" + qual + b"\t"))


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"info": b"DP=20;;"}, "empty field"),
        ({"info": b"NEW=1"}, "INFO NEW is not declared"),
        ({"info": b"AF=0.1,0.2"}, "INFO AF does not have"),
        ({"info": b"SOMATIC=1"}, "flag"),
        ({"info": b"DP=20;DP=20"}, "twice with the same value"),
        ({"info": b"NOTE=a b"}, "white space in its value"),
        ({"filters": b"novel"}, "FILTER novel is not declared"),
        ({"filters": b"low;low"}, "same filter twice"),
        ({"filters": b"PASS;low"}, "PASS together"),
        ({"chrom": b"chr7"}, "CHROM is not among the contigs"),
        ({"keys": b"GT:XX:DP", "tumour": b"0/1:.:2", "normal": b"0/0"}, "FORMAT XX"),
        ({"tumour": b"0/1:10:20"}, "FORMAT AD does not have"),
        ({"ref": b"T"}, "repeats the REF"),
    ],
)
def test_what_cannot_change_the_record_is_told_and_it_stays(changed, word):
    assert any(word in warning for warning in accepted(record(**changed)).warnings)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"info": b"DP=20;DP=20"}, "twice"),
        ({"filters": b"low;low"}, "same filter twice"),
        ({"keys": b"GT:1X:DP", "tumour": b"0/1", "normal": b"0/0"}, "FORMAT"),
    ],
)
def test_version_4_3_asks_more(changed, word):
    assert word in reason(record(**changed), NEWER)


def test_likelihoods_must_fit_alleles_and_ploidy():
    keys = b'##FORMAT=<ID=PL,Number=G,Type=Integer,Description="x">\n'
    header = parsed(head().replace(b"#CHROM", keys + b"#CHROM"))

    def one(tumour: bytes, alt: bytes = b"T") -> Record | Rejection:
        return check(record(keys=b"GT:PL", tumour=tumour, normal=b"./.", alt=alt), header)

    assert isinstance(one(b"0/1:1,2,3"), Record)
    assert isinstance(one(b"1:1,2"), Record)
    assert isinstance(one(b"0/1/1:1,2,3,4"), Record)
    assert isinstance(one(b"0/1:1,2"), Rejection)
    assert isinstance(one(b"0:1,2,3"), Rejection)
    kept = one(b"0/1:1,2,3", b"T,G")
    assert isinstance(kept, Record)
    assert "possible genotype" in kept.warnings[0]


def test_a_line_break_of_windows_is_taken():
    assert accepted(record().rstrip(b"\n") + b"\r").samples[1] == "0/0:20,0:20"


def test_reasons_hold_no_genotype_and_no_sample_name():
    text = reason(record(tumour=b"0/7:1,2:3"))
    assert "TUMOR" not in text
    assert "0/7" not in text


def test_a_file_without_samples_has_eight_columns():
    header = parsed(head(columns=COLUMNS + b"\n"))
    line = b"chr1\t5\trs1;rs2\tA\tC\t.\t.\t."
    assert accepted(line, header).samples == ()
    assert "columns" in reason(line + b"\tGT\t0/1", header)
    assert "ID" in reason(line.replace(b"rs1;rs2", b"rs1;"), header)
