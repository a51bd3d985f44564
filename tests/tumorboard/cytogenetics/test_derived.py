"""What follows from a karyotype, by a table of worked cases."""

import pytest

from tumorboard.cytogenetics.derived import derive
from tumorboard.cytogenetics.reading import read_karyotype


def derived(text):
    return derive(read_karyotype(text))


@pytest.mark.parametrize(
    ("text", "count", "monosomal"),
    [
        ("46,XX[20]", 0, False),
        ("45,X,-Y[20]", 1, False),
        ("46,XY,del(5)(q13q33)[15]/46,XY[5]", 1, False),
        ("46,XX,del(5)(q13q33),del(7)(q22)[18]", 2, False),
        ("45,XY,-7[12]/46,XY[8]", 1, False),
        ("44,XX,-5,-7[10]", 2, True),
        ("45,XY,-7,t(3;5)(q25;q34)[15]", 2, True),
        ("47,XY,+8[20]", 1, False),
        ("43,XY,del(5)(q13q33),-7,-12,der(17)t(12;17)(p12;p11.2),-18[18]", 4, True),
        ("48,XY,+21c,+21[20]", 1, False),
        # Both derivatives of one translocation are one event.
        ("46,XX,der(9)t(9;22)(q34;q11),der(22)t(9;22)[20]", 1, False),
        # The gained arm is in the derivative.
        ("46,XX,+1,der(1;7)(q10;p10)[20]", 1, False),
        # Inherited abnormalities are not counted again, new ones are.
        ("47,XX,+8[10]/48,idem,+21[5]/46,XX[5]", 2, False),
        ("47,XX,+8[10]/48,XX,+8,+21[5]/46,XX[5]", 2, False),
        # Two gained copies are two abnormalities.
        ("48,XX,+8,+8[20]", 2, False),
        ("48,XX,+2mar[20]", 2, False),
        # Too few cells: not clonal.
        ("47,XX,+8[1]/46,XX[19]", 0, False),
        ("45,XX,-7[2]/46,XX[18]", 0, False),
        ("45,XX,-7[3]/46,XX[17]", 1, False),
        # The same abnormality in two clones of one cell each is in two cells.
        ("47,XX,+8[1]/48,XX,+8,+21[1]/46,XX[18]", 1, False),
        ("46,XX,inv(9)(p12q13)c[20]", 0, False),
        ("46,XX,9qh+[20]", 0, False),
    ],
)
def test_counting(text, count, monosomal):
    found = derived(text)
    assert found.count == count
    assert found.is_monosomal is monosomal


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("45,XX,-17[20]", {"17p", "17q"}),
        ("46,XX,del(17)(p13)[20]", {"17p"}),
        ("46,XX,i(17)(q10)[20]", {"17p"}),
        ("46,XX,idic(17)(p11.2)[20]", {"17p"}),
        ("46,XX,add(17)(p13)[20]", {"17p"}),
        ("46,XX,der(17)t(12;17)(p12;p11.2)[20]", {"17p"}),
        ("46,XX,del(5)(q13q33)[20]", {"5q"}),
        ("46,XX,+1,der(1;7)(q10;p10)[20]", {"1p", "7q"}),
        ("45,XX,dic(7;14)(q11;p11)[20]", {"7q", "14p"}),
        ("46,XX,t(9;22)(q34;q11.2)[20]", set()),
        ("46,XX,der(9)t(9;22)(q34;q11),der(22)t(9;22)[20]", set()),
        ("46,XX,inv(3)(q21q26.2)[20]", set()),
        ("47,XX,+del(17)(p13)[20]", set()),
    ],
)
def test_arms_lost(text, lost):
    assert derived(text).lost == lost


def test_arms_gained():
    assert derived("46,XX,dup(1)(q21q32)[20]").gained == {"1q"}
    assert derived("46,XX,i(17)(q10)[20]").gained == {"17q"}
    assert derived("47,XX,+8[20]").gained == {"8p", "8q"}


def test_trisomies_alone_are_told_from_other_complex_karyotypes():
    assert derived("50,XX,+8,+13,+19,+21[20]").only_trisomies
    assert not derived("50,XX,+8,+13,+19,+21,t(1;3)(p36;q21)[20]").only_trisomies


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("46,XX[20]", True),
        ("46,XX[19]", False),
        ("46,XX", False),
        ("46,XX,inv(9)(p12q13)c[20]", True),
        ("47,XX,+8[1]/46,XX[19]", False),
        ("46,XX,nonsense[20]", False),
        ("46,XX,inc[20]", False),
    ],
)
def test_normal_needs_twenty_metaphases_and_all_of_it_read(text, normal):
    assert derived(text).normal is normal
