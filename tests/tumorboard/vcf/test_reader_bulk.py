"""Proving lines in bulk changes nothing but the time."""

import gzip
import importlib.util
import random

import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.test_fuzz import mutated
from tests.tumorboard.vcf.vcf_files import INTRON, MISSENSE, head, record, save
from tumorboard.domain.variant import NO_KNOWLEDGE, ReadingKnowledge
from tumorboard.errors import VariantFileError
from tumorboard.vcf.reader import read_variant_file

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("re2") is None, reason="RE2 is not available on this system"
)
SOMEWHERE = ReadingKnowledge(
    {}, tuple((build, chrom, 20_000_000, 60_000_000, "x") for build in ("GRCh37", "GRCh38")
              for chrom in ("1", "9", "17", "20"))
)  # fmt: skip
FILES = (
    "pvactools/input_somatic.vcf.gz",
    "umccr/test-sage2-rna.vcf.gz",
    "umccr/test-germline-gatk-haplotype.vcf.gz",
    "umccr/test-germline-strelka2.vcf.gz",
    "umccr/test-germline-vardict.vcf.gz",
    "umccr/test-vardict.vcf.gz",
    "umccr/test-varlociraptor-tumoronly.vcf.gz",
    "vep/bcftools_split-vep.vcf.gz",
    "scout/cancer_test.vcf.gz",
    "gatk/dream3-chr20.vcf",
    "gatk/sample_4.vcf",
    "pcgr/T001-BRCA.grch37.vcf.gz",
)


def both(path, knowledge):
    results = []
    for bulk in (True, False):
        try:
            results.append(read_variant_file(path, knowledge=knowledge, bulk=bulk))
        except VariantFileError as error:
            results.append(error.sentence)
    return results


@pytest.mark.parametrize("knowledge", [NO_KNOWLEDGE, SOMEWHERE], ids=["no places", "places"])
@pytest.mark.parametrize("name", FILES)
def test_real_files_read_the_same_either_way(name, knowledge):
    bulk, one_by_one = both(shared(f"data/C_variants/{name}"), knowledge)
    assert bulk == one_by_one


@pytest.mark.parametrize("name", FILES[1:9])
def test_mutated_files_read_the_same_either_way(tmp_path, name):
    raw = shared(f"data/C_variants/{name}").read_bytes()
    text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    lines = text.split(b"\n")
    header = [line for line in lines if line.startswith(b"#")]
    body = [line for line in lines if line and not line.startswith(b"#")]
    chance = random.Random(name)
    few = b"\n".join([*header, *body[:60], b""])
    for _ in range(6):
        # A sound beginning teaches the shape; the changed lines then try to slip through.
        changed = mutated(b"\n".join(chance.choices(body, k=40)) + b"\n", chance)
        bulk, one_by_one = both(save(tmp_path, few + changed), SOMEWHERE)
        assert bulk == one_by_one


def test_single_bytes_changed_in_plain_records_are_judged_the_same(tmp_path):
    chance = random.Random(7)
    good = [record(number * 10, info=b"DP=20;" + INTRON).rstrip(b"\n") for number in range(1, 600)]
    good += [record(9000, info=MISSENSE).rstrip(b"\n")]
    marks = b"\t;:,=|/.<>*-+ #0123456789ACGTNacgtn\r\x00\xc3%&"
    for _ in range(12):
        lines = list(good)
        for _ in range(40):
            at = chance.randrange(len(lines))
            place = chance.randrange(len(lines[at]))
            mark = bytes([chance.choice(marks)])
            lines[at] = lines[at][:place] + mark + lines[at][place + chance.randrange(2) :]
        bulk, one_by_one = both(save(tmp_path, head() + b"\n".join(lines) + b"\n"), SOMEWHERE)
        assert bulk == one_by_one
