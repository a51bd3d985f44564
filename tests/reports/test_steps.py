"""Steps to a cell product in the report: of what is before the board, in words, with sources."""

from dataclasses import replace
from datetime import date

from knowledgebase.records import Source, SourceKind
from reports.languages import language
from reports.render import render_pdf
from reports.sections.steps import steps_to
from reports.texts_options import OPTIONS_DANISH, OPTIONS_ENGLISH
from tests.reports.example import EXAMPLE
from tests.reports.option_example import choice, option
from tests.reports.pdf_text import solid, text_of
from tumorboard.domain.case import StepStatus
from tumorboard.domain.option import NoteWords, OptionKind, Step, StepNote, StepRule

SOURCE = Source(SourceKind.LABEL, "Example (EMA)", "Posology of the example")
UNREAD = StepRule("wait", "Three days or more.", (SOURCE,), "unverified")
COLLECTION = Step(
    "collection",
    "Collection of cells",
    "Høst af celler",
    StepStatus.DONE,
    optional=False,
    on=date(2026, 11, 20),
    until=date(2026, 11, 21),
    rules=(StepRule("collection", "Cells are collected.", (SOURCE,), "verified"),),
)
GIVEN = Step(
    "infusion",
    "The infusion",
    "Infusionen",
    StepStatus.PLANNED,
    optional=False,
    on=date(2026, 11, 22),
    earliest=date(2026, 11, 24),
    latest=date(2026, 11, 30),
    rules=(UNREAD,),
    missing=(StepNote(NoteWords.LAST_DOSE_MISSING, (("what", "fludarabine"),)),),
    remarks=(
        StepNote(NoteWords.BEFORE, (("day", "x"), ("step", "collection"), ("other", "y"))),
        StepNote(
            NoteWords.FROM_LAST_DAY, (("step", "infusion"), ("days", "1"), ("asked", "≥ 3")), True
        ),
    ),
    unsure=True,
)
REST = Step("rest", "Rest", "Hvile", StepStatus.OPEN, optional=True)
CELLS = option("CELLS-1", OptionKind.PRODUCT, steps=(COLLECTION, GIVEN, REST))


def printed(*, chosen: bool, lang: str = "en") -> str:
    evaluation = replace(EXAMPLE.evaluation, options=(CELLS,))
    choices = (choice(CELLS),) if chosen else ()
    frozen = replace(EXAMPLE, evaluation=evaluation, choices=choices)
    return solid(text_of(render_pdf(frozen, language=lang)))


def test_steps_are_printed_of_what_is_before_the_board_alone() -> None:
    assert solid("Steps to infusion") in printed(chosen=True)
    assert solid("Steps to infusion") not in printed(chosen=False)


def test_a_step_is_told_with_state_days_rule_source_and_what_does_not_fit() -> None:
    text = printed(chosen=True)
    for said in (
        "Next step: The infusion · planned 2026-11-22 · from 2026-11-24 · until 2026-11-30",
        "2026-11-20 to 2026-11-21",
        "✓ done",
        "▸ planned",
        "○ open",
        "not always needed",
        "Cells are collected.",
        "UNVERIFIED",
        "x lies before “Collection of cells” (y), which comes first",
        "days from its last day to “The infusion”: 1; the rule says ≥ 3 (an unverified rule)",
        "A day counted by an unverified rule",
        "Not known: the last day of fludarabine",
        "Posology of the example",
        "the board decides",
    ):
        assert solid(said) in text, said


def test_the_same_in_danish() -> None:
    text = printed(chosen=True, lang="da")
    for said in ("Næste trin: Infusionen", "Høst af celler", "✓ udført", "○ åbent", "senest"):
        assert solid(said) in text, said
    assert solid("The infusion") not in text


def test_an_option_without_steps_prints_none() -> None:
    assert list(steps_to(option("OTHER"), None, language("en"))) == []


def test_every_sentence_has_its_words_in_both_languages() -> None:
    for words in NoteWords:
        assert OPTIONS_ENGLISH[f"NoteWords.{words.name}"] == words.value
        assert f"NoteWords.{words.name}" in OPTIONS_DANISH
