"""Two processes find what one finds."""

import json
import random
import tracemalloc
from dataclasses import replace

import pytest

from tests.bench.generate_vcf import HEADER, bgzf, lines
from tumorboard.domain.variant import NO_KNOWLEDGE
from tumorboard.errors import Cancelled, VariantFileError
from tumorboard.services.inspection import row_text
from tumorboard.vcf.bulk import pieces
from tumorboard.vcf.opening import END_OF_FILE, PiecewiseDigest, VariantBytes
from tumorboard.vcf.reader import inspect_variant_file, read_variant_file, render_variant_file

BODY = "".join(lines(6000, 0)).encode()
HEAD = HEADER.encode()


def save(path, body=BODY, head=HEAD):
    path.write_bytes(b"".join(bgzf(head + body)) + END_OF_FILE)
    return path


@pytest.fixture
def split(monkeypatch):
    """Read even small files by two processes, and say how often that was done."""
    started = []
    start = pieces.start_child

    def counted(job):
        started.append(job.cuts)
        return start(job)

    monkeypatch.setattr(pieces, "FROM_BYTES", 1)
    monkeypatch.setattr(pieces, "PIECE_BYTES", 100_000)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("tumorboard.vcf.reader.start_child", counted)
    return started


def by_one(path):
    return read_variant_file(path, knowledge=NO_KNOWLEDGE, bulk=False)


def by_two(path, progress=None):
    more = {} if progress is None else {"progress": progress}
    return read_variant_file(path, knowledge=NO_KNOWLEDGE, **more)


def test_two_processes_find_what_one_finds(tmp_path, split):
    path = save(tmp_path / "a.vcf.gz")
    found = by_two(path)
    assert len(split) == 1
    assert found.variants
    assert found == by_one(path)


def test_what_is_printed_is_made_where_it_was_read_and_is_the_same(tmp_path, split):
    path = save(tmp_path / "a.vcf.gz")
    file, rows = render_variant_file(path, row_text, knowledge=NO_KNOWLEDGE)
    alone = by_one(path)
    assert len(split) == 1
    assert list(rows) == [row_text(variant) for variant in alone.variants]
    lines = [json.loads(str(row))["line"] for row in rows]
    assert lines == [variant.line for variant in alone.variants]
    assert replace(file, variants=alone.variants) == alone


def test_faults_and_repeated_alleles_on_both_sides_keep_their_lines(tmp_path, split):
    rows = BODY.split(b"\n")[:-1]
    for at in (10, 2000, 3100, 3121, 4000, 5999):
        rows[at] = rows[at].replace(b";DP=", b";DP=x", 1)
    rows[50:50] = rows[5000:5040] = rows[100:140]
    coding = next(one for one in rows if b"missense_variant" in one)
    rows[70:70] = rows[4500:4500] = rows[5900:5900] = [coding, coding]
    rows[3000:3000] = [b"", b"##", b"x\ty"]
    path = save(tmp_path / "a.vcf.gz", b"\n".join(rows) + b"\n")
    found = by_two(path)
    assert len(split) == 1
    assert found.accounting.rejected == 9
    assert found == by_one(path)
    assert inspect_variant_file(path, knowledge=NO_KNOWLEDGE).accounting == found.accounting


@pytest.mark.parametrize("shift", range(0, 800, 97))
def test_wherever_the_cut_falls_in_a_line(tmp_path, split, shift):
    path = save(tmp_path / "a.vcf.gz", b"\n" * shift + BODY)
    assert by_two(path) == by_one(path)
    assert len(split) == 1


def test_a_last_line_without_its_line_break(tmp_path, split):
    path = save(tmp_path / "a.vcf.gz", BODY.rstrip(b"\n"))
    assert by_two(path) == by_one(path)
    assert len(split) == 1


def test_a_second_process_that_is_ended_from_outside_changes_nothing(tmp_path, split, monkeypatch):
    path = save(tmp_path / "a.vcf.gz")
    start = pieces.subprocess.Popen

    def ended(*arguments, **more):
        process = start(*arguments, **more)
        process.kill()
        return process

    def greedy(folder, number_of):
        (folder / "1").touch()  # claimed by the process that is gone
        return claimed(folder, number_of)

    claimed = pieces.claimed
    monkeypatch.setattr(pieces.subprocess, "Popen", ended)
    monkeypatch.setattr("tumorboard.vcf.reader.claimed", greedy)
    assert by_two(path) == by_one(path)
    assert len(split) == 1


def test_where_no_process_can_be_started_one_reads_it_all(tmp_path, split, monkeypatch):
    def refused(*_arguments, **_more):
        raise BlockingIOError("too many processes")

    path = save(tmp_path / "a.vcf.gz")
    monkeypatch.setattr(pieces.subprocess, "Popen", refused)
    assert by_two(path) == by_one(path)
    assert len(split) == 1


def test_every_piece_is_claimed_once(tmp_path):
    one, other = pieces.claimed(tmp_path, 6), pieces.claimed(tmp_path, 6)
    taken = [next(one), next(other), next(other), next(one), *other, *one]
    assert taken == [1, 2, 3, 4, 5]


def test_a_line_over_many_pieces_is_put_together(tmp_path, split, monkeypatch):
    monkeypatch.setattr(pieces, "PIECE_BYTES", 30_000)
    row = BODY.split(b"\n")[7]
    text = random.Random(1).randbytes(900_000).hex().encode()
    long = row.replace(b";DP=", b";CSX=" + text + b";DP=")
    path = save(tmp_path / "a.vcf.gz", b"\n".join([row, long, row, long, row]) + b"\n")
    assert by_two(path) == by_one(path)
    assert len(split[0]) > 10
    monkeypatch.setattr("tumorboard.vcf.reader.MAX_LINE", 500_000)
    with pytest.raises(VariantFileError, match="longer than"):
        by_two(path)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, split, monkeypatch):
    path = save(tmp_path / "a.vcf.gz")
    take = PiecewiseDigest._take

    def changed(self, file, end):
        take(self, file, end)
        self.checksums[-1] ^= 1

    monkeypatch.setattr(PiecewiseDigest, "_take", changed)
    with pytest.raises(VariantFileError, match="changed while"):
        by_two(path)
    assert len(split) == 1


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_damage_anywhere_refuses_the_file(tmp_path, split, share):
    path = save(tmp_path / "a.vcf.gz")
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 0x55
    path.write_bytes(data)
    with pytest.raises(VariantFileError, match="damaged"):
        by_two(path)
    assert len(split) == 1


def test_a_missing_end_refuses_the_file(tmp_path, split):
    path = save(tmp_path / "a.vcf.gz")
    path.write_bytes(path.read_bytes()[: -len(END_OF_FILE)])
    with pytest.raises(VariantFileError, match="end-of-file marker"):
        by_two(path)
    assert len(split) == 1


def test_progress_is_told_and_can_stop_it(tmp_path, split):
    path = save(tmp_path / "a.vcf.gz")
    told = []
    by_two(path, lambda done, total, _: told.append((done, total)))
    size = path.stat().st_size
    assert told[-1] == (size, size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)

    def stop(_done, _total, _what):
        raise Cancelled

    with pytest.raises(Cancelled):
        by_two(path, stop)
    assert len(split) == 2


def test_small_and_plain_files_are_read_in_one_go(tmp_path):
    path = save(tmp_path / "a.vcf.gz")
    assert pieces.cuts_of(VariantBytes(path)) == ()
    plain = tmp_path / "a.vcf"
    plain.write_bytes(HEADER.encode() + BODY)
    assert pieces.cuts_of(VariantBytes(plain)) == ()


def test_memory_does_not_grow_with_the_file(tmp_path):
    short = save(tmp_path / "a.vcf.gz", BODY)
    long = save(tmp_path / "b.vcf.gz", BODY * 4)
    peaks = []
    for path in (short, short, long):
        tracemalloc.start()
        inspect_variant_file(path, knowledge=NO_KNOWLEDGE)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] + (4 << 20)
