"""The Options page shows every state in words, opens to criteria and sites, and answers why not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.proposals import Eligibility, eligibility_of
from knowledgebase.rules.criteria import Truth
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.board import OptionChoice, Person, Role
from tumorboard.domain.case import GeneState, StatedGene
from tumorboard.domain.option import Check, OptionKind, Use, Weight
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.services.site_order import NORDIC_FIRST, in_order
from tumorboard.services.why_not import matches_text, unlisted
from ui import language
from ui.window.option_card import OptionCard, UnlistedCard
from ui.window.option_texts import (
    CheckLine,
    badge_of_check,
    check_lines,
    next_test_line,
    next_test_options,
)
from ui.window.options_page import AT_ONCE, OptionsPage

CATALOG = Catalog(load_content())
DAY = date(2026, 11, 21)
FLT3 = StatedGene("FLT3", GeneState.MUTATED, "ITD", Decimal("0.3"))
AML = case(genes=(FLT3,))
FOUND = evaluate_case(AML, CATALOG, DAY)


TEXT = (
    "Inclusion Criteria:\n\n* Age \\>= 18 years; <b>bold</b> & <script>alert(1)</script>\n"
    "* ECOG 0-1\n\nExclusion Criteria:\n\n* Acute promyelocytic leukaemia ≥ 1 <DEL> x\n"
    + "* a further line\n" * 400
    + "the end"
)


def sites_of(trial):
    return in_order(CATALOG.content.trials[trial].sites, NORDIC_FIRST)


@pytest.fixture
def page(qtbot):
    made = OptionsPage(
        sites_of,
        lambda text: unlisted(AML, FOUND, CATALOG, text),
        lambda trial: eligibility_of(
            replace(CATALOG.content.trials[trial], eligibility=TEXT), CATALOG.content.diseases
        ),
        lambda option, text: matches_text(option, text, CATALOG.content.drugs),
    )
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_options(FOUND, (), editable=True)
    return made


def cards(page, kind=OptionKind.THERAPY, of=OptionCard):
    column = page.columns[kind]
    QApplication.processEvents()
    return [one for one in column.findChildren(of) if one.isVisibleTo(column)]


def texts(widget):
    QApplication.processEvents()
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def buttons(widget, start):
    QApplication.processEvents()
    found = widget.findChildren(QPushButton)
    return [one for one in found if one.text().startswith(start) and one.isVisibleTo(widget)]


def test_cards_say_state_level_and_reservations_in_words(page):
    card = next(one for one in cards(page) if "ilteritinib" in one.option.title)
    said = texts(card)
    assert any(one.endswith("label match") or "label match" in one for one in said)
    assert "Level A, Tier I" in said
    assert "not locally approved" in said
    assert not any("eligible" in one.lower() for one in texts(page))


def test_the_expired_and_the_unverified_say_so(page):
    stale = replace(FOUND.options[0], expired=True, evidence="unverified")
    page.show_options(replace(FOUND, options=(stale,)), (), editable=True)
    said = texts(page)
    assert f"out of date since {stale.expires}" in said
    assert "not compared with its source" in said


def test_a_card_opens_to_its_criteria_and_sources(page):
    card = cards(page)[0]
    before = texts(card)
    card.criteria.setChecked(True)
    said = texts(card)
    assert "Criteria" in said
    for one in check_lines(card.option.checks):
        assert any(line.startswith(one.words) for line in said)
    assert any(card.option.sources[0].id in line for line in said)
    card.criteria.setChecked(False)
    assert texts(card) == before


def test_criteria_that_can_say_no_stand_apart_and_the_last_check_on_the_card(page):
    hard = Check("age at least 18", Truth.MET, Weight.HARD)
    soft = Check("ECOG at most 2", Truth.UNKNOWN, Weight.SOFT)
    passing = Check("no infection", Truth.UNKNOWN, Weight.RECOVERABLE)
    option = replace(FOUND.options[0], checks=(soft, hard, passing))
    page.show_options(replace(FOUND, options=(option,)), (), editable=True)
    (card,) = cards(page)
    assert f"Checked {option.checked}, valid to {option.expires}" in texts(card)
    card.criteria.setChecked(True)
    said = [one for one in texts(card) if not one.startswith(("✓", "?"))]
    begin = said.index("Criteria")
    assert said[begin + 1].startswith("age at least 18")
    assert said[begin + 2] == "May recover, or the board decides"
    assert said[begin + 3] == "ECOG at most 2  (the board decides)"
    assert said[begin + 4] == "no infection  (may recover)"


def test_uses_are_told_apart_and_can_be_grouped_by(page):
    uses = tuple(
        replace(FOUND.options[0], id=f"X-{use.name}", use=use)
        for use in (Use.OFF_LABEL, Use.COMPASSIONATE, Use.LABEL)
    )
    page.show_options(replace(FOUND, options=uses), (), editable=True)
    page.group.setCurrentIndex(page.group.findData("use"))
    column = page.columns[OptionKind.THERAPY]
    QApplication.processEvents()
    heads = [
        one.text()
        for one in column.widget().children()
        if isinstance(one, QLabel) and one.isVisibleTo(column)
    ]
    assert heads == ["compassionate use", "label use", "off-label"]


def test_a_trial_shows_its_sites_on_request_nordic_first(page):
    page.tabs.setCurrentIndex(1)
    card = cards(page, OptionKind.TRIAL)[0]
    sites = sites_of(card.option.record)
    card.sites.setChecked(True)
    said = texts(card)
    first = f"{sites[0].city}, {sites[0].country}: {sites[0].facility}"
    assert any(line.startswith(first) for line in said)


def test_a_trial_shows_its_eligibility_text_whole_with_what_is_proposed_beside_it(page):
    page.tabs.setCurrentIndex(1)
    card = cards(page, OptionKind.TRIAL)[0]
    before = card.option
    card.eligibility.setChecked(True)
    (shown,) = card.findChildren(QPlainTextEdit)
    assert shown.toPlainText() == TEXT
    assert shown.isReadOnly()
    said = texts(card)
    assert said.count("proposed") == 3
    assert "age: {at_least: 18, unit: a}  (line 3: \\>= 18 years)" in said
    assert any("disease: APL  (line 8, under exclusions: " in one for one in said)
    assert card.option == before, "what is proposed is asked nowhere"


def test_a_trial_without_a_text_says_where_to_read_it(qtbot):
    option = next(one for one in FOUND.options if one.kind is OptionKind.TRIAL)
    card = OptionCard(option, sites_of, lambda _: Eligibility("", ()))
    qtbot.addWidget(card)
    card.show()
    card.eligibility.setChecked(True)
    assert "The record holds no eligibility text; read it in the registry." in texts(card)


def test_what_does_not_match_is_hidden_until_asked_for(page):
    failing = [one for one in FOUND.options if one.state.value == "not met"]
    assert failing
    assert not any(one.option.state.value == "not met" for one in cards(page))
    kind = failing[0].kind
    page.unmatched.setChecked(True)
    while more := buttons(page.columns[kind], "Show "):
        more[0].click()
    shown = {one.option.id for one in cards(page, kind)}
    assert {one.id for one in failing if one.kind is kind} <= shown


def test_few_cards_at_first_and_more_on_request(page):
    many = tuple(replace(FOUND.options[0], id=f"X{n}") for n in range(AT_ONCE + 4))
    page.show_options(replace(FOUND, options=many), (), editable=True)
    assert len(cards(page)) == AT_ONCE
    (more,) = buttons(page, "Show 4 more")
    more.click()
    assert len(cards(page)) == AT_ONCE + 4
    assert page.tabs.tabText(0) == f"Therapies ({AT_ONCE + 4})"


def test_why_not_finds_any_record_with_what_fails(page, qtbot):
    page.search.setText("ciltacabtagene")
    qtbot.waitUntil(lambda: cards(page, OptionKind.PRODUCT, UnlistedCard) != [])
    page.tabs.setCurrentIndex(2)
    said = texts(cards(page, OptionKind.PRODUCT, UnlistedCard)[0])
    assert any(one.startswith("•  not met: disease") for one in said)
    assert "not among the options" in said


def test_options_group_by_drug_gene_and_kind(page):
    for key in ("drug", "gene", "kind"):
        page.group.setCurrentIndex(page.group.findData(key))
        headings = [one for one in texts(page.columns[OptionKind.THERAPY]) if one]
        wanted = {"drug": "gilteritinib", "gene": "FLT3", "kind": "therapy"}[key]
        assert wanted in headings


def test_an_option_goes_to_the_board_with_a_note(page, qtbot):
    card = cards(page)[0]
    card.note.setText("Ask the phase 1 unit")
    with qtbot.waitSignal(page.taken) as asked:
        card.take.click()
    assert asked.args == [card.option.id, "Ask the phase 1 unit"]
    option = card.option
    choice = OptionChoice(
        *(option.id, option.record, option.digest, option.title, option.words, True, "Because"),
        Person("Test chair", Role.CHAIR),
        DAY,
        "2026.11.21",
    )
    page.show_options(FOUND, (choice,), editable=True)
    said = texts(cards(page)[0])
    assert {"before the board", "Because"} <= set(said)
    page.show_options(FOUND, (), editable=False)
    assert not hasattr(cards(page)[0], "take")


def test_the_next_best_tests_say_what_they_would_open(page):
    assert FOUND.next_tests
    titles = {one.id: one.title for one in FOUND.options}
    first = FOUND.next_tests[0]
    said = texts(page.tests)
    assert said[0] == "Next best test"
    assert said[1] == f"1.  {next_test_line(first)}"
    assert first.words in said[1]
    assert "could " in said[1]
    assert len(said) <= 4  # the options themselves keep the room
    page.which.setChecked(True)
    said = texts(page.tests)
    assert said[2] == next_test_options(first, titles)
    assert titles[first.opens[0] if first.opens else first.closes[0]] in said[2]
    assert "for this disease comes first" in said[-1]
    page.show_options(FOUND, (), editable=True)
    assert texts(page.tests) == said  # what was opened stays open


def test_without_an_evaluation_it_says_so_and_in_danish_too(page):
    language.use_language("da")
    try:
        page.show_options(FOUND, (), editable=True)
        assert page.tabs.tabText(0).startswith("Behandlinger (")
        assert any("svarer til indikationen" in one for one in texts(page))
    finally:
        language.use_language("en")
    page.show_options(None, (), editable=True)
    assert "The case has not been evaluated yet." in texts(page)


@pytest.mark.parametrize(
    ("words", "state", "said"),
    [
        ("precaution APPLIES: infection", Truth.NOT_MET, "▲ applies"),
        ("guidance does not apply: ECOG", Truth.MET, "✓ does not apply"),
        ("precaution, not known whether it applies: heart", Truth.UNKNOWN, "? not known"),
        ("age at least 18", Truth.NOT_MET, "✗ not met"),
    ],
)
def test_a_precaution_is_never_said_to_be_not_met_when_it_applies(words, state, said):
    assert badge_of_check(CheckLine(0, state, words, ""))[0] == said
