"""``tumorboard evaluate`` and ``tumorboard schema``; cases by file, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tumorboard.errors import CaseFileError
from ui.commands.terminal import harmless

DONE, SOME_REJECTED = 0, 3


def evaluate(arguments: argparse.Namespace) -> int:
    """Evaluate one case file, or a batch with one result line per input line, in order.

    3 when records of the one case's variant file were rejected.
    """
    from tumorboard.services.evaluation import evaluate_batch, evaluate_file, in_words

    on = day(arguments.on)
    if arguments.batch:
        for result in evaluate_batch(_lines(arguments.batch), on=on):
            print(json.dumps(result))
        return DONE
    result = evaluate_file(Path(arguments.case), on=on)
    if arguments.json:
        print(json.dumps(result, indent=2))
    else:
        print(harmless(in_words(result)))
    file = result["variant_file"]
    return SOME_REJECTED if file and file["records"]["rejected"] else DONE


def print_schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of the case file, or of a kind of knowledge file."""
    if arguments.what == "case":
        from tumorboard.services.case_file import case_schema

        schema = case_schema()
    else:
        from knowledgebase.files.schema import schema_of

        schema = schema_of(arguments.what)
    print(json.dumps(schema, indent=2))
    return DONE


def day(text: str | None) -> date:
    """Read a date argument; today without one."""
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CaseFileError(f"--on {text!r} is no date; write it as YYYY-MM-DD.") from None


def _lines(source: str) -> Iterable[bytes]:
    """Give the lines as bytes, so that one that is not UTF-8 does not stop the others."""
    if source == "-":
        yield from sys.stdin.buffer
        return
    try:
        with open(source, "rb") as file:
            yield from file
    except OSError as fault:
        raise CaseFileError(f"{source} cannot be read: {fault.strerror}.") from None
