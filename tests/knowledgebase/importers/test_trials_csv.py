"""The list a trial unit keeps: each row taken or skipped, nothing taken for something else."""

import json
from pathlib import Path

import pytest

from knowledgebase.catalog import check_content, load_content
from knowledgebase.importers.draft import Import, ImportFault
from knowledgebase.importers.folder import EDITED, write_import
from knowledgebase.importers.trials_csv import COLUMNS, import_trials_csv
from knowledgebase.records import Content
from tests.knowledgebase.importers.base import ON, release
from ui.cli import main

HEADER = "number,title,status,conditions"
ROW = "NCT00000001,A trial,recruiting,Acute Myeloid Leukemia"
FULL = (
    "Phase;Status;Number;Title;Conditions;Minimum age;Maximum age;Sex;Site;City;Country;"
    "Site status;Cohort;Cohort status;Contact;Phone;Last verified;Verified by;Eligibility;Room\n"
    '1/2;Recruiting;2023-503456-12-00;"A ""first"" trial; in two parts";'
    "Acute Myeloid Leukemia|Myelodysplastic Syndrome;18;75;all;Hospital A;City A;Denmark;"
    'recruiting;Dose 1;full;Trial office;12 34;2026-11-01;Unit;"Line one\nAge ≥ 18; ECOG 0-1";-7\n'
    "1/2;Recruiting;2023-503456-12-00;;;;;;Hospital B;City B;Norway;;Dose 2;open;;;;;;NA\n"
    "1/2;Completed;2023-503456-12-00;;;;;;Hospital C;;;;;;;;;;;\n"
)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return release(tmp_path_factory.mktemp("release"))


def imported(folder: Path, text: str, content: Content, encoding: str = "utf-8") -> Import:
    path = folder / "list.csv"
    path.write_text(text, encoding)
    return import_trials_csv(path, content, ON)


def test_rows_of_one_trial_are_joined_and_pass_the_check(content: Content, tmp_path: Path) -> None:
    found = imported(tmp_path, FULL, content, "utf-8-sig")
    ended, _ = write_import(found, tmp_path / "drafts", content, ON)
    assert check_content(tmp_path / "drafts", ON, content) == ()
    assert [bool(row.reason) for row in ended.rows] == [False, False, True]
    assert ended.skipped[0].detail == "status: Completed"
    [draft] = found.drafts
    assert draft.name == "2023-503456-12-00"
    assert draft.data["title"] == 'A "first" trial; in two parts'
    assert draft.data["phases"] == ["1", "2"]
    assert draft.data["age"] == {"at_least": "18", "below": "76", "unit": "a"}
    assert [site["country"] for site in draft.data["sites"]] == ["Denmark", "Norway"]
    assert [site["status"] for site in draft.data["sites"]] == ["recruiting", "unknown"]
    assert [cohort["status"] for cohort in draft.data["cohorts"]] == ["full", "open"]
    assert draft.data["eligibility"] == "Line one\nAge ≥ 18; ECOG 0-1"
    assert draft.data["structured"] == "none"
    assert "2026-11-01 by Unit" in draft.data["evidence_note"]


def test_an_unknown_column_is_told_with_its_value_as_written(
    content: Content, tmp_path: Path
) -> None:
    found = imported(tmp_path, FULL, content)
    assert [row.notes for row in found.taken] == [
        ("column room is not taken: -7",),
        ("column room is not taken: NA",),
    ]


def test_na_and_minus_seven_are_text_not_missing(content: Content, tmp_path: Path) -> None:
    text = f"{HEADER},sponsor,minimum_age\n{ROW},NA,\n{ROW.replace('01,', '02,')},-7,-7\n"
    found = imported(tmp_path, text, content)
    assert [draft.data["sponsor"] for draft in found.drafts] == ["NA"]
    assert found.skipped[0].detail == "minimum_age: -7"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",A trial,recruiting,AML", "the row has no trial number"),
        ("../../x,A,recruiting,AML", "the number is none of NCT, EU CT, EudraCT or LOCAL-..."),
        ("NCT00000001,,recruiting,AML", "a required cell is empty"),
        ("NCT00000001,A,open,Acute Myeloid Leukemia", "the status is none of the words allowed"),
        ("NCT00000001,A,recruiting,Gout", "no condition is a cancer of the blood"),
        ("NCT00000001,A,recruiting", "the row has more or fewer cells than the header"),
        ("NCT00000001,A\x07B,recruiting,Leukemia", "the text holds control characters"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    content: Content, tmp_path: Path, row: str, reason: str
) -> None:
    found = imported(tmp_path, f"{HEADER}\n{row}\n{ROW}\n", content)
    assert [one.reason for one in found.rows] == [reason, ""]
    assert found.reasons() == {reason: 1}


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (f"{HEADER}\n{ROW} på\n", "latin-1", "not UTF-8; save the file as UTF-8"),
        ("number;title\n", "utf-8", "lacks the column status"),
        ("", "utf-8", "lacks the column number"),
        (f"{HEADER},title\n", "utf-8", '"title" stands twice'),
        (f'{HEADER}\nNCT00000001,"A" trial,x,y\n', "utf-8", "check the quotation marks"),
        (f"{HEADER}\n\x00\n", "utf-8", "binary data"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    content: Content, tmp_path: Path, text: str, encoding: str, said: str
) -> None:
    with pytest.raises(ImportFault, match=said):
        imported(tmp_path, text, content, encoding)
    assert not (tmp_path / "drafts").exists()


def test_an_edited_record_is_never_written_over(content: Content, tmp_path: Path) -> None:
    found = imported(tmp_path, f"{HEADER}\n{ROW}\n", content)
    folder = tmp_path / "drafts"
    write_import(found, folder, content, ON)
    record = folder / "trials" / "NCT00000001.yaml"
    record.write_text(record.read_text("utf-8").replace("A trial", "Ours"), "utf-8")
    ended, states = write_import(found, folder, content, ON)
    assert (states, ended.skipped[0].reason) == ({}, EDITED)
    assert "Ours" in record.read_text("utf-8")


def test_every_column_is_in_the_manual() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "knowledge-files.md").read_text("utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in manual] == []


def test_the_command_accounts_for_all_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    shipped = next(iter(load_content().trials))
    rows = ROW.replace("NCT00000001", "LOCAL-1"), ROW.replace("NCT00000001", shipped)
    path.write_text("\n".join((HEADER, *rows)), "utf-8")
    command = ["kb", "import", "trials-csv", str(path), "--into", str(tmp_path / "drafts")]
    assert main([*command, "--json"]) == 0
    account = json.loads(capsys.readouterr().out)
    assert (account["rows"], account["taken"], account["skipped"]) == (2, 1, 1)
    assert account["reasons"] == {"a curated record of this name exists, so none was written": 1}
