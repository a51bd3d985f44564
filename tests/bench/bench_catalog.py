"""The catalogue at 100,000 records: loading a signed release, and what one case could touch.

Cold is a release file without a compiled cache: signature, every record read and typed, digest of
the whole, index. Each load runs in a process of its own and is timed from after its imports.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from knowledgebase.releases.installed import build
from knowledgebase.releases.keys import make_keys
from tests.bench.generate_knowledge import synthetic_content

RECORDS, FINDINGS, ROUNDS = 100_000, 200, 3
COLD_S, WARM_S, TOUCH_MS = 10, 1, 100

_LOAD = """
import sys, time
from pathlib import Path
from knowledgebase.catalog import Catalog
from knowledgebase.releases.installed import load_release
from tests.bench.generate_knowledge import synthetic_case
import cryptography.hazmat.primitives.asymmetric.ed25519
release, key, cache, findings = sys.argv[1:]
begun = time.perf_counter()
catalog = Catalog(load_release(Path(release), [Path(key)], Path(cache)))
loaded = time.perf_counter()
facts = synthetic_case(int(findings))
asked = time.perf_counter()
touched = catalog.touching(facts)
print(loaded - begun, time.perf_counter() - asked, len(touched))
"""


def main() -> list[tuple[str, str, str]]:
    """Measure and give rows of a table: what, figure, bar."""
    count = int(os.environ.get("BENCH_ASSERTIONS", RECORDS))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        private, public = make_keys(folder / "bench")
        release = folder / "bench.release"
        build(synthetic_content(count), private, release)
        cold = [_load(release, public, folder / f"cache{n}") for n in range(ROUNDS)]
        warm = [_load(release, public, folder / "cache0") for _ in range(ROUNDS)]
        size = release.stat().st_size / 2**20
    name = f"catalogue of {count:,} assertions"
    return [
        (f"{name}: signed release file, MiB", f"{size:.0f}", ""),
        (f"{name}: load cold, s", f"{_middle(cold, 0):.2f}", f"<= {COLD_S}"),
        (f"{name}: load from its compiled cache, s", f"{_middle(warm, 0):.2f}", f"<= {WARM_S}"),
        (
            f"one case, {FINDINGS} findings: touches {warm[0][2]:.0f} records, ms",
            f"{_middle(warm, 1) * 1000:.0f}",
            f"<= {TOUCH_MS}",
        ),
    ]


def _load(release: Path, key: Path, cache: Path) -> tuple[float, ...]:
    command = [sys.executable, "-c", _LOAD, str(release), str(key), str(cache), str(FINDINGS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(float(word) for word in done.stdout.split())


def _middle(runs: list[tuple[float, ...]], which: int) -> float:
    return statistics.median(run[which] for run in runs)


if __name__ == "__main__":
    for row in main():
        print(*row, sep="\t")
