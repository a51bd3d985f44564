from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumorboard.vcf.values import ValueRule, below_zero, genotype_counts, is_quality


def rule(number: str, kind: str, **more: bool) -> ValueRule:
    return ValueRule(number, kind, **more)


@given(st.integers(-(2**31) + 8, 2**31 - 1))
def test_every_integer_of_the_specification_is_one(value):
    assert rule("1", "Integer").fault(str(value), 1) is None


@pytest.mark.parametrize("value", [2**31, -(2**31), -(2**31) + 7, 10**30])
def test_integers_beyond_32_bit_or_reserved_are_refused(value):
    fault = rule("1", "Integer").fault(str(value), 1)
    assert fault is not None
    assert not fault.harmless


@given(st.floats())
def test_every_float_is_one(value):
    assert rule("1", "Float").fault(repr(value), 1) is None


@given(st.text(alphabet="0123456789.eE+-infNaA", max_size=8))
def test_a_float_is_what_python_and_the_pattern_agree_on(text):
    try:
        float(text)
        number = True
    except ValueError:
        number = text == "."
    assert (rule(".", "Float").fault(text, 1) is None) == number


@given(st.integers(1, 6), st.integers(1, 12))
def test_counts_per_allele(alts, count):
    text = ",".join(["1"] * count)
    assert (rule("A", "Integer").fault(text, alts) is None) == (count == alts)
    assert (rule("R", "Integer").fault(text, alts) is None) == (count == alts + 1)
    assert (rule(str(count), "Integer").fault(text, alts)) is None


@given(st.integers(1, 8), st.integers(1, 4))
def test_genotypes_are_counted_as_the_specification_orders_them(alts, ploidy):
    assert genotype_counts(alts, ploidy) == {comb(alts + ploidy, ploidy)}


def test_a_single_dot_fits_any_number():
    assert all(
        rule(number, "Integer").fault(".", 3) is None for number in ("1", "A", "R", "G", "4")
    )


def test_below_zero_and_qualities():
    assert below_zero("1,-2")
    assert below_zero("-inf")
    assert not below_zero("-0.0,-0e5")
    assert not is_quality("-0.5")
    assert is_quality("-0.0")
