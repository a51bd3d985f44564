import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from knowledgebase.catalog import check_content
from knowledgebase.files.schema import schema_of
from knowledgebase.importers import folder as writing
from knowledgebase.importers.civic import import_civic
from knowledgebase.importers.clinicaltrials_gov import import_studies, read_answer
from knowledgebase.importers.draft import Draft, Import, ImportFault
from knowledgebase.importers.folder import (
    CURATED,
    EDITED,
    INVALID,
    LEDGER,
    RESTS_ON_INVALID,
    write_import,
)
from knowledgebase.records import Content
from tests.knowledgebase.importers.base import ON, release, table
from tests.knowledgebase.importers.test_clinicaltrials_gov import RECORDED
from tests.knowledgebase.small_content import write


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return release(tmp_path_factory.mktemp("release"))


@pytest.fixture
def imported(content: Content, tmp_path: Path) -> Import:
    rows = ({}, {"molecular_profile": "ABL1 T315I"})
    return import_civic(table(tmp_path / "t.tsv", *rows), content, ON)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


ONE, TWO = "assertions/CIViC-EID1.yaml", "assertions/CIViC-EID2.yaml"
ALTERATION = "alterations/ABL1-T315I.yaml"


def test_the_written_folder_passes_the_check_over_its_release(content, imported, tmp_path):
    folder = tmp_path / "drafts"
    ended, states = write_import(imported, folder, content, ON)
    assert states == dict.fromkeys((ALTERATION, ONE, TWO), "new")
    assert len(ended.taken) == 2
    assert set(files(folder)) == {ONE, TWO, ALTERATION, LEDGER}
    assert check_content(folder, ON, content) == ()
    assert check_content(folder, ON), "alone, the folder has no diseases"


def test_importing_again_changes_nothing_and_a_later_day_renews(content, imported, tmp_path):
    folder = tmp_path / "drafts"
    write_import(imported, folder, content, ON)
    before = files(folder)
    _, states = write_import(imported, folder, content, ON)
    assert set(states.values()) == {"unchanged"}
    assert files(folder) == before
    later = import_civic(tmp_path / "t.tsv", content, date(2026, 12, 1))
    _, states = write_import(later, folder, content, date(2026, 12, 1))
    assert Counter(states.values()) == {"renewed": 2, "unchanged": 1}
    assert b"2026-12-01" in files(folder)[ONE]


@pytest.mark.parametrize("how", ["edited", "stranger", "link"])
def test_a_record_somebody_worked_on_stays(content, imported, tmp_path, how):
    folder = tmp_path / "drafts"
    path = folder / ONE
    if how == "edited":
        write_import(imported, folder, content, ON)
        path.write_bytes(path.read_bytes().replace(b"level: C", b"level: B"))
    else:
        path.parent.mkdir(parents=True)
        if how == "link":
            (tmp_path / "aim.yaml").write_text("mine")
            path.symlink_to(tmp_path / "aim.yaml")
        else:
            path.write_text("mine")
    kept = path.read_bytes()
    ended, states = write_import(imported, folder, content, ON)
    assert path.read_bytes() == kept
    assert ended.reasons() == {EDITED: 1}
    assert ONE not in states
    assert len(ended.rows) == len(ended.taken) + 1


def test_a_curated_record_is_never_written_over(content, imported, tmp_path):
    curated = replace(content, assertions={**content.assertions, "CIViC-EID1": object()})
    ended, states = write_import(imported, tmp_path / "drafts", curated, ON)
    assert ended.reasons() == {CURATED: 1}
    assert ONE not in states
    assert not (tmp_path / "drafts" / ONE).exists()


def test_a_draft_that_would_not_pass_the_check_is_skipped(content, imported, tmp_path):
    first, second = imported.drafts
    spoiled = Draft(first.kind, first.name, {**first.data, "diseases": ["NOSUCH"]})
    folder = tmp_path / "drafts"
    ended, _ = write_import(replace(imported, drafts=(spoiled, second)), folder, content, ON)
    (row,) = ended.skipped
    assert row.reason == INVALID
    assert '"NOSUCH" is no known disease code' in row.detail
    assert check_content(folder, ON, content) == ()


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_failure_midway_leaves_everything_as_it_was(
    content, imported, tmp_path, monkeypatch, failing
):
    folder = tmp_path / "drafts"
    write_import(replace(imported, drafts=imported.drafts[:1]), folder, content, ON)
    before = files(folder)
    later = import_civic(tmp_path / "t.tsv", content, date(2026, 12, 1))
    real, calls = os.replace, iter(range(1, 100))

    def breaking(source: Path, target: Path) -> None:
        if next(calls) == failing and "old" not in Path(source).parts:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(writing.os, "replace", breaking)
    with pytest.raises(ImportFault, match="No space left"):
        write_import(later, folder, content, date(2026, 12, 1))
    assert files(folder) == before


def test_a_folder_that_cannot_be_made_is_one_sentence(content, imported, tmp_path):
    (tmp_path / "drafts").write_text("a file")
    with pytest.raises(ImportFault, match="cannot be written there"):
        write_import(imported, tmp_path / "drafts", content, ON)


def test_a_broken_ledger_is_told(content, imported, tmp_path):
    folder = tmp_path / "drafts"
    write_import(imported, folder, content, ON)
    (folder / LEDGER).write_text("[1]")
    with pytest.raises(ImportFault, match="cannot be read; move the file away"):
        write_import(imported, folder, content, ON)


def test_a_record_in_both_folders_is_a_problem(content, tmp_path):
    twice = write(tmp_path / "twice")
    problems = check_content(twice, ON, content)
    assert any("is in the content below" in str(problem) for problem in problems)


def test_what_an_import_writes_fits_the_schema_of_its_kind(content, imported):
    (study,) = read_answer(RECORDED)
    study["protocolSection"]["conditionsModule"]["conditions"] = ["AML", "Odd Leukemia"]
    trials = import_studies([study], "test", content, ON)
    drafts = (*imported.drafts, *imported.helpers, *trials.drafts)
    assert {draft.kind for draft in drafts} == {"assertions", "alterations", "trials"}
    for draft in drafts:
        jsonschema.validate(yaml.safe_load(draft.text()), schema_of(draft.kind))


def test_what_rests_on_an_invalid_helper_is_skipped_with_it(content, imported, tmp_path):
    (helper,) = imported.helpers
    spoiled = Draft(helper.kind, helper.name, {**helper.data, "gene": "NOSUCH"})
    folder = tmp_path / "drafts"
    ended, states = write_import(replace(imported, helpers=(spoiled,)), folder, content, ON)
    (row,) = ended.skipped
    assert row.reason == RESTS_ON_INVALID
    assert row.detail.startswith(f"{ALTERATION}: ")
    assert "NOSUCH" in row.detail
    assert len(ended.taken) == 1
    assert list(states) == [one.record for one in ended.taken]
    assert set(files(folder)) == {*states, LEDGER}
    assert check_content(folder, ON, content) == ()


def test_a_file_that_cannot_be_put_back_is_named_and_the_others_are(
    content, imported, tmp_path, monkeypatch
):
    folder = tmp_path / "drafts"
    write_import(imported, folder, content, ON)
    before = files(folder)
    later = import_civic(tmp_path / "t.tsv", content, date(2026, 12, 1))
    real = os.replace

    def breaking(source: Path, target: Path) -> None:
        if Path(target).name == LEDGER or (
            "old" in Path(source).parts and Path(target).name == Path(ONE).name
        ):
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(writing.os, "replace", breaking)
    with pytest.raises(ImportFault, match=f"could not be put back for {ONE}") as told:
        write_import(later, folder, content, date(2026, 12, 1))
    assert "nothing was" not in str(told.value)
    after = files(folder)
    (kept,) = [path for path in after if path.endswith(f"old/{ONE}")]
    assert str(folder / kept).removesuffix(f"/{ONE}") in str(told.value)
    assert after[kept] == before[ONE]
    assert after[TWO] == before[TWO]
    assert after[LEDGER] == before[LEDGER]
