from dataclasses import replace
from decimal import Decimal

import pytest

from knowledgebase.rules.criteria import Criterion
from tests.tumorboard.interpretation.builders import (
    assertion,
    case,
    consequence,
    content,
    file_of,
    itd,
    variant,
)
from tumorboard.domain.case import (
    Assay,
    DatedAnswer,
    GeneState,
    Patient,
    PriorTherapy,
    Quantity,
    Setting,
    Sex,
    StatedFusion,
    StatedGene,
)
from tumorboard.domain.variant import Annotation
from tumorboard.interpretation.facts import facts_of, gather_facts
from tumorboard.interpretation.findings import findings_of

PANEL = (Assay("Panel", ("FLT3", "IDH1", "TP53")),)
MUTATED, WILD, NOT_TESTED = GeneState.MUTATED, GeneState.WILD_TYPE, GeneState.NOT_TESTED


def gathered(told, assertions=()):
    knowledge = content(assertions)
    return gather_facts(told, findings_of(told, knowledge), knowledge)


def value(told, fact, key="", assertions=()):
    found = gathered(told, assertions).facts.get(fact, key)
    return None if found is None else found.value


def with_variants(*variants, rejected=0, assays=PANEL, **more):
    return case(variant_file=file_of(*variants, rejected=rejected), assays=assays, **more)


def tp53(**changed):
    terms = changed.pop("terms", ("missense_variant",))
    return variant(consequence("TP53", "p.Arg175His", terms=terms), **changed)


def test_a_mutation_is_known_with_its_fraction_source_and_origin():
    told = with_variants(tp53(line=7, vaf="0.2"), tp53(line=9, vaf="0.3"))
    fact = gathered(told).facts.get("gene", "TP53")
    assert (fact.value, fact.vaf, fact.origins) == (True, Decimal("0.3"), ("7.1", "9.1"))
    assert fact.source == "variant file, line 7; variant file, line 9"


def test_a_named_alteration_is_known():
    told = with_variants(itd())
    assert value(told, "alteration", "FLT3-ITD") is True
    assert value(told, "alteration", "FLT3-TKD") is False
    assert value(told, "gene", "FLT3") is True


@pytest.mark.parametrize(
    ("changed", "state", "said"),
    [
        ({"filters": ("weak_evidence",)}, None, "filter says weak_evidence"),
        ({"filters": ()}, True, ""),
        ({"population": "0.01"}, None, "common in the population"),
        ({"population": "0.0099"}, True, ""),
        ({"population": "0.03", "normal": "0.04"}, True, ""),
        ({"population": "0.03", "normal": "0.5"}, None, "common in the population"),
        ({"terms": ("synonymous_variant",)}, False, ""),
        ({"terms": ("intron_variant", "splice_region_variant")}, None, "near a splice site"),
        ({"terms": ("splice_donor_variant",)}, True, ""),
        ({"vaf": "0"}, False, ""),
        ({"normal": "0.48"}, True, "whether it is inherited is not assessed"),
    ],
)
def test_what_a_variant_is_worth(changed, state, said):
    told = with_variants(tp53(**changed))
    assert value(told, "gene", "TP53") is state
    notes = gathered(told).notes
    assert any(said in note for note in notes) if said else not any("TP53" in n for n in notes)


@pytest.mark.parametrize(
    ("answer", "said"), [(None, "is not recorded"), (False, "is denied"), (True, "")]
)
def test_a_possibly_inherited_variant_asks_for_consent(answer, said):
    told = with_variants(tp53(normal="0.48"), germline_consent=DatedAnswer(answer))
    notes = [note for note in gathered(told).notes if note.startswith("Consent to germline")]
    assert [said in note for note in notes] == ([True] if said else [])
    assert not any("Consent" in note for note in gathered(with_variants(tp53())).notes)


def test_absent_needs_an_assay_that_could_see_it():
    quiet = consequence("IDH1", "p.Arg132His")
    assert value(with_variants(variant(quiet)), "gene", "TP53") is False
    assert value(with_variants(variant(quiet), assays=()), "gene", "TP53") is None
    other = (Assay("Panel", ("IDH1",)),)
    assert value(with_variants(variant(quiet), assays=other), "gene", "TP53") is None
    whole = (Assay("Genome", (), True),)
    assert value(with_variants(variant(quiet), assays=whole), "gene", "TP53") is False


def test_an_assay_without_any_result_shows_nothing():
    assert value(case(assays=PANEL), "gene", "TP53") is None
    only_untested = case(assays=PANEL, genes=(StatedGene("IDH1", NOT_TESTED),))
    assert value(only_untested, "gene", "TP53") is None
    assert value(only_untested, "alteration", "FLT3-ITD") is None


@pytest.mark.parametrize(("genotype", "state"), [("./.", None), ("0/.", None), ("0/1", True)])
def test_a_tumour_that_was_not_called_leaves_the_gene_open(genotype, state):
    seen = tp53()
    tumour = seen.calls[0]._replace(genotype=genotype, alt_depth=None, vaf=None)
    assert value(with_variants(replace(seen, calls=(tumour,))), "gene", "TP53") is state


def test_an_explicit_not_tested_outweighs_the_assay():
    told = with_variants(genes=(StatedGene("TP53", NOT_TESTED),))
    assert value(told, "gene", "TP53") is None
    assert "Not tested, by the form: TP53." in gathered(told).notes


def test_a_rejected_line_could_have_been_in_any_gene():
    told = with_variants(rejected=1)
    assert value(told, "gene", "TP53") is None
    assert any("1 line of the variant file could not be read" in n for n in gathered(told).notes)


def test_a_file_without_annotation_excludes_nothing():
    assert value(with_variants(variant()), "gene", "TP53") is None
    bare = replace(file_of(), annotation=Annotation("none", ""))
    assert value(case(variant_file=bare, assays=PANEL), "gene", "TP53") is None


def test_a_vague_mutation_leaves_the_named_alterations_open():
    symbolic = variant(consequence("FLT3", terms=("feature_truncation",)), ref="A", alt="<DEL>")
    told = with_variants(symbolic)
    assert value(told, "gene", "FLT3") is True
    assert value(told, "alteration", "FLT3-ITD") is None
    stated = case(assays=PANEL, genes=(StatedGene("FLT3", MUTATED),))
    assert value(stated, "alteration", "FLT3-ITD") is None


def test_an_alteration_without_pattern_is_never_excluded_by_the_gene():
    told = case(genes=(StatedGene("KMT2A", WILD),), assays=(Assay("Panel", ("KMT2A",)),))
    assert value(told, "gene", "KMT2A") is False
    assert value(told, "alteration", "KMT2A-PTD") is None
    excluded = case(genes=(StatedGene("KMT2A", WILD, "KMT2A-PTD"),))
    assert value(excluded, "alteration", "KMT2A-PTD") is False
    assert value(excluded, "gene", "KMT2A") is None


def test_form_against_file_is_a_contradiction():
    told = with_variants(itd(), genes=(StatedGene("FLT3", WILD),))
    assert value(told, "gene", "FLT3") is None
    assert value(told, "alteration", "FLT3-ITD") is None
    assert any(n.startswith("Contradiction") and "FLT3-ITD" in n for n in gathered(told).notes)


def test_an_excluded_alteration_that_is_there_is_a_contradiction():
    told = with_variants(itd(), genes=(StatedGene("FLT3", WILD, "ITD"),))
    assert value(told, "alteration", "FLT3-ITD") is None
    assert value(told, "gene", "FLT3") is True
    assert any(note.startswith("Contradiction") for note in gathered(told).notes)


def test_a_stated_mutation_the_file_does_not_show_is_said():
    sees = (Assay("Panel", ("FLT3",), sees=("FLT3-ITD",)),)
    told = with_variants(genes=(StatedGene("FLT3", MUTATED, "ITD"),), assays=sees)
    assert value(told, "alteration", "FLT3-ITD") is True
    assert any("does not show it" in note for note in gathered(told).notes)


def test_words_that_name_nothing_are_said():
    told = case(genes=(StatedGene("FLT3", MUTATED, "some change"),))
    assert value(told, "gene", "FLT3") is True
    assert any(
        "(some change) could not be read and is not a named alteration" in n
        for n in gathered(told).notes
    )


def test_fusions_present_absent_and_contradictory():
    told = case(
        fusions=(
            StatedFusion("BCR", "ABL1", True),
            StatedFusion("KMT2A", "", False),
            StatedFusion("CBFB", "MYH11", True),
            StatedFusion("CBFB", "MYH11", False),
        )
    )
    assert value(told, "fusion", "BCR::ABL1") is True
    assert value(told, "fusion", "KMT2A::*") is False
    assert value(told, "fusion", "CBFB::MYH11") is None
    assert any("CBFB::MYH11" in n and "Contradiction" in n for n in gathered(told).notes)


def test_a_karyotype_states_what_is_there_and_what_it_excludes():
    tokens = ("del(5q)", "-7")
    asked = tuple(
        assertion(f"A{at}", context=Criterion("cytogenetics", token))
        for at, token in enumerate(tokens)
    )
    told = case(karyotype="46,XX,del(5)(q13q33),unread(1)[9]")
    assert value(told, "cytogenetics", "del(5q)", asked) is True
    assert value(told, "cytogenetics", "normal", asked) is False
    assert value(told, "cytogenetics", "-7", asked) is None
    assert value(told, "cytogenetics", "complex", asked) is None
    assert any("unread(1)" in note for note in gathered(told).notes)
    normal = case(karyotype="46,XX[20]")
    assert value(normal, "cytogenetics", "normal", asked) is True


def test_the_person_and_the_clinic():
    told = case(
        ecog=1,
        laboratory={"leukocytes": Quantity(Decimal("34.2"), "10*9/L")},
        antigens={"CD33": True, "CD19": False},
        statements={"transplant_candidate": False, "cns_involvement": True},
        relapses=2,
        region="DK",
    )
    assert value(told, "cns_involvement") is True
    assert (value(told, "relapses"), value(told, "region")) == (2, "DK")
    assert value(told, "age") == 60
    assert value(told, "sex") == "female"
    assert value(told, "disease") == "AML"
    assert value(told, "setting") == "relapsed"
    assert value(told, "ecog") == 1
    assert gathered(told).facts.get("laboratory", "leukocytes").unit == "10*9/L"
    assert value(told, "antigen", "CD33") is True
    assert value(told, "antigen", "CD19") is False
    assert value(told, "transplant_candidate") is False


def test_what_is_not_known_of_the_person_is_no_fact():
    told = case(patient=Patient("P", None, Sex.UNKNOWN), setting=Setting.UNKNOWN)
    assert [value(told, name) for name in ("age", "sex", "setting", "ecog")] == [None] * 4


def test_prior_therapy():
    asked = (assertion(context=Criterion("prior_drug", "gilteritinib")),)
    given = (PriorTherapy(1, ("Ibrutinib",), ("BTK inhibitor",), refractory=True),)
    told = case(prior_therapies=given)
    assert value(told, "prior_drug", "Ibrutinib") is True
    assert value(told, "prior_class", "BTK inhibitor") is True
    assert value(told, "refractory_to", "BTK inhibitor") is True
    lines = gathered(told).facts.get("lines_of_therapy")
    assert (lines.value, lines.lower_bound) == (1, True)
    assert value(told, "prior_drug", "gilteritinib", asked) is None
    complete = case(prior_therapies=given, prior_therapies_known=True)
    assert value(complete, "lines_of_therapy") == 1
    # Neither drug has a record here, so one may be a name of the other.
    assert value(complete, "prior_drug", "gilteritinib", asked) is None
    untreated = case(prior_therapies_known=True)
    assert value(untreated, "prior_drug", "gilteritinib", asked) is False


def test_a_class_is_excluded_only_when_every_line_names_its_classes():
    asked = (assertion(context=Criterion("prior_class", "BCL2 inhibitor")),)
    named = case(
        prior_therapies=(PriorTherapy(1, ("ibrutinib",), ("BTK inhibitor",)),),
        prior_therapies_known=True,
    )
    unnamed = case(prior_therapies=(PriorTherapy(1, ("venetoclax",)),), prior_therapies_known=True)
    untreated = case(prior_therapies_known=True)
    assert value(named, "prior_class", "BCL2 inhibitor", asked) is False
    assert value(unnamed, "prior_class", "BCL2 inhibitor", asked) is None
    assert value(untreated, "prior_class", "BCL2 inhibitor", asked) is False


def test_notes_on_many_variants_do_not_flood():
    inherited = [
        variant(consequence(f"GENE{at}", "p.Ala1Gly"), line=at, normal="0.5") for at in range(1, 40)
    ]
    filtered = [
        variant(consequence(f"GENE{at}", "p.Ala1Gly"), line=at, filters=("germline",))
        for at in range(40, 80)
    ]
    told = with_variants(*inherited, *filtered, germline_consent=DatedAnswer(answer=True))
    notes = gathered(told).notes
    assert any(note.startswith("39 more variants") for note in notes)
    assert any(note.startswith("40 more variants") for note in notes)
    assert len(notes) < 6


def test_the_door_gives_the_same_facts():
    told = with_variants(itd())
    knowledge = content()
    assert facts_of(told, findings_of(told, knowledge), knowledge) == gathered(told).facts
