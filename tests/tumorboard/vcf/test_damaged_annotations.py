"""Real annotated records, damaged at random: nothing raises, nothing of an entry is lost."""

from random import Random

import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.plain_text import read_plainly, text_of
from tumorboard.domain.variant import SampleRole
from tumorboard.vcf.annotations import (
    ALLELE_UNCERTAIN,
    OTHER_ALLELE,
    OTHER_FIELDS,
    consequences_of,
    parse_annotation_header,
    population_frequency,
)
from tumorboard.vcf.fractions import calls_for
from tumorboard.vcf.record import Record
from tumorboard.vcf.samples import recognise_samples
from tumorboard.vcf.transcripts import choose

FILES = (
    "scout/cancer_test.vcf.gz",
    "scout/scout_example_tumor_only.snv.indel.sorted.vcf.gz",
    "snpeff/cancer_pedigree.ann.vcf",
    "umccr/test-mutect2.vcf.gz",
    "umccr/test-strelka2.vcf.gz",
    "balsamic/vardict_research_vep.vcf.gz",
)
SIGNS = "|,&-%():.;=/ACGT0159eN*<>[]é\x00 "


def damaged(text: str, random: Random) -> str:
    """Change, drop, double or cut a few characters."""
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(text) + 1)
        choice = random.randrange(4)
        if choice == 0:
            text = text[:at] + random.choice(SIGNS) + text[at + 1 :]
        elif choice == 1:
            text = text[:at] + text[at + random.randint(1, 9) :]
        elif choice == 2:
            text = text[:at] + random.choice(SIGNS) * 3 + text[at:]
        else:
            text = text[:at] if random.random() < 0.1 else text
    return text


def damage(record: Record, key: str, random: Random) -> Record:
    info = {**record.info, key: damaged(record.info.get(key, ""), random)}
    samples = tuple(damaged(sample, random) for sample in record.samples)
    alts = record.alts if random.random() < 0.7 else (*record.alts, "<DEL>", "*")
    return Record(
        record.line,
        record.chrom,
        record.pos,
        record.ids,
        damaged(record.ref, random) or "N",
        alts,
        record.qual,
        record.filters,
        info,
        record.format,
        samples,
    )


@pytest.mark.parametrize("file", FILES)
def test_damage_is_survived_and_accounted_for(file: str) -> None:
    head, records = read_plainly(text_of(shared(f"data/C_variants/{file}")))
    fmt = parse_annotation_header(head)
    assert fmt is not None
    samples = recognise_samples(head)
    random = Random(file)
    for turn in range(400):
        record = damage(records[turn % len(records)], fmt.key, random)
        warnings: list[str] = []
        found = consequences_of(fmt, record.info, record.ref, record.alts, warnings)
        text = record.info[fmt.key]
        written = text.split(",") if text not in {"", "."} else []
        assert set(warnings) <= {ALLELE_UNCERTAIN, OTHER_ALLELE, OTHER_FIELDS}
        if OTHER_ALLELE not in warnings:
            assert sum(map(len, found)) >= len(written)
        for allele, consequences in enumerate(found, 1):
            index, reason = choose(consequences, {})
            assert (index is None) == (reason == "") == (not consequences)
            frequency, _ = population_frequency(consequences, record.info, allele)
            assert frequency is None or 0 <= frequency <= 1
            calls = calls_for(record, allele, samples)
            assert [call.role for call in calls] == [sample.role for sample in samples]
            assert all(call.vaf is None or 0 <= call.vaf <= 1 for call in calls)
            assert all(call.role in SampleRole for call in calls)
