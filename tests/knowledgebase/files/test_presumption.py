"""What a classification may presume, and what is refused of it."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledgebase.files.assessment import read_classification
from knowledgebase.files.strict_yaml import read_yaml
from knowledgebase.records import Presumption
from knowledgebase.rules.names import Names

FILE = Path(__file__).parents[3] / "knowledgebase/content/classifications/WHO-HAEM5-MDS.yaml"
AUER = "{fact: auer_rods, value: no, words: no Auer rods}"


def read(old="", new=""):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    problems = []
    node = read_yaml(text.replace(old, new, 1).encode(), "c.yaml")
    record = read_classification(node, problems, Names())
    return record, [one.sentence for one in problems]


def test_presumptions_are_read():
    record, problems = read()
    assert problems == []
    assert Presumption("auer_rods", "", False, "", "no Auer rods") in record.presumed
    fibrosis = next(one for one in record.presumed if one.key == "fibrosis_grade")
    assert (fibrosis.value, fibrosis.unit) == (Decimal(0), "1")


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("{fact: luck, value: no, words: none}", "no fact that can be presumed"),
        ("{fact: disease, value: no, words: none}", "no fact that can be presumed"),
        ("{fact: auer_rods, value: maybe, words: none}", "neither yes nor no"),
        ("{fact: auer_rods, key: x, value: no, words: none}", "needs a key, or takes none"),
        ("{fact: laboratory, value: 0, words: none}", "needs a key, or takes none"),
        ("{fact: laboratory, key: crp, value: low, words: none}", "is no number"),
        ("{fact: copy_number, key: TP53, value: gone, words: none}", "is no word of copy_number"),
        ("{fact: auer_rods, value: no}", "words"),
    ],
)
def test_what_cannot_be_presumed_is_refused(new, sentence):
    _, problems = read(AUER, new)
    assert any(sentence in said for said in problems), problems


def test_a_word_is_presumed():
    record, problems = read(AUER, "{fact: copy_number, key: TP53, value: normal, words: none lost}")
    assert problems == []
    assert Presumption("copy_number", "TP53", "normal", "", "none lost") in record.presumed


def test_what_is_presumed_is_part_of_the_digest():
    assert read()[0].digest != read(AUER, AUER.replace("value: no", "value: yes"))[0].digest


def test_where_a_record_is_not_meant_is_read():
    for_all = "applies: {disease: [MDS]}\n"
    record, problems = read(
        for_all, f"{for_all}not_for: [{{when: {{auer_rods: yes}}, words: w}}]\n"
    )
    assert problems == []
    assert [one.words for one in record.not_for] == ["w"]
