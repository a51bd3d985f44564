"""What every section says of a record's local approval."""

from __future__ import annotations

from knowledgebase.records import Review
from reports.languages import Language
from tumorboard.domain.approval import LocalApproval


def approval_text(given: LocalApproval, review: Review, words: Language) -> str:
    """Say whether the hospital's curators stood for the record when the case was evaluated.

    ``review`` is what the content itself says; it counts where nobody approved the record here.
    """
    if given.by is None or given.at is None:
        return words.word(Review.APPROVED if given.holds else review)
    key = "approval.by" if given.holds else "approval.changed"
    return words.say(key, name=given.by.name, date=given.at.date().isoformat())
