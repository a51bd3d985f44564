"""The headless face as a pipeline sees it: shapes, exit codes, one line for a refusal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_data import shared
from ui.cli import main

DEMO = Path(__file__).resolve().parents[3] / "ui" / "demo"

TEN_GENES = {
    *("NPM1", "FLT3", "IDH2", "JAK2", "DNMT3A"),
    *("ASXL1", "KMT2A", "TP53", "SRSF2", "GATA1"),
}


def run(capsys, *words: str) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_inspect_gives_the_documented_shape(capsys):
    code, out, err = run(capsys, "inspect", DEMO / "mds.vcf", "--json")
    told = json.loads(out)
    assert (code, err) == (3, "")
    assert {"format", "assembly", "annotation", "samples", "records", "alleles"} <= set(told)
    assert told["records"] == {
        "read": 3,
        "accepted": 2,
        "rejected": 1,
        "rejections": [{"line": 21, "reason": "POS is not a whole number of 0 or more"}],
    }
    assert told["alleles"] == {"total": 2, "reported": 2, "filtered": {}}


def test_inspect_of_a_clean_file_exits_0(capsys):
    assert run(capsys, "inspect", DEMO / "cll.vcf")[0] == 0


@pytest.mark.parametrize("command", ["inspect", "variants"])
@pytest.mark.parametrize("make", ["text", "empty", "folder", "missing", "cut"])
def test_a_refused_file_is_one_line_and_exit_2(capsys, tmp_path, command, make):
    file = tmp_path / "a.vcf.gz"
    if make == "text":
        file.write_text("hello\n")
    elif make == "empty":
        file.touch()
    elif make == "folder":
        file.mkdir()
    elif make == "cut":
        file.write_bytes((DEMO / "aml.vcf.gz").read_bytes()[:5000])
    code, out, err = run(capsys, command, file, "--json")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


def test_variants_gives_one_object_per_reported_allele(capsys):
    code, out, _ = run(capsys, "variants", DEMO / "cll.vcf", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["gene"] for row in rows] == ["SF3B1", "NOTCH1", "TP53", "BTK"]
    assert {"chrom", "pos", "ref", "alt", "transcript", "hgvs_c", "hgvs_p", "consequence"} <= set(
        rows[0]
    )
    btk = rows[3]
    assert (btk["filter"], btk["vaf"], btk["depth"], btk["alt_depth"]) == (
        "weak_evidence",
        0.058,
        500,
        29,
    )


def test_the_ten_genes_of_the_field_file(capsys):
    file = shared("data/C_variants/scout/cancer_test.vcf.gz")
    _, out, _ = run(capsys, "variants", file, "--json")
    genes = {json.loads(line)["gene"] for line in out.splitlines()}
    assert genes == TEN_GENES


def test_variants_tells_a_pipeline_that_records_are_missing(capsys):
    code, out, _ = run(capsys, "variants", DEMO / "mds.vcf", "--json")
    assert code == 3
    assert len(out.splitlines()) == 2


def test_why_not_names_the_failing_criterion_of_any_record(capsys):
    asked = ("evaluate", DEMO / "aml.yaml", "--on", "2026-11-21", "--why-not")
    code, out, _ = run(capsys, *asked, "Carvykti")
    assert code == 0
    assert "[CIL-EMA-MM]: not among the options\n  not met: " in out
    code, out, _ = run(capsys, *asked, "Xospata", "--json")
    told = json.loads(out)
    assert code == 0
    assert "AML-FLT3-gilteritinib" in {one["id"] for one in told["found"]}
    assert "eligible" not in out.casefold()
    _, out, _ = run(capsys, *asked, "no such drug")
    assert "no therapy, product or trial of that name" in out
    code, _, err = run(capsys, "evaluate", "--batch", "x.jsonl", "--why-not", "x")
    assert (code, "one case" in err) == (2, True)
    code, out, err = run(capsys, *asked, " ")
    assert (code, out, "a word to look for" in err) == (2, "", True)


def test_evaluate_recognises_the_itd_and_names_its_drug(capsys):
    code, out, _ = run(capsys, "evaluate", DEMO / "aml.yaml", "--json", "--on", "2026-11-21")
    told = json.loads(out)
    assert code == 0
    (itd,) = [one for one in told["findings"] if one["gene"] == "FLT3"]
    assert itd["alterations"] == ["FLT3-ITD"]
    (tier,) = [one for one in told["tiers"] if one["finding"] == itd["id"]]
    assert tier["tier"] == "I"
    assert any("Gilteritinib" in match["title"] for match in told["matches"])
    assert "eligible" not in out.casefold().replace("ineligible", "eligible")


def test_a_batch_goes_on_after_a_bad_line(capsys, tmp_path):
    good = {"id": "1", "patient": {"pseudonym": "P1"}, "disease": "AML"}
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join([json.dumps(good), "{", json.dumps({**good, "id": "3"}), ""]) + "\n")
    code, out, _ = run(capsys, "evaluate", "--batch", file)
    told = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(told) == 4
    assert [("error" in one) for one in told] == [False, True, False, True]


def test_the_schema_of_a_case_is_json(capsys):
    code, out, _ = run(capsys, "schema", "case")
    assert code == 0
    assert json.loads(out)["title"] == "Tumorboard case"


def test_knowledge_is_checked_listed_and_shown(capsys):
    code, out, _ = run(capsys, "kb", "check")
    assert code == 0
    assert "No problem" in out
    code, out, _ = run(capsys, "kb", "list", "--gene", "FLT3", "--disease", "AML", "--json")
    ids = [json.loads(line)["id"] for line in out.splitlines()]
    assert "AML-FLT3-gilteritinib" in ids
    code, out, _ = run(capsys, "kb", "show", "AML-FLT3-gilteritinib")
    assert "EMA" in out
    code, _, err = run(capsys, "kb", "show", "AML-FLT3-gilteritinip")
    assert code == 2
    assert "AML-FLT3-gilteritinib" in err


def test_a_fault_of_the_knowledge_names_file_and_line(capsys, tmp_path):
    (tmp_path / "genes").mkdir()
    (tmp_path / "genes" / "FLT3.yaml").write_text("symbol: FLT3\nsymbol: KIT\n")
    code, out, _ = run(capsys, "kb", "check", "--content", tmp_path)
    assert code == 1
    assert "FLT3.yaml:2" in out


def test_a_reader_that_goes_away_is_no_fault():
    command = [sys.executable, "-m", "ui.cli", "kb", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize("command", ["inspect", "variants"])
def test_reading_a_variant_file_imports_nothing_heavy(tmp_path, command):
    file = tmp_path / "a.vcf"
    file.write_text(
        "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=1000>\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr1\t5\t.\tA\tC\t.\tPASS\t.\n"
    )
    watched = (
        "import sys; from ui.cli import main; "
        f"code = main([{command!r}, {str(file)!r}, '--json']); "
        "print('heavy', *sorted({'pydantic', 'sqlalchemy', 'PySide6', 'reportlab',"
        " 'importlib.metadata'} & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watched], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.split()) == (0, ["heavy"])


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("tumorboard ")


def test_a_batch_goes_on_after_a_line_that_is_not_utf_8(capsys, tmp_path):
    good = b'{"id": "C-1", "patient": {"pseudonym": "P-1"}, "disease": "AML"}\n'
    file = tmp_path / "cases.jsonl"
    file.write_bytes(good + b'{"id": "\xe6"}\n' + good)
    code, out, err = run(capsys, "evaluate", "--batch", file)
    first, bad, last = map(json.loads, out.splitlines())
    assert (code, err, first) == (0, "", last)
    assert set(bad) == {"line", "error"}


@pytest.mark.parametrize("command", ["evaluate", "report"])
@pytest.mark.parametrize(("vcf", "expected"), [("mds.vcf", 3), ("cll.vcf", 0)])
def test_rejected_records_of_a_case_exit_3(capsys, tmp_path, command, vcf, expected):
    case = tmp_path / "case.yaml"
    (tmp_path / vcf).write_bytes((DEMO / vcf).read_bytes())
    case.write_text(
        f"id: C-1\npatient: {{pseudonym: P-1}}\ndisease: MDS\nvariants: {{file: {vcf}}}\n"
    )
    output = ("-o", tmp_path / "a.pdf") if command == "report" else ()
    assert run(capsys, command, case, *output)[0] == expected
