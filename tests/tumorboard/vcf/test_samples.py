import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from tests.tumorboard.vcf.plain_text import header, read_plainly, text_of
from tumorboard.domain.variant import SampleRole
from tumorboard.errors import VariantFileError
from tumorboard.vcf.samples import CONFIRM, recognise_samples

T, N, O = SampleRole.TUMOUR, SampleRole.NORMAL, SampleRole.OTHER  # noqa: E741

TNSCOPE = (
    'SentieonCommandLine.TNscope=<ID=TNscope,CommandLine="driver --algo TNscope '
    '--tumor_sample A --normal_sample B out.vcf">'
)
DRAGEN = 'DRAGENCommandLine=<ID=dragen,CommandLine="dragen --RGSM B --RGSM-tumor A --vc-x 1">'
CASES = [
    # header lines, samples, roles, word of the reason of the first
    ("tumor_sample=B\nnormal_sample=A", ("A", "B"), (N, T), "normal_sample line"),
    ("tumor_sample=B", ("A", "B"), (N, T), "the other sample is the tumour"),
    ("SAMPLE=<ID=A,Genomes=Germline>\nSAMPLE=<ID=B,Genomes=Tumor>", ("A", "B"), (N, T), "SAMPLE"),
    ("SAMPLE=<ID=A,Genomes=Germline;Tumor,Mixture=.3;.7>", ("A", "B"), (T, N), "SAMPLE line"),
    ('SAMPLE=<ID=A,Description="Tumour, relapse">', ("A", "B"), (T, N), "SAMPLE line"),
    ("SAMPLE=<ID=TUMOR,SampleName=B,File=x.bam>", ("A", "B"), (N, T), "the other sample"),
    ("sample=<ID=NORMAL,name=A>", ("A", "B"), (N, T), "SAMPLE line"),
    ("PEDIGREE=<Derived=B,Original=A>", ("A", "B"), (N, T), "PEDIGREE"),
    ("PEDIGREE=<ID=B,Original=A>", ("A", "B"), (N, T), "PEDIGREE"),
    (DRAGEN, ("B", "A"), (N, T), "the other sample is the tumour"),
    (TNSCOPE, ("A", "B"), (T, N), "command line"),
    ("", ("NORMAL", "TUMOR"), (N, T), "its name"),
    ("", ("TUMOR", "NORMAL"), (T, N), "its name"),
    ("", ("p1_tumour", "p1_germline"), (T, N), CONFIRM),
    ("", ("TumorDNA", "SkinDNA"), (T, N), CONFIRM),
    ("", ("E190-T01-D", "E190-N01-D"), (T, N), "letter T"),
    ("", ("P_T", "P_rna", "P_N"), (T, O, N), "letter T"),
    ("", ("TCGA-A2-A04W-10A", "TCGA-A2-A04W-01A"), (N, T), "TCGA"),
    ("source=VarDict_v1.8.2", ("A", "B"), (T, N), "by order: please confirm"),
    ("source=strelka", ("A", "B"), (N, T), "writes the normal first"),
    ("source=GenerateSVCandidates 1.4.0", ("A_BL", "A"), (N, T), "writes the normal first"),
    ("", ("A",), (T,), "the only sample"),
    ("", ("NORMAL",), (N,), "its name"),
    ("", ("A", "B", "C"), (O, O, O), "please choose"),
    ("tumor_sample=B\nnormal_sample=C", ("A", "B", "C"), (O, T, N), "please choose"),
    ("", (), (), ""),
    # In blood cancer neither blood nor marrow is a normal, and some words mean the opposite.
    ("", ("blood", "marrow"), (T, N), "by order"),
    ("", ("nontumor", "abnormal"), (T, N), "by order"),
    ("", ("non-tumor", "sample2"), (T, N), "by order"),
    ("", ("tumor_normal_mix", "B"), (T, N), "by order"),
    ("SAMPLE=broken<", ("A", "B"), (T, N), "by order"),
]


@pytest.mark.parametrize(("meta", "samples", "roles", "word"), CASES)
def test_worked_cases(
    meta: str, samples: tuple[str, ...], roles: tuple[SampleRole, ...], word: str
) -> None:
    found = recognise_samples(header(meta, samples))
    assert tuple(sample.name for sample in found) == samples
    assert tuple(sample.role for sample in found) == roles
    assert all(sample.reason for sample in found)
    assert word in "".join(sample.reason for sample in found[:1])


def test_the_user_wins_and_the_rest_follows() -> None:
    found = recognise_samples(header("tumor_sample=B\nnormal_sample=A", ("A", "B")), {"A": T})
    assert [(sample.role, sample.reason) for sample in found] == [
        (T, "chosen by the user"),
        (T, "the header's tumor_sample line"),
    ]
    found = recognise_samples(header("", ("A", "B")), {"A": N})
    assert [sample.role for sample in found] == [N, T]
    found = recognise_samples(header("", ("A", "B")), {"A": O})
    assert [sample.role for sample in found] == [O, O]


def test_a_role_for_no_sample_is_refused_without_naming_it() -> None:
    with pytest.raises(VariantFileError) as error:
        recognise_samples(header("", ("A", "B")), {"secret": T})
    assert "secret" not in str(error.value)
    assert "tumorboard inspect" in str(error.value)


REAL = [
    ("scout/cancer_test.vcf.gz", {"999-99": T, "998-99": N}),
    ("balsamic/tnscope_variants.vcf.gz", {"TUMOR": T, "NORMAL": N}),
    ("balsamic/vardict_variants.vcf.gz", {"TUMOR": T, "NORMAL": N}),
    ("gatk/cfdna-unfiltered.vcf", {"TUMOR": T, "NORMAL": N}),
    ("gatk/dream3-chr20.vcf", {"G15512.prenormal.sorted": N, "IS3.snv.indel.sv": T}),
    ("sv/manta_demo_somaticSV.vcf.gz", {"HCC1954_BL": N, "HCC1954": T}),
    ("snpeff/cancer.ann.vcf", {"Patient_01_Germline": N, "Patient_01_Somatic": T}),
    ("snpeff/cancer_pedigree.ann.vcf", {"Patient_01_Germline": N, "Patient_01_Somatic": T}),
    ("umccr/test-mutect2.vcf.gz", {"MB_normal_50x": N, "tumor_downsample": T}),
    ("umccr/test-strelka2.vcf.gz", {"MB_normal_50x": N, "tumor_downsample": T}),
    ("umccr/test-sage.vcf.gz", {"PRJ180253_E190-T01-D": T, "PRJ180254_E190-B01-D": N}),
    (
        "umccr/test-sage2-rna.vcf.gz",
        {"LTS_APGI_2056_N": N, "APGI_2056_rna": O, "LTS_APGI_2056_T": T},
    ),
    ("pvactools/input_somatic.vcf.gz", {"H_NJ-HCC1395-HCC1395": T}),
]


@pytest.mark.parametrize(("file", "roles"), REAL)
def test_real_files(file: str, roles: dict[str, SampleRole]) -> None:
    head, _ = read_plainly(text_of(shared(f"data/C_variants/{file}")))
    assert {sample.name: sample.role for sample in recognise_samples(head)} == roles


names = st.lists(st.text("TNtumornoral_-019", min_size=1, max_size=12), max_size=5, unique=True)


@settings(max_examples=150)
@given(names, st.text(max_size=40), st.sampled_from(["SAMPLE", "PEDIGREE", "tumor_sample"]))
def test_every_sample_has_a_role_and_a_reason(samples: list[str], text: str, key: str) -> None:
    line = text.replace("\n", " ").replace("\r", " ")
    found = recognise_samples(header(f"{key}={line}", tuple(samples)))
    assert [sample.name for sample in found] == samples
    assert all(sample.reason for sample in found)
