import gzip
import importlib.util
import random
import shutil
import subprocess
import sys
import tarfile

import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.vcf_files import INTRON, MISSENSE, bgzf, head, record, save
from tumorboard.domain.variant import NO_KNOWLEDGE
from tumorboard.errors import VariantFileError
from tumorboard.vcf import bcf
from tumorboard.vcf.bcf import count_records, lookup
from tumorboard.vcf.reader import read_variant_file

needs_cyvcf2 = pytest.mark.skipif(
    importlib.util.find_spec("cyvcf2") is None, reason="cyvcf2 is not available on this system"
)
TEXT = head() + record(100, info=b"DP=20;" + MISSENSE) + record(200, info=INTRON, filters=b"low")
MAKE = (
    "import sys; from cyvcf2 import VCF, Writer; source = VCF(sys.argv[1]); "
    "out = Writer(sys.argv[2], source, mode='wb'); [out.write_record(v) for v in source]; "
    "out.close()"
)


@pytest.fixture
def made(tmp_path):
    """Give a BCF made from TEXT."""
    source, target = save(tmp_path, TEXT), tmp_path / "case.bcf"
    subprocess.run([sys.executable, "-c", MAKE, str(source), str(target)], check=True)
    return target


def read(path):
    return read_variant_file(path, knowledge=NO_KNOWLEDGE)


@needs_cyvcf2
def test_a_bcf_reads_as_its_vcf_does(tmp_path, made):
    as_bcf, as_text = read(made), read(save(tmp_path, TEXT))
    assert as_bcf.accounting == as_text.accounting
    assert [(v.pos, v.alt, v.gene, v.calls) for v in as_bcf.variants] == [
        (v.pos, v.alt, v.gene, v.calls) for v in as_text.variants
    ]
    assert any("BCF" in warning for warning in as_bcf.warnings)


@needs_cyvcf2
def test_real_bcf_files(tmp_path):
    with tarfile.open(shared("data/C_variants/malformed/cyvcf2_tests.tar.gz")) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / "cyvcf2" / "tests"
    assert (
        read(folder / "test.snpeff.bcf").accounting == read(folder / "test.snpeff.vcf").accounting
    )
    assert read(folder / "multi-contig.bcf").accounting.accepted == 9


@needs_cyvcf2
def test_a_damaged_bcf_is_refused_in_one_sentence(tmp_path, made):
    whole = made.read_bytes()
    for changed in (whole[: len(whole) // 2], whole[:-28], whole[:60] + b"\0\0" + whole[62:]):
        with pytest.raises(VariantFileError):
            read(save(tmp_path, changed, "broken.bcf"))


@needs_cyvcf2
def test_a_bcf_whose_records_lie_about_their_length_is_refused(tmp_path, made):
    inner = bytearray(gzip.decompress(made.read_bytes()))
    start = 9 + int.from_bytes(inner[5:9], "little")
    inner[start : start + 4] = (4000).to_bytes(4, "little")
    with pytest.raises(VariantFileError, match="damaged"):
        read(save(tmp_path, bgzf(bytes(inner)), "broken.bcf"))


@needs_cyvcf2
def test_nonsense_inside_a_sound_frame_never_escapes_the_child(tmp_path, made):
    inner = gzip.decompress(made.read_bytes())
    start = 9 + int.from_bytes(inner[5:9], "little")
    chance = random.Random(1)
    for _ in range(8):
        changed = bytearray(inner)
        for _ in range(4):
            changed[chance.randrange(start + 8, len(changed))] = chance.randrange(256)
        try:
            account = read(save(tmp_path, bgzf(bytes(changed)), "odd.bcf")).accounting
        except VariantFileError:
            continue
        assert account.read == account.accepted + account.rejected == 2


@needs_cyvcf2
def test_a_crash_of_the_child_is_one_sentence(tmp_path, made, monkeypatch):
    crashing = tmp_path / "python"
    crashing.write_text("#!/bin/sh\nkill -SEGV $$\n")
    crashing.chmod(0o755)
    monkeypatch.setattr(bcf.sys, "executable", str(crashing))
    with pytest.raises(VariantFileError, match="damaged"):
        read(made)


def test_without_cyvcf2_the_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(bcf, "find_spec", lambda _: None)
    path = save(tmp_path, bgzf(b"BCF\x02\x02" + bytes(4)), "case.bcf")
    with pytest.raises(VariantFileError, match="convert it with 'bcftools view"):
        read(path)
    with pytest.raises(VariantFileError, match="not available"):
        lookup(path, "1:1-2")


def test_records_are_counted_by_their_lengths():
    head_of_bcf = b"BCF\x02\x02" + (3).to_bytes(4, "little") + b"abc"
    one = (4).to_bytes(4, "little") + (2).to_bytes(4, "little") + b"123456"
    stream = head_of_bcf + one * 3
    for size in (1, 5, 1000):
        chunks = (stream[at : at + size] for at in range(0, len(stream), size))
        assert count_records(chunks) == 3
    with pytest.raises(VariantFileError, match="damaged"):
        count_records(iter([stream[:-1]]))


@needs_cyvcf2
def test_indexed_look_up(tmp_path):
    # The index is made by htslib beside a bgzip file; the look-up asks for 1-based, inclusive.
    path = save(tmp_path, bgzf(TEXT), "resource.vcf.gz")
    with pytest.raises(VariantFileError, match="no index"):
        lookup(path, "chr1:1-150")
    with pytest.raises(VariantFileError, match="chromosome:start-end"):
        lookup(path, "chr1")
    tool = shutil.which("bcftools")
    if tool is None:
        pytest.skip("bcftools is not installed, so no index can be made")
    subprocess.run([tool, "index", "-t", str(path)], check=True)
    assert [found.pos for found in lookup(path, "chr1:1-150")] == [100]
    assert [found.pos for found in lookup(path, "chr1:100-200")] == [100, 200]
    assert lookup(path, "chr9:1-1000") == ()
