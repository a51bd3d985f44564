"""The steps to a CAR-T infusion: stated days are kept, the rest is bounded by them and no more."""

import json
import zlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from knowledgebase.catalog import Catalog, load_content
from tumorboard.domain.case import StepStatus
from tumorboard.domain.option import NoteWords, Option, OptionKind, Step
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.services.case_file import case_from_data
from tumorboard.storage.freezing import freeze, thaw

DAY = date(2026, 11, 21)
CATALOG = Catalog(load_content())
AXI, AXI_USE = "Yescarta", "AXI-FDA-LBCL-3L"
TISA, TISA_USE = "Kymriah", "KYM-EMA-FL"


def option(use, *, disease="DLBCL", catalog=CATALOG, **fields) -> Option:
    data = {"id": "C-1", "patient": {"pseudonym": "P-1", "age": 60}, "disease": disease}
    case = case_from_data({**data, "setting": "relapsed", **fields}, CATALOG, folder=Path(), on=DAY)
    found = evaluate_case(case, catalog, DAY).options
    return next(one for one in found if one.id == use)


def steps(*stated, use=AXI_USE, product=AXI, **fields) -> dict[str, Step]:
    """Evaluate a case with steps written ``leukapheresis 2026-12-01 planned``."""
    told = []
    for line in stated:
        name, day, *until, status = line.split()
        told.append({"step": name, "date": day, "status": status})
        told[-1] |= {"until": until[0]} if until else {}
    plan = [{"product": product, "steps": told}] if told else []
    found = option(use, cell_therapy=plan, **fields)
    return {one.step: one for one in found.steps}


def notes(step: Step) -> list[NoteWords]:
    return [one.words for one in step.remarks]


def test_a_case_that_states_no_day_sees_the_steps_open_and_no_day_computed():
    found = steps()
    assert list(found)[:3] == ["referral", "work-up", "serology"]
    assert {one.status for one in found.values()} == {StepStatus.OPEN}
    assert all(one.earliest is one.latest is one.on is None for one in found.values())
    said = [(one.words, dict(one.values)) for one in found["infusion"].missing]
    assert said == [(NoteWords.DAY_MISSING, {"step": "lymphodepletion"})]


def test_other_options_have_no_steps():
    case = case_from_data(
        {"id": "1", "patient": {"pseudonym": "P"}, "disease": "DLBCL"}, CATALOG, folder=Path()
    )
    for one in evaluate_case(case, CATALOG, DAY).options:
        assert bool(one.steps) == (
            one.kind is OptionKind.PRODUCT
            and CATALOG.content.products[one.record].kind.value == "CAR-T"
        )


def test_the_second_part_of_a_split_dose_is_a_step_of_its_product_alone():
    assert "second-infusion" not in steps()
    split = option("OBE-FDA-ALL", disease="BLL")
    assert "second-infusion" in [one.step for one in split.steps]


def test_lymphodepletion_is_bounded_by_a_planned_infusion():
    found = steps("infusion 2027-01-02 planned")
    # The American label of Yescarta: it begins on the fifth day before.
    assert found["lymphodepletion"].earliest == date(2026, 12, 28)
    assert found["lymphodepletion"].latest == date(2026, 12, 28)
    assert not found["lymphodepletion"].unsure


def test_an_infusion_is_bounded_by_the_last_day_of_lymphodepletion():
    ld = "lymphodepletion 2026-12-28 {}planned"
    found = steps(ld.format("2026-12-30 "), use=TISA_USE, product=TISA, disease="FL")
    bounds = (found["infusion"].earliest, found["infusion"].latest)
    assert bounds == (date(2027, 1, 1), date(2027, 1, 5))
    # Without its last day the length of the record is taken: three days.
    alone = steps(ld.format(""), use=TISA_USE, product=TISA, disease="FL")["infusion"]
    assert (alone.earliest, alone.latest) == bounds
    longer = steps(ld.format("2026-12-31 "), use=TISA_USE, product=TISA, disease="FL")
    assert longer["infusion"].earliest == date(2027, 1, 2)


def test_lymphodepletion_outside_its_window_is_remarked_on_and_not_refused():
    plan = ("lymphodepletion 2026-12-24 2026-12-26 planned", "infusion 2027-01-02 planned")
    found = steps(*plan, use=TISA_USE, product=TISA, disease="FL")["lymphodepletion"]
    assert notes(found) == [NoteWords.FROM_LAST_DAY]
    assert dict(found.remarks[0].values) == {
        "step": "infusion",
        "days": "7",
        "asked": "2–6",
    }


def test_a_step_before_one_that_comes_first_is_remarked_on():
    found = steps("leukapheresis 2026-12-10 planned", "infusion 2026-12-05 planned")
    assert NoteWords.BEFORE in notes(found["infusion"])
    assert ("step", "leukapheresis") in found["infusion"].remarks[0].values


def test_the_order_binds_over_steps_without_a_day():
    found = steps("leukapheresis 2026-12-01 planned")
    assert found["lymphodepletion"].earliest == date(2026, 12, 1)
    assert found["referral"].latest == date(2026, 12, 1)


def line(*drugs, start="2026-06-01", stop="2026-11-20"):
    stated = {"line": 1, "drugs": list(drugs), "start": start}
    return {"prior_therapies": [stated | ({"stop": stop} if stop else {})]}


def test_a_drug_within_its_washout_before_collection_is_remarked_on():
    found = steps("leukapheresis 2026-11-22 planned", **line("dexamethasone"))
    assert notes(found["leukapheresis"])[0] is NoteWords.WASHOUT
    values = dict(found["leukapheresis"].remarks[0].values)
    assert (values["what"], values["days"], values["asked"]) == ("dexamethasone", "2", "3")
    later = steps("leukapheresis 2026-11-23 planned", **line("dexamethasone"))
    assert not later["leukapheresis"].remarks


def test_the_longest_washout_bounds_the_collection():
    found = steps(**line("dexamethasone", "cyclophosphamide"))
    assert found["leukapheresis"].earliest == date(2026, 12, 4)
    assert found["washout"].status is StepStatus.DONE
    assert (found["washout"].on, found["washout"].from_treatments) == (date(2026, 11, 20), True)


def test_a_drug_is_known_by_its_brand_and_a_class_by_its_name():
    assert steps(**line("Decortin"))["leukapheresis"].earliest is None  # no name of the records
    by_class = {"line": 1, "drugs": [], "classes": ["chemotherapy"], "stop": "2026-11-20"}
    found = steps(prior_therapies=[by_class])
    assert found["leukapheresis"].earliest == date(2026, 12, 4)


def test_without_the_last_dose_nothing_is_counted_and_the_day_is_asked_for():
    found = steps(**line("cyclophosphamide", stop=None))
    assert found["leukapheresis"].earliest is None
    said = [(one.words, dict(one.values)) for one in found["leukapheresis"].missing]
    assert (NoteWords.LAST_DOSE_MISSING, {"what": "cyclophosphamide"}) in said
    assert found["washout"].status is StepStatus.OPEN


def test_a_transplantation_counts_as_far_as_the_record_says():
    found = steps(transplants=[{"kind": "allogeneic", "date": "2026-10-01"}])
    assert found["leukapheresis"].earliest == date(2026, 10, 1) + timedelta(days=100)
    assert (
        steps(transplants=[{"kind": "autologous", "date": "2026-10-01"}])["leukapheresis"].earliest
        is None
    )


def test_a_planned_day_that_has_passed_asks_whether_it_was_done():
    assert notes(steps("referral 2026-11-01 planned")["referral"]) == [NoteWords.PASSED]
    assert not steps("referral 2026-11-01 done")["referral"].remarks


def test_what_rests_on_a_rule_nobody_compared_says_so():
    found = steps("serology 2026-11-20 done")
    assert found["leukapheresis"].unsure
    late = steps("serology 2026-10-01 done", "leukapheresis 2026-12-01 planned")
    assert [(one.words, one.unsure) for one in late["serology"].remarks] == [
        (NoteWords.FROM_FIRST_DAY, True)
    ]


def test_labels_of_two_regions_are_told_apart():
    rules = {
        use: {rule.record for one in option(use).steps for rule in one.rules}
        for use in ("AXI-FDA-LBCL-3L", "AXI-EMA-LBCL-3L")
    }
    assert "AXI-FDA-lymphodepletion" in rules["AXI-FDA-LBCL-3L"] - rules["AXI-EMA-LBCL-3L"]
    assert "AXI-EMA-lymphodepletion" in rules["AXI-EMA-LBCL-3L"] - rules["AXI-FDA-LBCL-3L"]


def test_the_next_step_is_the_first_that_is_needed_and_not_done():
    plan = [
        {"step": name, "date": "2026-11-10", "status": "done"}
        for name in ("referral", "work-up", "serology", "leukapheresis")
    ]
    found = option(AXI_USE, cell_therapy=[{"product": AXI, "steps": plan}])
    # No drug that needs a washout is stated, and bridging is not always needed.
    assert found.next_step is not None
    assert found.next_step.step == "delivery"
    assert option(AXI_USE).next_step.step == "referral"


def test_a_step_without_a_day_before_one_that_is_done_is_passed_and_pointed_out():
    plan = [{"step": "leukapheresis", "date": "2026-11-10", "status": "done"}]
    found = option(AXI_USE, cell_therapy=[{"product": AXI, "steps": plan}])
    told = {one.step: one for one in found.steps}
    assert notes(told["serology"]) == [NoteWords.NOT_DATED]
    assert found.next_step is not None
    assert found.next_step.step == "delivery"


def test_an_optional_step_that_was_passed_asks_for_nothing():
    found = steps("lymphodepletion 2026-11-10 done")
    assert found["bridging"].passed
    assert not found["bridging"].remarks
    assert notes(found["delivery"]) == [NoteWords.NOT_DATED]


def test_a_record_out_of_date_says_so_of_every_rule():
    record = CATALOG.content.pathways["CAR-T-to-infusion"]
    old = replace(record, expires=DAY - timedelta(days=1))
    stale = Catalog(replace(CATALOG.content, pathways={record.id: old}))
    found = option(AXI_USE, catalog=stale, **line("dexamethasone"))
    rules = [rule for one in found.steps for rule in one.rules]
    assert {rule.record for rule in rules if rule.expired} >= {"referral", "glucocorticoids"}


def test_days_of_another_product_are_not_taken():
    other = [{"step": "leukapheresis", "date": "2026-12-01", "status": "planned"}]
    found = option(AXI_USE, cell_therapy=[{"product": "Breyanzi", "steps": other}])
    assert all(one.on is None for one in found.steps)


def test_a_release_without_such_a_record_tells_no_steps():
    bare = Catalog(replace(CATALOG.content, pathways={}))
    assert option(AXI_USE, catalog=bare).steps == ()


def test_steps_rest_with_the_evaluation_and_an_option_stored_before_them_still_reads():
    found = option(AXI_USE, **line("dexamethasone"))
    assert thaw(Option, freeze(found)) == found
    stored = json.loads(zlib.decompress(freeze(found)))
    del stored["record"]["steps"]
    older = zlib.compress(json.dumps(stored).encode())
    assert thaw(Option, older) == replace(found, steps=())


days = st.dates(date(2026, 10, 1), date(2027, 3, 1))


@given(st.dictionaries(st.sampled_from(["leukapheresis", "lymphodepletion", "infusion"]), days))
def test_whatever_is_planned_bounds_come_from_stated_days_alone(plan):
    found = steps(*(f"{name} {day} planned" for name, day in plan.items()))
    for one in found.values():
        assert (one.on is not None) == (one.step in plan)
        if not plan:
            assert one.earliest is one.latest is None
        if one.earliest and one.latest and one.earliest > one.latest:
            assert NoteWords.NO_DAY_LEFT in notes(one)


def bounds(found: dict[str, Step], name: str) -> tuple[str, str]:
    one = found[name]
    return tuple(day.isoformat() if day else "" for day in (one.earliest, one.latest))


def test_a_latest_day_goes_back_over_open_steps_and_none_to_the_step_it_comes_from():
    found = steps("infusion 2026-12-24 planned", product=TISA, use="KYM-EMA-DLBCL")
    assert found["lymphodepletion"].latest == date(2026, 12, 20)
    for name in ("referral", "serology", "leukapheresis", "bridging", "delivery"):
        assert bounds(found, name) == ("", "2026-12-20")
    assert bounds(found, "infusion") == ("", "")
    assert found["delivery"].unsure


def test_an_earliest_day_goes_on_over_open_steps_with_what_they_take():
    found = steps("leukapheresis 2026-12-01 planned", use="BRE-FDA-MCL", product="Tecartus",
                  disease="MCL")  # fmt: skip
    assert bounds(found, "lymphodepletion") == ("2026-12-01", "")
    assert bounds(found, "infusion") == ("2026-12-06", "")
    assert bounds(found, "monitoring") == ("2026-12-20", "")
    assert bounds(found, "leukapheresis") == ("", "")


def test_monitoring_never_ends_before_an_open_infusion():
    plan = "lymphodepletion 2026-11-25 2026-11-27 planned"
    found = steps(plan, use="CIL-EMA-MM", product="Carvykti", disease="MM")
    assert bounds(found, "infusion") == ("2026-11-30", "2026-12-02")
    assert bounds(found, "monitoring") == ("2026-11-30", "")


def test_a_day_that_has_passed_is_no_bound_of_what_is_still_to_be_done():
    found = steps(
        "infusion 2026-12-24 planned", **line("bendamustine", start="2025-01-01", stop="2025-06-01")
    )
    for name in ("leukapheresis", "bridging", "delivery"):
        assert found[name].earliest is None
    today = steps(**line("dexamethasone", stop="2026-11-18"))
    assert today["leukapheresis"].earliest == DAY


def test_an_optional_step_without_a_day_pushes_nothing_and_one_with_a_day_does():
    record = CATALOG.content.pathways["CAR-T-to-infusion"]
    wait = replace(record.timings[0], id="wait", step="bridging", until="lymphodepletion",
                   at_least=10, at_most=None)  # fmt: skip
    known = replace(record, timings=(*record.timings, wait))
    catalog = Catalog(replace(CATALOG.content, pathways={record.id: known}))
    collected = "leukapheresis 2026-12-01 planned"
    assert steps(collected, catalog=catalog)["lymphodepletion"].earliest == date(2026, 12, 1)
    bridged = steps(collected, "bridging 2026-12-05 planned", catalog=catalog)
    assert bridged["lymphodepletion"].earliest == date(2026, 12, 15)


def test_an_open_step_whose_last_possible_day_has_passed_says_so():
    found = steps("infusion 2026-11-24 planned")
    assert notes(found["lymphodepletion"]) == [NoteWords.NO_DAY_LEFT]
    assert notes(found["bridging"]) == []
    assert notes(steps("infusion 2026-11-26 planned")["lymphodepletion"]) == []


USES = {
    "AXI-FDA-LBCL-3L": ("Yescarta", "DLBCL"),
    "KYM-EMA-FL": ("Kymriah", "FL"),
    "BRE-EMA-MCL": ("Tecartus", "MCL"),
    "OBE-FDA-ALL": ("Aucatzyl", "BLL"),
}
PATHWAY = CATALOG.content.pathways["CAR-T-to-infusion"]
PLANS = st.dictionaries(
    st.sampled_from([one.id for one in PATHWAY.steps if not one.products]),
    st.tuples(days.filter(lambda day: day > DAY), st.integers(0, 6)),
)


@given(st.sampled_from(sorted(USES)), PLANS)
def test_the_bounds_given_keep_every_rule_between_two_steps(use, plan):
    product, disease = USES[use]
    told = [f"{name} {on} {on + timedelta(days=n)} planned" for name, (on, n) in plan.items()]
    found = steps(*told, use=use, product=product, disease=disease)
    lows, highs = {}, {}
    for name, one in found.items():
        lows[name], highs[name] = one.on or one.earliest, one.on or one.latest
        if one.earliest and one.latest and one.earliest > one.latest:
            assert NoteWords.NO_DAY_LEFT in notes(one)
    pushes = {name for name, one in found.items() if name in plan or not one.optional}
    for first, later, low, high in rules_between(found, plan):
        if first in pushes and found[later].on is None and lows[first]:
            assert (lows[later] or DAY) >= lows[first] + timedelta(days=low)
        if later in pushes and found[first].on is None and highs[later]:
            assert highs[first] <= highs[later] - timedelta(days=low)
        if high is not None and found[later].on is None and highs[first]:
            assert highs[later] <= highs[first] + timedelta(days=high)
        if high is not None and found[first].on is None and lows[later]:
            assert (lows[first] or DAY) >= lows[later] - timedelta(days=high)


def rules_between(found, plan):
    """Give, read anew from the record, which days each two steps keep between them."""
    for step in PATHWAY.steps:
        for first in step.after:
            if step.id in found and first in found:
                yield first, step.id, plan[first][1] if first in plan else 0, None
    told = {rule.record for one in found.values() for rule in one.rules}
    for one in PATHWAY.timings:
        if one.id in told and one.until in found:
            length = plan[one.step][1] + 1 if one.step in plan else (one.lasts or 1)
            shift = length - 1 if one.counted_from.value == "last day" else 0
            high = None if one.at_most is None else one.at_most + shift
            yield one.step, one.until, (one.at_least or 0) + shift, high
