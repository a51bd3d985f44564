"""Find every text the window may show, from the source itself."""

import ast
from pathlib import Path

from knowledgebase.efforts import Effort
from knowledgebase.files.kinds import KINDS
from knowledgebase.records import Axis, Effect, RegionStatus
from knowledgebase.records.trial import CohortStatus, Recruitment
from knowledgebase.rules.criteria import Truth
from tumorboard.domain.approval import ApprovalState, Deed, Reservation
from tumorboard.domain.board import CaseState, Role
from tumorboard.domain.case import Setting, Sex, StepStatus
from tumorboard.domain.option import NoteWords, Use
from tumorboard.domain.variant import SampleRole
from tumorboard.interpretation.options import therapies, trials
from tumorboard.services.curation import (
    APPROVED_ALREADY,
    CHANGED_MEANWHILE,
    NOT_APPROVED_HERE,
    WHY,
)
from ui.window import (
    assessment_card,
    evidence,
    finding_detail,
    history_page,
    knowledge_model,
    option_texts,
    options_page,
    variants_model,
)
from ui.window.board_page import SAVE
from ui.window.dialogs import MEANING

UI = Path(__file__).resolve().parents[2] / "ui"
WORDS = (
    ApprovalState,
    Reservation,
    Deed,
    Axis,
    Effect,
    RegionStatus,
    CaseState,
    Role,
    Setting,
    Sex,
    SampleRole,
    StepStatus,
    NoteWords,
    Effort,
    CohortStatus,
    Recruitment,
)


def texts_shown() -> set[str]:
    """Give the literal texts handed to ``say``, the words of the enums and the table headings."""
    found: set[str] = {MEANING, SAVE, "Treatment", "Diagnosis", "Prognosis"}
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    for words in WORDS:
        found.update(str(word) for word in words)
    found.update(heading for _, heading, _ in variants_model.COLUMNS)
    found.update(finding_detail.TRANSCRIPTS + finding_detail.SAMPLES + history_page.COLUMNS)
    found.update(words for words, _ in evidence.CONTEXT.values())
    found.update(words for words, _ in assessment_card.STATUS.values())
    found.update(_of_options())
    found.update(("Case", "Variants", "Options", "Knowledge", "Board", "History"))
    found.update(heading for _, heading, _ in knowledge_model.COLUMNS)
    found.update(kind.folder for kind in KINDS)
    found.update({*WHY.values(), CHANGED_MEANWHILE, APPROVED_ALREADY, NOT_APPROVED_HERE})
    return {text for text in found if text}


def _of_options() -> set[str]:
    """Give how an option's state is told, and the words of its card that stand in tables."""
    found = set(trials._WORDS.values())
    for state in Truth:
        found.update(therapies._words(use, state) for use in Use if use is not Use.TRIAL)
        found.add(therapies.label_words(state))
    for table in (option_texts.STATES, option_texts.APPLYING, option_texts.USES):
        found.update(words for words, _ in table.values())
    found.update(words for words in option_texts.WEIGHTS.values() if words)
    found.update(words for both in option_texts.ANSWERS for words in both)
    found.update(option_texts.COUNTED_ANSWERS)
    found.update(option_texts.TABS.values())
    found.update(options_page.GROUPS.values())
    return found
