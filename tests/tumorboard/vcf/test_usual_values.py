"""What is taken for usual must be what the full check finds no fault with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard.vcf.sample_columns import check_sample
from tumorboard.vcf.usual_values import UsualInfo, usual_sample
from tumorboard.vcf.values import ValueRule

RULES = st.builds(
    ValueRule,
    st.sampled_from([".", "A", "R", "G", "0", "1", "2", "3"]),
    st.sampled_from(["Integer", "Float", "String", "Character"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
ONE = st.sampled_from(
    (
        *(".", "0", "-0", "7", "-3", "+4", "0.5", ".5", "1e-3", "1e400", "Inf", "-inf", "nan"),
        *("9" * 9, "9" * 11, "a", "PASS", "x y", "é", "", "0/1", "5.", "-.5", "٣", ":", ";"),
    )
)
VALUES = st.lists(ONE, min_size=1, max_size=7).map(",".join)
ALTS = st.integers(0, 4)


@settings(max_examples=400)
@given(RULES, VALUES, ALTS)
def test_a_usual_info_value_has_no_fault(rule: ValueRule, value: str, alts: int) -> None:
    if UsualInfo({"X": rule}, ["X"], alts)["X"](value) is not None:
        free = ValueRule(".", *(rule.type, rule.reserved, rule.negative, rule.strict))
        assert value
        assert not {" ", ";"} & set(value)
        assert (free if rule.number == "G" else rule).fault(value, alts) is None


@settings(max_examples=400)
@given(
    st.sampled_from(["", "0/1", "1|1", "./.", ".", "1", "0/2", "0/3", "0/1/1", "x"]),
    st.lists(st.tuples(st.none() | RULES, VALUES), min_size=1, max_size=4),
    ALTS,
)
def test_a_usual_sample_has_no_fault(
    genotype: str, fields: list[tuple[ValueRule | None, str]], alts: int
) -> None:
    keys = tuple(f"K{at}" for at in range(len(fields)))
    rules = tuple(rule for rule, _ in fields)
    sample = ":".join(value for _, value in fields)
    if genotype:
        keys, rules = ("GT", *keys), (None, *rules)
        sample = f"{genotype}:{sample}"
    if usual_sample(keys, rules, alts)(sample) is not None:
        warnings: list[str] = []
        check_sample(keys, rules, sample, alts, 1, warnings)
        assert warnings == []


@pytest.mark.parametrize("alts", [1, 2])
def test_what_callers_write_is_usual(alts: int) -> None:
    depth, fraction = ValueRule("R", "Integer"), ValueRule("A", "Float")
    usual = usual_sample(("GT", "AD", "AF"), (None, depth, fraction), alts)
    depths, fractions = ",".join(["40"] * (alts + 1)), ",".join(["0.25"] * alts)
    assert usual(f"0/1:{depths}:{fractions}") is not None
    assert usual(f"0/1:{depths}") is None  # the full check knows of fields left out
    info = UsualInfo({"AF": fraction, "STR": ValueRule("0", "Flag")}, ["AF", "STR"], alts)
    assert info["AF"](fractions) is not None
    assert info["STR"]("") is info["ABSENT"]("1") is None


@pytest.mark.parametrize("number", ["33", "100000", "9" * 30])
def test_a_great_number_is_not_spelled_out(number: str) -> None:
    rule = ValueRule(number, "Integer")
    assert UsualInfo({"X": rule}, ["X"], 1)["X"]("1") is None
    assert usual_sample(("X",), (rule,), 1)("1") is None
