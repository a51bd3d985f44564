"""The shipped alterations name what they should, and nothing else, in real and stated findings."""

import pytest

from knowledgebase.catalog import load_content
from tests.shared_data import shared
from tumorboard.domain.variant import Assembly, ReadingKnowledge, Variant
from tumorboard.interpretation.findings import recognise
from tumorboard.interpretation.hgvs import ChangeKind, parse_protein_change
from tumorboard.interpretation.patterns import Observation, matching_pattern, observe_stated
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
    ("ZEB2", "H1038R", {"ZEB2-H1038R"}),
    ("ZEB2", "Q1072R", set()),
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
    ("ABL1", "Y253H", {"ABL1-nilotinib-resistance", "ABL1-P-loop", "ABL1-Y253"}),
    ("ABL1", "E255K", {"ABL1-nilotinib-resistance", "ABL1-E255"}),
    ("ABL1", "M351T", {"ABL1-imatinib-other"}),
    ("BTK", "T316A", {"BTK-T316A"}),
    ("BCL2", "F104I", {"BCL2-venetoclax-resistance"}),
    ("PML", "A216V", {"PML-B2"}),
    ("PRPS1", "A190T", {"PRPS1-thiopurine-resistance"}),
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
    ("NPM1", "p.Trp288CysfsTer12", {"NPM1c"}),
    ("NPM1", "W288fs*12", {"NPM1c"}),
    ("FLT3", "D835del", {"FLT3-TKD"}),
    ("FLT3", "I836_D839del", {"FLT3-TKD"}),
    ("FLT3", "E604_F605insWG", {"FLT3-ITD"}),
    ("FLT3", "L601_K602insREYEYDL", {"FLT3-ITD"}),
    ("CEBPA", "Q305_E309del", {"CEBPA-bZIP-inframe"}),
    ("CALR", "K385Nfs*47", {"CALR-exon9"}),
    ("CALR", "L367Tfs*46", {"CALR-exon9", "CALR-type1"}),
    ("KIT", "T417_D419delinsI", {"KIT-exon8"}),
    ("JAK2", "H538_K539delinsL", {"JAK2-exon12"}),
    ("JAK2", "K539L", {"JAK2-exon12"}),
    ("MPL", "S505N", {"MPL-S505N"}),
    ("MPL", "W515R", {"MPL-W515"}),
    ("BTK", "T474I", {"BTK-noncovalent-resistance"}),
    ("PLCG2", "S707F", {"PLCG2-gain"}),
    ("BCL2", "D103E", {"BCL2-venetoclax-resistance"}),
    ("ABL1", "V299L", {"ABL1-V299L"}),
    ("ABL1", "A337T", {"ABL1-myristoyl-pocket"}),
    ("MYD88", "L273P", {"MYD88-L265P"}),
    ("EZH2", "Y641N", {"EZH2-Y646"}),
    ("NOTCH1", "S2470*", {"NOTCH1-PEST"}),
    ("SF3B1", "K666N", {"SF3B1-hotspot"}),
    ("SRSF2", "P95_R102del", {"SRSF2-P95"}),
    ("U2AF1", "S34F", {"U2AF1-S34"}),
    ("STAT3", "D661Y", {"STAT3-SH2"}),
    ("GATA1", "M1?", {"GATA1s"}),
    ("KRAS", "A146T", {"KRAS-hotspot"}),
    ("CD79B", "Y197D", {"CD79B-Y196"}),
    ("PAX5", "P80R", {"PAX5-P80R"}),
    ("PAX5", "p.Pro80Arg", {"PAX5-P80R"}),
    ("IKZF1", "p.Asn159Tyr", {"IKZF1-N159Y"}),
    ("MAP2K1", "K57N", {"MAP2K1-hotspot"}),
    ("MAP2K1", "p.Cys121Ser", {"MAP2K1-hotspot"}),
    ("MAP2K1", "E102_I103del", {"MAP2K1-hotspot"}),
    ("FBXW7", "R465C", {"FBXW7-hotspot"}),
    ("FBXW7", "p.Arg505Gly", {"FBXW7-hotspot"}),
    ("XPO1", "p.Glu571Lys", {"XPO1-E571"}),
    ("PTPN11", "E76K", {"PTPN11-hotspot"}),
    ("PTPN11", "p.Ala72Val", {"PTPN11-hotspot"}),
    ("DDX41", "p.Arg525His", {"DDX41-R525H"}),
    ("SETBP1", "D868N", {"SETBP1-hotspot"}),
    ("SETBP1", "p.Gly870Ser", {"SETBP1-hotspot"}),
    ("NOTCH2", "R2400*", {"NOTCH2-PEST"}),
    ("NOTCH2", "p.Arg2400Ter", {"NOTCH2-PEST"}),
    ("ASXL1", "G646Wfs*12", {"ASXL1-truncating"}),
    ("ASXL1", "p.Arg693Ter", {"ASXL1-truncating"}),
    ("STAT6", "p.Asp419Gly", {"STAT6-D419"}),
    ("UBA1", "M41V", {"UBA1-M41", "UBA1-M41V"}),
    ("UBA1", "p.Met41Val", {"UBA1-M41", "UBA1-M41V"}),
    ("UBA1", "p.Met41Leu", {"UBA1-M41"}),
    ("IDH1", "p.Arg132His", {"IDH1-R132"}),
    ("KIT", "p.Asp816Val", {"KIT-D816", "KIT-D816V"}),
    ("BTK", "p.Cys481Ser", {"BTK-C481"}),
    ("SF3B1", "p.Lys700Glu", {"SF3B1-hotspot"}),
    ("FLT3", "p.Asp835Tyr", {"FLT3-TKD"}),
    ("CEBPA", "p.Lys313dup", {"CEBPA-bZIP-inframe"}),
]

# Beside a hotspot, or at it but with the opposite meaning: none of these may get a name.
NEAR_MISSES = [
    ("NPM1", "W288fs"),  # the frame is not told
    ("NPM1", "L287P"),
    ("FLT3", "D835fs"),
    ("FLT3", "D835*"),
    ("FLT3", "D835="),
    ("FLT3", "N841K"),
    ("FLT3", "Y842C"),
    ("FLT3", "V592A"),
    ("FLT3", "I836_M837insD"),
    ("CEBPA", "R300P"),
    ("CEBPA", "K313fs"),
    ("IDH1", "R132*"),
    ("IDH1", "R132fs"),
    ("IDH2", "R159H"),
    ("IDH2", "R172fs"),
    ("DNMT3A", "R882*"),
    ("JAK2", "V617I"),
    ("JAK2", "R683G"),
    ("CALR", "E381_A382del"),
    ("CALR", "Q100fs"),
    ("MPL", "W515*"),
    ("CSF3R", "T615A"),
    ("CSF3R", "T618N"),
    ("CSF3R", "Q741*"),
    ("KIT", "D816fs"),
    ("KIT", "N822K"),
    ("KIT", "V560D"),
    ("BTK", "C481fs"),
    ("BTK", "T316S"),
    ("PRPS1", "A87T"),
    ("PML", "A216S"),
    ("PLCG2", "P664S"),
    ("BCL2", "A43T"),
    ("ABL1", "T315A"),
    ("ABL1", "E255Q"),
    ("ABL1", "T334I"),  # isoform 1b
    ("ABL1", "E279K"),
    ("MYD88", "L265V"),
    ("EZH2", "Y646*"),
    ("EZH2", "Y646fs"),
    ("NOTCH1", "V1578E"),
    ("NOTCH1", "P2514R"),
    ("SF3B1", "K700fs"),
    ("SF3B1", "R549C"),
    ("SRSF2", "P95fs"),
    ("SRSF2", "R102del"),
    ("U2AF1", "R156H"),
    ("STAT3", "Y640*"),
    ("STAT5B", "N642K"),
    ("RHOA", "G17E"),
    ("BRAF", "K601E"),
    ("NRAS", "A146T"),
    ("KRAS", "G12*"),
    ("CXCR4", "S341P"),
    ("GATA1", "R200*"),
    ("UBA1", "S56F"),
    ("UBA1", "M1V"),
    ("PAX5", "P80S"),
    ("PAX5", "P80fs"),
    ("IKZF1", "N159S"),
    ("MAP2K1", "D67N"),
    ("MAP2K1", "K57fs"),
    ("FBXW7", "R465*"),
    ("XPO1", "R749Q"),
    ("PTPN11", "N308D"),
    ("DDX41", "R525C"),
    ("DDX41", "M1?"),
    ("SETBP1", "D874N"),
    ("SETBP1", "G870fs"),
    ("NOTCH2", "R1500*"),
    ("NOTCH2", "D2300N"),
    ("ASXL1", "G646V"),
    ("STAT6", "D419fs"),
    ("UBTF", "E443dup"),  # the exon is not told
    ("TP53", "R175H"),  # no named alteration: read as the gene
]


@pytest.mark.parametrize(("gene", "change", "names"), STATED)
def test_a_stated_change_gets_its_names(gene: str, change: str, names: set[str]) -> None:
    seen = observe_stated(gene, parse_protein_change(change))
    found = {one.id for one in CONTENT.alterations.values() if matching_pattern(one, seen)}
    assert found == names


@pytest.mark.parametrize(("gene", "change"), NEAR_MISSES)
def test_a_near_miss_gets_no_name(gene: str, change: str) -> None:
    read = parse_protein_change(change)
    assert read.kind is not ChangeKind.UNREAD
    seen = observe_stated(gene, read)
    assert {one.id for one in CONTENT.alterations.values() if matching_pattern(one, seen)} == set()


@pytest.mark.parametrize(
    ("net_bases", "named"), [(4, True), (1, False), (-1, False), (8, False), (None, False)]
)
def test_npm1c_in_a_variant_file_is_an_insertion_of_four_bases(
    net_bases: int | None, named: bool
) -> None:
    change = parse_protein_change("p.Leu287fs")
    terms = frozenset({"frameshift_variant"})
    seen = Observation("NPM1", terms, change, (287, 287), net_bases, None, None)
    assert (matching_pattern(CONTENT.alterations["NPM1c"], seen) is not None) is named


@pytest.mark.parametrize(
    ("term", "residue", "net_bases", "named"),
    [
        ("inframe_insertion", 596, 21, True),
        ("disruptive_inframe_insertion", 613, 102, True),
        ("frameshift_variant", 596, 20, False),
        ("inframe_deletion", 596, -21, False),
        ("inframe_insertion", 836, 3, False),
        ("inframe_insertion", 480, 21, False),
    ],
)
def test_flt3_itd_is_an_in_frame_insertion_of_exons_14_and_15(
    term: str, residue: int, net_bases: int, named: bool
) -> None:
    seen = Observation("FLT3", frozenset({term}), None, (residue, residue), net_bases, None, None)
    assert (matching_pattern(CONTENT.alterations["FLT3-ITD"], seen) is not None) is named


@pytest.mark.parametrize(
    ("exons", "net_bases", "named"),
    [((13, 13), 48, True), ((13, 13), 47, False), ((12, 12), 48, False), ((13, 13), 3, False)],
)
def test_ubtf_td_is_an_in_frame_insertion_of_exon_13(
    exons: tuple[int, int], net_bases: int, named: bool
) -> None:
    terms = frozenset({"inframe_insertion"})
    seen = Observation("UBTF", terms, None, (440, 440), net_bases, exons, None)
    assert (matching_pattern(CONTENT.alterations["UBTF-TD"], seen) is not None) is named


@pytest.mark.parametrize("alteration", ["KMT2A-PTD", "TP53-multihit"])
def test_what_one_line_cannot_show_has_no_pattern_and_says_how_it_is_stated(
    alteration: str,
) -> None:
    record = CONTENT.alterations[alteration]
    assert record.patterns == ()
    assert "tate it" in record.note


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
        "ASXL1": ("ASXL1-truncating",),
        **dict.fromkeys(("GATA1", "DNMT3A", "KMT2A", "TP53"), ()),
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
