"""The kernel refuses the lines that RE2 refuses, counts them all, and changes no result."""

import re
import sys
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.generate_vcf import HEADER, lines
from tests.shared_data import shared
from tests.tumorboard.vcf.bulk.test_scanner import (
    ANNOTATION,
    BODY,
    HEAD,
    KNOWLEDGE,
    PLACES,
    SCANNER,
    marks,
)
from tumorboard.vcf.bulk import kernel as kernels
from tumorboard.vcf.bulk import kernel_text as layout
from tumorboard.vcf.bulk.automaton import Unable
from tumorboard.vcf.bulk.kernel import Kernel
from tumorboard.vcf.bulk.scanner import Line, Scanner
from tumorboard.vcf.reader import read_variant_file

PROOF = SCANNER._one
KERNEL = Kernel(PROOF.line)


def refused_by_re2(rows):
    return [at for at, row in enumerate(rows) if PROOF.stop(row + b"\n", 0) != len(row) + 1]


def check(kernel, rows):
    """Compare with RE2, line by line."""
    buffer = b"".join(row + b"\n" for row in rows)
    found, ends = kernel.refused(buffer)
    assert list(ends) == list(accumulate(len(row) + 1 for row in rows))
    assert found == refused_by_re2(rows)


def test_finds_what_re2_finds_from_the_first_buffer_on():
    fresh = Kernel(PROOF.line)
    for begin in range(0, len(BODY), 300):
        check(fresh, BODY[begin : begin + 300])
    check(fresh, BODY)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2900), st.data())
def test_finds_what_re2_finds_in_changed_lines(first, data):
    rows = [bytearray(row) for row in BODY[first : first + 40]]
    for which in data.draw(st.lists(st.integers(0, 39), max_size=25)):
        row = rows[which]
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, max(0, len(row) - 1)))
            more = bytes(data.draw(st.lists(marks, max_size=2)))
            row[at : at + data.draw(st.sampled_from([0, 1, 1, 2, 300]))] = more
    check(KERNEL, [bytes(row).replace(b"\n", b"") for row in rows])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*BODY[:12], b"", b"\r", b"\t", b"chr1", b"\xff", b"#x"])))
def test_few_short_and_empty_lines(rows):
    if rows:
        check(KERNEL, rows)
        check(Kernel(PROOF.line), rows)


def test_more_refused_lines_than_the_list_holds():
    rows = [b"", *BODY[:3], b"x"] + [b"", b"x"] * layout.MOST_BAD + BODY[:3]
    check(KERNEL, rows)


def test_all_bytes_in_all_places_of_a_line():
    line = BODY[3]
    for byte in (0, 9, 10, 13, 32, 44, 59, 124, 127, 128, 255):
        rows = [
            row for at in range(len(line))
            for row in (line[:at] + bytes([byte]) + line[at + 1 :]).split(b"\n")
        ]  # fmt: skip
        check(KERNEL, rows)


def test_what_is_no_buffer_of_whole_lines_or_too_long_is_not_taken():
    for buffer in (BODY[0], b"", b"\n" * (kernels.LONGEST + 1)):
        with pytest.raises(Unable):
            KERNEL.refused(buffer)


def test_more_lines_than_there_is_room_for_are_not_taken(monkeypatch):
    monkeypatch.setattr(layout, "MOST_LINES", 40)
    kernel = Kernel(PROOF.line)
    check(kernel, BODY[:40])
    with pytest.raises(Unable):
        kernel.refused(b"".join(row + b"\n" for row in BODY[:41]))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=40), st.data())
def test_lines_of_any_length_wherever_a_group_of_bytes_begins(lengths, data):
    kernel = Kernel("(?:[ab]|cc)*\n")
    rows = [bytes(data.draw(st.lists(st.sampled_from(b"abc"), max_size=n))) for n in lengths]
    found, ends = kernel.refused(b"".join(row + b"\n" for row in rows))
    assert list(ends) == list(accumulate(len(row) + 1 for row in rows))
    assert found == [i for i, row in enumerate(rows) if not re.fullmatch(b"(?:[ab]|cc)*", row)]


def test_too_many_states_are_not_taken(monkeypatch):
    monkeypatch.setattr(layout, "TABLE_BYTES", 40_000)
    with pytest.raises(Unable):
        Kernel(PROOF.line).refused(b"".join(row + b"\n" for row in BODY))


def scanned(large):
    scanner = Scanner(HEAD, ANNOTATION, PLACES.places, large=large)
    found = []
    for begin in range(0, len(BODY), 500):
        rows = BODY[begin : begin + 500]
        for part in scanner.scan(b"".join(row + b"\n" for row in rows), begin + 1):
            if isinstance(part, Line):
                found.append((part.line, part.text))
            elif found and len(found[-1]) == 4 and found[-1][3] == part.deviations:
                line, lines, alleles, deviations = found[-1]
                assert part.line == line + lines
                found[-1] = (line, lines + part.lines, alleles + part.alleles, deviations)
            else:
                found.append((part.line, part.lines, part.alleles, part.deviations))
    return scanner, found


def test_the_scanner_says_the_same_of_every_line():
    scanner, found = scanned(True)
    assert scanner._kernel
    assert sum(part[1] if len(part) == 4 else 1 for part in found) == len(BODY)
    assert any(len(part) == 4 and part[2] > part[1] for part in found)
    assert found == scanned(False)[1]


def test_without_wasmtime_re2_does_it_all(monkeypatch):
    monkeypatch.setitem(sys.modules, "wasmtime", None)
    scanner, found = scanned(True)
    assert not scanner._kernel
    assert found == scanned(False)[1]


def test_a_generated_file_reads_the_same(tmp_path, monkeypatch):
    path = tmp_path / "a.vcf"
    path.write_text(HEADER + "".join(lines(8000, 0)))
    expected = read_variant_file(path, knowledge=KNOWLEDGE, bulk=False)
    monkeypatch.setattr("tumorboard.vcf.reader.LARGE_FROM", 0)
    assert read_variant_file(path, knowledge=KNOWLEDGE, bulk=True) == expected


@pytest.mark.parametrize(
    "name",
    ["strelka_admix_tumour_normal_48k.vcf.gz", "pfeiffer_exome_38k.vcf.gz"],
)
def test_large_real_files_read_the_same(name, monkeypatch):
    path = shared(f"data/C_variants/large/{name}")
    expected = read_variant_file(path, knowledge=KNOWLEDGE, bulk=True)
    monkeypatch.setattr("tumorboard.vcf.reader.LARGE_FROM", 0)
    assert read_variant_file(path, knowledge=KNOWLEDGE, bulk=True) == expected
