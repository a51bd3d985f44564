"""``tumorboard report``, ``sign`` and ``verify``."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from tumorboard.domain.board import Person, Role
from tumorboard.errors import ReportError

DONE, NOT_VALID = 0, 1
MEANING = "I confirm that this summary states the board's conclusions."


def report(arguments: argparse.Namespace) -> int:
    """Render a case file as an unsigned PDF."""
    from reports.render import render_pdf
    from tumorboard.services.evaluation import frozen_case_file
    from ui.commands.cases import day

    frozen = frozen_case_file(Path(arguments.case), on=day(arguments.on))
    _write(Path(arguments.output), render_pdf(frozen, language=arguments.language))
    print(f"{arguments.output}: written, not signed")
    return DONE


def sign(arguments: argparse.Namespace) -> int:
    """Sign a rendered report."""
    from reports.signing import load_identity, sign_pdf

    try:
        role = Role(arguments.role)
    except ValueError:
        known = ", ".join(Role)
        raise ReportError(f"There is no role {arguments.role!r}; choose one of: {known}.") from None
    pdf = _read(Path(arguments.pdf))
    identity = load_identity(Path(arguments.identity), _passphrase(arguments.passphrase_file))
    signed = sign_pdf(
        pdf,
        identity,
        Person(arguments.name, role),
        arguments.meaning or MEANING,
        datetime.now().astimezone(),
    )
    _write(Path(arguments.output), signed)
    print(f"{arguments.output}: signed by {arguments.name}, {role}")
    return DONE


def verify(arguments: argparse.Namespace) -> int:
    """Say whether the signed report is valid, and why; 1 when it is not."""
    from reports.verification import load_trusted, verify_pdf

    trusted = tuple(one for path in arguments.trust for one in load_trusted(Path(path)))
    result = verify_pdf(_read(Path(arguments.pdf)), trusted)
    if arguments.json:
        print(json.dumps(asdict(result), ensure_ascii=False, indent=2, default=str))
    else:
        print("VALID" if result.valid else "NOT VALID")
        for reason in result.reasons:
            print(f"  {reason}")
    return DONE if result.valid else NOT_VALID


def _passphrase(file: str | None) -> str:
    if file:
        return _read(Path(file)).decode("utf-8", "strict").rstrip("\r\n")
    if "TUMORBOARD_PASSPHRASE" in os.environ:
        return os.environ["TUMORBOARD_PASSPHRASE"]
    if not sys.stdin.isatty():
        raise ReportError(
            "The identity's passphrase is missing: give --passphrase-file or set "
            "TUMORBOARD_PASSPHRASE."
        )
    return getpass.getpass("Passphrase of the identity: ")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise ReportError(f"{path} cannot be read: {fault.strerror}.") from None


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as fault:
        raise ReportError(f"{path} cannot be written: {fault.strerror}.") from None
