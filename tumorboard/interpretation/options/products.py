"""Cell products and bispecific antibodies: one option per use on one region's label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledgebase.records import (
    Evidence,
    Guidance,
    Indication,
    Level,
    Product,
    ProductKind,
    RegionalStatus,
    RegionStatus,
    Reimbursement,
    Review,
)
from knowledgebase.rules.criteria import All, Criterion, Rule, Truth, evaluate
from tumorboard.domain.option import Against, Check, Offer, Option, OptionKind, Step, Use, Weight
from tumorboard.interpretation.options.beside import against, exposure
from tumorboard.interpretation.options.checks import check_of, checks_of
from tumorboard.interpretation.options.found import Asking, Found, own_disease
from tumorboard.interpretation.options.steps import Way, steps_of, way_of
from tumorboard.interpretation.options.therapies import label_words

_BEFORE = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4}
# "Second line of ...", and "After at least three therapies" or "after two or more lines".
_NTH_LINE = re.compile(rf"^({'|'.join(_BEFORE)}) line\b")
_AFTER_LINES = re.compile(
    rf"\bafter (?:at least )?({'|'.join(_COUNTS)}) (?:or more )?(?:prior )?(?:lines?|therap)"
)


def products(asking: Asking) -> Iterator[Found]:
    """Give every use whose disease is, or may be, this one; other diseases are not listed."""
    ways: dict[ProductKind, Way | None] = {}
    for product in asking.content.products.values():
        uses = uses_of(product, asking)
        if not uses:
            continue
        if product.kind not in ways:
            ways[product.kind] = way_of(product.kind, asking)
        beside = tuple(_beside(product, asking))
        hurt = (*against((product.id,), asking), *_escape(product, asking))
        for indication in uses:
            steps = steps_of(ways[product.kind], product, indication, asking)
            yield _use(product, indication, beside, hurt, steps, asking)


def uses_of(product: Product, asking: Asking) -> list[Indication]:
    """Give the uses of a product whose disease is, or may be, this one."""
    return [one for one in product.indications if _about(one, asking)]


def uses_of_drugs(drugs: tuple[str, ...], asking: Asking) -> tuple[Indication, ...]:
    """Give the uses, listed for this case, of those drugs that are products.

    A therapy record of such a drug is no option beside them: each label is asked by itself.
    """
    known = (asking.content.products.get(name) for name in drugs)
    return tuple(one for product in known if product for one in uses_of(product, asking))


def product_offer(product: Product, indication: Indication, asking: Asking) -> Offer:
    """Give what one region's label of a product offers."""
    approved = indication.status is RegionStatus.APPROVED
    return Offer(
        kind=OptionKind.PRODUCT,
        id=indication.id,
        title=f"{product.id} ({product.brand}), {indication.region}: {indication.title}",
        level=_level(indication, approved),
        tier="",
        regions=(
            RegionalStatus(indication.region, indication.status, indication.since, indication.note),
            *_payers(product, indication, asking),
        ),
        expired=indication.expired(asking.on),
    )


def _about(indication: Indication, asking: Asking) -> bool:
    rule = Criterion("disease", one_of=indication.diseases)
    return evaluate(rule, asking.facts, asking.diseases).value is not Truth.NOT_MET


def _use(
    product: Product,
    indication: Indication,
    beside: tuple[Check, ...],
    hurt: tuple[Against, ...],
    steps: tuple[Step, ...],
    asking: Asking,
) -> Found:
    evaluation = evaluate(indication.rule, asking.facts, asking.diseases)
    drugs = (product.id, *indication.with_drugs)
    approved = indication.status is RegionStatus.APPROVED
    offer = product_offer(product, indication, asking)
    option = Option(
        kind=offer.kind,
        id=offer.id,
        record=product.id,
        digest=product.digest,
        title=offer.title,
        use=Use.LABEL if approved else Use.EVIDENCE,
        state=evaluation.value,
        words=_words(indication, evaluation.value),
        level=offer.level,
        tier=offer.tier,
        drugs=drugs,
        genes=(),
        regions=offer.regions,
        checks=checks_of(evaluation),
        beside=beside,
        against=hurt,
        exposure=exposure(drugs, asking),
        missing=evaluation.open_facts,
        sources=indication.sources,
        evidence=indication.evidence.value,
        checked=indication.checked,
        expires=indication.expires,
        expired=offer.expired,
        approved_content=product.review is Review.APPROVED,
        label=indication.label,
        steps=steps,
    )
    return Found(option, (indication.rule,), own_disease(indication.diseases, asking))


def _words(indication: Indication, state: Truth) -> str:
    said = label_words(state)
    if indication.status is RegionStatus.APPROVED:
        return said
    return f"{said} (the use itself: {indication.status.value})"


def _level(indication: Indication, approved: bool) -> Level | None:
    """A label in this disease is level A; a label not compared with its source counts as C."""
    if not approved:
        return None
    return Level.A if indication.evidence is Evidence.VERIFIED else Level.C


def _payers(product: Product, indication: Indication, asking: Asking) -> Iterator[RegionalStatus]:
    """Give what payers decided in this disease; what they decided of another use is unknown here.

    Its note tells it, and unknown never lifts a use above what its label says.
    """
    for entry in product.reimbursement:
        if own_disease(entry.diseases, asking):
            note = entry.use + ("" if entry.evidence is Evidence.VERIFIED else " (unverified)")
            status = entry.status
            if not _decided_for(entry, indication):
                note = f"{status.value} for another use: {note}"
                status = RegionStatus.UNKNOWN
            yield RegionalStatus(entry.region, status, entry.since, note)


def _decided_for(entry: Reimbursement, indication: Indication) -> bool:
    """Tell whether a payer's decision is of this use, as far as its words say.

    They name the partners, and the line of treatment where they name one. A decision from some
    number of lines on holds of a use that asks for more.
    """
    said = entry.use.lower()
    if not all(name.lower() in said for name in indication.with_drugs):
        return False
    asked = _lines(indication.criteria)
    if asked is None:
        return True
    if one := _NTH_LINE.search(said):
        return _BEFORE[one[1]] == asked
    least = _AFTER_LINES.search(said)
    return least is None or _COUNTS[least[1]] <= asked


def _lines(rule: Rule) -> Decimal | None:
    """Give the least number of earlier lines that a label asks for."""
    for part in rule.parts if isinstance(rule, All) else (rule,):
        if isinstance(part, Criterion) and part.fact == "lines_of_therapy" and part.bounds:
            return part.bounds.at_least
    return None


def _beside(product: Product, asking: Asking) -> Iterator[Check]:
    """Give what never decides: target, the same target before, precautions, guidance."""
    yield _soft(product.target, f"target: {', '.join(product.antigens)} expressed", asking)
    words = "after an earlier therapy at the same target, the target is shown again"
    yield _soft(product.after_same_target, words, asking)
    for one in product.precautions:
        yield _soft(one.rule, f"precaution: {one.words}", asking)
    for guidance in asking.content.guidance.values():
        if guidance.applies_to is product.kind:
            yield from _guided(guidance, asking)


def _guided(guidance: Guidance, asking: Asking) -> Iterator[Check]:
    stale = " (its last check has expired)" if guidance.expired(asking.on) else ""
    for item in guidance.items:
        words = f"guidance: {item.title}: {item.words}{stale}"
        if item.rule is None:
            missing = "read and weighed by the board"
            yield Check(words, Truth.UNKNOWN, Weight.SOFT, missing)
        else:
            yield _soft(item.rule, words, asking)


def _soft(rule: Rule, words: str, asking: Asking) -> Check:
    told = check_of(evaluate(rule, asking.facts, asking.diseases).reason, words)
    return Check(told.words, told.state, Weight.SOFT, told.missing, told.source, told.parts)


def _escape(product: Product, asking: Asking) -> Iterator[Against]:
    for marker in product.escape:
        if marker.rule is None:
            continue
        if evaluate(marker.rule, asking.facts, asking.diseases).value is Truth.MET:
            yield Against(marker.assertion or marker.id, marker.title, "escape from the target")
