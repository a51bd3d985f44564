"""Approving records from the command line, on a database that stays."""

import json
from datetime import date

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.records import Evidence
from tumorboard.storage.database import open_database
from ui.cli import main

ID = "AML-FLT3-gilteritinib"


@pytest.fixture(autouse=True)
def database(tmp_path):
    """Make the database, as the window does."""
    open_database(str(tmp_path / "cases.sqlite")).close()


def run(capsys, tmp_path, *words):
    code = main(["kb", *words, "--database", str(tmp_path / "cases.sqlite")])
    return code, capsys.readouterr()


def who(role="clinical geneticist", reason="read against <the label>"):
    return ["--by", "Test geneticist", "--role", role, "--reason", reason]


def test_approve_list_withdraw_and_history(capsys, tmp_path):
    code, told = run(capsys, tmp_path, "approve", ID, *who())
    assert (code, told.out.splitlines()[0]) == (0, f"assertions/{ID}: approved")
    code, told = run(capsys, tmp_path, "approvals", "--json")
    (line,) = [json.loads(text) for text in told.out.splitlines()]
    assert (line["state"], line["by"]) == ("locally approved", "Test geneticist")
    assert line["reason"] == "read against <the label>"
    assert run(capsys, tmp_path, "withdraw", ID, *who("chair", "label changed"))[0] == 0
    _, told = run(capsys, tmp_path, "approvals", ID)
    assert [": approved" in one for one in told.out.splitlines()] == [False, True]
    assert run(capsys, tmp_path, "approvals")[1].out == ""


def test_all_of_a_disease_leaves_out_what_is_unverified(capsys, tmp_path):
    code, told = run(capsys, tmp_path, "approve", "--all-in", "AML", *who())
    assert code == 1
    assert "left out, it was not compared" in told.out
    assert f"assertions/{ID}: approved" in told.out
    done, _ = told.out.splitlines()[-1].split(", ")
    assert int(done.split()[0]) > 20


def test_what_cannot_be_done_is_one_sentence(capsys, tmp_path):
    for words, sentence in (
        (["approve", "NOPE", *who()], "no record NOPE"),
        (["approve", *who()], "at least one record"),
        (["approve", ID, *who("nurse")], "no role"),
        (["approve", ID, *who("haematologist")], "may not approve"),
        (["approve", ID, *who(reason="")], "State a reason"),
    ):
        code, told = run(capsys, tmp_path, *words)
        assert code == 2
        assert sentence in told.err
        assert len(told.err.splitlines()) == 1


def test_what_was_approved_although_unverified_says_so(capsys, tmp_path):
    unverified = next(one.id for one in load_content().assertions.values() if is_unverified(one))
    assert run(capsys, tmp_path, "approve", unverified, *who(), "--even-unverified")[0] == 0
    assert run(capsys, tmp_path, "approve", ID, *who())[0] == 0
    for words in ([], [unverified]):
        _, told = run(capsys, tmp_path, "approvals", *words)
        (line,) = [one for one in told.out.splitlines() if unverified in one]
        assert "approved although unverified, Test geneticist" in line
        _, told = run(capsys, tmp_path, "approvals", *words, "--json")
        lines = [json.loads(text) for text in told.out.splitlines()]
        despite = {one["record"]: one["despite"] for one in lines}
        assert despite.pop(f"assertions/{unverified}") == ["unverified"]
        assert list(despite.values()) in ([], [[]])


def is_unverified(assertion):
    return assertion.evidence is Evidence.UNVERIFIED and assertion.expires > date.today()


def test_a_name_cannot_forge_a_line(capsys, tmp_path):
    for name in ("a\nassertions/X: approved", "\u200b", "\u202eeman"):
        words = ["--by", name, "--role", "chair", "--reason", "read"]
        code, told = run(capsys, tmp_path, "approve", ID, *words)
        assert (code, told.out) == (2, "")
        assert "invisible character" in told.err
        assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [("approve", ID, *who()), ("approvals",), ("withdraw", ID, *who())]
)
@pytest.mark.parametrize("place", ["typo.sqlite", "nofolder/cases.sqlite"])
def test_no_database_is_made_by_a_slip_of_the_pen(capsys, tmp_path, words, place):
    before = sorted(tmp_path.iterdir())
    assert main(["kb", *words, "--database", str(tmp_path / place)]) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert place in told.err
    assert "tumorboard window --database" in told.err
    assert sorted(tmp_path.iterdir()) == before
