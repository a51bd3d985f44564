import pytest

from tumorboard.domain.variant import Assembly
from tumorboard.vcf.assembly import LENGTHS, plain_chrom, recognise_assembly

G37, G38 = Assembly.GRCH37, Assembly.GRCH38


@pytest.mark.parametrize(
    ("contigs", "meta", "assembly"),
    [
        ({"1": 249250621}, (), G37),
        ({"chr1": 248956422, "chrX": 156040895}, (), G38),
        ({}, [("contig", '<ID=1,assembly="GRCh38.p13">')], G38),
        ({}, [("contig", "<ID=20,length=62435964,assembly=b37,species=x>")], G37),
        ({}, [("reference", "file:///ref/human_g1k_v37_decoy.fasta")], G37),
        ({}, [("reference", "/ref/hg38.fa")], G38),
        ({}, [("VEP", '"v110" assembly="GRCh37.p13"')], G37),
        ({}, [("SnpEffCmd", '"SnpEff  hg38 in.vcf "')], G38),
        ({"1": 249250621}, [("reference", "/ref/hg19.fa")], G37),
        ({}, (), None),
        ({"1": 12345}, [("reference", "/ref/mouse.fa")], None),
        ({"1": 249250621}, [("reference", "/ref/hg38.fa")], None),
        ({"1": 249250621, "2": 242193529}, (), None),
        ({}, [("reference", "file:///1000GenomesPilot-NCBI36.fasta")], None),
    ],
)
def test_the_build_is_told_by_the_header_or_left_open(contigs, meta, assembly):
    told, reason = recognise_assembly(contigs, meta)
    assert told is assembly
    assert reason


def test_reasons_say_where_and_what_to_ask():
    assert recognise_assembly({"1": 249250621}, ())[1] == "by contig lengths"
    assert "choose GRCh37 or GRCh38" in recognise_assembly({}, ())[1]
    both = recognise_assembly({"1": 249250621}, [("reference", "hg38.fa")])[1]
    assert "both genome builds" in both
    assert "the reference line" in both


def test_no_length_belongs_to_both_builds():
    ours, theirs = (set(LENGTHS[build].items()) for build in (G37, G38))
    assert len(ours) == len(theirs) == 24
    assert not ours & theirs


def test_chr_is_taken_off():
    assert [plain_chrom(name) for name in ("chr1", "Chr2", "3", "chrX")] == ["1", "2", "3", "X"]
