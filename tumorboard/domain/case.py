"""One patient's case as the board sees it: who, which disease, what was tested, what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tumorboard.domain.identifiers import PersonalNumber
from tumorboard.domain.variant import VariantFile


class Sex(StrEnum):
    """Sex for the purposes of medicine and reference ranges."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Setting(StrEnum):
    """Where in the course of the disease the question is asked."""

    NEWLY_DIAGNOSED = "newly diagnosed"
    RELAPSED = "relapsed"
    REFRACTORY = "refractory"
    MEASURABLE_RESIDUAL_DISEASE = "measurable residual disease"
    REMISSION = "remission"
    CHRONIC_PHASE = "chronic phase"
    ACCELERATED_PHASE = "accelerated phase"
    BLAST_PHASE = "blast phase"
    UNKNOWN = "unknown"


class StepStatus(StrEnum):
    """How far a step of a treatment has come; ``open`` is what a case never states of a step."""

    DONE = "done"
    PLANNED = "planned"
    OPEN = "open"


class GeneState(StrEnum):
    """What a form says of a gene. "Not tested" is unknown, never wild type."""

    MUTATED = "mutated"
    WILD_TYPE = "wild type"
    NOT_TESTED = "not tested"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written (UCUM text)."""

    value: Decimal
    unit: str


TRANSPLANTS = ("autologous", "allogeneic")
DONORS = (
    "matched related",
    "matched unrelated",
    "mismatched unrelated",
    "haploidentical",
    "cord blood",
)
STOP_REASONS = (
    "completed",
    "progression",
    "relapse",
    "lack of response",
    "toxicity",
    "transplantation",
    "patient's choice",
    "other",
)
TISSUES = (
    "bone marrow",
    "peripheral blood",
    "lymph node",
    "other tissue",
    "cerebrospinal fluid",
    "plasma",
    "skin fibroblasts",
    "buccal swab",
    "saliva",
    "hair follicles",
)


@dataclass(frozen=True, slots=True)
class Patient:
    """The patient, by pseudonym. ``age_years`` at the time of the board, ``None`` unknown.

    ``birth_date`` and ``numbers`` (CPR, fødselsnummer) are stated only where a hospital wants
    them; ``repr`` tells neither.
    """

    pseudonym: str
    age_years: int | None
    sex: Sex
    birth_date: date | None = field(default=None, repr=False)
    numbers: tuple[PersonalNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedGene:
    """What a form or a laboratory's letter says of one gene, without a variant file.

    ``change`` is the protein change or the name of an alteration, as written, empty if unstated.
    ``biallelic`` is what it says of both alleles being hit, ``mutations`` how many mutations of
    the gene there are; ``None`` when it says nothing.
    """

    gene: str
    state: GeneState
    change: str = ""
    vaf: Decimal | None = None
    biallelic: bool | None = None
    mutations: int | None = None


@dataclass(frozen=True, slots=True)
class StatedFusion:
    """A fusion found or excluded; partner genes in order, the second empty for "any"."""

    gene5: str
    gene3: str
    present: bool


@dataclass(frozen=True, slots=True)
class StatedCopyNumber:
    """The copy number of a gene or a chromosome region (``17p``), by array, FISH or a letter.

    ``state`` is one of :data:`knowledgebase.vocabulary.COPY_STATES`.
    """

    gene: str
    state: str


@dataclass(frozen=True, slots=True)
class StatedChromosomes:
    """What a letter or a registry says of the chromosomes, beside or without their ISCN text.

    ``findings`` says yes or no to karyotype tokens (``del(5q)``, ``complex``), ``count`` how many
    abnormalities there are (``None`` unstated), ``ipssr_group`` the cytogenetic group of IPSS-R
    (one of :data:`knowledgebase.vocabulary.CYTOGENETIC_GROUPS`, empty when unstated).
    """

    findings: Mapping[str, bool] = field(default_factory=dict)
    count: int | None = None
    ipssr_group: str = ""


@dataclass(frozen=True, slots=True)
class StatedAntigen:
    """One measurement of an antigen.

    ``expressed`` and ``percentage`` of cells (0 to 100) are ``None`` when not reported; ``after``
    is the antigen whose last directed therapy lay before the measurement, empty when unstated.
    """

    antigen: str
    method: str
    expressed: bool | None = None
    percentage: Decimal | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class PriorTherapy:
    """One line of treatment given: drugs, classes, best response and whether it failed.

    ``stop_reason`` is one of :data:`STOP_REASONS`, empty when not stated.
    """

    line: int
    drugs: tuple[str, ...]
    classes: tuple[str, ...] = ()
    best_response: str = ""
    refractory: bool | None = None
    start: date | None = None
    stop: date | None = None
    stop_reason: str = ""


@dataclass(frozen=True, slots=True)
class Transplant:
    """A stem cell transplantation; ``kind`` of :data:`TRANSPLANTS`, ``donor`` of :data:`DONORS`."""

    kind: str
    on: date | None = None
    donor: str = ""


@dataclass(frozen=True, slots=True)
class Specimen:
    """What was taken for the tests: tissue of :data:`TISSUES`, day, fraction of tumour (0 to 1)."""

    tissue: str
    on: date | None = None
    tumour_fraction: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """Yes or no (``None``: unknown) and the day it was given."""

    answer: bool | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Assay:
    """A test that was done and which genes it could see; empty ``genes`` = not stated.

    Only genes an assay could see may be called wild type. ``kind`` is the id of its record
    (:class:`knowledgebase.records.AssayKind`), empty when not stated. ``sees`` names what more
    the laboratory says it would have shown: alterations (``FLT3-ITD``), fusions (``KMT2A::*``),
    karyotype tokens (``del(17p)``). ``complete`` tells that all it found stands in the case.
    """

    name: str
    genes: tuple[str, ...] = ()
    whole_genome: bool = False
    kind: str = ""
    sees: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class CellTherapyStep:
    """A step towards a cell product: the id of the pathway's step, done or planned, and its days.

    ``until`` is the last day of a step of several days, ``None`` when not stated.
    """

    step: str
    status: StepStatus
    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CellTherapy:
    """What is dated of one cell product, named by its INN."""

    product: str
    steps: tuple[CellTherapyStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """All clinical facts of one case. Unknown stays empty or ``None``; nothing is guessed.

    ``antigens`` says of each antigen tested whether it is expressed, by whatever method;
    ``antigen_measurements`` say more of single measurements. ``statements`` are the
    clinician's yes or no to facts without a key in :mod:`knowledgebase.vocabulary`
    (``transfusion_dependent`` ...). ``relapses`` counts them; ``region`` is where the patient is
    treated (``DK``), empty when not stated. ``comorbidities`` are plain words for people to read;
    no rule asks of them. ``cell_therapy`` holds the dated steps towards cell products that are
    considered.
    """

    id: str
    patient: Patient
    disease: str
    setting: Setting
    question: str = ""
    diagnosis_date: date | None = None
    variant_file: VariantFile | None = None
    genes: tuple[StatedGene, ...] = ()
    fusions: tuple[StatedFusion, ...] = ()
    karyotype: str = ""
    chromosomes: StatedChromosomes = StatedChromosomes()
    assays: tuple[Assay, ...] = ()
    prior_therapies: tuple[PriorTherapy, ...] = ()
    prior_therapies_known: bool = False
    ecog: int | None = None
    laboratory: Mapping[str, Quantity] = field(default_factory=dict)
    antigens: Mapping[str, bool] = field(default_factory=dict)
    statements: Mapping[str, bool] = field(default_factory=dict)
    relapses: int | None = None
    region: str = ""
    copy_numbers: tuple[StatedCopyNumber, ...] = ()
    antigen_measurements: tuple[StatedAntigen, ...] = ()
    transplants: tuple[Transplant, ...] = ()
    specimens: tuple[Specimen, ...] = ()
    germline_sample: DatedAnswer = DatedAnswer()
    germline_consent: DatedAnswer = DatedAnswer()
    comorbidities: tuple[str, ...] = ()
    cell_therapy: tuple[CellTherapy, ...] = ()
