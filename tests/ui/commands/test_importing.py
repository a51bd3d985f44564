"""`kb import` as a curator sees it: the account, the folder, one line for a refusal."""

import json
from pathlib import Path

import pytest

from tests.knowledgebase.importers.base import table
from tests.knowledgebase.importers.test_clinicaltrials_gov import RECORDED
from ui.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_civic_gives_an_account_and_a_folder_that_passes_the_check(capsys, tmp_path):
    rows = ({}, {"molecular_profile": "BCR::ABL1 Fusion AND ABL1 G250E"}, {"disease": "Melanoma"})
    file = table(tmp_path / "t.tsv", *rows)
    folder = tmp_path / "drafts"
    code, out, err = run(capsys, "kb", "import", "civic", file, "--into", folder)
    assert (code, err) == (0, "")
    assert "3 rows, 2 taken as drafts, 1 skipped" in out
    assert "1 a solid tumour or another disease outside the blood (Melanoma)" in out
    assert "Files: 3 new, 0 renewed, 0 unchanged." in out
    check = ("kb", "check", "--content", folder, "--over", "shipped")
    assert run(capsys, *check)[0] == 0
    (folder / "assertions" / "CIViC-EID1.yaml").write_text("id: x\n")
    code, out, _ = run(capsys, *check)
    assert code == 1
    assert "assertions/CIViC-EID1.yaml:1:" in out


def test_the_account_as_json_names_every_row(capsys, tmp_path):
    file = table(tmp_path / "t.tsv", {}, {"disease": "Melanoma"})
    code, out, _ = run(
        capsys, "kb", "import", "civic", file, "--into", tmp_path / "drafts", "--json"
    )
    told = json.loads(out)
    assert code == 0
    assert told["rows"] == told["taken"] + told["skipped"] == len(told["account"]) == 2
    assert told["account"][0]["record"] == "assertions/CIViC-EID1.yaml"
    assert told["account"][1]["detail"] == "Melanoma"


def test_ctgov_reads_a_file(capsys, tmp_path):
    text = RECORDED.read_text("utf-8").replace('"Breast Cancer"', '"Multiple Myeloma"')
    file = tmp_path / "s.json"
    file.write_text(text, encoding="utf-8")
    folder = tmp_path / "drafts"
    code, out, _ = run(capsys, "kb", "import", "ctgov", file, "--into", folder)
    assert code == 0
    assert "1 rows, 1 taken" in out
    assert (folder / "trials" / "NCT02513394.yaml").is_file()
    assert run(capsys, "kb", "check", "--content", folder, "--over", "shipped")[0] == 0


def test_ctml_takes_several_files_or_none(capsys, tmp_path):
    one, two, bad = (tmp_path / f"{name}.yml" for name in ("one", "two", "bad"))
    one.write_text("protocol_no: A-1\ntreatment_list: {step: []}\n")
    two.write_text("protocol_no: A-2\ntreatment_list: {step: []}\n")
    bad.write_text("a: [")
    folder = tmp_path / "drafts"
    code, out, err = run(capsys, "kb", "import", "ctml", one, bad, "--into", folder)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert not folder.exists()
    assert run(capsys, "kb", "import", "ctml", one, two, "--into", folder)[0] == 0
    assert {path.stem for path in (folder / "trials").iterdir()} == {"LOCAL-A-1", "LOCAL-A-2"}


@pytest.mark.parametrize(
    "words",
    [
        ("civic", "absent.tsv"),
        ("ctgov", "absent.json"),
        ("ctgov", "--nct", "NCT1"),
        ("ctgov", "--query", "x", "--most", "0"),
        ("ctml", "absent.yml"),
    ],
)
def test_a_refusal_is_one_line_and_exit_2(capsys, tmp_path, words):
    code, out, err = run(capsys, "kb", "import", *words, "--into", tmp_path / "drafts")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "drafts").exists()


def test_over_needs_a_folder_that_lies_over_it(capsys):
    code, _, err = run(capsys, "kb", "check", "--over", "shipped")
    assert code == 2
    assert "--content FOLDER" in err


def test_an_account_cannot_steer_the_terminal(capsys, tmp_path: Path):
    file = table(tmp_path / "t.tsv", {"disease": "Mel\x1b[2Janoma\u202e"})
    _, out, _ = run(capsys, "kb", "import", "civic", file, "--into", tmp_path / "drafts")
    assert "\x1b" not in out
    assert "\u202e" not in out
