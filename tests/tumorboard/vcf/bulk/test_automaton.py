"""The automaton takes what the regular expression takes."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tumorboard.vcf.bulk.automaton import ACCEPTED, REFUSED, Automaton, Unable

texts = st.text("abcx01-,.\n", max_size=12)
atoms = st.sampled_from(
    ["a", "b", "[ab]", "[^a\\n]", "[0-9]", r"\.", "[a-]", r"\x61", "[^\\x00-\\xff]", "(?:ab|a)"]
)


def together(parts):
    return st.one_of(
        st.tuples(parts, parts).map("".join),
        st.tuples(parts, parts).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(parts, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    )


expressions = st.recursive(atoms, together, max_leaves=8)


def takes(automaton, line):
    state = 0
    for at, byte in enumerate(line):
        state = automaton.row(state)[automaton.classes[byte]]
        if state == REFUSED:
            return False
        if state == ACCEPTED:
            return at == len(line) - 1
    return False


@settings(max_examples=400, deadline=None)
@given(expressions, texts)
@example("(?:[^a\\n])*", "")  # within the line all is as at its start
@example("(?:a|b)*", "ab")
def test_takes_what_the_expression_takes(expression, text):
    automaton = Automaton(expression + "\r?\n")
    for line in (text + "\n", text + "\r\n", text):
        assert takes(automaton, line.encode()) == bool(re.fullmatch(expression + "\r?\n", line))


@pytest.mark.parametrize(
    "expression",
    [
        "a",
        "a*",
        "[^b]\n",
        "a\n?",
        "\na\n",
        "(a)\n",
        "a(?=b)\n",
        r"\d\n",
        ".\n",
        "a{x}\n",
        "(?:a\n",
        "é\n",
    ],
)
def test_an_expression_it_cannot_run_exactly_is_refused(expression):
    with pytest.raises(Unable):
        Automaton(expression)


def test_states_are_made_as_lines_ask_for_them():
    automaton = Automaton("abc\n")
    assert len(automaton) == 1
    assert takes(automaton, b"abc\n")
    assert len(automaton) == 4
