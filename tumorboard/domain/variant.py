"""One allele on the reference, as the file stated it and as each sample carried it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Assembly(StrEnum):
    """The genome build a position belongs to."""

    GRCH37 = "GRCh37"
    GRCH38 = "GRCh38"


class SampleRole(StrEnum):
    """What a sample column stands for in a somatic comparison."""

    TUMOUR = "tumour"
    NORMAL = "normal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample column: its name in the header, its role, and why the role was given."""

    name: str
    role: SampleRole
    reason: str


class Consequence(NamedTuple):
    """What one allele does to one transcript, by VEP ``CSQ`` or SnpEff ``ANN``.

    A named tuple, as a genome has many thousands and it is made five times as fast.

    ``terms`` are Sequence Ontology terms in the order written. ``fields`` holds every field of
    the annotation by the name the header gives it, percent-decoded, so that nothing is lost.
    Empty text means that the annotation said nothing.
    """

    gene: str
    gene_id: str
    transcript: str
    biotype: str
    terms: tuple[str, ...]
    impact: str
    hgvs_c: str
    hgvs_p: str
    exon: str
    protein_position: str
    mane_select: str
    mane_plus_clinical: str
    canonical: bool
    fields: Mapping[str, str]


class SampleCall(NamedTuple):
    """What the caller counted for one allele in one sample.

    Depths are reads. ``vaf`` is the fraction 0..1 the program works with: recomputed from allele
    depths where the file has them, else the caller's own text; ``vaf_source`` names the FORMAT
    fields it came from (``AD``, ``AO/RO``, ``TAR/TIR``, ``AF`` ...). ``vaf_caller`` is what the
    caller wrote. ``vaf_differs`` is true when both exist and differ by more than 0.02.
    """

    sample: str
    role: SampleRole
    genotype: str
    depth: int | None
    ref_depth: int | None
    alt_depth: int | None
    vaf: Decimal | None
    vaf_caller: Decimal | None
    vaf_source: str
    vaf_differs: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """One alternative allele of one record.

    ``line`` is the 1-based line of the file, ``allele`` the 1-based number of the alternative
    allele in its record. ``filters`` is ``("PASS",)``, the names the caller wrote, or empty for
    ``.``. ``consequences`` are all those the annotation gave for this allele, ``chosen`` the
    index of the one shown, ``choice_reason`` why it was chosen. ``population_af`` is the highest
    population frequency (0..1) found, ``population_source`` the field that held it.
    """

    line: int
    chrom: str
    pos: int
    ref: str
    alt: str
    allele: int
    ids: str
    qual: str
    filters: tuple[str, ...]
    calls: tuple[SampleCall, ...]
    consequences: tuple[Consequence, ...]
    chosen: int | None
    choice_reason: str
    population_af: Decimal | None
    population_source: str

    @property
    def id(self) -> str:
        """Name the allele within its file; stable as long as the file's bytes are."""
        return f"{self.line}.{self.allele}"

    def moved(self, lines: int) -> Variant:
        """Give it with its record so many lines further down."""
        return replace(self, line=self.line + lines)

    @property
    def consequence(self) -> Consequence | None:
        """Give the consequence shown, or ``None`` when the record was not annotated."""
        return None if self.chosen is None else self.consequences[self.chosen]

    @property
    def gene(self) -> str:
        """Give the gene symbol of the consequence shown, empty when there is none."""
        return self.consequence.gene if self.consequence else ""

    @property
    def passed(self) -> bool:
        """Tell whether the caller marked the record PASS (``.`` is "not filtered", not PASS)."""
        return self.filters == ("PASS",)

    def call(self, role: SampleRole) -> SampleCall | None:
        """Give the call of the first sample in this role."""
        return next((call for call in self.calls if call.role is role), None)

    @property
    def tumour(self) -> SampleCall | None:
        """Give the tumour's call."""
        return self.call(SampleRole.TUMOUR)

    @property
    def shown_call(self) -> SampleCall | None:
        """Give the counts to show: the tumour's; a file's only sample is taken for the tumour."""
        return self.tumour or (self.calls[0] if len(self.calls) == 1 else None)

    @property
    def normal(self) -> SampleCall | None:
        """Give the normal sample's call."""
        return self.call(SampleRole.NORMAL)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that could not be taken, with the reason in words."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Accounting:
    """Where every line and every allele of a file went; the sums always agree.

    ``read == accepted + rejected`` counts record lines (blank ones too);
    ``alleles_total == alleles_reported + sum(alleles_filtered.values())``.
    ``rejections`` lists every rejected line, in order.
    """

    read: int
    accepted: int
    rejected: int
    rejections: tuple[Rejection, ...]
    alleles_total: int
    alleles_reported: int
    alleles_filtered: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Annotation:
    """Which annotator wrote the consequences (``VEP``, ``SnpEff`` or ``none``) and its version."""

    kind: str
    version: str


@dataclass(frozen=True, slots=True)
class VariantFile:
    """All that one variant file told, with its accounting.

    ``format`` is the header's version text (``VCFv4.2``); ``assembly`` is ``None`` when the file
    does not say, and then ``assembly_reason`` says what to ask. ``warnings`` are sentences.
    """

    name: str
    sha256: str
    format: str
    assembly: Assembly | None
    assembly_reason: str
    annotation: Annotation
    samples: tuple[Sample, ...]
    accounting: Accounting
    variants: tuple[Variant, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingKnowledge:
    """What the reader must know of medicine, handed in so that it stays ignorant of the rest.

    ``preferred_transcripts`` gives per gene symbol the transcripts in order of preference, without
    version. ``always_read`` are ``(assembly, chrom without "chr", start, end, name)``, 1-based and
    inclusive: positions that are reported whatever their consequence.
    """

    preferred_transcripts: Mapping[str, tuple[str, ...]]
    always_read: tuple[tuple[str, str, int, int, str], ...]


NO_KNOWLEDGE = ReadingKnowledge({}, ())
