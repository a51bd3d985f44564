import pytest

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.records import Level
from knowledgebase.rules.criteria import All, AnyOf, Criterion, Truth
from tests.shared_data import shared
from tests.tumorboard.interpretation.builders import (
    DAY,
    assertion,
    case,
    catalog,
    file_of,
    itd,
)
from tumorboard.domain.conclusion import Tier
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.services.knowledge import reading_knowledge
from tumorboard.vcf.reader import read_variant_file


def evaluated(*assertions, **told):
    told.setdefault("variant_file", file_of(itd()))
    return evaluate_case(case(**told), catalog(*assertions), DAY)


def test_matches_are_ordered_by_level_here_then_this_disease():
    result = evaluated(
        assertion("A1", diseases=("CLL",)),
        assertion("A2", level=Level.C),
        assertion("A3", level=Level.B),
        assertion("A4"),
    )
    assert [match.assertion.id for match in result.matches] == ["A4", "A3", "A2", "A1"]
    assert [match.level_here for match in result.matches] == list(map(Level, "ABCC"))
    assert result.matches[0].findings == ("1.1",)


def test_only_met_biomarkers_match_and_the_unknown_are_summed_up():
    absent = Criterion("alteration", "IDH1-R132")
    result = evaluated(
        assertion("A1", biomarker=absent),
        assertion("A2", biomarker=All((Criterion("alteration", "FLT3-ITD"), absent))),
        assertion("A3", biomarker=absent, diseases=("CLL",)),
        assertion("A4", biomarker=AnyOf((Criterion("alteration", "FLT3-ITD"), absent))),
    )
    assert [match.assertion.id for match in result.matches] == ["A4"]
    assert (
        "2 statements for this disease could not be judged, for want of: IDH1-R132."
        in result.not_assessed
    )


def test_context_is_evaluated_apart():
    met = assertion("A1", context=Criterion("setting", one_of=("relapsed",)))
    plain = assertion("A2")
    contexts = {m.assertion.id: m.context for m in evaluated(met, plain).matches}
    assert contexts["A1"].value is Truth.MET
    assert contexts["A2"] is None


def test_the_release_the_day_and_the_disease_are_kept():
    result = evaluated()
    assert (result.release, result.release_digest, result.on) == ("test", "0" * 64, DAY)
    assert (result.case_id, result.disease) == ("C-1", "AML")


def test_the_same_input_gives_the_same_result():
    assert evaluated(assertion()) == evaluated(assertion())


def test_gaps_of_the_file_are_said():
    told = evaluated(variant_file=file_of(itd(), rejected=2)).not_assessed
    assert any("2 lines were rejected" in sentence for sentence in told)
    assert any("no normal sample" in sentence for sentence in told)
    assert any("No variant file" in s for s in evaluated(variant_file=None).not_assessed)


@pytest.fixture(scope="module")
def acceptance():
    """The ten haematological records, tumour and normal, evaluated as AML."""
    path = shared("data/C_variants/scout/cancer_test.vcf.gz")
    knowledge = Catalog(load_content())
    file = read_variant_file(path, knowledge=reading_knowledge(knowledge))
    return evaluate_case(case(variant_file=file), knowledge, DAY)


def test_all_ten_genes_are_found(acceptance):
    assert sorted(finding.gene for finding in acceptance.findings) == sorted(
        "NPM1 FLT3 IDH2 JAK2 DNMT3A ASXL1 KMT2A TP53 SRSF2 GATA1".split()  # noqa: SIM905
    )
    assert len(acceptance.tiers) == 10


def test_the_named_alterations_are_recognised(acceptance):
    named = {finding.gene: finding for finding in acceptance.findings}
    assert named["FLT3"].names == ("FLT3-ITD",)
    assert named["FLT3"].label == "FLT3-ITD (90 bp)"
    assert named["NPM1"].names == ("NPM1c",)
    assert named["NPM1"].label == "NPM1 p.Trp288CysfsTer12"
    assert named["IDH2"].names == ("IDH2-R140",)
    assert named["JAK2"].names == ("JAK2-V617F",)
    assert named["SRSF2"].names == ("SRSF2-P95",)


def test_records_that_did_not_pass_are_shown_and_not_counted(acceptance):
    for gene in ("GATA1", "KMT2A"):
        (finding,) = (one for one in acceptance.findings if one.gene == gene)
        (tier,) = (one for one in acceptance.tiers if one.finding == finding.id)
        assert "clustered_events" in finding.source
        assert tier.tier is Tier.III
        assert "not counted as a mutation" in tier.reason


def test_the_findings_of_this_disease_are_tiered(acceptance):
    tiers = {
        finding.gene: tier.tier
        for finding, tier in zip(acceptance.findings, acceptance.tiers, strict=True)
    }
    for gene in ("NPM1", "FLT3", "IDH2", "TP53"):
        assert tiers[gene] is Tier.I
    # Common in one older population data set by an artefact; the normal sample has 4 %.
    assert tiers["ASXL1"] is not Tier.IV
