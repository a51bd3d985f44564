"""Classes and numbers of mutations, copy numbers, both alleles, and antigens as measured."""

from dataclasses import replace
from decimal import Decimal

import pytest

from knowledgebase.records import GeneRole
from knowledgebase.rules.criteria import All, Bounds, Criterion, Truth, evaluate
from knowledgebase.vocabulary import MUTATION_CLASSES
from tests.tumorboard.interpretation.builders import (
    assertion,
    case,
    consequence,
    content,
    file_of,
    variant,
)
from tumorboard.domain.case import (
    Assay,
    GeneState,
    StatedAntigen,
    StatedCopyNumber,
    StatedGene,
)
from tumorboard.interpretation.facts import gather_facts
from tumorboard.interpretation.findings import findings_of

PANEL = (Assay("Panel", ("FLT3", "IDH1", "TP53")),)
MUTATED, WILD = GeneState.MUTATED, GeneState.WILD_TYPE


ASKED = All(
    (
        *(Criterion("mutation", f"TP53 {one}") for one in MUTATION_CLASSES),
        Criterion("mutations", "TP53", bounds=Bounds(at_least=Decimal(2), unit="1")),
        Criterion("biallelic", "TP53"),
    )
)


def gathered(told, asked=ASKED):
    assertions = () if asked is None else (assertion(context=asked),)
    knowledge = content(assertions)
    return gather_facts(told, findings_of(told, knowledge), knowledge)


def value(told, fact, key):
    found = gathered(told).facts.get(fact, key)
    return None if found is None else found.value


def with_variants(*variants, assays=PANEL, **more):
    return case(variant_file=file_of(*variants), assays=assays, **more)


def tp53(hgvs_p="p.Arg175His", terms=("missense_variant",), pos=1000, **changed):
    seen = variant(consequence("TP53", hgvs_p, terms=terms), **changed)
    return replace(seen, pos=pos)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (("missense_variant",), "missense"),
        (("stop_gained",), "truncating"),
        (("frameshift_variant", "splice_region_variant"), "truncating"),
        (("inframe_deletion",), "in-frame"),
        (("disruptive_inframe_insertion",), "in-frame"),
        (("splice_donor_variant",), "splice"),
    ],
)
def test_a_variant_has_the_class_of_its_consequence_and_no_other(terms, expected):
    told = with_variants(tp53("", terms, vaf="0.3", line=7))
    for one in ("truncating", "missense", "in-frame", "splice"):
        assert value(told, "mutation", f"TP53 {one}") is (one == expected)
    fact = gathered(told).facts.get("mutation", f"TP53 {expected}")
    assert (fact.vaf, fact.origins, fact.source) == (
        Decimal("0.3"),
        ("7.1",),
        "variant file, line 7",
    )


def test_an_effect_that_fits_no_class_leaves_the_classes_open():
    told = with_variants(tp53("", ("start_lost",)))
    assert value(told, "gene", "TP53") is True
    assert value(told, "mutation", "TP53 truncating") is None


def test_a_class_is_excluded_only_by_an_assay_that_could_see_it():
    told = with_variants(tp53(), assays=())
    assert value(told, "mutation", "TP53 missense") is True
    assert value(told, "mutation", "TP53 truncating") is None
    doubtful = with_variants(tp53(), tp53("", ("stop_gained",), line=9, filters=("weak_evidence",)))
    assert value(doubtful, "mutation", "TP53 truncating") is None
    wild = case(genes=(StatedGene("TP53", WILD),))
    assert value(wild, "mutation", "TP53 truncating") is False
    assert value(wild, "mutations", "TP53") == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [("R175H", "missense"), ("R213*", "truncating"), ("p.Arg209fs*6", "truncating")],
)
def test_a_letter_states_a_class_by_the_change(change, expected):
    told = case(genes=(StatedGene("TP53", MUTATED, change),))
    assert value(told, "mutation", f"TP53 {expected}") is True
    assert value(told, "mutation", "TP53 splice") is None


def number(told):
    fact = gathered(told).facts.get("mutations", "TP53")
    return fact.value, fact.lower_bound


def test_mutations_are_counted_and_what_could_hide_more_makes_it_a_lower_bound():
    first, second = tp53(line=7, pos=100), tp53("p.Arg248Gln", line=9, pos=900)
    assert number(with_variants(first, second)) == (2, False)
    assert number(with_variants(first, second, assays=())) == (2, True)
    assert number(case(genes=(StatedGene("TP53", MUTATED, "R175H"),))) == (1, True)


def test_the_letter_and_the_file_are_not_added_up():
    stated = (StatedGene("TP53", MUTATED, "R175H"),)
    assert number(with_variants(tp53(), genes=stated)) == (1, True)


def test_calls_next_to_each_other_may_be_one_event():
    near, nearer = tp53(line=7, pos=100), tp53("p.Arg175Leu", line=8, pos=101)
    assert number(with_variants(near, nearer)) == (1, True)


@pytest.mark.parametrize(
    ("gene", "copies", "expected"),
    [
        (StatedGene("TP53", MUTATED, "R175H"), "loss", True),
        (StatedGene("TP53", MUTATED, "R175H"), "heterozygous loss", True),
        (StatedGene("TP53", MUTATED, "R175H"), "copy-neutral loss of heterozygosity", True),
        (StatedGene("TP53", MUTATED, "R175H"), "normal", None),
        (StatedGene("TP53", MUTATED, "R175H"), "", None),
        (StatedGene("TP53", WILD), "homozygous loss", True),
        (StatedGene("TP53", WILD), "heterozygous loss", False),
        (StatedGene("TP53", WILD), "loss", None),
        (StatedGene("TP53", WILD), "normal", False),
        (StatedGene("TP53", WILD), "", None),
        (StatedGene("TP53", MUTATED, "R175H", biallelic=True), "", True),
        (StatedGene("TP53", MUTATED, "R175H", biallelic=False), "normal", False),
        (StatedGene("TP53", MUTATED, "R175H", biallelic=False), "loss", None),
    ],
)
def test_both_alleles(gene, copies, expected):
    told = case(genes=(gene,), copy_numbers=(StatedCopyNumber("TP53", copies),) if copies else ())
    assert value(told, "biallelic", "TP53") is expected


def test_two_mutations_are_possibly_biallelic_and_that_is_said():
    told = with_variants(tp53(line=7, pos=100), tp53("p.Arg248Gln", line=9, pos=900))
    assert value(told, "biallelic", "TP53") is None
    knowledge = content(())
    suppressor = replace(knowledge.genes["TP53"], role=GeneRole.TUMOUR_SUPPRESSOR)
    knowledge = replace(knowledge, genes={**knowledge.genes, "TP53": suppressor})
    notes = gather_facts(told, findings_of(told, knowledge), knowledge).notes
    assert any("TP53 has 2 mutations" in note for note in notes)


def test_copy_numbers_are_facts_and_findings():
    told = case(copy_numbers=(StatedCopyNumber("17p", "loss"), StatedCopyNumber("FLT3", "normal")))
    fact = gathered(told).facts.get("copy_number", "17p")
    assert (fact.value, fact.source) == ("loss", "case form: copy numbers, 17p")
    assert value(told, "copy_number", "FLT3") == "normal"
    assert [one.id for one in findings_of(told, content(()))] == list(fact.origins)


def test_of_two_copy_numbers_the_narrower_counts_and_a_contradiction_none():
    narrower = (StatedCopyNumber("TP53", "loss"), StatedCopyNumber("TP53", "homozygous loss"))
    assert value(case(copy_numbers=narrower), "copy_number", "TP53") == "homozygous loss"
    against = case(copy_numbers=(*narrower, StatedCopyNumber("TP53", "gain")))
    assert value(against, "copy_number", "TP53") is None
    assert any(note.startswith("Contradiction") for note in gathered(against).notes)


def test_a_measurement_answers_what_it_is_precise_enough_for():
    one = StatedAntigen("CD19", "flow cytometry", True, Decimal(85), "CD19")
    told = case(antigen_measurements=(one,))
    for key in ("CD19", "CD19 by flow cytometry", "CD19 after CD19"):
        assert value(told, "antigen", key) is True
        assert value(told, "antigen_percentage", key) == 85
    assert value(told, "antigen", "CD19 by immunohistochemistry") is None
    assert value(told, "antigen", "CD19 after CD22") is None


def test_measurements_that_differ_answer_only_what_tells_them_apart():
    told = case(
        antigens={"CD19": True},
        antigen_measurements=(StatedAntigen("CD19", "flow cytometry", False, None, "CD19"),),
    )
    assert value(told, "antigen", "CD19") is None
    assert value(told, "antigen", "CD19 after CD19") is False
    assert any("measurements of CD19 differ" in note for note in gathered(told).notes)


def test_what_is_absent_is_a_fact_only_where_a_rule_asks_it():
    told = with_variants(tp53())
    names = {(one.name, one.key) for one in gathered(told, None).facts}
    assert ("mutation", "TP53 missense") in names
    assert ("mutation", "TP53 truncating") not in names
    assert ("mutations", "IDH1") not in names


@pytest.mark.parametrize(("seen", "expected"), [("0.02", Truth.UNKNOWN), ("0.30", Truth.MET)])
def test_a_letter_without_a_fraction_leaves_only_open_what_it_could_change(seen, expected):
    asked = Criterion("gene", "TP53", vaf=Bounds(at_least=Decimal("0.10")))
    stated = (StatedGene("TP53", MUTATED, "p.Gly245Ser"),)
    found = evaluate(asked, gathered(with_variants(tp53(vaf=seen), genes=stated)).facts, {})
    assert found.value is expected
    assert (("gene", "TP53") in found.open_facts) is (expected is Truth.UNKNOWN)
