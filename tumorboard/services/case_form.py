"""The fields of a case file: what may be written, in which form, and what is refused.

Values come as text (YAML, where every scalar is text as written) or typed (JSON). Nothing is
guessed: a number must be a number, ``yes`` is yes, and unknown keys are refused. The sentences of
errors never repeat what was written, since it may be a patient's data.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    create_model,
    field_validator,
    model_validator,
)

from knowledgebase.rules.notation import is_chromosome_region
from knowledgebase.rules.units import convert, units_like
from knowledgebase.vocabulary import (
    ANTIGEN_METHODS,
    ANTIGENS,
    COPY_STATES,
    FACTS,
    LABORATORY,
    REGIONS,
    Kind,
    is_gene_symbol,
    nearest,
)
from tumorboard.domain.case import GeneState, Setting, Sex
from tumorboard.domain.variant import Assembly

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ /-]{0,63}")
# Danish CPR and Norwegian numbers (D-numbers too): day, month, year, then four or five digits.
_PERSONAL_NUMBER = re.compile(r"[0-7][0-9](?:0[1-9]|1[0-2])[0-9]{2}[- ]?[0-9]{4,5}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
LONGEST_TEXT = 4000


def _decimal(value: Any) -> Any:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        if _NUMBER.fullmatch(str(value)):
            return Decimal(value)
        if isinstance(value, Decimal) and value.is_finite() and abs(value) < 10**12:
            return value
    raise ValueError("write a plain number with a decimal point, such as 12.5")


def _whole(value: Any) -> Any:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError("write a whole number")


def _yes_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _YES_NO:
        return _YES_NO[value]
    raise ValueError("write yes or no")


def _day(value: Any) -> Any:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("there is no such day; write YYYY-MM-DD") from None
    raise ValueError("write the day as YYYY-MM-DD")


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write a text (in quotes in JSON)")
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"the text is longer than {LONGEST_TEXT} characters; shorten it")
    if _CONTROL.search(value):
        raise ValueError("the text holds a control character; remove it")
    return value.strip()


def _identifier(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value):
        raise ValueError("use 1 to 64 letters, digits, spaces and . _ - / only")
    if _PERSONAL_NUMBER.fullmatch(value):
        raise ValueError("this looks like a personal identity number; use a pseudonym instead")
    return value


def _gene(value: str) -> str:
    if len(value) > 30 or not is_gene_symbol(value):
        raise ValueError("this is not a gene symbol; write it as HGNC does, such as FLT3")
    return value


def _bounded(low: int, high: int, what: str) -> AfterValidator:
    def check(value: int) -> int:
        if not low <= value <= high:
            raise ValueError(f"{what} must lie between {low} and {high}")
        return value

    return AfterValidator(check)


def _fraction(value: Decimal) -> Decimal:
    if not 0 <= value <= 1:
        raise ValueError("write the allele fraction between 0 and 1, such as 0.45 for 45 %")
    return value


Text = Annotated[str, BeforeValidator(_text)]
Identifier = Annotated[Text, AfterValidator(_identifier)]
GeneSymbol = Annotated[Text, AfterValidator(_gene)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Fraction = Annotated[Number, AfterValidator(_fraction)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Day = Annotated[date, BeforeValidator(_day)]
Age = Annotated[int, BeforeValidator(_whole), _bounded(0, 130, "the age in years")]
Ecog = Annotated[int, BeforeValidator(_whole), _bounded(0, 5, "the ECOG performance status")]
Relapses = Annotated[int, BeforeValidator(_whole), _bounded(0, 50, "the number of relapses")]
Line = Annotated[int, BeforeValidator(_whole), _bounded(1, 50, "the line of therapy")]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class PatientForm(_Part):
    """Who it is about, by pseudonym only."""

    pseudonym: Identifier
    age: Age | None = Field(None, description="whole years at the time of the board")
    sex: Sex = Field(Sex.UNKNOWN, strict=False)


class VariantsForm(_Part):
    """A variant file, its samples and its genome build."""

    file: Text = Field(description="path of the VCF, relative to the case file")
    tumour: Text = Field("", description="name of the tumour's sample column")
    normal: Text = Field("", description="name of the normal's sample column")
    assembly: Assembly | None = Field(None, strict=False)

    @model_validator(mode="after")
    def _two_samples(self) -> VariantsForm:
        if self.tumour and self.tumour == self.normal:
            raise ValueError("tumour and normal name the same sample; name two, or leave one out")
        return self


class GeneForm(_Part):
    """What a letter says of one gene."""

    gene: GeneSymbol
    state: GeneState = Field(strict=False)
    change: Text = Field("", description="protein change (R132H) or alteration (ITD)")
    vaf: Fraction | None = Field(None, description="fraction, 0 to 1")
    biallelic: YesNo | None = Field(None, description="both alleles hit, as the letter says")

    @model_validator(mode="after")
    def _mutated_alone_has_a_fraction(self) -> GeneForm:
        if self.vaf is not None and self.state is not GeneState.MUTATED:
            raise ValueError("only a mutated gene has an allele fraction; remove vaf")
        if self.biallelic and self.state is not GeneState.MUTATED:
            raise ValueError("only of a mutated gene can both alleles be hit; remove biallelic")
        return self


class FusionForm(_Part):
    """A fusion found or excluded; without ``gene3`` the partner is any."""

    gene5: GeneSymbol
    gene3: GeneSymbol | None = None
    present: YesNo = True


class CopyNumberForm(_Part):
    """The copy number of a gene or a chromosome region."""

    gene: Text = Field(description="gene symbol, arm or band: CDKN2A, 17p, 13q14")
    state: Text = Field(description=", ".join(COPY_STATES))

    @model_validator(mode="after")
    def _known(self) -> CopyNumberForm:
        if not (is_chromosome_region(self.gene) or is_gene_symbol(self.gene)):
            raise ValueError("write a gene such as CDKN2A or a region such as 17p or 13q14")
        if self.state not in COPY_STATES:
            raise ValueError(f"write one of: {', '.join(COPY_STATES)}")
        return self


class AntigenForm(_Part):
    """One measurement of an antigen."""

    antigen: Text
    method: Text = Field(description=", ".join(ANTIGEN_METHODS))
    expressed: YesNo | None = None
    percentage: Number | None = Field(None, description="percent of cells, 0 to 100")
    after: Text = Field("", description="antigen whose last directed therapy lay before")

    @model_validator(mode="after")
    def _known(self) -> AntigenForm:
        for name in (self.antigen, self.after):
            if name and name not in ANTIGENS:
                raise ValueError(f"an antigen is not in the vocabulary{nearest(name, ANTIGENS)}")
        if self.method not in ANTIGEN_METHODS:
            raise ValueError(f"write as method one of: {', '.join(ANTIGEN_METHODS)}")
        if self.percentage is not None and not 0 <= self.percentage <= 100:
            raise ValueError("a percentage lies between 0 and 100")
        if self.expressed is None and self.percentage is None:
            raise ValueError("write whether it is expressed, or the percentage of cells")
        return self


class AssayForm(_Part):
    """A test that was done and the genes it could see."""

    name: Annotated[Text, Field(min_length=1)]
    kind: Text = Field("", description="id of an assay record, such as myeloid-panel")
    genes: list[GeneSymbol] = []
    whole_genome: YesNo = False
    sees: list[Text] = Field(
        [], description="what more it would have shown: FLT3-ITD, KMT2A::*, del(17p)"
    )
    complete: YesNo = Field(False, description="yes: all it found stands in this case")


class TherapyForm(_Part):
    """One line of treatment."""

    line: Line
    drugs: list[Text]
    classes: list[Text] = []
    best_response: Text = ""
    refractory: YesNo | None = None


class MeasuredForm(_Part):
    """A laboratory value with its unit (UCUM)."""

    value: Number
    unit: Text


if TYPE_CHECKING:

    class ClinicianForm(_Part):
        """What only the treating clinician can say, by the vocabulary's facts without a key."""

else:
    ClinicianForm = create_model(
        "ClinicianForm",
        __base__=_Part,
        __doc__="What only the treating clinician can say.",
        **{
            one.name: (YesNo | None, Field(None, description=one.labels.en))
            for one in FACTS.values()
            if one.kind is Kind.YES_NO and not one.keyed_by
        },
    )


class CaseForm(_Part):
    """A case file. What is left out is unknown."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", title="Tumorboard case")

    id: Identifier
    patient: PatientForm
    disease: Text = Field(description="code, name or synonym of the knowledge base")
    setting: Setting = Field(Setting.UNKNOWN, strict=False)
    question: Text = ""
    diagnosis_date: Day | None = None
    variants: VariantsForm | None = None
    genes: list[GeneForm] = []
    fusions: list[FusionForm] = []
    karyotype: Text = Field("", description="ISCN text")
    assays: list[AssayForm] = []
    prior_therapies: list[TherapyForm] | None = Field(
        None, description="left out: unknown; an empty list: none was given"
    )
    prior_therapies_complete: YesNo = Field(
        True, description="no: there may have been more than is listed"
    )
    relapses: Relapses | None = Field(None, description="how many there were")
    region: Text = Field("", description=f"where the patient is treated: {', '.join(REGIONS)}")
    ecog: Ecog | None = None
    laboratory: dict[str, MeasuredForm] = {}
    antigens: dict[str, YesNo] = Field({}, description="expressed: yes or no")
    antigen_measurements: list[AntigenForm] = []
    copy_numbers: list[CopyNumberForm] = []
    clinician: ClinicianForm = ClinicianForm()

    @field_validator("diagnosis_date")
    @classmethod
    def _not_in_the_future(cls, value: date | None, info: ValidationInfo) -> date | None:
        today = (info.context or {}).get("today") or date.today()
        if value is not None and value > today:
            raise ValueError("the day of diagnosis lies in the future; correct it")
        if value is not None and value.year < 1900:
            raise ValueError("the day of diagnosis lies before 1900; correct it")
        return value

    @field_validator("region")
    @classmethod
    def _known_region(cls, value: str) -> str:
        if value and value not in REGIONS:
            raise ValueError(f"write one of: {', '.join(REGIONS)}")
        return value

    @field_validator("laboratory")
    @classmethod
    def _possible(cls, value: dict[str, MeasuredForm]) -> dict[str, MeasuredForm]:
        for name, measured in value.items():
            if fault := _fault_of(name, measured):
                raise ValueError(fault)
        return value

    @field_validator("antigens")
    @classmethod
    def _known_antigens(cls, value: dict[str, bool]) -> dict[str, bool]:
        for name in value:
            if name not in ANTIGENS:
                raise ValueError(f"an antigen is not in the vocabulary{nearest(name, ANTIGENS)}")
        return value


def _fault_of(name: str, measured: MeasuredForm) -> str:
    """Say what is wrong with a laboratory value; empty when it is possible."""
    test = LABORATORY.get(name)
    if test is None:
        known = nearest(name, LABORATORY)
        return f"a laboratory test is not in the vocabulary{known}"
    value = convert(measured.value, measured.unit, test.unit, name)
    if value is None:
        return f"{name} cannot be read in this unit; use {' or '.join(units_like(test.unit, name))}"
    if value < 0:
        return f"{name} cannot be negative"
    if test.unit == "%" and value > 100:
        return f"{name} cannot be more than 100 %"
    return ""
