import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import shared
from tests.tumorboard.vcf.plain_text import read_plainly, text_of
from tumorboard.vcf.alleles import NOT_ALLELES, index_of

CASES = [
    # What VEP calls each allele; most rows are records of ../shared/data/C_variants.
    ("G", "A", {"A": 0}),
    ("G", "A,C", {"A": 0, "C": 1}),
    ("G", "C,GC", {"C": 0, "GC": 1}),  # not all begin alike: nothing is cut
    ("CTTTA", "C,TTTTA", {"C": 0, "TTTTA": 1}),
    ("GT", "GTT,G", {"TT": 0, "-": 1}),
    ("C", "CTCTG", {"TCTG": 0}),
    ("ACTGGTAGC", "A", {"-": 0}),
    ("TATA", "T,*", {"-": 0}),  # the star is no allele
    ("TATA", "*,T,CATA", {"T": 1, "CATA": 2}),
    ("ATATC", "*,A", {"-": 1}),
    ("TATC", "GATA", {"GATA": 0}),
    ("GT", "GA", {"GA": 0, "A": 0}),  # as written; minimal
    ("AT", "GT,A", {"GT": 0, "A": 1, "G": 0}),
    ("A", "AG,<NON_REF>", {"G": 0, "AG": 0}),
    ("T", "<DEL>", {"deletion": 0, "<DEL>": 0}),
    ("T", "<DUP:TANDEM>", {"tandem_duplication": 0}),
    ("T", "<INS:ME:ALU>", {"insertion": 0}),
    ("T", "T[chr2:321682[", {"T[chr2:321682[": 0}),
    ("A", "C,G", {"G-C": 1, "C-G": 0}),  # SnpEff's cancer mode: somatic-germline
    ("A", "C", {"C-chr1:200_G>T": 0}),  # SnpEff: with another variant
]


@pytest.mark.parametrize(("ref", "alts", "names"), CASES)
def test_annotators_names(ref: str, alts: str, names: dict[str, int]) -> None:
    given_alts = tuple(alts.split(","))
    assert {name: index_of(name, ref, given_alts) for name in names} == names


@pytest.mark.parametrize(
    ("ref", "alts", "name"),
    [("G", "A,C", "T"), ("G", "A", ""), ("GT", "GTT,G", "G?"), ("TATA", "T,*", "*")],
)
def test_a_name_of_no_allele(ref: str, alts: str, name: str) -> None:
    assert index_of(name, ref, tuple(alts.split(","))) is None


def test_a_name_two_alleles_share_is_nobodys() -> None:
    # Minimal names: both are the insertion of T.
    assert index_of("T", "CAA", ("CTAA", "CATA")) is None


def test_names_agree_with_veps_own_allele_numbers() -> None:
    header, records = read_plainly(text_of(shared("data/C_variants/vep/bcftools_split-vep.vcf.gz")))
    fields = header.infos["CSQ"].description.partition("Format: ")[2].split("|")
    name, number = fields.index("Allele"), fields.index("ALLELE_NUM")
    checked = 0
    for record in records:
        for entry in record.info["CSQ"].split(","):
            values = entry.split("|")
            assert index_of(values[name], record.ref, record.alts) == int(values[number]) - 1
            checked += 1
    assert checked > 2000


bases = st.text("ACGT", min_size=1, max_size=6)


@settings(max_examples=150)
@given(
    bases, st.lists(bases | st.sampled_from(["*", "<DEL>"]), min_size=1, max_size=4, unique=True)
)
def test_no_allele_is_found_under_a_name_of_another(ref: str, alts: list[str]) -> None:
    written = tuple(alts)
    for index, alt in enumerate(written):
        found = index_of(alt, ref, written)
        if alt in NOT_ALLELES:
            assert found is None
        # An allele as written may be the trimmed name of another one, which VEP means by it.
        elif found != index:
            assert found is not None
            assert written[found][1:] == alt
