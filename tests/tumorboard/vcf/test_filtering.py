from hypothesis import given
from hypothesis import strategies as st

from tests.tumorboard.vcf.vcf_files import head, parsed, record, save
from tumorboard.domain.variant import NO_KNOWLEDGE, Assembly, ReadingKnowledge
from tumorboard.vcf.annotations import (
    REPORTED_TERMS,
    consequences_of,
    parse_annotation_header,
)
from tumorboard.vcf.filtering import (
    Filtered,
    NamedPositions,
    are_reported,
    plainly_non_coding,
    stands_for_nothing,
)
from tumorboard.vcf.lines import check_line
from tumorboard.vcf.reader import read_variant_file

HEADER = parsed(head())
ANNOTATION = parse_annotation_header(HEADER)

ranges = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 12)).map(lambda r: (r[0], r[0] + r[1])), max_size=6
)


@given(places=ranges, pos=st.integers(1, 80), length=st.integers(1, 15))
def test_places_are_touched_as_counting_bases_says(places, pos, length):
    knowledge = ReadingKnowledge({}, tuple(("GRCh38", "1", a, b, "x") for a, b in places))
    line = record(pos, ref=b"A" * length, alt=b"C").rstrip(b"\n")
    touched = NamedPositions(knowledge, Assembly.GRCH38).touch(check_line(HEADER, 1, line))
    bases = set(range(pos, pos + length))
    assert touched == any(bases & set(range(start, end + 1)) for start, end in places)


def test_places_come_merged_and_sorted_for_the_build_asked_for():
    knowledge = ReadingKnowledge(
        {},
        (
            ("GRCh38", "chr9", 30, 40, "x"),
            ("GRCh38", "9", 10, 20, "x"),
            ("GRCh38", "9", 15, 29, "x"),
            ("GRCh37", "9", 1, 2, "x"),
        ),
    )
    assert NamedPositions(knowledge, Assembly.GRCH38).places == {"9": [(10, 40)]}
    assert NamedPositions(knowledge, None).places == {"9": [(1, 2), (10, 40)]}


def test_alleles_that_are_no_change():
    assert stands_for_nothing("*") is Filtered.OVERLAPPING_DELETION
    assert stands_for_nothing("<NON_REF>") is Filtered.REFERENCE_ONLY
    assert stands_for_nothing("<*>") is Filtered.REFERENCE_ONLY
    assert stands_for_nothing("<DEL>") is None
    assert stands_for_nothing("T") is None


word = st.one_of(
    st.sampled_from(sorted(REPORTED_TERMS)),
    st.sampled_from(
        [
            "intron_variant",
            "3_prime_UTR_variant",
            "MODIFIER",
            "",
            "T",
            "-",
            "G",
            "x_missense_variant",
            "MODERATE",
        ]
    ),
)
written = st.one_of(word, word.map(lambda text: text.replace("_", "%5F")))
entry = st.lists(st.lists(written, min_size=1, max_size=3).map("&".join), max_size=11).map("|".join)


@given(st.lists(entry, min_size=1, max_size=4).map(",".join))
def test_what_is_left_out_unparsed_is_left_out_parsed(text):
    if plainly_non_coding(ANNOTATION, text):
        (found,) = consequences_of(ANNOTATION, {"CSQ": text}, "A", ("T",), [])
        assert found
        assert not are_reported(found)


def test_unparsed_text_is_judged_by_its_terms_alone():
    assert plainly_non_coding(ANNOTATION, "T|intron_variant&non_coding_transcript_variant|x,T|x_UTR"
                              .replace("x_UTR", "3_prime_UTR_variant"))  # fmt: skip
    for text in ("T|missense_variant|x", "T|intron_variant,T|stop_gained", "T|new_term", "T", ""):
        assert not plainly_non_coding(ANNOTATION, text)


def test_a_term_nobody_knows_is_reported_unless_it_is_a_modifier(tmp_path):
    def reported(impact: bytes) -> int:
        info = b"CSQ=T|brand_new_variant|" + impact + b"|IDH2|Transcript|ENST1|protein_coding||"
        path = save(tmp_path, head() + record(info=info))
        return read_variant_file(path, knowledge=NO_KNOWLEDGE).accounting.alleles_reported

    assert reported(b"HIGH") == 1
    assert reported(b"") == 1
    assert reported(b"MODIFIER") == 0
