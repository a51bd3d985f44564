"""From the frozen case to the signed file, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reports.imprint import read_imprint, unseen_rejections
from reports.model import Signature
from reports.render import render_pdf
from reports.signature_sheet import with_signature_sheet
from reports.signing import Identity, digest, sign_pdf
from tumorboard.domain.board import Person
from tumorboard.domain.frozen import FrozenBoardCase
from tumorboard.errors import ReportError


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """The signed file and its SHA-256, hexadecimal, for the audit."""

    pdf: bytes
    sha256: str


def publish(
    frozen: FrozenBoardCase,
    identity: Identity,
    by: Person,
    meaning: str,
    at: datetime,
    language: str = "en",
) -> PublishedReport:
    """Render and sign; the text of the page and the digital signature say the same.

    Raises :class:`ReportError`; a real case is never signed with a demonstration certificate,
    nor a demonstration with a real one.
    """
    _check_seen(unseen_rejections(frozen))
    _check_demo(frozen.demo, identity)
    at = at.replace(microsecond=0)
    pdf = render_pdf(frozen, language=language, signature=Signature(by, meaning, at))
    return _signed(pdf, identity, by, meaning, at)


def sign_report(
    pdf: bytes,
    identity: Identity,
    by: Person,
    meaning: str,
    at: datetime,
    *,
    acknowledged: bool = False,
) -> PublishedReport:
    """Sign an unsigned report; a signature sheet at its end states who, as what, meaning, time.

    ``acknowledged`` says that the signer has seen the rejected lines that the report lists.
    Raises :class:`ReportError` as :func:`publish` does, and for a file that is not an unsigned
    report of this program.
    """
    imprint = read_imprint(pdf)
    _check_demo(imprint.demo, identity)
    _check_seen(0 if acknowledged else imprint.unseen)
    at = at.replace(microsecond=0)
    whole = with_signature_sheet(pdf, imprint, Signature(by, meaning, at))
    return _signed(whole, identity, by, meaning, at)


def _check_seen(unseen: int) -> None:
    if unseen:
        raise ReportError(
            f"The variant file has {unseen} rejected line{'s' * (unseen > 1)} that nobody has "
            "acknowledged; read them in the report, then acknowledge them (in the window, or with "
            "--acknowledge-rejected)."
        )


def _check_demo(demo: bool, identity: Identity) -> None:
    if identity.demo and not demo:
        raise ReportError(
            "A real case cannot be signed with a demonstration certificate; choose the signer's "
            "own identity, or mark a made-up case as a demonstration."
        )
    if demo and not identity.demo:
        raise ReportError(
            "A demonstration case is signed with a demonstration certificate only; "
            "choose the demonstration identity."
        )


def _signed(
    pdf: bytes, identity: Identity, by: Person, meaning: str, at: datetime
) -> PublishedReport:
    signed = sign_pdf(pdf, identity, by, meaning, at)
    return PublishedReport(signed, digest(signed))
