"""Therapeutic assertions as options: label use, use elsewhere, evidence alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledgebase.records import Assertion, Axis, Effect, Level, Review
from knowledgebase.rules.criteria import All, Criterion, Rule, Truth, evaluate
from tumorboard.domain.option import Offer, Option, OptionKind, Use
from tumorboard.interpretation.levels import covers, level_here, might_cover, rank
from tumorboard.interpretation.options.beside import against, exposure, genes_asked
from tumorboard.interpretation.options.checks import checks_of
from tumorboard.interpretation.options.found import Asking, Found


def therapies(asking: Asking) -> Iterator[Found]:
    """Give each sensitivity record for this disease, and those elsewhere whose finding is here."""
    met = {match.assertion.id for match in asking.matches}
    for assertion in asking.content.assertions.values():
        if not is_therapy(assertion):
            continue
        here = covers(assertion, asking.disease, asking.diseases)
        if here or assertion.id in met:
            yield _therapy(assertion, here, asking)


def is_therapy(assertion: Assertion) -> bool:
    """Tell whether a record says that something helps."""
    return assertion.axis is Axis.THERAPEUTIC and assertion.effect is Effect.SENSITIVITY


def therapy_offer(assertion: Assertion, level: Level, on: date) -> Offer:
    """Give what a record offers at its level in the patient's disease."""
    return Offer(
        kind=OptionKind.THERAPY,
        id=assertion.id,
        title=assertion.title,
        level=level,
        tier="I" if rank(level) < 2 else "II",
        regions=assertion.regions,
        expired=assertion.expired(on),
    )


def therapy_rule(assertion: Assertion, disease: str, asking: Asking) -> Rule:
    """Give what a record asks; its disease too, unless it is plainly another one."""
    parts: list[Rule] = [assertion.biomarker]
    if assertion.context is not None:
        parts.append(assertion.context)
    mine = covers(assertion, disease, asking.diseases)
    if mine or might_cover(assertion, disease, asking.diseases):
        parts.insert(0, Criterion("disease", one_of=assertion.diseases))
    return All(tuple(parts))


def _therapy(assertion: Assertion, here: bool, asking: Asking) -> Found:
    rule = therapy_rule(assertion, asking.disease, asking)
    evaluation = evaluate(rule, asking.facts, asking.diseases)
    level = level_here(assertion, asking.disease, asking.diseases, asking.on)
    use = _use(here, bool(level.approval))
    offer = therapy_offer(assertion, level.level, asking.on)
    option = Option(
        kind=offer.kind,
        id=offer.id,
        record=assertion.id,
        digest=assertion.digest,
        title=offer.title,
        use=use,
        state=evaluation.value,
        words=_words(use, evaluation.value),
        level=offer.level,
        tier=offer.tier,
        drugs=assertion.drugs,
        genes=genes_asked(assertion.biomarker, asking),
        regions=offer.regions,
        checks=checks_of(evaluation),
        beside=(),
        against=against(assertion.drugs, asking),
        exposure=exposure(assertion.drugs, asking),
        missing=evaluation.open_facts,
        sources=assertion.sources,
        evidence=assertion.evidence.value,
        checked=assertion.checked,
        expires=assertion.expires,
        expired=offer.expired,
        approved_content=assertion.review is Review.APPROVED,
    )
    return Found(option, (rule,), here)


def _use(here: bool, approved: bool) -> Use:
    if not approved:
        return Use.EVIDENCE
    return Use.LABEL if here else Use.OFF_LABEL


def _words(use: Use, state: Truth) -> str:
    if use is Use.LABEL:
        return label_words(state)
    said = {Truth.MET: "are met", Truth.NOT_MET: "are not met", Truth.UNKNOWN: "are not all known"}
    prefix = "approved in another disease; " if use is Use.OFF_LABEL else ""
    return f"{prefix}the recorded criteria {said[state]}"


def label_words(state: Truth) -> str:
    """Say how a case stands to a label."""
    return {
        Truth.MET: "label match",
        Truth.NOT_MET: "label mismatch",
        Truth.UNKNOWN: "label match unknown",
    }[state]
