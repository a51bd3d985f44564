"""The shipped alterations name what they should, and nothing else, in real and stated findings."""

import pytest

from knowledgebase.catalog import load_content
from tests.shared_data import shared
from tumorboard.domain.variant import Assembly, ReadingKnowledge, Variant
from tumorboard.interpretation.findings import recognise
from tumorboard.interpretation.hgvs import parse_protein_change
from tumorboard.interpretation.patterns import matching_pattern, observe_stated
from tumorboard.vcf.reader import read_variant_file

CONTENT = load_content()

STATED = [
    ("FLT3", "D835Y", {"FLT3-TKD"}),
    ("FLT3", "N676K", set()),
    ("FLT3", "F691L", {"FLT3-F691L"}),
    ("FLT3", "Y597_E598insDYVDFREY", {"FLT3-ITD"}),
    ("FLT3", "Y597del", set()),
    ("CEBPA", "K313dup", {"CEBPA-bZIP-inframe"}),
    ("CEBPA", "H24fs", set()),
    ("IDH1", "R132C", {"IDH1-R132"}),
    ("IDH2", "R172K", {"IDH2-R172"}),
    ("JAK2", "N542_E543del", {"JAK2-exon12"}),
    ("JAK2", "V617F", {"JAK2-V617F"}),
    ("CALR", "L367fs", {"CALR-exon9", "CALR-type1"}),
    ("CALR", "K385fs", {"CALR-exon9"}),
    ("MPL", "W515L", {"MPL-W515"}),
    ("KIT", "D816V", {"KIT-D816", "KIT-D816V"}),
    ("KIT", "D816Y", {"KIT-D816"}),
    ("KIT", "D419del", {"KIT-exon8"}),
    ("BTK", "C481S", {"BTK-C481"}),
    ("BTK", "L528W", {"BTK-noncovalent-resistance"}),
    ("PLCG2", "R665W", {"PLCG2-gain"}),
    ("BCL2", "G101V", {"BCL2-venetoclax-resistance"}),
    ("ABL1", "T315I", {"ABL1-T315I"}),
    ("ABL1", "F317L", {"ABL1-F317"}),
    ("ABL1", "F317S", set()),
    ("ABL1", "Y253H", {"ABL1-nilotinib-resistance"}),
    ("MYD88", "L265P", {"MYD88-L265P"}),
    ("MYD88", "L252P", {"MYD88-L265P"}),
    ("MYD88", "S243N", set()),
    ("CXCR4", "S338*", {"CXCR4-WHIM"}),
    ("CXCR4", "R77*", set()),
    ("EZH2", "Y646N", {"EZH2-Y646"}),
    ("EZH2", "R690H", set()),
    ("SF3B1", "K700E", {"SF3B1-hotspot"}),
    ("SRSF2", "P95H", {"SRSF2-P95"}),
    ("U2AF1", "Q157P", {"U2AF1-Q157"}),
    ("DNMT3A", "R882H", {"DNMT3A-R882"}),
    ("NRAS", "Q61R", {"NRAS-hotspot"}),
    ("BRAF", "V600E", {"BRAF-V600", "BRAF-V600E"}),
    ("BRAF", "V600K", {"BRAF-V600"}),
    ("CSF3R", "T618I", {"CSF3R-T618I"}),
    ("STAT3", "Y640F", {"STAT3-SH2"}),
    ("STAT3", "R152W", set()),
    ("RHOA", "G17V", {"RHOA-G17V"}),
    ("NOTCH1", "P2514fs", {"NOTCH1-PEST"}),
    ("NOTCH1", "Q1000*", set()),
    ("CD79B", "Y196H", {"CD79B-Y196"}),
    ("MEN1", "M327I", {"MEN1-resistance"}),
    ("GATA1", "G5C", set()),
    ("GATA1", "Q62*", {"GATA1s"}),
    ("UBA1", "M41T", {"UBA1-M41"}),
]


@pytest.mark.parametrize(("gene", "change", "names"), STATED)
def test_a_stated_change_gets_its_names(gene: str, change: str, names: set[str]) -> None:
    seen = observe_stated(gene, parse_protein_change(change))
    found = {one.id for one in CONTENT.alterations.values() if matching_pattern(one, seen)}
    assert found == names


def knowledge() -> ReadingKnowledge:
    genes = CONTENT.genes.values()
    return ReadingKnowledge(
        {gene.symbol: gene.transcripts for gene in genes},
        tuple(
            (region.assembly, region.chrom, region.start, region.end, region.name)
            for gene in genes
            for region in gene.always_read
        ),
    )


def test_the_ten_findings_of_a_real_leukaemia_file() -> None:
    path = shared("data/C_variants/scout/cancer_test.vcf.gz")
    file = read_variant_file(path, knowledge=knowledge())
    findings = recognise(file.variants, CONTENT.alterations, CONTENT.genes, assembly=file.assembly)
    assert {finding.gene: finding.names for finding in findings} == {
        "NPM1": ("NPM1c",),
        "FLT3": ("FLT3-ITD",),
        "IDH2": ("IDH2-R140",),
        "JAK2": ("JAK2-V617F",),
        "SRSF2": ("SRSF2-P95",),
        **dict.fromkeys(("GATA1", "DNMT3A", "ASXL1", "KMT2A", "TP53"), ()),
    }


@pytest.mark.parametrize(
    ("assembly", "position"),
    [(Assembly.GRCH37, 139390152), (Assembly.GRCH38, 136495700)],
)
def test_notch1_untranslated_hotspot_is_named_by_position(
    assembly: Assembly, position: int
) -> None:
    variant = Variant(
        line=1,
        chrom="chr9",
        pos=position,
        ref="T",
        alt="C",
        allele=1,
        ids=".",
        qual=".",
        filters=("PASS",),
        calls=(),
        consequences=(),
        chosen=None,
        choice_reason="",
        population_af=None,
        population_source="",
    )
    [finding] = recognise([variant], CONTENT.alterations, CONTENT.genes, assembly=assembly)
    assert finding.names == ("NOTCH1-3UTR",)
