"""Labels as rules: worked cases per product and region, and the traps that are known."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledgebase.asked import asked_of
from knowledgebase.catalog import check_content
from knowledgebase.files.record_data import digest_of
from knowledgebase.records import Evidence, Product, ProductKind, RegionStatus, Review
from knowledgebase.rules.criteria import Truth, evaluate
from knowledgebase.rules.facts import Fact, Facts
from tests.knowledgebase.product_cases import CONTENT, INDICATIONS, label_match, patient
from tests.knowledgebase.small_content import write

MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
PRODUCTS = tuple(CONTENT.products.values())

FL_TWO_LINES = patient("FL", lines=2)
ALL_25 = patient("BLL", age=25)
MM = {"setting": "relapsed", "progression_on_last_therapy": True}
TRIPLE = "IMiD+proteasome inhibitor+anti-CD38"
DOUBLE = "IMiD+proteasome inhibitor"


def mm(lines: int, classes: str, never: str = "", lenalidomide: bool | None = None) -> Facts:
    facts = list(patient("PCM", lines=lines, classes=classes, never=never))
    facts.append(Fact("progression_on_last_therapy", True))
    if lenalidomide is not None:
        facts.append(Fact("refractory_to", lenalidomide, "lenalidomide"))
    return Facts.of(facts)


def first_line(disease: str, *, early: bool, refractory: bool) -> Facts:
    return patient(
        disease,
        lines=1,
        relapse_within_12_months_of_first_line=early,
        refractory_to_first_line=refractory,
    )


LATE = first_line("DLBCL", early=False, refractory=False)
EARLY = first_line("DLBCL", early=True, refractory=False)
PMBL = first_line("PMBL", early=False, refractory=True)
MCL_NO_BTK = patient("MCL", lines=2, never="BTK inhibitor")
MM_THREE = mm(3, TRIPLE)

CASES = [
    ("L1", FL_TWO_LINES, "AXI-EMA-FL", NOT_MET),
    ("L1", FL_TWO_LINES, "AXI-FDA-FL", MET),
    ("L1", FL_TWO_LINES, "LIS-EMA-FL", MET),
    ("L1", FL_TWO_LINES, "KYM-EMA-FL", MET),
    ("L2", ALL_25, "BRE-EMA-ALL", NOT_MET),
    ("L2", ALL_25, "OBE-EMA-ALL", NOT_MET),
    ("L2", ALL_25, "OBE-FDA-ALL", MET),
    ("L2", ALL_25, "KYM-EMA-ALL", UNKNOWN),
    ("L2 refractory", patient("BLL", age=25, setting="refractory"), "KYM-EMA-ALL", MET),
    ("L2 second relapse", patient("BLL", age=25, relapses=2), "KYM-EMA-ALL", MET),
    (
        "L2 after transplant",
        patient("BLL", age=25, prior_allogeneic_transplant=True, relapses=1),
        "KYM-EMA-ALL",
        MET,
    ),
    (
        "L2 first relapse",
        patient("BLL", age=25, prior_allogeneic_transplant=False, relapses=1),
        "KYM-EMA-ALL",
        NOT_MET,
    ),
    ("L2 26 years", patient("BLL", age=26, setting="refractory"), "KYM-EMA-ALL", NOT_MET),
    ("L2 26 years", patient("BLL", age=26), "BRE-EMA-ALL", MET),
    ("L3", mm(1, DOUBLE, lenalidomide=False), "CIL-EMA-MM", NOT_MET),
    ("L4", mm(1, DOUBLE, "anti-CD38", lenalidomide=True), "CIL-EMA-MM", MET),
    ("L4", mm(1, DOUBLE, "anti-CD38", lenalidomide=True), "IDE-EMA-MM", NOT_MET),
    ("L5", mm(2, DOUBLE, "anti-CD38"), "IDE-EMA-MM", NOT_MET),
    ("L5 unsaid", mm(2, DOUBLE), "IDE-EMA-MM", UNKNOWN),
    ("L6", LATE, "AXI-EMA-LBCL-2L", NOT_MET),
    ("L6", LATE, "LIS-EMA-LBCL-2L", NOT_MET),
    ("L7", EARLY, "AXI-EMA-LBCL-2L", MET),
    ("L7", EARLY, "LIS-EMA-LBCL-2L", MET),
    ("L7 undated", patient("DLBCL", lines=1), "AXI-EMA-LBCL-2L", UNKNOWN),
    ("L8", PMBL, "AXI-EMA-LBCL-2L", NOT_MET),
    ("L8", PMBL, "LIS-EMA-LBCL-2L", MET),
    ("L9", MCL_NO_BTK, "BRE-EMA-MCL", NOT_MET),
    ("L9", MCL_NO_BTK, "LIS-EMA-MCL", NOT_MET),
    ("L9 FDA asks no BTK inhibitor", MCL_NO_BTK, "BRE-FDA-MCL", MET),
    ("L10", MM_THREE, "TEC-EMA-MM", MET),
    ("L10", MM_THREE, "TAL-EMA-MM", MET),
    ("L10", MM_THREE, "ELR-EMA-MM", MET),
    ("L10", MM_THREE, "LIN-EMA-MM", MET),
    ("L10 FDA asks four", MM_THREE, "TEC-FDA-MM", NOT_MET),
    ("L10 FDA asks four", mm(4, TRIPLE), "LIN-FDA-MM", MET),
    ("smouldering myeloma", patient("SMM", lines=3), "TEC-EMA-MM", NOT_MET),
    (
        "FL, grade unsaid",
        first_line("FL", early=True, refractory=False),
        "LIS-EMA-LBCL-2L",
        UNKNOWN,
    ),
    ("primary CNS lymphoma", patient("PCNSL", lines=2), "KYM-FDA-LBCL", NOT_MET),
    ("primary CNS lymphoma", patient("PCNSL", lines=2), "AXI-FDA-LBCL-3L", MET),
    ("CLL", patient("CLLSLL", lines=2, classes="BTK inhibitor"), "LIS-FDA-CLL", UNKNOWN),
    (
        "CLL",
        patient("CLLSLL", lines=2, classes="BTK inhibitor+BCL2 inhibitor"),
        "LIS-FDA-CLL",
        MET,
    ),
    ("DLBCL too general", patient("LBCL", lines=2), "GLO-EMA-DLBCL", UNKNOWN),
]


@pytest.mark.parametrize(
    ("facts", "indication", "expected"),
    [case[1:] for case in CASES],
    ids=[f"{case[0]} {case[2]}" for case in CASES],
)
def test_a_label_is_met_not_met_or_unknown(facts: Facts, indication: str, expected: Truth) -> None:
    assert label_match(indication, facts) is expected


@pytest.mark.parametrize("name", ["tisagenlecleucel", "brexucabtagene autoleucel", "blinatumomab"])
def test_a_lost_antigen_is_a_flag_beside_the_label(name: str) -> None:
    """L11: leukaemia without CD19 at relapse."""
    lost = Facts.of([*patient("BLL", age=30, relapses=2), Fact("antigen", False, "CD19")])
    product = CONTENT.products[name]
    assert evaluate(product.target, lost, CONTENT.diseases).value is NOT_MET
    assert evaluate(product.escape[0].rule, lost, CONTENT.diseases).value is MET  # type: ignore[arg-type]


def test_a_lost_antigen_does_not_turn_a_label_that_does_not_ask_for_it() -> None:
    lost = Facts.of([*patient("BLL", age=30), Fact("antigen", False, "CD19")])
    assert label_match("BRE-EMA-ALL", lost) is MET
    assert label_match("BLI-FDA-RR", lost) is NOT_MET


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.id)
def test_after_the_same_target_the_antigen_is_asked_again_and_never_a_no(product: Product) -> None:
    rule = product.after_same_target
    asked = next(part.key for part in _criteria(rule) if part.fact == "prior_class")
    earlier = [Fact("prior_class", True, asked), Fact("antigen", False, product.antigens[0])]
    assert evaluate(rule, Facts.of(earlier), CONTENT.diseases).value is UNKNOWN
    antigen = product.antigens[0]
    since = f"{antigen} after {antigen}"
    lost, kept = (Fact("antigen", shown, since) for shown in (False, True))
    assert evaluate(rule, Facts.of([*earlier, lost]), CONTENT.diseases).value is UNKNOWN
    assert evaluate(rule, Facts.of([*earlier, kept]), CONTENT.diseases).value is MET
    never = Facts.of([Fact("prior_class", False, asked)])
    assert evaluate(rule, never, CONTENT.diseases).value is MET


def _criteria(rule):  # type: ignore[no-untyped-def]
    parts = getattr(rule, "parts", None) or ((rule.part,) if hasattr(rule, "part") else ())
    return [one for part in parts for one in _criteria(part)] if parts else [rule]


def test_the_philadelphia_chromosome_changes_the_european_label_of_blinatumomab() -> None:
    base = [*patient("BLL"), Fact("antigen", True, "CD19")]
    negative = Facts.of([*base, Fact("fusion", False, "BCR::ABL1")])
    positive = Facts.of([*base, Fact("fusion", True, "BCR::ABL1")])
    naive = Facts.of([*positive, Fact("prior_class", False, "BCR::ABL1 inhibitor")])
    assert label_match("BLI-EMA-RR", negative) is MET
    assert label_match("BLI-EMA-RR", positive) is UNKNOWN
    assert label_match("BLI-EMA-RR", naive) is NOT_MET
    assert label_match("BLI-FDA-RR", positive) is MET


def test_seven_cell_products_and_nine_bispecific_antibodies_are_there() -> None:
    kinds = [product.kind for product in PRODUCTS]
    assert kinds.count(ProductKind.CAR_T) == 7
    assert kinds.count(ProductKind.BISPECIFIC) == 9


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.id)
def test_a_product_is_its_drug_and_says_what_it_rests_on(product: Product) -> None:
    drug = CONTENT.drugs[product.id]
    assert product.kind.value in drug.classes
    assert set(product.antigens) <= set(drug.targets)
    assert product.brand in drug.brands
    assert {one.region for one in product.indications} == {"EMA", "FDA"}
    assert product.review is Review.DRAFT
    assert product.precautions
    assert product.escape
    for one in product.indications:
        assert one.sources
        assert one.evidence_note
        assert one.checked < one.expires <= one.checked + timedelta(days=184)
        assert one.id.split("-")[1] == one.region


def test_odronextamab_is_approved_in_europe_only() -> None:
    status = {one.id: one.status for one in CONTENT.products["odronextamab"].indications}
    assert status == {
        "ODR-EMA-FL": RegionStatus.APPROVED,
        "ODR-EMA-DLBCL": RegionStatus.APPROVED,
        "ODR-FDA-FL": RegionStatus.NOT_APPROVED,
        "ODR-FDA-DLBCL": RegionStatus.NOT_APPROVED,
    }


def test_an_opinion_is_no_approval() -> None:
    assert INDICATIONS["TEC-EMA-MM-daratumumab"].status is RegionStatus.UNKNOWN


def test_uses_of_one_region_are_not_taken_over_by_the_other() -> None:
    european = [one for one in INDICATIONS.values() if one.region == "EMA"]
    assert not [one.id for one in european if {"CLLSLL", "MZL"} & set(one.diseases)]


def test_the_american_safety_programme_has_ended_and_is_no_criterion() -> None:
    for product in PRODUCTS:
        if product.kind is ProductKind.CAR_T:
            assert "ended on 2025-06-26" in product.note
        assert not [one.id for one in product.precautions if "REMS" in one.words]


def test_the_words_decide_nothing() -> None:
    for product in PRODUCTS:
        said = [one.title + one.note for one in product.indications]
        said += [one.words for one in product.precautions]
        said += [one.statement for one in product.escape]
        assert not [text for text in said if "eligible" in text or "should" in text]


@pytest.mark.parametrize("fact", ["active_infection", "active_gvhd"])
def test_what_recovers_is_no_hard_no(fact: str) -> None:
    ill = Facts.of([Fact(fact, True)])
    for product in PRODUCTS:
        for one in product.precautions:
            if [part.fact for part in _criteria(one.rule)] == [fact]:
                assert evaluate(one.rule, ill, CONTENT.diseases).value is UNKNOWN


def test_the_digest_follows_what_the_label_asks() -> None:
    product = PRODUCTS[0]
    changed = replace(product.indications[0], diseases=("FL",))
    other = replace(product, indications=(changed, *product.indications[1:]))
    assert digest_of(product) == product.digest != digest_of(other)


FAULTY = """\
id: gilteritinib
brand: Xospata
kind: CAR-T
antigens: [CD19]
target: {antigen: CD19}
after_same_target: {not: {prior_class: CD19-directed}}
indications:
  - id: X-EMA
    region: EMA
    status: approved
    label: a label
    title: a title
    diseases: [AML]
    criteria: {age: {at_least: 18, unit: a}}
    sources: [{kind: label, id: X, title: X}]
    evidence: verified
    evidence_note: compared
    checked: 2026-11-21
    expires: 2027-05-21
precautions: []
reimbursement: []
escape: []
review: draft
"""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("id: gilteritinib", "id: gilteritini"), 'no known drug; did you mean "gilteritinib"?'),
        (("antigens: [CD19]", "antigens: [CD19x]"), 'no known antigen; did you mean "CD19"?'),
        (("region: EMA", "region: EMEA"), '"EMEA" is not one of EMA, FDA'),
        (("diseases: [AML]", "diseases: [ALM]"), "no known disease code"),
        (("CD19-directed", "CD19-direct"), 'did you mean "CD19-directed"?'),
        (("id: X-EMA", "id: X-EMA"), "no entry for FDA"),
        (("expires: 2027-05-21", "expires: 2026-05-21"), "expires before it was checked"),
        (
            ("escape: []", "escape: [{id: a, title: b, statement: c, assertion: AML-FLT3-drg,"
             " evidence: unverified, evidence_note: d}]"),
            '"AML-FLT3-drg" is no assertion; did you mean "AML-FLT3-drug"?',
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_what_is_near(
    tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    text = FAULTY.replace(*change)
    found = check_content(write(tmp_path, **{"products/gilteritinib.yaml": text}))
    assert any(sentence in str(one) for one in found), found


def test_unverified_entries_say_so() -> None:
    for one in INDICATIONS.values():
        if one.evidence is Evidence.UNVERIFIED:
            assert re.search("not read|neither|only reports", one.evidence_note), one.id


def test_an_entry_expires() -> None:
    assert INDICATIONS["AXI-EMA-FL"].expired(date(2027, 6, 1))
    assert not INDICATIONS["AXI-EMA-FL"].expired(date(2026, 12, 1))


def test_what_a_label_asks_is_among_the_facts_asked() -> None:
    asked = asked_of(CONTENT)
    assert {("prior_class", "anti-CD38"), ("refractory_to", "lenalidomide")} <= asked
    assert ("systemic_immunosuppression", "") in asked
