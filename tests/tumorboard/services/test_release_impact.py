"""Cases under two releases: the demonstration case, and the shipped content changed by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledgebase.catalog import Catalog, load_shipped
from knowledgebase.files.record_data import digest_of
from knowledgebase.records import Level
from tumorboard.errors import StorageError
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.services.release_impact import cases_touched, open_cases, read_case

CASE = Path("ui/demo/aml.yaml")
DAY = date(2026, 11, 21)


def test_a_changed_level_touches_the_case_that_rests_on_it_and_no_other() -> None:
    old = Catalog(load_shipped())
    case = read_case(CASE, old)
    resting = next(m.assertion for m in evaluate_case(case, old, DAY).matches if m.same_disease)
    other = Level.C if resting.level is not Level.C else Level.D
    edited = replace(resting, level=other, digest="")
    edited = replace(edited, digest=digest_of(edited))
    changed = {**old.content.assertions, edited.id: edited}
    new = Catalog(replace(old.content, version="2026.11.22", assertions=changed))
    (touched,) = cases_touched([case], old, new, DAY)
    assert touched.case == case.id
    assert touched.differs
    assert touched.records == (edited.id,)
    assert cases_touched([case], old, old, DAY) == ()


def test_a_change_that_the_case_does_not_reach_is_not_told() -> None:
    old = Catalog(load_shipped())
    case = read_case(CASE, old)
    reached = {m.assertion.id for m in evaluate_case(case, old, DAY).matches}
    far = next(
        one
        for one in old.content.assertions.values()
        if one.id not in reached and one.diseases == ("CLLSLL",)
    )
    kept = {name: one for name, one in old.content.assertions.items() if name != far.id}
    new = Catalog(replace(old.content, version="2026.11.22", assertions=kept))
    assert cases_touched([case], old, new, DAY) == ()


def test_no_database_is_made_to_look_for_cases(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="There is no database"):
        open_cases(str(tmp_path / "typo.sqlite"))
    assert list(tmp_path.iterdir()) == []
