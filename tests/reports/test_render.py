"""What is printed is what was stored, on every page, in every language."""

import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate

from reports.fonts import shown
from reports.languages import language, moment
from reports.model import Signature, build_report
from reports.render import render_pdf
from reports.style import plain
from reports.texts_da import DANISH
from reports.texts_en import ENGLISH
from tests.reports.example import (
    AT,
    CASE,
    CHAIR,
    EVALUATION,
    EXAMPLE,
    HAEMATOLOGIST,
    MEANING,
    REJECTIONS,
    VARIANT_FILE,
    long_example,
    minimal_example,
    variant,
)
from tests.reports.pdf_text import solid, text_of
from tumorboard.domain.board import Recommendation
from tumorboard.domain.case import Assay
from tumorboard.domain.identifiers import read_cpr, read_fnr
from tumorboard.errors import ReportError

SIGNATURE = Signature(CHAIR, MEANING, AT)


def test_same_case_gives_same_bytes() -> None:
    assert render_pdf(EXAMPLE, signature=SIGNATURE) == render_pdf(EXAMPLE, signature=SIGNATURE)


@pytest.mark.parametrize("code", ["en", "da"])
def test_report_says_what_the_board_saw_and_decided(code: str) -> None:
    text = solid(text_of(render_pdf(EXAMPLE, language=code, signature=SIGNATURE)))
    words = language(code)
    expected = [
        "HEM-4711",
        CASE.question,
        EXAMPLE.recommendation.text if EXAMPLE.recommendation else "",
        "c.1780_1869dup",
        "p.Phe594_Asp623dup",
        "LowFreqBias, strand_bias",
        EXAMPLE.decisions[3].reason,
        words.say("overridden", suggested="II", tier="III"),
        words.texts["Effect.resistance"],
        words.texts["Evidence.unverified"],
        words.texts["Review.draft"],
        words.texts["Truth.not met"],
        words.say("expired"),
        words.say("other_disease"),
        EXAMPLE.audit_head,
        EVALUATION.release_digest,
        moment(AT),
        MEANING,
        words.say("limit.ce"),
        *(words.say("records_text", read=1412, accepted=1409, rejected=3),),
        *(shown(lost.reason) for lost in REJECTIONS),
        *EVALUATION.not_assessed,
    ]
    for sentence in expected:
        assert solid(sentence) in text, sentence


def test_every_page_names_case_number_and_demonstration() -> None:
    pdf = render_pdf(EXAMPLE, signature=SIGNATURE)
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "Case AML-2026-014" in page
        assert f"Page {number} of {len(pages)}" in page
        assert ENGLISH["demo"] in page


def test_unsigned_report_says_draft_on_every_page() -> None:
    pages = text_of(render_pdf(replace(EXAMPLE, demo=False))).split("\f")[:-1]
    assert all(ENGLISH["draft"] in page for page in pages)
    assert all("DEMONSTRATION" not in page for page in pages)


def test_page_one_holds_recommendation_findings_and_warnings() -> None:
    page = solid(text_of(render_pdf(EXAMPLE, signature=SIGNATURE), pages=(1, 1)))
    for sentence in ("Start gilteritinib 120 mg", "FLT3-ITD", "3 lines of the variant file"):
        assert solid(sentence) in page


def test_long_recommendation_leaves_findings_on_page_one() -> None:
    page = solid(text_of(render_pdf(long_example(0), signature=SIGNATURE), pages=(1, 1)))
    assert solid(ENGLISH["key_findings"]) in page
    assert "p.Trp288CysfsTer12" in page


def test_no_allele_is_lost_in_a_long_case() -> None:
    frozen = long_example(600)
    report = build_report(frozen, None)
    assert frozen.variant_file is not None
    held = [row.variant.id for row in (*report.table, *report.appendix) if row.variant]
    assert sorted(held) == sorted(v.id for v in frozen.variant_file.variants)
    text = solid(text_of(render_pdf(frozen)))
    assert all(f"c.{n}A>Gp.Lys{n}Arg" in text for n in range(600))
    assert solid(frozen.recommendation.text if frozen.recommendation else "") in text


def test_reported_allele_without_finding_stands_in_the_appendix() -> None:
    extra = variant(900, "LOST", "c.1A>G", "p.?")
    file = replace(VARIANT_FILE, variants=(*VARIANT_FILE.variants, extra))
    report = build_report(replace(EXAMPLE, variant_file=file), None)
    assert [row.variant for row in report.appendix] == [extra]


def test_decision_on_a_finding_that_is_gone_is_still_printed() -> None:
    gone = replace(EXAMPLE.decisions[0], finding="999.1", reason="kept & printed")
    pdf = render_pdf(replace(EXAMPLE, decisions=(*EXAMPLE.decisions, gone)))
    assert solid("kept & printed") in solid(text_of(pdf))


def test_minimal_case_prints_its_warnings() -> None:
    text = text_of(render_pdf(minimal_example()))
    assert ENGLISH["no_recommendation"] in text
    assert ENGLISH["no_findings"] in text
    assert ENGLISH["no_file"] in text


def test_missing_assembly_and_unacknowledged_lines_are_warned_of() -> None:
    file = replace(VARIANT_FILE, assembly=None, assembly_reason="Ask the laboratory.")
    pdf = render_pdf(replace(EXAMPLE, variant_file=file, acknowledgement=None))
    page = solid(text_of(pdf, pages=(1, 1)))
    assert solid("build of the variant file is not known. Ask the laboratory.") in page
    assert solid(ENGLISH["warn.not_acknowledged"]) in page


@pytest.mark.parametrize("length", [300, 9000])
def test_very_long_change_wraps_inside_the_page(length: int) -> None:
    change = "c.1_2ins" + "ACGT" * (length // 4)
    file = replace(
        VARIANT_FILE,
        variants=(variant(57, "NPM1", change, ""), *VARIANT_FILE.variants[1:]),
    )
    text = solid(text_of(render_pdf(replace(EXAMPLE, variant_file=file))))
    assert text.count("ACGT") >= length // 4 - 400  # page ends put the frame between its letters


def test_languages_have_the_same_texts() -> None:
    assert set(ENGLISH) == set(DANISH)
    with pytest.raises(ReportError, match="da, en"):
        render_pdf(EXAMPLE, language="xx")


def test_time_without_zone_is_refused() -> None:
    with pytest.raises(ReportError, match="time zone"):
        Signature(CHAIR, MEANING, AT.replace(tzinfo=None))
    with pytest.raises(ReportError, match="time zone"):
        render_pdf(replace(EXAMPLE, prepared_at=AT.replace(tzinfo=None)))


def test_markup_in_a_recommendation_is_text() -> None:
    text = '<DEL> & <b>not bold</b> &amp; <font size="40">x</font> </para>\n  indented\ttab'
    given = Recommendation(text, HAEMATOLOGIST, AT)
    printed = text_of(render_pdf(replace(EXAMPLE, recommendation=given)))
    assert solid(text) in solid(printed)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "en",
            "Panel (1 gene: FLT3; by the laboratory also shows FLT3-ITD; all it found is stated)",
        ),
        (
            "da",
            "Panel (1 gen: FLT3; viser ifølge laboratoriet også FLT3-ITD; alt fundet er angivet)",
        ),
    ],
)
def test_what_a_test_would_have_shown_is_printed(code: str, said: str) -> None:
    assay = Assay("Panel", ("FLT3",), kind="myeloid-panel", sees=("FLT3-ITD",), complete=True)
    frozen = replace(EXAMPLE, case=replace(EXAMPLE.case, assays=(assay,)))
    assert solid(said) in solid(text_of(render_pdf(frozen, language=code)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_text_shown_is_text_stored(text: str) -> None:
    target = BytesIO()
    SimpleDocTemplate(target, pagesize=A4, invariant=1).build([plain(f"a{text}z")])
    assert solid(text_of(target.getvalue())) == solid(f"a{shown(text)}z")


def test_what_no_face_shows_is_spelled_out() -> None:
    assert shown("a\u202eb\u200bc\x07") == "a[U+202E]b[U+200B]c[U+0007]"
    assert shown("\u05d0 \u4e2d \U0001f600") == "[U+05D0] [U+4E2D] [U+1F600]"
    assert shown("æøå ≥ 10 → β") == "æøå ≥ 10 → β"


def test_fonts_are_embedded_subsets() -> None:
    try:
        done = subprocess.run(
            ["pdffonts", "-"], input=render_pdf(EXAMPLE), capture_output=True, check=True
        )
    except FileNotFoundError:
        pytest.skip("poppler's pdffonts is not installed; install poppler-utils")
    rows = done.stdout.decode().splitlines()[2:]
    used = [row for row in rows if "Noto" in row or "DejaVu" in row]
    assert len(used) >= 3
    assert all("yes yes" in row for row in used), rows


def test_an_identity_number_is_on_no_page():
    numbers = (read_cpr("070761-4285").number, read_fnr("55018510013").number)
    case = EXAMPLE.case
    patient = replace(case.patient, numbers=numbers, birth_date=date(1961, 7, 7))
    text = solid(text_of(render_pdf(replace(EXAMPLE, case=replace(case, patient=patient)))))
    assert case.patient.pseudonym in text
    for digits in ("070761", "4285", "550185", "10013", "1961-07-07"):
        assert digits not in text
