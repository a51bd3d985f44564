"""Records in words and as plain data, for `kb list` and `kb show`."""

from __future__ import annotations

from datetime import date
from textwrap import fill
from typing import Any

from knowledgebase.curation import may_drive_tier_one
from knowledgebase.files.record_data import record_as_data
from knowledgebase.records import Assertion, Evidence, RegionalStatus, Review
from knowledgebase.rules.text import rule_in_words

_WIDTH = 96


def describe_assertion(assertion: Assertion, today: date | None = None) -> dict[str, Any]:
    """Give an assertion as JSON-ready data, with its rules in words too.

    Beside the record's own fields: ``biomarker_in_words``, ``context_in_words`` (empty when
    nothing more is asked), ``may_drive_tier_I``, ``digest`` and, with ``today``, ``expired``.
    """
    data = record_as_data(assertion)
    data["biomarker_in_words"] = rule_in_words(assertion.biomarker)
    data["context_in_words"] = rule_in_words(assertion.context) if assertion.context else ""
    data["may_drive_tier_I"] = may_drive_tier_one(assertion)
    data["digest"] = assertion.digest
    if today is not None:
        data["expired"] = assertion.expired(today)
    return data


def standing(assertion: Assertion, today: date | None = None) -> tuple[str, ...]:
    """Give the reservations a reader must see with the record, as short sentences."""
    said = []
    if assertion.review is Review.DRAFT:
        said.append("not locally approved (draft)")
    if assertion.evidence is Evidence.UNVERIFIED:
        said.append("not compared with its primary source, so it carries no Tier I")
    if today is not None and assertion.expired(today):
        said.append(f"its last check expired on {assertion.expires.isoformat()}")
    return tuple(said)


def assertion_line(assertion: Assertion) -> str:
    """Give one line for a list: id, axis, level, diseases, title."""
    codes = ",".join(assertion.diseases)
    mark = "" if assertion.evidence is Evidence.VERIFIED else " [unverified]"
    return (
        f"{assertion.id}  {assertion.axis.value}  {assertion.level.value}{mark}  "
        f"{codes}  {assertion.title}"
    )


def assertion_in_words(assertion: Assertion, today: date | None = None) -> str:
    """Give the whole record as text for a terminal."""
    lines = [
        f"{assertion.id}: {assertion.title}",
        f"  Axis and effect: {assertion.axis.value}, {assertion.effect.value}",
        f"  Level: {assertion.level.value} in {', '.join(assertion.diseases)}",
        f"  Biomarker: {rule_in_words(assertion.biomarker)}",
    ]
    if assertion.context is not None:
        lines.append(f"  Context: {rule_in_words(assertion.context)}")
    if assertion.drugs:
        lines.append(f"  Drugs: {', '.join(assertion.drugs)}")
    lines += [f"  {_region_in_words(region)}" for region in assertion.regions]
    lines.append(f"  Statement: {assertion.statement}")
    lines += [f"  Source: {s.kind.value} {s.id}: {s.title}" for s in assertion.sources]
    note = f" ({assertion.evidence_note})" if assertion.evidence_note else ""
    lines.append(f"  Evidence: {assertion.evidence.value}{note}")
    lines.append(
        f"  Checked {assertion.checked.isoformat()}, "
        f"to be checked again by {assertion.expires.isoformat()}"
    )
    lines += [f"  Note: {sentence}" for sentence in standing(assertion, today)]
    lines.append(f"  Digest: {assertion.digest}")
    return "\n".join(fill(line, _WIDTH, subsequent_indent="    ") for line in lines)


def _region_in_words(region: RegionalStatus) -> str:
    since = f" since {region.since}" if region.since else ""
    note = f"; {region.note}" if region.note else ""
    return f"{region.region}: {region.status.value}{since}{note}"
