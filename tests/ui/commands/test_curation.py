"""Approving records from the command line, on a database that stays."""

import json

from ui.cli import main

ID = "AML-FLT3-gilteritinib"


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
