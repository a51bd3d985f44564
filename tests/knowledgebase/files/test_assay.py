"""Reading a kind of test, and what is refused of it."""

from datetime import date
from pathlib import Path

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.files.assay import assay_faults, read_assay
from knowledgebase.files.shared import Surroundings
from knowledgebase.files.strict_yaml import read_yaml
from knowledgebase.records import Scope
from knowledgebase.rules.names import Names

FILE = Path(__file__).parents[3] / "knowledgebase/content/assays/myeloid-panel.yaml"
TODAY = date(2026, 11, 21)


def read(old="", new=""):
    text = FILE.read_text()
    assert old in text
    problems = []
    record = read_assay(read_yaml(text.replace(old, new, 1).encode(), "a.yaml"), problems, Names())
    return record, [one.sentence for one in problems]


def faults(*records):
    names = Names(alterations=load_content().alterations)
    found = assay_faults({one.id: one for one in records}, Surroundings(names, TODAY, True))
    return [(key, said) for _, key, said in found]


def test_a_kind_of_test_is_read_with_its_limit():
    record, problems = read()
    assert problems == []
    assert (record.long_insertions.scope, record.long_insertions.up_to) == (Scope.NONE, 15)
    assert "whole exons" in record.why_blind("KMT2A-PTD")
    assert record.why_blind("FLT3-ITD") == ""
    assert record.why_blind("") == ""
    assert faults(record) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sees: listed", "sees: some", "is not one of all, listed, none, unknown"),
        ("up_to: 15", "up_to: 0", "a length of 1 to 10000 bases"),
        ("sees: listed", "up_to: 15\n  sees: listed", "of long_insertions alone"),
        ("small_variants:", "small_variant:", "is not known here"),
        ("alteration: ", "fusion: ", "a fusion is written like"),
    ],
)
def test_what_cannot_be_read_is_told(old, new, said):
    _, problems = read(old, new)
    assert any(said in one for one in problems)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"KMT2A-PTD"', '"KMT2A-PTE"', "misses"),
        ("alterations: []", "alterations: [FLT3-ITT]", "alterations"),
        ("alterations: []", "alterations: [KMT2A-PTD]", "misses"),
        ("review: draft", "review: approved", "review"),
        ("expires: 2027-11-21", "expires: 2026-01-01", "expires"),
    ],
)
def test_what_cannot_hold_is_told(old, new, key):
    record, problems = read(old, new)
    assert problems == []
    assert key in [one for one, _ in faults(record)]


def test_two_kinds_may_not_have_one_name():
    record, _ = read()
    other, _ = read("id: myeloid-panel", "id: other")
    assert ("name", 'the name also stands at "myeloid-panel"') in faults(record, other)
