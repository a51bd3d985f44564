"""Our reader and cyvcf2 (htslib) on the same real files."""

import gzip
import importlib.util
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.second_opinion import (
    RECORDS_REJECTED_BY_US,
    REFUSED_BY_US,
    UNREADABLE_FOR_HTSLIB,
)
from tumorboard.domain.variant import Rejection
from tumorboard.errors import VariantFileError
from tumorboard.vcf.header_lines import parse_header
from tumorboard.vcf.lines import check_line

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("cyvcf2") is None, reason="cyvcf2 is not available on this system"
)
MOST = 1500
ARCHIVES = (
    "vatools/edge_csq_vcfs.tar.gz",
    "malformed/cyvcf2_tests.tar.gz",
    "malformed/htslib_pyvcf_cyvcf2_oddities.tar.gz",
    "sv/mavis_sv_caller_outputs.tar.gz",
)
HTSLIB_VIEW = Path(__file__).with_name("htslib_view.py")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    root = shared("data/C_variants")
    found = [path for path in sorted(root.rglob("*.vcf*")) if path.is_file()]
    for number, archive in enumerate(ARCHIVES):
        folder = tmp_path_factory.mktemp(f"archive{number}")
        with tarfile.open(root / archive) as tar:
            tar.extractall(folder, filter="data")
        found += sorted(folder.rglob("*.vcf")) + sorted(folder.rglob("*.vcf.gz"))
    return found


def ours(path):
    """Give what we make of the first records, ``None`` when the header is refused."""
    raw = path.read_bytes()
    data = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    lines = data.split(b"\n")
    columns = next((n for n, line in enumerate(lines) if line.startswith(b"#CHROM")), None)
    if columns is None:
        return None
    try:
        header = parse_header(lines[: columns + 1])
    except VariantFileError:
        return None
    body = lines[columns + 1 :]
    if body and not body[-1]:
        body.pop()
    return [check_line(header, n, line) for n, line in enumerate(body[:MOST], columns + 2)]


def numbers(text):
    return [None if part == "." else int(part) for part in text.split(",")]


def as_row(record):
    fields = [record.sample_fields(column) for column in range(len(record.samples))]
    row = {"chrom": record.chrom, "pos": record.pos, "ref": record.ref, "alts": list(record.alts)}
    row["genotypes"] = None
    if record.format[:1] == ("GT",):
        row["genotypes"] = [
            [
                -1 if part == "." else int(part)
                for part in re.split(r"[/|]", each["GT"].lstrip("/|"))
            ]
            for each in fields
        ]
    for key in ("DP", "AD"):
        row[key] = (
            [numbers(each.get(key, ".")) for each in fields] if key in record.format else None
        )
    return row


def theirs(paths):
    """Give what htslib makes of files, by path; ``None`` where it gives up or crashes."""
    found, left = {}, [str(path) for path in paths]
    while left:
        done = subprocess.run(
            [sys.executable, str(HTSLIB_VIEW), str(MOST), *left], capture_output=True, text=True
        )
        rows = []
        for line in done.stdout.splitlines():
            row = json.loads(line)
            if "done" in row:
                failed = any("failed" in one for one in rows)
                found[left.pop(0)] = None if failed else rows
                rows = []
            else:
                rows.append(row)
        if done.returncode and left:
            found[left.pop(0)] = None
    return found


def test_both_readers_agree_on_every_real_file(files):
    mine = {path: ours(path) for path in files}
    for path, records in mine.items():
        assert (records is None) == (path.name in REFUSED_BY_US), path.name
    sound = {}
    for path, records in mine.items():
        rejects = any(isinstance(one, Rejection) for one in records or ())
        if path.name != "strelka.vcf":  # two files of this name, one of them sound
            assert rejects == (path.name in RECORDS_REJECTED_BY_US), path.name
        if records is not None and not rejects:
            sound[path] = records
    others = theirs(sound)
    for path, records in sound.items():
        other = others[str(path)]
        assert (other is None) == (path.name in UNREADABLE_FOR_HTSLIB), path.name
        if other is not None:
            assert [as_row(record) for record in records] == other, path.name
    assert len(sound) > 150
    assert sum(map(len, sound.values())) > 15000
