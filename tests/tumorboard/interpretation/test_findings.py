from decimal import Decimal

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.records import Region
from tests.tumorboard.interpretation.builders import (
    ALTERATIONS,
    GENES,
    alteration,
    case,
    consequence,
    content,
    gene,
    itd,
    pattern,
    variant,
)
from tumorboard.domain.case import GeneState, StatedFusion, StatedGene
from tumorboard.domain.variant import Assembly
from tumorboard.interpretation.findings import findings_of, names_of_stated, recognise


def names(*variants, alterations=ALTERATIONS, genes=GENES, **more):
    return [finding.names for finding in recognise(variants, alterations, genes, **more)]


def test_the_90_bp_insertion_without_hgvs_is_an_itd():
    (finding,) = recognise([itd()], ALTERATIONS, GENES)
    assert finding.names == ("FLT3-ITD",)
    assert finding.label == "FLT3-ITD (90 bp)"
    assert finding.vaf == Decimal("0.40")
    assert finding.source == "variant file, line 1"


@pytest.mark.parametrize(
    ("alt", "position"),
    [("A" + "ACG" * 30 + "A", "612/993"), ("A" + "ACG" * 30, "840/993"), ("T", "612/993")],
    ids=["out of frame", "elsewhere", "a substitution"],
)
def test_every_part_of_a_pattern_must_hold(alt, position):
    seen = consequence("FLT3", terms=("coding_sequence_variant",), protein_position=position)
    assert names(variant(seen, ref="A", alt=alt)) == [()]


def test_a_symbolic_insertion_has_no_known_length():
    seen = consequence("FLT3", terms=("coding_sequence_variant",), protein_position="612/993")
    assert names(variant(seen, ref="A", alt="<INS>")) == [()]


@pytest.mark.parametrize(
    ("hgvs", "expected"),
    [
        ("p.Asp835Tyr", ("FLT3-TKD",)),
        ("p.Ile836del", ("FLT3-TKD",)),
        ("p.Asp835=", ()),
        ("p.Tyr842Cys", ()),
    ],
)
def test_a_residue_stands_for_any_change_of_it(hgvs, expected):
    assert names(variant(consequence("FLT3", hgvs))) == [expected]


def test_an_exact_change_is_only_that_change():
    exact = {"IDH1-R132H": alteration("IDH1-R132H", pattern(hgvs_p=("R132H",)))}
    assert names(variant(consequence("IDH1", "p.Arg132His")), alterations=exact) == [
        ("IDH1-R132H",)
    ]
    assert names(variant(consequence("IDH1", "p.Arg132Cys")), alterations=exact) == [()]


def test_a_residue_is_read_from_the_annotation_where_hgvs_is_missing():
    seen = consequence("IDH1", protein_position="132/414", fields={"Amino_acids": "R/H"})
    assert names(variant(seen)) == [("IDH1-R132",)]


def test_a_consequence_not_shown_may_name_the_alteration():
    shown = consequence("OTHER", transcript="ENST-9")
    assert names(variant(shown, consequence("IDH1", "p.Arg132His"))) == [("IDH1-R132",)]
    (finding,) = recognise([variant(shown, consequence("IDH1", "p.Arg132His"))], ALTERATIONS, GENES)
    assert finding.source.endswith("recognised on ENST-IDH1")


def test_another_isoforms_numbers_do_not_count_where_the_reported_transcript_is_annotated():
    reported = consequence("IDH1", "p.Arg10His")
    isoform = consequence("IDH1", "p.Arg132His", transcript="ENST-isoform")
    assert names(variant(reported, isoform)) == [()]
    assert names(variant(isoform)) == [("IDH1-R132",)]


def test_an_alias_names_the_gene():
    (finding,) = recognise([variant(consequence("MLL", "p.Thr1Asn"))], ALTERATIONS, GENES)
    assert finding.gene == "KMT2A"


def test_exons_count_on_a_reported_transcript_alone():
    genes = {"GATA1": gene("GATA1")}
    short = {"GATA1-s": alteration("GATA1-s", pattern(exons=(2,), terms=("stop_gained",)))}
    seen = consequence("GATA1", terms=("stop_gained",), exon="2/6")
    other = consequence("GATA1", terms=("stop_gained",), exon="2/6", transcript="ENST-x")
    assert names(variant(seen), alterations=short, genes=genes) == [("GATA1-s",)]
    assert names(variant(other), alterations=short, genes=genes) == [()]


def test_a_position_needs_the_same_build():
    utr = {
        "NOTCH1-3UTR": alteration(
            "NOTCH1-3UTR", pattern(genomic=(Region("GRCh38", "9", 90, 110, "3'UTR"),))
        )
    }
    at = variant(consequence("NOTCH1", terms=("3_prime_UTR_variant",)), place=("chr9", 100))
    assert names(at, alterations=utr, assembly=Assembly.GRCH38) == [("NOTCH1-3UTR",)]
    assert names(at, alterations=utr, assembly=Assembly.GRCH37) == [()]
    assert names(at, alterations=utr) == [()]


def test_every_variant_is_a_finding_whatever_its_filter():
    plain = variant(ref="C", alt="G", place=("17", 5), filters=("weak_evidence",))
    (finding,) = recognise([plain], ALTERATIONS, GENES)
    assert finding.label == "17:5 C>G"
    assert "filter weak_evidence" in finding.source


def test_what_the_normal_sample_carries_is_marked():
    carried = variant(consequence("TP53", "p.Arg175His"), normal="0.48")
    contaminated = variant(consequence("TP53", "p.Arg175His"), normal="0.05")
    labels = [one.label for one in recognise([carried, contaminated], ALTERATIONS, GENES)]
    assert labels == ["TP53 p.Arg175His (possibly germline)", "TP53 p.Arg175His"]


def test_stated_findings_are_named_like_variants():
    stated = (
        StatedGene("FLT3", GeneState.MUTATED, "ITD", Decimal("0.3")),
        StatedGene("FLT3", GeneState.MUTATED, "p.Lys601_Asp602ins12"),
        StatedGene("IDH1", GeneState.MUTATED, "R132H"),
        StatedGene("FLT3", GeneState.MUTATED, "D835Y"),
        StatedGene("TP53", GeneState.MUTATED),
        StatedGene("TP53", GeneState.MUTATED),
        StatedGene("NPM1", GeneState.WILD_TYPE),
    )
    found = findings_of(case(genes=stated), content())
    assert [(one.names, one.gene) for one in found] == [
        (("FLT3-ITD",), "FLT3"),
        (("FLT3-ITD",), "FLT3"),
        (("IDH1-R132",), "IDH1"),
        (("FLT3-TKD",), "FLT3"),
        ((), "TP53"),
        ((), "TP53"),
    ]
    assert len({one.id for one in found}) == len(found)


def test_fusions_and_karyotype_parts_are_findings():
    told = case(
        fusions=(StatedFusion("KMT2A", "MLLT3", True), StatedFusion("BCR", "ABL1", False)),
        karyotype="45,XX,-7,der(1)t(1;2)[9]/46,XX,t(3;5)(q25;q34)[1]",
    )
    assert [(one.id, one.kind) for one in findings_of(told, content())] == [
        ("fusion:KMT2A::MLLT3", "fusion"),
        ("karyotype:-7", "karyotype"),
        ("karyotype:der(1)t(1;2)", "karyotype"),
    ]


@pytest.mark.parametrize("change", ["D816V", "p.Asp816Val", "KIT-D816V"])
def test_a_change_on_a_form_has_its_narrow_and_its_wide_name(change):
    stated = StatedGene("KIT", GeneState.MUTATED, change)
    names = names_of_stated(stated, load_content())
    assert set(names) == {"KIT-D816V", "KIT-D816"}
