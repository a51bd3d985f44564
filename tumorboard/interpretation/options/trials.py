"""Trials as options, each with its cohorts; only those about this disease are evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from knowledgebase.drugs import folded, names_of_drugs
from knowledgebase.records import Content, Drug, Trial
from knowledgebase.records.provenance import Review
from knowledgebase.records.trial import CohortStatus, Recruitment
from knowledgebase.rules.criteria import Evaluation, Rule, Truth, evaluate
from knowledgebase.rules.evaluation import value_of
from knowledgebase.rules.hierarchy import lineage
from knowledgebase.rules.truth import any_of
from knowledgebase.trials import EXPANDED_ACCESS, registry_rules, trial_rule
from tumorboard.domain.option import CohortState, Offer, Option, OptionKind, Use
from tumorboard.interpretation.options.beside import against, exposure, genes_asked
from tumorboard.interpretation.options.checks import checks_of
from tumorboard.interpretation.options.found import Asking, Found, own_disease

OVER = frozenset(
    {
        Recruitment.COMPLETED,
        Recruitment.TERMINATED,
        Recruitment.WITHDRAWN,
        Recruitment.NO_LONGER_AVAILABLE,
        Recruitment.APPROVED_FOR_MARKETING,
        Recruitment.WITHHELD,
        Recruitment.ACTIVE_NOT_RECRUITING,
    }
)
"""States in which a trial takes no more patients; the record can still be asked for by id."""

_WORDS = {
    Truth.MET: "matches the recorded criteria",
    Truth.NOT_MET: "does not match the recorded criteria",
    Truth.UNKNOWN: "whether it matches the recorded criteria is unknown",
}


class TrialIndex:
    """Leads from a disease to the trials that could be about it."""

    def __init__(self, content: Content) -> None:
        self._about: dict[str, list[str]] = {}
        self._anything: list[str] = []
        self._diseases = content.diseases
        names = names_of_drugs(content.drugs.values())
        self.drugs = {one.id: drugs_of_trial(one, names) for one in content.trials.values()}
        for trial in content.trials.values():
            if trial.recruitment not in OVER:
                self._add(trial)

    def _add(self, trial: Trial) -> None:
        if trial.conditions_open or not trial.diseases:
            self._anything.append(trial.id)
            return
        # Below a stated code the disease holds; above it, it may turn out to hold.
        for code in trial.diseases:
            self._about.setdefault(code, []).append(trial.id)
            for above in list(lineage(code, self._diseases))[1:]:
                self._about.setdefault(f"above {above}", []).append(trial.id)

    def about(self, disease: str) -> list[str]:
        """Give the ids of trials that are, or may be, about a disease, sorted."""
        found = set(self._anything)
        found.update(self._about.get(f"above {disease}", ()))
        for code in lineage(disease, self._diseases):
            found.update(self._about.get(code, ()))
        return sorted(found)


def trials(asking: Asking, index: TrialIndex) -> Iterator[Found]:
    """Give each trial that takes or may take patients with this disease."""
    for trial in trials_about(asking, index):
        yield trial_option(trial, asking, index.drugs[trial.id])


def trials_about(asking: Asking, index: TrialIndex) -> Iterator[Trial]:
    """Give the trials whose disease is, or may be, this one, by id."""
    values: dict[tuple[tuple[str, ...], ...], Truth] = {}  # many trials are about the same
    for name in index.about(asking.disease):
        trial = asking.content.trials[name]
        about = trial.diseases, trial.conditions_open
        if about not in values:
            # Nothing stated excludes nobody.
            values[about] = _value(registry_rules(trial)[0], asking) if any(about) else Truth.MET
        if values[about] is not Truth.NOT_MET:
            yield trial


def trial_offer(trial: Trial, on: date) -> Offer:
    """Give what a trial offers: no level, for nobody knows yet whether it helps."""
    return Offer(
        kind=OptionKind.TRIAL,
        id=trial.id,
        title=trial.title,
        level=None,
        tier="",
        regions=(),
        expired=trial.expired(on),
    )


def ways_in(trial: Trial) -> tuple[Rule, ...]:
    """Give the rules of which one must be met: of the cohorts not closed, else of the trial."""
    whole = trial_rule(trial)
    own = {one.id: trial_rule(trial, one) for one in trial.cohorts if one.criteria is not None}
    open_ones = [one for one in trial.cohorts if one.status is not CohortStatus.CLOSED]
    return tuple(dict.fromkeys(own.get(one.id, whole) for one in open_ones)) or (whole,)


def trial_option(trial: Trial, asking: Asking, drugs: tuple[str, ...] | None = None) -> Found:
    """Evaluate one trial with its cohorts; ``drugs`` are those of the index, where there is one."""
    if drugs is None:
        drugs = drugs_of_trial(trial, names_of_drugs(asking.content.drugs.values()))
    rule = trial_rule(trial)
    whole = _evaluated(rule, asking)
    open_ones = [one for one in trial.cohorts if one.status is not CohortStatus.CLOSED]
    asked = {
        one.id: _evaluated(trial_rule(trial, one), asking)
        for one in trial.cohorts
        if one.criteria is not None
    }
    each = [asked.get(one.id, whole) for one in open_ones] or [whole]
    state = any_of(one.value for one in each)
    missing = dict.fromkeys(name for one in each for name in one.open_facts)
    offer = trial_offer(trial, asking.on)
    option = Option(
        kind=offer.kind,
        id=offer.id,
        record=trial.id,
        digest=trial.digest,
        title=offer.title,
        use=Use.COMPASSIONATE if trial.recruitment in EXPANDED_ACCESS else Use.TRIAL,
        state=state,
        words=_WORDS[state],
        level=offer.level,
        tier=offer.tier,
        drugs=drugs,
        genes=genes_asked(rule, asking),
        regions=offer.regions,
        checks=checks_of(whole),
        beside=(),
        against=against(drugs, asking),
        exposure=exposure(drugs, asking),
        missing=tuple(missing) if state is Truth.UNKNOWN else (),
        sources=trial.sources,
        evidence=trial.evidence.value,
        checked=trial.checked,
        expires=trial.expires,
        expired=offer.expired,
        approved_content=trial.review is Review.APPROVED,
        recruitment=trial.recruitment.value,
        cohorts=tuple(
            CohortState(
                one.id,
                one.title,
                one.status.value,
                asked.get(one.id, whole).value,
                checks_of(asked[one.id]) if one.id in asked else (),
            )
            for one in trial.cohorts
        ),
    )
    rules = tuple(trial_rule(trial, one) for one in open_ones) or (rule,)
    return Found(option, rules, own_disease(trial.diseases, asking))


def _value(rule: Rule, asking: Asking) -> Truth:
    return value_of(rule, asking.facts, asking.diseases)


def _evaluated(rule: Rule, asking: Asking) -> Evaluation:
    return evaluate(rule, asking.facts, asking.diseases)


def drugs_of_trial(trial: Trial, names: Mapping[str, Drug]) -> tuple[str, ...]:
    """Give the interventions that are drugs of the knowledge base, by INN, brand or synonym.

    A registry often adds a remark in brackets, as in "Melphalan (part of ASCT)".
    """
    told = (folded(one.name) for one in trial.interventions)
    found = (names.get(name) or names.get(name.partition(" (")[0]) for name in told)
    return tuple(dict.fromkeys(drug.id for drug in found if drug is not None))
