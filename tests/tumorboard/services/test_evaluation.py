import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import ROOT, shared
from tumorboard.services.batch import evaluate_with
from tumorboard.services.evaluation import evaluate_batch, evaluate_file, in_words

DAY = date(2026, 11, 21)
DOCS = Path(__file__).resolve().parents[3] / "docs" / "case-file.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
CASE = {
    "id": "C-1",
    "patient": {"pseudonym": "P-1", "age": 60},
    "disease": "AML",
    "setting": "relapsed",
    "genes": [{"gene": "FLT3", "state": "mutated", "change": "ITD", "vaf": 0.31}],
}
KEYS = {
    *("case", "date", "disease", "setting", "release", "findings", "tiers", "matches"),
    *("classification", "risk", "completeness", "not_assessed", "variant_file"),
    *("options", "next_tests"),
}


def lines(*cases: object) -> list[str]:
    return [one if isinstance(one, str) else json.dumps(one) for one in cases]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_documentation(example, tmp_path):
    path = tmp_path / "case.yaml"
    if "scout/" in example:
        shared("data/C_variants/scout/cancer_test.vcf.gz")
        example = example.replace("scout/", f"{ROOT}/data/C_variants/scout/")
    path.write_text(example, encoding="utf-8")
    result = evaluate_file(path, on=DAY)
    assert set(result) == KEYS
    assert json.loads(json.dumps(result)) == result
    if "genes:\n  - {" in example or "variants:" in example:
        assert result["tiers"][0]["tier"] == "I"


def test_the_documentation_has_examples():
    assert len(EXAMPLES) >= 4


def test_a_result_tells_finding_tier_match_and_sources():
    (result,) = evaluate_batch(lines(CASE), on=DAY)
    (finding,) = result["findings"]
    assert finding == {
        "id": "stated:FLT3:ITD",
        "kind": "stated gene",
        "gene": "FLT3",
        "label": "FLT3 ITD",
        "alterations": ["FLT3-ITD"],
        "vaf": 0.31,
        "source": "case form: genes",
    }
    (tier,) = result["tiers"]
    assert (tier["finding"], tier["tier"], tier["axes"]["therapeutic"]) == (finding["id"], "I", "A")
    gilteritinib = next(m for m in result["matches"] if "gilteritinib" in m["drugs"])
    assert gilteritinib["sources"]
    assert {one["region"] for one in gilteritinib["regions"]} >= {"EMA", "FDA"}
    assert gilteritinib["biomarker"]["value"] == "met"
    assert result["date"] == "2026-11-21"
    assert result["release"]["digest"]
    assert result["variant_file"] is None


def test_a_bad_line_gives_an_error_and_the_rest_go_on():
    given_lines = lines(
        CASE,
        "",
        "{not json",
        "[]",
        '{"id": NaN}',
        '{"id": "a", "id": "b"}',
        "[" * 100_000,
        '{"karyotype": ' + "[" * 900 + "]" * 900 + "}",
        '{"id": ' + "9" * 5000 + "}",
        {**CASE, "patient": {"pseudonym": "P-1", "age": -1}},
        {**CASE, "variants": {"file": "not-there.vcf"}},
        {**CASE, "question": "\ud800"},
        CASE,
    )
    results = list(evaluate_batch(given_lines, on=DAY))
    assert len(results) == len(given_lines)
    assert set(results[0]) == set(results[-1]) == KEYS
    for number, result in enumerate(results[1:-1], start=2):
        assert set(result) == {"line", "error"}
        assert result["line"] == number
        assert "\n" not in result["error"]
    assert "patient.age" in results[9]["error"]


def test_a_batch_is_read_line_by_line():
    def endless():
        while True:
            yield json.dumps(CASE)

    results = evaluate_batch(endless(), on=DAY)
    assert next(results)["case"] == "C-1"


def test_numbers_and_text_mean_the_same():
    text = {**CASE, "genes": [{**CASE["genes"][0], "vaf": "0.31"}]}
    first, second = evaluate_batch(lines(CASE, text), on=DAY)
    assert first == second


def test_the_day_decides_whether_a_check_has_expired():
    (later,) = evaluate_batch(lines(CASE), on=date(2040, 1, 1))
    assert all(match["expired"] for match in later["matches"])
    assert "expired" in later["tiers"][0]["reason"]


def test_the_words_name_finding_reason_and_gaps():
    (result,) = evaluate_batch(lines(CASE), on=DAY)
    words = in_words(result)
    assert result["tiers"][0]["reason"] in words
    assert all(sentence in words for sentence in result["not_assessed"])
    assert "eligible" not in words


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_line_gets_an_answer(line):
    (result,) = evaluate_batch([line], on=DAY)
    assert result["line"] == 1
    assert result["error"]


def test_a_line_that_is_not_utf_8_stops_only_itself():
    given_lines = [json.dumps(CASE).encode(), b'{"id": "\xe6"}\n', json.dumps(CASE).encode()]
    first, bad, last = evaluate_batch(given_lines, on=DAY)
    assert (bad["line"], "not UTF-8" in bad["error"]) == (2, True)
    assert first == last
    assert set(first) == KEYS


def test_several_processes_give_the_same_lines_in_the_same_order():
    given = [json.dumps(CASE | {"id": f"C-{at}"}).encode() for at in range(70)]
    given[40] = b"{not json"
    alone = [json.dumps(one) for one in evaluate_batch(given, on=DAY)]
    with ThreadPoolExecutor(2) as executor:
        assert list(evaluate_with(executor, given, on=DAY, folder=Path())) == alone
    assert json.loads(alone[40])["line"] == 41


def test_an_identity_number_is_in_no_result():
    patient = {"pseudonym": "P-1", "cpr": "070761-4285", "fnr": "55018510013"}
    case = {"id": "C-1", "patient": patient, "disease": "AML"}
    (result,) = evaluate_batch([json.dumps(case)])
    text = json.dumps(result)
    assert "completeness" in result
    for digits in ("070761", "4285", "550185", "10013", "1961-07-07"):
        assert digits not in text


def example(case: str) -> str:
    return next(one for one in EXAMPLES if f"id: {case}\n" in one)


def test_steps_of_the_documented_case_stand_under_each_of_its_products_options(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(example("C-7"), encoding="utf-8")
    result = evaluate_file(path, on=DAY)
    options = {one["id"]: one for one in result["options"]}
    told = {one["step"]: one for one in options["AXI-FDA-LBCL-3L"]["steps"]}
    assert {"step", "status", "date", "earliest", "latest", "rule", "source"} <= set(
        told["lymphodepletion"]
    )
    assert told["leukapheresis"]["status"] == "planned"
    # The washout was over on 2026-11-19: what has passed bounds nothing that is still to be done.
    assert told["leukapheresis"]["earliest"] is None
    assert told["lymphodepletion"]["until"] == "2026-12-30"
    assert (told["infusion"]["earliest"], told["infusion"]["latest"]) == ("2027-01-02",) * 2
    assert told["monitoring"]["earliest"] == "2027-01-16"
    assert "fifth, fourth and third day" in told["lymphodepletion"]["rule"]
    assert "Yescarta (FDA)" in told["lymphodepletion"]["source"]
    assert not any(one["remarks"] for one in told.values())
    assert options["AXI-FDA-LBCL-3L"]["next_step"]["step"] == "work-up"
    assert all(one["steps"] == [] for one in result["options"] if one["kind"] != "product")


def test_steps_are_told_in_words_where_the_case_states_days(tmp_path):
    path = tmp_path / "case.yaml"
    text = example("C-7").replace("2026-11-16}", "2026-11-20}").replace("2026-12-01", "2026-11-22")
    path.write_text(text, encoding="utf-8")
    said = in_words(evaluate_file(path, on=DAY))
    assert "steps: Referral to the CAR-T centre done 2026-11-09; Leukapheresis planned" in said
    assert "to look at: Leukapheresis: dexamethasone: last on 2026-11-20" in said
    assert "next step: Work-up of fitness and organ function, until 2026-11-22" in said
