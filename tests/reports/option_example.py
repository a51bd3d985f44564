"""Made-up options for the example case; one of each kind of thing the section has to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from knowledgebase.records import (
    Level,
    RegionalStatus,
    RegionStatus,
    Source,
    SourceKind,
)
from knowledgebase.rules.criteria import Truth
from tests.reports.example import AT, EVALUATION, EXAMPLE, HAEMATOLOGIST, MATCHES, regions
from tumorboard.domain.approval import ApprovalState, LocalApproval
from tumorboard.domain.board import OptionChoice
from tumorboard.domain.option import (
    Against,
    Check,
    CohortState,
    NextTest,
    Option,
    OptionKind,
    Use,
    Weight,
)

MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
DIGEST = "0d10" * 16
OWN_SOURCE = Source(SourceKind.GUIDELINE, "Example guideline", "Sources that only options have")


def option(ident: str, kind: OptionKind = OptionKind.THERAPY, **more: object) -> Option:
    """Build an option; ``more`` replaces any of its fields."""
    trial = kind is OptionKind.TRIAL
    made = Option(
        kind=kind,
        id=ident,
        record=ident,
        digest=DIGEST,
        title=f"Title of {ident}",
        use=Use.TRIAL if trial else Use.LABEL,
        state=MET,
        words="matches the recorded criteria" if trial else "label match",
        level=None if trial else Level.A,
        tier="I" if kind is OptionKind.THERAPY else "",
        drugs=(),
        genes=(),
        regions=() if trial else regions(RegionStatus.APPROVED, RegionStatus.APPROVED, "2019-10"),
        checks=(),
        beside=(),
        against=(),
        exposure=(),
        missing=(),
        sources=(OWN_SOURCE,),
        evidence="verified",
        checked=date(2026, 11, 1),
        expires=date(2027, 5, 1),
        expired=False,
        approved_content=False,
        recruitment="recruiting" if trial else "",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def held_back(words: str, why: str, **more: object) -> Check:
    """State a criterion that the case speaks against and that only the board can refuse."""
    made = Check(words, UNKNOWN, Weight.SOFT, f"{words} is not met; {why}", "case form: ECOG")
    return replace(made, **more)  # type: ignore[arg-type]


GILTERITINIB = option(
    "AML-FLT3-gilteritinib",
    title="Gilteritinib in relapsed or refractory AML with FLT3-ITD or FLT3-TKD",
    sources=MATCHES[0].assertion.sources,
    approval=LocalApproval(ApprovalState.APPROVED, HAEMATOLOGIST, AT, "Read with the label."),
)
ENASIDENIB = option(
    "AML-IDH2-enasidenib",
    title="Enasidenib in relapsed or refractory AML with IDH2 mutation",
    regions=regions(RegionStatus.WITHDRAWN, RegionStatus.APPROVED),
    evidence="unverified",
    checked=date(2026, 4, 1),
    expires=date(2026, 10, 1),
    expired=True,
)
VENETOCLAX = option(
    "CLL-TP53-venetoclax",
    title="Venetoclax alone in CLL with TP53 mutation",
    use=Use.OFF_LABEL,
    state=UNKNOWN,
    words="approved in another disease; the recorded criteria are not all known",
    level=Level.C,
    tier="II",
    checks=(held_back("prior BTK inhibitor", "the board decides"),),
    missing=(("antigen", "CD20"),),
    against=(
        Against(
            "AML-TP53-venetoclax",
            "TP53 mutation and venetoclax in AML",
            "resistance, same drug (venetoclax)",
            Level.B,
        ),
    ),
    exposure=("cytarabine was given before",),
)
REFUSED = option("AML-refused", state=NOT_MET, words="label mismatch")
PRODUCT = option(
    "TIS-EMA-AML",
    OptionKind.PRODUCT,
    record="example leucel",
    title="example leucel (Example), EMA: Acute leukaemia after two lines",
    use=Use.EVIDENCE,
    words="label match (the use itself: withdrawn)",
    level=None,
    regions=(RegionalStatus("EMA", RegionStatus.WITHDRAWN, "2026-01", "by the company"),),
    beside=(
        Check("target: CD19 expressed", NOT_MET, Weight.SOFT),
        held_back("precaution: no active infection", "it may recover", weight=Weight.RECOVERABLE),
        Check("guidance: not answered yet", UNKNOWN, Weight.SOFT, "whether it holds"),
    ),
)
TRIAL = option(
    "NCT00000001",
    OptionKind.TRIAL,
    title="A study of an example in acute myeloid leukaemia",
    state=UNKNOWN,
    words="whether it matches the recorded criteria is unknown",
    recruitment="not yet recruiting",
    missing=(("in_words", "fit for the study"),),
    sources=(
        Source(SourceKind.NCT, "NCT00000001", "A study of an example in acute myeloid leukaemia"),
    ),
    cohorts=(
        CohortState("A", "FLT3-mutated", "open", UNKNOWN, ()),
        CohortState("B", "FLT3 wild type", "closed", NOT_MET, ()),
    ),
)
OPTIONS = (GILTERITINIB, ENASIDENIB, REFUSED, VENETOCLAX, PRODUCT, TRIAL)
TESTS = tuple(
    NextTest("antigen", name, f"{name} expressed", opens, closes, 1, effort)
    for name, opens, closes, effort in (
        ("CD20", ("CLL-TP53-venetoclax",), (), "order a stain or blood test"),
        ("CD33", ("a", "b"), ("a", "b", "c"), "new sample"),
        ("CD19", (), ("a",), "in the record"),
        ("CD7", (), (), "in the record"),
    )
)


def choice(of: Option, note: str = "", **more: object) -> OptionChoice:
    """Take an option to the board as it reads today."""
    made = OptionChoice(
        of.id, of.record, of.digest, of.title, of.words, True, note, HAEMATOLOGIST, AT, "2026.11.1"
    )
    return replace(made, **more)  # type: ignore[arg-type]


CHOICES = (
    choice(GILTERITINIB, "First choice; ask for the donor in parallel."),
    choice(ENASIDENIB, "Considered and taken back."),
    choice(ENASIDENIB, "Not marketed here.", taken=False, at=AT + timedelta(hours=1)),
    choice(TRIAL, words="matches the recorded criteria", digest="ff" * 32, release="2026.10.1"),
)
WITH_OPTIONS = replace(
    EXAMPLE,
    evaluation=replace(EVALUATION, options=OPTIONS, next_tests=TESTS),
    choices=CHOICES,
)
