import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumorboard.vcf.bulk.digits import number_within, outside

numbers = st.integers(0, 3_000_000_000)


@given(numbers, numbers, numbers)
def test_matches_numbers_within_the_bounds_and_no_others(one, other, number):
    low, high = sorted((one, other))
    found = re.fullmatch(number_within([(low, high)]), str(number)) is not None
    assert found == (low <= number <= high)


@pytest.mark.parametrize("low", range(0, 1200, 37))
def test_every_number_around_small_bounds(low):
    high = low + 143
    expression = re.compile(number_within([(low, high)]))
    matched = [n for n in range(1500) if expression.fullmatch(str(n))]
    assert matched == list(range(low, high + 1))


def test_nothing_is_within_no_range():
    assert not re.fullmatch(number_within([]).encode(), b"1")


def test_what_is_left_outside_of_places():
    assert outside([(100, 200), (300, 310)], 1, 1000, 10) == [(1, 89), (201, 289), (311, 1000)]
    assert outside([(5, 200)], 1, 100, 10) == []
    assert outside([], 1, 100, 10) == [(1, 100)]
