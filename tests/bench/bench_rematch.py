"""A national re-match: 10,000 cases against the shipped knowledge and 5,000 imported trials.

The trials are written as an import writes them, laid over the shipped content, built into a
signed release and installed, as a hospital does. What is timed is the command as a whole, with
two processes, the start of the program included.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.resources import as_file
from pathlib import Path

from knowledgebase.catalog import load_shipped
from knowledgebase.importers.folder import write_import
from knowledgebase.releases.places import shipped_folder
from tests.bench.generate_matching import DAY, cases, trials

CASES, TRIALS, JOBS, BAR = 10_000, 5_000, 2, 200


def main() -> list[tuple[str, str, str]]:
    """Measure and give rows of a table: what, figure, bar."""
    count = int(os.environ.get("BENCH_MATCHED_CASES", CASES))
    imported = int(os.environ.get("BENCH_TRIALS", TRIALS))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        home = _home(folder)
        _install(imported, folder, home)
        source = folder / "cases.jsonl"
        content = load_shipped()
        source.write_text("".join(json.dumps(case) + "\n" for case in cases(count, content)))
        output = folder / "matches.jsonl"
        words = ["evaluate", "--batch", str(source), "--matches", "--jobs", str(JOBS)]
        begun = time.perf_counter()
        with output.open("wb") as file:
            _run([*words, "--on", DAY.isoformat()], home, stdout=file)
        seconds = time.perf_counter() - begun
        size = output.stat().st_size / 2**20
        matched = offered = 0
        with output.open("rb") as lines:
            for line in lines:
                options = json.loads(line).get("options")
                matched += options is not None
                offered += len(options or ())
    return [
        (
            f"{count:,} cases against {imported:,} imported trials: cases a second",
            f"{count / seconds:.0f}",
            f">= {BAR}",
        ),
        ("the same: cases matched", f"{matched:,}", f"{count:,}"),
        ("the same: options a case, MiB in all", f"{offered / count:.1f}, {size:.0f}", ""),
    ]


def _home(folder: Path) -> dict[str, str]:
    """Give an environment in which nothing of the user's installation is seen or changed."""
    places = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache"}
    own = {name: str(folder / part) for name, part in places.items()}
    return {**os.environ, "HOME": str(folder), **own}


def _install(count: int, folder: Path, home: dict[str, str]) -> None:
    content = folder / "content"
    with as_file(shipped_folder()) as shipped:
        shutil.copytree(shipped, content)
    written, _ = write_import(trials(count, load_shipped()), content, load_shipped(), DAY)
    assert not written.skipped, written.reasons()
    release = content / "release.yaml"
    version = load_shipped().version
    release.write_text(release.read_text("utf-8").replace(version, f"{version}+local", 1), "utf-8")
    key, file = folder / "hospital", folder / "local.release"
    for words in (
        ["keygen", "--output", str(key)],
        ["build", "--content", str(content), "--key", f"{key}.key", "--output", str(file)],
        ["trust", f"{key}.pub"],
        ["install", str(file)],
    ):
        _run(["kb", *words], home, stdout=subprocess.DEVNULL)


def _run(words: list[str], home: dict[str, str], **options: object) -> None:
    subprocess.run([sys.executable, "-m", "ui.cli", *words], env=home, check=True, **options)


if __name__ == "__main__":
    for row in main():
        print(*row, sep="\t")
