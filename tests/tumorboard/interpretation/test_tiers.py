from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledgebase.records import Axis, Effect, Evidence, Level
from knowledgebase.rules.criteria import All, Criterion
from tests.tumorboard.interpretation.builders import (
    DAY,
    GUIDELINE,
    LABEL,
    assertion,
    case,
    catalog,
    consequence,
    file_of,
    itd,
    regions,
    variant,
)
from tumorboard.domain.conclusion import Tier
from tumorboard.interpretation.evaluate import evaluate_case

RANK = {Tier.I: 0, Tier.II: 1, Tier.III: 2, Tier.IV: 3}


def suggestion(*assertions, disease="AML", seen=None, on=DAY):
    told = case(disease=disease, variant_file=file_of(seen or itd()))
    (tier,) = evaluate_case(told, catalog(*assertions), on).tiers
    return tier


WORKED = [
    # what the assertion says, tier, level, words of the reason
    ({}, Tier.I, "A", "level A (EMA, FDA)"),
    ({"level": Level.B}, Tier.I, "B", "level B"),
    ({"level": Level.C}, Tier.II, "C", "level C"),
    ({"level": Level.D}, Tier.II, "D", "level D"),
    ({"regions": regions(EMA="not approved", FDA="approved")}, Tier.I, "A", "A (FDA only)"),
    ({"regions": regions(EMA="approved", FDA="unknown")}, Tier.I, "A", "A (EMA only)"),
    ({"regions": regions(EMA="not approved", FDA="withdrawn")}, Tier.II, "C", "withdrawn (FDA)"),
    ({"regions": regions(FDA="withdrawn"), "sources": GUIDELINE}, Tier.II, "C", "withdrawn"),
    ({"regions": regions(FDA="withdrawn"), "level": Level.B}, Tier.II, "C", "withdrawn"),
    ({"regions": regions(EMA="withdrawn", FDA="approved")}, Tier.I, "A", "withdrawn (EMA)"),
    ({"regions": regions(EMA="not approved")}, Tier.II, "C", "approved nowhere"),
    ({"regions": regions(EMA="not approved"), "sources": GUIDELINE}, Tier.I, "B", "nowhere"),
    ({"regions": regions(EMA="unknown")}, Tier.II, "C", "no approval is recorded"),
    ({"regions": regions(EMA="unknown"), "sources": GUIDELINE}, Tier.I, "A", "level A"),
    ({"evidence": Evidence.UNVERIFIED}, Tier.II, "C", "not compared with its source"),
    ({"evidence": Evidence.UNVERIFIED, "level": Level.D}, Tier.II, "D", "not compared"),
    ({"diseases": ("HEME",)}, Tier.I, "A", "level A"),
    ({"diseases": ("CLL",)}, Tier.II, "C", "level A (EMA, FDA) holds in CLL, another disease"),
    ({"diseases": ("CLL",), "level": Level.C}, Tier.II, "D", "another disease"),
    ({"diseases": ("APL",)}, Tier.II, "C", "whether this AML is one is unknown"),
    ({"expires": date(2026, 1, 1)}, Tier.I, "A", "expired on 2026-01-01"),
    ({"effect": Effect.RESISTANCE}, Tier.I, "A", "(resistance)"),
    ({"axis": Axis.DIAGNOSTIC, "effect": Effect.DEFINING, "regions": ()}, Tier.I, "A", "defining"),
    ({"axis": Axis.PROGNOSTIC, "effect": Effect.ADVERSE, "regions": ()}, Tier.I, "A", "adverse"),
    (
        {"context": Criterion("setting", one_of=("newly diagnosed",))},
        Tier.I,
        "A",
        "context not met: setting newly diagnosed",
    ),
    ({"context": Criterion("ecog", one_of=("0",))}, Tier.I, "A", "context not fully known"),
]


@pytest.mark.parametrize(("stated", "tier", "level", "words"), WORKED)
def test_worked_cases(stated, tier, level, words):
    suggested = suggestion(assertion(**stated))
    assert (suggested.tier, str(suggested.level)) == (tier, level)
    assert words in suggested.reason
    assert "Title of A1" in suggested.reason
    assert stated.get("sources", LABEL)[0].id in suggested.reason
    assert suggested.matches == ("A1",)


@pytest.mark.parametrize("axis", [Axis.DIAGNOSTIC, Axis.PROGNOSTIC])
@pytest.mark.parametrize(
    "stated",
    [
        {"diseases": ("CLL",)},
        {"context": Criterion("setting", one_of=("newly diagnosed",))},
    ],
    ids=["another disease", "own condition fails"],
)
def test_a_diagnostic_or_prognostic_claim_that_is_not_of_this_patient_gives_no_tier(axis, stated):
    suggested = suggestion(assertion(axis=axis, effect=Effect.SUPPORTING, regions=(), **stated))
    assert (suggested.tier, suggested.level) == (Tier.III, None)


@pytest.mark.parametrize(
    ("changed", "tier"),
    [
        ({}, Tier.III),
        ({"population": "0.01"}, Tier.IV),
        ({"population": "0.0099"}, Tier.III),
        ({"population": "0.2", "normal": "0.01"}, Tier.III),
        ({"population": "0.2", "normal": "0.5"}, Tier.IV),
    ],
)
def test_without_evidence(changed, tier):
    seen = variant(consequence("OTHER", "p.Ala1Gly"), **changed)
    suggested = suggestion(assertion(), seen=seen)
    assert (suggested.tier, suggested.level, dict(suggested.by_axis)) == (tier, None, {})


def test_the_axes_are_judged_apart_and_the_best_decides():
    suggested = suggestion(
        assertion("A1", level=Level.C),
        assertion("A2", axis=Axis.PROGNOSTIC, effect=Effect.ADVERSE, level=Level.B, regions=()),
        assertion("A3", axis=Axis.DIAGNOSTIC, effect=Effect.SUPPORTING, level=Level.D, regions=()),
    )
    assert dict(suggested.by_axis) == {
        Axis.THERAPEUTIC: Level.C,
        Axis.DIAGNOSTIC: Level.D,
        Axis.PROGNOSTIC: Level.B,
    }
    assert (suggested.tier, suggested.matches) == (Tier.I, ("A2", "A1", "A3"))


def test_resistance_is_not_hidden_by_weaker_response():
    suggested = suggestion(
        assertion("A1", level=Level.C), assertion("A2", effect=Effect.RESISTANCE)
    )
    assert suggested.matches[0] == "A2"
    assert suggested.tier is Tier.I


def test_a_variant_in_doubt_names_what_waits_for_it():
    suggested = suggestion(assertion(), seen=itd(filters=("weak_evidence",)))
    assert suggested.tier is Tier.III
    assert "filter says weak_evidence" in suggested.reason
    assert "“Title of A1” (level A) would have to be judged" in suggested.reason


def test_a_common_allele_is_tier_iv_unless_it_is_a_named_alteration():
    named = variant(consequence("FLT3", "p.Asp835Tyr"), population="0.02")
    plain = variant(consequence("FLT3", "p.Thr227Met"), population="0.02")
    assert suggestion(seen=named).tier is Tier.III
    assert "named alteration (FLT3-TKD)" in suggestion(seen=named).reason
    assert suggestion(seen=plain).tier is Tier.IV


def test_a_statement_on_another_finding_does_not_lift_this_one():
    other = assertion(biomarker=Criterion("alteration", "IDH1-R132"))
    told = case(variant_file=file_of(itd(line=1), variant(consequence("IDH1", "p.R132H"), line=2)))
    itd_tier, idh_tier = evaluate_case(told, catalog(other), DAY).tiers
    assert (itd_tier.tier, idh_tier.tier) == (Tier.III, Tier.I)


STATUS = st.sampled_from(["approved", "not approved", "withdrawn", "unknown", "not applicable"])
ASSERTIONS = st.builds(
    lambda number, axis, level, evidence, diseases, ema, fda, sources: assertion(
        f"A{number}",
        axis=axis,
        level=level,
        evidence=evidence,
        diseases=diseases,
        regions=regions(EMA=ema, FDA=fda),
        sources=sources,
    ),
    st.integers(0, 10**6),
    st.sampled_from(Axis),
    st.sampled_from(Level),
    st.sampled_from(Evidence),
    st.sampled_from([("AML",), ("HEME",), ("CLL",), ("APL",)]),
    STATUS,
    STATUS,
    st.sampled_from([LABEL, GUIDELINE]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ASSERTIONS, max_size=4), ASSERTIONS)
def test_another_statement_never_worsens_a_tier(assertions, more):
    without = suggestion(*assertions)
    with_more = suggestion(*assertions, replace(more, id="another"))
    assert RANK[with_more.tier] <= RANK[without.tier]
    for axis, level in without.by_axis.items():
        assert list(Level).index(with_more.by_axis[axis]) <= list(Level).index(level)


@settings(max_examples=60, deadline=None)
@given(ASSERTIONS)
def test_no_level_here_is_above_the_records_own(one):
    suggested = suggestion(one)
    if suggested.level is None:
        assert one.axis is not Axis.THERAPEUTIC
        assert one.diseases == ("CLL",)
        assert suggested.tier is Tier.III
        return
    assert list(Level).index(suggested.level) >= list(Level).index(one.level)
    if one.evidence is Evidence.UNVERIFIED:
        assert suggested.tier is Tier.II


@settings(max_examples=40, deadline=None)
@given(ASSERTIONS)
def test_resistance_counts_exactly_as_response(one):
    response = suggestion(replace(one, effect=Effect.SENSITIVITY))
    resistance = suggestion(replace(one, effect=Effect.RESISTANCE))
    assert (response.tier, response.level) == (resistance.tier, resistance.level)


def approved_since(since, guideline=False):
    one = replace(regions(EMA="approved")[0], since=since)
    return assertion(regions=(one,), sources=GUIDELINE if guideline else LABEL)


@pytest.mark.parametrize(
    ("since", "guideline", "level"),
    [
        ("", False, "A"),
        ("2026-11-21", False, "A"),
        ("2026-11", False, "A"),
        ("2026", False, "A"),
        ("2026-11-22", False, "C"),
        ("2026-12", False, "C"),
        ("2027", False, "C"),
        ("2027", True, "B"),
    ],
)
def test_an_approval_after_the_day_does_not_count(since, guideline, level):
    suggested = suggestion(approved_since(since, guideline))
    assert str(suggested.level) == level
    assert ("not yet approved on that day" in suggested.reason) == (level != "A")
    assert suggestion(approved_since(since, guideline), on=date(2030, 1, 1)).level is Level.A


def test_the_reason_names_two_parts_of_the_context_and_counts_the_rest():
    asked = tuple(Criterion("antigen", f"CD{n}") for n in (19, 20, 33, 123))
    reason = suggestion(assertion(context=All(asked))).reason
    assert "and 2 more" in reason
    assert "CD19" in reason
    assert "CD123" not in reason
