"""Who may do what at the board: by role, as a table a hospital can read."""

from __future__ import annotations

from enum import StrEnum

from tumorboard.board.words import check_name
from tumorboard.domain.board import Person, Role
from tumorboard.errors import BoardError


class Step(StrEnum):
    """A step in a case's way through the board, in words that follow "may"."""

    EDIT = "change a case"
    CONFIRM_SAMPLES = "confirm the roles of the samples"
    ACKNOWLEDGE = "acknowledge rejected lines"
    EVALUATE = "have a case evaluated"
    DECIDE_TIER = "decide a tier"
    CHOOSE_OPTION = "take an option to the board"
    RECOMMEND = "write the board's recommendation"
    MARK_READY = "mark a case ready for the board"
    SIGN = "sign for the board"
    APPROVE_KNOWLEDGE = "approve records of the knowledge base"


_LABORATORY = frozenset({Role.CLINICAL_GENETICIST, Role.MOLECULAR_BIOLOGIST})
#: Everybody but the trial unit, which reads.
_MEMBERS = frozenset(Role) - {Role.TRIAL_UNIT}

ALLOWED: dict[Step, frozenset[Role]] = {
    Step.EDIT: _MEMBERS,
    Step.CONFIRM_SAMPLES: _MEMBERS,
    Step.ACKNOWLEDGE: _MEMBERS,
    Step.EVALUATE: _MEMBERS,
    Step.DECIDE_TIER: _LABORATORY,
    Step.CHOOSE_OPTION: _MEMBERS,
    Step.RECOMMEND: frozenset({Role.HAEMATOLOGIST, Role.CHAIR}),
    Step.MARK_READY: _MEMBERS,
    Step.SIGN: frozenset({Role.CHAIR}),
    # Curators: those who answer for the classification of variants, and the chair.
    Step.APPROVE_KNOWLEDGE: _LABORATORY | {Role.CHAIR},
}


def may(person: Person, step: Step) -> bool:
    """Tell whether a person's role allows a step."""
    return person.role in ALLOWED[step]


def require(person: Person, step: Step) -> None:
    """Raise ``BoardError`` with a sentence when the name or the role does not allow the step."""
    if not person.name.strip():
        raise BoardError(f"Only a named person may {step.value}; choose who you are.")
    check_name(person.name)
    if not may(person, step):
        raise BoardError(not_allowed(person, step))


def not_allowed(person: Person, step: Step) -> str:
    """Say who may take the step instead."""
    roles = ", ".join(role.value for role in Role if role in ALLOWED[step])
    return f"As {person.role.value} you may not {step.value}; this is for: {roles}."
