import pytest

from tests.shared_data import shared
from tests.tumorboard.vcf.plain_text import header, read_plainly, text_of
from tumorboard.vcf.callers import caller_of


@pytest.mark.parametrize(
    ("meta", "name"),
    [
        ("source=Mutect2", "Mutect2"),
        ("MutectVersion=2.2\nsource=FilterMutectCalls", "Mutect2"),
        ("source=VarDict_v1.8.2", "VarDict"),
        ("source=strelka\nsource_version=2.8.4", "Strelka"),
        ("source=freeBayes v1.0.2-33-gdbb6160", "FreeBayes"),
        ("sageVersion=2.2", "SAGE"),
        ('DRAGENCommandLine=<ID=dragen,Version="SW: 05.021",CommandLine="--ref x">', "DRAGEN"),
        ("source=lofreq call -f ref.fa", "LoFreq"),
        ("source=CNVkit v0.9.4.dev0, Manta", "Manta, CNVkit"),
        ("GATKCommandLine.HaplotypeCaller=<ID=HaplotypeCaller>", "GATK HaplotypeCaller"),
        # Files and arguments of a command are no caller.
        ('GATKCommandLine=<ID=SelectVariants,CommandLine="-V mutect2.strelka.vcf">', ""),
        ("bcftools_viewCommand=view vardict.vcf", ""),
        ("source=ClinVar", ""),
        ("", ""),
    ],
)
def test_lines_callers_leave(meta: str, name: str) -> None:
    assert caller_of(header(meta)) == name


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("balsamic/tnscope_variants.vcf.gz", "TNscope"),
        ("balsamic/vardict_variants.vcf.gz", "VarDict"),
        ("gatk/cfdna-unfiltered.vcf", "Mutect2"),
        ("umccr/test-mutect2.vcf.gz", "Mutect2"),
        ("umccr/test-sage2-rna.vcf.gz", "SAGE"),
        ("sv/strelka_demo_somatic.snvs.vcf.gz", "Strelka"),
        ("sv/manta_demo_somaticSV.vcf.gz", "Manta"),
        ("scout/cancer_test.vcf.gz", "FreeBayes"),
        ("umccr/test-varlociraptor-tumoronly.vcf.gz", "varlociraptor"),
    ],
)
def test_real_headers(file: str, name: str) -> None:
    head, _ = read_plainly(text_of(shared(f"data/C_variants/{file}")))
    assert caller_of(head) == name
