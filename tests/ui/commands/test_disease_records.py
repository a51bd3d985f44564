"""`tumorboard kb list` and `kb show` give diseases and kinds of test."""

import json

from ui.cli import main


def test_diseases_and_kinds_of_test_are_listed(capsys):
    assert main(["kb", "list", "--kind", "diseases"]) == 0
    assert (
        "CLL  Chronic lymphocytic leukaemia  (ICD-10 C91.1, SKS DC911)" in capsys.readouterr().out
    )
    assert main(["kb", "list", "--kind", "assays", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"fish", "karyotype"} <= {one["id"] for one in told}


def test_a_disease_and_a_kind_of_test_are_shown(capsys):
    assert main(["kb", "show", "AMLNPM1"]) == 0
    assert "ICC 2022: AML with mutated NPM1" in capsys.readouterr().out
    assert main(["kb", "show", "myeloid-panel", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["long_insertions"]["up_to"] == 15
    assert told["expired"] in (True, False)
