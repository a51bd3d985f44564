"""Reading a whole genome: our whole process against ``bcftools +split-vep -d``, in turn.

Both write the coding rows of the same file, one per allele, transcript and consequence; ours also
checks and accounts for every line. The rows must be the same set. The bar is 0.6 of the
yardstick's wall time, and 400 MiB at the peak of both our processes together.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.bench.generate_vcf import generate
from tumorboard.vcf.alleles import index_of
from tumorboard.vcf.terms import REPORTED_TERMS, SEVERITY

RECORDS = 1_000_000
ROUNDS = 5
BAR, BAR_MIB = 0.6, 400
FORMAT = r"%CHROM\t%POS\t%REF\t%ALT\t%SYMBOL\t%Feature\t%Consequence\t%Allele\n"
Row = tuple[str, ...]
AS_INSTALLED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def main() -> list[tuple[str, str, str]]:
    """Measure and give rows of a table: what, figure, bar."""
    path = generate(int(os.environ.get("BENCH_RECORDS", RECORDS)))
    rounds = int(os.environ.get("BENCH_ROUNDS", ROUNDS))
    bcftools = shutil.which("bcftools")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.jsonl", Path(folder) / "theirs.tsv"
        scale = Path(folder) / "severity.txt"
        scale.write_text("\n".join(term.lower() for term in reversed(SEVERITY)) + "\n")
        mine, yardstick, peaks = [], [], []
        # As installed: the interpreter keeps compiled modules, made by a run that is not counted.
        _run([sys.executable, "-m", "ui.cli", "variants", str(path), "--json"], ours)
        for _ in range(rounds):
            seconds, peak = _run(
                [sys.executable, "-m", "ui.cli", "variants", str(path), "--json"], ours
            )
            mine.append(seconds)
            peaks.append(peak)
            if bcftools:
                yardstick.append(_run(_split_vep(bcftools, path, scale), theirs)[0])
        took = statistics.median(mine)
        name = f"read {path.name}"
        rows = [
            (f"{name}: seconds", f"{took:.2f}", ""),
            (f"{name}: peak MiB, both processes", f"{max(peaks):.0f}", f"<= {BAR_MIB}"),
        ]
        if not bcftools:
            return [*rows, ("ratio to bcftools +split-vep", "skipped: no bcftools here", "")]
        same = _our_rows(ours) == _their_rows(theirs)
        by = statistics.median(yardstick)
        return [
            *rows,
            ("bcftools +split-vep -d: seconds", f"{by:.2f}", ""),
            ("ratio", f"{took / by:.2f}", f"<= {BAR}"),
            ("the same coding rows", "yes" if same else "NO", "yes"),
        ]


def _split_vep(bcftools: str, path: Path, scale: Path) -> list[str]:
    """Write only transcripts with a term we report, by a severity scale of the same terms."""
    which = ["-S", str(scale), "-s", "all:coding_sequence_variant+"]
    return [bcftools, "+split-vep", "-d", "-f", FORMAT, *which, str(path)]


def _run(command: list[str], output: Path) -> tuple[float, float]:
    """Run to the end; give wall seconds and the most MiB its processes held at one time."""
    with output.open("wb") as out:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env=AS_INSTALLED)
        watch = _Memory(process.pid)
        errors = process.communicate()[1]
        seconds = time.perf_counter() - begun
        watch.stop()
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} failed: {errors.decode(errors='replace')[-500:]}")
    return seconds, watch.peak_mib


class _Memory(threading.Thread):
    """Looks ten times a second at the resident memory of a process and its children (Linux)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._done = threading.Event()
        self.peak_mib = 0.0
        self.start()

    def run(self) -> None:
        while not self._done.wait(0.1):
            self.peak_mib = max(self.peak_mib, sum(map(_resident_mib, _family(self._pid))))

    def stop(self) -> None:
        self._done.set()
        self.join()


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(int(child) for child in children)]


def _resident_mib(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    resident = next((x for x in status.splitlines() if x.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(resident.split()[1]) / 1024


def _reported(terms: str) -> bool:
    return not REPORTED_TERMS.isdisjoint(terms.split("&"))


def _our_rows(path: Path) -> set[Row]:
    """One row per coding consequence; versions of transcripts are not in VEP's Feature field."""
    rows = set()
    for line in path.read_text().splitlines():
        one = json.loads(line)
        for each in [one, *one["alternatives"]]:
            if _reported(each["consequence"]):
                transcript = each["transcript"].partition(".")[0]
                place = (one["chrom"], str(one["pos"]), one["ref"], one["alt"])
                rows.add((*place, each["gene"], transcript, each["consequence"]))
    return rows


def _their_rows(path: Path) -> set[Row]:
    rows = set()
    for line in path.read_text().splitlines():
        chrom, pos, ref, alt, gene, transcript, consequence, allele = line.split("\t")
        alts = tuple(alt.split(","))
        which = index_of(allele, ref, alts)
        named = "" if which is None else alts[which]
        rows.add((chrom, pos, ref, named, gene, transcript, consequence))
    return rows


if __name__ == "__main__":
    for row in main():
        print(*row, sep="\t")
