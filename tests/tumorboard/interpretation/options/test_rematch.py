"""A re-match gives what the full evaluation gives: same options, states and order."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.files.kinds import KINDS, surroundings
from knowledgebase.files.strict_yaml import read_yaml
from knowledgebase.records import Cohort, CohortStatus, Content, Structured, Trial
from knowledgebase.records.trial import Recruitment, TrialSex
from knowledgebase.rules.criteria import All, Bounds, Criterion, Rule
from knowledgebase.rules.facts import Fact, Facts
from tests.bench.generate_matching import cases, trials
from tests.knowledgebase.rule_examples import CRITERIA, DISEASES, rules, some_facts, with_fact
from tumorboard.domain.option import Option, OptionKind, ShortOption
from tumorboard.interpretation.evaluate import evaluate_case, match_case
from tumorboard.interpretation.options.engine import options_of
from tumorboard.interpretation.options.found import Asking
from tumorboard.interpretation.options.rematch import Rematch, rematch
from tumorboard.services.case_file import case_from_data, read_case_file

DAY = date(2026, 11, 21)
SHIPPED = load_content()
DEMO = Path(__file__).parents[4] / "ui" / "demo"


def short(one: Option | ShortOption) -> tuple[object, ...]:
    offer = one.offer if isinstance(one, ShortOption) else one
    return (
        *(offer.kind, offer.id, offer.title, one.state, offer.level, offer.tier, offer.regions),
        *(one.missing, offer.expired),
    )


def agree(full: tuple[Option, ...], found: Rematch) -> None:
    assert [short(one) for one in found.options] == [
        short(one) for one in full if one.state.value != "not met"
    ]
    missed = Counter(one.kind for one in full if one.state.value == "not met")
    assert dict(found.not_met) == {kind: missed[kind] for kind in OptionKind}


def imported(count: int) -> Content:
    """Give the shipped content with trials beside it, read as an import's files are."""
    ids = {kind.folder: frozenset(getattr(SHIPPED, kind.folder)) for kind in KINDS}
    names = surroundings(ids, None, shipped=False).names
    kind = next(one for one in KINDS if one.folder == "trials")
    problems: list[object] = []
    drafts = trials(count, SHIPPED).drafts
    read = {
        draft.name: kind.read(read_yaml(draft.text().encode(), draft.path), problems, names)
        for draft in drafts
    }
    assert not problems
    return replace(SHIPPED, trials={**SHIPPED.trials, **read})


def test_generated_cases_against_imported_trials() -> None:
    catalog = Catalog(imported(150))
    states: Counter[str] = Counter()
    for data in cases(60, SHIPPED):
        plain = json.loads(json.dumps(data), parse_float=Decimal)
        case = case_from_data(plain, catalog, folder=Path(), on=DAY)
        full = evaluate_case(case, catalog, DAY)
        matched = match_case(case, catalog, DAY)
        agree(full.options, matched.rematch)
        assert set(matched.warnings) <= set(full.not_assessed)
        states.update(one.state.value for one in full.options)
    assert min(states["met"], states["unknown"], states["not met"]) > 100


@pytest.mark.parametrize("name", ["aml", "cll", "mds", "myeloma"])
def test_demonstration_cases(name: str) -> None:
    catalog = Catalog(SHIPPED)
    case = read_case_file(DEMO / f"{name}.yaml", catalog, on=DAY)
    agree(evaluate_case(case, catalog, DAY).options, match_case(case, catalog, DAY).rematch)


@pytest.mark.parametrize("disease", sorted(SHIPPED.diseases))
def test_every_disease_with_little_known(disease: str) -> None:
    facts = Facts.of((Fact("disease", disease), Fact("gene", True, "TP53"), GIVEN))
    catalog = Catalog(SHIPPED)
    matches = evaluate_case(bare(disease, catalog), catalog, DAY)
    agree(matches.options, match_case(bare(disease, catalog), catalog, DAY).rematch)
    asking = Asking(disease, facts, (), replace(SHIPPED, assertions={}), DAY)
    without = Catalog(asking.content)
    agree(options_of(asking).options, rematch(disease, facts, without, DAY))


GIVEN = Fact("lines_of_therapy", Decimal(2), unit="1", lower_bound=True)


def bare(disease, catalog):
    data = {"id": "C-1", "patient": {"pseudonym": "P-1"}, "disease": disease}
    return case_from_data(data, catalog, folder=Path(), on=DAY)


def test_another_day_changes_what_is_expired() -> None:
    catalog = Catalog(SHIPPED)
    case = bare("AML", catalog)
    for day in (DAY, date(2029, 1, 1), DAY):
        agree(evaluate_case(case, catalog, day).options, match_case(case, catalog, day).rematch)


TRIAL = next(iter(SHIPPED.trials.values()))
fusions = st.sampled_from(
    [
        Criterion("fusion", key, soft=soft)
        for key in ("KMT2A::MLLT3", "KMT2A::*", "NUP98::*")
        for soft in (False, True)
    ]
)
drugs = st.sampled_from([Criterion("prior_drug", key) for key in ("Gilteritinib", "gilteritinib")])
asked = st.one_of(rules(4), st.sampled_from(CRITERIA), fusions, drugs)
conjoined = st.one_of(asked, st.lists(asked, max_size=4).map(tuple).map(All))
cohorts = st.lists(st.tuples(st.sampled_from(CohortStatus), st.none() | conjoined), max_size=3).map(
    lambda each: tuple(
        Cohort(f"arm-{at}", "", "", status, (), "", rule) for at, (status, rule) in enumerate(each)
    )
)
ages = st.none() | st.sampled_from(
    [Bounds(at_least=Decimal(18), unit="a"), Bounds(below=Decimal(75), unit="a")]
)


def made(at: int, parts: tuple[object, ...]) -> Trial:
    codes, unsorted, age, sex, rule, arms, structured = parts
    return replace(
        TRIAL,
        id=f"NCT{at:08d}",
        recruitment=Recruitment.RECRUITING,
        diseases=tuple(codes),
        conditions_open=("another condition",) if unsorted else (),
        age=age,
        sex=sex,
        criteria=rule,
        cohorts=arms,
        structured=structured,
    )


some_trials = st.lists(
    st.tuples(
        st.lists(st.sampled_from(sorted(DISEASES)), max_size=2, unique=True),
        st.booleans(),
        ages,
        st.sampled_from(TrialSex),
        st.none() | conjoined,
        cohorts,
        st.sampled_from(Structured),
    ),
    min_size=1,
    max_size=5,
).map(lambda each: {one.id: one for one in (made(at, parts) for at, parts in enumerate(each))})


def trials_alone(records: dict[str, Trial]) -> Content:
    return Content(
        version="1",
        digest="",
        genes={},
        diseases=dict(DISEASES),
        alterations={},
        assertions={},
        trials=records,
    )


def known(facts: Facts, disease: str, keep: list[bool]) -> Facts:
    """Give the facts of a case in which most is not known."""
    kept = [fact for fact, stays in zip(facts, keep, strict=False) if stays]
    return with_fact(Facts.of(kept), Fact("disease", disease))


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(
    some_trials,
    st.lists(
        st.tuples(
            some_facts(),
            st.sampled_from(sorted(DISEASES)),
            st.lists(st.booleans(), min_size=30, max_size=30),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_trials_of_any_shape(records: dict[str, Trial], patients: list[tuple[object, ...]]) -> None:
    content = trials_alone(records)
    catalog = Catalog(content)
    for facts, disease, keep in patients:
        seen = known(facts, disease, keep)
        asking = Asking(disease, seen, (), content, DAY)
        agree(options_of(asking).options, rematch(disease, seen, catalog, DAY))


def test_a_rule_that_asks_nothing_is_met_or_never() -> None:
    never: Rule = Criterion("disease", one_of=("CLL",))
    whole = made(0, ((), False, None, TrialSex.ALL, All(()), (), Structured.WHOLE))
    part = made(1, (("AML",), False, None, TrialSex.ALL, never, (), Structured.PART))
    content = trials_alone({one.id: one for one in (whole, part)})
    facts = Facts.of((Fact("disease", "AML"),))
    asking = Asking("AML", facts, (), content, DAY)
    found = rematch("AML", facts, Catalog(content), DAY)
    agree(options_of(asking).options, found)
    assert [one.state.value for one in found.options] == ["met"]
    assert found.not_met[OptionKind.TRIAL] == 1
