"""``tumorboard report``, ``sign`` and ``verify``."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tumorboard.domain.board import Acknowledgement, Person, Role
from tumorboard.errors import ReportError

if TYPE_CHECKING:
    from reports.publish import PublishedReport
    from reports.signing import Identity
    from tumorboard.domain.frozen import FrozenBoardCase

DONE, NOT_VALID, SOME_REJECTED = 0, 1, 3
CASE_FILES = (".yaml", ".yml")


def report(arguments: argparse.Namespace) -> int:
    """Render a case file as an unsigned PDF; 3 when records of its variant file were rejected."""
    from reports.files import write_whole
    from reports.render import render_pdf

    output = _output(arguments)
    frozen = _frozen(arguments)
    write_whole(output, render_pdf(frozen, language=arguments.language))
    print(f"{output}: written, not signed")
    file = frozen.variant_file
    return SOME_REJECTED if file is not None and file.accounting.rejected else DONE


def sign(arguments: argparse.Namespace) -> int:
    """Evaluate, render and sign a case file, or sign an unsigned report."""
    from reports.files import write_whole
    from reports.signing import load_identity

    by = _signer(arguments)
    output = _output(arguments)
    identity = load_identity(Path(arguments.identity), _passphrase(arguments.passphrase_file))
    write_whole(output, _publish(arguments, identity, by).pdf)
    marked = " (demonstration)" if identity.demo else ""
    print(f"{output}: signed by {by.name}, {by.role}{marked}")
    return DONE


def verify(arguments: argparse.Namespace) -> int:
    """Say whether the signed report is valid, and why; 1 when it is not."""
    from reports.verification import load_trusted, verify_pdf

    trusted = tuple(one for path in arguments.trust for one in load_trusted(Path(path)))
    result = verify_pdf(_read(Path(arguments.pdf)), trusted)
    if arguments.json:
        print(json.dumps(asdict(result), indent=2, default=str))
    else:
        print("VALID" if result.valid else "NOT VALID")
        for reason in result.reasons:
            print(f"  {reason}")
    return DONE if result.valid else NOT_VALID


def _signer(arguments: argparse.Namespace) -> Person:
    try:
        role = Role(arguments.role)
    except ValueError:
        known = ", ".join(Role)
        raise ReportError(f"There is no role {arguments.role!r}; choose one of: {known}.") from None
    if not arguments.name.strip():
        raise ReportError("The signature needs a name; give --name.")
    return Person(arguments.name.strip(), role)


def _publish(arguments: argparse.Namespace, identity: Identity, by: Person) -> PublishedReport:
    from reports.imprint import read_imprint
    from reports.publish import publish, sign_report

    if Path(arguments.case).suffix.lower() in CASE_FILES:
        frozen = _frozen(arguments)
        meaning = _meaning(arguments, arguments.language)
        at = datetime.now().astimezone()
        if arguments.acknowledge_rejected:
            frozen = _acknowledged(frozen, by, at)
        return publish(frozen, identity, by, meaning, at, language=arguments.language)
    pdf = _read(Path(arguments.case))
    meaning = _meaning(arguments, read_imprint(pdf).language)
    return sign_report(
        pdf,
        identity,
        by,
        meaning,
        datetime.now().astimezone(),
        acknowledged=arguments.acknowledge_rejected,
    )


def _acknowledged(frozen: FrozenBoardCase, by: Person, at: datetime) -> FrozenBoardCase:
    file = frozen.variant_file
    if file is None or not file.accounting.rejected:
        return frozen
    seen = Acknowledgement(file.sha256, file.accounting.rejected, by, at)
    return replace(frozen, acknowledgement=seen)


def _meaning(arguments: argparse.Namespace, code: str) -> str:
    from reports.languages import language

    return str(arguments.meaning).strip() or language(code).say("sign.default")


def _frozen(arguments: argparse.Namespace) -> FrozenBoardCase:
    from tumorboard.services.evaluation import frozen_case_file
    from ui.commands.cases import day

    frozen = frozen_case_file(Path(arguments.case), on=day(arguments.on))
    return replace(frozen, demo=arguments.demo)


def _output(arguments: argparse.Namespace) -> Path:
    """Check the output before any work is done: never over what is read."""
    output = Path(arguments.output)
    if output.is_dir():
        raise ReportError(f"{output} is a folder; name the PDF to write.")
    for name in (arguments.case, getattr(arguments, "identity", "")):
        if name and output.exists() and Path(name).exists() and output.samefile(name):
            raise ReportError(f"{output} is also read by this command; write to another file.")
    return output


def _passphrase(file: str | None) -> str:
    if file:
        try:
            return _read(Path(file)).decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise ReportError("The passphrase file is not UTF-8 text; write it anew.") from None
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
