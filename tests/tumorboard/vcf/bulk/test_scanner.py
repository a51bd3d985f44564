"""A line that is proven in bulk is one the strict check takes and the reader leaves out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.generate_vcf import HEADER, lines
from tests.shared_data import shared
from tumorboard.domain.variant import Assembly, ReadingKnowledge
from tumorboard.vcf.annotations import consequences_of, parse_annotation_header
from tumorboard.vcf.bulk.scanner import Line, Run, Scanner
from tumorboard.vcf.filtering import NamedPositions
from tumorboard.vcf.header_lines import parse_header
from tumorboard.vcf.lines import check_line, proven_record
from tumorboard.vcf.reader import read_variant_file
from tumorboard.vcf.record import Record
from tumorboard.vcf.terms import is_reported

GENERATED = HEADER.encode()
BODY = "".join(lines(3000, 0)).encode().splitlines()
KNOWLEDGE = ReadingKnowledge({}, (("GRCh38", "1", 40_000_000, 90_000_000, "somewhere"),))


def frame(head):
    header = parse_header(head.splitlines())
    return header, parse_annotation_header(header), NamedPositions(KNOWLEDGE, Assembly.GRCH38)


HEAD, ANNOTATION, PLACES = frame(GENERATED)


def taught():
    scanner = Scanner(HEAD, ANNOTATION, PLACES.places)
    for _ in scanner.scan(b"\n".join(BODY[:800]) + b"\n", 1):
        pass
    return scanner


SCANNER = taught()


def left_out(record):
    """Say what the reader would do with every allele of a record, by the slow way."""
    assert not PLACES.touch(record)
    found = consequences_of(ANNOTATION, record.info, record.ref, record.alts)
    return bool(found) and all(
        each and not any(is_reported(one.terms, one.impact) for one in each) for each in found
    )


def check(part, line):
    if isinstance(part, Line) and part.deviations is None:
        return
    record = check_line(HEAD, part.line, line)
    assert isinstance(record, Record), record
    assert tuple(dict.fromkeys(record.warnings)) == part.deviations
    if isinstance(part, Line):
        assert proven_record(part.line, part.text, part.deviations) == replace(
            record, warnings=part.deviations
        )
        return
    assert part.alleles == len(record.alts)
    assert left_out(record)


def test_most_lines_of_a_genome_are_proven_and_all_are_numbered():
    proven = alone = sound = 0
    at = 1
    for part in taught().scan(b"\n".join(BODY) + b"\n", 1):
        assert part.line == at
        if isinstance(part, Run):
            for number in range(part.line, part.line + part.lines):
                record = check_line(HEAD, number, BODY[number - 1])
                assert isinstance(record, Record)
                assert not record.warnings
                assert left_out(record)
            proven += part.lines
            at += part.lines
        else:
            assert part.text == BODY[at - 1]
            check(part, part.text)
            sound += part.deviations is not None
            alone += 1
            at += 1
    assert proven + alone == len(BODY)
    inside = sum(1 for one in BODY if 39_999_000 < int(one.split(b"\t")[1]) <= 90_000_000
                 and one.startswith(b"chr1\t"))  # fmt: skip
    assert sound > alone * 0.9
    assert alone < inside + len(BODY) * 0.03


marks = st.sampled_from(b"\t;:,=|/.<>*-+ #0123456789ACGTNacgtn\r\x00\xc3%&eE_vkY")


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2999), st.data())
def test_no_changed_line_slips_through(which, data):
    line = bytearray(BODY[which])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(line) - 1))
        line[at : at + data.draw(st.integers(0, 2))] = bytes(data.draw(st.lists(marks, max_size=2)))
    text = bytes(line).replace(b"\n", b"")
    for part in SCANNER.scan(text + b"\n", 1):
        check(part, text)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2999), st.integers(0, 2999), st.data())
def test_no_line_with_a_column_of_another_slips_through(one, other, data):
    columns, more = BODY[one].split(b"\t"), BODY[other].split(b"\t")
    for at in data.draw(st.lists(st.integers(0, len(columns) - 1), min_size=1, max_size=4)):
        columns[at] = more[at]
    text = b"\t".join(columns)
    for part in SCANNER.scan(text + b"\n", 1):
        check(part, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"|intron_variant|", b"|missense_variant|"),
        (b"|intron_variant|", b"|a_term_of_tomorrow|"),
        (b"|intron_variant|", b"|intron_variant&splice_region_variant|"),
        (b"|intron_variant|", b"||"),
        (b"CSQ=", b"CSX="),
        (b";DP=", b";DP=x"),
        (b";DP=", b";DP=99999999999;DP="),
        (b"chr1\t", b"chr1\t999999999"),
        (b"\tPASS\t", b"\tPASS;germline\t"),
        (b"\t0/0:", b"\t0/7:"),
    ],
)
def test_a_line_in_doubt_is_left_to_the_strict_check(old, new):
    line = next(x for x in BODY[:200] if b"|intron_variant|" in x and b"\tPASS\t" in x
                and b"\t0/0:" in x)  # fmt: skip
    assert all(isinstance(part, Run) for part in SCANNER.scan(line + b"\n", 1))
    parts = list(SCANNER.scan(line.replace(old, new, 1) + b"\n", 5))
    (part,) = parts
    assert (part.line, part.text) == (5, line.replace(old, new, 1))
    check(part, part.text)


@pytest.mark.parametrize(
    "name",
    ["strelka_admix_tumour_normal_48k.vcf.gz", "pfeiffer_exome_38k.vcf.gz"],
)
def test_large_real_files_read_the_same_either_way(name):
    path = shared(f"data/C_variants/large/{name}")
    bulk = read_variant_file(path, knowledge=KNOWLEDGE, bulk=True)
    assert bulk == read_variant_file(path, knowledge=KNOWLEDGE, bulk=False)
    assert bulk.accounting.accepted > 30_000
