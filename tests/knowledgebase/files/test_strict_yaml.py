import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase.errors import KnowledgeError
from knowledgebase.files.strict_yaml import (
    LARGEST_FILE,
    Mapping,
    Sequence,
    Text,
    YamlFault,
    read_yaml,
)


def text_of(source: str) -> str:
    node = read_yaml(f"a: {source}\n".encode(), "x.yaml")
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Text)
    return value.text


@pytest.mark.parametrize(
    "written", ["NO", "9:22", "1.10", "0x1F", "1e3", "null", "~", "2026-11-21", "007", "=", "-7"]
)
def test_a_scalar_is_text_as_written(written: str) -> None:
    assert text_of(written) == written


def test_nothing_is_the_empty_text() -> None:
    assert text_of("") == ""


def test_every_node_knows_its_line() -> None:
    node = read_yaml(b"# comment\na: 1\nb:\n  - x\n  - {c: d}\n", "x.yaml")
    assert isinstance(node, Mapping)
    assert [key.line for key, _ in node.pairs] == [2, 3]
    items = node.get("b")
    assert isinstance(items, Sequence)
    assert [item.line for item in items.items] == [4, 5]


@pytest.mark.parametrize(
    ("source", "line", "word"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a: &x 1\n", 1, "anchors"),
        ("a: 1\nb: *x\n", 2, "aliases"),
        ("a: !!python/object:os.system 1\n", 1, "tags"),
        ("a: ! 1\n", 1, "tags"),
        ("a: 1\n<<: {b: 2}\n", 2, "merge keys"),
        ("a: 1\n---\nb: 2\n", 2, "one document"),
        ("%YAML 1.1\n---\na: 1\n", 1, "directives"),
        ("? [a, b]\n: 1\n", 1, "key must be a text"),
        ("a: [1\nb: 2\n", 2, "not YAML"),
        ("a: 'x\n", 2, "not YAML"),
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("a: 1\nb: \x00\n", 2, "control character"),
    ],
)
def test_what_is_refused_names_file_and_line(source: str, line: int, word: str) -> None:
    with pytest.raises(YamlFault) as caught:
        read_yaml(source.encode(), "genes/X.yaml")
    assert caught.value.line == line
    assert word in caught.value.fault
    assert str(caught.value).startswith(f"genes/X.yaml:{line}: ")


def test_other_encodings_are_refused_with_their_line() -> None:
    with pytest.raises(YamlFault, match=r"x\.yaml:2: the text is not UTF-8"):
        read_yaml(b"a: 1\nb: k\xf8n\n", "x.yaml")


def test_a_byte_order_mark_is_no_content() -> None:
    node = read_yaml("\ufeffa: 1\n".encode(), "x.yaml")
    assert isinstance(node, Mapping)
    assert node.keys() == ("a",)


def test_size_and_depth_are_bounded() -> None:
    with pytest.raises(YamlFault, match="larger"):
        read_yaml(b"a: " + b"x" * LARGEST_FILE, "x.yaml")
    with pytest.raises(YamlFault, match="nesting"):
        read_yaml(b"[" * 60 + b"]" * 60, "x.yaml")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text("ab:-[]{}&*!|>'\"# \n\t%<?,", max_size=40)))
def test_no_input_escapes_the_error_hierarchy(data: bytes | str) -> None:
    raw = data.encode() if isinstance(data, str) else data
    said = "x.yaml:"
    try:
        read_yaml(raw, "x.yaml")
    except KnowledgeError as error:
        said = str(error)
    assert said.startswith("x.yaml:")
    assert "\n" not in said
