"""IPSS-M, IPSS-R and the cytogenetic group of whole case files, as a registry would state them."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.shared_data import shared
from tumorboard.services.evaluation import evaluate_batch

DAY = date(2026, 11, 21)
TABLE = "data/D_ground_truth/ipssm/IPSSMexample.csv"
STATES = {"1": "mutated", "0": "wild type", "NA": "not tested"}
ANSWERS = {"1": True, "0": False}
CLINICAL = {
    *("ID", "HB", "PLT", "BM_BLAST", "CYTO_IPSSR", "TP53mut", "TP53maxvaf", "TP53loh"),
    *("del5q", "del7_7q", "complex", "del17_17p", "MLL_PTD", "FLT3"),
}
FLAGS = {
    "del5q": "del(5q)",
    "del7_7q": "loss(7q)",
    "complex": "complex",
    "del17_17p": "loss(17p)",
}


def as_case(row: dict[str, str]) -> dict[str, Any]:
    """Write a row of the authors' table as a case file; what is NA there is left out."""
    genes = [
        {"gene": name, "state": STATES[value]}
        for name, value in row.items()
        if name not in CLINICAL
    ]
    for change in ("ITD", "TKD"):
        genes.append({"gene": "FLT3", "state": STATES[row["FLT3"]], "change": change})
    genes.append({"gene": "KMT2A", "state": STATES[row["MLL_PTD"]], "change": "PTD"})
    genes.append(_tp53(row))
    measured = {"HB": ("haemoglobin", "g/dL"), "PLT": ("platelets", "10*9/L")}
    measured["BM_BLAST"] = ("marrow_blasts", "%")
    case: dict[str, Any] = {
        "id": row["ID"],
        "patient": {"pseudonym": row["ID"]},
        "disease": "MDS",
        "genes": genes,
        "cytogenetics": {
            "ipssr_group": row["CYTO_IPSSR"].lower(),
            "findings": {
                token: ANSWERS[row[flag]] for flag, token in FLAGS.items() if row[flag] in ANSWERS
            },
        },
        "laboratory": {
            name: {"value": row[column], "unit": unit} for column, (name, unit) in measured.items()
        },
    }
    if row["TP53loh"] in ANSWERS:
        lost = "copy-neutral loss of heterozygosity" if row["TP53loh"] == "1" else "normal"
        case["copy_numbers"] = [{"gene": "TP53", "state": lost}]
    return case


def _tp53(row: dict[str, str]) -> dict[str, Any]:
    count = {"0": 0, "1": 1, "2 or more": 2, "2": 2}.get(row["TP53mut"])
    if not count:
        return {"gene": "TP53", "state": "not tested" if count is None else "wild type"}
    stated = {"gene": "TP53", "state": "mutated", "mutations": count}
    return stated if row["TP53maxvaf"] == "NA" else {**stated, "vaf": row["TP53maxvaf"]}


def risks(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    lines = [json.dumps(as_case(row)).encode() for row in rows]
    return [one["risk"] for one in evaluate_batch(lines, on=DAY, folder=Path())]


def table() -> list[dict[str, str]]:
    with shared(TABLE).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_authors_own_table_gives_their_scores() -> None:
    # The scores are those of the package's own tests.
    wanted = {
        "pp347": (0.30, 0.31, 0.63, "Moderate high"),
        "pp564": (4.55, 4.55, 4.55, "Very high"),
        "zeroScore": (0.0, 0.0, 0.0, "Moderate low"),
    }
    rows = table()
    found = {row["ID"]: one["ipssm"] for row, one in zip(rows, risks(rows), strict=True)}
    for name, (best, mean, worst, group) in wanted.items():
        one = found[name]
        assert (one["score"], one["estimate"], one["result"]) == ([best, worst], mean, group)


PLAIN = {
    "ID": "x",
    "HB": "8.4",
    "PLT": "41",
    "BM_BLAST": "4",
    "CYTO_IPSSR": "Good",
    **dict.fromkeys(("del5q", "del7_7q", "complex", "del17_17p", "MLL_PTD", "FLT3"), "0"),
    "TP53mut": "0",
    "TP53maxvaf": "NA",
    "TP53loh": "0",
    **dict.fromkeys(
        (
            *("ASXL1", "BCOR", "BCORL1", "CBL", "CEBPA", "DNMT3A", "ETV6", "EZH2", "IDH1", "IDH2"),
            *("KRAS", "NF1", "NPM1", "NRAS", "RUNX1", "SETBP1", "SF3B1", "SRSF2", "STAG2", "U2AF1"),
            *("ETNK1", "GATA2", "GNB1", "PHF6", "PPM1D", "PRPF8", "PTPN11", "WT1"),
        ),
        "0",
    ),
}


@pytest.mark.parametrize(
    ("changed", "best", "worst", "group"),
    [
        ({"TP53mut": "1", "TP53maxvaf": "0.12"}, -0.23, -0.23, "Moderate low"),
        ({"TP53mut": "2 or more", "TP53maxvaf": "0.22", "BM_BLAST": "6"}, 1.68, 1.68, "Very high"),
        ({"TP53mut": "1", "TP53maxvaf": "0.60", "TP53loh": "NA"}, 1.47, 1.47, "High"),
        ({"TP53mut": "1", "TP53maxvaf": "0.40", "TP53loh": "NA"}, -0.23, 1.47, None),
        ({"TP53mut": "1", "del17_17p": "1", "TP53loh": "NA"}, 1.47, 1.47, "High"),
        ({"SF3B1": "1", "del5q": "1", "HB": "9.5", "PLT": "250", "BM_BLAST": "2"},
         -0.65, -0.65, "Low"),
        ({"SF3B1": "1", "HB": "9.5", "PLT": "250", "BM_BLAST": "2"}, -1.49, -1.49, "Low"),
        ({"CYTO_IPSSR": "Very Good", "HB": "13", "PLT": "250", "BM_BLAST": "1"},
         -2.75, -2.75, "Very low"),
    ],
)  # fmt: skip
def test_stated_flags_give_the_scores_computed_with_a_port(
    changed: dict[str, str], best: float, worst: float, group: str | None
) -> None:
    (risk,) = risks([{**PLAIN, **changed}])
    assert (risk["ipssm"]["score"], risk["ipssm"]["result"]) == ([best, worst], group)


def test_the_group_stated_gives_the_points_of_ipss_r() -> None:
    row = {**PLAIN, "CYTO_IPSSR": "Very Poor", "BM_BLAST": "11", "HB": "7.9", "PLT": "49"}
    case = as_case(row)
    case["laboratory"]["neutrophils"] = {"value": "0.7", "unit": "10*9/L"}
    (found,) = evaluate_batch([json.dumps(case).encode()], on=DAY, folder=Path())
    assert found["risk"]["ipssr_cytogenetics"]["result"] == "very poor"
    assert (found["risk"]["ipssr"]["score"], found["risk"]["ipssr"]["result"]) == (
        [10.0, 10.0],
        "Very high",
    )
