"""Approving, withdrawing, and what becomes of it in a case's conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.records import Evidence, Review
from tests.reports.example import AT, CHAIR, GENETICIST, HAEMATOLOGIST
from tumorboard.domain.approval import (
    ApprovalAct,
    ApprovalState,
    Deed,
    RecordVersion,
    Reservation,
)
from tumorboard.domain.option import OptionKind
from tumorboard.domain.person import Person, Role
from tumorboard.errors import BoardError
from tumorboard.services.case_file import read_case_file
from tumorboard.services.workbench import Workbench
from tumorboard.storage.approvals import ApprovalStore
from tumorboard.storage.database import Database, open_database

CASES = Path(__file__).resolve().parents[3] / "ui" / "demo"
DEMO = CASES / "aml.yaml"
MYELOMA = CASES / "myeloma.yaml"
TECLISTAMAB = ("products", "teclistamab")
ELN = ("classifications", "ELN-2022")
GILTERITINIB = ("assertions", "AML-FLT3-gilteritinib")
CONTENT = load_content()
UNVERIFIED = next(
    ("assertions", one.id)
    for one in CONTENT.assertions.values()
    if one.evidence is Evidence.UNVERIFIED and "AML" in one.diseases
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "cases.sqlite") as opened:
        yield opened


@pytest.fixture
def workbench(database: Database) -> Workbench:
    return Workbench(database, Catalog(CONTENT))


def evaluated(workbench: Workbench, file: Path = DEMO) -> str:
    case = read_case_file(file, workbench.catalog)
    workbench.create_case(case, HAEMATOLOGIST, demo=True)
    workbench.evaluate(case.id, HAEMATOLOGIST)
    return case.id


def state_in(workbench: Workbench, case_id: str) -> ApprovalState:
    evaluation = workbench.get(case_id).evaluation
    assert evaluation is not None
    (match,) = [one for one in evaluation.matches if one.assertion.id == GILTERITINIB[1]]
    return match.approval.state


def test_an_evaluation_keeps_the_state_of_its_moment(workbench: Workbench) -> None:
    case_id = evaluated(workbench)
    assert state_in(workbench, case_id) is ApprovalState.NOT_APPROVED
    workbench.curation.approve([GILTERITINIB], GENETICIST, "read against the label")
    assert state_in(workbench, case_id) is ApprovalState.NOT_APPROVED
    told = workbench.check_can_sign(case_id, CHAIR)
    assert any("local approval of 1" in sentence for sentence in told)
    workbench.evaluate(case_id, HAEMATOLOGIST)
    assert state_in(workbench, case_id) is ApprovalState.APPROVED
    assert not any("local approval" in one for one in workbench.check_can_sign(case_id, CHAIR))
    workbench.curation.withdraw([GILTERITINIB], CHAIR, "the label changed")
    assert state_in(workbench, case_id) is ApprovalState.APPROVED
    assert any("local approval" in one for one in workbench.check_can_sign(case_id, CHAIR))


def test_a_model_of_risk_carries_its_approval_like_an_assertion(workbench: Workbench) -> None:
    case_id = evaluated(workbench)
    workbench.curation.approve([ELN], GENETICIST, "read against the table")
    assert any("local approval of 1" in one for one in workbench.check_can_sign(case_id, CHAIR))
    workbench.recommend(case_id, "words", HAEMATOLOGIST)
    again = workbench.evaluate(case_id, HAEMATOLOGIST)
    assert again.recommendation_current
    assert again.evaluation is not None
    holding = [one.id for one in again.evaluation.assessments if one.approval.holds]
    assert holding == [ELN[1]]


def options_approved(workbench: Workbench, case_id: str) -> set[tuple[OptionKind, str]]:
    evaluation = workbench.get(case_id).evaluation
    assert evaluation is not None
    return {(one.kind, one.record) for one in evaluation.options if one.approval.holds}


def test_an_option_carries_the_approval_of_its_record(workbench: Workbench) -> None:
    case_id = evaluated(workbench, MYELOMA)
    evaluation = workbench.get(case_id).evaluation
    assert evaluation is not None
    trial = next(one.record for one in evaluation.options if one.kind is OptionKind.TRIAL)
    therapy = next(one.record for one in evaluation.options if one.kind is OptionKind.THERAPY)
    assert sum(one.record == TECLISTAMAB[1] for one in evaluation.options) > 1
    named = [TECLISTAMAB, ("trials", trial), ("assertions", therapy)]
    done = workbench.curation.approve(named, GENETICIST, "read", despite=[*Reservation]).done
    assert options_approved(workbench, case_id) == set()
    told = workbench.check_can_sign(case_id, CHAIR)
    assert any("local approval of 3" in sentence for sentence in told)
    workbench.evaluate(case_id, HAEMATOLOGIST)
    assert done == tuple(named)
    assert options_approved(workbench, case_id) == {
        (OptionKind.PRODUCT, TECLISTAMAB[1]),
        (OptionKind.TRIAL, trial),
        (OptionKind.THERAPY, therapy),
    }
    assert not any("local approval" in one for one in workbench.check_can_sign(case_id, CHAIR))
    again = workbench.get(case_id).evaluation
    assert again is not None
    assert not any(one.approved_content for one in again.options)


def test_an_approval_is_no_other_conclusion(workbench: Workbench) -> None:
    case_id = evaluated(workbench)
    workbench.recommend(case_id, "words", HAEMATOLOGIST)
    workbench.curation.approve([GILTERITINIB], GENETICIST, "read")
    assert workbench.evaluate(case_id, HAEMATOLOGIST).recommendation_current


def test_a_changed_record_is_no_longer_approved(workbench: Workbench, database: Database) -> None:
    workbench.curation.approve([GILTERITINIB], GENETICIST, "read")
    record = replace(CONTENT.assertions[GILTERITINIB[1]], digest="f" * 64)
    changed = {**CONTENT.assertions, record.id: record}
    later = Workbench(database, Catalog(replace(CONTENT, assertions=changed))).curation
    assert later.line(GILTERITINIB).approval.state is ApprovalState.CHANGED
    outcome = later.approve([GILTERITINIB], GENETICIST, "again", seen={GILTERITINIB: "e" * 64})
    assert "changed since you read it" in outcome.left_out[0][1]
    assert later.approve([GILTERITINIB], GENETICIST, "again").done == (GILTERITINIB,)
    assert later.line(GILTERITINIB).approval.state is ApprovalState.APPROVED


def test_in_bulk_what_is_unverified_is_left_out_and_named(workbench: Workbench) -> None:
    curation = workbench.curation
    outcome = curation.approve([GILTERITINIB, UNVERIFIED], GENETICIST, "read")
    assert outcome.done == (GILTERITINIB,)
    assert outcome.left_out[0][0] == UNVERIFIED
    assert "unverified" in outcome.left_out[0][1]
    allowed = curation.approve(
        [GILTERITINIB, UNVERIFIED], GENETICIST, "all the same", despite=[Reservation.UNVERIFIED]
    )
    assert allowed.done == (UNVERIFIED,)
    assert allowed.left_out == ((GILTERITINIB, "it is approved already"),)
    ((_, version),) = curation.history(UNVERIFIED)
    assert version.despite == (Reservation.UNVERIFIED,)
    assert workbench.verify_audit().lines == 2


def test_an_expired_record_asks_for_its_own_word(database: Database) -> None:
    def later() -> datetime:
        return AT + timedelta(days=4000)

    curation = Workbench(database, Catalog(CONTENT), clock=later).curation
    assert Reservation.EXPIRED in curation.line(GILTERITINIB).reservations
    assert "expired" in curation.approve([GILTERITINIB], CHAIR, "x").left_out[0][1]
    despite = [Reservation.EXPIRED]
    assert curation.approve([GILTERITINIB], CHAIR, "x", despite=despite).done


@pytest.mark.parametrize(
    ("person", "reason", "sentence"),
    [
        (HAEMATOLOGIST, "read", "you may not approve"),
        (Person("Trial nurse", Role.TRIAL_UNIT), "read", "you may not approve"),
        (Person(" ", Role.CHAIR), "read", "Only a named person"),
        (GENETICIST, "  ", "State a reason"),
        (GENETICIST, "x" * 5000, "longer than"),
        (Person("a\nb", Role.CHAIR), "read", "U\\+000A"),
        (Person("a\u202eb", Role.CHAIR), "read", "U\\+202E"),
        (Person("a\u2028b", Role.CHAIR), "read", "U\\+2028"),
        (Person("a\ud800", Role.CHAIR), "read", "U\\+D800"),
        (Person("a\ue000", Role.CHAIR), "read", "U\\+E000"),
        (Person("\u200b", Role.CHAIR), "read", "U\\+200B"),
        (Person("\u3164", Role.CHAIR), "read", "U\\+3164"),
        (Person("12 -", Role.CHAIR), "read", "no letter"),
        (GENETICIST, "read\x1b[2J", "U\\+001B"),
        (GENETICIST, "re\u2029ad", "U\\+2029"),
        (GENETICIST, "re\u00adad", "U\\+00AD"),
        (GENETICIST, "\u200b", "U\\+200B"),
    ],
)
def test_who_may_not_and_why(
    workbench: Workbench, person: Person, reason: str, sentence: str
) -> None:
    for deed in (workbench.curation.approve, workbench.curation.withdraw):
        with pytest.raises(BoardError, match=sentence):
            deed([GILTERITINIB], person, reason)
    assert workbench.verify_audit().lines == 0


def test_records_of_every_kind_are_found(workbench: Workbench) -> None:
    lines = workbench.curation.lines()
    assert {"assertions", "genes", "diseases", "alterations"} <= {line.kind for line in lines}
    assert all(line.digest and line.mentions.title for line in lines)
    line = workbench.curation.line(GILTERITINIB)
    assert "FLT3" in line.mentions.genes
    assert line.mentions.drugs == {"gilteritinib"}
    about = workbench.curation.about_disease("AML")
    assert GILTERITINIB in about
    assert ("diseases", "PCM") not in about
    with pytest.raises(BoardError, match="no record"):
        workbench.curation.find("assertions/NOPE")


def test_a_reason_may_have_lines_and_a_name_marks_of_any_script(workbench: Workbench) -> None:
    person = Person("Åse O’Neil-Ngũgĩ", Role.CHAIR)
    assert workbench.curation.approve([GILTERITINIB], person, "read\n\tthe label").done


def test_a_name_stored_before_this_rule_still_loads(database: Database) -> None:
    old = Person("a\u200bb", Role.CHAIR)
    version = RecordVersion(*GILTERITINIB, "f" * 64)
    ApprovalStore(database).record(ApprovalAct(Deed.APPROVED, (version,), old, AT, "x\x1b"))
    ((act, _),) = Workbench(database, Catalog(CONTENT)).curation.history(GILTERITINIB)
    assert act.by == old


def test_a_review_in_the_file_counts_alike_everywhere(database: Database) -> None:
    def reviewed(kind: str, name: str) -> dict[str, Any]:
        records = dict(getattr(CONTENT, kind))
        records[name] = replace(records[name], review=Review.APPROVED)
        return {kind: records}

    own = replace(CONTENT, **reviewed(*GILTERITINIB), **reviewed(*ELN))
    workbench = Workbench(database, Catalog(own))
    case_id = evaluated(workbench)
    lines = workbench.curation.lines()
    assert {line.name for line in lines if line.approval.holds} == {GILTERITINIB, ELN}
    assert workbench.curation.counts() == (2, len(lines))
    assert state_in(workbench, case_id) is ApprovalState.APPROVED
    evaluation = workbench.get(case_id).evaluation
    assert evaluation is not None
    assert [one.id for one in evaluation.assessments if one.approval.holds] == [ELN[1]]
    assert options_approved(workbench, case_id) == {(OptionKind.THERAPY, GILTERITINIB[1])}
    outcome = workbench.curation.approve([GILTERITINIB, ELN], GENETICIST, "again")
    assert {why for _, why in outcome.left_out} == {"it is approved already"}


def test_of_two_approvals_at_once_the_second_is_told(
    workbench: Workbench, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another curator's act is stored after this one began to look and before it writes."""
    write, other = Database.write, Person("Other geneticist", Role.CLINICAL_GENETICIST)
    version = RecordVersion(*GILTERITINIB, CONTENT.assertions[GILTERITINIB[1]].digest)
    act = ApprovalAct(Deed.APPROVED, (version,), other, AT, "first")

    def overtaken(self: Database) -> Any:
        monkeypatch.setattr(Database, "write", write)
        ApprovalStore(database).record(act)
        return write(self)

    monkeypatch.setattr(Database, "write", overtaken)
    outcome = workbench.curation.approve([GILTERITINIB], GENETICIST, "second")
    assert outcome.done == ()
    assert outcome.left_out == ((GILTERITINIB, "it is approved already"),)
    assert [one.reason for one, _ in workbench.curation.history(GILTERITINIB)] == ["first"]


def test_of_many_at_once_one_alone_approves(database: Database) -> None:
    benches = [Workbench(database, Catalog(CONTENT)).curation for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        outcomes = list(
            pool.map(lambda one: one.approve([GILTERITINIB], GENETICIST, "read"), benches)
        )
    assert sorted(len(one.done) for one in outcomes) == [0, 0, 0, 1]
    assert len(benches[0].history(GILTERITINIB)) == 1
