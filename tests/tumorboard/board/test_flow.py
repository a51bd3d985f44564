"""Who may do what, and what keeps a case from being signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.reports.example import AT, CHAIR, EXAMPLE, GENETICIST, HAEMATOLOGIST, VARIANT_FILE
from tests.tumorboard.option_example import CHOICE, OPTION
from tumorboard.board import flow
from tumorboard.board.permissions import Step, may
from tumorboard.domain.board import CaseState, Person, Role
from tumorboard.domain.conclusion import Tier
from tumorboard.domain.open_case import OpenCase, VariantImport
from tumorboard.errors import BoardError

READY = OpenCase(
    case=EXAMPLE.case,
    version=8,
    state=CaseState.READY,
    demo=True,
    evaluation=EXAMPLE.evaluation,
    evaluation_current=True,
    decisions=EXAMPLE.decisions,
    former_decisions=(),
    recommendation=EXAMPLE.recommendation,
    recommendation_current=True,
    acknowledgement=EXAMPLE.acknowledgement,
    sign_off=None,
    imports=(VariantImport("f", VARIANT_FILE.sha256, 3, CHAIR, AT, True, GENETICIST),),
    history=(),
    audit_head="0" * 64,
)
OFFERED = replace(READY, evaluation=replace(EXAMPLE.evaluation, options=(OPTION,)))
CHOSEN = replace(OFFERED, choices=(CHOICE,))
LATER = AT + timedelta(hours=1)


def test_a_complete_case_can_be_signed_by_the_chair_alone() -> None:
    assert flow.check_can_sign(READY, CHAIR) == ()
    for role in set(Role) - {Role.CHAIR}:
        assert "this is for: chair" in flow.check_can_sign(READY, Person("x", role))[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": CaseState.DRAFT}, "not marked ready"),
        ({"state": CaseState.SIGNED}, "signed already"),
        ({"evaluation": None}, "not evaluated"),
        ({"evaluation_current": False}, "evaluation is older"),
        ({"recommendation": None}, "recommendation is not written"),
        ({"recommendation_current": False}, "recommendation is older"),
        ({"acknowledgement": None}, "3 lines of the variant file were rejected"),
        ({"imports": (replace(READY.imports[0], roles_confirmed_by=None),)}, "which sample"),
        (
            {"case": replace(READY.case, variant_file=replace(VARIANT_FILE, assembly=None))},
            "genome build",
        ),
    ],
)
def test_each_obstacle_is_said(change: dict[str, object], words: str) -> None:
    (obstacle,) = flow.check_can_sign(replace(READY, **change), CHAIR)  # type: ignore[arg-type]
    assert words in obstacle


def test_a_draft_becomes_ready_without_recommendation() -> None:
    draft = replace(READY, state=CaseState.DRAFT, recommendation=None)
    assert flow.check_can_mark_ready(draft, HAEMATOLOGIST) == ()
    assert flow.check_can_mark_ready(READY, HAEMATOLOGIST) != ()


def test_an_override_needs_a_reason_and_a_laboratory_role() -> None:
    finding = EXAMPLE.evaluation.tiers[0].finding
    taken = flow.tier_decision(READY, finding, Tier.I, "", GENETICIST, AT)
    assert not taken.overridden
    with pytest.raises(BoardError, match="state the reason"):
        flow.tier_decision(READY, finding, Tier.III, "  ", GENETICIST, AT)
    assert flow.tier_decision(READY, finding, Tier.III, "why", GENETICIST, AT).overridden
    with pytest.raises(BoardError, match="clinical geneticist, molecular biologist"):
        flow.tier_decision(READY, finding, Tier.I, "", HAEMATOLOGIST, AT)
    with pytest.raises(BoardError, match="no finding"):
        flow.tier_decision(READY, "none", Tier.I, "", GENETICIST, AT)
    old = replace(READY, evaluation_current=False)
    with pytest.raises(BoardError, match="Evaluate the case first"):
        flow.tier_decision(old, finding, Tier.I, "", GENETICIST, AT)


def test_an_option_is_taken_to_the_board_and_back_by_any_member() -> None:
    chosen = flow.option_choice(OFFERED, OPTION.id, True, CHOICE.note, HAEMATOLOGIST, AT)
    assert chosen == CHOICE
    back = flow.option_choice(CHOSEN, OPTION.id, False, "", GENETICIST, LATER)
    assert back == replace(CHOICE, taken=False, note="", by=GENETICIST, at=LATER)
    again = replace(CHOSEN, choices=(CHOICE, back))
    assert flow.option_choice(again, OPTION.id, True, "", CHAIR, LATER).taken
    with pytest.raises(BoardError, match="may not take an option to the board; this is for"):
        flow.option_choice(OFFERED, OPTION.id, True, "", Person("x", Role.TRIAL_UNIT), AT)


@pytest.mark.parametrize(
    ("opened", "option_id", "taken", "words"),
    [
        (replace(OFFERED, evaluation=None), OPTION.id, True, "Evaluate the case first"),
        (replace(OFFERED, evaluation_current=False), OPTION.id, True, "Evaluate the case first"),
        (OFFERED, "none", True, "no option none"),
        (CHOSEN, OPTION.id, True, "is before the board already"),
        (OFFERED, OPTION.id, False, "is not before the board"),
        (replace(CHOSEN, state=CaseState.SIGNED), OPTION.id, False, "is signed"),
    ],
)
def test_each_refusal_of_a_choice_is_said(
    opened: OpenCase, option_id: str, taken: bool, words: str
) -> None:
    with pytest.raises(BoardError, match=words):
        flow.option_choice(opened, option_id, taken, "", HAEMATOLOGIST, AT)


def test_what_is_no_longer_offered_can_be_taken_back_as_it_was_taken() -> None:
    gone = replace(CHOSEN, evaluation=EXAMPLE.evaluation, evaluation_current=False)
    back = flow.option_choice(gone, OPTION.id, False, "", HAEMATOLOGIST, AT)
    assert (back.taken, back.words, back.digest) == (False, CHOICE.words, CHOICE.digest)


def test_who_chose_an_option_is_among_the_people() -> None:
    visitor = Person("Visiting physician", Role.HAEMATOLOGIST)
    assert visitor in replace(READY, choices=(replace(CHOICE, by=visitor),)).people


def test_a_signed_case_refuses_every_step() -> None:
    signed = replace(READY, state=CaseState.SIGNED)
    for step in Step:
        with pytest.raises(BoardError, match="can no longer be changed"):
            flow.check_can_change(signed, CHAIR, step)


def test_the_trial_unit_only_reads() -> None:
    assert not any(may(Person("x", Role.TRIAL_UNIT), step) for step in Step)


def test_an_empty_recommendation_is_refused() -> None:
    with pytest.raises(BoardError, match="empty"):
        flow.recommendation(READY, " \n", CHAIR, AT)
    with pytest.raises(BoardError, match="haematologist, chair"):
        flow.recommendation(READY, "text", GENETICIST, AT)


def test_a_report_of_an_older_state_is_not_signed() -> None:
    flow.check_still_the_same(READY, EXAMPLE)
    with pytest.raises(BoardError, match="make the report again"):
        flow.check_still_the_same(READY, replace(EXAMPLE, recommendation=None))
    with pytest.raises(BoardError, match="make the report again"):
        flow.check_still_the_same(replace(READY, choices=(CHOICE,)), EXAMPLE)


def test_a_changed_suggestion_asks_for_a_new_decision() -> None:
    first = READY.decisions[0]
    old = replace(first, suggested=Tier.IV if first.suggested is not Tier.IV else Tier.III)
    (obstacle,) = flow.check_can_sign(replace(READY, decisions=(old,)), CHAIR)
    assert "changed since it was decided: decide again" in obstacle


def test_only_an_evaluation_of_today_is_signed() -> None:
    made = EXAMPLE.evaluation.on
    assert flow.check_evaluated_on(READY, made) == ()
    (obstacle,) = flow.check_evaluated_on(READY, made.replace(year=made.year + 1))
    assert f"evaluated on {made}" in obstacle


@pytest.mark.parametrize("hidden", ["\x1b", "\u202e", "\u2028", "\ue000", "\ud800", "\u200b"])
def test_what_nobody_can_see_enters_no_act(hidden: str) -> None:
    assert READY.evaluation is not None
    finding = READY.evaluation.findings[0].id
    words = f"w{hidden}hy"
    sentence = rf"U\+{ord(hidden):04X}"
    with pytest.raises(BoardError, match=f"reason.*{sentence}"):
        flow.tier_decision(READY, finding, Tier.III, words, GENETICIST, AT)
    with pytest.raises(BoardError, match=f"note.*{sentence}"):
        flow.option_choice(OFFERED, OPTION.id, True, words, GENETICIST, AT)
    with pytest.raises(BoardError, match=f"recommendation.*{sentence}"):
        flow.recommendation(READY, words, CHAIR, AT)
    with pytest.raises(BoardError, match=f"name.*{sentence}"):
        flow.recommendation(READY, "words", Person(words, Role.CHAIR), AT)
    assert flow.recommendation(READY, "one\n\ttwo", CHAIR, AT).text == "one\n\ttwo"


@pytest.mark.parametrize("written", ["of 070761-4285", "0707 61 4285", "07.07.61-4285"])
def test_no_identity_number_enters_an_act(written: str) -> None:
    told = "holds what looks like a personal identity number"
    for act in (
        lambda: flow.recommendation(READY, written, CHAIR, AT),
        lambda: flow.option_choice(OFFERED, OPTION.id, True, written, CHAIR, AT),
        lambda: flow.tier_decision(
            READY, EXAMPLE.evaluation.tiers[0].finding, Tier.IV, written, GENETICIST, AT
        ),
    ):
        with pytest.raises(BoardError, match=told) as caught:
            act()
        assert "61" not in caught.value.sentence
