"""The VCF specification's own ``passed`` and ``failed`` files."""

import re
import tarfile
from pathlib import Path

import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.conformance import EXCEPTIONS, NO_LINE, OUTSIDE, Reason
from tumorboard.domain.variant import NO_KNOWLEDGE
from tumorboard.errors import VariantFileError
from tumorboard.vcf.reader import read_variant_file


@pytest.fixture(scope="module")
def suite(tmp_path_factory):
    archive = shared("data/C_variants/malformed/hts-specs_vcf_passed_failed.tar.gz")
    folder = tmp_path_factory.mktemp("hts-specs")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


def read(path):
    return read_variant_file(path, knowledge=NO_KNOWLEDGE)


def lines_named(warnings):
    found = (re.match(r"(?:Header l|L)ine (\d+)", warning) for warning in warnings)
    return {int(match.group(1)) for match in found if match}


def faulty_line(path):
    """Give the line after the note on the cause, where these files have their fault."""
    lines = path.read_bytes().split(b"\n")
    notes = [n for n, line in enumerate(lines, 1) if line.startswith(b"##CauseOfFailure")]
    return notes[0] + 1 if notes else None


def test_every_passed_file_is_accepted_whole(suite):
    files = [*suite.glob("test/vcf/*/passed/*.vcf"), *suite.glob("examples/vcf/*.vcf")]
    assert len(files) > 75
    for path in files:
        name = str(path.relative_to(suite / "test" / "vcf")) if "passed" in path.parts else ""
        if name in OUTSIDE:
            with pytest.raises(VariantFileError, match=r"VCFv4\.1 to VCFv4\.4"):
                read(path)
            continue
        accounting = read(path).accounting
        assert accounting.rejections == (), path.name
        records = [
            line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")
        ]
        assert accounting.accepted == len(records), path.name


def test_every_failed_file_is_refused_rejected_or_a_written_exception(suite):
    files = sorted(suite.glob("test/vcf/*/failed/*.vcf"))
    assert len(files) > 600
    unnamed = []
    for path in files:
        name = str(path.relative_to(suite / "test" / "vcf"))
        try:
            file = read(path)
        except VariantFileError as refused:
            if name not in NO_LINE and not re.search(r"line \d", refused.sentence):
                unnamed.append(name)
            assert name not in EXCEPTIONS, name
            continue
        accepted = not file.accounting.rejections
        assert accepted == (name in EXCEPTIONS), name
    assert unnamed == []


def test_a_fault_in_the_header_names_the_line_it_stands_in(suite):
    checked = 0
    for path in suite.glob("test/vcf/*/failed/failed_meta_*.vcf"):
        if str(path.relative_to(suite / "test" / "vcf")) in EXCEPTIONS:
            continue
        # A description broken over two lines is seen where it is not closed or where it goes on.
        where = faulty_line(path)
        with pytest.raises(VariantFileError) as refused:
            read(path)
        named = int(re.search(r"line (\d+)", refused.value.sentence).group(1))
        assert named in {where, where + 1} if "meta_002" in path.name else named == where
        checked += 1
    assert checked > 250


def test_a_fault_in_a_record_names_the_line_it_stands_in(suite):
    checked = 0
    for path in suite.glob("test/vcf/*/failed/failed_body_*.vcf"):
        try:
            rejections = read(path).accounting.rejections
        except VariantFileError:
            continue
        lines = path.read_bytes().split(b"\n")
        records = [n for n, line in enumerate(lines, 1) if line and not line.startswith(b"#")]
        if rejections and len(records) == 1:
            assert rejections[0].line == records[0], path.name
            checked += 1
    assert checked > 200


def test_exceptions_that_are_told_name_their_line(suite):
    told = [name for name, reason in EXCEPTIONS.items() if reason is not Reason.BETWEEN_RECORDS]
    for name in told:
        path = suite / "test" / "vcf" / name
        named = lines_named(read(path).warnings)
        wanted = faulty_line(path)
        if "body" in name:
            lines = path.read_bytes().split(b"\n")
            wanted = next(n for n, line in enumerate(lines, 1) if line and line[:1] != b"#")
        assert wanted in named, name


def test_the_document_lists_every_exception():
    text = (Path(__file__).parents[3] / "docs" / "vcf-conformance.md").read_text("utf-8")
    for name in [*EXCEPTIONS, *OUTSIDE, *NO_LINE]:
        version, _, file = name.split("/")
        rows = [row for row in text.splitlines() if f"`{file.removesuffix('.vcf')}`" in row]
        assert any(version in row for row in rows), name
