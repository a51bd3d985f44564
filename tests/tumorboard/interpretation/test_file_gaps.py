from dataclasses import replace

import pytest

from tests.tumorboard.interpretation.builders import (
    DAY,
    assertion,
    case,
    catalog,
    consequence,
    file_of,
    itd,
    variant,
)
from tumorboard.domain.case import Assay
from tumorboard.domain.conclusion import Tier
from tumorboard.domain.variant import Sample, SampleRole
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.interpretation.standing import Standing, judge


def evaluated(*variants, **changed):
    told = case(variant_file=replace(file_of(*variants), **changed))
    return evaluate_case(told, catalog(assertion()), DAY)


@pytest.mark.parametrize(
    "bare",
    [
        variant(line=8),
        variant(line=8, alt="<DEL>"),
        variant(consequence("TP53", terms=()), line=8),
    ],
)
def test_without_annotation_the_effect_is_unknown(bare):
    assert judge(bare, named=False).standing is Standing.IN_DOUBT
    result = evaluated(bare)
    (tier,) = result.tiers
    assert tier.tier is Tier.III
    assert "not annotated, its effect is unknown" in tier.reason
    assert "does not change the protein" not in tier.reason
    assert any(
        one.startswith("Not annotated, effect unknown:") and "(line 8)" in one
        for one in result.not_assessed
    )


def test_many_variants_without_annotation_are_counted():
    (said,) = (
        one
        for one in evaluated(*(variant(line=n) for n in range(1, 31))).not_assessed
        if one.startswith("Not annotated")
    )
    assert said.endswith("and 10 more.")


@pytest.mark.parametrize(
    ("pairs", "warned"),
    [
        ([("0.01", "0.40"), ("0", "0.30"), ("0.4", "0")], True),
        ([("0.01", "0.40"), ("0.4", "0")], False),
        ([("0.02", "0.40")], False),
        ([("0.01", "0.04")], False),
    ],
)
def test_exchanged_samples_are_warned_of_first(pairs, warned):
    seen = (itd(n, vaf=t, normal=normal) for n, (t, normal) in enumerate(pairs, 1))
    assert evaluated(*seen).not_assessed[0].startswith("Warning: tumour and normal") == warned


def test_variants_that_did_not_pass_do_not_speak_for_an_exchange():
    seen = itd(vaf="0", normal="0.4", filters=("weak",))
    assert not any("exchanged" in one for one in evaluated(seen).not_assessed)


@pytest.mark.parametrize("tumour", ["0", "0.01"])
def test_a_variant_of_the_normal_sample_alone_names_what_would_wait(tumour):
    (tier,) = evaluated(itd(vaf=tumour, normal="0.40")).tiers
    assert "if it is real" in tier.reason
    assert "Title of A1" in tier.reason


def test_two_tumour_samples_are_said():
    samples = tuple(Sample(name, SampleRole.TUMOUR, "stated") for name in ("A", "B"))
    (said,) = (one for one in evaluated(itd(), samples=samples).not_assessed if "2 samples" in one)
    assert "only the figures of A are shown" in said


def test_an_allele_stated_twice_with_different_fractions_is_said():
    said = "the same allele stands more than once"
    differing = evaluated(itd(3, vaf="0.4"), itd(9, vaf="0.1")).not_assessed
    assert any(said in one and "lines 3, 9" in one for one in differing)
    assert not any(said in one for one in evaluated(itd(3), itd(9)).not_assessed)


def test_no_assay_makes_a_gene_wild_type_beside_an_unannotated_variant():
    told = case(variant_file=file_of(variant()), assays=(Assay("Panel", ("FLT3",)),))
    result = evaluate_case(told, catalog(assertion()), DAY)
    assert any("could not be judged" in one and "FLT3-ITD" in one for one in result.not_assessed)
