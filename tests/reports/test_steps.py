"""Steps to a cell product in the report: of what is before the board, in words, with sources."""

from dataclasses import replace
from datetime import date

from knowledgebase.records import Source, SourceKind
from knowledgebase.rules.criteria import Truth
from reports.languages import language
from reports.render import render_pdf
from reports.sections.steps import steps_to
from reports.texts_options import OPTIONS_DANISH, OPTIONS_ENGLISH
from tests.reports.example import EXAMPLE
from tests.reports.option_example import choice, option
from tests.reports.pdf_text import solid, text_of
from tumorboard.domain.case import CellTherapy, CellTherapyStep, StepStatus
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


STATED = CellTherapyStep("infusion", StepStatus.PLANNED, date(2026, 10, 22))


def printed(
    *, chosen: bool = False, lang: str = "en", options=(CELLS,), stated: str | None = None
) -> str:
    evaluation = replace(EXAMPLE.evaluation, options=options)
    choices = (choice(CELLS),) if chosen else ()
    told = (CellTherapy(stated, (STATED,)),) if stated else ()
    case = replace(EXAMPLE.case, cell_therapy=told)
    frozen = replace(EXAMPLE, case=case, evaluation=evaluation, choices=choices)
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


BEFORE = "▲ The infusion: x lies before “Collection of cells” (y), which comes first"


def test_what_does_not_fit_is_printed_of_stated_days_whatever_is_before_the_board() -> None:
    text = printed(stated="CELLS-1")
    assert solid(BEFORE) in text
    assert solid("the rule says ≥ 3 (an unverified rule)") in text
    assert solid("(for:") not in text
    assert solid("no use recorded") not in text
    assert solid(BEFORE) not in printed()
    danish = printed(stated="CELLS-1", lang="da")
    assert solid("▲ Infusionen: x ligger før “Høst af celler” (y)") in danish


def test_what_does_not_fit_one_use_alone_names_it() -> None:
    other = replace(CELLS, id="CELLS-2", title="The other use", steps=(COLLECTION, REST))
    text = printed(options=(CELLS, other), stated="CELLS-1")
    assert solid(f"{BEFORE} (for: Title of CELLS-1)") in text
    # A use that does not match is not counted, unless no use matches.
    other = replace(other, state=Truth.NOT_MET)
    assert solid("(for:") not in printed(options=(CELLS, other), stated="CELLS-1")
    none = replace(CELLS, state=Truth.NOT_MET)
    assert solid(BEFORE) in printed(options=(none,), stated="CELLS-1")


def test_stated_days_of_a_product_without_a_use_here_are_said_not_to_be_compared() -> None:
    text = printed(stated="CELLS-9")
    assert solid("▲ CELLS-9 has no use recorded for this disease") in text
    assert solid("▲ infusion: planned for 2026-10-22, which has passed") in text
    danish = printed(stated="CELLS-9", lang="da")
    assert solid("▲ CELLS-9 har ingen registreret anvendelse ved denne sygdom") in danish


def test_an_option_without_steps_prints_none() -> None:
    assert list(steps_to(option("OTHER"), None, language("en"))) == []


def test_every_sentence_has_its_words_in_both_languages() -> None:
    for words in NoteWords:
        assert OPTIONS_ENGLISH[f"NoteWords.{words.name}"] == words.value
        assert f"NoteWords.{words.name}" in OPTIONS_DANISH
