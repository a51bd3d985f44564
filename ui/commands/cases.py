"""``tumorboard evaluate`` and ``tumorboard schema``; cases by file, without a database."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from tumorboard.errors import CaseFileError
from ui.commands.terminal import harmless

DONE, SOME_REJECTED = 0, 3
_LARGE = 64 << 10
"""Bytes from which starting further processes pays: some hundred cases."""
_ELSEWHERE = "Every recorded criterion is met; the record is about another disease or finding."
_CONNECT = 10
"""Seconds until a scheduler that does not answer is given up."""


def evaluate(arguments: argparse.Namespace) -> int:
    """Evaluate one case file, or a batch with one result line per input line, in order.

    3 when records of the one case's variant file were rejected.
    """
    from tumorboard.services.evaluation import evaluate_file, in_words

    on = day(arguments.on)
    if arguments.why_not is not None:
        return _why_not(arguments, on)
    if arguments.matches and not arguments.batch:
        raise CaseFileError("--matches goes with --batch; a single case is evaluated in full.")
    if arguments.batch:
        lines = (
            _by_cluster(arguments.batch, arguments.cluster, on, matches=arguments.matches)
            if arguments.cluster
            else _batch(arguments.batch, arguments.jobs, on, matches=arguments.matches)
        )
        for line in lines:
            print(line)
        return DONE
    result = evaluate_file(Path(arguments.case), on=on)
    if arguments.json:
        print(json.dumps(result, indent=2))
    else:
        print(harmless(in_words(result)))
    file = result["variant_file"]
    return SOME_REJECTED if file and file["records"]["rejected"] else DONE


def _why_not(arguments: argparse.Namespace, on: date) -> int:
    """Print how each record found by a text stands to the case, with what fails or is open."""
    from tumorboard.services.why_not import why_not_in_file

    if arguments.batch:
        raise CaseFileError("--why-not asks about one case; name its file instead of --batch.")
    if not arguments.why_not.strip():
        raise CaseFileError("--why-not needs a word to look for, such as the name of a drug.")
    result = why_not_in_file(Path(arguments.case), arguments.why_not, on=on)
    if arguments.json:
        print(json.dumps(result, indent=2))
        return DONE
    for one in result["found"]:
        print(harmless(f"{one['title']} [{one['id']}]: {one['words'] or 'not among the options'}"))
        for reason in one["reasons"] or ([] if one["words"] else [_ELSEWHERE]):
            print(harmless(f"  {reason}"))
    if not result["found"]:
        print("The knowledge base has no therapy, product or trial of that name.")
    return DONE


def _by_cluster(source: str, address: str, on: date, *, matches: bool) -> Iterator[str]:
    """Share the lines out to the workers of a Dask cluster."""
    try:
        from distributed import Client
    except ImportError:
        raise CaseFileError(
            "For --cluster the library of Dask is missing; install tumorboard[cluster]."
        ) from None
    from tumorboard.services.batch import evaluate_with

    try:
        client = Client(address, timeout=_CONNECT)
    except (OSError, ValueError):
        raise CaseFileError(
            "The cluster's scheduler does not answer; check the address, such as tcp://host:8786."
        ) from None
    with client:
        yield from evaluate_with(
            client.get_executor(),
            _lines(source),
            on=on,
            folder=Path().absolute(),
            matches=matches,
        )


def _batch(source: str, jobs: int | None, on: date, *, matches: bool) -> Iterator[str]:
    """Give a line of JSON per line of the batch; large files are shared out to processes."""
    if jobs is None:
        large = source != "-" and Path(source).is_file() and Path(source).stat().st_size > _LARGE
        jobs = (os.cpu_count() or 1) if large else 1
    if jobs <= 1:
        yield from _alone(source, on, matches=matches)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import get_context

    from tumorboard.services.batch import evaluate_with

    # A fresh interpreter in each process works alike on every system.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as executor:
        try:
            yield from evaluate_with(
                executor, _lines(source), on=on, folder=Path(), matches=matches
            )
        except BrokenExecutor:
            raise CaseFileError(
                "A process of the batch was ended from outside (memory may be short); "
                "try again with --jobs 1."
            ) from None


def _alone(source: str, on: date, *, matches: bool) -> Iterator[str]:
    """Give the lines by this process."""
    if matches:
        from tumorboard.services.matching import match_batch

        return match_batch(_lines(source), on=on)
    from tumorboard.services.evaluation import evaluate_batch

    return (json.dumps(result) for result in evaluate_batch(_lines(source), on=on))


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
