"""Whatever comes in: a row is taken or skipped, a file is read or refused, nothing else."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase.catalog import check_content
from knowledgebase.files.strict_yaml import Text, read_yaml
from knowledgebase.importers.civic import import_civic
from knowledgebase.importers.clinicaltrials_gov import import_studies, read_answer, studies_of
from knowledgebase.importers.ctml import import_ctml
from knowledgebase.importers.draft import Import, ImportFault, Skip, as_yaml, clean
from knowledgebase.importers.folder import write_import
from knowledgebase.importers.variant_names import VariantNames
from knowledgebase.records import Content
from tests.knowledgebase.importers.base import NEW_ROW, ON, release, table
from tests.knowledgebase.importers.test_clinicaltrials_gov import RECORDED


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return release(tmp_path_factory.mktemp("release"))


def holds(imported: Import, content: Content) -> None:
    """Hold what every import promises: all rows end, and what is written passes the check."""
    assert len(imported.taken) + len(imported.skipped) == len(imported.rows)
    assert {row.record for row in imported.taken} == {draft.path for draft in imported.drafts}
    with tempfile.TemporaryDirectory() as folder:
        ended, _ = write_import(imported, Path(folder), content, ON)
        assert len(ended.rows) == len(imported.rows)
        assert check_content(Path(folder), ON, content) == ()


def one_line(fault: ImportFault) -> None:
    """Hold a refusal to one line."""
    assert len(fault.sentence.splitlines()) == 1


WORDS = st.sampled_from(
    [
        *("AND", "OR", "NOT", "(", ")", "FLT3", "ABL1", "KIT", "T315I", "D816V", "ITD", "Mutation"),
        *("BCR::ABL1", "v::v", "::", "Fusion", "G12/G13", "R132fs", "é", "\u202e", "*", "NOSUCH"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(words=st.lists(WORDS, max_size=14))
def test_any_profile_is_a_rule_or_a_reason(content, words):
    names = VariantNames(content)
    reason, rule = "", {}
    try:
        rule = names.profile(" ".join(words))
    except Skip as skip:
        reason = skip.reason
    assert bool(reason) != bool(rule)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r\x00"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from(sorted(NEW_ROW)), CELLS), max_size=4))
def test_any_cells_end_in_the_account(content, rows):
    with tempfile.TemporaryDirectory() as folder:
        imported = import_civic(table(Path(folder) / "t.tsv", *rows), content, ON)
    assert len(imported.rows) == len(rows)
    holds(imported, content)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        for read in (import_civic, import_ctml):
            try:
                holds(read(path, content, ON), content)
            except ImportFault as fault:
                one_line(fault)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


def places(data: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Give the path of every value within."""
    if not isinstance(data, dict | list):
        return [at]
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    return [at, *(place for key, value in inner for place in places(value, (*at, key)))]


(STUDY,) = read_answer(RECORDED)
STUDY["protocolSection"]["conditionsModule"]["conditions"] = ["Acute Myeloid Leukemia"]
PLACES = [place for place in places(STUDY) if place]


@settings(max_examples=80, deadline=None)
@given(place=st.sampled_from(PLACES), value=JSON)
def test_a_study_with_any_value_anywhere_ends_in_the_account(content, place, value):
    study = json.loads(json.dumps(STUDY))
    at = study
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    imported = import_studies([study], "test", content, ON)
    assert len(imported.rows) == 1
    holds(imported, content)


@settings(max_examples=80, deadline=None)
@given(tree=JSON)
def test_any_match_tree_is_taken_or_told(content, tree):
    data = {"protocol_no": "P-1", "match": tree, "treatment_list": {"step": [{"match": tree}]}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.yml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        try:
            holds(import_ctml(path, content, ON), content)
        except ImportFault as fault:
            one_line(fault)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60))
def test_any_cleaned_text_is_read_back_as_it_was_written(text):
    try:
        cleaned = clean(text)
    except Skip:
        return
    node = read_yaml(as_yaml({"key": cleaned}).encode("utf-8"), "file")
    read = node.get("key")  # type: ignore[union-attr]
    assert isinstance(read, Text)
    assert read.text.strip() == cleaned


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_is_an_answer_or_refused(text):
    try:
        assert isinstance(studies_of(text, "answer"), list)
    except ImportFault as fault:
        one_line(fault)
