"""The fields of a case file on the patient and the course: numbers, therapy, samples, days."""

# ruff: noqa: RUF012 - pydantic copies a default for each object
from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from tumorboard.domain.case import (
    DONORS,
    STOP_REASONS,
    TISSUES,
    TRANSPLANTS,
    Sex,
    StepStatus,
)
from tumorboard.domain.identifiers import NumberKind, read_number
from tumorboard.services.form_faults import fault_at
from tumorboard.services.form_values import (
    Age,
    Day,
    Fraction,
    Identifier,
    Line,
    NumberText,
    Part,
    PastDay,
    Text,
    YesNo,
    today_of,
)

if TYPE_CHECKING:
    from tumorboard.services.case_form import CaseForm


def _one_of(words: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value and value not in words:
            raise ValueError(f"write one of: {', '.join(words)}")
        return value

    return AfterValidator(check)


def _a_number(kind: NumberKind) -> AfterValidator:
    def check(value: str) -> str:
        return read_number(kind, value).number.reveal() if value else value

    return AfterValidator(check)


def _one_line(value: str) -> str:
    if "\n" in value or "\t" in value:
        raise ValueError("write one comorbidity an item, without line breaks or tabs")
    return value


Comorbidity = Annotated[Text, Field(min_length=1), AfterValidator(_one_line)]


class PatientForm(Part):
    """Who it is about, by pseudonym; identity numbers only where they are wanted."""

    pseudonym: Identifier
    age: Age | None = Field(None, description="whole years at the time of the board")
    sex: Sex = Field(Sex.UNKNOWN, strict=False)
    birth_date: PastDay | None = None
    cpr: Annotated[NumberText, _a_number(NumberKind.CPR)] = Field(
        "", description="Danish CPR number; never in any output", repr=False
    )
    fnr: Annotated[NumberText, _a_number(NumberKind.FNR)] = Field(
        "", description="Norwegian fødselsnummer; never in any output", repr=False
    )


class TherapyForm(Part):
    """One line of treatment."""

    line: Line
    drugs: list[Text]
    classes: list[Text] = []
    best_response: Text = ""
    refractory: YesNo | None = None
    start: PastDay | None = None
    stop: PastDay | None = None
    stop_reason: Annotated[Text, _one_of(STOP_REASONS)] = Field(
        "", description=", ".join(STOP_REASONS)
    )

    @model_validator(mode="after")
    def _something_was_given(self) -> TherapyForm:
        if not any((*self.drugs, *self.classes)):
            sentence = "the line names neither a drug nor a class; name one, or remove the line"
            raise fault_at(("drugs",), sentence)
        return self


class TransplantForm(Part):
    """A stem cell transplantation."""

    kind: Annotated[Text, Field(min_length=1), _one_of(TRANSPLANTS)]
    date: PastDay | None = None
    donor: Annotated[Text, _one_of(DONORS)] = Field("", description=", ".join(DONORS))

    @model_validator(mode="after")
    def _donor_of_an_allogeneic(self) -> TransplantForm:
        if self.donor and self.kind == "autologous":
            raise fault_at(("donor",), "an autologous transplantation has no donor; remove it")
        return self


class SpecimenForm(Part):
    """A sample the tests were done on."""

    tissue: Annotated[Text, Field(min_length=1), _one_of(TISSUES)] = Field(
        description=", ".join(TISSUES)
    )
    date: PastDay | None = None
    tumour_fraction: Fraction | None = Field(None, description="fraction, 0 to 1")


class DatedAnswerForm(Part):
    """Yes or no, and the day; without ``answer`` it is unknown."""

    answer: YesNo | None = None
    date: PastDay | None = None


class GermlineForm(Part):
    """Whether there is a germline sample, and consent to look at it."""

    sample: DatedAnswerForm = DatedAnswerForm()
    consent: DatedAnswerForm = DatedAnswerForm()


STATED = (StepStatus.DONE.value, StepStatus.PLANNED.value)


class CellTherapyStepForm(Part):
    """A step towards a cell product, done or planned, with its day."""

    step: Annotated[Text, Field(min_length=1)] = Field(
        description="id of a step of the pathway record, such as leukapheresis"
    )
    date: Day = Field(description="its day, or its first day")
    until: Day | None = Field(None, description="the last day of a step of several days")
    status: Annotated[Text, Field(min_length=1), _one_of(STATED)] = Field(
        description=", ".join(STATED)
    )

    @model_validator(mode="after")
    def _possible(self, info: ValidationInfo) -> CellTherapyStepForm:
        last = self.until or self.date
        if last < self.date:
            raise fault_at(("until",), "the step ends before it begins; correct one of the days")
        if self.status == StepStatus.DONE.value and last > today_of(info):
            raise fault_at(
                ("until",) if self.until else ("date",),
                "what is done cannot lie in the future; correct the day, or write planned",
            )
        return self


def _some(steps: list[CellTherapyStepForm]) -> list[CellTherapyStepForm]:
    if not steps:
        raise ValueError("name at least one step, or remove the product")
    return steps


class CellTherapyForm(Part):
    """The dated steps towards one cell product."""

    product: Annotated[Text, Field(min_length=1)] = Field(
        description="international name or brand of a CAR-T product of the knowledge base"
    )
    steps: Annotated[list[CellTherapyStepForm], AfterValidator(_some)]


_Path = tuple[str | int, ...]


def check_days(form: CaseForm, today: date) -> None:
    """Refuse days before birth, a stop before its start, and lines that begin out of order."""
    born = birth_of(form.patient)
    if born is not None and born > today:
        path: _Path = ("patient", "cpr" if form.patient.cpr else "fnr")
        raise fault_at(path, "the birth date of the number lies in the future; correct it")
    earliest, by = (born, "") if born is not None else (_earliest_birth(form, today), " by the age")
    for at_field, day in _days(form):
        if earliest is not None and day < earliest:
            sentence = f"this day lies before the day of birth{by}; correct one of them"
            raise fault_at(at_field, sentence)
    began: dict[int, date] = {}
    for at, one in enumerate(form.prior_therapies or ()):
        if one.start and one.stop and one.stop < one.start:
            raise fault_at(("prior_therapies", at, "stop"), "the line stops before its start")
        for line, start in began.items():
            if one.start and (one.line - line) * (one.start - start).days < 0:
                sentence = "the lines do not begin in their order; correct a day or a line"
                raise fault_at(("prior_therapies", at, "start"), sentence)
        if one.start:
            began[one.line] = one.start


def _earliest_birth(form: CaseForm, today: date) -> date | None:
    """Give the first day on which somebody of the stated age can be born."""
    if form.patient.age is None:
        return None
    # The day after the birthday on which one is a year older; 29 February is kept on 1 March.
    year = today.year - form.patient.age - 1
    if (today.month, today.day) == (2, 29):
        return date(year, 3, 1)
    return date(year, today.month, today.day) + timedelta(days=1)


def birth_of(patient: PatientForm) -> date | None:
    """Give the birth date as stated, or as an identity number tells it."""
    if patient.birth_date is not None:
        return patient.birth_date
    for kind in NumberKind:
        if written := getattr(patient, kind.value):
            return read_number(kind, written).birth_date
    return None


def _days(form: CaseForm) -> list[tuple[_Path, date]]:
    days: list[tuple[_Path, date | None]] = [(("diagnosis_date",), form.diagnosis_date)]
    for at, therapy in enumerate(form.prior_therapies or ()):
        days.append((("prior_therapies", at, "start"), therapy.start))
        days.append((("prior_therapies", at, "stop"), therapy.stop))
    for name in ("transplants", "specimens"):
        days += [((name, at, "date"), one.date) for at, one in enumerate(getattr(form, name))]
    for at, product in enumerate(form.cell_therapy):
        for number, step in enumerate(product.steps):
            days.append((("cell_therapy", at, "steps", number, "date"), step.date))
    for name in ("sample", "consent"):
        days.append((("germline", name, "date"), getattr(form.germline, name).date))
    return [(path, day) for path, day in days if day is not None]
