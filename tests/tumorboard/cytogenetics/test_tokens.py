"""Rules ask a karyotype by short names; only what is meant answers to them."""

import pytest

from tumorboard.cytogenetics.derived import derive
from tumorboard.cytogenetics.reading import read_karyotype
from tumorboard.cytogenetics.tokens import events_of


@pytest.mark.parametrize(
    ("text", "token", "there"),
    [
        ("46,XX,t(9;22)(q34;q11.2)[20]", "t(9;22)", True),
        ("46,XX,t(9;22)(q34;q11.2)[20]", "t(9;22)(q34;q11)", True),
        ("46,XX,t(9;22)(p13;q11)[20]", "t(9;22)", False),
        ("46,XX,t(9;22)[20]", "t(9;22)", True),
        ("46,XX,der(9)t(9;22)(q34;q11),der(22)t(9;22)[20]", "t(9;22)", True),
        ("47,XX,t(9;22)(q34;q11),+der(22)t(9;22)[20]", "t(9;22)", True),
        ("46,XX,inv(16)(p13.1q22)[20]", "inv(16)", True),
        ("46,XX,inv(16)(q22q24)[20]", "inv(16)", False),
        ("46,XX,inv(3)(q21q26.2)[20]", "inv(3)", True),
        ("46,XX,t(3;3)(q21;q26)[20]", "t(3;3)", True),
        ("46,XX,t(3;12)(q26;p13)[20]", "t(3q26;v)", True),
        ("46,XX,t(3;12)(q26;p13)[20]", "t(3q;v)", True),
        ("46,XX,t(3;12)(p21;p13)[20]", "t(3q;v)", False),
        ("46,XX,t(15;17)(q22;q21)[20]", "t(15;17)", True),
        ("46,XX,del(5)(q13q33)[20]", "del(5q)", True),
        ("45,XX,-5[20]", "del(5q)", False),
        ("45,XX,-5[20]", "loss(5q)", True),
        ("46,XX,del(1)(p31p34)[20]", "del(1p32)", True),
        ("46,XX,del(1)(p35)[20]", "del(1p32)", False),
        ("46,XX,del(1)(p22)[20]", "del(1p32)", True),
        ("46,XX,i(17)(q10)[20]", "i(17q)", True),
        ("46,XX,i(17)(q10)[20]", "abn(17p)", True),
        ("46,XX,i(17)(q10)[20]", "del(17p)", False),
        ("46,XX,add(17)(p13)[20]", "abn(17p)", True),
        ("45,XX,-17[20]", "abn(17p)", False),
        ("45,XX,-17[20]", "-17", True),
        ("46,XX,t(11;19)(q23;p13)[20]", "rearranged(11q23)", True),
        ("46,XX,del(11)(q14q23)[20]", "rearranged(11q23)", False),
        ("46,XX,t(11;19)(q23;p13)[20]", "t(v;11q23)", True),
        ("46,XX,t(11;14)(q13;q32)[20]", "t(v;11q23)", False),
        ("46,XX,t(11;14)[20]", "t(v;11q23)", False),
        ("46,XX,dup(1)(q21q32)[20]", "gain(1q)", True),
        ("47,XX,+8[20]", "+8", True),
        ("47,XX,+8[1]/46,XX[19]", "+8", False),
        ("46,XX[20]", "+8", False),
        ("46,XX,der(17)t(12;17)(p12;p11.2)[20]", "abn(17p)", True),
        ("46,XX,del(5)(q13q33)[20]", "del(5)(q13q33)", True),
        ("46,XX,del(5)(q13q33)[20]", "del(5)(q22q33)", False),
    ],
)
def test_tokens(text, token, there):
    assert bool(events_of(token, derive(read_karyotype(text)))) is there
