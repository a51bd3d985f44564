"""The section on the course: lines of therapy, transplantations, samples, consent, comorbidities.

Neither the birth date nor an identity number is printed, not even inside a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from reports.fonts import markup
from reports.languages import Language
from reports.model import Report
from reports.sections.steps import remarks_on
from reports.style import WIDTH, alert, facts, gap, grid, marked, plain
from tumorboard.domain.case import (
    Case,
    CellTherapyStep,
    DatedAnswer,
    PriorTherapy,
    Specimen,
    Transplant,
)
from tumorboard.domain.identifiers import holds_personal_number

_HEADS = ("line", "drugs", "response", "period", "stopped")
_WIDTHS = (12 * mm, WIDTH - 112 * mm, 34 * mm, 36 * mm, 30 * mm)


def tells_course(case: Case) -> bool:
    """Tell whether a case holds more of its course than drugs and responses.

    A case frozen before these facts existed holds none of them: its report stays as it was.
    """
    dated = any(one.start or one.stop or one.stop_reason for one in case.prior_therapies)
    asked = (case.germline_sample, case.germline_consent)
    stated = any(one != DatedAnswer() for one in asked)
    listed = case.transplants or case.specimens or case.comorbidities or case.cell_therapy
    return bool(dated or stated or listed)


def course(report: Report, words: Language) -> list[Flowable]:
    """Set the lines of therapy as a table, then what else is stated, one fact a line."""
    case = report.frozen.case
    made: list[Flowable] = []
    if case.prior_therapies:
        heads = [words.say(f"course.{name}") for name in _HEADS]
        rows = [_therapy(one, words) for one in case.prior_therapies]
        made.append(grid(heads, rows, _WIDTHS, size="tight"))
        if not case.prior_therapies_known:
            made.append(plain(words.say("course.therapies.open"), "note"))
        made.append(gap(4))
    return [*made, facts(_facts(report, words))]


def _facts(report: Report, words: Language) -> list[tuple[str, str]]:
    case = report.frozen.case
    unstated = markup(words.say("not_stated"))
    rows = [
        ("transplants", _lines(_transplant(one, words) for one in case.transplants)),
        ("samples", _lines(_specimen(one, words) for one in case.specimens)),
        ("germline_sample", _answer(case.germline_sample, words)),
        ("germline_consent", _answer(case.germline_consent, words)),
        ("comorbidities", "<br/>".join(_told(one, words) for one in case.comorbidities)),
    ]
    if case.cell_therapy:
        rows.insert(1, ("cell_therapy", "<br/>".join(_steps(report, words))))
    if not case.prior_therapies:
        none = markup(words.say("course.therapies.none"))
        rows.insert(0, ("therapies", none if case.prior_therapies_known else unstated))
    return [(words.say(f"course.{name}"), value or unstated) for name, value in rows]


def _therapy(one: PriorTherapy, words: Language) -> list[object]:
    drugs = ", ".join(one.drugs)
    classes = f" ({', '.join(one.classes)})" if one.classes else ""
    held = {None: "", True: "course.refractory", False: "course.not_refractory"}[one.refractory]
    response = "<br/>".join(
        part
        for part in (
            _told(one.best_response, words) if one.best_response else "",
            markup(words.say(held)) if held else "",
        )
        if part
    )
    cells = (
        markup(str(one.line)),
        _told(drugs + classes, words),
        response or markup("–"),
        _period(one, words),
        markup(words.named("StopReason", one.stop_reason) or "–"),
    )
    return [marked(cell, "tight") for cell in cells]


def _period(one: PriorTherapy, words: Language) -> str:
    if not (one.start or one.stop):
        return markup("–")
    unknown = words.say("course.open")
    days = {"start": _day(one.start) or unknown, "stop": _day(one.stop) or unknown}
    return markup(words.say("course.period_text", **days))


def _transplant(one: Transplant, words: Language) -> str:
    donor = words.named("Donor", one.donor)
    told = words.say("course.donor", donor=donor) if donor else ""
    return _joined(words.named("Transplant", one.kind), _day(one.on), told)


def _steps(report: Report, words: Language) -> Iterator[str]:
    """Write the dated steps to each product, and what in them does not fit.

    The titles are those the evaluation tells the steps by.
    """
    evaluation = report.frozen.evaluation
    titles = {
        step.step: step.title_da if words.code == "da" else step.title
        for option in evaluation.options
        for step in option.steps
    }
    for product in report.frozen.case.cell_therapy:
        told = (
            f"{titles.get(step.step, step.step)} {_days(step, words)} {words.word(step.status)}"
            for step in product.steps
        )
        yield markup(f"{product.product}: {'; '.join(told)}")
        for said in remarks_on(product, evaluation.options, evaluation.on, words):
            yield alert(f"▲ {said}")


def _days(step: CellTherapyStep, words: Language) -> str:
    if step.until is None:
        return _day(step.on)
    return words.say("course.period_text", start=step.on, stop=step.until)


def _specimen(one: Specimen, words: Language) -> str:
    fraction = one.tumour_fraction
    told = "" if fraction is None else words.say("course.tumour", percent=words.percent(fraction))
    return _joined(words.named("Tissue", one.tissue), _day(one.on), told)


def _answer(one: DatedAnswer, words: Language) -> str:
    """Write yes or no and its day; empty when nothing is stated."""
    if one == DatedAnswer():
        return ""
    said = {None: "unknown", True: "course.yes", False: "course.no"}[one.answer]
    return markup(_joined(words.say(said), _day(one.on)))


def _told(text: str, words: Language) -> str:
    """Give markup of a free text, unless it holds what may be an identity number."""
    return alert(words.say("course.withheld")) if holds_personal_number(text) else markup(text)


def _lines(texts: Iterable[str]) -> str:
    return "<br/>".join(markup(text) for text in texts)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
