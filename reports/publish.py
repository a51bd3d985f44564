"""From the frozen case to the signed file, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reports.model import Signature
from reports.render import render_pdf
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
    if identity.demo and not frozen.demo:
        raise ReportError(
            "A real case cannot be signed with a demonstration certificate; "
            "choose the signer's own identity."
        )
    if frozen.demo and not identity.demo:
        raise ReportError(
            "A demonstration case is signed with a demonstration certificate only; "
            "choose the demonstration identity."
        )
    at = at.replace(microsecond=0)
    pdf = render_pdf(frozen, language=language, signature=Signature(by, meaning, at))
    signed = sign_pdf(pdf, identity, by, meaning, at)
    return PublishedReport(signed, digest(signed))
