"""The shipped diagnostic and prognostic records and genes: enough of them, and the known traps."""

import re
from collections import Counter

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.records import Assertion, Axis, Effect, Evidence, Level
from knowledgebase.rules.atoms import asked_facts
from knowledgebase.rules.hierarchy import is_a

CONTENT = load_content()
ASSERTIONS = CONTENT.assertions
DIAGNOSTIC = tuple(one for one in ASSERTIONS.values() if one.axis is Axis.DIAGNOSTIC)
PROGNOSTIC = tuple(one for one in ASSERTIONS.values() if one.axis is Axis.PROGNOSTIC)
CLASSES = (*DIAGNOSTIC, *PROGNOSTIC)


def names(record: str) -> set[str]:
    """Everything the biomarker of a record asks for."""
    return {key for _, key in asked_facts(ASSERTIONS[record].biomarker)}


def conditions(record: str) -> set[str]:
    """Everything the context of a record asks for or rules out."""
    context = ASSERTIONS[record].context
    return {key for _, key in asked_facts(context)} if context else set()


def test_there_are_as_many_as_promised() -> None:
    assert len(DIAGNOSTIC) >= 75
    assert len(PROGNOSTIC) >= 85
    assert sum(one.evidence is Evidence.VERIFIED for one in CLASSES) >= 140
    assert len(CONTENT.genes) >= 155


@pytest.mark.parametrize(
    ("group", "least"),
    [
        *(("AML", 40), ("MDS", 15), ("BLL", 20), ("TLL", 3), ("CLLSLL", 9), ("PCM", 7)),
        *(("PMF", 5), ("MCL", 4), ("FL", 4), ("CMML", 3), ("SM", 2), ("VEXAS", 2)),
    ],
)
def test_a_disease_has_its_classes_and_risks(group: str, least: int) -> None:
    touching = (
        one for one in CLASSES if any(is_a(code, group, CONTENT.diseases) for code in one.diseases)
    )
    assert sum(1 for _ in touching) >= least


@pytest.mark.parametrize("assertion", CLASSES, ids=lambda assertion: assertion.id)
def test_a_class_or_a_risk_names_no_drug_and_has_an_effect_of_its_axis(
    assertion: Assertion,
) -> None:
    assert assertion.drugs == ()
    assert (assertion.effect in {Effect.FAVOURABLE, Effect.INTERMEDIATE, Effect.ADVERSE}) is (
        assertion.axis is Axis.PROGNOSTIC
    )


@pytest.mark.parametrize("assertion", CLASSES, ids=lambda assertion: assertion.id)
def test_what_was_compared_is_said(assertion: Assertion) -> None:
    if assertion.evidence is Evidence.VERIFIED:
        assert re.search(r"\b([Cc]ompared|against|[Rr]ead)\b", assertion.evidence_note)


# Where the two classifications differ, the records differ.

WHO_GENES = {"ASXL1", "BCOR", "EZH2", "SF3B1", "SRSF2", "STAG2", "U2AF1", "ZRSR2"}


def test_the_myelodysplasia_genes_are_eight_in_who_and_nine_in_icc() -> None:
    assert names("AML-MR-genes-WHO") == WHO_GENES
    assert names("AML-MR-genes-ICC") == WHO_GENES | {"RUNX1"}


def test_the_myelodysplasia_karyotypes_differ() -> None:
    who, icc = names("AML-MR-cytogenetics-WHO"), names("AML-MR-cytogenetics-ICC")
    assert {"+8", "del(20q)"} <= icc - who
    assert {"del(11q)", "del(13q)", "-13"} <= who - icc
    assert {"complex", "del(5q)", "-7", "del(7q)", "i(17q)", "del(17p)"} <= who & icc


@pytest.mark.parametrize("record", ["AML-MR-genes-WHO", "AML-MR-genes-ICC"])
def test_a_defining_fusion_goes_before_the_genes_of_myelodysplasia(record: str) -> None:
    assert {"NPM1c", "CEBPA-bZIP-inframe", "KMT2A::*", "DEK::NUP214"} <= conditions(record)


@pytest.mark.parametrize(
    "record",
    ["MDS-TP53-multihit-ICC", "MDS-TP53-biallelic-defining", "MDS-TP53-multihit-adverse"],
)
def test_two_hits_of_tp53_may_be_two_mutations_or_a_loss(record: str) -> None:
    context = ASSERTIONS[record].context
    assert context is not None
    asked = set(asked_facts(context))
    assert {("mutations", "TP53"), ("copy_number", "17p"), ("cytogenetics", "del(17p)")} <= asked


def test_a_complex_karyotype_is_a_second_hit_of_tp53_in_icc_only() -> None:
    assert "complex" in conditions("MDS-TP53-multihit-ICC")
    assert "complex" not in conditions("MDS-TP53-biallelic-defining")
    assert "complex" not in conditions("MDS-TP53-multihit-adverse")


# A lesion has two names: what sequencing and what the karyotype says.


@pytest.mark.parametrize(
    ("record", "token"),
    [
        ("BLL-TCF3HLF-defining", "t(17;19)"),
        ("BLL-TCF3HLF-adverse", "t(17;19)"),
        ("BLL-BCRABL1-adverse", "t(9;22)"),
        ("BLL-KMT2A-adverse", "t(4;11)"),
        ("BLL-ETV6RUNX1-favourable", "t(12;21)"),
        ("FL-BCL2-supporting", "t(14;18)"),
        ("MCL-CCND1-defining", "t(11;14)"),
        ("BL-MYC-defining", "t(8;14)"),
        ("LBCL-MYC-adverse", "t(8;22)"),
        ("TPLL-TCL1-defining", "inv(14)"),
        ("AML-RBM15MRTFA-defining", "t(1;22)"),
        ("AML-KMT2A-DEK-MECOM-NUP98-defining", "inv(3)"),
        ("MIDDA-t1114-adverse", "t(11;14)"),
        ("PCM-RISS-lesions-adverse", "t(4;14)"),
        ("EMALT-BIRC3MALT1-supporting", "t(11;18)"),
        ("MPN-BCRABL1-excluding", "t(9;22)"),
    ],
)
def test_a_karyotype_states_the_lesion_as_a_fusion_does(record: str, token: str) -> None:
    assert token in names(record)


def test_who_asks_for_any_exchange_of_met41_asks_for_valine() -> None:
    for one in CLASSES:
        asked = {key for _, key in asked_facts(one.biomarker)}
        assert "UBA1-M41" not in asked or "UBA1-M41V" in asked, one.id


# Exceptions that turn the meaning round.


def test_a_leukaemia_like_bcr_abl1_has_no_bcr_abl1() -> None:
    assert {"BCR::ABL1", "t(9;22)"} <= conditions("BLL-BCRABL1-like-supporting")


def test_favourable_t_cell_leukaemia_gives_way_to_ras_and_pten() -> None:
    assert {"NRAS", "KRAS", "PTEN"} <= conditions("TLL-NOTCH1-FBXW7-favourable")


def test_del13q_is_favourable_only_without_worse_lesions() -> None:
    lesions = {"del(17p)", "del(11q)", "TP53"}
    assert lesions <= conditions("CLL-del13q-sole-favourable")


def test_npm1_in_the_elderly_gives_way_to_signalling_and_tp53() -> None:
    record = "AML-ELN24-NPM1-IDH2-favourable"
    assert {"FLT3-ITD", "NRAS", "KRAS", "TP53"} <= conditions(record)


def test_mutated_ighv_is_favourable_without_a_lesion_of_tp53() -> None:
    assert {"TP53", "del(17p)"} <= conditions("CLL-IGHV-mutated-favourable")
    assert ASSERTIONS["CLL-IGHV-unmutated-adverse"].effect is Effect.ADVERSE


def test_one_lost_copy_of_1p32_is_no_high_risk_by_itself() -> None:
    asked = tuple(asked_facts(ASSERTIONS["MM-1p32-biallelic-adverse"].biomarker))
    assert {fact for fact, _ in asked} == {"copy_number"}
    assert "homozygous loss" in repr(ASSERTIONS["MM-1p32-biallelic-adverse"].biomarker)
    assert {"gain(1q)", "amp(1q)", "del(1p32)"} <= names("MM-1p-1q-adverse")


@pytest.mark.parametrize("record", ["CLL-BIRC3-adverse", "CLL-ATM-adverse", "FL-m7-adverse"])
def test_a_disputed_marker_is_not_of_the_highest_level(record: str) -> None:
    assert ASSERTIONS[record].level not in {Level.A, Level.B}


def test_the_same_gene_points_both_ways_by_disease() -> None:
    by_effect = Counter(
        (one.effect, "SF3B1" in {key for _, key in asked_facts(one.biomarker)})
        for one in PROGNOSTIC
    )
    assert by_effect[Effect.FAVOURABLE, True] >= 1
    assert by_effect[Effect.ADVERSE, True] >= 1


# Genes.

PREDISPOSING = (
    *("CEBPA", "DDX41", "RUNX1", "ANKRD26", "ETV6", "GATA2", "TP53", "SAMD9", "SAMD9L"),
    *("TERT", "TERC", "SRP72", "BRCA1", "BRCA2", "PAX5", "IKZF1", "NF1", "CBL", "PTPN11"),
)
CLONAL = ("DNMT3A", "TET2", "ASXL1", "JAK2", "TP53", "PPM1D", "SF3B1", "SRSF2")


@pytest.mark.parametrize("symbol", PREDISPOSING)
def test_a_gene_of_inherited_leukaemia_says_so(symbol: str) -> None:
    assert CONTENT.genes[symbol].predisposition


@pytest.mark.parametrize("symbol", CLONAL)
def test_a_gene_of_clonal_haematopoiesis_says_so(symbol: str) -> None:
    assert CONTENT.genes[symbol].clonal_haematopoiesis


@pytest.mark.parametrize("symbol", ["NPM1", "FLT3", "BTK", "MYD88", "CCND1", "BCL2"])
def test_a_gene_of_neither_says_neither(symbol: str) -> None:
    gene = CONTENT.genes[symbol]
    assert not gene.predisposition
    assert not gene.clonal_haematopoiesis


LOCI = {"IGH", "IGK", "IGL"}


def test_a_gene_has_a_source_and_a_transcript_unless_it_is_a_locus() -> None:
    for gene in CONTENT.genes.values():
        assert gene.sources, gene.symbol
        assert gene.symbol in LOCI or any(one.startswith("ENST") for one in gene.transcripts), (
            gene.symbol
        )


def test_an_alias_names_one_gene() -> None:
    said = Counter(
        name
        for gene in CONTENT.genes.values()
        for name in {gene.symbol.casefold(), *(alias.casefold() for alias in gene.aliases)}
    )
    assert [name for name, times in said.items() if times > 1] == []


@pytest.mark.parametrize(
    "name",
    [
        *("FLT3-ITD", "FLT3-TKD", "NPM1c", "CEBPA-bZIP-inframe", "KMT2A-PTD", "TP53-multihit"),
        *("BTK-C481", "IDH1-R132", "IDH2-R140", "IDH2-R172", "KIT-D816V", "SF3B1-hotspot"),
        *("JAK2-V617F", "CALR-type1", "CSF3R-T618I", "MYD88-L265P", "BRAF-V600E", "UBTF-TD"),
        *("NOTCH1-PEST", "CXCR4-WHIM", "ABL1-T315I", "U2AF1-Q157", "SRSF2-P95", "PAX5-P80R"),
    ],
)
def test_an_alteration_everyone_speaks_of_has_a_name(name: str) -> None:
    assert name in CONTENT.alterations


@pytest.mark.parametrize("name", ["KMT2A-PTD", "TP53-multihit"])
def test_what_no_table_of_small_variants_shows_is_stated_by_hand(name: str) -> None:
    assert CONTENT.alterations[name].patterns == ()
    assert CONTENT.alterations[name].note
