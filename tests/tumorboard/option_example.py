"""One option and one word on it, made up, for tests of the board and of what is stored."""

from __future__ import annotations

from datetime import date

from knowledgebase.records import Level
from knowledgebase.rules.criteria import Truth
from tests.reports.example import AT, EVALUATION, HAEMATOLOGIST
from tumorboard.domain.board import OptionChoice
from tumorboard.domain.option import Check, Option, OptionKind, Use, Weight

OPTION = Option(
    kind=OptionKind.THERAPY,
    id="AML-FLT3-gilteritinib",
    record="AML-FLT3-gilteritinib",
    digest="d" * 64,
    title="Gilteritinib in relapsed FLT3-mutated AML",
    use=Use.LABEL,
    state=Truth.MET,
    words="label match",
    level=Level.A,
    tier="I",
    drugs=("gilteritinib",),
    genes=("FLT3",),
    regions=(),
    checks=(Check("FLT3-ITD", Truth.MET, Weight.HARD),),
    beside=(),
    against=(),
    exposure=(),
    missing=(),
    sources=(),
    evidence="verified",
    checked=date(2026, 11, 1),
    expires=date(2027, 11, 1),
    expired=False,
    approved_content=False,
)
CHOICE = OptionChoice(
    option=OPTION.id,
    record=OPTION.record,
    digest=OPTION.digest,
    title=OPTION.title,
    words=OPTION.words,
    taken=True,
    note="before the transplant?",
    by=HAEMATOLOGIST,
    at=AT,
    release=EVALUATION.release,
)
