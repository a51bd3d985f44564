"""Classes and risk in the report: what is open stays open, and all that is missing is told."""

import json
import string
import zlib
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from knowledgebase.catalog import load_content
from knowledgebase.records import Evidence, Group, Source, SourceKind
from knowledgebase.rules.criteria import Criterion, Evaluation, Reason, Truth
from knowledgebase.rules.facts import Fact, Facts
from reports.assessments import chain_of, settling_of, told_assessments
from reports.languages import language
from reports.render import render_pdf
from reports.sections.disease import result_text, score_text
from reports.texts_da import DANISH
from reports.texts_en import ENGLISH
from tests.reports.example import AT, EVALUATION, EXAMPLE, HAEMATOLOGIST, VARIANT_FILE
from tests.reports.pdf_text import solid, text_of
from tumorboard.domain.approval import ApprovalState, LocalApproval
from tumorboard.domain.assessment import Assessment, AssessmentStatus, Missing, Step
from tumorboard.domain.conclusion import CaseEvaluation
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.interpretation.assess import assess
from tumorboard.storage.freezing import freeze, thaw

EN, DA = language("en"), language("da")
DIGEST = "c0ffee" * 10 + "cafe"
SECTIONS = ("findings", "evidence", "assessments", "not_assessed", "accounting")
MDS = [
    Fact("disease", "MDS"),
    Fact("age", Decimal("74"), unit="a"),
    Fact("laboratory", Decimal("5.2"), "haemoglobin", unit="mmol/L"),
    Fact("laboratory", Decimal("214"), "platelets", unit="10*9/L"),
    Fact("laboratory", Decimal("2.3"), "neutrophils", unit="10*9/L"),
    Fact("laboratory", Decimal("3"), "marrow_blasts", unit="%"),
    Fact("ipssr_cytogenetics", "good"),
    Fact("gene", True, "SF3B1"),
]
GROUPS = tuple(
    Group(name, None if bound is None else Decimal(bound))
    for name, bound in (("Low", "1"), ("Middle", "3"), ("High", None))
)


def judged(value: Truth, words: str, *opened: tuple[str, str]) -> Evaluation:
    missing = words if value is Truth.UNKNOWN else ""
    return Evaluation(value, Reason(Criterion("age"), value, words, missing, "", (), ()), opened)


def step(name: str, value: Truth, words: str, *opened: tuple[str, str]) -> Step:
    return Step(name, value.value, None, judged(value, words, *opened))


def assessed(key: str, status: AssessmentStatus, **more: object) -> Assessment:
    """Build an assessment whose texts are examples for the layout."""
    one = Assessment(
        id=f"EX-{key}",
        key=key,
        standard=f"Standard {key}",
        title=f"Title of {key}",
        status=status,
        result="",
        possible=(),
        disease="",
        score=None,
        estimate=None,
        path=(step("meant for this case", Truth.MET, "disease AML"),),
        missing=(),
        flags=(),
        note="",
        sources=(Source(SourceKind.PMID, "1", "A source"),),
        evidence=Evidence.VERIFIED,
        expires=date(2027, 5, 21),
        digest=DIGEST,
    )
    return replace(one, **more)  # type: ignore[arg-type]


def holding(*found: Assessment) -> FrozenBoardCase:
    return replace(EXAMPLE, evaluation=replace(EVALUATION, assessments=found))


def of_mds() -> dict[str, Assessment]:
    return {one.key: one for one in assess(Facts.of(MDS), load_content())}


def page_one(frozen: FrozenBoardCase, code: str = "en") -> str:
    return solid(text_of(render_pdf(frozen, language=code), pages=(1, 1)))


def whole(frozen: FrozenBoardCase, code: str = "en") -> str:
    return solid(text_of(render_pdf(frozen, language=code)))


OPEN_CLASS = assessed(
    "classification.who5",
    AssessmentStatus.SET,
    possible=("Class A", "Class B"),
    missing=(Missing("gene", "TP53", "TP53 mutated"), Missing("age", "", "age")),
    path=(
        step("meant for this case", Truth.MET, "disease MDS"),
        step("Class 0", Truth.NOT_MET, "blasts at least 20 %"),
        step("Class A", Truth.UNKNOWN, "TP53 hit twice", ("gene", "TP53")),
        step("Class B", Truth.MET, "SF3B1 mutated"),
    ),
)


def test_classes_stand_side_by_side_and_an_open_one_says_what_is_missing() -> None:
    icc = assessed("classification.icc2022", AssessmentStatus.SINGLE, result="Class I")
    page = page_one(holding(OPEN_CLASS, icc))
    assert solid("WHO-HAEM5") in page
    assert solid("ICC 2022") in page
    assert solid("Possible: Class A / Class B") in page
    assert solid("missing: TP53 mutated, age") in page
    assert solid("Class I") in page


def test_the_path_is_told_as_a_chain_with_the_deciding_words() -> None:
    text = whole(holding(OPEN_CLASS))
    assert solid(f"{ENGLISH['assessments.refused']} Class 0") in text
    assert solid(f"{ENGLISH['assessments.left']} ✓ Class B: SF3B1 mutated") in text
    assert solid(f"{ENGLISH['assessments.settles']} Class A: TP53 mutated") in text
    assert solid(f"{ENGLISH['settles.rest']}: age") in text


def test_open_risk_is_never_one_number_nor_one_group() -> None:
    ipssm = of_mds()["risk.ipssm"]
    assert ipssm.status is AssessmentStatus.SET
    page = page_one(holding(ipssm))
    low, high = (EN.rounded(bound) for bound in ipssm.score or ())
    said = f"IPSS-M: Possible: {ipssm.possible[0]} to {ipssm.possible[-1]} ({low} to {high})"
    assert solid(said) in page
    assert "," in score_text(ipssm, DA)
    assert "." not in score_text(ipssm, DA)


def test_real_models_tell_their_inputs_with_units_and_every_missing_fact() -> None:
    found = of_mds()
    text = whole(holding(found["risk.ipssm"], found["risk.ipssr"]))
    assert solid("haemoglobin: 8.38 g/dL") in text
    assert solid("Haemoglobin: 1 (haemoglobin below 10 g/dL (stated: 5.2 mmol/L))") in text
    assert solid("(not met: platelets below 100 × 10⁹/L (stated: 214 × 10⁹/L))") in text
    assert all(solid(each.words) in text for each in found["risk.ipssm"].missing)


@pytest.mark.parametrize(
    "facts", [MDS, MDS[:1], [Fact("disease", "AML")], [Fact("disease", "PCM")]]
)
def test_no_missing_fact_is_lost_when_told_by_what_it_bears_on(facts: list[Fact]) -> None:
    for one in told_assessments(assess(Facts.of(facts), load_content())):
        found = settling_of(one)
        told = {*found.shared, *found.rest, *(name for _, names in found.by_step for name in names)}
        assert told == {each.words for each in one.missing}


def test_a_group_reached_by_another_rule_is_not_told_as_ruled_out() -> None:
    path = (
        step("meant for this case", Truth.MET, "x"),
        step("Adverse", Truth.NOT_MET, "a"),
        step("Favourable", Truth.NOT_MET, "b"),
        step("Adverse", Truth.MET, "c"),
    )
    one = assessed("risk.x", AssessmentStatus.SINGLE, result="Adverse", possible=("Adverse",))
    chain = chain_of(replace(one, path=path))
    assert chain.refused == ("Favourable",)
    assert chain.deciding is path[3]


def test_contested_flags_and_unverified_records_are_seen_on_page_one() -> None:
    flag = "Contested: this table reads adverse, another reading is intermediate."
    one = assessed(
        "risk.eln2022",
        AssessmentStatus.SINGLE,
        result="Adverse",
        flags=(flag, "x " * 200),
        evidence=Evidence.UNVERIFIED,
    )
    page = page_one(holding(one))
    assert solid(f"▲ {flag}") in page
    assert solid(f"x … ({EN.numbered(SECTIONS).say('assessments.see')})") in page
    assert solid(f"Adverse · {ENGLISH['Evidence.unverified']}") in page
    assert solid("x " * 200) in whole(holding(one))


def test_models_that_know_too_little_are_named_and_not_given_a_result() -> None:
    silent = assessed("risk.x", AssessmentStatus.INSUFFICIENT, possible=("Low", "High"))
    page = page_one(holding(silent))
    assert solid(EN.say("assessments.silent", names="Standard risk.x")) in page
    assert solid("Low") not in page.split(solid(ENGLISH["key_findings"]))[0]


def test_a_case_without_assessments_has_no_such_section() -> None:
    remarks = replace(EXAMPLE, variant_file=replace(VARIANT_FILE, warnings=("Line 1: odd.",)))
    old, new = whole(remarks), whole(replace(remarks, evaluation=holding(OPEN_CLASS).evaluation))
    title = solid(ENGLISH["section.assessments"])
    assert title not in old
    assert solid(f"3 {ENGLISH['section.not_assessed']}") in old
    assert solid("section 4.") in old
    assert f"3{title}" in new
    assert solid(f"4 {ENGLISH['section.not_assessed']}") in new
    assert solid("1 remark on how the file is written: section 5.") in new


def test_an_evaluation_stored_before_there_were_assessments_is_read_and_printed() -> None:
    stored = json.loads(zlib.decompress(freeze(EVALUATION)))
    del stored["record"]["assessments"]
    old = thaw(CaseEvaluation, zlib.compress(json.dumps(stored).encode()))
    assert old == EVALUATION
    assert render_pdf(replace(EXAMPLE, evaluation=old)) == render_pdf(EXAMPLE)


def test_page_one_stays_short_with_many_models_and_many_flags() -> None:
    flags = tuple(f"Flag number {number}." for number in range(6))
    many = [
        assessed(f"risk.m{n}", AssessmentStatus.SINGLE, result="Low", flags=flags if not n else ())
        for n in range(9)
    ]
    page = page_one(holding(*many))
    assert solid(EN.count("assessments.more", 4)) in page
    assert solid(EN.numbered(SECTIONS).count("assessments.notes", 4)) in page
    assert solid("Flag number 5.") in page
    assert solid("Flag number 0.") not in page
    text = whole(holding(*many))
    assert all(solid(flag) in text for flag in flags)
    assert all(solid(f"Title of {one.key}") in text for one in many)


def test_record_source_and_local_approval_are_printed() -> None:
    given = LocalApproval(
        ApprovalState.APPROVED, HAEMATOLOGIST, datetime(2026, 11, 2, tzinfo=AT.tzinfo)
    )
    one = assessed("risk.x", AssessmentStatus.SINGLE, result="Low")
    text = whole(holding(one, replace(one, key="risk.y", id="EX-approved", approval=given)))
    assert solid(f"EX-risk.x ({DIGEST[:12]})") in text
    assert solid("PMID 1: A source") in text
    after = text.split(solid(f"EX-risk.x ({DIGEST[:12]})"))[1]
    said = f" · verified · check again by 2027-05-21 · {ENGLISH['Review.draft']}"
    assert after.startswith(solid(said))
    assert solid("approved locally by Example Haematologist on 2026-11-02") in text


def test_markup_in_an_assessment_is_text() -> None:
    trap = '<DEL> & <b>bold</b> <font size="40">x</font> </para>'
    one = replace(
        OPEN_CLASS,
        standard=trap,
        title=trap,
        possible=(trap, "B"),
        flags=(trap,),
        note=trap,
        missing=(Missing("gene", trap, trap),),
        path=(*OPEN_CLASS.path, step(trap, Truth.UNKNOWN, trap, ("gene", trap))),
    )
    risk = replace(one, key="risk.x", score=(Decimal(0), Decimal(4)), groups=GROUPS)
    text = whole(holding(one, risk))
    assert text.count(solid(trap)) >= 12


def test_ipss_m_is_drawn_and_others_are_not() -> None:
    found = of_mds()
    assert b"/Subtype /Image" in render_pdf(holding(found["risk.ipssm"]))
    assert b"/Subtype /Image" not in render_pdf(holding(found["risk.ipssr"]))
    assert render_pdf(holding(found["risk.ipssm"])) == render_pdf(holding(found["risk.ipssm"]))


@pytest.mark.parametrize("code", ["en", "da"])
def test_the_fixed_words_are_in_the_language_of_the_report(code: str) -> None:
    words = language(code).numbered(SECTIONS)
    text = whole(holding(OPEN_CLASS, of_mds()["risk.ipssm"]), code)
    keys = ("assessments.details", "assessments.settles", "assessments.inputs", "assessments.scale")
    assert all(solid(words.say(key)) in text for key in keys)
    assert solid(words.word(AssessmentStatus.SET)) in text


def test_both_languages_fill_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert {key: places(text) for key, text in ENGLISH.items()} == {
        key: places(text) for key, text in DANISH.items()
    }


@pytest.mark.parametrize(
    ("value", "said"), [("3.140", "3,14"), ("-0.005", "-0,01"), ("10", "10"), ("0E-12", "0")]
)
def test_numbers_are_rounded_without_exponent(value: str, said: str) -> None:
    assert DA.rounded(Decimal(value)) == said


def test_neighbours_on_a_scale_are_told_from_to() -> None:
    one = assessed(
        "risk.x",
        AssessmentStatus.SET,
        possible=("Low", "Middle", "High"),
        score=(Decimal(0), Decimal(4)),
        groups=GROUPS,
    )
    assert result_text(one, EN) == "Possible: Low to High (0 to 4)"
    assert result_text(replace(one, possible=("Low", "Middle")), EN).startswith(
        "Possible: Low / Middle"
    )
