"""``evaluate --batch --matches``: one line a case, the values of the full evaluation."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from knowledgebase.catalog import load_content
from tests.bench.generate_matching import cases
from tumorboard.interpretation.options.rematch import _MATCHERS
from tumorboard.services.batch import CHUNK, evaluate_with
from tumorboard.services.evaluation import evaluate_batch
from tumorboard.services.matching import match_batch
from ui.cli import main

DAY = date(2026, 11, 21)
SAME = ("kind", "id", "title", "state", "level", "tier", "regions", "missing", "expired")
LINES = [json.dumps(case) for case in cases(10, load_content())]
BAD = ["", "{not json", '{"id": 1}', "[" * 100_000, '{"id": "C-1", "disease": "AML"}', "NaN"]


def test_a_line_has_the_options_of_the_full_evaluation_that_are_not_excluded():
    for text, full in zip(match_batch(LINES, on=DAY), evaluate_batch(LINES, on=DAY), strict=True):
        found = json.loads(text)
        assert text.isascii()
        assert found["options"] == [
            {field: one[field] for field in SAME}
            for one in full["options"]
            if one["state"] != "not met"
        ]
        assert sum(found["not_met"].values()) == sum(
            one["state"] == "not met" for one in full["options"]
        )
        assert set(found["warnings"]) <= set(full["not_assessed"])
        assert all(found[field] == full[field] for field in ("case", "date", "disease", "release"))


def test_a_bad_line_gives_the_same_error():
    lines = [*BAD, *LINES[:1], *BAD]
    found = [json.loads(text) for text in match_batch(lines, on=DAY)]
    full = list(evaluate_batch(lines, on=DAY))
    assert [one.get("line") for one in found] == [one.get("line") for one in full]
    assert [one for one in found if "error" in one] == [one for one in full if "error" in one]


def test_half_of_a_surrogate_pair_and_other_letters_are_escaped():
    case = json.loads(LINES[0]) | {"karyotype": "46,XX,\ud83d[20]"}
    other = json.loads(LINES[0]) | {"karyotype": "46,XX,ø😀[20]"}
    for given in (case, other):
        (text,) = match_batch([json.dumps(given)], on=DAY)
        (full,) = evaluate_batch([json.dumps(given)], on=DAY)
        found = json.loads(text)
        assert text.isascii()
        assert found.get("error") == full.get("error")
        assert set(found.get("warnings", ())) <= set(full.get("not_assessed", ()))


def test_an_executor_gives_the_same_lines_in_order():
    lines = [text.encode() for text in [*LINES * 4, *BAD]]
    assert len(lines) > CHUNK
    with ThreadPoolExecutor(2) as executor:
        found = list(evaluate_with(executor, lines, on=DAY, folder=Path(), matches=True))
    assert found == list(match_batch(lines, on=DAY))


def test_threads_that_begin_a_release_together_do_not_mix_up_its_parts():
    alone = list(match_batch(LINES, on=DAY))
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(3):
            _MATCHERS.clear()
            with ThreadPoolExecutor(4) as executor:
                several = executor.map(lambda _: list(match_batch(LINES, on=DAY)), range(4))
                assert all(found == alone for found in several)
    finally:
        sys.setswitchinterval(usual)


def test_the_command(tmp_path, capsys):
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(LINES) + "\n")
    words = ["evaluate", "--batch", str(path), "--matches", "--on", DAY.isoformat()]
    assert main([*words, "--jobs", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == list(match_batch(LINES, on=DAY))


def test_a_single_case_is_not_matched(capsys):
    assert main(["evaluate", "case.yaml", "--matches"]) == 2
    assert "--batch" in capsys.readouterr().err
