"""What a trial asks of a patient, as one rule: registry fields and a curator's criteria together.

Whatever is not structured stands in the rule as a criterion in words, which nothing answers. So
a trial whose text nobody has structured can be found *not met* (wrong disease, too young) or
*unknown*, never *met*.
"""

from __future__ import annotations

from knowledgebase.records.trial import Cohort, Recruitment, Structured, Trial, TrialSex
from knowledgebase.rules.criteria import All, AnyOf, Criterion, Rule

NOT_STRUCTURED = "the eligibility text of the registry, which nobody has structured yet"
PARTLY_STRUCTURED = "the part of the eligibility text that is not structured"

TAKES_PATIENTS = (Recruitment.RECRUITING, Recruitment.ENROLLING_BY_INVITATION)
"""States in which a trial or site takes patients now; expanded access is apart."""

EXPANDED_ACCESS = (Recruitment.AVAILABLE, Recruitment.TEMPORARILY_NOT_AVAILABLE)
"""States a registry has for expanded access alone: compassionate use outside a trial."""


def trial_rule(trial: Trial, cohort: Cohort | None = None) -> Rule:
    """Give the rule for a trial, or for one of its cohorts: all parts must hold.

    The order is disease, age, sex, the trial's criteria, the cohort's criteria, what stands in
    words only.
    """
    parts = [*registry_rules(trial)]
    if trial.criteria is not None:
        parts.append(trial.criteria)
    if cohort is not None and cohort.criteria is not None:
        parts.append(cohort.criteria)
    if trial.structured is Structured.NONE:
        parts.append(Criterion("in_words", NOT_STRUCTURED))
    elif trial.structured is Structured.PART:
        parts.append(Criterion("in_words", PARTLY_STRUCTURED))
    return All(tuple(parts))


def registry_rules(trial: Trial) -> tuple[Rule, ...]:
    """Give what the structured fields of the registry ask: disease, age, sex."""
    parts: list[Rule] = []
    if trial.diseases or trial.conditions_open:
        parts.append(_disease_rule(trial))
    if trial.age is not None:
        parts.append(Criterion("age", bounds=trial.age))
    if trial.sex is not TrialSex.ALL:
        parts.append(Criterion("sex", one_of=(trial.sex.value,)))
    return tuple(parts)


def _disease_rule(trial: Trial) -> Rule:
    coded: list[Rule] = []
    if trial.diseases:
        coded.append(Criterion("disease", one_of=trial.diseases))
    # A condition without a code may still be the patient's disease, so it keeps the door open.
    in_words = [Criterion("in_words", f"condition: {one}") for one in trial.conditions_open]
    parts = (*coded, *in_words)
    return parts[0] if len(parts) == 1 else AnyOf(parts)
