"""What identity numbers, days and units say beside what is stated."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from knowledgebase.catalog import load_content
from tests.reports.option_example import option
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.case import (
    CellTherapy,
    CellTherapyStep,
    Patient,
    PriorTherapy,
    Quantity,
    Setting,
    Sex,
    StepStatus,
    Transplant,
)
from tumorboard.domain.identifiers import read_cpr, read_fnr
from tumorboard.domain.option import OptionKind
from tumorboard.interpretation.facts import gather_facts
from tumorboard.interpretation.patient_notes import patient_notes, steps_not_compared, with_age

DAY = date(2026, 11, 21)
CPR = read_cpr("0707614285").number


def of(**changed):
    stated = {"pseudonym": "P", "age_years": None, "sex": Sex.UNKNOWN, **changed}
    return replace(case(), patient=Patient(**stated))


def test_the_age_follows_from_the_birth_date_only_where_it_is_not_stated():
    assert with_age(of(numbers=(CPR,)), DAY).patient.age_years == 65
    assert with_age(of(birth_date=date(1961, 11, 22)), DAY).patient.age_years == 64
    assert with_age(of(birth_date=date(1961, 1, 1), age_years=60), DAY).patient.age_years == 60
    assert with_age(of(), DAY).patient.age_years is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"numbers": (CPR,), "age_years": 60}, "the stated age"),
        ({"numbers": (CPR,), "birth_date": date(1961, 7, 8)}, "the stated birth date"),
        ({"numbers": (CPR,), "sex": Sex.FEMALE}, "The stated sex"),
        ({"numbers": (read_cpr("0101900001").number,)}, "fails modulus 11"),
        ({"numbers": (read_fnr("55018510013").number,)}, "D-number"),
    ],
)
def test_what_contradicts_is_said_without_the_number(changed, said):
    (note,) = patient_notes(of(**changed), DAY)
    assert said in note
    assert not any(digits in note for digits in ("070761", "1961", "010190", "550185"))


def test_agreement_is_silent():
    agreed = of(numbers=(CPR,), birth_date=date(1961, 7, 7), age_years=65, sex=Sex.MALE)
    assert list(patient_notes(agreed, DAY)) == []


@pytest.mark.parametrize(
    ("test", "unit", "said"),
    [
        ("beta_2_microglobulin", "nmol/L", True),
        ("beta_2_microglobulin", "mg/L", False),
        ("albumin", "umol/L", True),
        ("albumin", "g/L", False),
        ("creatinine", "umol/L", False),
    ],
)
def test_a_factor_that_was_read_nowhere_says_so_where_it_is_used(test, unit, said):
    told = replace(case(), laboratory={test: Quantity(Decimal(400), unit)})
    notes = [note for note in patient_notes(told, DAY) if "unverified" in note]
    assert len(notes) == said
    assert all(unit in note for note in notes)


def test_a_very_low_haemoglobin_is_asked_about():
    low = replace(case(), laboratory={"haemoglobin": Quantity(Decimal("3.5"), "g/dL")})
    assert "was it measured in mmol/L?" in next(patient_notes(low, DAY))
    sure = replace(case(), laboratory={"haemoglobin": Quantity(Decimal(35), "g/L")})
    assert list(patient_notes(sure, DAY)) == []


@pytest.mark.parametrize("kind", ["neutrophils", "lymphocytes", "monocytes", "eosinophils"])
@pytest.mark.parametrize(
    ("count", "unit", "contradicts"),
    [("5.1", "10*9/L", True), ("5100", "/uL", True), ("5", "10*9/L", False), ("51", "/uL", False)],
)
def test_a_kind_of_leukocyte_is_no_more_than_all_of_them(kind, count, unit, contradicts):
    counted = {
        "leukocytes": Quantity(Decimal("5.0"), "10*9/L"),
        kind: Quantity(Decimal(count), unit),
    }
    notes = list(patient_notes(replace(case(), laboratory=counted), DAY))
    said = f"Contradiction: there are more {kind} than leukocytes;"
    assert [note.startswith(said) for note in notes] == [True] * contradicts
    alone = replace(case(), laboratory={kind: counted[kind]})
    assert list(patient_notes(alone, DAY)) == []


def test_a_listed_transplantation_is_a_fact_and_a_denied_one_is_not():
    listed = replace(case(), transplants=(Transplant("allogeneic"),))
    facts = gather_facts(listed, (), load_content()).facts
    assert facts.get("prior_allogeneic_transplant").value is True
    denied = replace(listed, statements={"prior_allogeneic_transplant": False})
    gathered = gather_facts(denied, (), load_content())
    assert gathered.facts.get("prior_allogeneic_transplant") is None
    assert any("an allogeneic transplantation is listed" in note for note in gathered.notes)


def planned(product, day, status=StepStatus.PLANNED):
    step = CellTherapyStep("infusion", status, day)
    return replace(case(), cell_therapy=(CellTherapy(product, (step,)),))


def test_a_planned_day_that_has_passed_is_said_whatever_the_product_is_for():
    (note,) = patient_notes(planned("lisocabtagene maraleucel", date(2026, 11, 20)), DAY)
    assert note == (
        "lisocabtagene maraleucel: infusion was planned for 2026-11-20, which has passed; "
        "state whether it is done."
    )
    assert list(patient_notes(planned("CELLS-1", DAY), DAY)) == []
    assert list(patient_notes(planned("CELLS-1", date(2026, 1, 1), StepStatus.DONE), DAY)) == []


def test_steps_to_a_product_without_an_option_are_said_not_to_be_compared():
    cells = option("CELLS-1", OptionKind.PRODUCT)
    stated = planned("CELLS-9", date(2026, 11, 20))
    (note,) = steps_not_compared(stated, (cells,))
    assert note == (
        "CELLS-9 has no use recorded for this disease, so its steps were not compared with any "
        "rule: infusion planned 2026-11-20."
    )
    assert list(steps_not_compared(planned("CELLS-1", DAY), (cells,))) == []
    assert list(steps_not_compared(case(), (cells,))) == []


NEW, REMISSION = Setting.NEWLY_DIAGNOSED, Setting.REMISSION
FAILED = PriorTherapy(1, ("a",), best_response="CR", refractory=True)
EARLY = {"relapse_within_12_months_of_first_line": True}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"setting": REMISSION, "prior_therapies": (FAILED,)}, "setting is remission"),
        ({"setting": NEW, "relapses": 3}, "relapses: 3"),
        ({"setting": NEW, "statements": EARLY}, "relapse within 12 months of the first line"),
        ({"setting": NEW, "transplants": (Transplant("autologous"),)}, "prior autologous"),
        ({"setting": Setting.RELAPSED, "relapses": 0}, "number of relapses is 0"),
        ({"disease": "DLBCL", "statements": {"primary_cns_lymphoma": True}}, "not PCNSL"),
        ({"disease": "PCNSL", "statements": {"primary_cns_lymphoma": False}}, "is denied"),
        ({"statements": {"pregnant_or_breastfeeding": True}}, "labels of drug therapies"),
    ],
)
def test_what_is_stated_and_does_not_go_together_is_said(changed, said):
    (note,) = patient_notes(replace(case(), **changed), DAY)
    assert said in note


def test_a_man_stated_as_pregnant_is_a_contradiction():
    stated = replace(of(sex=Sex.MALE), statements={"pregnant_or_breastfeeding": True})
    first, _ = patient_notes(stated, DAY)
    assert first.startswith("Contradiction: the sex is male")


@pytest.mark.parametrize(
    "changed",
    [
        {"setting": REMISSION, "prior_therapies": (FAILED, PriorTherapy(2, ("b",)))},
        {"setting": NEW, "relapses": 0, "statements": {"prior_autologous_transplant": False}},
        {"setting": Setting.RELAPSED, "relapses": 1, "statements": EARLY},
        {"disease": "PCNSL", "statements": {"primary_cns_lymphoma": True}},
        {"disease": "DLBCL", "statements": {"primary_cns_lymphoma": False}},
    ],
)
def test_what_goes_together_needs_no_sentence(changed):
    assert list(patient_notes(replace(case(), **changed), DAY)) == []
