"""When two evaluations say the same, and when the board's words must be asked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knowledgebase.records import Level
from knowledgebase.rules.criteria import Truth
from tests.reports.example import EVALUATION
from tests.tumorboard.option_example import OPTION
from tumorboard.domain.approval import ApprovalState, LocalApproval
from tumorboard.domain.conclusion import same_conclusions
from tumorboard.domain.option import Against, Check, CohortState, Option, Use, Weight

OTHER = replace(OPTION, id="NCT00000001")
UNKNOWN = Check("ECOG at most 2", Truth.UNKNOWN, Weight.HARD, "ECOG")


def with_part(state: Truth) -> tuple[Check, ...]:
    return (replace(UNKNOWN, parts=(replace(UNKNOWN, state=state),)),)


def with_cohort(state: Truth) -> tuple[CohortState, ...]:
    return (CohortState("A", "Cohort A", "open", Truth.UNKNOWN, with_part(state)),)


def same(one: tuple[Option, ...], other: tuple[Option, ...]) -> bool:
    return same_conclusions(replace(EVALUATION, options=one), replace(EVALUATION, options=other))


def test_other_options_are_other_conclusions() -> None:
    assert same((OPTION, OTHER), (OTHER, OPTION))
    assert not same((OPTION,), (OPTION, OTHER))
    assert not same((OPTION,), (OTHER,))
    assert not same((), (OPTION,))


@pytest.mark.parametrize(
    "change",
    [
        {"state": Truth.UNKNOWN},
        {"use": Use.OFF_LABEL},
        {"level": Level.C},
        {"level": None},
        {"expired": True},
        {"against": (Against("R", "FLT3 F691L", "resistance", Level.C),)},
        {"checks": (*OPTION.checks, UNKNOWN)},
        {"checks": (replace(OPTION.checks[0], state=Truth.UNKNOWN),)},
        {"checks": (replace(OPTION.checks[0], weight=Weight.SOFT),)},
    ],
)
def test_an_option_that_stands_otherwise_is_another_conclusion(change: dict[str, Any]) -> None:
    assert not same((OPTION,), (replace(OPTION, **change),))


def test_parts_of_a_criterion_and_cohorts_of_a_trial_count() -> None:
    met, unknown = (replace(OPTION, checks=with_part(one)) for one in (Truth.MET, Truth.UNKNOWN))
    assert not same((met,), (unknown,))
    met, unknown = (replace(OPTION, cohorts=with_cohort(one)) for one in (Truth.MET, Truth.UNKNOWN))
    assert not same((met,), (unknown,))


@pytest.mark.parametrize(
    "change",
    [
        {"approval": LocalApproval(ApprovalState.APPROVED)},
        {"expires": date(2028, 1, 1), "checked": date(2027, 1, 1)},
        {"words": "told otherwise", "title": "named otherwise"},
        {"beside": (UNKNOWN,)},
        {"checks": (replace(OPTION.checks[0], words="told otherwise"),)},
    ],
)
def test_what_concludes_nothing_asks_for_no_new_words(change: dict[str, Any]) -> None:
    assert same((OPTION,), (replace(OPTION, **change),))
