"""The sheet added to a rendered report when it is signed: the signature in words, on the page."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

from reportlab.platypus import Flowable

from reports.fonts import markup, register
from reports.imprint import Imprint
from reports.languages import Language, language, moment
from reports.model import Signature
from reports.page import NumberedCanvas, PageFrame, document
from reports.sections.closing import signature_block
from reports.signing import digest
from reports.style import bold, plain
from tumorboard.errors import ReportError


def with_signature_sheet(pdf: bytes, imprint: Imprint, signature: Signature) -> bytes:
    """Add the sheet as the last page of an unsigned report.

    Raises :class:`ReportError` when the report cannot be added to.
    """
    from pyhanko.pdf_utils import generic as untyped
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import PageObject

    generic: Any = untyped
    try:
        writer: Any = IncrementalPdfFileWriter(BytesIO(pdf))
        pages = int(writer.prev.root["/Pages"]["/Count"])
        sheet: Any = PdfFileReader(BytesIO(_sheet(pdf, pages, imprint, signature)))
        form = writer.import_page_as_xobject(sheet, 0)
        name = generic.pdf_name
        content = generic.StreamObject(stream_data=b"/Sheet Do")
        resources = generic.DictionaryObject(
            {name("/XObject"): generic.DictionaryObject({name("/Sheet"): form})}
        )
        box = generic.ArrayObject(sheet.root["/Pages"]["/Kids"][0]["/MediaBox"])
        make_page: Any = PageObject  # the library gives it no types
        page = make_page(contents=writer.add_object(content), media_box=box, resources=resources)
        writer.insert_page(page)
        done = BytesIO()
        writer.write(done)
    except ReportError:
        raise
    except Exception:  # a damaged PDF leads the library anywhere
        raise ReportError(
            "The signature sheet cannot be added to this report; render it again."
        ) from None
    return done.getvalue()


def _sheet(pdf: bytes, pages: int, imprint: Imprint, signature: Signature) -> bytes:
    words = language(imprint.language)
    register()
    at = moment(signature.at)
    frame = PageFrame(
        title=words.say("title"),
        case=words.say("case", case=imprint.case),
        banner=words.say("demo") if imprint.demo else "",
        footer=f"{words.say('sign.time')}: {at}",
        number=lambda *_: words.say("sheet.page", pages=pages),
    )
    target = BytesIO()
    made = document(target, frame, title=words.say("sheet"), lang=words.code)
    maker = partial(NumberedCanvas, frame=frame, made=signature.at)
    made.build(_story(digest(pdf), pages, imprint, signature, words), canvasmaker=maker)
    return target.getvalue()


def _story(
    sha256: str, pages: int, imprint: Imprint, signature: Signature, words: Language
) -> list[Flowable]:
    more = [
        (words.say("case", case="").strip(), bold(imprint.case)),
        (words.say("sheet.digest"), markup(sha256)),
    ]
    return [
        plain(words.say("sheet"), "title"),
        plain(words.count("sheet.of", pages), "subtitle"),
        *signature_block(signature, imprint.demo, words, more),
    ]
