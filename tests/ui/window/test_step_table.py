"""The steps on a card: each with its state in words, what is next, the rules on request."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.proposals import Eligibility
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.case import CellTherapy, CellTherapyStep, PriorTherapy, StepStatus
from tumorboard.interpretation.evaluate import evaluate_case
from ui import language
from ui.window.option_card import OptionCard
from ui.window.step_table import StepTable

CATALOG = Catalog(load_content())
DAY = date(2026, 11, 21)
PLAN = CellTherapy(
    "axicabtagene ciloleucel",
    (
        CellTherapyStep("referral", StepStatus.DONE, date(2026, 11, 2)),
        CellTherapyStep("leukapheresis", StepStatus.PLANNED, date(2026, 11, 23)),
        CellTherapyStep("infusion", StepStatus.PLANNED, date(2027, 1, 2)),
    ),
)
GIVEN = PriorTherapy(1, ("dexamethasone",), stop=date(2026, 11, 21))


def card(qtbot, name="AXI-FDA-LBCL-3L", **fields):
    found = evaluate_case(case(disease="DLBCL", **fields), CATALOG, DAY)
    option = next(one for one in found.options if one.id == name)
    made = OptionCard(option, lambda _: (), lambda _: Eligibility("", ()))
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    return made


def shown(widget):
    QApplication.processEvents()
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def test_a_planned_case_shows_its_steps_at_once_with_worded_states(qtbot):
    said = shown(card(qtbot, cell_therapy=(PLAN,), prior_therapies=(GIVEN,)))
    assert "✓ done" in said
    assert "→ planned" in said
    assert "○ open" in said
    assert "2026-11-23" in said
    assert "on 2026-12-28" in said
    next_one = said[said.index("next step") + 1]
    assert next_one.startswith("Work-up of fitness")
    remark = "dexamethasone: last on 2026-11-21; days to “Leukapheresis”: 2; the washout is 3"
    assert f"▲ {remark}" in said
    assert not any("qualified treatment centre" in one for one in said)


def test_without_a_day_the_steps_wait_behind_their_button(qtbot):
    made = card(qtbot)
    assert "next step" not in shown(made)
    made.steps.setChecked(True)
    assert shown(made).count("○ open") == 10


def test_the_rules_are_shown_on_request_and_what_was_not_compared_says_so(qtbot):
    made = card(qtbot, "AXI-EMA-LBCL-3L", cell_therapy=(PLAN,))
    table = made.findChild(StepTable)
    table.rules.setChecked(True)
    said = shown(made)
    assert any("qualified treatment centre" in one for one in said)
    assert "not compared with its source" in said


def test_other_options_have_no_such_button(qtbot):
    assert not hasattr(card(qtbot, "EPC-EMA-DLBCL"), "steps")


@pytest.fixture
def danish():
    language.use_language("da")
    yield
    language.use_language("en")


@pytest.mark.usefixtures("danish")
def test_the_same_in_danish(qtbot):
    said = shown(card(qtbot, cell_therapy=(PLAN,)))
    assert "Leukaferese" in said
    assert "→ planlagt" in said
    assert "Leukapheresis" not in said
