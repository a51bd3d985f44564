"""Trials in words and as plain data, for `kb list` and `kb show`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from textwrap import fill
from typing import Any

from knowledgebase.files.record_data import record_as_data
from knowledgebase.proposals import Proposal, proposal_in_words, proposals_as_data
from knowledgebase.records import Cohort, Evidence, Review, Structured, Trial
from knowledgebase.rules.text import rule_in_words
from knowledgebase.trials import trial_rule

_WIDTH = 96


def describe_trial(
    trial: Trial, today: date | None = None, proposals: tuple[Proposal, ...] | None = None
) -> dict[str, Any]:
    """Give a trial as JSON-ready data, with its rules in words too.

    Beside the record's own fields: ``rule_in_words`` of the trial and of each cohort (with all
    that the trial asks), ``proposals`` found in its eligibility text where given, ``digest`` and,
    with ``today``, ``expired``.
    """
    data = record_as_data(trial)
    data["rule_in_words"] = rule_in_words(trial_rule(trial))
    for told, cohort in zip(data["cohorts"], trial.cohorts, strict=True):
        told["rule_in_words"] = rule_in_words(trial_rule(trial, cohort))
    if proposals is not None:
        data["proposals"] = proposals_as_data(proposals)
    data["digest"] = trial.digest
    if today is not None:
        data["expired"] = trial.expired(today)
    return data


def trial_line(trial: Trial) -> str:
    """Give one line for a list: number, phase, whether it recruits, diseases, title."""
    codes = ",".join(trial.diseases) or "no code"
    return f"{trial.id}  {phase_in_words(trial)}  {trial.recruitment.value}  {codes}  {trial.title}"


def phase_in_words(trial: Trial) -> str:
    """Say the phase: "phase 1/2"; "phase not stated" where the registry states none."""
    return f"phase {'/'.join(trial.phases)}" if trial.phases else "phase not stated"


def trial_in_words(
    trial: Trial, today: date | None = None, proposals: tuple[Proposal, ...] = ()
) -> str:
    """Give the whole trial as text for a terminal; the eligibility text as it stands.

    ``proposals`` follow the text, each said to be proposed: they are no part of what is asked.
    """
    lines = [
        f"{trial.id}: {trial.title}",
        f"  {phase_in_words(trial).capitalize()}; {trial.recruitment.value}; "
        f"sponsor {trial.sponsor or 'not stated'}",
        f"  Conditions: {'; '.join(trial.conditions) or 'none stated'}",
        f"  Asks: {rule_in_words(trial_rule(trial))}",
        *(f"  {_cohort_in_words(cohort)}" for cohort in trial.cohorts),
        f"  Sites: {_countries(trial)}",
        f"  Registry: last updated {trial.registry_updated or 'unknown'}, last verified there "
        f"{trial.registry_verified or 'unknown'}",
        *(f"  Source: {s.kind.value} {s.id}: {s.title}" for s in trial.sources),
        f"  Evidence: {trial.evidence.value}"
        + (f" ({trial.evidence_note})" if trial.evidence_note else ""),
        f"  Checked {trial.checked.isoformat()}, "
        f"to be checked again by {trial.expires.isoformat()}",
        *(f"  Note: {sentence}" for sentence in trial_standing(trial, today)),
        f"  Digest: {trial.digest}",
    ]
    told = "\n".join(fill(line, _WIDTH, subsequent_indent="    ") for line in lines)
    if not trial.eligibility:
        return told
    return "\n\n".join(
        (
            told,
            "Eligibility, as the registry has it:",
            trial.eligibility,
            "\n".join((_beside_the_text(proposals), *map(proposal_in_words, proposals))),
        )
    )


def _beside_the_text(proposals: tuple[Proposal, ...]) -> str:
    if not proposals:
        return "Nothing is proposed from this text; read it for what it asks."
    return "Proposed from this text and evaluated nowhere until a curator writes it as a rule:"


def trial_standing(trial: Trial, today: date | None = None) -> tuple[str, ...]:
    """Give the reservations a reader must see with the trial, as short sentences."""
    said = []
    if trial.review is Review.DRAFT:
        said.append("not locally approved (draft)")
    if trial.evidence is Evidence.UNVERIFIED:
        said.append("not compared with its registry entry or protocol")
    if trial.structured is Structured.NONE:
        said.append("nothing of the eligibility text is structured, so it is never found met")
    elif trial.structured is Structured.PART:
        said.append("part of the eligibility is not structured, so it is never found met")
    if today is not None and trial.expired(today):
        said.append(f"its last check expired on {trial.expires.isoformat()}")
    return tuple(said)


def _cohort_in_words(cohort: Cohort) -> str:
    own = f": {rule_in_words(cohort.criteria)}" if cohort.criteria is not None else ""
    return f"Cohort {cohort.id}, {cohort.title} ({cohort.status.value}){own}"


def _countries(trial: Trial) -> str:
    counted = Counter(site.country or "country not stated" for site in trial.sites)
    return ", ".join(f"{country} {n}" for country, n in sorted(counted.items())) or "none stated"
