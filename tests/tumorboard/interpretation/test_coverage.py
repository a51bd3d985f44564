"""Absent is not the same as not tested: each kind of test against what it could have shown."""

from dataclasses import replace

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.rules.criteria import Criterion
from tests.tumorboard.interpretation.builders import assertion, case, consequence, file_of, variant
from tumorboard.domain.case import Assay, GeneState, StatedFusion, StatedGene
from tumorboard.interpretation.facts import gather_facts
from tumorboard.interpretation.findings import findings_of

CONTENT = load_content()
GENES = ("FLT3", "NPM1", "IKZF1", "KMT2A", "UBTF", "TP53", "BTK")


def assay(kind="", **more):
    return Assay(kind or "Panel", GENES, kind=kind, **more)


# Classes of mutation are called absent only where a rule asks for them.
IN_FRAME = assertion(context=Criterion("mutation", "FLT3 in-frame"))
ASKING = replace(CONTENT, assertions={**CONTENT.assertions, IN_FRAME.id: IN_FRAME})


def gathered(*assays, **more):
    quiet = file_of(variant(consequence("ASXL1", "p.Arg693Ter", terms=("stop_gained",))))
    told = case(variant_file=quiet, assays=assays, **more)
    return gather_facts(told, findings_of(told, ASKING), ASKING)


def value(facts, name, key):
    found = facts.facts.get(name, key)
    return None if found is None else found.value


FRAGMENTS = assay("fragment-analysis-flt3", complete=True)


@pytest.mark.parametrize(
    ("assays", "absent", "unknown"),
    [
        ((assay("myeloid-panel"),), ("FLT3-TKD", "NPM1c"), ("FLT3-ITD", "KMT2A-PTD", "UBTF-TD")),
        ((assay("lymphoid-panel"),), ("BTK-C481",), ("FLT3-ITD", "KMT2A-PTD", "MYD88-L265P")),
        ((assay("wgs-tumour-normal"),), ("MYD88-L265P",), ("FLT3-ITD", "KMT2A-PTD", "UBTF-TD")),
        ((assay("wgs-tumour-only"),), ("FLT3-TKD",), ("FLT3-ITD", "KMT2A-PTD", "UBTF-TD")),
        ((assay(),), ("FLT3-TKD", "NPM1c"), ("FLT3-ITD", "KMT2A-PTD", "UBTF-TD")),
        ((Assay("Genome", (), True),), ("FLT3-TKD",), ("FLT3-ITD", "KMT2A-PTD")),
        ((assay("myeloid-panel", sees=("FLT3-ITD",)),), ("FLT3-ITD", "FLT3-TKD"), ("KMT2A-PTD",)),
        ((assay("myeloid-panel", sees=("KMT2A-PTD",)),), ("KMT2A-PTD",), ("FLT3-ITD",)),
        ((FRAGMENTS,), ("FLT3-ITD",), ("FLT3-TKD", "NPM1c", "KMT2A-PTD")),
        ((assay("fragment-analysis-flt3"),), (), ("FLT3-ITD", "FLT3-TKD")),
        ((assay("karyotype", complete=True, sees=("FLT3-ITD",)),), (), ("FLT3-ITD", "NPM1c")),
        ((assay("fish", complete=True),), (), ("FLT3-ITD", "FLT3-TKD", "BTK-C481")),
        ((assay("rna-fusion-panel", complete=True),), (), ("FLT3-ITD", "NPM1c", "KMT2A-PTD")),
        ((assay("of another release"),), (), ("FLT3-ITD", "FLT3-TKD", "NPM1c")),
    ],
)
def test_an_alteration_is_absent_only_where_a_test_could_have_shown_it(assays, absent, unknown):
    facts = gathered(*assays)
    assert {one: value(facts, "alteration", one) for one in absent} == dict.fromkeys(absent, False)
    assert {one: value(facts, "alteration", one) for one in unknown} == dict.fromkeys(unknown)


def test_a_gene_is_wild_type_only_if_no_change_of_it_could_be_missed():
    panel = gathered(assay("myeloid-panel"))
    assert value(panel, "gene", "NPM1") is False
    assert value(panel, "gene", "FLT3") is None
    assert value(panel, "gene", "KMT2A") is None
    both = gathered(assay("myeloid-panel"), FRAGMENTS)
    assert value(both, "gene", "FLT3") is False
    assert value(both, "mutation", "FLT3 in-frame") is False
    assert value(panel, "mutation", "FLT3 in-frame") is None


@pytest.mark.parametrize("complete", [False, True])
def test_a_line_that_could_not_be_read_hides_what_a_panel_found(complete):
    quiet = file_of(variant(consequence("ASXL1", "p.Arg693Ter", terms=("stop_gained",))))
    counted = replace(quiet.accounting, rejected=1)
    told = case(
        variant_file=replace(quiet, accounting=counted),
        assays=(assay("myeloid-panel", complete=complete), FRAGMENTS),
    )
    facts = gather_facts(told, findings_of(told, ASKING), ASKING)
    assert value(facts, "gene", "TP53") is None
    assert value(facts, "alteration", "NPM1c") is None
    assert value(facts, "alteration", "FLT3-ITD") is False


def test_a_panel_that_is_complete_without_a_file_found_nothing():
    told = case(assays=(assay("myeloid-panel", complete=True),))
    facts = gather_facts(told, findings_of(told, ASKING), ASKING)
    assert value(facts, "gene", "TP53") is False


def test_the_reason_names_the_test_and_says_why():
    notes = gathered(assay("myeloid-panel")).notes
    limit = CONTENT.assays["myeloid-panel"].long_insertions.why
    assert f"FLT3-ITD is not called absent. myeloid-panel: {limit}." in notes
    assert "15 bases" in limit
    assert any(one.startswith("KMT2A-PTD is not called absent. myeloid-panel: ") for one in notes)
    assert not any("FLT3-ITD is not" in one for one in gathered(FRAGMENTS).notes)


def test_a_test_without_a_kind_says_what_it_is_not_believed():
    assert any("the kind of test is not stated" in one for one in gathered(assay()).notes)
    assert not any("kind of test" in one for one in gathered(assay("myeloid-panel")).notes)
    assert any("not in this release" in one for one in gathered(assay("gone")).notes)


def test_the_source_of_an_absence_names_only_tests_that_could_see_it():
    facts = gathered(assay("myeloid-panel"), FRAGMENTS).facts
    found = facts.get("alteration", "FLT3-ITD")
    assert found is not None
    assert found.source == "no mutation found by fragment-analysis-flt3"


@pytest.mark.parametrize("kind", ["myeloid-panel", "lymphoid-panel", "wgs-tumour-normal"])
def test_a_test_of_small_variants_says_nothing_of_a_deletion(kind):
    assert gathered(assay(kind, complete=True)).facts.get("copy_number", "IKZF1") is None


SEES = ("KMT2A::*", "ETV6::RUNX1", "del(17p)", "complex", "DUX4::IGH")


@pytest.mark.parametrize(
    ("kind", "absent"),
    [
        ("rna-fusion-panel", {"KMT2A::*", "ETV6::RUNX1"}),
        ("fish", {"KMT2A::*", "ETV6::RUNX1", "del(17p)"}),
        ("karyotype", {"KMT2A::*", "del(17p)", "complex"}),
        ("wgs-tumour-normal", {"KMT2A::*", "ETV6::RUNX1", "del(17p)"}),
        ("myeloid-panel", set()),
        ("fragment-analysis-flt3", set()),
    ],
)
def test_a_fusion_or_token_is_absent_only_by_a_test_that_covers_it(kind, absent):
    facts = gathered(assay(kind, sees=SEES, complete=True))
    told = {
        one
        for one in SEES
        for name in ("fusion", "cytogenetics")
        if value(facts, name, one) is False
    }
    assert told == absent
    silent = gathered(assay(kind, sees=SEES))
    assert all(value(silent, "fusion", one) is None for one in SEES)


@pytest.mark.parametrize("found", [("KMT2A", "AFF1"), ("AFF1", "KMT2A")])
def test_what_is_found_outweighs_what_a_test_did_not_find(found):
    rna = assay("rna-fusion-panel", sees=("KMT2A::*",), complete=True)
    facts = gathered(rna, fusions=(StatedFusion(*found, True),))
    assert value(facts, "fusion", "KMT2A::*") is not False
    mutated = (StatedGene("FLT3", GeneState.MUTATED, "ITD"),)
    assert value(gathered(FRAGMENTS, genes=mutated), "alteration", "FLT3-ITD") is True


def test_not_tested_by_the_form_outweighs_every_test():
    untested = (StatedGene("FLT3", GeneState.NOT_TESTED, "ITD"),)
    facts = gathered(assay("myeloid-panel"), FRAGMENTS, genes=untested)
    assert value(facts, "alteration", "FLT3-ITD") is None
