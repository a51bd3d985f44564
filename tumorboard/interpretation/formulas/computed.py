"""From facts to the numbers a formula asks, and from its numbers to an assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from knowledgebase.records import Disease, Formula
from knowledgebase.rules.criteria import Evaluation, Truth, evaluate
from knowledgebase.rules.facts import Facts
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Step
from tumorboard.interpretation.classify import met_flags
from tumorboard.interpretation.formulas.cml_mcl import elts, mipi, sokal
from tumorboard.interpretation.formulas.ipssm_case import ipssm_case
from tumorboard.interpretation.formulas.result import Asked, answered, input_step, number
from tumorboard.interpretation.score import reached, status_of

Function = Callable[[Mapping[str, Decimal], Mapping[str, Mapping[str, Decimal]]], Decimal]

_CML = (
    ("age", ("age", ""), "a"),
    ("spleen", ("laboratory", "spleen_below_costal_margin"), "cm"),
    ("blood_blasts", ("laboratory", "blood_blasts"), "%"),
    ("platelets", ("laboratory", "platelets"), "10*9/L"),
)
_MIPI = (
    ("age", ("age", ""), "a"),
    ("ecog", ("ecog", ""), "1"),
    ("ldh_ratio", ("laboratory", "ldh_ratio"), "1"),
    ("leukocytes", ("laboratory", "leukocytes"), "10*9/L"),
)
_PLAIN: Mapping[str, tuple[Function, Sequence[tuple[str, Asked, str]]]] = {
    "elts": (elts, _CML),
    "sokal": (sokal, _CML),
    "mipi": (mipi, _MIPI),
}
FUNCTIONS = frozenset({*_PLAIN, "ipssm", "ipssra"})
"""The functions that a formula may name."""


def compute(
    record: Formula,
    facts: Facts,
    diseases: Mapping[str, Disease],
    before: Mapping[str, Assessment],
) -> Assessment:
    """Evaluate a formula over facts; ``before`` are assessments by key that it may build on."""
    applies = evaluate(record.applies, facts, diseases)
    first = Step("meant for this case", applies.value.value, None, applies)
    if applies.value is Truth.NOT_MET:
        return answered(record, AssessmentStatus.NOT_APPLICABLE, (first,))
    if why := tuple(met_flags(record.not_for, facts, diseases)):
        return answered(record, AssessmentStatus.NOT_APPLICABLE, (first,), flags=why)
    flags = tuple(met_flags(record.flags, facts, diseases))
    if record.function == "ipssm":
        return ipssm_case(record, facts, applies, first, flags)
    if record.function == "ipssra":
        return _ipssra(record, facts, applies, first, flags, before.get("risk.ipssr"))
    function, inputs = _PLAIN[record.function]
    values = {name: number(facts, asked, unit) for name, asked, unit in inputs}
    path = (first, *(input_step(asked, values[name], unit) for name, asked, unit in inputs))
    opened = [asked for name, asked, _ in inputs if values[name] is None]
    known = {name: value for name, value in values.items() if value is not None}
    flags += tuple(_not_positive(inputs, known))
    if opened or not _positive(known):
        return answered(record, AssessmentStatus.INSUFFICIENT, path, opened=opened, flags=flags)
    score = function(known, record.numbers["coefficients"])
    return _scored(record, applies, path, (score, score), opened=applies.open_facts, flags=flags)


def _not_positive(
    inputs: Sequence[tuple[str, Asked, str]], known: Mapping[str, Decimal]
) -> Iterator[str]:
    """Say which number keeps the score from being computed although it is known."""
    for name, asked, unit in inputs:
        if name in known and not _positive({name: known[name]}):
            step = input_step(asked, known[name], unit)
            yield (
                f"{step.name} is {step.value}; this score needs a value above 0 and is not "
                "computed: check the value."
            )


def _positive(values: Mapping[str, Decimal]) -> bool:
    """Platelets, leukocytes and the LDH ratio enter as a power or a logarithm."""
    return all(
        values[name] > 0 for name in ("platelets", "leukocytes", "ldh_ratio") if name in values
    )


def _ipssra(
    record: Formula,
    facts: Facts,
    applies: Evaluation,
    first: Step,
    flags: tuple[str, ...],
    ipssr: Assessment | None,
) -> Assessment:
    """IPSS-R adjusted for age: more for the old where the score is low, less where it is high."""
    age = number(facts, ("age", ""), "a")
    steps = (first, input_step(("age", ""), age, "a"))
    opened = [] if age is not None else [("age", "")]
    if ipssr is None or ipssr.score is None or age is None:
        return answered(record, AssessmentStatus.INSUFFICIENT, steps, opened=opened, flags=flags)
    row = record.numbers["coefficients"]["age"]
    scores = [
        one + (age - row["centre"]) * (row["beta"] + row["per_point"] * one) for one in ipssr.score
    ]
    known = ipssr.status is not AssessmentStatus.INSUFFICIENT
    opened = [(one.fact, one.key) for one in ipssr.missing]
    return _scored(
        record, applies, steps, (min(scores), max(scores)), opened=opened, flags=flags, known=known
    )


def _scored(
    record: Formula,
    applies: Evaluation,
    path: tuple[Step, ...],
    score: tuple[Decimal, Decimal],
    *,
    opened: Sequence[Asked],
    flags: tuple[str, ...],
    known: bool = True,
) -> Assessment:
    groups = reached(record.groups, *score)
    status = status_of(*score, groups, known=known, sure=applies.value is Truth.MET)
    decided = status in (AssessmentStatus.SINGLE, AssessmentStatus.RANGE)
    return answered(
        record,
        status,
        path,
        opened=opened,
        flags=flags,
        score=score,
        result=groups[0].name if decided else "",
    )
