"""The page of classes and risk shows what was reached, what is open, and why."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel

from knowledgebase.catalog import load_content
from knowledgebase.rules.facts import Fact, Facts
from reports.figures.risk_scale import scale_png
from tumorboard.domain.assessment import AssessmentStatus, Step
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.interpretation.assess import assess
from tumorboard.interpretation.completeness import completeness
from ui.window.assessment_card import missing_text, path_lines, result_text, score_text
from ui.window.disease_page import DiseasePage

MDS = [
    Fact("disease", "MDS"),
    Fact("laboratory", Decimal("9.5"), "haemoglobin", unit="g/dL"),
    Fact("laboratory", Decimal("250"), "platelets", unit="10*9/L"),
    Fact("laboratory", Decimal("2"), "marrow_blasts", unit="%"),
    Fact("ipssr_cytogenetics", "good"),
    Fact("gene", True, "SF3B1"),
]


def evaluated(facts):
    found = assess(Facts.of(facts), load_content())
    meant = tuple(one for one in found if one.status is not AssessmentStatus.NOT_APPLICABLE)
    return CaseEvaluation(
        "C-1", "MDS", date(2026, 11, 21), "2026.11.21", "0" * 64, (), (), (), (), meant
    )


def words(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def page(qtbot):
    shown = DiseasePage()
    qtbot.addWidget(shown)
    shown.resize(1100, 700)
    return shown


def test_each_model_is_a_card_with_its_answer_and_what_is_open(page):
    page.show_evaluation(evaluated(MDS))
    assert {"classification.who5", "classification.icc2022", "risk.ipssm"} <= set(page.cards)
    said = words(page.cards["risk.ipssm"])
    assert "Possible: " in said
    assert "What would change this" in said
    assert "IPSS-M" in said
    assert "one result" not in said


def test_the_scale_of_ipss_m_is_drawn_and_said_in_words(page):
    page.show_evaluation(evaluated(MDS))
    pictures = [
        label
        for label in page.cards["risk.ipssm"].findChildren(QLabel)
        if not label.pixmap().isNull()
    ]
    assert len(pictures) == 1
    assert pictures[0].accessibleName()
    one = next(x for x in evaluated(MDS).assessments if x.key == "risk.ipssm")
    assert scale_png(one.groups, one.score, one.estimate).startswith(b"\x89PNG")


def test_an_open_result_is_never_one_number():
    one = next(x for x in evaluated(MDS).assessments if x.key == "risk.ipssm")
    assert one.score[0] < one.score[1]
    assert "to" in score_text(one)
    assert missing_text(one).endswith("more")
    assert any("haemoglobin" in line for line in path_lines(one))
    assert result_text(one).startswith("Possible: ")


def test_classes_ruled_out_in_a_row_share_a_line():
    one = next(x for x in evaluated(MDS).assessments if x.key == "risk.ipssr_cytogenetics")
    names = (("meant", "met"), ("a", "not met"), ("b", "not met"), ("a", "not met"), ("c", "met"))
    path = tuple(Step(name, value, None, None) for name, value in names)
    assert list(path_lines(replace(one, path=path))) == ["✗ a; b", "✓ c"]


def test_without_an_evaluation_the_page_says_so(page):
    page.show_evaluation(None)
    assert "not been evaluated" in words(page)
    page.show_evaluation(replace(evaluated(MDS), assessments=()))
    assert "No risk model" in words(page)


def test_missing_facts_stand_with_what_waits_for_them(page):
    page.show_evaluation(evaluated(MDS))
    named = completeness(evaluated(MDS))
    assert len(named) > 12
    assert named[0].words in words(page.missing)
    assert named[-1].words not in words(page.missing).splitlines()
    page.missing.more.click()
    shown = words(page.missing)
    assert "Missing facts" in shown
    for one in named:
        assert one.words in shown
        assert one.waits[0].title in shown
    page.show_evaluation(replace(evaluated(MDS), assessments=()))
    assert "Nothing that was concluded waits for a fact." in words(page.missing)
