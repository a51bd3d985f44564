"""What people decided about a case: tier decisions, recommendation, sign-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tumorboard.domain.conclusion import Tier
from tumorboard.domain.person import Person as Person
from tumorboard.domain.person import Role as Role


@dataclass(frozen=True, slots=True)
class TierDecision:
    """A geneticist's word on a suggested tier; an override always has a reason.

    ``finding`` is the finding's id, ``suggested`` the tier at that time, ``release`` the
    knowledge release it came from, ``at`` is aware of its time zone.
    """

    finding: str
    disease: str
    suggested: Tier
    tier: Tier
    reason: str
    by: Person
    at: datetime
    release: str

    @property
    def overridden(self) -> bool:
        """Tell whether the decision differs from the suggestion."""
        return self.tier is not self.suggested


@dataclass(frozen=True, slots=True)
class OptionChoice:
    """Somebody took an option to the board's discussion, or took it back, with a note.

    ``option`` is the option's id, ``record`` and ``digest`` those of its record, ``words`` how its
    state was told then, ``release`` the knowledge release it came from. ``at`` is aware of its
    time zone.
    """

    option: str
    record: str
    digest: str
    title: str
    words: str
    taken: bool
    note: str
    by: Person
    at: datetime
    release: str


def taken_options(choices: tuple[OptionChoice, ...]) -> tuple[OptionChoice, ...]:
    """Give the options that are before the board: the latest word on each, in order of time."""
    latest = {one.option: one for one in choices}
    return tuple(one for one in choices if latest[one.option] is one and one.taken)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The board's words, as written; never edited by the program."""

    text: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody saw that lines of the variant file were rejected, and goes on."""

    variant_file_sha256: str
    rejected: int
    by: Person
    at: datetime


class CaseState(StrEnum):
    """Where a case is in the board's flow."""

    DRAFT = "draft"
    READY = "ready for the board"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class SignOff:
    """The chair's signature: who, when, what it means, and the SHA-256 of the signed PDF."""

    by: Person
    at: datetime
    meaning: str
    pdf_sha256: str
    audit_head: str
