"""The chair's signature from first to last: freeze, render, sign, record, then the file."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from reports.files import write_beside
from reports.publish import publish
from reports.signing import load_identity
from tumorboard.domain.board import Person
from tumorboard.domain.open_case import OpenCase
from tumorboard.errors import BoardError
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
    """Sign a case and write its PDF to ``output``; all of it happens, or nothing.

    Raises:
        BoardError: something still stands in the way of signing.
        ReportError: the identity cannot be used, or the file cannot be written.
    """
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
        os.replace(waiting, output)
    finally:
        waiting.unlink(missing_ok=True)
    return signed
