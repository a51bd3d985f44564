"""The section on the course: what the case holds is printed, in both languages, and no more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.languages import language
from reports.render import render_pdf
from reports.texts_da import DANISH
from reports.texts_en import ENGLISH
from tests.reports.example import CASE, EXAMPLE
from tests.reports.pdf_text import solid, text_of
from tumorboard.domain.case import (
    DONORS,
    STOP_REASONS,
    TISSUES,
    TRANSPLANTS,
    CellTherapy,
    CellTherapyStep,
    DatedAnswer,
    PriorTherapy,
    Specimen,
    StepStatus,
    Transplant,
)
from tumorboard.domain.identifiers import read_cpr, read_fnr

BORN = date(1961, 7, 7)
THERAPIES = (
    PriorTherapy(
        1,
        ("daunorubicin", "cytarabine"),
        ("anthracycline",),
        "complete remission",
        False,
        date(2025, 12, 8),
        date(2026, 3, 2),
        "transplantation",
    ),
    PriorTherapy(2, ("drug <b>& co</b>",), refractory=True, start=date(2026, 9, 1)),
)
FULL = replace(
    CASE,
    patient=replace(
        CASE.patient,
        birth_date=BORN,
        numbers=(read_cpr("070761-4285").number, read_fnr("55018510013").number),
    ),
    prior_therapies=THERAPIES,
    prior_therapies_known=False,
    transplants=(Transplant("allogeneic", date(2026, 3, 20), "matched unrelated"),),
    specimens=(Specimen("bone marrow", date(2026, 11, 2), Decimal("0.625")), Specimen("saliva")),
    germline_sample=DatedAnswer(True, date(2026, 11, 3)),
    germline_consent=DatedAnswer(None, date(2026, 11, 4)),
    comorbidities=("atrial fibrillation", "asthma <since 1999> & more"),
)


def printed(case, code="en"):
    return solid(text_of(render_pdf(replace(EXAMPLE, case=case), language=code)))


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        (
            "en",
            (
                "daunorubicin, cytarabine (anthracycline)",
                "2025-12-08 to 2026-03-02",
                "2026-09-01 to unknown",
                "drug <b>& co</b>",
                "There may have been more treatment than is listed.",
                "Transplantations allogeneic, 2026-03-20, donor: matched unrelated",
                "Samples bone marrow, 2026-11-02, tumour cells 62.5 %",
                "Germline sample yes, 2026-11-03",
                "Consent to germline results unknown, 2026-11-04",
                "Comorbidities atrial fibrillation asthma <since 1999> & more",
            ),
        ),
        (
            "da",
            (
                "2025-12-08 til 2026-03-02",
                "ikke refraktær",
                "Årsag til stop",
                "Transplantationer allogen, 2026-03-20, donor: matchende ubeslægtet donor",
                "Prøver knoglemarv, 2026-11-02, tumorceller 62,5 %",
                "spyt",
                "Kimbaneprøve ja, 2026-11-03",
                "Samtykke til kimbanesvar ukendt, 2026-11-04",
                "Komorbiditet atrial fibrillation",
            ),
        ),
    ],
)
def test_the_course_is_printed_as_the_case_holds_it(code, sentences):
    text = printed(FULL, code)
    for sentence in (language(code).say("section.course"), *sentences):
        assert solid(sentence) in text, sentence


def test_neither_birth_date_nor_identity_number_is_printed():
    told = replace(THERAPIES[0], drugs=("azacitidine 070761-4285",), best_response="55018510013")
    text = printed(replace(FULL, prior_therapies=(told,), comorbidities=("no. 070761-4285",)))
    assert text.count(solid(ENGLISH["course.withheld"])) == 3
    for digits in ("070761", "4285", "550185", "10013", BORN.isoformat()):
        assert digits not in text


@pytest.mark.parametrize(
    "facts",
    [
        {"specimens": (Specimen("plasma"),)},
        {"transplants": (Transplant("autologous"),)},
        {"germline_consent": DatedAnswer(False)},
        {"comorbidities": ("asthma",)},
        {"prior_therapies": (PriorTherapy(1, ("azacitidine",), stop_reason="toxicity"),)},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_one_stated_fact_brings_the_section(facts):
    assert solid(ENGLISH["section.course"]) in printed(replace(CASE, **facts))


def test_a_case_without_these_facts_has_no_such_section_and_keeps_its_numbers():
    text = printed(CASE)
    assert solid(ENGLISH["section.course"]) not in text
    assert solid(f"3 {ENGLISH['section.not_assessed']}") in text
    assert solid(f"4 {ENGLISH['section.not_assessed']}") in printed(FULL)


def test_none_given_is_not_the_same_as_nothing_stated():
    bare = {**dict.fromkeys(("prior_therapies",), ()), "specimens": (Specimen("plasma"),)}
    none = printed(replace(CASE, **bare, prior_therapies_known=True))
    unstated = printed(replace(CASE, **bare, prior_therapies_known=False))
    assert solid("Lines of therapy none was given") in none
    assert solid("Lines of therapy not stated") in unstated


def test_every_word_of_the_case_file_has_its_text_in_both_languages():
    for name, words in (
        ("Transplant", TRANSPLANTS),
        ("Donor", DONORS),
        ("StopReason", STOP_REASONS),
        ("Tissue", TISSUES),
    ):
        for word in words:
            assert {f"{name}.{word}"} <= ENGLISH.keys() & DANISH.keys()


def test_the_days_of_steps_to_a_product_are_printed_whatever_the_board_takes_up() -> None:
    step = CellTherapyStep("leukapheresis", StepStatus.PLANNED, date(2026, 12, 1))
    long = CellTherapyStep("bridging", StepStatus.DONE, date(2026, 12, 2), until=date(2026, 12, 9))
    case = replace(EXAMPLE.case, cell_therapy=(CellTherapy("tisagenlecleucel", (step, long)),))
    said = solid(text_of(render_pdf(replace(EXAMPLE, case=case))))
    assert solid("Steps to CAR-T") in said
    assert solid("tisagenlecleucel: leukapheresis 2026-12-01 planned") in said
    assert solid("bridging 2026-12-02 to 2026-12-09 done") in said
