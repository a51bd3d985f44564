"""The fields of a case file: what may be written, in which form, and what is refused.

Values come as text (YAML, where every scalar is text as written) or typed (JSON). Nothing is
guessed: a number must be a number, ``yes`` is yes, and unknown keys are refused. The sentences of
errors never repeat what was written, since it may be a patient's data.
"""

# ruff: noqa: RUF012 - pydantic copies a default for each object
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import (
    ConfigDict,
    Field,
    ValidationInfo,
    create_model,
    field_validator,
    model_validator,
)

from knowledgebase.rules.notation import (
    CYTOGENETIC_WORDS,
    is_chromosome_region,
    is_cytogenetic_token,
)
from knowledgebase.vocabulary import (
    ANTIGEN_METHODS,
    ANTIGENS,
    COPY_STATES,
    CYTOGENETIC_GROUPS,
    FACTS,
    REGIONS,
    Kind,
    is_gene_symbol,
    nearest,
)
from tumorboard.domain.case import GeneState, Setting
from tumorboard.domain.variant import Assembly
from tumorboard.services.course_form import (
    CellTherapyForm,
    Comorbidity,
    GermlineForm,
    PatientForm,
    SpecimenForm,
    TherapyForm,
    TransplantForm,
    check_days,
)
from tumorboard.services.form_faults import fault_at
from tumorboard.services.form_values import (
    Abnormalities,
    Ecog,
    Fraction,
    GeneSymbol,
    Identifier,
    Mutations,
    Number,
    Part,
    PastDay,
    Relapses,
    Text,
    YesNo,
    today_of,
)
from tumorboard.services.plausible import fault_of


class VariantsForm(Part):
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


class GeneForm(Part):
    """What a letter says of one gene."""

    gene: GeneSymbol
    state: GeneState = Field(strict=False)
    change: Text = Field("", description="protein change (R132H) or alteration (ITD)")
    vaf: Fraction | None = Field(None, description="fraction, 0 to 1")
    biallelic: YesNo | None = Field(None, description="both alleles hit, as the letter says")
    mutations: Mutations | None = Field(
        None, description="how many mutations of the gene there are in all"
    )

    @model_validator(mode="after")
    def _mutated_alone_has_a_fraction(self) -> GeneForm:
        if self.vaf is not None and self.state is not GeneState.MUTATED:
            raise ValueError("only a mutated gene has an allele fraction; remove vaf")
        if self.biallelic and self.state is not GeneState.MUTATED:
            raise ValueError("only of a mutated gene can both alleles be hit; remove biallelic")
        if self.mutations is not None and self.state is not GeneState.MUTATED:
            raise ValueError("only a mutated gene has mutations to count; remove mutations")
        return self


class FusionForm(Part):
    """A fusion found or excluded; without ``gene3`` the partner is any."""

    gene5: GeneSymbol
    gene3: GeneSymbol | None = None
    present: YesNo = True


class CopyNumberForm(Part):
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


class CytogeneticsForm(Part):
    """What a letter or a registry says of the chromosomes, without or beside their ISCN text."""

    ipssr_group: Text = Field(
        "", description=f"cytogenetic group of IPSS-R: {', '.join(CYTOGENETIC_GROUPS)}"
    )
    count: Abnormalities | None = Field(None, description="number of clonal abnormalities")
    findings: dict[Text, YesNo] = Field(
        {}, description="yes or no to abnormalities: del(5q), -7, del(17p), complex, normal"
    )

    @field_validator("ipssr_group")
    @classmethod
    def _known_group(cls, value: str) -> str:
        if value and value not in CYTOGENETIC_GROUPS:
            raise ValueError(f"write one of: {', '.join(CYTOGENETIC_GROUPS)}")
        return value

    @field_validator("findings")
    @classmethod
    def _known_tokens(cls, value: dict[str, bool]) -> dict[str, bool]:
        for name in value:
            if not is_cytogenetic_token(name):
                raise ValueError(
                    "write an abnormality such as del(5q), -7, t(9;22) or i(17q), or a word: "
                    f"{', '.join(CYTOGENETIC_WORDS)}"
                )
        return value

    @model_validator(mode="after")
    def _possible_together(self) -> CytogeneticsForm:
        found = [name for name, seen in self.findings.items() if seen and name != "normal"]
        if self.findings.get("normal") and (found or self.count):
            raise ValueError("a normal karyotype has no abnormality; correct one of the two")
        named = [name for name in found if name not in CYTOGENETIC_WORDS]
        if self.count is not None and self.count == 0 and named:
            raise ValueError("an abnormality is named, and the count says none; correct one")
        is_complex = self.findings.get("complex")
        if self.count is not None and is_complex is not None and is_complex != (self.count >= 3):
            raise ValueError(
                "three abnormalities or more are complex, fewer are not; correct count or complex"
            )
        return self


class AntigenForm(Part):
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


class AssayForm(Part):
    """A test that was done and the genes it could see."""

    name: Annotated[Text, Field(min_length=1)]
    kind: Text = Field("", description="id of an assay record, such as myeloid-panel")
    genes: list[GeneSymbol] = []
    whole_genome: YesNo = False
    sees: list[Text] = Field(
        [], description="what more it would have shown: FLT3-ITD, KMT2A::*, del(17p)"
    )
    complete: YesNo = Field(False, description="yes: all it found stands in this case")


class MeasuredForm(Part):
    """A laboratory value with its unit (UCUM)."""

    value: Number
    unit: Text


if TYPE_CHECKING:

    class ClinicianForm(Part):
        """What only the treating clinician can say, by the vocabulary's facts without a key."""

else:
    ClinicianForm = create_model(
        "ClinicianForm",
        __base__=Part,
        __doc__="What only the treating clinician can say.",
        **{
            one.name: (YesNo | None, Field(None, description=one.labels.en))
            for one in FACTS.values()
            if one.kind is Kind.YES_NO and not one.keyed_by
        },
    )


class CaseForm(Part):
    """A case file. What is left out is unknown."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", title="Tumorboard case")

    id: Identifier
    patient: PatientForm
    disease: Text = Field(description="code, name or synonym of the knowledge base")
    setting: Setting = Field(Setting.UNKNOWN, strict=False)
    question: Text = ""
    diagnosis_date: PastDay | None = None
    variants: VariantsForm | None = None
    genes: list[GeneForm] = []
    fusions: list[FusionForm] = []
    karyotype: Text = Field("", description="ISCN text")
    cytogenetics: CytogeneticsForm = Field(CytogeneticsForm.model_construct())
    assays: list[AssayForm] = []
    prior_therapies: list[TherapyForm] | None = Field(
        None, description="left out: unknown; an empty list: none was given"
    )
    prior_therapies_complete: YesNo = Field(
        True, description="no: there may have been more than is listed"
    )
    transplants: list[TransplantForm] = []
    specimens: list[SpecimenForm] = []
    germline: GermlineForm = GermlineForm()
    comorbidities: list[Comorbidity] = Field(
        [], description="plain words, one illness each; left out: unknown; no rule asks of them"
    )
    cell_therapy: list[CellTherapyForm] = Field(
        [], description="dated steps towards CAR-T products that are considered"
    )
    relapses: Relapses | None = Field(None, description="how many there were")
    region: Text = Field("", description=f"where the patient is treated: {', '.join(REGIONS)}")
    ecog: Ecog | None = None
    laboratory: dict[Text, MeasuredForm] = {}
    antigens: dict[Text, YesNo] = Field({}, description="expressed: yes or no")
    antigen_measurements: list[AntigenForm] = []
    copy_numbers: list[CopyNumberForm] = []
    clinician: ClinicianForm = ClinicianForm()

    @field_validator("region")
    @classmethod
    def _known_region(cls, value: str) -> str:
        if value and value not in REGIONS:
            raise ValueError(f"write one of: {', '.join(REGIONS)}")
        return value

    @field_validator("antigens")
    @classmethod
    def _known_antigens(cls, value: dict[str, bool]) -> dict[str, bool]:
        for name in value:
            if name not in ANTIGENS:
                raise ValueError(f"an antigen is not in the vocabulary{nearest(name, ANTIGENS)}")
        return value

    @model_validator(mode="after")
    def _possible_together(self, info: ValidationInfo) -> CaseForm:
        """Check what fields say together: laboratory values, and the order of days."""
        for name, measured in self.laboratory.items():
            if fault := fault_of(name, measured.value, measured.unit):
                raise fault_at(("laboratory", name), fault)
        check_days(self, today_of(info))
        return self
