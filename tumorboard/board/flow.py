"""A case's way: draft, ready for the board, signed. Pure rules over the case as it stands.

A change of the facts sends a case that is ready back to draft; a signed case never changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tumorboard.board.permissions import Step, may, not_allowed, require
from tumorboard.board.words import check_words
from tumorboard.domain.board import (
    CaseState,
    OptionChoice,
    Person,
    Recommendation,
    TierDecision,
    taken_options,
)
from tumorboard.domain.conclusion import Tier, TierSuggestion
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.domain.open_case import OpenCase
from tumorboard.domain.option import Option
from tumorboard.errors import BoardError


def check_can_change(opened: OpenCase, by: Person, step: Step) -> None:
    """Raise ``BoardError`` when the case is signed or the role does not allow the step."""
    if opened.signed:
        raise BoardError(
            f"The case {opened.case.id} is signed and can no longer be changed; what follows "
            "belongs in an addendum."
        )
    require(by, step)


def check_can_mark_ready(opened: OpenCase, by: Person) -> tuple[str, ...]:
    """Say in sentences what keeps the case from being ready for the board."""
    obstacles = [] if may(by, Step.MARK_READY) else [not_allowed(by, Step.MARK_READY)]
    if opened.state is CaseState.SIGNED:
        return (*obstacles, "The case is signed already.")
    if opened.state is CaseState.READY:
        obstacles.append("The case is marked ready already.")
    return (*obstacles, *_open_questions(opened))


def check_can_sign(opened: OpenCase, by: Person) -> tuple[str, ...]:
    """Say in sentences what keeps this person from signing the case; empty if nothing does."""
    obstacles = [] if may(by, Step.SIGN) else [not_allowed(by, Step.SIGN)]
    if opened.state is CaseState.SIGNED:
        return (*obstacles, "The case is signed already.")
    if opened.state is CaseState.DRAFT:
        obstacles.append("The case is not marked ready for the board.")
    obstacles += _open_questions(opened)
    if opened.recommendation is None:
        obstacles.append("The board's recommendation is not written.")
    elif not opened.recommendation_current:
        obstacles.append(
            "The recommendation is older than the last change of the case; write or confirm it "
            "again."
        )
    return tuple(obstacles)


def check_evaluated_on(opened: OpenCase, today: date) -> tuple[str, ...]:
    """Say that the evaluation is not of today: expiry and approvals are judged on its day."""
    made = opened.evaluation
    if made is None or opened.signed or made.on == today:
        return ()
    return (f"The case was evaluated on {made.on}; evaluate it again today.",)


def check_still_the_same(opened: OpenCase, frozen: FrozenBoardCase) -> None:
    """Raise ``BoardError`` when the case no longer is what the report shows."""
    if _shown(frozen) != _shown(opened):
        raise BoardError(
            f"The case {opened.case.id} changed after the report was made; make the report again "
            "and sign that one."
        )


def tier_decision(
    opened: OpenCase, finding: str, tier: Tier, reason: str, by: Person, at: datetime
) -> TierDecision:
    """Make the decision on a finding's suggested tier; an override needs a reason."""
    check_can_change(opened, by, Step.DECIDE_TIER)
    evaluation = opened.evaluation
    if evaluation is None or not opened.evaluation_current:
        raise BoardError("Evaluate the case first: no tier is suggested for it as it stands now.")
    suggestion = _suggestion(evaluation.tiers, finding)
    if tier is not suggestion.tier and not reason.strip():
        raise BoardError(
            f"Tier {tier.value} differs from the suggested tier {suggestion.tier.value}; state "
            "the reason."
        )
    check_words(reason, "reason")
    return TierDecision(
        finding=finding,
        disease=suggestion.disease,
        suggested=suggestion.tier,
        tier=tier,
        reason=reason,
        by=by,
        at=at,
        release=evaluation.release,
    )


def option_choice(
    opened: OpenCase, option_id: str, taken: bool, note: str, by: Person, at: datetime
) -> OptionChoice:
    """Make the word that an option is taken to the board, or taken back; the note may be empty.

    What is taken must be an option of a present evaluation. What is before the board can always
    be taken back, as it was taken: a later evaluation need not offer it any more.
    """
    check_can_change(opened, by, Step.CHOOSE_OPTION)
    check_words(note, "note")
    before = next((one for one in taken_options(opened.choices) if one.option == option_id), None)
    if not taken:
        if before is None:
            raise BoardError(f"The option {option_id} is not before the board.")
        return replace(before, taken=False, note=note, by=by, at=at)
    evaluation = opened.evaluation
    if evaluation is None or not opened.evaluation_current:
        raise BoardError("Evaluate the case first: no option is known for it as it stands now.")
    option = _option(evaluation.options, option_id)
    if before is not None:
        raise BoardError(f"The option {option_id} is before the board already.")
    return OptionChoice(
        option=option.id,
        record=option.record,
        digest=option.digest,
        title=option.title,
        words=option.words,
        taken=True,
        note=note,
        by=by,
        at=at,
        release=evaluation.release,
    )


def recommendation(opened: OpenCase, text: str, by: Person, at: datetime) -> Recommendation:
    """Make the board's recommendation; the words stay as written."""
    check_can_change(opened, by, Step.RECOMMEND)
    if not text.strip():
        raise BoardError("The recommendation is empty; write what the board recommends.")
    check_words(text, "recommendation")
    return Recommendation(text, by, at)


def _shown(case: OpenCase | FrozenBoardCase) -> tuple[object, ...]:
    """Give what a report shows of a case."""
    words = (case.decisions, case.choices, case.recommendation, case.acknowledgement)
    return (case.case, case.evaluation, *words)


def _suggestion(tiers: tuple[TierSuggestion, ...], finding: str) -> TierSuggestion:
    for suggestion in tiers:
        if suggestion.finding == finding:
            return suggestion
    raise BoardError(f"The case has no finding {finding}; open the case again.")


def _option(options: tuple[Option, ...], option_id: str) -> Option:
    for option in options:
        if option.id == option_id:
            return option
    raise BoardError(f"The case has no option {option_id}; open the case again.")


def _open_questions(opened: OpenCase) -> list[str]:
    """List what must be answered before anybody can rely on the case's findings."""
    obstacles = []
    if opened.evaluation is None:
        obstacles.append("The case is not evaluated yet.")
    elif not opened.evaluation_current:
        obstacles.append(
            "The evaluation is older than the last change of the case; evaluate it again."
        )
    return obstacles + _outdated_decisions(opened) + _file_questions(opened)


def _outdated_decisions(opened: OpenCase) -> list[str]:
    if opened.evaluation is None or not opened.evaluation_current:
        return []
    labels = {each.id: f"{each.gene} {each.label}" for each in opened.evaluation.findings}
    return [
        f"The suggestion for {labels.get(each.finding, each.finding)} changed since it was "
        "decided: decide again."
        for each in opened.outdated_decisions
    ]


def _file_questions(opened: OpenCase) -> list[str]:
    file, present = opened.variant_file, opened.present_import
    if file is None or present is None:
        return []
    questions = []
    if file.assembly is None:
        questions.append("The genome build of the variant file is not known; import it again.")
    if len(file.samples) > 1 and present.roles_confirmed_by is None:
        questions.append("Nobody confirmed which sample is the tumour and which the normal.")
    rejected, seen = file.accounting.rejected, opened.acknowledgement
    if rejected and (seen is None or seen.variant_file_sha256 != file.sha256):
        lines = "1 line" if rejected == 1 else f"{rejected} lines"
        questions.append(f"Nobody acknowledged that {lines} of the variant file were rejected.")
    return questions
