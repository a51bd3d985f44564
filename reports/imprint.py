"""What a rendered report says of itself in the document's properties, for signing it later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO

from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.errors import ReportError

_KIND = "tumorboard report"


@dataclass(frozen=True, slots=True)
class Imprint:
    """Which case, in which language, and whether every page carries the demonstration banner.

    ``unseen`` counts the rejected lines of the variant file that nobody acknowledged.
    """

    case: str
    language: str
    demo: bool
    unseen: int


def unseen_rejections(frozen: FrozenBoardCase) -> int:
    """Count the rejected lines of the variant file that nobody acknowledged."""
    if frozen.variant_file is None or frozen.acknowledgement is not None:
        return 0
    return frozen.variant_file.accounting.rejected


def imprint_text(imprint: Imprint) -> str:
    """Write the imprint as the keywords of a PDF (JSON, ASCII)."""
    return json.dumps(
        {
            "kind": _KIND,
            "case": imprint.case,
            "language": imprint.language,
            "demo": imprint.demo,
            "unseen": imprint.unseen,
        }
    )


def read_imprint(pdf: bytes) -> Imprint:
    """Read the imprint of an unsigned report.

    Raises :class:`ReportError` for a file that is no PDF, no report of this program, or signed.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    if not pdf.startswith(b"%PDF-"):
        raise ReportError(
            "The file is neither a case file (.yaml) nor a PDF; choose a case file or a report "
            "made by “tumorboard report”."
        )
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        signed = bool(reader.embedded_signatures)
        said = json.loads(str(reader.trailer["/Info"]["/Keywords"]))
        imprint = Imprint(
            str(said["case"]), str(said["language"]), said["demo"] is not False, int(said["unseen"])
        )
        made_here = said["kind"] == _KIND
    except Exception:  # a damaged or foreign PDF leads the parser anywhere
        signed = b"/ByteRange" in pdf
        made_here = False
    if signed:
        raise ReportError("The file is signed already; a report carries one signature.")
    if not made_here:
        raise ReportError(
            "The file is not an undamaged report of this program; render it with “tumorboard "
            "report”, or sign the case file itself."
        )
    return imprint
