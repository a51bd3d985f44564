import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumorboard.interpretation.karyotype import read_karyotype


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("46,XX,del(5)(q13q33)[12]/46,XX[8]", ["del(5q)"]),
        ("46,XX,del(5q)", ["del(5q)"]),
        ("45,XY,-7,t(11;14)(q13;q32)[15]/46,XY[5]", ["-7", "t(11;14)"]),
        ("47,XX,+8[20]", ["+8"]),
        ("46,XY,inv(16)(p13.1q22)[20]", ["inv(16)"]),
        ("46,XY,t(8;21)(q22;q22.1)[20]", ["t(8;21)"]),
        ("45,X,-Y[20]", ["-Y"]),
        ("46,XX,i(17)(q10)[10]", ["i(17q)"]),
        ("46,XX,t(9;22)(q34;q11.2)[3]/47,idem,+8[17]", ["t(9;22)", "+8"]),
    ],
)
def test_plain_abnormalities_are_read(text, names):
    read = read_karyotype(text)
    assert [one.name for one in read.abnormalities] == names
    assert read.unread == ()
    assert not read.normal


def test_an_abnormality_answers_to_its_short_and_its_full_name():
    (one,) = read_karyotype("46,XX,t(11;14)(q13;q32)[9]").abnormalities
    assert one.names == ("t(11;14)", "t(11;14)(q13;q32)")


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("46,XX,der(5)t(5;17)(q11;p11)[9]", "der(5)t(5;17)(q11;p11)"),
        ("47,XX,+8c[20]", "+8c"),
        ("47,XX,+mar[9]", "+mar"),
        ("46,XX,?del(5)(q13q33)[9]", "?del(5)(q13q33)"),
        ("47,XX,+8[1]/46,XX[19]", "+8"),
        ("45,XX,-7[2]/46,XX[18]", "-7"),
        ("46,XX,inc[3]", "inc"),
        ("nuc ish(RUNX1T1x2)", "nuc ish(RUNX1T1x2)"),
        ("46,XX[12]", "46,XX[12]"),
        ("46,XX", "46,XX"),
        ("no mitoses", "nomitoses"),
    ],
)
def test_what_is_not_read_is_listed_and_says_nothing(text, token):
    read = read_karyotype(text)
    assert token in [unread for unread, _ in read.unread]
    assert read.abnormalities == ()
    assert not read.normal


def test_a_deletion_over_both_arms_has_no_arm():
    (one,) = read_karyotype("46,XX,del(16)(p13q22)[9]").abnormalities
    assert one.names == ("del(16)(p13q22)",)


def test_normal_needs_twenty_metaphases():
    assert read_karyotype("46,XX[20]").normal
    assert not read_karyotype("46,XY[19]").normal


@given(
    st.lists(st.sampled_from(["-7", "+8", "del(5)(q13q33)", "mar", "der(1;7)", "?"]), max_size=5)
)
def test_every_token_is_read_or_listed(tokens):
    read = read_karyotype(",".join(["46", "XX", *tokens]) + "[20]")
    told = {one.written for one in read.abnormalities} | {token for token, _ in read.unread}
    assert set(tokens) <= told


@given(st.text(max_size=60))
def test_any_text_is_survived_and_answered(text):
    read = read_karyotype(text)
    assert bool(text.strip()) == bool(read.normal or read.abnormalities or read.unread)
