"""A batch of MDS cases with every classification and risk model, start-up included.

The cases are made up: blood counts, blasts, a karyotype and a panel in which some genes were not
tested, so that sets and ranges are worked out too.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

CASES, BAR_S = 2500, 60
GENES = (
    *("ASXL1", "TET2", "SF3B1", "SRSF2", "DNMT3A", "RUNX1", "U2AF1", "EZH2", "STAG2", "TP53"),
    *("NRAS", "IDH2", "CBL", "BCOR"),
)
KARYOTYPES = (
    *("46,XX[20]", "46,XY,del(5)(q13q33)[15]/46,XY[5]", "45,XY,-7[12]/46,XY[8]", "47,XY,+8[20]"),
    "43,XY,del(5)(q13q33),-7,-12,der(17)t(12;17)(p12;p11.2),-18[18]",
)


def main() -> list[tuple[str, str, str]]:
    """Measure and give rows of a table: what, figure, bar."""
    count = int(os.environ.get("BENCH_CASES", CASES))
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "cases.jsonl"
        path.write_text("".join(json.dumps(case) + "\n" for case in cases(count)))
        command = [sys.executable, "-m", "ui.cli", "evaluate", "--batch", str(path), "--json"]
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=True)
        seconds = time.perf_counter() - begun
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assessed = sum("ipssm" in one.get("risk", {}) for one in results)
    return [
        (f"{count:,} MDS cases, all models: seconds", f"{seconds:.1f}", f"<= {BAR_S}"),
        ("the same: cases with a result", f"{assessed:,}", f"{count:,}"),
    ]


def cases(count: int) -> Iterator[dict[str, object]]:
    """Yield made-up cases, the same ones every time."""
    chance = random.Random(2026)
    for at in range(count):
        mutated = set(chance.sample(GENES, chance.randint(0, 4)))
        yield {
            "id": f"M-{at}",
            "patient": {"pseudonym": f"P-{at}", "age": chance.randint(40, 90), "sex": "female"},
            "disease": "MDS",
            "setting": "newly diagnosed",
            "karyotype": chance.choice(KARYOTYPES),
            "laboratory": {
                "haemoglobin": {"value": round(chance.uniform(6, 13), 1), "unit": "g/dL"},
                "platelets": {"value": chance.randint(10, 400), "unit": "10*9/L"},
                "neutrophils": {"value": round(chance.uniform(0.2, 5), 1), "unit": "10*9/L"},
                "marrow_blasts": {"value": chance.randint(0, 19), "unit": "%"},
            },
            "genes": [
                {"gene": gene, "state": "mutated" if gene in mutated else "wild type"}
                for gene in GENES
            ],
        }


if __name__ == "__main__":
    for row in main():
        print(*row, sep="\t")
