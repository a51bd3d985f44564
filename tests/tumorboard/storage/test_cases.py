"""The store: what goes in comes out, in one transaction, and nobody overwrites another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports.example import (
    AT,
    CASE,
    CHAIR,
    DECISIONS,
    EVALUATION,
    EXAMPLE,
    GENETICIST,
    HAEMATOLOGIST,
    VARIANT_FILE,
)
from tests.tumorboard.option_example import CHOICE
from tumorboard.domain.board import Acknowledgement, CaseState, Recommendation, SignOff
from tumorboard.domain.case import Case
from tumorboard.errors import StorageError
from tumorboard.storage import cases as cases_module
from tumorboard.storage.audit import AuditLog
from tumorboard.storage.cases import CaseStore, Write
from tumorboard.storage.database import Database, open_database

BARE = replace(CASE, variant_file=None)
SHOWN = replace(EXAMPLE, choices=(CHOICE,))
OTHER_FILE = replace(VARIANT_FILE, sha256="b" * 64, variants=VARIANT_FILE.variants[:1])


@pytest.fixture
def store(database: Database) -> CaseStore:
    made = CaseStore(database)
    made.create(BARE, HAEMATOLOGIST, AT)
    return made


def write(version: int, by: object = HAEMATOLOGIST) -> Write:
    return Write(CASE.id, version, by, AT)  # type: ignore[arg-type]


def test_a_case_reads_as_stored(store: CaseStore) -> None:
    opened = store.get(CASE.id)
    assert opened.case == BARE
    assert (opened.version, opened.state, opened.demo) == (1, CaseState.DRAFT, False)
    assert [entry.what for entry in opened.history] == ["case created"]
    assert opened.history[0].at == AT
    assert opened.history[0].at.utcoffset() == AT.utcoffset()


def test_a_case_comes_with_its_file(database: Database) -> None:
    opened = CaseStore(database).create(CASE, HAEMATOLOGIST, AT)
    assert opened.case == CASE
    assert opened.present_import is not None
    assert opened.present_import.roles_confirmed_by is None


def test_case_ids_are_unique(store: CaseStore) -> None:
    with pytest.raises(StorageError, match=f"There is a case {CASE.id} already"):
        store.create(BARE, HAEMATOLOGIST, AT)


def test_an_unknown_case_is_a_sentence(store: CaseStore) -> None:
    with pytest.raises(StorageError, match="There is no case X"):
        store.get("X")
    with pytest.raises(StorageError, match="There is no case X"):
        store.mark_ready(Write("X", 1, CHAIR, AT))


def test_everything_is_found_after_closing(place: str, key_path: Path) -> None:
    with open_database(place, audit_key=key_path) as database:
        signed = _signed(CaseStore(database))
    with open_database(place, audit_key=key_path) as database:
        store = CaseStore(database)
        again = store.get(CASE.id)
        assert again == signed
        assert again.evaluation == EVALUATION
        assert again.decisions == DECISIONS[:1]
        assert again.choices == (CHOICE,)
        assert again.recommendation == EXAMPLE.recommendation
        assert again.acknowledgement == EXAMPLE.acknowledgement
        assert again.sign_off is not None
        assert again.sign_off.by == CHAIR
        assert store.signed(CASE.id) == SHOWN
        assert AuditLog(database).verify().intact is False  # the example's head is not of this log
        assert len(AuditLog(database).verify().problems) == 1


def _signed(store: CaseStore) -> object:
    store.create(BARE, HAEMATOLOGIST, AT)
    store.add_variant_file(VARIANT_FILE, write(1), confirmed=True)
    assert EXAMPLE.acknowledgement is not None
    store.acknowledge(EXAMPLE.acknowledgement, write(2, GENETICIST))
    store.record_evaluation(EVALUATION, write(3))
    store.record_tier_decision(DECISIONS[0], write(4, GENETICIST))
    store.record_option_choice(CHOICE, write(5))
    assert EXAMPLE.recommendation is not None
    store.record_recommendation(EXAMPLE.recommendation, write(6))
    store.mark_ready(write(7))
    sign_off = SignOff(CHAIR, AT, "meaning", "a" * 64, EXAMPLE.audit_head)
    return store.sign_off(sign_off, SHOWN, write(8, CHAIR))


def test_the_second_writer_is_refused_and_nothing_is_lost(store: CaseStore) -> None:
    first = replace(BARE, question="first")
    store.update(first, write(1))
    with pytest.raises(StorageError, match="Somebody else changed the case"):
        store.update(replace(BARE, question="second"), write(1))
    opened = store.get(CASE.id)
    assert opened.case == first
    assert len(opened.history) == 2


def test_two_programs_write_one_case(store: CaseStore, place: str, key_path: Path) -> None:
    with open_database(place, audit_key=key_path) as elsewhere:
        CaseStore(elsewhere).record_recommendation(Recommendation("a", CHAIR, AT), write(1))
    with pytest.raises(StorageError, match="Somebody else"):
        store.record_recommendation(Recommendation("b", CHAIR, AT), write(1))
    assert store.get(CASE.id).recommendation == Recommendation("a", CHAIR, AT)


def test_a_change_makes_evaluation_and_recommendation_old(store: CaseStore) -> None:
    store.record_evaluation(EVALUATION, write(1))
    store.record_recommendation(Recommendation("a", CHAIR, AT), write(2))
    opened = store.mark_ready(write(3))
    assert (opened.evaluation_current, opened.recommendation_current) == (True, True)
    opened = store.update(replace(BARE, ecog=2), write(4))
    assert (opened.evaluation_current, opened.recommendation_current) == (False, False)
    assert opened.state is CaseState.DRAFT
    assert opened.evaluation == EVALUATION


def test_a_replaced_file_stays_in_the_history(store: CaseStore) -> None:
    store.add_variant_file(VARIANT_FILE, write(1), confirmed=False)
    store.acknowledge(Acknowledgement(VARIANT_FILE.sha256, 3, CHAIR, AT), write(2))
    store.confirm_samples(write(3, GENETICIST))
    opened = store.record_tier_decision(DECISIONS[0], write(4))
    assert opened.decisions == DECISIONS[:1]
    assert [each.roles_confirmed_by for each in opened.imports] == [GENETICIST]
    opened = store.add_variant_file(OTHER_FILE, write(5), confirmed=False)
    assert opened.variant_file == OTHER_FILE
    assert [(each.sha256, each.current) for each in opened.imports] == [
        (VARIANT_FILE.sha256, False),
        (OTHER_FILE.sha256, True),
    ]
    assert (opened.decisions, opened.former_decisions) == ((), DECISIONS[:1])
    assert opened.acknowledgement is None
    assert opened.present_import is not None
    assert opened.present_import.roles_confirmed_by is None


def test_cases_are_found_by_gene(store: CaseStore) -> None:
    store.create(replace(BARE, id="B"), HAEMATOLOGIST, AT)
    store.add_variant_file(VARIANT_FILE, write(1), confirmed=False)
    assert [line.id for line in store.with_gene("NPM1")] == [CASE.id]
    store.add_variant_file(replace(OTHER_FILE, variants=()), write(2), confirmed=False)
    assert store.with_gene("NPM1") == ()
    assert {line.id for line in store.list()} == {CASE.id, "B"}


def test_a_failing_import_changes_nothing(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.add_variant_file(VARIANT_FILE, write(1), confirmed=True)

    def broken(*_: object) -> None:
        raise RuntimeError("power lost")

    with monkeypatch.context() as patched:
        patched.setattr(cases_module.case_reading, "open_case", broken)  # the last step
        with pytest.raises(RuntimeError):
            store.add_variant_file(OTHER_FILE, write(2), confirmed=True)
    assert store.get(CASE.id) == before


def test_a_signed_case_is_frozen_in_the_database(database: Database) -> None:
    store = CaseStore(database)
    signed = _signed(store)
    for change in (
        lambda: store.update(replace(BARE, ecog=4), write(9)),
        lambda: store.add_variant_file(OTHER_FILE, write(9), confirmed=True),
        lambda: store.record_evaluation(EVALUATION, write(9)),
        lambda: store.record_option_choice(CHOICE, write(9)),
    ):
        with pytest.raises(StorageError, match=r"signed|never changed"):
            change()
    assert store.get(CASE.id) == signed


def test_text_with_what_a_database_cannot_hold_is_a_sentence(database: Database) -> None:
    strange: Case = replace(BARE, id="strange \ud800")
    with pytest.raises(StorageError):
        CaseStore(database).create(strange, HAEMATOLOGIST, AT)
    assert CaseStore(database).list() == ()


def test_other_conclusions_ask_for_the_boards_words_again(store: CaseStore) -> None:
    store.record_evaluation(EVALUATION, write(1))
    store.record_recommendation(Recommendation("a", CHAIR, AT), write(2))
    store.mark_ready(write(3))
    opened = store.record_evaluation(replace(EVALUATION, release="later"), write(4))
    assert (opened.state, opened.recommendation_current) == (CaseState.READY, True)
    opened = store.record_evaluation(replace(EVALUATION, not_assessed=("more",)), write(5))
    assert (opened.state, opened.recommendation_current) == (CaseState.DRAFT, False)
    opened = store.record_recommendation(Recommendation("a", CHAIR, AT), write(6))
    assert opened.recommendation_current
    assert AuditLog(store._database).verify().intact
