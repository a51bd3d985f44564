"""What a form says of chromosomes without ISCN: what follows, and what contradicts a karyotype."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.rules.facts import Facts
from tests.tumorboard.interpretation.builders import case
from tumorboard.domain.assessment import AssessmentStatus
from tumorboard.domain.case import Case, StatedChromosomes, StatedFusion
from tumorboard.interpretation.assess import assess
from tumorboard.interpretation.chromosome_facts import asked_tokens, chromosome_facts
from tumorboard.interpretation.evaluate import evaluate_case
from tumorboard.interpretation.facts import facts_of
from tumorboard.interpretation.findings import findings_of
from tumorboard.interpretation.formulas.ipssm_case import ipssm_inputs

CONTENT = load_content()
GROUP = "risk.ipssr_cytogenetics"


def stated(disease: str = "MDS", **said: object) -> Case:
    chromosomes = StatedChromosomes(
        dict(said.pop("findings", {})),  # type: ignore[call-overload]
        said.pop("count", None),  # type: ignore[arg-type]
        said.pop("group", ""),  # type: ignore[arg-type]
    )
    return case(disease=disease, chromosomes=chromosomes, **said)


def known(one: Case) -> Facts:
    return Facts.of(chromosome_facts(one, CONTENT).facts)


def seen(facts: Facts, token: str) -> object:
    fact = facts.get("cytogenetics", token)
    return None if fact is None else fact.value


@pytest.mark.parametrize(
    ("findings", "yes", "no", "unknown"),
    [
        ({"del(5q)": True}, ["del(5q)", "loss(5q)"], ["normal"], ["-7", "complex", "-5"]),
        ({"-7": True}, ["-7", "loss(7q)"], ["normal"], ["del(7q)", "del(5q)"]),
        ({"-7": False, "del(7q)": False}, [], ["-7", "del(7q)"], ["loss(7q)", "normal"]),
        ({"loss(7q)": False}, [], ["loss(7q)", "-7", "del(7q)"], ["-5", "normal"]),
        ({"loss(7q)": True}, ["loss(7q)"], [], ["-7", "del(7q)"]),
        ({"complex": True}, ["complex"], ["normal"], ["monosomal", "-7"]),
        ({"normal": True}, ["normal"], ["-7", "complex", "t(9;22)"], ["t(4;14)"]),
        ({"normal": False}, [], ["normal"], ["complex"]),
    ],
)  # fmt: skip
def test_what_follows_from_what_is_stated(
    findings: dict[str, bool], yes: list[str], no: list[str], unknown: list[str]
) -> None:
    facts = known(stated(findings=findings))
    assert [token for token in yes if seen(facts, token) is not True] == []
    assert [token for token in no if seen(facts, token) is not False] == []
    assert [token for token in unknown if seen(facts, token) is not None] == []


def test_a_count_is_exact_and_abnormalities_are_a_lower_bound() -> None:
    least = known(stated(findings={"-7": True, "del(5q)": True})).get("cytogenetic_abnormalities")
    assert least is not None
    assert (least.value, least.lower_bound) == (Decimal(2), True)
    facts = known(stated(findings={"-7": True}, count=4))
    exact = facts.get("cytogenetic_abnormalities")
    assert exact is not None
    assert (exact.value, exact.lower_bound) == (Decimal(4), False)
    assert seen(facts, "complex") is True
    assert seen(known(stated(count=2)), "complex") is False
    normal = known(stated(findings={"normal": True})).get("cytogenetic_abnormalities")
    assert normal is not None
    assert normal.value == 0


def test_a_translocation_stands_for_its_fusion_and_is_a_finding() -> None:
    one = stated("AML", findings={"t(8;21)": True, "inv(16)": False})
    facts = known(one)
    fusion = facts.get("fusion", "RUNX1::RUNX1T1")
    assert fusion is not None
    assert fusion.value is True
    assert fusion.origins == ("cytogenetics:t(8;21)",)
    assert [each.label for each in findings_of(one, CONTENT)] == ["t(8;21)"]
    ids = {each.id for each in findings_of(one, CONTENT)}
    assert all(set(fact.origins) <= ids for fact in facts)


def test_karyotype_and_form_that_agree_are_one_and_that_disagree_are_unknown() -> None:
    text = "46,XX,del(5)(q13q33)[20]"
    agreeing = known(stated(karyotype=text, findings={"del(5q)": True, "-7": False}))
    assert seen(agreeing, "del(5q)") is True
    one = stated(karyotype=text, findings={"del(5q)": False, "complex": True})
    facts, notes = known(one), chromosome_facts(one, CONTENT).notes
    assert seen(facts, "del(5q)") is None
    assert seen(facts, "complex") is None
    assert sum(note.startswith("Contradiction: of ") for note in notes) >= 2
    more = known(stated(karyotype=text, count=3)).get("cytogenetic_abnormalities")
    assert more is None


def test_a_normal_karyotype_with_a_fusion_is_pointed_out() -> None:
    fusions = (StatedFusion("PML", "RARA", present=True),)
    one = stated("AML", findings={"normal": True}, fusions=fusions)
    assert any("the karyotype is normal" in note for note in chromosome_facts(one, CONTENT).notes)


def group_of(one: Case) -> tuple[AssessmentStatus, str, tuple[str, ...]]:
    found = assess(facts_of(one, findings_of(one, CONTENT), CONTENT), CONTENT)
    group = next(each for each in found if each.key == GROUP)
    ipssr = next(each for each in found if each.key == "risk.ipssr")
    cytogenetics = next(s for s in ipssr.path if s.name == "Cytogenetic group")
    return group.status, group.result, (cytogenetics.value, *group.flags)


def test_the_group_stated_counts_unless_the_chromosomes_say_another() -> None:
    status, result, _ = group_of(stated(group="poor"))
    assert (status, result) == (AssessmentStatus.SINGLE, "poor")
    status, result, _ = group_of(stated(group="good", karyotype="46,XX,del(5)(q13q33)[20]"))
    assert (status, result) == (AssessmentStatus.SINGLE, "good")
    status, result, told = group_of(stated(group="poor", karyotype="46,XX,del(5)(q13q33)[20]"))
    assert (status, result) == (AssessmentStatus.SET, "")
    assert told[1].startswith("Contradiction: the form states poor")
    assert told[1].endswith("unknown until somebody settles it.")


def test_against_abnormalities_the_form_lists_the_group_counts_and_it_is_said() -> None:
    one = stated(group="good", findings={"complex": True})
    status, result, told = group_of(one)
    assert (status, result) == (AssessmentStatus.SINGLE, "good")
    assert told[1].endswith("the group stated counts. Please check.")
    found = evaluate_case(one, Catalog(CONTENT), date(2026, 11, 21))
    assert any("Contradiction: the form states good" in note for note in found.not_assessed)


def test_a_loss_without_its_kind_is_what_ipss_m_asks() -> None:
    record = CONTENT.formulas["IPSS-M"]
    for word, wanted in ((True, True), (False, False)):
        facts = known(stated(findings={"loss(7q)": word, "loss(17p)": word}))
        inputs = ipssm_inputs(record, facts)
        assert (inputs.del7, inputs.del17p) == (wanted, wanted)


tokens = st.sampled_from([*asked_tokens(CONTENT), "complex", "normal", "monosomal"])


@given(st.dictionaries(tokens, st.booleans(), max_size=5), st.none() | st.integers(0, 9))
def test_what_is_said_is_a_fact_as_it_was_said(said: dict[str, bool], count: int | None) -> None:
    facts = known(stated(findings=said, count=count))
    for token, holds in said.items():
        assert seen(facts, token) is holds
