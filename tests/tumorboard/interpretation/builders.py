"""Small made-up variants, cases and knowledge for the tests of interpretation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from knowledgebase.catalog import Catalog
from knowledgebase.records import (
    Alteration,
    Assertion,
    Axis,
    Content,
    Disease,
    Effect,
    Evidence,
    Gene,
    GeneRole,
    Level,
    RegionalStatus,
    RegionStatus,
    Review,
    Source,
    SourceKind,
    VariantPattern,
)
from knowledgebase.rules.criteria import Criterion, Rule
from tumorboard.domain.case import Case, Patient, Setting, Sex
from tumorboard.domain.variant import (
    Accounting,
    Annotation,
    Assembly,
    Consequence,
    Rejection,
    Sample,
    SampleCall,
    SampleRole,
    Variant,
    VariantFile,
)

DAY = date(2026, 11, 21)
LABEL = (Source(SourceKind.LABEL, "Label", "A label"),)
GUIDELINE = (Source(SourceKind.GUIDELINE, "Guideline", "A guideline"),)


def consequence(gene: str, hgvs_p: str = "", **changed: object) -> Consequence:
    values: dict[str, object] = {
        "gene": gene,
        "gene_id": "",
        "transcript": f"ENST-{gene}",
        "biotype": "protein_coding",
        "terms": ("missense_variant",),
        "impact": "MODERATE",
        "hgvs_c": "",
        "hgvs_p": hgvs_p,
        "exon": "",
        "protein_position": "",
        "mane_select": "",
        "mane_plus_clinical": "",
        "canonical": True,
        "fields": {},
    }
    return Consequence(**{**values, **changed})  # type: ignore[arg-type]


def call(role: SampleRole, vaf: str, depth: int = 1000) -> SampleCall:
    alt = int(Decimal(vaf) * depth)
    return SampleCall(
        role.value, role, "0/1", depth, depth - alt, alt, Decimal(vaf), None, "AD", False
    )


def variant(
    *consequences: Consequence,
    line: int = 1,
    ref: str = "C",
    alt: str = "T",
    filters: tuple[str, ...] = ("PASS",),
    vaf: str = "0.40",
    normal: str | None = None,
    population: str | None = None,
    place: tuple[str, int] = ("chr1", 100),
) -> Variant:
    calls = [call(SampleRole.TUMOUR, vaf)]
    if normal is not None:
        calls.append(call(SampleRole.NORMAL, normal))
    return Variant(
        line=line,
        chrom=place[0],
        pos=place[1],
        ref=ref,
        alt=alt,
        allele=1,
        ids="",
        qual="",
        filters=filters,
        calls=tuple(calls),
        consequences=consequences,
        chosen=0 if consequences else None,
        choice_reason="canonical",
        population_af=None if population is None else Decimal(population),
        population_source="" if population is None else "gnomAD_AF",
    )


def file_of(*variants: Variant, rejected: int = 0) -> VariantFile:
    read = len(variants) + rejected
    rejections = tuple(Rejection(900 + at, "damaged") for at in range(rejected))
    accounting = Accounting(
        read, len(variants), rejected, rejections, len(variants), len(variants), {}
    )
    samples = (Sample("T", SampleRole.TUMOUR, "stated"),)
    return VariantFile(
        "a.vcf",
        "0" * 64,
        "VCFv4.2",
        Assembly.GRCH38,
        "stated",
        Annotation("VEP", "110"),
        samples,
        accounting,
        variants,
        (),
    )


def case(**changed: object) -> Case:
    values: dict[str, object] = {
        "id": "C-1",
        "patient": Patient("P-1", 60, Sex.FEMALE),
        "disease": "AML",
        "setting": Setting.RELAPSED,
    }
    return Case(**{**values, **changed})  # type: ignore[arg-type]


def gene(symbol: str, *transcripts: str, aliases: tuple[str, ...] = ()) -> Gene:
    preferred = transcripts or (f"ENST-{symbol}",)
    return Gene(symbol, aliases, GeneRole.ONCOGENE, preferred, False, False, (), LABEL)


def pattern(**stated: object) -> VariantPattern:
    values: dict[str, object] = {
        "terms": (),
        "protein": None,
        "hgvs_p": (),
        "exons": (),
        "inserted_bases": None,
        "frame": "",
        "genomic": (),
    }
    return VariantPattern(**{**values, **stated})  # type: ignore[arg-type]


def alteration(name: str, *patterns: VariantPattern) -> Alteration:
    return Alteration(name, name.partition("-")[0], name, patterns, LABEL, "")


ITD = alteration(
    "FLT3-ITD",
    pattern(
        terms=("inframe_insertion", "coding_sequence_variant"),
        protein=(572, 635),
        inserted_bases=(3, 1236),
        frame="in",
    ),
)
TKD = alteration("FLT3-TKD", pattern(hgvs_p=("D835", "I836")))
R132 = alteration("IDH1-R132", pattern(hgvs_p=("R132",)))
PTD = alteration("KMT2A-PTD")
ALTERATIONS = {one.id: one for one in (ITD, TKD, R132, PTD)}
GENES = {
    one.symbol: one
    for one in (gene("FLT3"), gene("IDH1"), gene("TP53"), gene("KMT2A", aliases=("MLL",)))
}
DISEASES = {
    code: Disease(code, parent, code, code, "", ())
    for code, parent in (("HEME", ""), ("AML", "HEME"), ("APL", "AML"), ("CLL", "HEME"))
}


def assertion(name: str = "A1", **changed: object) -> Assertion:
    values: dict[str, object] = {
        "id": name,
        "axis": Axis.THERAPEUTIC,
        "title": f"Title of {name}",
        "diseases": ("AML",),
        "biomarker": Criterion("alteration", "FLT3-ITD"),
        "context": None,
        "effect": Effect.SENSITIVITY,
        "drugs": ("a drug",),
        "level": Level.A,
        "statement": "A statement.",
        "regions": regions(EMA="approved", FDA="approved"),
        "sources": LABEL,
        "evidence": Evidence.VERIFIED,
        "evidence_note": "",
        "checked": DAY,
        "expires": date(2027, 5, 21),
        "review": Review.APPROVED,
        "digest": "0" * 64,
    }
    return Assertion(**{**values, **changed})  # type: ignore[arg-type]


def regions(**statuses: str) -> tuple[RegionalStatus, ...]:
    return tuple(
        RegionalStatus(region, RegionStatus(status), "", "") for region, status in statuses.items()
    )


def content(assertions: Iterable[Assertion] = ()) -> Content:
    return Content(
        "test", "0" * 64, {one.id: one for one in assertions}, ALTERATIONS, GENES, DISEASES
    )


def catalog(*assertions: Assertion) -> Catalog:
    return Catalog(content(assertions))


def itd(line: int = 1, **changed: object) -> Variant:
    """A 90-bp insertion in FLT3 without any HGVS, as Pindel and VEP give it."""
    seen = consequence(
        "FLT3",
        terms=("coding_sequence_variant", "feature_elongation"),
        protein_position="612/993",
    )
    return variant(seen, line=line, ref="A", alt="A" + "ACG" * 30, **changed)  # type: ignore[arg-type]


def asks(fact: str, key: str) -> Rule:
    return Criterion(fact, key)
