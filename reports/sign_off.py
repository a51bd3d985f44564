"""The chair's signature from first to last: freeze, render, sign, record, then the file."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from reports.files import check_place, write_beside
from reports.publish import publish
from reports.signing import load_identity
from tumorboard.domain.board import Person
from tumorboard.domain.open_case import OpenCase
from tumorboard.errors import BoardError, ReportError
from tumorboard.services.workbench import Workbench


def sign_off(
    workbench: Workbench,
    case_id: str,
    by: Person,
    *,
    identity: Path,
    passphrase: str,
    meaning: str,
    output: Path,
    language: str = "en",
) -> OpenCase:
    """Sign a case and write its PDF to ``output``; the place is checked before anything.

    Once the signature is recorded the signed file is kept, even when it cannot get its name.

    Raises:
        BoardError: something still stands in the way of signing.
        ReportError: the identity cannot be used, or the file cannot be written; when it says that
            the case is signed, it names where the signed PDF lies.
    """
    check_place(output)
    obstacles = workbench.check_can_sign(case_id, by)
    if obstacles:
        raise BoardError(obstacles[0])
    if not meaning.strip():
        raise BoardError("The signature needs a meaning: say in one sentence what is confirmed.")
    key = load_identity(identity, passphrase)
    frozen = workbench.freeze(case_id)
    at = datetime.now().astimezone()
    published = publish(frozen, key, by, meaning, at, language=language)
    waiting = write_beside(output, published.pdf)
    try:
        signed = workbench.record_sign_off(frozen, by, at, published.sha256, meaning)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
    _put_in_place(waiting, output)
    return signed


def _put_in_place(waiting: Path, output: Path) -> None:
    """Give the signed file its name; it is the only one, so it is never removed."""
    try:
        os.replace(waiting, output)
    except OSError as fault:
        raise ReportError(
            f"The case is signed, but the PDF could not be named {output} ({fault.strerror}). "
            f"The signed PDF lies at {waiting}; keep it and give it its name by hand."
        ) from None
