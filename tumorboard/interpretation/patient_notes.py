"""What contradicts in what is stated of a patient, and what is to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from knowledgebase.rules.units import convert
from knowledgebase.rules.words import fact_in_words
from knowledgebase.vocabulary import LABORATORY
from tumorboard.domain.case import Case, Patient, Setting, Sex, StepStatus
from tumorboard.domain.identifiers import NumberReading, age_on, read_number
from tumorboard.domain.option import Option
from tumorboard.interpretation.responses import response_word

_LOW_HAEMOGLOBIN = Decimal(4)
# Between substance and mass these are converted by factors no source was read for.
_UNVERIFIED_FACTOR = {"beta_2_microglobulin": "84.7 nmol/L", "albumin": "15.05 umol/L"}
_PRIMARY_CNS = "PCNSL"
_AFTER_A_TREATMENT = (
    "prior_autologous_transplant",
    "prior_allogeneic_transplant",
    "refractory_to_first_line",
    "relapse_within_12_months_of_first_line",
    "progression_on_last_therapy",
)
_LEUKOCYTES = "leukocytes"
_KINDS_OF_LEUKOCYTE = ("neutrophils", "lymphocytes", "monocytes", "eosinophils", "basophils")


def with_age(case: Case, on: date) -> Case:
    """Give the case with the age on a day, where only the birth date is known."""
    born = birth_of(case.patient)
    if case.patient.age_years is not None or born is None or born > on:
        return case
    return replace(case, patient=replace(case.patient, age_years=age_on(born, on)))


def birth_of(patient: Patient) -> date | None:
    """Give the birth date as stated, or as an identity number tells it."""
    if patient.birth_date is not None:
        return patient.birth_date
    return next((one.birth_date for one in _readings(patient) if one.birth_date), None)


def patient_notes(case: Case, on: date) -> Iterator[str]:
    """Say what contradicts, or what to compare; no number and no birth date is repeated."""
    patient, born = case.patient, birth_of(case.patient)
    if patient.age_years is not None and born is not None and patient.age_years != age_on(born, on):
        yield "Contradiction: the stated age is not the age by the birth date; the age is used."
    for one in _readings(patient):
        yield from one.notes
        name = one.number.kind.value
        if patient.birth_date and one.birth_date and patient.birth_date != one.birth_date:
            yield f"Contradiction: the stated birth date is not the one of the number ({name})."
        sex = {True: Sex.FEMALE, False: Sex.MALE, None: Sex.UNKNOWN}[one.female]
        if Sex.UNKNOWN not in (sex, patient.sex) and sex is not patient.sex:
            yield f"The stated sex is not the one of the number ({name}); the stated one is used."
    yield from _course_and_setting(case)
    yield from _pregnancy(case)
    yield from _primary_cns_lymphoma(case)
    yield from _doubtful_haemoglobin(case)
    yield from _unverified_conversions(case)
    yield from _more_than_all_leukocytes(case)
    yield from _passed_steps(case, on)


def steps_not_compared(case: Case, options: Iterable[Option]) -> Iterator[str]:
    """Say of which products with stated steps no use is among the options, and of which steps."""
    compared = {one.record for one in options}
    for stated in case.cell_therapy:
        if stated.product not in compared:
            told = (f"{one.step} {one.status.value} {one.on}" for one in stated.steps)
            yield (
                f"{stated.product} has no use recorded for this disease, so its steps were not "
                f"compared with any rule: {', '.join(told)}."
            )


def _passed_steps(case: Case, on: date) -> Iterator[str]:
    for stated in case.cell_therapy:
        for one in stated.steps:
            if one.status is StepStatus.PLANNED and one.on < on:
                yield (
                    f"{stated.product}: {one.step} was planned for {one.on}, which has passed; "
                    "state whether it is done."
                )


def _course_and_setting(case: Case) -> Iterator[str]:
    """Say what of the course does not go with the stated setting."""
    if case.setting is Setting.REMISSION and _last_line_failed(case):
        yield (
            "Contradiction: the setting is remission, and the last line of treatment is stated as "
            "refractory or progressing; compare both. They are used as written."
        )
    later = tuple(_later_than_diagnosis(case))
    if case.setting is Setting.NEWLY_DIAGNOSED and later:
        yield (
            f"Contradiction: the setting is newly diagnosed, and the case states "
            f"{', '.join(later)}; compare them. They are used as written."
        )
    if case.setting is Setting.RELAPSED and case.relapses == 0:
        yield (
            "Contradiction: the setting is relapsed, and the number of relapses is 0; compare "
            "both. They are used as written."
        )


def _last_line_failed(case: Case) -> bool:
    number = max((one.line for one in case.prior_therapies), default=0)
    return any(
        one.refractory is True
        or one.stop_reason == "progression"
        or response_word(one.best_response) == "progressive disease"
        for one in case.prior_therapies
        if one.line == number
    )


def _later_than_diagnosis(case: Case) -> Iterator[str]:
    if case.relapses:
        yield f"relapses: {case.relapses}"
    listed = {f"prior_{one.kind}_transplant" for one in case.transplants}
    for name in _AFTER_A_TREATMENT:
        if case.statements.get(name) or name in listed:
            yield fact_in_words(name)


def _pregnancy(case: Case) -> Iterator[str]:
    if not case.statements.get("pregnant_or_breastfeeding"):
        return
    if case.patient.sex is Sex.MALE:
        yield (
            "Contradiction: the sex is male, and pregnant or breastfeeding is stated; compare "
            "both. They are used as written."
        )
    yield (
        "Pregnancy or breastfeeding is stated; the labels of drug therapies were not compared "
        "with it."
    )


def _primary_cns_lymphoma(case: Case) -> Iterator[str]:
    """Say that rules which ask for the disease read its code alone."""
    stated = case.statements.get("primary_cns_lymphoma")
    if stated is None or stated is (case.disease == _PRIMARY_CNS):
        return
    if stated:
        yield (
            "Primary lymphoma of the central nervous system is stated, and the disease is "
            f"{case.disease}, not {_PRIMARY_CNS}; compare both. What asks for the disease reads "
            f"{case.disease} alone, so that options that leave {_PRIMARY_CNS} out may match."
        )
    else:
        yield (
            f"Contradiction: the disease is {_PRIMARY_CNS}, and primary lymphoma of the central "
            "nervous system is denied; compare both. They are used as written."
        )


def _unverified_conversions(case: Case) -> Iterator[str]:
    for name, per_mass in _UNVERIFIED_FACTOR.items():
        stated = case.laboratory.get(name)
        if stated is not None and "mol" in stated.unit:
            unit = "mg/L" if name == "beta_2_microglobulin" else "g/L"
            yield (
                f"{LABORATORY[name].labels.en} was stated in {stated.unit} and converted by "
                f"1 {unit} = {per_mass}, a factor not compared with a source (unverified)."
            )


def _readings(patient: Patient) -> tuple[NumberReading, ...]:
    return tuple(read_number(one.kind, one.digits) for one in patient.numbers)


def _doubtful_haemoglobin(case: Case) -> Iterator[str]:
    stated = case.laboratory.get("haemoglobin")
    if stated is None or stated.unit != "g/dL":
        return
    mass = convert(stated.value, stated.unit, "g/dL", "haemoglobin")
    if mass is not None and mass < _LOW_HAEMOGLOBIN:
        yield "The haemoglobin is below 4 g/dL: was it measured in mmol/L? It is used as written."


def _more_than_all_leukocytes(case: Case) -> Iterator[str]:
    """Say which kind of leukocyte is counted more often than all of them together."""
    all_of_them = _cells(case, _LEUKOCYTES)
    for kind in _KINDS_OF_LEUKOCYTE:
        counted = _cells(case, kind)
        if counted is not None and all_of_them is not None and counted > all_of_them:
            yield (
                f"Contradiction: there are more {kind} than {_LEUKOCYTES}; compare both and their "
                "units. They are used as written."
            )


def _cells(case: Case, name: str) -> Fraction | None:
    stated = case.laboratory.get(name)
    return convert(stated.value, stated.unit, "10*9/L", name) if stated else None
