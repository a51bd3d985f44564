"""From a frozen case to the bytes of its report. The same input always gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO

from reportlab.platypus import CondPageBreak, Flowable, PageBreak
from reportlab.platypus.doctemplate import LayoutError

from reports.fonts import register
from reports.imprint import Imprint, imprint_text, unseen_rejections
from reports.languages import Language, language, moment
from reports.model import Report, Signature, build_report
from reports.options import tells_options
from reports.page import NumberedCanvas, PageFrame, document
from reports.sections.appendix import appendix
from reports.sections.assessments import assessments
from reports.sections.closing import (
    accounting,
    limits,
    method,
    not_assessed,
    people,
    signature,
)
from reports.sections.course import course, tells_course
from reports.sections.evidence import evidence
from reports.sections.findings import findings
from reports.sections.options import options
from reports.sections.summary import summary
from reports.style import PAGE_HEIGHT, plain
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.errors import ReportError

#: Room, in points, that a section whose first part is long needs below its title.
_ROOM = {"section.options": 190, "section.assessments": 190}
_Section = tuple[str, Callable[[Report, Language], list[Flowable]]]
_SECTIONS: tuple[_Section, ...] = (
    ("section.findings", findings),
    ("section.evidence", evidence),
    ("section.options", options),
    ("section.assessments", assessments),
    ("section.course", course),
    ("section.not_assessed", not_assessed),
    ("section.accounting", accounting),
    ("section.people", people),
    ("section.method", method),
    ("section.limits", limits),
    ("section.signature", signature),
)


def render_pdf(
    frozen: FrozenBoardCase,
    *,
    language: str = "en",
    signature: Signature | None = None,
) -> bytes:
    """Print a frozen case as an A4 PDF; without ``signature`` every page says it is a draft.

    ``signature`` is what the digital signature added afterwards will say; it is printed in the
    text. Raises :class:`ReportError` for an unknown language or a text that cannot be laid out.
    """
    register()
    report = build_report(frozen, signature)
    words = _language(language).numbered(key.split(".")[1] for key, _ in _sections(report))
    target = BytesIO()
    frame = _frame(report, words)
    imprint = Imprint(frozen.case.id, words.code, frozen.demo, unseen_rejections(frozen))
    made = document(
        target,
        frame,
        title=f"{frame.title}, {frame.case}",
        lang=words.code,
        keywords=imprint_text(imprint),
    )
    maker = partial(NumberedCanvas, frame=frame, made=frozen.prepared_at)
    try:
        made.build(_story(report, words), canvasmaker=maker)
    except LayoutError as error:
        raise ReportError(
            "The report cannot be laid out: a text of the case does not fit on a page; "
            "shorten the longest text and try again."
        ) from error
    return target.getvalue()


_language = language


def _story(report: Report, words: Language) -> list[Flowable]:
    # Section 1 begins a page, unless a long summary has only just begun its second one.
    story: list[Flowable] = [*summary(report, words), CondPageBreak(0.7 * PAGE_HEIGHT)]
    for number, (key, section) in enumerate(_sections(report), start=1):
        story += [
            CondPageBreak(_ROOM.get(key, 90)),
            plain(f"{number}  {words.say(key)}", "section"),
        ]
        story += section(report, words)
    if report.appendix:
        title = f"{words.say('appendix')}  {words.say('section.appendix')}"
        story += [PageBreak(), plain(title, "section"), *appendix(report.appendix, words)]
    return story


def _sections(report: Report) -> tuple[_Section, ...]:
    """Give the sections in order; a case frozen before there was something to tell has it not."""
    frozen = report.frozen
    held = {
        "section.options": tells_options(frozen),
        "section.assessments": bool(frozen.evaluation.assessments),
        "section.course": tells_course(frozen.case),
    }
    return tuple(one for one in _SECTIONS if held.get(one[0], True))


def _frame(report: Report, words: Language) -> PageFrame:
    frozen = report.frozen
    banners = []
    if frozen.demo:
        banners.append(words.say("demo" if report.signature else "demo_unsigned"))
    if report.signature is None:
        banners.append(words.say("draft"))
    prepared = words.say("prepared", at=moment(frozen.prepared_at))
    release = words.say("release", release=frozen.evaluation.release)
    return PageFrame(
        title=words.say("title"),
        case=words.say("case", case=frozen.case.id),
        banner="   ·   ".join(reversed(banners)),
        footer=f"{prepared} · {release}",
        number=lambda page, pages: words.say("page", page=page, pages=pages),
    )
