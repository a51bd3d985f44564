import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.plain_text import read_plainly, text_of
from tumorboard.domain.variant import Consequence
from tumorboard.vcf.annotations import consequences_of, parse_annotation_header
from tumorboard.vcf.transcripts import choose

PREFERRED = {
    "TP53": ("ENST00000269305", "NM_000546"),
    "FLT3": ("ENST00000241453", "NM_004119"),
    "KMT2A": ("ENST00000534358",),
}


def consequence(gene: str, transcript: str, terms: str, **more: object) -> Consequence:
    plain = Consequence(
        gene=gene,
        gene_id="",
        transcript=transcript,
        biotype="protein_coding",
        terms=tuple(terms.split("&")),
        impact="",
        hgvs_c="",
        hgvs_p="",
        exon="",
        protein_position="",
        mane_select="",
        mane_plus_clinical="",
        canonical=False,
        fields={},
    )
    return plain._replace(**more)


def chosen(*consequences: Consequence) -> tuple[str, str]:
    index, reason = choose(consequences, PREFERRED)
    assert index is not None
    return consequences[index].transcript, reason


FLT3_MANE = consequence("FLT3", "ENST1.1", "inframe_insertion", mane_select="NM_004119.3")
FLT3_PLUS = consequence("FLT3", "ENST2.1", "inframe_insertion", mane_plus_clinical="NM_9.1")
FLT3_PREFERRED = consequence("FLT3", "ENST00000241453.12", "inframe_insertion")
FLT3_CANONICAL = consequence("FLT3", "ENST3.1", "inframe_insertion", canonical=True)
FLT3_WORST = consequence("FLT3", "ENST4.1", "frameshift_variant")

KNOWN = "preferred transcript of the knowledge base for FLT3"


@pytest.mark.parametrize(
    ("consequences", "transcript", "reason"),
    [
        (
            (FLT3_WORST, FLT3_CANONICAL, FLT3_PREFERRED, FLT3_PLUS, FLT3_MANE),
            "ENST1.1",
            "MANE Select",
        ),
        (
            (FLT3_WORST, FLT3_CANONICAL, FLT3_PREFERRED, FLT3_PLUS),
            "ENST2.1",
            "MANE Plus Clinical",
        ),
        ((FLT3_WORST, FLT3_CANONICAL, FLT3_PREFERRED), "ENST00000241453.12", KNOWN),
        ((FLT3_WORST, FLT3_CANONICAL), "ENST3.1", "canonical"),
        (
            (consequence("FLT3", "ENST5.1", "synonymous_variant"), FLT3_WORST),
            "ENST4.1",
            "most severe",
        ),
    ],
)
def test_the_order_of_transcripts(
    consequences: tuple[Consequence, ...], transcript: str, reason: str
) -> None:
    assert chosen(*consequences) == (transcript, reason)


def test_preferred_transcripts_are_tried_in_their_order() -> None:
    refseq = consequence("TP53", "NM_000546.6", "missense_variant")
    ensembl = consequence("TP53", "ENST00000269305.9", "missense_variant")
    assert chosen(refseq, ensembl)[0] == "ENST00000269305.9"
    assert chosen(refseq)[0] == "NM_000546.6"


def test_a_neighbours_mane_transcript_does_not_beat_a_missense() -> None:
    neighbour = consequence("WRAP53", "ENST9.1", "upstream_gene_variant", mane_select="NM_018081.2")
    regulatory = consequence("", "", "regulatory_region_variant", biotype="promoter")
    missense = consequence("TP53", "ENST00000413465.6", "missense_variant")
    assert chosen(regulatory, neighbour, missense) == ("ENST00000413465.6", "most severe")


def test_a_splice_change_of_a_non_coding_rna_does_not_beat_a_missense() -> None:
    rna = consequence(
        "TP53-AS", "ENST9.1", "splice_donor_variant", biotype="lncRNA", canonical=True
    )
    missense = consequence("TP53", "ENST00000269305.9", "missense_variant")
    assert chosen(rna, missense)[0] == "ENST00000269305.9"


def test_the_gene_hit_worst_comes_first_and_the_known_one_is_named() -> None:
    unknown = consequence("OTHER1", "ENST9.1", "stop_gained", canonical=True)
    known = consequence("TP53", "ENST00000269305.9", "missense_variant")
    assert chosen(known, unknown) == (
        "ENST9.1",
        "canonical; also a coding or splice change in TP53",
    )


def test_of_genes_hit_alike_the_known_one_comes_first() -> None:
    unknown = consequence("OTHER1", "ENST9.1", "missense_variant", mane_select="NM_1.1")
    known = consequence("KMT2A", "ENST8.1", "missense_variant")
    assert chosen(unknown, known) == ("ENST8.1", "most severe")


def test_a_mane_transcript_without_coding_change_is_passed_over_aloud() -> None:
    intron = consequence("TP53", "ENST00000269305.9", "intron_variant", mane_select="NM_000546.6")
    coding = consequence("TP53", "ENST00000413465.6", "missense_variant")
    assert chosen(intron, coding) == (
        "ENST00000413465.6",
        "most severe; the MANE Select transcript has no coding or splice change",
    )


def test_without_any_coding_change_the_order_still_holds() -> None:
    first = consequence("TP53", "ENST8.1", "intron_variant")
    mane = consequence("TP53", "ENST00000269305.9", "intron_variant", mane_select="NM_000546.6")
    assert chosen(first, mane) == ("ENST00000269305.9", "MANE Select")


def test_snpeffs_comparison_with_the_germline_allele_is_not_shown_first() -> None:
    compared = consequence("G", "N1", "stop_lost", fields={"Allele": "C-A"})
    plain = consequence("G", "N2", "missense_variant", fields={"Allele": "C"})
    assert chosen(compared, plain)[0] == "N2"
    assert chosen(compared)[0] == "N1"


def test_nothing_to_choose_from() -> None:
    assert choose((), PREFERRED) == (None, "")


def test_real_records_show_the_genes_a_board_would_name() -> None:
    head, records = read_plainly(text_of(shared("data/C_variants/scout/cancer_test.vcf.gz")))
    fmt = parse_annotation_header(head)
    assert fmt is not None
    shown = {}
    for record in records:
        (found,) = consequences_of(fmt, record.info, record.ref, record.alts)
        index, reason = choose(found, PREFERRED)
        assert index is not None
        shown[found[index].gene] = (found[index].transcript, found[index].hgvs_p, reason)
    assert set(shown) == {
        *("NPM1", "FLT3", "IDH2", "JAK2", "DNMT3A", "ASXL1", "KMT2A", "TP53", "SRSF2", "GATA1")
    }
    assert shown["SRSF2"] == ("ENST00000392485.2", "p.Pro95Arg", "canonical")
    assert shown["TP53"] == (
        "ENST00000269305.4",
        "p.Ser241Phe",
        "preferred transcript of the knowledge base for TP53",
    )
