"""Page 1 in five seconds: what findings mean, what is known of treatment, what to read first."""

import re
from dataclasses import replace

import pytest

from knowledgebase.records import Axis, Effect, Evidence, Level, RegionStatus
from knowledgebase.rules.criteria import (
    All,
    AnyOf,
    AtLeast,
    Criterion,
    Evaluation,
    Not,
    Reason,
    Truth,
)
from reports.languages import language
from reports.model import Signature, build_report
from reports.render import render_pdf
from reports.sections.criteria import told, words_of
from reports.sections.treatments import treatment_matches
from reports.texts_da import DANISH
from reports.texts_en import ENGLISH
from tests.reports.example import (
    AT,
    CHAIR,
    EVALUATION,
    EXAMPLE,
    MATCHES,
    MEANING,
    VARIANT_FILE,
    assertion,
    leaf,
    regions,
)
from tests.reports.pdf_text import solid, text_of
from tumorboard.domain.conclusion import Match
from tumorboard.domain.frozen import FrozenBoardCase

EN = language("en")
MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
CRITERION = Criterion("age")


def page_one(frozen: FrozenBoardCase) -> str:
    return solid(text_of(render_pdf(frozen, signature=Signature(CHAIR, MEANING, AT)), pages=(1, 1)))


def with_matches(*more: Match) -> FrozenBoardCase:
    evaluation = replace(EVALUATION, matches=(*MATCHES, *more))
    return replace(EXAMPLE, evaluation=evaluation)


def added(ident: str, **more: object) -> Match:
    """Build a further statement on the finding that gilteritinib rests on."""
    record = assertion(ident, Axis.THERAPEUTIC, f"Title of {ident}", Effect.SENSITIVITY, **more)
    return replace(MATCHES[0], assertion=record)


def test_every_key_finding_says_what_it_means() -> None:
    page = page_one(EXAMPLE)
    for row in build_report(EXAMPLE, None).key_rows:
        best = row.deciding
        meaning = best.assertion.title if best else row.suggestion and row.suggestion.reason
        assert meaning
        assert solid(meaning) in page
        assert solid(row.label) in page


def test_treatments_of_this_disease_stand_on_page_one() -> None:
    shown = [match.assertion.id for match in treatment_matches(build_report(EXAMPLE, None))]
    assert shown == ["AML-FLT3-gilteritinib", "AML-IDH2-enasidenib"]
    page = page_one(EXAMPLE)
    assert solid(ENGLISH["treatments"]) in page
    assert solid("Gilteritinib in relapsed or refractory AML with FLT3-ITD or FLT3-TKD") in page
    assert solid("Quizartinib with chemotherapy") not in page
    assert solid(EN.count("treatments.more", 3)) in page


def test_resistance_withdrawal_and_open_criteria_are_told() -> None:
    withdrawn = added("X-withdrawn", regions=regions(RegionStatus.WITHDRAWN, RegionStatus.UNKNOWN))
    resistant = added("X-resistant", level=Level.B)
    resistant = replace(
        resistant,
        assertion=replace(resistant.assertion, effect=Effect.RESISTANCE),
        level_here=Level.B,
        context=MATCHES[2].context,
    )
    page = page_one(with_matches(withdrawn, resistant))
    assert "Titleof\u0020X-withdrawn".replace(" ", "") in page
    assert solid(f"EMA: {ENGLISH['RegionStatus.withdrawn']}") in page
    assert solid(f"Title of X-resistant · {ENGLISH['Effect.resistance']}") in page
    assert solid(f"{ENGLISH['context.unknown']}: prior drug midostaurin") in page


def test_stale_and_unverified_treatments_say_so_on_page_one() -> None:
    stale = replace(added("X-stale"), expired=True)
    unsure = added("X-unsure")
    record = replace(unsure.assertion, evidence=Evidence.UNVERIFIED)
    unsure = replace(unsure, assertion=record, level_here=Level.B)
    page = page_one(with_matches(stale, unsure))
    effect = ENGLISH["Effect.sensitivity"]
    assert solid(f"Title of X-stale · {effect} · {ENGLISH['expired']}") in page
    assert solid(f"Title of X-unsure · {effect} · {ENGLISH['Evidence.unverified']}") in page


def test_many_treatments_do_not_push_the_rest_off_page_one() -> None:
    many = [added(f"X-{number:02}") for number in range(30)]
    page = page_one(with_matches(*many))
    assert solid(EN.count("treatments.more", 27)) in page
    assert solid(ENGLISH["attention"]) in page
    text = solid(text_of(render_pdf(with_matches(*many))))
    assert all(solid(f"Title of X-{number:02}") in text for number in range(30))


@pytest.mark.parametrize("texts", [ENGLISH, DANISH])
def test_no_word_calls_a_patient_eligible(texts: dict[str, str]) -> None:
    said = re.findall(r"\w+", " ".join(texts.values()).lower())
    assert not {"eligible", "ineligible", "eligibility", "egnet", "berettiget"} & set(said)


@pytest.mark.parametrize("n", [1, 13])
def test_remarks_on_the_file_are_counted_on_page_one_and_listed_in_section_four(n: int) -> None:
    remarks = tuple(f"Line {number}: FORMAT X{number} is not declared." for number in range(n))
    frozen = replace(EXAMPLE, variant_file=replace(VARIANT_FILE, warnings=remarks))
    page = page_one(frozen)
    assert solid(EN.count("warn.file_remarks", n)) in page
    assert "isnotdeclared" not in page
    text = solid(text_of(render_pdf(frozen)))
    assert all(solid(remark) in text for remark in remarks)


def test_every_source_and_record_is_printed() -> None:
    text = solid(text_of(render_pdf(EXAMPLE)))
    for match in MATCHES:
        record = match.assertion
        assert solid(record.title) in text
        assert solid(f"{record.id} ({record.digest[:12]})") in text
        for source in record.sources:
            assert solid(f"{EN.word(source.kind)} {source.id}: {source.title}") in text
        if match.same_disease and match.biomarker.value is MET:
            assert solid(record.statement) in text


def test_claim_that_does_not_hold_is_told_with_what_is_lacking() -> None:
    text = solid(text_of(render_pdf(EXAMPLE)))
    start = text.index(solid(ENGLISH["evidence.failing"]))
    assert text.index(solid("not met: TP53 mutated with VAF at least 0.10")) > start
    assert solid(EN.say("level_moved", level="B", diseases="MDS", here="C")) in text


def node(rule: object, value: Truth, *parts: Reason) -> Reason:
    return Reason(rule, value, "", "", "", (), parts)  # type: ignore[arg-type]


def values_of(reason: Reason) -> list[tuple[Truth, str]]:
    return [(one.value, words_of(one, EN)) for one in told(Evaluation(reason.value, reason, ()))]


def test_alternatives_that_decided_nothing_are_left_out() -> None:
    parts = (leaf(MET, "a"), leaf(NOT_MET, "b"), leaf(UNKNOWN, "c", "c"))
    assert values_of(node(AnyOf(()), MET, *parts)) == [(MET, "a")]
    assert values_of(node(AnyOf(()), UNKNOWN, *parts[1:])) == [(UNKNOWN, "c")]
    assert values_of(node(AnyOf(()), NOT_MET, parts[1], parts[1])) == [(NOT_MET, "b")]
    assert values_of(node(AtLeast(1, ()), MET, *parts)) == [(MET, "a")]
    everything = [(MET, "a"), (NOT_MET, "b"), (UNKNOWN, "c")]
    assert values_of(node(All(()), NOT_MET, *parts)) == everything
    assert values_of(node(AtLeast(3, ()), NOT_MET, *parts)) == everything


def test_what_must_be_absent_is_told_as_such() -> None:
    named = Criterion("alteration", "FLT3-ITD")
    present = node(Not(CRITERION), NOT_MET, replace(leaf(MET, "FLT3-ITD"), rule=named))
    assert values_of(present) == [(NOT_MET, "without FLT3-ITD")]
    absent = node(Not(CRITERION), MET, replace(leaf(NOT_MET, "FLT3-ITD"), rule=named))
    assert values_of(absent) == [(MET, "without FLT3-ITD")]
    # not (a or b), with a present: a decides; not (a and b), with b absent: b decides.
    either = node(AnyOf(()), MET, leaf(MET, "a"), leaf(NOT_MET, "b"))
    assert values_of(node(Not(CRITERION), NOT_MET, either)) == [
        (NOT_MET, "not a"),
        (MET, "not b"),
    ]
    both = node(All(()), NOT_MET, leaf(MET, "a"), leaf(NOT_MET, "b"))
    assert values_of(node(Not(CRITERION), MET, both)) == [(MET, "not b")]
    twice = node(Not(CRITERION), MET, node(Not(CRITERION), NOT_MET, leaf(MET, "a")))
    assert values_of(twice) == [(MET, "a")]


def test_what_the_board_decides_is_told_as_found() -> None:
    soft = replace(
        leaf(UNKNOWN, "setting newly diagnosed (the board decides) (stated: relapsed)"),
        rule=Criterion("setting", soft=True),
        missing="setting newly diagnosed is not met; the board decides",
    )
    assert values_of(soft) == [(UNKNOWN, "setting newly diagnosed is not met; the board decides")]
    lacking = leaf(UNKNOWN, "prior drug midostaurin", "whether it was given")
    assert values_of(lacking) == [
        (UNKNOWN, "prior drug midostaurin (missing: whether it was given)")
    ]
