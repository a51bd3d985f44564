import pytest

from tests.tumorboard.vcf.vcf_files import COLUMNS, TWO_SAMPLES, head, parsed
from tumorboard.errors import VariantFileError
from tumorboard.vcf.meta_lines import MetaFault, parse_structured, split_meta

FIRST = b"##fileformat=VCFv4.3\n"


def with_line(line: bytes, version: bytes = b"4.3") -> bytes:
    return b"##fileformat=VCFv" + version + b"\n" + line + b"\n" + COLUMNS


def test_a_full_header_is_read():
    header = parsed(head())
    assert header.format == "VCFv4.2"
    assert header.samples == ("TUMOR", "NORMAL")
    assert header.genotypes
    assert header.contigs["chr1"] == 248956422
    assert header.infos["AF"].number == "A"
    assert header.formats["AD"].type == "Integer"
    assert "low" in header.filters
    assert header.column_line == len(head().splitlines())
    assert header.meta[0] == ("fileformat", "VCFv4.2")
    assert header.warnings == ()


def test_a_header_without_samples_has_no_genotypes():
    header = parsed(FIRST + COLUMNS)
    assert header.samples == ()
    assert not header.genotypes


def test_quotes_escapes_lists_and_commas_in_meta_lines():
    value = '<ID=X,Number=1,Description="a, \\"b\\" <c> \\\\ d",Values=[a, b]>'
    assert parse_structured(value) == {
        "ID": "X",
        "Number": "1",
        "Description": 'a, "b" <c> \\ d',
        "Values": "[a, b]",
    }
    assert split_meta("##key=a=b") == ("key", "a=b")


@pytest.mark.parametrize(
    "value", ["ID=X>", "<ID=X", '<ID=X,Description="a>', "<ID=X,ID=Y>", "<ID=X,Y>", "<ID=X>rest"]
)
def test_a_broken_meta_line_is_a_fault(value):
    with pytest.raises(MetaFault):
        parse_structured(value)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (b"##nothing", "form ##key=value"),
        (b"##reference=", "no value for reference"),
        (b'##INFO=<ID=X,Number=1,Type=Int,Description="d">', "unknown Type"),
        (b'##INFO=<ID=X,Number=N,Type=Integer,Description="d">', "unknown Number"),
        (b'##INFO=<ID=X,Type=Integer,Description="d">', "without Number"),
        (b'##INFO=<Number=1,ID=X,Type=Integer,Description="d">', "first place"),
        (b"##INFO=<ID=X,Number=1,Type=Integer,Description=d>", "double quotes"),
        (b'##FORMAT=<ID=GT,Number=2,Type=String,Description="d">', "reserved meaning"),
        (b'##FORMAT=<ID=DP,Number=1,Type=String,Description="d">', "reserved meaning"),
        (b'##FILTER=<ID=0,Description="d">', "FILTER"),
        (b"##contig=<length=5>", "without an ID"),
        (b"##contig=<ID=1,length=five>", "length"),
        (b"##contig=<ID=a b>", "not allowed"),
        (b"##SAMPLE=<Assay=x>", "without an ID"),
        (b"##META=<ID=A,Number=1,Type=String,Values=x>", "square brackets"),
        (b"##x=\x01", "control characters"),
        (b"##x=\xff", "UTF-8"),
    ],
)
def test_a_header_fault_names_its_line(line, word):
    with pytest.raises(VariantFileError, match=f"line 2 of its header .*{word}"):
        parsed(with_line(line))


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (b'##FORMAT=<ID=GQ,Number=1,Type=Float,Description="d">', "FORMAT GQ"),
        (b'##INFO=<ID=AF,Number=.,Type=Float,Description="d">', "INFO AF"),
        (b'##FORMAT=<ID=AD,Number=1,Type=Integer,Description="d">', "FORMAT AD"),
        (b"##PEDIGREE=<Derived=a,Original=b>", "PEDIGREE"),
    ],
)
def test_a_habit_of_callers_is_told_with_its_line(line, word):
    (warning,) = parsed(with_line(line)).warnings
    assert warning.startswith("Header line 2: ")
    assert word in warning


@pytest.mark.parametrize("version", [b"4.5", b"3.3", b" 4.2", b""])
def test_other_versions_are_refused(version):
    with pytest.raises(VariantFileError, match=r"line 1 .*VCF version"):
        parsed(with_line(b"##a=b", version))


def test_version_must_stand_first_and_its_absence_is_told():
    with pytest.raises(VariantFileError, match=r"line 2 .*must stand in line 1"):
        parsed(b"##a=b\n##fileformat=VCFv4.2\n" + COLUMNS)
    assert "does not state its VCF version" in parsed(b"##a=b\n" + COLUMNS).warnings[0]


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        (b"#CHROM\tPOS\tID", "column"),
        (COLUMNS.replace(b"POS", b"POSITION"), "column"),
        (COLUMNS + b"\tFORMAT", "at least one sample"),
        (COLUMNS + b"\tFORMAT\ta\ta", "sample twice"),
        (COLUMNS + b"\tFORMAT\ta\t", "without a name"),
    ],
)
def test_a_wrong_column_line_is_refused(columns, word):
    with pytest.raises(VariantFileError, match=f"line 2 of its header .*{word}"):
        parsed(FIRST + columns)


def test_a_repeated_definition_keeps_the_first_and_is_told():
    line = b'##INFO=<ID=X,Number=1,Type=Integer,Description="a">\n'
    again = line.replace(b"Integer", b"String")
    header = parsed(FIRST + line + again + TWO_SAMPLES)
    assert header.infos["X"].type == "Integer"
    assert "declared again and differently" in header.warnings[0]


def test_an_annotation_declared_twice_must_have_the_same_fields():
    line = b'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|SYMBOL">\n'
    assert parsed(FIRST + line + line.replace(b"|", b" | ") + COLUMNS).warnings
    other = line.replace(b"Allele|SYMBOL", b"SYMBOL|Allele")
    with pytest.raises(VariantFileError, match=r"line 3 .*INFO CSQ again and in another way"):
        parsed(FIRST + line + other + COLUMNS)


def test_a_contig_with_two_lengths_is_refused():
    lines = b"##contig=<ID=1,length=5>\n##contig=<ID=1,length=6>\n"
    with pytest.raises(VariantFileError, match=r"line 3 .*another length"):
        parsed(FIRST + lines + COLUMNS)


def test_line_breaks_of_windows_are_taken():
    header = parsed(head().replace(b"\n", b"\r\n"))
    assert header.samples == ("TUMOR", "NORMAL")
