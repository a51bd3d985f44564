"""Pathways in words and as plain data, for `kb list` and `kb show`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import fill
from typing import Any

from knowledgebase.files.record_data import record_as_data
from knowledgebase.records import Evidence, Pathway, PathwayStep, Review, Source, Timing, Washout

_WIDTH = 96


def describe_pathway(pathway: Pathway, today: date | None = None) -> dict[str, Any]:
    """Give a pathway as JSON-ready data, with its digest and, with ``today``, ``expired``."""
    data = {**record_as_data(pathway), "digest": pathway.digest}
    if today is not None:
        data["expired"] = pathway.expired(today)
    return data


def pathway_line(pathway: Pathway) -> str:
    """Give one line for a list."""
    counts = f"{len(pathway.steps)} steps, {len(pathway.timings)} timings"
    return (
        f"{pathway.id}  {pathway.applies_to.value}  {counts}, {len(pathway.washouts)} washouts  "
        f"{pathway.title}"
    )


def pathway_in_words(pathway: Pathway, today: date | None = None) -> str:
    """Give steps, timings and washouts as text for a terminal."""
    lines = [f"{pathway.id}: {pathway.title}", f"  For: {pathway.applies_to.value}"]
    for step in pathway.steps:
        lines += _step_in_words(step)
    for timing in pathway.timings:
        lines += _timing_in_words(timing, today)
    for washout in pathway.washouts:
        lines += _washout_in_words(washout)
    if pathway.note:
        lines.append(f"  Note: {pathway.note}")
    if pathway.review is Review.DRAFT:
        lines.append("  Note: not locally approved (draft)")
    if today is not None and pathway.expired(today):
        lines.append(f"  Note: its last check expired on {pathway.expires.isoformat()}")
    lines.append(f"  Digest: {pathway.digest}")
    return "\n".join(_wrapped(lines))


def _step_in_words(step: PathwayStep) -> Iterator[str]:
    left_out = ", may be left out" if step.optional else ""
    only = f", {', '.join(step.products)} only" if step.products else ""
    yield f"  Step {step.id}{left_out}{only}{_mark(step.evidence)}: {step.title}. {step.words}"
    if step.after:
        yield f"      After: {', '.join(step.after)}"
    yield from _sources(step.sources)


def _timing_in_words(timing: Timing, today: date | None) -> Iterator[str]:
    of = ", ".join(one for one in (*timing.products, timing.region, *timing.diseases) if one)
    late = "; expired" if today is not None and timing.expired(today) else ""
    yield f"  Timing {timing.id}{f' ({of})' if of else ''}{_mark(timing.evidence)}: {timing.words}"
    if timing.until:
        low = "" if timing.at_least is None else f" at least {timing.at_least}"
        high = "" if timing.at_most is None else f" at most {timing.at_most}"
        yield (
            f"      Days from the {timing.counted_from.value} of {timing.step} to "
            f"{timing.until}:{low}{high}"
        )
    yield f"      Evidence: {timing.evidence_note}"
    yield from _sources(timing.sources)
    yield f"      To be checked again by {timing.expires.isoformat()}{late}"


def _washout_in_words(washout: Washout) -> Iterator[str]:
    of = ", ".join((*washout.drugs, *washout.classes, *washout.transplants))
    yield (
        f"  Washout {washout.id} ({of}), {washout.at_least} days before {washout.before}"
        f"{_mark(washout.evidence)}: {washout.words}"
    )
    yield f"      Evidence: {washout.evidence_note}"
    yield from _sources(washout.sources)


def _mark(evidence: Evidence) -> str:
    return "" if evidence is Evidence.VERIFIED else " [unverified]"


def _sources(sources: tuple[Source, ...]) -> Iterator[str]:
    yield from (f"      Source: {one.kind.value} {one.id}: {one.title}" for one in sources)


def _wrapped(lines: list[str]) -> Iterator[str]:
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 4)
        yield fill(line, _WIDTH, subsequent_indent=indent)
