"""The door: all options of a case in their order, what to test next, and "why not this?"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from knowledgebase.catalog import Catalog
from knowledgebase.records import Assertion, Effect, Level, RegionStatus
from knowledgebase.rules.criteria import Truth, evaluate
from tumorboard.domain.option import Check, NextTest, Offer, Option
from tumorboard.interpretation.options.checks import checks_of, failing
from tumorboard.interpretation.options.found import Asking, Found
from tumorboard.interpretation.options.next_tests import next_tests
from tumorboard.interpretation.options.products import products, uses_of_drugs
from tumorboard.interpretation.options.therapies import therapies, therapy_rule
from tumorboard.interpretation.options.trials import OVER, TrialIndex, trial_option, trials

_LEVELS: tuple[Level | None, ...] = (*Level, None)
# Paid for here, then approved, then what is not known, then refused.
_STATUSES = (
    RegionStatus.REIMBURSED,
    RegionStatus.APPROVED,
    RegionStatus.UNKNOWN,
    RegionStatus.NOT_APPLICABLE,
    RegionStatus.NOT_REIMBURSED,
    RegionStatus.NOT_APPROVED,
    RegionStatus.WITHDRAWN,
)


_INDEXES: WeakKeyDictionary[Catalog, TrialIndex] = WeakKeyDictionary()


def index_of(catalog: Catalog) -> TrialIndex:
    """Give the index of a catalogue's trials, made once for each catalogue."""
    found = _INDEXES.get(catalog)
    if found is None:
        found = _INDEXES[catalog] = TrialIndex(catalog.content)
    return found


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a case, in order, and the facts worth knowing, the best first."""

    options: tuple[Option, ...]
    next_tests: tuple[NextTest, ...]


def options_of(asking: Asking, index: TrialIndex | None = None) -> Options:
    """Give what could be offered, in :func:`order`, and what to test next. Pure."""
    known = index or TrialIndex(asking.content)
    found = sorted(
        (*_therapies(asking), *products(asking), *trials(asking, known)),
        key=lambda one: order(one.option),
    )
    tests = next_tests(found, asking.facts, asking.diseases)
    return Options(tuple(one.option for one in found), tests)


def _therapies(asking: Asking) -> Iterator[Found]:
    """Leave out the records whose drug is a product with uses listed for this case."""
    for found in therapies(asking):
        if not uses_of_drugs(found.option.drugs, asking):
            yield found


def order(option: Option) -> tuple[object, ...]:
    """Order by level in this disease, region status, how much is missing, kind and id.

    What is not met misses nothing any more, and comes after what may still be met.
    """
    return (
        *standing(option),
        option.state is Truth.NOT_MET,
        len(option.missing),
        option.kind.value,
        option.id,
    )


def standing(offered: Option | Offer) -> tuple[int, int]:
    """Give the first of the order, which the patient does not change: level and region status."""
    statuses = [_STATUSES.index(one.status) for one in offered.regions]
    return _LEVELS.index(offered.level), min(statuses, default=len(_STATUSES))


def grouped(options: Iterable[Option], by: str) -> Mapping[str, tuple[Option, ...]]:
    """Group by ``drug``, ``gene``, ``kind`` or ``use``, each group in the order given.

    An option of several drugs or genes stands in each group; one without stands under "".
    """
    groups: dict[str, list[Option]] = {}
    for option in options:
        names = {
            "drug": option.drugs,
            "gene": option.genes,
            "kind": (option.kind.value,),
            "use": (option.use.value,),
        }[by]
        for name in names or ("",):
            groups.setdefault(name, []).append(option)
    return {name: tuple(those) for name, those in sorted(groups.items())}


def why_not(record: str, asking: Asking) -> tuple[str, ...]:
    """Say for any therapy, product, indication or trial what fails or is not known.

    Empty when everything recorded is met; raises ``KeyError`` when there is no such record.
    """
    content = asking.content
    if record in content.trials:
        trial = content.trials[record]
        over = trial.recruitment in OVER
        closed = (f"recruitment: {trial.recruitment.value}",) if over else ()
        return (*closed, *_told(trial_option(trial, asking)))
    if record in content.assertions:
        return _why_not_therapy(content.assertions[record], asking)
    told: list[str] = []
    uses = [
        (product, one)
        for product in content.products.values()
        for one in product.indications
        if record in (product.id, one.id)
    ]
    if not uses:
        raise KeyError(record)
    for product, one in uses:
        checks = checks_of(evaluate(one.rule, asking.facts, asking.diseases))
        prefix = f"{one.id}: " if record == product.id else ""
        told += [prefix + sentence for sentence in _sentences(checks)]
    return tuple(told)


def _why_not_therapy(assertion: Assertion, asking: Asking) -> tuple[str, ...]:
    rule = therapy_rule(assertion, asking.disease, asking)
    said = _sentences(checks_of(evaluate(rule, asking.facts, asking.diseases)))
    if assertion.effect is not Effect.SENSITIVITY:
        return (f"no option: the record tells of {assertion.effect.value}", *said)
    uses = ", ".join(one.id for one in uses_of_drugs(assertion.drugs, asking))
    if uses:
        return (f"no option of its own: each use on a label is listed instead ({uses})", *said)
    return said


def _told(found: Found) -> tuple[str, ...]:
    option = found.option
    said = list(_sentences(option.checks))
    for cohort in option.cohorts:
        said += [f"{cohort.id}: {one}" for one in _sentences(cohort.checks) if one not in said]
    return tuple(said)


def _sentences(checks: tuple[Check, ...]) -> tuple[str, ...]:
    return tuple(
        f"{one.state.value}: {one.words}" + (f" ({one.missing})" if one.missing else "")
        for one in failing(checks)
    )
