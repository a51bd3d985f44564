from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from tests.tumorboard.vcf.plain_text import members_of, read_plainly, record, text_of
from tumorboard.domain.variant import Sample, SampleCall, SampleRole
from tumorboard.vcf.fractions import TOLERANCE, calls_for
from tumorboard.vcf.samples import recognise_samples

TUMOUR = Sample("T", SampleRole.TUMOUR, "")
NORMAL = Sample("N", SampleRole.NORMAL, "")


def call(ref: str, alts: str, fmt: str, values: str, allele: int = 1) -> SampleCall:
    (found,) = calls_for(record(ref, alts, fmt, (values,)), allele, (TUMOUR,))
    return found


def seen(found: SampleCall) -> tuple[object, ...]:
    """Put a call in one row: depth, ref, alt, VAF to six places, caller's VAF, source, flag."""
    vaf = None if found.vaf is None else str(round(found.vaf, 6).normalize())
    own = None if found.vaf_caller is None else str(found.vaf_caller)
    counts = (found.depth, found.ref_depth, found.alt_depth)
    return (*counts, vaf, own, found.vaf_source, found.vaf_differs)


SNV = ("C", "T")
INDEL = ("CA", "C")
TWO = ("C", "T,G")
CASES = {
    "Mutect2": (
        (*SNV, "GT:AD:AF:DP", "0/1:1566,2:1.760e-03:1568"),
        (1568, 1566, 2, "0.001276", "0.001760", "AD", False),
    ),
    "Mutect2, posterior far from the counts": (
        (*SNV, "GT:AD:AF:DP", "0/1:22,4:0.179:26"),
        (26, 22, 4, "0.153846", "0.179", "AD", True),
    ),
    "Mutect2, first of two alleles": (
        (*TWO, "GT:AD:AF:DP", "0/1/2:50,30,20:0.300,0.200:100"),
        (100, 50, 30, "0.3", "0.300", "AD", False),
    ),
    "VarDict": (
        (*SNV, "GT:DP:VD:AD:AF:RD:ALD", "0/1:26:2:21,2:0.0769:11,10:1,1"),
        (26, 21, 2, "0.076923", "0.0769", "AD/DP", False),
    ),
    "VarDict, indel beyond the depth": (
        (*INDEL, "GT:DP:VD:AD:AF", "0/1:11:2:11,2:0.1818"),
        (11, 11, 2, "0.153846", "0.1818", "AD", True),
    ),
    "merged by hand (GT:DP:VD:AF)": (
        (*SNV, "GT:DP:VD:AF", "0/1:30852:2168:0.070"),
        (30852, None, 2168, "0.070271", "0.070", "VD/DP", False),
    ),
    "Strelka substitution, tier 1": (
        ("A", "G", "AU:CU:DP:GU:TU", "15,61:0,1:19:4,16:0,1"),
        (19, 15, 4, "0.210526", None, "AU/CU/GU/TU", False),
    ),
    "Strelka indel, tier 1": (
        (*INDEL, "DP:DP2:TAR:TIR:TOR", "30:30:24,26:6,7:2,2"),
        (30, 24, 6, "0.2", None, "TAR/TIR", False),
    ),
    "FreeBayes": (
        (*SNV, "GT:DP:RO:QR:AO:QA", "0/1:101:60:2000:40:1200"),
        (101, 60, 40, "0.4", None, "AO/RO", False),
    ),
    "FreeBayes, first of two alleles": (
        (*TWO, "GT:DP:RO:AO", "1/2:100:10:30,60"),
        (100, 10, 30, "0.3", None, "AO/RO", False),
    ),
    "FreeBayes of old": (
        (*SNV, "GT:DP:DPR", "0/1:100:75,25"),
        (100, 75, 25, "0.25", None, "DPR", False),
    ),
    "TNscope": (
        (*INDEL, "GT:AD:AF:ALTHC:DP:DPHC", "0/1:47,8:0.0519481:7:154:152"),
        (154, 47, 8, "0.051948", "0.0519481", "AD/DP", False),
    ),
    "SAGE": (
        (*SNV, "GT:AD:AF:DP:RC_CNT", "0/1:65,11:0.143:77:9,2,0,0,65,77"),
        (77, 65, 11, "0.142857", "0.143", "AD/DP", False),
    ),
    "GATK HaplotypeCaller": (
        (*SNV, "GT:AD:DP:GQ:PL", "0/1:31,9:42:99:253,0,1033"),
        (42, 31, 9, "0.225", None, "AD", False),
    ),
    "DRAGEN": (
        (*SNV, "GT:SQ:AD:AF:F1R2:DP", "0/1:50.1:90,10:0.100:45,5:100"),
        (100, 90, 10, "0.1", "0.100", "AD", False),
    ),
    "varlociraptor": (
        (*SNV, "DP:AF:OBS", "90:0.0333333:48N+39N-2V+"),
        (90, None, None, "0.033333", "0.0333333", "AF", False),
    ),
    "varlociraptor, depth of each allele": (
        (*TWO, "DP:AF", "90,80:0.1,0.2"),
        (90, None, None, "0.1", "0.1", "AF", False),
    ),
    "pindel": ((*INDEL, "GT:AD", "0/1:88,12"), (100, 88, 12, "0.12", None, "AD", False)),
    "VarScan": (
        (*SNV, "GT:GQ:DP:RD:AD:FREQ", "0/1:.:80:60:20:25%"),
        (80, 60, 20, "0.25", "0.25", "AD/RD", False),
    ),
    "MuTect": (
        (*SNV, "GT:AD:BQ:DP:FA", "0:90,10:30:100:0.100"),
        (100, 90, 10, "0.1", "0.100", "AD", False),
    ),
    "Manta": (
        ("T", "<DEL>", "PR:SR", "14,25:31,50"),
        (120, 45, 75, "0.625", None, "PR+SR", False),
    ),
    "Delly, junction reads": (
        ("T", "<DEL>", "GT:GL:DR:DV:RR:RV", "0/1:.:30:9:15:5"),
        (20, 15, 5, "0.25", None, "RV/RR", False),
    ),
    "Delly, pairs": (
        ("T", "<DEL>", "GT:GL:DR:DV:RR:RV", "0/1:.:30:10:0:0"),
        (40, 30, 10, "0.25", None, "DV/DR", False),
    ),
    "PCGR": (
        (*SNV, "GT:DPC:DPT:ADC:ADT", "0/1:237:144:.,.:112,32"),
        (144, 112, 32, "0.222222", None, "ADT", False),
    ),
    "genotype alone": ((*SNV, "GT", "0/1"), (None, None, None, None, None, "", False)),
    "nothing at all": ((*SNV, "GT:AD:AF:DP", "."), (None, None, None, None, None, "", False)),
    "missing values": (
        (*SNV, "GT:AD:AF:DP", "0/1:.,.:.:."),
        (None, None, None, None, None, "", False),
    ),
    "no reads": (
        (*SNV, "GT:AD:AF:DP", "./.:0,0:0:0"),
        (0, 0, 0, None, "0", "", False),
    ),
    "fewer values than alleles (merged file)": (
        (*SNV, "GT:AD:AF:ALT_F1R2", "0/0:3261:0:0"),
        (None, None, None, "0", "0", "AF", False),
    ),
    "more values than alleles (record split later)": (
        (*SNV, "GT:AD:DP", "1/2:0,2,5,0:7"),
        (7, None, None, None, None, "", False),
    ),
    "one AF for two alleles is nobody's": (
        (*TWO, "GT:AF:DP", "0/1:0.3:90"),
        (90, None, None, None, None, "", False),
    ),
    "odd values": (
        (*SNV, "GT:AD:AF:DP", "x:-1,1e3:1_0:٣"),
        (None, None, None, None, None, "", False),
    ),
    "AF above one": (
        (*SNV, "GT:AF", "0/1:30"),
        (None, None, None, None, None, "", False),
    ),
    "more variant reads than reads": (
        (*SNV, "GT:DP:VD:AF", "0/1:10:20:0.5"),
        (10, None, 20, "0.5", "0.5", "AF", False),
    ),
}


@pytest.mark.parametrize(("given_row", "expected"), CASES.values(), ids=CASES)
def test_worked_cases(given_row: tuple[str, str, str, str], expected: tuple[object, ...]) -> None:
    assert seen(call(*given_row)) == expected


def test_counts_of_the_second_allele() -> None:
    found = call(*TWO, "GT:AD:AF:DP", "0/1/2:50,30,20:0.300,0.200:101", allele=2)
    assert seen(found) == (101, 50, 20, "0.2", "0.200", "AD", False)
    found = call(*TWO, "DP:RO:AO", "101:10:30,60", allele=2)
    assert seen(found) == (101, 10, 60, "0.6", None, "AO/RO", False)
    found = call("A", "C,G", "DP:AU:CU:GU:TU", "20:10,0:4,0:6,0:0,0", allele=2)
    assert seen(found) == (20, 10, 6, "0.3", None, "AU/CU/GU/TU", False)


def test_each_sample_has_its_call() -> None:
    both = record("C", "T", "GT:AD:DP", ("0/1:90,10:100", "0/0:50"))
    found = calls_for(both, 1, (TUMOUR, NORMAL))
    assert [(c.sample, c.role, c.genotype, c.alt_depth) for c in found] == [
        ("T", SampleRole.TUMOUR, "0/1", 10),
        ("N", SampleRole.NORMAL, "0/0", None),
    ]


@pytest.mark.parametrize(("caller", "differs"), [("0.12", False), ("0.1201", True)])
def test_a_difference_is_flagged_beyond_the_tolerance(caller: str, differs: bool) -> None:
    assert Decimal("0.02") == TOLERANCE
    assert call("C", "T", "AD:AF", f"90,10:{caller}").vaf_differs is differs


def test_lofreq_counts_in_info() -> None:
    lofreq = record("C", "T", info="DP=100;AF=0.100000;SB=0;DP4=40,50,4,6")
    (found,) = calls_for(lofreq, 1, ())
    assert seen(found) == (100, 90, 10, "0.1", "0.100000", "DP4", False)
    assert (found.sample, found.role) == ("", SampleRole.TUMOUR)


def test_lofreq_counts_in_info_are_the_only_samples() -> None:
    info = "DP=100;AF=0.100000;DP4=40,50,4,6"
    (found,) = calls_for(record("C", "T", "GT", ("0/1",), info), 1, (TUMOUR,))
    assert seen(found) == (100, 90, 10, "0.1", "0.100000", "DP4", False)
    assert (found.sample, found.genotype) == ("T", "0/1")
    both = calls_for(record("C", "T", "GT", ("0/1", "0/0"), info), 1, (TUMOUR, NORMAL))
    assert [one.vaf for one in both] == [None, None]


def test_structural_callers_files_are_read_without_fault() -> None:
    archive = shared("data/C_variants/sv/mavis_sv_caller_outputs.tar.gz")
    fractions = 0
    for _, text in members_of(archive):
        head, records = read_plainly(text)
        samples = recognise_samples(head)
        assert [sample.name for sample in samples] == list(head.samples)
        for each in records:
            found = [calls_for(each, i + 1, samples) for i in range(len(each.alts))]
            fractions += sum(one.vaf is not None for calls in found for one in calls)
    assert fractions > 0


def test_sites_without_samples_have_no_calls() -> None:
    assert calls_for(record("C", "T", info="AF=0.5;DP=100"), 1, ()) == ()


@pytest.mark.parametrize("allele", [0, 2])
def test_an_allele_the_record_does_not_have(allele: int) -> None:
    assert calls_for(record("C", "T", "GT", ("0/1",)), allele, (TUMOUR,)) == ()


def test_the_real_myeloid_file() -> None:
    head, records = read_plainly(text_of(shared("data/C_variants/scout/cancer_test.vcf.gz")))
    samples = recognise_samples(head)
    by_place = {(r.chrom, r.pos): calls_for(r, 1, samples) for r in records}
    itd_tumour, itd_normal = by_place["13", 28608220]
    assert seen(itd_tumour) == (30852, None, 2168, "0.070271", "0.070", "VD/DP", False)
    assert seen(itd_normal) == (9194, None, 0, "0", "0", "VD/DP", False)
    tp53_tumour, tp53_normal = by_place["17", 7577559]
    assert seen(tp53_tumour) == (3137, 2963, 174, "0.055467", "0.057", "AD", False)
    assert seen(tp53_normal) == (None, None, None, "0", "0", "AF", False)


REAL = [
    # file, calls, calls with a fraction, flagged
    ("balsamic/tnscope_variants.vcf.gz", 4, 4, 0),
    ("balsamic/vardict_variants.vcf.gz", 4, 4, 0),
    ("gatk/cfdna-unfiltered.vcf", 232, 232, 7),
    ("gatk/dream3-chr20.vcf", 2422, 2422, 112),
    ("gatk/triple_allele.vcf", 42, 18, 0),
    ("pcgr/T001-BRCA.grch38.vcf.gz", 196, 196, 0),
    ("sv/manta_demo_somaticSV.vcf.gz", 12, 12, 0),
    ("sv/strelka_demo_somatic.snvs.vcf.gz", 34, 34, 0),
    ("sv/strelka_demo_somatic.indels.vcf.gz", 4, 4, 0),
    ("umccr/test-germline-gatk-haplotype.vcf.gz", 1004, 1004, 0),
    ("umccr/test-germline-strelka2.vcf.gz", 1005, 1005, 0),
    ("umccr/test-germline-vardict.vcf.gz", 1000, 1000, 1),
    ("umccr/test-mutect2.vcf.gz", 48, 48, 13),
    ("umccr/test-sage2-rna.vcf.gz", 7494, 5539, 0),
    ("umccr/test-strelka2.vcf.gz", 74, 74, 0),
    ("umccr/test-vardict.vcf.gz", 472, 463, 0),
    ("umccr/test-varlociraptor-tumoronly.vcf.gz", 2281, 2281, 0),
]


@pytest.mark.parametrize(("file", "calls", "known", "flagged"), REAL)
def test_real_files(file: str, calls: int, known: int, flagged: int) -> None:
    head, records = read_plainly(text_of(shared(f"data/C_variants/{file}")))
    samples = recognise_samples(head)
    found = [
        one
        for each in records
        for allele in range(1, len(each.alts) + 1)
        for one in calls_for(each, allele, samples)
    ]
    assert len(found) == calls
    assert sum(one.vaf is not None for one in found) == known
    assert sum(one.vaf_differs for one in found) == flagged


counts = st.integers(0, 200_000)


@settings(max_examples=150)
@given(counts, counts, counts)
def test_fractions_are_exact_to_ten_digits(ref: int, alt: int, other: int) -> None:
    found = call("C", "T,G", "AD", f"{ref},{alt},{other}")
    total = ref + alt + other
    assert (found.ref_depth, found.alt_depth, found.depth) == (ref, alt, total)
    if total == 0:
        assert found.vaf is None
    else:
        assert found.vaf is not None
        exact = Fraction(alt, total)
        assert abs(Fraction(found.vaf) - exact) <= exact / 10**9


KEYS = (
    "DR DV RR RV GT AD AF DP RO AO DPR AU CU GU TU TAR TIR VD RD DP4 PR SR FREQ FA DPHC RC_CNT ADT"
)
keys = st.sampled_from(KEYS.split())
values = st.text("0123456789.,-+eE%naif ", max_size=12) | st.text(max_size=6)
alleles = st.sampled_from(["C", "CT", "<DEL>", "*", "n", "T[chr2:1["])


@settings(max_examples=300)
@given(
    st.lists(st.tuples(keys, values), max_size=10),
    alleles,
    st.lists(alleles, min_size=1, max_size=3),
)
def test_no_sample_text_raises_and_every_figure_is_sane(
    fields: list[tuple[str, str]], ref: str, alts: list[str]
) -> None:
    line = record(
        ref,
        ",".join(alts),
        ":".join(key for key, _ in fields),
        (":".join(value for _, value in fields),),
    )
    for allele in range(1, len(alts) + 1):
        (found,) = calls_for(line, allele, (TUMOUR,))
        for fraction in (found.vaf, found.vaf_caller):
            assert fraction is None or 0 <= fraction <= 1
        for depth in (found.depth, found.ref_depth, found.alt_depth):
            assert depth is None or depth >= 0
        assert (found.vaf is None) == (found.vaf_source == "")
