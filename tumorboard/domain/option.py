"""What could be offered: therapies, cell and antibody products, trials, and what to test next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledgebase.records import Level, RegionalStatus, Source
from knowledgebase.rules.criteria import Truth
from tumorboard.domain.approval import NOT_APPROVED, LocalApproval
from tumorboard.domain.case import StepStatus


class OptionKind(StrEnum):
    """What sort of option it is."""

    THERAPY = "therapy"
    PRODUCT = "product"
    TRIAL = "trial"


class Use(StrEnum):
    """How the use stands to a regulator's approval; kept apart wherever options are shown."""

    LABEL = "label"
    OFF_LABEL = "off-label"
    EVIDENCE = "evidence only"
    TRIAL = "trial"
    COMPASSIONATE = "compassionate use"


class Weight(StrEnum):
    """Whether a criterion can say no (hard), may recover, or is the board's (soft)."""

    HARD = "hard"
    RECOVERABLE = "recoverable"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion, or several joined (``parts``), with its value for this patient in words.

    ``missing`` is what would have to be known, ``source`` where the fact came from.
    """

    words: str
    state: Truth
    weight: Weight
    missing: str = ""
    source: str = ""
    parts: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Against:
    """What speaks against an option: a finding or loss of target, and how it bears on the drug.

    ``record`` is the assertion or escape marker it comes from.
    """

    record: str
    words: str
    how: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class CohortState:
    """One cohort of a trial, evaluated together with what the trial asks of everybody."""

    id: str
    title: str
    status: str
    state: Truth
    checks: tuple[Check, ...]


class NoteWords(StrEnum):
    """The sentences on the days of a step, with places for names, days and numbers."""

    BEFORE = "{day} lies before “{step}” ({other}), which comes first"
    FROM_FIRST_DAY = "days from its first day to “{step}”: {days}; the rule says {asked}"
    FROM_LAST_DAY = "days from its last day to “{step}”: {days}; the rule says {asked}"
    WASHOUT = "{what}: last on {day}; days to “{step}”: {days}; the washout is {asked}"
    PASSED = "planned for {day}, which has passed; state whether it is done"
    NOT_DATED = "no day is stated, though “{step}” is done"
    NO_DAY_LEFT = "the stated days of other steps leave no day for it"
    DAY_MISSING = "the day of “{step}”"
    LAST_DOSE_MISSING = "the last day of {what}"


@dataclass(frozen=True, slots=True)
class StepNote:
    """A sentence on a step, kept in parts, so that each language can say it.

    ``values`` are by place; that of ``step`` is the id of a step, whose title stands in the
    sentence. ``unsure`` tells that the rule behind it was not compared with its source.
    """

    words: NoteWords
    values: tuple[tuple[str, str], ...] = ()
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class StepRule:
    """What a record says of a step, where it stands, and how sure the record is of it."""

    record: str
    words: str
    sources: tuple[Source, ...]
    evidence: str
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the decision to the treatment, as it stands in this case.

    ``on`` and ``until`` are its first and last day as stated; ``from_treatments`` tells that the
    day is the last dose of earlier treatment. ``earliest`` and ``latest`` bound its first day by
    the stated days of other steps and the rules; ``None`` where no rule or no day bounds it. The
    first of ``rules`` says what the step is. ``missing`` are days without which a rule could not
    be counted, ``remarks`` what in the stated days does not fit. ``unsure`` tells that a bound
    was counted by a rule that nobody compared with its source, ``passed`` that the step is not
    done but one that comes after it is.
    """

    step: str
    title: str
    title_da: str
    status: StepStatus
    optional: bool
    on: date | None = None
    until: date | None = None
    earliest: date | None = None
    latest: date | None = None
    rules: tuple[StepRule, ...] = ()
    missing: tuple[StepNote, ...] = ()
    remarks: tuple[StepNote, ...] = ()
    from_treatments: bool = False
    unsure: bool = False
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What a record offers in one disease on one day, whoever the patient is.

    The fields are those of :class:`Option`.
    """

    kind: OptionKind
    id: str
    title: str
    level: Level | None
    tier: str
    regions: tuple[RegionalStatus, ...]
    expired: bool


@dataclass(frozen=True, slots=True)
class ShortOption:
    """An option without its reasons: what is offered, the state for a patient, what is missing."""

    offer: Offer
    state: Truth
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One option for one patient on one day.

    ``record`` is the id of the record (of an assertion, product or trial); ``id`` is unique among
    the options (an indication's id for products). ``words`` is how the state is told.
    ``beside`` are reservations that never decide: precautions, target, guidance. ``exposure`` are
    sentences on earlier treatment with the same drugs. ``label`` is the label text read.
    ``missing`` are ``(fact, key)`` pairs that could still change the state. ``steps`` lead to a
    cell product, in their order; other options have none.
    """

    kind: OptionKind
    id: str
    record: str
    digest: str
    title: str
    use: Use
    state: Truth
    words: str
    level: Level | None
    tier: str
    drugs: tuple[str, ...]
    genes: tuple[str, ...]
    regions: tuple[RegionalStatus, ...]
    checks: tuple[Check, ...]
    beside: tuple[Check, ...]
    against: tuple[Against, ...]
    exposure: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    evidence: str
    checked: date
    expires: date
    expired: bool
    approved_content: bool
    label: str = ""
    recruitment: str = ""
    cohorts: tuple[CohortState, ...] = ()
    approval: LocalApproval = NOT_APPROVED
    steps: tuple[Step, ...] = ()

    @property
    def next_step(self) -> Step | None:
        """Give the first step that is needed, not done and not passed; ``None`` without one."""
        waiting = (one for one in self.steps if not (one.optional or one.passed))
        return next((one for one in waiting if one.status is not StepStatus.DONE), None)


@dataclass(frozen=True, slots=True)
class NextTest:
    """An unknown fact worth knowing: what an answer alone would open or close, and the effort.

    ``opens`` and ``closes`` are ids of options, those of the case's own disease first; those of
    another disease, or one that it may turn out to be, stand in ``elsewhere`` too. ``informs``
    counts options that wait for it, among others. ``words`` name the fact.
    """

    fact: str
    key: str
    words: str
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    informs: int
    effort: str
    elsewhere: tuple[str, ...] = ()
