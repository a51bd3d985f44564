"""The JSON Schema of each kind says what the reader says, as far as a schema can."""

import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from knowledgebase.files.kinds import KINDS
from knowledgebase.files.schema import schema_of
from knowledgebase.files.strict_yaml import Mapping, Node, Sequence, Text, read_yaml
from knowledgebase.rules.names import UNCHECKED
from knowledgebase.rules.text import rule_as_data
from tests.knowledgebase.rule_examples import rules
from ui.cli import SCHEMAS, main

CONTENT = files("knowledgebase") / "content"
FOLDERS = [kind.folder for kind in KINDS]
BY_FOLDER = {kind.folder: kind for kind in KINDS}


def plain(node: Node):
    match node:
        case Text():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text: plain(value) for key, value in node.pairs}


def shipped(folder):
    place = CONTENT / folder
    if not place.is_dir():
        return []
    return [
        (one.name, read_yaml(one.read_bytes(), one.name))
        for one in sorted(place.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".yaml")
    ]


def refused_by_reader(folder, node):
    problems = []
    BY_FOLDER[folder].read(node, problems, UNCHECKED)
    return problems


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_shipped_record_fits(folder):
    schema = schema_of(folder)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for name, node in shipped(folder):
        faults = [error.message[:200] for error in validator.iter_errors(plain(node))]
        assert not faults, (name, faults)


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_must_be_there_and_what_may_not_agrees_with_the_reader(folder):
    schema = schema_of(folder)
    validator = Draft202012Validator(schema)
    assert schema["required"]
    empty = Mapping("probe", 1, ())
    missing = {p.sentence for p in refused_by_reader(folder, empty)}
    assert all(any(f'"{name}" is missing' in one for one in missing) for name in schema["required"])
    for _, node in shipped(folder)[:3]:
        for key in [name.text for name, _ in node.pairs]:
            without = Mapping(node.file, 1, tuple(p for p in node.pairs if p[0].text != key))
            strict = bool(refused_by_reader(folder, without))
            assert validator.is_valid(plain(without)) or strict, key
        stranger = Mapping(
            node.file, 1, (*node.pairs, (Text("f", 1, "strange"), Text("f", 1, "x")))
        )
        assert refused_by_reader(folder, stranger)
        assert not validator.is_valid(plain(stranger))


@pytest.mark.parametrize(
    "rule",
    [
        {"all": []},
        {"any": "x"},
        {"not": [{"sex": "female"}]},
        {"at_least": {"n": 2}},
        {"no_such_fact": "x"},
        {"setting": "unheard of"},
        {"age": {"unit": "a"}},
        {"age": {"at_least": 18, "about": 3}},
        {"gene": "TP53", "alteration": "FLT3-ITD"},
        {"transfusion_dependent": "perhaps"},
        {"gene": {"name": "TP53", "mutation": "odd"}},
        {"gene": {"name": "TP53", "method": "flow cytometry"}},
        {"copy_number": "TP53"},
        {"copy_number": {"name": "TP53", "one_of": ["lost"]}},
        {"antigen": {"name": "CD19", "vaf": {"at_least": 0.1}}},
        {"mutations": {"name": "TP53", "at_least": 2}},
    ],
)
def test_rules_that_cannot_be_read_do_not_fit(rule):
    schema = schema_of("assertions")
    validator = Draft202012Validator({"$ref": "#/$defs/rule", "$defs": schema["$defs"]})
    assert not validator.is_valid(rule)


@pytest.mark.parametrize(
    "rule",
    [
        {"gene": "TP53"},
        {"gene": {"name": "TP53", "vaf": {"at_least": "0.10"}}, "soft": "yes"},
        {"all": [{"setting": ["relapsed", "refractory"]}, {"age": {"at_least": 18, "unit": "a"}}]},
        {"not": {"prior_drug": "gilteritinib"}},
        {"at_least": {"n": "2", "of": [{"gene": "A1"}, {"gene": "B1"}]}},
        {"laboratory": {"name": "leukocytes", "at_most": 10, "unit": "10*9/L"}},
        {"cytogenetics": ["-7", "del(5q)"]},
    ],
)
def test_rules_of_the_documentation_fit(rule):
    schema = schema_of("assertions")
    validator = Draft202012Validator({"$ref": "#/$defs/rule", "$defs": schema["$defs"]})
    assert [error.message for error in validator.iter_errors(rule)] == []


def test_the_command_prints_the_schema_of_every_kind(capsys):
    assert set(SCHEMAS) == {"case", *FOLDERS}
    assert main(["schema", "products"]) == 0
    assert json.loads(capsys.readouterr().out) == schema_of("products")


@settings(max_examples=60, deadline=None)
@given(rules(6))
def test_every_rule_that_is_printed_fits(rule):
    schema = schema_of("assertions")
    validator = Draft202012Validator({"$ref": "#/$defs/rule", "$defs": schema["$defs"]})
    assert validator.is_valid(rule_as_data(rule))
