from functools import cache

import pytest

from knowledgebase.catalog import Catalog, load_content
from tests.tumorboard.interpretation.builders import DAY, case
from tumorboard.domain.case import Assay, GeneState, StatedFusion, StatedGene
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.interpretation.facts import facts_of
from tumorboard.interpretation.findings import findings_of

MUTATED, WILD, NOT_TESTED = GeneState.MUTATED, GeneState.WILD_TYPE, GeneState.NOT_TESTED


@cache
def shipped():
    return Catalog(load_content())


def told(*genes, **more):
    return case(genes=tuple(StatedGene(*one) for one in genes), **more)


def evaluated(*genes, **more):
    return evaluate_case(told(*genes, **more), shipped(), DAY)


def value(name, key, *genes, **more):
    stated = told(*genes, **more)
    content = shipped().content
    fact = facts_of(stated, findings_of(stated, content), content).get(name, key)
    return None if fact is None else fact.value


@pytest.mark.parametrize(
    ("gene", "change", "needed"),
    [
        ("NPM1", "", "NPM1c"),
        ("NPM1", "W288fs", "NPM1c"),
        ("NPM1", "p.Trp288fs", "NPM1c"),
        ("NPM1", "L287fs", "NPM1c"),
        ("NPM1", "c.860_863dup", "NPM1c"),
        ("NPM1", "type A", "NPM1c"),
        ("FLT3", "", "FLT3-ITD"),
        ("FLT3", "D835Yx", "FLT3-TKD"),
    ],
)
def test_a_change_that_does_not_tell_is_asked_for(gene, change, needed):
    stated = (gene, MUTATED, change)
    panel = (Assay("Panel", (gene,)),)
    assert value("gene", gene, stated, assays=panel) is True
    assert value("alteration", needed, stated, assays=panel) is None
    result = evaluated(stated)
    label = f"{gene} {change or 'mutated'}"
    (question,) = (one for one in result.not_assessed if one.startswith(f"{label}: which change?"))
    assert needed in question
    assert "(level A)" in question
    (tier,) = result.tiers
    assert "which change?" in tier.reason
    assert needed in tier.reason


def test_a_residue_alone_is_any_change_of_it():
    (finding,) = evaluated(("FLT3", MUTATED, "D835")).findings
    assert finding.names == ("FLT3-TKD",)
    assert value("alteration", "FLT3-TKD", ("FLT3", MUTATED, "p.Asp835")) is True
    assert value("alteration", "KIT-D816", ("KIT", MUTATED, "D816")) is True
    panel = (Assay("Panel", ("KIT",)),)
    assert value("alteration", "KIT-D816V", ("KIT", MUTATED, "D816"), assays=panel) is None


def test_a_whole_change_is_not_asked_about():
    for change in ("W288Cfs*12", "A18T"):
        assert not any(
            "which change" in s for s in evaluated(("NPM1", MUTATED, change)).not_assessed
        )


def test_what_is_known_already_is_not_asked():
    result = evaluated(("FLT3", MUTATED, ""), ("FLT3", WILD, "FLT3-TKD"))
    (question,) = (one for one in result.not_assessed if "which change" in one)
    assert "FLT3-TKD is" not in question
    assert "or FLT3-TKD" not in question


@pytest.mark.parametrize(
    ("symbol", "said"),
    [
        ("FLT33", "FLT33 is not a gene of the knowledge base; did you mean FLT3?"),
        ("QQQQQ7", "QQQQQ7 is not a gene of the knowledge base."),
    ],
)
@pytest.mark.parametrize("state", [MUTATED, WILD])
def test_an_unknown_symbol_is_said(symbol, said, state):
    assert said in evaluated((symbol, state)).not_assessed


def test_not_tested_and_wild_type_contradict_each_other():
    stated = (("FLT3", NOT_TESTED), ("FLT3", WILD))
    for order in (stated, stated[::-1]):
        assert value("gene", "FLT3", *order) is None
        assert value("alteration", "FLT3-ITD", *order) is None
        sentences = evaluated(*order).not_assessed
        assert any("Contradiction" in one and "FLT3" in one for one in sentences)


def test_an_alteration_not_tested_is_unknown_in_a_wild_type_gene():
    stated = (("FLT3", NOT_TESTED, "ITD"), ("FLT3", WILD))
    assert value("alteration", "FLT3-ITD", *stated) is None
    assert value("alteration", "FLT3-TKD", *stated) is False


def test_the_other_order_of_a_fusion_is_pointed_out():
    hint = "MYH11::CBFB is stated; CBFB::MYH11 is what the knowledge base names: confirm the order."
    turned = evaluated(fusions=(StatedFusion("MYH11", "CBFB", True),)).not_assessed
    assert hint in turned
    both = (StatedFusion("MYH11", "CBFB", True), StatedFusion("CBFB", "MYH11", True))
    assert hint not in evaluated(fusions=both).not_assessed


def test_treatments_are_named_first_and_an_unreadable_change_verbatim():
    result = evaluated(("FLT3", MUTATED, "D835Yx"))
    (tier,) = result.tiers
    assert (
        "“Gilteritinib in relapsed or refractory AML with FLT3 mutation” (level A)" in tier.reason
    )
    assert any("FLT3 (D835Yx) could not be read" in one for one in result.not_assessed)
