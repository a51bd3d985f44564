"""Whatever bytes come in: one sentence, or a file whose account agrees. Nothing else.

``TUMORBOARD_FUZZ=N`` changes N mutants a seed file and packing (default 120).
"""

import gzip
import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from tests.tumorboard.vcf.vcf_files import CSQ, KEYS, MISSENSE, PACKINGS, head, record, save
from tumorboard.domain.variant import NO_KNOWLEDGE, ReadingKnowledge
from tumorboard.errors import VariantFileError
from tumorboard.services.inspection import inspection_of, rows_of
from tumorboard.vcf.reader import read_variant_file

ROUNDS = int(os.environ.get("TUMORBOARD_FUZZ", "120"))
SEEDS = (
    "scout/cancer_test.vcf.gz",
    "scout/scout_example_tumor_only.SV.CNV.sorted.vcf.gz",
    "balsamic/tnscope_variants.vcf.gz",
    "balsamic/vardict_research_vep.vcf.gz",
    "umccr/test-mutect2.vcf.gz",
    "umccr/test-strelka2.vcf.gz",
    "umccr/test-sage.vcf.gz",
    "snpeff/cancer_pedigree.ann.vcf",
    "sv/manta_demo_somaticSV.vcf.gz",
    "gatk/segments_output_SAMPLE_001.vcf",
    "gatk/cfdna-unfiltered.vcf",
    "vep/vep_clinvar_testset.vcf.gz",
)
EVERYWHERE = ReadingKnowledge({}, (("GRCh37", "13", 1, 2**31, "x"), ("GRCh38", "17", 1, 99, "y")))
CONTROLS = bytes(range(32)) + b"\x7f\x80\xc3\xff"
PIECES = (
    b"\t", b"\n", b"\n\n", b"\r\n", b";", b";;", b"=", b",", b":", b"|", b"/", b"<", b">", b"[",
    b"%", b"%00", b".", b"-", b"#", b"##", b'"', b"\\", b"\0", b"\xff", b"9" * 30, b"1e999999999",
    b"NaN", b"-0", b"1e-400", b"A" * 400, b"<DEL>", b"*", b"G]17:1]", b"0/1", b"\xe2\x80\xa8",
    b"PASS", b"END=",
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Flip, put in, cut out, repeat or join: one to four times."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(7):
            case 0 if at < len(data):
                data = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
            case 1:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case 2:
                data = data[:at] + data[at + chance.randint(1, 50) :]
            case 3:
                data = data[:at]
            case 4:
                data = data[:at] + data[max(0, at - chance.randint(1, 300)) :]
            case 5:
                other = chance.randrange(len(data) + 1)
                data = data[:at] + data[other : other + 200] + data[at:]
            case _:
                data = data[:at] + bytes([chance.choice(CONTROLS)]) + data[at + 1 :]
        if not data:
            return b"\n"
    return data


def holds(path) -> bool:
    """Read the file and check the account; tell whether it was taken."""
    try:
        file = read_variant_file(path, knowledge=EVERYWHERE)
    except VariantFileError as error:
        sentence = error.sentence
    else:
        agrees(file)
        return True
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return False


def agrees(file) -> None:
    """Check that a file's account adds up and that its rows can be made."""
    account = file.accounting
    left_out = sum(account.alleles_filtered.values())
    assert account.read == account.accepted + account.rejected
    assert account.rejected == len(account.rejections)
    assert account.alleles_reported == len(file.variants)
    assert account.alleles_total == account.alleles_reported + left_out
    lines = [rejection.line for rejection in account.rejections]
    assert lines == sorted(set(lines))
    for variant in file.variants:
        assert all(call.vaf is None or 0 <= call.vaf <= 1 for call in variant.calls)
        assert variant.population_af is None or 0 <= variant.population_af <= 1
    inspection_of(file)
    list(rows_of(file, all_consequences=True))


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("seed", SEEDS)
def test_mutated_real_files(tmp_path, seed, packing):
    raw = shared(f"data/C_variants/{seed}").read_bytes()
    text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    chance = random.Random(f"{seed} {packing}")
    taken = 0
    for _ in range(ROUNDS):
        # Text is changed before it is packed, so that the change gets past the checksum.
        taken += holds(save(tmp_path, PACKINGS[packing](mutated(text, chance))))
    assert taken or ROUNDS < 20


@pytest.mark.parametrize("packing", ["gzip", "bgzip"])
@pytest.mark.parametrize("seed", SEEDS[:4])
def test_mutated_packed_files_are_refused(tmp_path, seed, packing):
    raw = shared(f"data/C_variants/{seed}").read_bytes()
    packed = PACKINGS[packing](gzip.decompress(raw))
    whole = read_variant_file(save(tmp_path, packed), knowledge=NO_KNOWLEDGE)
    chance = random.Random(f"packed {seed} {packing}")
    for _ in range(ROUNDS * 2):
        path = save(tmp_path, mutated(packed, chance))
        if holds(path):
            # What is still taken has the same content: a change in a time stamp, for example.
            again = read_variant_file(path, knowledge=NO_KNOWLEDGE)
            assert again.variants == whole.variants
            assert again.accounting == whole.accounting


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_file_cut_anywhere_is_refused_or_loses_its_last_line_visibly(tmp_path, packing):
    seed = shared("data/C_variants/scout/cancer_test.vcf.gz")
    whole = read_variant_file(seed, knowledge=NO_KNOWLEDGE).variants
    packed = PACKINGS[packing](gzip.decompress(seed.read_bytes()))
    chance = random.Random(f"cut {packing}")
    for _ in range(ROUNDS):
        path = save(tmp_path, packed[: chance.randrange(1, len(packed))])
        if packing != "plain":
            assert not holds(path)
        elif holds(path):
            file = read_variant_file(path, knowledge=NO_KNOWLEDGE)
            assert all(variant in whole for variant in file.variants)
            assert file.accounting.rejected == (not path.read_bytes().endswith(b"\n"))


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=400))
def test_any_bytes_for_a_body(tmp_path, body):
    holds(save(tmp_path, head() + record(info=MISSENSE) + body))


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=200))
def test_any_bytes_for_a_file(tmp_path, data):
    holds(save(tmp_path, data))


field = st.text(
    alphabet=st.sampled_from("ACGTN0123456789.,;:=|/<>[]*%-_ \tePASSDPGTADé"), max_size=25
)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(columns=st.lists(field, min_size=9, max_size=12), at=st.integers(0, 10))
def test_records_near_the_grammar(tmp_path, columns, at):
    good = record(info=b"DP=20;" + MISSENSE).rstrip(b"\n").split(b"\t")
    good[at : at + 3] = [column.encode() for column in columns[:3]]
    holds(save(tmp_path, head() + b"\t".join(good) + b"\n"))


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    line=st.one_of(
        st.sampled_from((CSQ + KEYS).splitlines()).flatmap(
            lambda known: st.integers(0, len(known)).flatmap(
                lambda at: field.map(lambda text: known[:at] + text.encode() + known[at + 1 :])
            )
        ),
        field.map(lambda text: b"##" + text.encode()),
    )
)
def test_headers_near_the_grammar(tmp_path, line):
    text = head().replace(b"#CHROM", line + b"\n#CHROM", 1)
    holds(save(tmp_path, text + record(info=MISSENSE)))
