"""Products, guidance and drugs in words and as plain data, for `kb list` and `kb show`."""

from __future__ import annotations

from datetime import date
from textwrap import fill
from typing import Any

from knowledgebase.files.record_data import record_as_data
from knowledgebase.records import (
    Drug,
    Evidence,
    Guidance,
    GuidanceItem,
    Indication,
    Product,
    Review,
    Source,
)
from knowledgebase.rules.text import rule_in_words

_WIDTH = 96
_UNVERIFIED = " [unverified]"


def describe_product(product: Product, today: date | None = None) -> dict[str, Any]:
    """Give a product as JSON-ready data; each indication with its rule in words.

    Beside the record's own fields: per indication ``rule_in_words`` and, with ``today``,
    ``expired``; per precaution ``rule_in_words``; ``digest``.
    """
    data = record_as_data(product)
    for told, indication in zip(data["indications"], product.indications, strict=True):
        told["rule_in_words"] = rule_in_words(indication.rule)
        if today is not None:
            told["expired"] = indication.expired(today)
    for told, precaution in zip(data["precautions"], product.precautions, strict=True):
        told["rule_in_words"] = rule_in_words(precaution.rule)
    data["digest"] = product.digest
    return data


def product_line(product: Product) -> str:
    """Give one line for a list: INN, brand, kind, antigens, number of uses per region."""
    uses = ", ".join(
        f"{region} {sum(one.region == region for one in product.indications)}"
        for region in ("EMA", "FDA")
    )
    return (
        f"{product.id}  {product.brand}  {product.kind.value}  {','.join(product.antigens)}  {uses}"
    )


def product_in_words(product: Product, drug: Drug | None, today: date | None = None) -> str:
    """Give the whole product as text for a terminal."""
    lines = [f"{product.id} ({product.brand}): {product.kind.value}"]
    if drug is not None:
        lines.append(f"  Classes: {', '.join(drug.classes)}")
    lines.append(f"  Target: {rule_in_words(product.target)}")
    lines.append(
        f"  After a therapy at the same target: {rule_in_words(product.after_same_target)}"
    )
    for indication in product.indications:
        lines += _indication_in_words(indication, today)
    for precaution in product.precautions:
        mark = _mark(precaution.evidence)
        lines.append(f"  Precaution{mark}: {precaution.words}")
    for entry in product.reimbursement:
        since = f" since {entry.since}" if entry.since else ""
        mark = _mark(entry.evidence)
        lines.append(f"  {entry.region}: {entry.status.value}{since}{mark}: {entry.use}")
    for marker in product.escape:
        link = f" (record {marker.assertion})" if marker.assertion else ""
        lines.append(f"  Escape{_mark(marker.evidence)}: {marker.title}. {marker.statement}{link}")
    if product.note:
        lines.append(f"  Note: {product.note}")
    if product.review is Review.DRAFT:
        lines.append("  Note: not locally approved (draft)")
    lines.append(f"  Digest: {product.digest}")
    return _wrapped(lines)


def _indication_in_words(indication: Indication, today: date | None) -> list[str]:
    since = f" since {indication.since}" if indication.since else ""
    lines = [
        f"  {indication.region}, {indication.status.value}{since}"
        f"{_mark(indication.evidence)}: {indication.title}  ({indication.id})",
        f"      Asks: {rule_in_words(indication.rule)}",
    ]
    if indication.with_drugs:
        lines.append(f"      Together with: {', '.join(indication.with_drugs)}")
    if indication.note:
        lines.append(f"      Remark: {indication.note}")
    lines.append(f"      Text read: {indication.label}")
    lines.append(f"      Evidence: {indication.evidence.value} ({indication.evidence_note})")
    lines += [f"      {line}" for line in _sources(indication.sources)]
    late = "; expired" if today is not None and indication.expired(today) else ""
    lines.append(
        f"      Checked {indication.checked.isoformat()}, "
        f"to be checked again by {indication.expires.isoformat()}{late}"
    )
    return lines


def describe_guidance(guidance: Guidance, today: date | None = None) -> dict[str, Any]:
    """Give guidance as JSON-ready data, each item with ``rule_in_words`` (empty: not evaluated)."""
    data = record_as_data(guidance)
    for told, item in zip(data["items"], guidance.items, strict=True):
        told["rule_in_words"] = rule_in_words(item.rule) if item.rule is not None else ""
    data["digest"] = guidance.digest
    if today is not None:
        data["expired"] = guidance.expired(today)
    return data


def guidance_line(guidance: Guidance) -> str:
    """Give one line for a list."""
    kind = guidance.applies_to.value
    return f"{guidance.id}  {kind}  {len(guidance.items)} items  {guidance.title}"


def guidance_in_words(guidance: Guidance, today: date | None = None) -> str:
    """Give the items with their words as text for a terminal."""
    lines = [f"{guidance.id}: {guidance.title}", f"  For: {guidance.applies_to.value}"]
    for item in guidance.items:
        lines += _item_in_words(item)
    if guidance.review is Review.DRAFT:
        lines.append("  Note: not locally approved (draft)")
    if today is not None and guidance.expired(today):
        lines.append(f"  Note: its last check expired on {guidance.expires.isoformat()}")
    lines.append(f"  Digest: {guidance.digest}")
    return _wrapped(lines)


def _item_in_words(item: GuidanceItem) -> list[str]:
    asked = rule_in_words(item.rule) if item.rule is not None else "read, not evaluated"
    return [
        f"  {item.title}{_mark(item.evidence)}: {item.words}",
        f"      Asks: {asked}",
        *(f"      {line}" for line in _sources(item.sources)),
    ]


def describe_drug(drug: Drug) -> dict[str, Any]:
    """Give a drug as JSON-ready data."""
    return record_as_data(drug)


def drug_line(drug: Drug) -> str:
    """Give one line for a list: INN, classes, brands."""
    brands = f"  ({', '.join(drug.brands)})" if drug.brands else ""
    return f"{drug.id}{_mark(drug.evidence)}  {', '.join(drug.classes)}{brands}"


def drug_in_words(drug: Drug) -> str:
    """Give a drug as text for a terminal."""
    lines = [drug.id, f"  Classes: {', '.join(drug.classes)}"]
    for word, names in (
        ("Brands", drug.brands),
        ("Synonyms", drug.synonyms),
        ("Targets", drug.targets),
    ):
        if names:
            lines.append(f"  {word}: {', '.join(names)}")
    lines += [f"  {line}" for line in _sources(drug.sources)]
    lines.append(f"  Evidence: {drug.evidence.value} ({drug.evidence_note})")
    lines.append(f"  Checked {drug.checked.isoformat()}")
    return _wrapped(lines)


def _mark(evidence: Evidence) -> str:
    return "" if evidence is Evidence.VERIFIED else _UNVERIFIED


def _sources(sources: tuple[Source, ...]) -> list[str]:
    return [f"Source: {one.kind.value} {one.id}: {one.title}" for one in sources]


def _wrapped(lines: list[str]) -> str:
    wrapped = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 4)
        wrapped.append(fill(line, _WIDTH, subsequent_indent=indent))
    return "\n".join(wrapped)
