"""A made-up acute myeloid leukaemia case that shows everything a report has to print.

The texts of its knowledge records are examples for the layout, not the shipped knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from knowledgebase.records import (
    Assertion,
    Axis,
    Disease,
    Effect,
    Evidence,
    Level,
    RegionalStatus,
    RegionStatus,
    Review,
    Source,
    SourceKind,
)
from knowledgebase.rules.criteria import All, Criterion, Evaluation, Reason, Rule, Truth
from tumorboard.domain.board import (
    Acknowledgement,
    Person,
    Recommendation,
    Role,
    TierDecision,
)
from tumorboard.domain.case import Assay, Case, Patient, PriorTherapy, Quantity, Setting, Sex
from tumorboard.domain.conclusion import CaseEvaluation, Finding, Match, Tier, TierSuggestion
from tumorboard.domain.frozen import FrozenBoardCase
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

CET = timezone(timedelta(hours=1))
DAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 14, 5, 9, tzinfo=CET)
CHAIR = Person("Example Chair", Role.CHAIR)
GENETICIST = Person("Example Geneticist", Role.CLINICAL_GENETICIST)
HAEMATOLOGIST = Person("Example Haematologist", Role.HAEMATOLOGIST)
BIOLOGIST = Person("Example Biologist", Role.MOLECULAR_BIOLOGIST)
MEANING = "I approve this report and recommendation on behalf of the board."
DIGEST = "9b1f" * 16
SHA = "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"
AML = Disease("AML", "MYELOID", "Acute myeloid leukaemia", "Akut myeloid leukæmi", "C92.0", ())


def call(
    role: SampleRole, alt: int, depth: int, caller: str | None = None, differs: bool = False
) -> SampleCall:
    """Count ``alt`` of ``depth`` reads in one sample."""
    return SampleCall(
        sample=f"sample-{role.value}",
        role=role,
        genotype="0/1",
        depth=depth,
        ref_depth=depth - alt,
        alt_depth=alt,
        vaf=Decimal(alt) / Decimal(depth),
        vaf_caller=None if caller is None else Decimal(caller),
        vaf_source="AD",
        vaf_differs=differs,
    )


def variant(
    line: int,
    gene: str,
    hgvs_c: str,
    hgvs_p: str,
    *,
    reads: tuple[int, int] = (100, 400),
    filters: tuple[str, ...] = ("PASS",),
    terms: tuple[str, ...] = ("missense_variant",),
    population: str | None = None,
    transcript: str = "NM_004119.3",
    normal: tuple[int, int] | None = (0, 210),
    caller: str | None = None,
    place: tuple[str, int, str, str] = ("13", 28608255, "C", "T"),
) -> Variant:
    """Build one annotated allele."""
    calls = [call(SampleRole.TUMOUR, *reads, caller, caller is not None)]
    if normal is not None:
        calls.append(call(SampleRole.NORMAL, *normal))
    shown = Consequence(
        gene=gene,
        gene_id="",
        transcript=transcript,
        biotype="protein_coding",
        terms=terms,
        impact="MODERATE",
        hgvs_c=hgvs_c,
        hgvs_p=hgvs_p,
        exon="",
        protein_position="",
        mane_select=transcript,
        mane_plus_clinical="",
        canonical=True,
        fields={},
    )
    chrom, pos, ref, alt = place
    return Variant(
        line=line,
        chrom=chrom,
        pos=pos,
        ref=ref,
        alt=alt,
        allele=1,
        ids="",
        qual="",
        filters=filters,
        calls=tuple(calls),
        consequences=(shown,),
        chosen=0,
        choice_reason="MANE Select",
        population_af=None if population is None else Decimal(population),
        population_source="" if population is None else "gnomADe_AF",
    )


def finding(of: Variant, label: str, *names: str) -> Finding:
    """Recognise the variant under the names given."""
    tumour = of.tumour
    return Finding(
        id=of.id,
        kind="variant",
        gene=of.gene,
        label=label,
        names=names,
        vaf=tumour.vaf if tumour else None,
        source=f"line {of.line} of the variant file",
    )


def evaluation(
    value: Truth, words: str, missing: str = "", parts: tuple[Reason, ...] = ()
) -> Evaluation:
    """State a rule's value with its words."""
    rule: Rule = All(()) if parts else Criterion("setting", one_of=("relapsed",))
    reason = Reason(rule, value, words, "case form", missing, (), parts)
    return Evaluation(value, reason, (("setting", ""),) if value is Truth.UNKNOWN else ())


def leaf(value: Truth, words: str, missing: str = "") -> Reason:
    """State one criterion's value."""
    return Reason(Criterion("age"), value, words, "case form", missing, (), ())


def assertion(ident: str, axis: Axis, title: str, effect: Effect, **more: object) -> Assertion:
    """Build a knowledge record; ``more`` replaces any of its fields."""
    record = Assertion(
        id=ident,
        axis=axis,
        title=title,
        diseases=("AML",),
        biomarker=Criterion("alteration", "EXAMPLE"),
        context=None,
        effect=effect,
        drugs=(),
        level=Level.A,
        statement=f"Example statement of {ident}.",
        regions=(),
        sources=(Source(SourceKind.PMID, "27895058", "Li et al., J Mol Diagn 2017;19:4-23"),),
        evidence=Evidence.VERIFIED,
        evidence_note="Compared with the source.",
        checked=date(2026, 11, 1),
        expires=date(2027, 5, 1),
        review=Review.DRAFT,
        digest="ab" * 32,
    )
    return replace(record, **more)  # type: ignore[arg-type]


def regions(ema: RegionStatus, fda: RegionStatus, since: str = "") -> tuple[RegionalStatus, ...]:
    """State the two regions that are always stated, and two that are not known."""
    return (
        RegionalStatus("EMA", ema, since, ""),
        RegionalStatus("FDA", fda, since, ""),
        RegionalStatus("DK", RegionStatus.UNKNOWN, "", ""),
        RegionalStatus("NO", RegionStatus.UNKNOWN, "", ""),
    )


ITD = "c.1780_1869dup"
VARIANTS = (
    variant(
        57,
        "NPM1",
        "c.860_863dup",
        "p.Trp288CysfsTer12",
        reads=(187, 433),
        terms=("frameshift_variant",),
        transcript="NM_002520.7",
        place=("5", 170837543, "C", "CTCTG"),
    ),
    variant(
        58,
        "FLT3",
        ITD,
        "p.Phe594_Asp623dup",
        reads=(96, 510),
        terms=("inframe_insertion",),
        filters=("LowFreqBias", "strand_bias"),
        caller="0.2410",
    ),
    variant(
        61,
        "IDH2",
        "c.419G>A",
        "p.Arg140Gln",
        reads=(201, 466),
        transcript="NM_002168.4",
        population="0.0000119",
        place=("15", 90631934, "C", "T"),
    ),
    variant(
        64,
        "TP53",
        "c.743G>A",
        "p.Arg248Gln",
        reads=(13, 640),
        transcript="NM_000546.6",
        population="0.0000040",
        place=("17", 7577538, "C", "T"),
    ),
    variant(
        66,
        "DNMT3A",
        "c.2645G>A",
        "p.Arg882His",
        reads=(190, 420),
        transcript="NM_022552.5",
        population="0.0005",
        normal=(9, 200),
        place=("2", 25457242, "C", "T"),
    ),
    variant(
        71,
        "BCOR",
        "c.2428C>T",
        "p.Arg810Trp",
        reads=(32, 401),
        transcript="NM_001123385.2",
        place=("X", 39931602, "G", "A"),
    ),
    variant(
        75,
        "ASXL1",
        "c.2444T>C",
        "p.Leu815Pro",
        reads=(230, 460),
        population="0.0183",
        transcript="NM_015338.6",
        normal=(98, 201),
        place=("20", 31022959, "T", "C"),
    ),
)
NPM1, FLT3, IDH2, TP53, DNMT3A, BCOR, ASXL1 = VARIANTS
FINDINGS = (
    finding(NPM1, "NPM1 exon 12 frameshift", "NPM1-mutated"),
    finding(FLT3, "FLT3-ITD", "FLT3-ITD"),
    finding(IDH2, "IDH2 R140Q", "IDH2-R140"),
    finding(TP53, "TP53 R248Q", "TP53-mutated"),
    finding(DNMT3A, "DNMT3A R882H"),
    finding(BCOR, "BCOR R810W"),
    finding(ASXL1, "ASXL1 L815P"),
    Finding("karyotype:+8", "karyotype", "", "Trisomy 8", ("+8",), None, "karyotype: 47,XX,+8[12]"),
)


def _met(words: str) -> Evaluation:
    return evaluation(Truth.MET, words)


def _match(
    record: Assertion, of: tuple[Finding, ...], here: Level, context: Evaluation | None = None,
    **more: object,
) -> Match:  # fmt: skip
    names = ", ".join(name for found in of for name in found.names)
    base = Match(
        assertion=record,
        same_disease=True,
        biomarker=_met(f"{names} is present"),
        context=context,
        level_here=here,
        findings=tuple(found.id for found in of),
        expired=record.expired(DAY),
    )
    return replace(base, **more)  # type: ignore[arg-type]


_CONTEXT_MET = evaluation(
    Truth.MET,
    "all of",
    parts=(
        leaf(Truth.MET, "setting is relapsed or refractory (here: relapsed)"),
        leaf(Truth.MET, "age is at least 18 a (here: 67 a)"),
    ),
)
_CONTEXT_UNKNOWN = evaluation(
    Truth.UNKNOWN,
    "all of",
    parts=(
        leaf(Truth.MET, "setting is relapsed (here: relapsed)"),
        leaf(Truth.UNKNOWN, "prior drug midostaurin", "whether midostaurin was given"),
    ),
)
MATCHES = (
    _match(
        assertion(
            "AML-FLT3-gilteritinib",
            Axis.THERAPEUTIC,
            "Gilteritinib in relapsed or refractory AML with FLT3-ITD or FLT3-TKD",
            Effect.SENSITIVITY,
            drugs=("gilteritinib",),
            regions=regions(RegionStatus.APPROVED, RegionStatus.APPROVED, "2019-10-24"),
            sources=(
                Source(SourceKind.LABEL, "Xospata (EMA)", "Summary of product characteristics"),
                Source(SourceKind.PMID, "31665578", "Perl et al., N Engl J Med 2019;381:1728"),
            ),
        ),
        (FINDINGS[1],),
        Level.A,
        _CONTEXT_MET,
    ),
    _match(
        assertion(
            "AML-FLT3-quizartinib",
            Axis.THERAPEUTIC,
            "Quizartinib with chemotherapy in newly diagnosed AML with FLT3-ITD",
            Effect.SENSITIVITY,
            drugs=("quizartinib", "cytarabine", "daunorubicin"),
            regions=regions(RegionStatus.APPROVED, RegionStatus.APPROVED),
            evidence=Evidence.UNVERIFIED,
            evidence_note="Written from memory; the label was not opened.",
        ),
        (FINDINGS[1],),
        Level.A,
        evaluation(Truth.NOT_MET, "setting is newly diagnosed (here: relapsed)"),
    ),
    _match(
        assertion(
            "AML-FLT3-TKD-resistance",
            Axis.THERAPEUTIC,
            "Secondary FLT3 changes after a type II inhibitor",
            Effect.RESISTANCE,
            drugs=("quizartinib", "sorafenib"),
            level=Level.C,
            regions=regions(RegionStatus.NOT_APPLICABLE, RegionStatus.NOT_APPLICABLE),
            evidence=Evidence.UNVERIFIED,
        ),
        (FINDINGS[1],),
        Level.C,
        _CONTEXT_UNKNOWN,
    ),
    _match(
        assertion(
            "AML-IDH2-enasidenib",
            Axis.THERAPEUTIC,
            "Enasidenib in relapsed or refractory AML with IDH2 mutation",
            Effect.SENSITIVITY,
            drugs=("enasidenib",),
            regions=regions(RegionStatus.NOT_APPROVED, RegionStatus.APPROVED, "2017-08-01"),
            expires=date(2026, 10, 1),
            checked=date(2026, 4, 1),
        ),
        (FINDINGS[2],),
        Level.A,
        _CONTEXT_MET,
    ),
    _match(
        assertion(
            "AML-NPM1-diagnosis",
            Axis.DIAGNOSTIC,
            "AML with mutated NPM1 is an entity of its own",
            Effect.DEFINING,
        ),
        (FINDINGS[0],),
        Level.A,
    ),
    _match(
        assertion(
            "AML-NPM1-FLT3ITD-risk",
            Axis.PROGNOSTIC,
            "Mutated NPM1 with FLT3-ITD: intermediate risk",
            Effect.INTERMEDIATE,
            sources=(Source(SourceKind.DOI, "10.1182/blood.2022016867", "ELN 2022"),),
        ),
        (FINDINGS[0], FINDINGS[1]),
        Level.A,
    ),
    _match(
        assertion(
            "AML-TP53-risk",
            Axis.PROGNOSTIC,
            "TP53 at a variant allele fraction of at least 10 %: adverse risk",
            Effect.ADVERSE,
        ),
        (FINDINGS[3],),
        Level.A,
        biomarker=evaluation(
            Truth.NOT_MET, "TP53 mutated with VAF at least 0.10 (here: 0.0203125)"
        ),
    ),
    _match(
        assertion(
            "MDS-TP53-example",
            Axis.THERAPEUTIC,
            "An example of evidence from another disease",
            Effect.SENSITIVITY,
            diseases=("MDS",),
            drugs=("example drug",),
            level=Level.B,
            regions=regions(RegionStatus.WITHDRAWN, RegionStatus.UNKNOWN),
        ),
        (FINDINGS[3],),
        Level.C,
        same_disease=False,
    ),
)


def _tier(
    index: int,
    tier: Tier,
    level: Level | None,
    axes: Mapping[Axis, Level],
    reason: str,
    *ids: str,
) -> TierSuggestion:
    return TierSuggestion(FINDINGS[index].id, "AML", DAY, tier, level, axes, reason, ids)


TIERS = (
    _tier(
        0,
        Tier.I,
        Level.A,
        {Axis.DIAGNOSTIC: Level.A, Axis.PROGNOSTIC: Level.A},
        "Level A evidence in AML: diagnostic and prognostic.",
        "AML-NPM1-diagnosis",
        "AML-NPM1-FLT3ITD-risk",
    ),
    _tier(
        1,
        Tier.I,
        Level.A,
        {Axis.THERAPEUTIC: Level.A, Axis.PROGNOSTIC: Level.A},
        "Level A evidence in AML: therapeutic and prognostic.",
        "AML-FLT3-gilteritinib",
    ),
    _tier(
        2,
        Tier.I,
        Level.A,
        {Axis.THERAPEUTIC: Level.A},
        "Level A evidence in AML: therapeutic.",
        "AML-IDH2-enasidenib",
    ),
    _tier(
        3,
        Tier.II,
        Level.C,
        {Axis.THERAPEUTIC: Level.C},
        "Level B evidence in MDS counts as level C in AML.",
        "MDS-TP53-example",
    ),
    _tier(4, Tier.II, Level.C, {Axis.PROGNOSTIC: Level.C}, "Level C evidence in AML: prognostic."),
    _tier(5, Tier.III, None, {}, "No evidence in the knowledge base; rare in the population."),
    _tier(6, Tier.IV, None, {}, "Population frequency 0.0183 is above 0.01, and no evidence."),
    _tier(7, Tier.III, None, {}, "No evidence in the knowledge base."),
)
DECISIONS = (
    TierDecision("57.1", "AML", Tier.I, Tier.I, "", GENETICIST, AT, "2026.11.1"),
    TierDecision("58.1", "AML", Tier.I, Tier.I, "", GENETICIST, AT, "2026.11.1"),
    TierDecision("61.1", "AML", Tier.I, Tier.I, "", GENETICIST, AT, "2026.11.1"),
    TierDecision(
        "64.1",
        "AML",
        Tier.II,
        Tier.III,
        "Allele fraction 2 %: below the 10 % of ELN 2022, and not confirmed by a second method.",
        GENETICIST,
        AT,
        "2026.11.1",
    ),
    TierDecision(
        "66.1",
        "AML",
        Tier.II,
        Tier.II,
        "",
        GENETICIST,
        AT,
        "2026.11.1",
    ),
)
REJECTIONS = (
    Rejection(63, "the record has 9 columns, the header names 11"),
    Rejection(88, "POS is not a whole number: <1e6>"),
    Rejection(90, 'INFO holds a raw "&" and a control character \x07 in DP'),
)
VARIANT_FILE = VariantFile(
    name="example.vcf.gz",
    sha256=SHA,
    format="VCFv4.2",
    assembly=Assembly.GRCH37,
    assembly_reason="the contig lengths are those of GRCh37",
    annotation=Annotation("VEP", "94"),
    samples=(
        Sample("sample-tumour", SampleRole.TUMOUR, "named by ##tumor_sample"),
        Sample("sample-normal", SampleRole.NORMAL, "the other of two samples"),
    ),
    accounting=Accounting(
        read=1412,
        accepted=1409,
        rejected=3,
        rejections=REJECTIONS,
        alleles_total=1420,
        alleles_reported=7,
        alleles_filtered={"non-coding": 1388, "no alternative reads in the tumour": 25},
    ),
    variants=VARIANTS,
    warnings=("The header does not state which samples belong together.",),
)
CASE = Case(
    id="AML-2026-014",
    patient=Patient("HEM-4711", 67, Sex.FEMALE),
    disease="AML",
    setting=Setting.RELAPSED,
    question="Targeted treatment at first relapse, eleven months after 7+3 and two of HiDAC?",
    diagnosis_date=date(2025, 12, 3),
    variant_file=VARIANT_FILE,
    karyotype="47,XX,+8[12]/46,XX[8]",
    assays=(Assay("Myeloid panel", ("NPM1", "FLT3", "IDH1", "IDH2", "TP53")),),
    prior_therapies=(
        PriorTherapy(1, ("daunorubicin", "cytarabine"), ("anthracycline",), "CR", False),
    ),
    prior_therapies_known=True,
    ecog=1,
    laboratory={"leukocytes": Quantity(Decimal("14.2"), "10*9/L")},
)
RECOMMENDATION = (
    "Start gilteritinib 120 mg daily; FLT3-ITD confirmed in this relapse sample.\n"
    "Look for a transplant donor in parallel. Repeat the marrow after two cycles; "
    "if FLT3-ITD persists, discuss again.\n"
    "TP53 R248Q at 2 %: repeat with a second method before it counts."
)
EVALUATION = CaseEvaluation(
    case_id=CASE.id,
    disease="AML",
    on=DAY,
    release="2026.11.1",
    release_digest=DIGEST,
    findings=FINDINGS,
    tiers=TIERS,
    matches=MATCHES,
    not_assessed=(
        "Gene fusions were not tested.",
        "Copy number was not read from this file.",
        "Whether midostaurin was given is not known.",
        "CEBPA is not among the genes of the Myeloid panel.",
    ),
)
EXAMPLE = FrozenBoardCase(
    case=CASE,
    variant_file=VARIANT_FILE,
    evaluation=EVALUATION,
    decisions=DECISIONS,
    recommendation=Recommendation(RECOMMENDATION, HAEMATOLOGIST, AT),
    people=(CHAIR, HAEMATOLOGIST, GENETICIST, BIOLOGIST),
    acknowledgement=Acknowledgement(SHA, 3, GENETICIST, AT),
    audit_head="c0ffee" * 10 + "abcd",
    prepared_at=AT,
    demo=True,
    disease=AML,
)


def long_example(alleles: int = 3000) -> FrozenBoardCase:
    """The example with thousands of tier III alleles and a long recommendation."""
    more = tuple(
        variant(1000 + n, f"GENE{n}", f"c.{n}A>G", f"p.Lys{n}Arg", place=("1", 1000 + n, "A", "G"))
        for n in range(alleles)
    )
    found = tuple(finding(of, f"{of.gene} K{n}R") for n, of in enumerate(more))
    tiers = tuple(
        TierSuggestion(f.id, "AML", DAY, Tier.III, None, {}, "No evidence.", ()) for f in found
    )
    file = replace(VARIANT_FILE, variants=VARIANTS + more)
    text = "The board recommends a careful, reversible first step & a second look. " * 42
    return replace(
        EXAMPLE,
        variant_file=file,
        case=replace(CASE, variant_file=file),
        evaluation=replace(EVALUATION, findings=FINDINGS + found, tiers=TIERS + tiers),
        recommendation=Recommendation(text, HAEMATOLOGIST, AT),
    )


def minimal_example() -> FrozenBoardCase:
    """A case with nothing but a name: no file, no findings, no recommendation."""
    case = Case("CASE-0", Patient("P-0", None, Sex.UNKNOWN), "XYZ", Setting.UNKNOWN)
    return FrozenBoardCase(
        case=case,
        variant_file=None,
        evaluation=CaseEvaluation("CASE-0", "XYZ", DAY, "2026.11.1", DIGEST, (), (), (), ()),
        decisions=(),
        recommendation=None,
        people=(),
        acknowledgement=None,
        audit_head="0" * 64,
        prepared_at=AT,
        demo=False,
    )
