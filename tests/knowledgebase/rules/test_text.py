import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from knowledgebase.files.strict_yaml import YamlFault, read_yaml
from knowledgebase.rules.criteria import Criterion, Not, Rule
from knowledgebase.rules.notation import is_cytogenetic_token
from knowledgebase.rules.text import Names, parse_rule, rule_as_data, rule_in_words
from knowledgebase.vocabulary import FACTS, LABORATORY, SETTINGS
from tests.knowledgebase.rule_examples import rules
from tumorboard.domain.case import Setting

NAMES = Names(
    diseases=("AML", "MDS", "CLL"),
    genes=("TP53", "KMT2A", "BCR", "ABL1", "FLT3"),
    alterations=("FLT3-ITD", "FLT3-TKD"),
    drugs=("gilteritinib", "venetoclax"),
)


def parsed(source: str) -> Rule:
    return parse_rule(read_yaml(source.encode(), "x.yaml"), NAMES)


def test_a_rule_reads_as_english() -> None:
    rule = parsed(
        """
all:
  - alteration: [FLT3-ITD, FLT3-TKD]
  - setting: [relapsed, refractory]
  - age: {at_least: 18, below: 75, unit: a}
  - not: {prior_drug: gilteritinib}
  - ecog: {at_most: 2}
    soft: true
"""
    )
    assert rule_in_words(rule) == (
        "FLT3-ITD or FLT3-TKD; and setting relapsed or refractory; and age at least 18 and "
        "below 75 years; and not prior gilteritinib; "
        "and ECOG performance status at most 2 (the board decides)"
    )


def test_brackets_stand_where_words_could_be_joined_wrongly() -> None:
    rule = parsed("any: [{all: [{gene: TP53}, {gene: FLT3}]}, {not: {any: [{gene: BCR}]}}]")
    assert rule_in_words(rule) == "(TP53 mutated; and FLT3 mutated); or not (BCR mutated)"
    counted = parsed("at_least: {n: 2, of: [{gene: TP53}, {gene: BCR}, {antigen: CD19}]}")
    assert rule_in_words(counted) == "at least 2 of: TP53 mutated; BCR mutated; CD19 expressed"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("gene: {name: FLT3, mutation: [ITD, TKD]}", "FLT3-ITD or FLT3-TKD"),
        (
            "gene: {name: TP53, mutation: [truncating, splice], vaf: {above: 0.1}}",
            "TP53 truncating mutation with VAF above 0.1 "
            "or TP53 splice mutation with VAF above 0.1",
        ),
        ("gene: {name: TP53, mutations: {at_least: 2}}", "number of TP53 mutations at least 2"),
        ("gene: {name: TP53, biallelic: no}", "not both alleles of TP53 hit"),
        (
            "copy_number: {name: [TP53, 17p], one_of: [loss]}",
            "copy number of TP53 loss or copy number of 17p loss",
        ),
        (
            "antigen: {name: CD19, percentage: {at_least: 20, unit: '%'}, after: CD19}",
            "percentage of cells with CD19, measured after CD19-directed therapy at least 20 %",
        ),
        (
            "antigen: {name: CD22, method: [flow cytometry, immunohistochemistry]}",
            "CD22 expressed by flow cytometry or CD22 expressed by immunohistochemistry",
        ),
        (
            "best_response: {name: BTK inhibitor, one_of: [no response, progressive disease]}",
            "best response to BTK inhibitor no response or progressive disease",
        ),
    ],
)
def test_what_is_said_beyond_the_name(source: str, said: str) -> None:
    rule = parsed(source)
    assert rule_in_words(rule) == said
    assert parse_rule(read_yaml(json.dumps(rule_as_data(rule)).encode(), "x.yaml"), NAMES) == rule


def test_no_is_the_negation_of_a_stated_fact() -> None:
    assert parsed("transplant_candidate: no") == Not(Criterion("transplant_candidate"))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("ages: {at_least: 18}", 'did you mean "age"'),
        ("gene: TP35", 'did you mean "TP53"'),
        ("alteration: FLT3ITD", 'did you mean "FLT3-ITD"'),
        ("disease: AMLL", 'did you mean "AML"'),
        ("setting: relapse", 'did you mean "relapsed"'),
        ("antigen: cd19", 'did you mean "CD19"'),
        ("laboratory: {name: leucocytes, at_most: 1, unit: 10*9/L}", 'did you mean "leukocytes"'),
        ("fusion: BCR::ABL", 'did you mean "ABL1"'),
        ("fusion: BCR-ABL1", "write it like BCR::ABL1"),
        ("cytogenetics: 5q-", "no karyotype token"),
        ("age: {at_least: 18}", "write unit: a"),
        ("age: {at_least: 18, unit: g/L}", "cannot be compared with a"),
        ("laboratory: {name: igm, at_most: 1, unit: mmol/L}", "use g/L or g/dL"),
        ("laboratory: {name: albumin, at_most: 1, unit: grams}", "is unknown here"),
        ("gene: {name: TP53, vaf: {at_least: 10}}", "write 0.10 for 10 %"),
        ("gene: {name: TP53, vaf: {at_least: 10, unit: '%'}}", "write 0.10 for 10 %"),
        ("fusion: {name: BCR::ABL1, vaf: {at_least: 0.1}}", "does not belong"),
        ("ecog: {at_least: 3, below: 3}", "no number lies"),
        ("ecog: {at_least: 1, above: 2}", "no number lies"),
        ("ecog: {atleast: 1}", 'did you mean "at_least"'),
        ("ecog: 2", "needs bounds"),
        ("ecog: {at_most: two}", "no number"),
        ("ecog: {unit: 1}", "bounds are missing"),
        ("prior_drug: Gilteritinib", "lower case"),
        ("{gene: TP53, age: {at_least: 1, unit: a}}", "exactly one key"),
        ("{all: [{gene: TP53}], soft: true}", "belong to a fact"),
        ("all: []", "a list of rules"),
        ("gene: []", "this list is empty"),
        ("gene: [TP53, TP53]", "stands twice"),
        ("at_least: {n: 3, of: [{gene: TP53}]}", "from 1 to 1"),
        ("transplant_candidate: maybe", "yes or no"),
        ("just text", "a rule is a mapping"),
        ("gene: {name: TP35, mutation: missense}", 'did you mean "TP53"'),
        ("gene: {name: TP53, mutation: truncated}", 'did you mean "truncating"'),
        ("gene: {name: FLT3, mutation: PTD}", "PTD of FLT3 is no named alteration"),
        ("gene: {name: TP53, mutation: []}", "this list is empty"),
        ("gene: {name: TP53, mutation: [missense, missense]}", "stands twice"),
        ("gene: {name: TP53, mutations: 2}", "mutations needs bounds"),
        ("gene: {name: TP53, mutations: {at_least: 2, unit: '%'}}", "leave the unit out"),
        ("gene: {name: TP53, biallelic: perhaps}", "takes yes or no"),
        ("gene: {name: TP53, biallelic: yes, vaf: {at_least: 0.1}}", "one thing of a gene"),
        ("gene: {name: TP53, allelic: yes}", 'did you mean "biallelic"'),
        ("gene: {mutation: missense}", "needs the key name"),
        ("mutations: {name: TP53, at_least: 2}", "written under gene"),
        ("biallelic: TP53", "written under gene"),
        ("antigen_percentage: {name: CD19, at_least: 2, unit: '%'}", "written under antigen"),
        ("antigen: {name: cd19, method: flow cytometry}", 'did you mean "CD19"'),
        ("antigen: {name: CD19, method: flow}", "use flow cytometry or immunohistochemistry"),
        ("antigen: {name: CD19, method: flow cytometri}", 'did you mean "flow cytometry"'),
        ("antigen: {name: CD19, after: venetoclax}", "is no known antigen"),
        ("antigen: {name: CD19, percentage: 20}", "percentage needs bounds"),
        ("antigen: {name: CD19, percentage: {at_least: 20}}", "write unit: %"),
        ("antigen: {name: CD19, percentage: {at_least: 1, unit: g/L}}", "cannot be compared"),
        ("antigen: {name: CD19, percentage: {above: 120, unit: '%'}}", "between 0 and 100"),
        ("antigen: {name: CD19, level: high}", "does not belong to antigen"),
        ("copy_number: TP53", "is written {name"),
        ("copy_number: {name: TP35, one_of: [loss]}", 'did you mean "TP53"'),
        ("copy_number: {name: 17z, one_of: [loss]}", "written like 17p or 13q14"),
        ("copy_number: {name: 17p, one_of: [losses]}", 'did you mean "loss"'),
        ("copy_number: {name: 17p, one_of: [loss, loss]}", "stands twice"),
        ("best_response: {name: venetoclx, one_of: [no response]}", 'did you mean "venetoclax"'),
        ("best_response: {name: venetoclax, one_of: [CR]}", "is no known word"),
        ("prior_drug: gilterittinib", 'did you mean "gilteritinib"'),
        ("prior_class: BCL2 inhibiter", 'did you mean "BCL2 inhibitor"'),
        ("refractory_to: BTK inhib", 'did you mean "BTK inhibitor"'),
        ("region: [DN]", "use EU or DK or NO or SE or FI or IS or US"),
        ("relapses: {at_least: 1, unit: a}", "cannot be compared"),
        ("laboratory: {name: haemoglobin, below: 6, unit: mmol/l}", "is unknown here"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_with_the_nearest_name(source: str, said: str) -> None:
    with pytest.raises(YamlFault) as caught:
        parsed(f"# first line\n{source}")
    assert said in str(caught.value)
    assert str(caught.value).startswith("x.yaml:2: ")


@settings(max_examples=150, deadline=None)
@given(rules(10))
def test_printing_and_reading_gives_the_same_rule(rule: Rule) -> None:
    text = json.dumps(rule_as_data(rule))  # JSON is YAML
    assert parse_rule(read_yaml(text.encode(), "x.yaml")) == rule


@pytest.mark.parametrize(
    "token",
    [
        *("del(5q)", "-7", "+8", "t(11;14)", "t(9;22)(q34;q11.2)", "inv(16)", "complex"),
        *("del(5)(q13q33)", "inv(3)(q21q26.2)", "t(v;11)(v;q23)", "i(17q)", "del(17p)", "+1q"),
    ],
)
def test_karyotype_tokens(token: str) -> None:
    assert is_cytogenetic_token(token)


@pytest.mark.parametrize("token", ["del5q", "t(11,14)", "-23", "monosomy 7", "46,XX", ""])
def test_what_is_no_karyotype_token(token: str) -> None:
    assert not is_cytogenetic_token(token)


def test_the_vocabulary_has_the_words_of_the_case_form() -> None:
    assert set(SETTINGS) == {word.value for word in Setting} - {"unknown"}


def test_every_fact_and_test_is_named_in_four_languages() -> None:
    for declared in (*FACTS.values(), *LABORATORY.values()):
        labels = declared.labels
        assert all((labels.en, labels.da, labels.nb, labels.nn)), declared.name


def test_every_fact_a_rule_may_write_stands_in_the_documentation() -> None:
    text = (Path(__file__).parents[3] / "docs" / "knowledge-files.md").read_text(encoding="utf-8")
    rules = text.partition("## Rules")[2].partition("\n## ")[0]
    written = {name for name, one in FACTS.items() if not one.written_under}
    assert [name for name in written if f"`{name}`" not in rules] == []


def test_the_examples_of_the_documentation_are_rules() -> None:
    text = (Path(__file__).parents[3] / "docs" / "knowledge-files.md").read_text(encoding="utf-8")
    _, start, rest = text.partition("More is said of a gene")
    examples = rest.partition("```yaml\n")[2].partition("```")[0].splitlines()
    assert start
    assert len(examples) == 8
    for example in examples:
        assert rule_in_words(parse_rule(read_yaml(example.encode(), "x.yaml")))
