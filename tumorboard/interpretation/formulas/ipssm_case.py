"""IPSS-M of a case: its inputs out of the facts, and what may be reported."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledgebase.records import Formula
from knowledgebase.rules.criteria import Evaluation, Truth
from knowledgebase.rules.facts import Facts
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Step
from tumorboard.interpretation.formulas.ipssm import (
    CYTOGENETICS,
    GENES,
    IpssmInputs,
    IpssmScores,
    ipssm,
)
from tumorboard.interpretation.formulas.result import Asked, answered, input_step, number, truth
from tumorboard.interpretation.score import reached

_FLT3 = (("alteration", "FLT3-ITD"), ("alteration", "FLT3-TKD"))


def ipssm_case(
    record: Formula, facts: Facts, applies: Evaluation, first: Step, flags: tuple[str, ...]
) -> Assessment:
    """The authors ask for blood counts, blasts and karyotype; genes may be missing."""
    inputs = ipssm_inputs(record, facts)
    required = (
        (("laboratory", "haemoglobin"), inputs.haemoglobin, "g/dL"),
        (("laboratory", "platelets"), inputs.platelets, "10*9/L"),
        (("laboratory", "marrow_blasts"), inputs.marrow_blasts, "%"),
    )
    path = [first, *(input_step(asked, value, unit) for asked, value, unit in required)]
    path.append(Step("IPSS-R cytogenetic group", inputs.cytogenetics or "unknown", None, None))
    path += _genes(inputs)
    opened: list[Asked] = [asked for asked, value, _ in required if value is None]
    if inputs.cytogenetics is None:
        opened.append(("ipssr_cytogenetics", ""))
    untested = _untested(inputs, facts)
    if opened:
        return answered(
            record,
            AssessmentStatus.INSUFFICIENT,
            tuple(path),
            opened=[*opened, *untested],
            flags=flags,
        )
    found = ipssm(inputs, record.numbers)
    return _reported(record, applies, tuple(path), found, untested, flags)


def _reported(
    record: Formula,
    applies: Evaluation,
    path: tuple[Step, ...],
    found: IpssmScores,
    untested: Sequence[Asked],
    flags: tuple[str, ...],
) -> Assessment:
    """Report as the authors do: the mean where best and worst lie within one point, the group
    where they agree in it, else the range alone.
    """
    low, high = found.best, found.worst
    groups = reached(record.groups, low, high)
    close = high - low <= 1
    mean = reached(record.groups, found.mean, found.mean)[0].name
    sure = applies.value is Truth.MET
    if low == high and sure:
        status, result = AssessmentStatus.SINGLE, mean
    elif sure and close:
        status, result = AssessmentStatus.RANGE, mean
    elif sure and len(groups) == 1:
        status, result = AssessmentStatus.RANGE, groups[0].name
    else:
        status, result = AssessmentStatus.SET, ""
    return answered(
        record,
        status,
        path,
        opened=[*applies.open_facts, *untested],
        flags=flags,
        score=(low, high),
        estimate=found.mean if close else None,
        result=result,
    )


def ipssm_inputs(record: Formula, facts: Facts) -> IpssmInputs:
    """Gather what IPSS-M asks. A gene that was not tested stays unknown."""
    names = {*GENES, *record.numbers["residual"]["genes"], "SF3B1"}
    genes = {name: truth(facts, ("gene", name)) for name in names}
    genes["FLT3"] = truth(facts, *_FLT3)
    genes["MLL_PTD"] = truth(facts, ("alteration", "KMT2A-PTD"))
    group = facts.get("ipssr_cytogenetics")
    word = group.value.title() if group and isinstance(group.value, str) else None
    tp53 = facts.get("gene", "TP53")
    return IpssmInputs(
        haemoglobin=number(facts, ("laboratory", "haemoglobin"), "g/dL"),
        platelets=number(facts, ("laboratory", "platelets"), "10*9/L"),
        marrow_blasts=number(facts, ("laboratory", "marrow_blasts"), "%"),
        cytogenetics=word if word in CYTOGENETICS else None,
        del5q=truth(facts, ("cytogenetics", "del(5q)")),
        del7=_lost(facts, "-7", "del(7q)", "loss(7q)"),
        complex=truth(facts, ("cytogenetics", "complex")),
        del17p=_lost(facts, "-17", "del(17p)", "loss(17p)"),
        tp53_mutations=_tp53_mutations(facts),
        tp53_vaf=tp53.vaf if tp53 else None,
        tp53_loss=_tp53_loss(facts),
        genes=genes,
    )


def _lost(facts: Facts, *tokens: str) -> bool | None:
    """Tell whether a chromosome or its arm is lost; the last token says it in general words.

    i(17q), add(17p) or a derivative lose the arm without -17 or del(17p); a letter may say that
    it is lost and not how. The authors ask for all of them as one.
    """
    *exact, general = (("cytogenetics", token) for token in tokens)
    lost = truth(facts, general)
    said = truth(facts, *exact)
    return lost if lost or said is None else said


def _tp53_mutations(facts: Facts) -> int | None:
    mutated = truth(facts, ("gene", "TP53"))
    if mutated is False:
        return 0
    counted = facts.get("mutations", "TP53")
    if mutated is None or counted is None or not isinstance(counted.value, Decimal):
        return None
    if counted.lower_bound and counted.value < 2:
        return None
    return min(int(counted.value), 2)


def _tp53_loss(facts: Facts) -> bool | None:
    copies = facts.get("copy_number", "TP53")
    if copies is None or isinstance(copies.value, bool | Decimal):
        return None
    words = (copies.value,) if isinstance(copies.value, str) else copies.value
    lost = {
        *("loss", "heterozygous loss", "homozygous loss"),
        "copy-neutral loss of heterozygosity",
    }
    return not lost.isdisjoint(words)


def _genes(inputs: IpssmInputs) -> list[Step]:
    mutated = sorted(name for name, state in inputs.genes.items() if state)
    return [Step("mutated genes of the model", ", ".join(mutated) or "none found", None, None)]


def _untested(inputs: IpssmInputs, facts: Facts) -> list[Asked]:
    flt3 = [one for one in _FLT3 if truth(facts, one) is None]
    known = {"MLL_PTD": [("alteration", "KMT2A-PTD")], "FLT3": flt3}
    asked: list[Asked] = []
    if inputs.tp53_mutations is None:
        asked.append(("mutations", "TP53"))
    elif inputs.tp53_mutations == 1 and inputs.tp53_loss is None and not inputs.del17p:
        asked.append(("copy_number", "TP53"))
    for name in sorted(name for name, state in inputs.genes.items() if state is None):
        asked += known.get(name, [("gene", name)])
    return asked
