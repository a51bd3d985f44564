"""``tumorboard kb import civic|ctgov|ctml|trials-csv``."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from knowledgebase.catalog import load_content
from knowledgebase.importers.draft import Import
from knowledgebase.importers.folder import write_import
from knowledgebase.records import Content
from ui.commands.terminal import harmless

DONE = 0
_EXAMPLES = 3
"""So many details are shown under a reason; ``--json`` gives every row."""


def civic(arguments: argparse.Namespace) -> int:
    """Import CIViC's table; print what was taken and what was skipped, and why."""
    from knowledgebase.importers.civic import import_civic

    content = load_content()
    return _finish([import_civic(Path(arguments.file), content, date.today())], content, arguments)


def ctgov(arguments: argparse.Namespace) -> int:
    """Import studies of ClinicalTrials.gov, from a file or from the live registry."""
    from knowledgebase.importers.clinicaltrials_gov import import_studies, read_answer
    from knowledgebase.importers.ctgov_client import RegistryClient

    content = load_content()
    if arguments.file:
        path = Path(arguments.file)
        studies, source = read_answer(path), f"ClinicalTrials.gov file {path.name}"
    else:
        client, source = RegistryClient(), "ClinicalTrials.gov"
        if arguments.nct:
            studies = [study for number in arguments.nct for study in client.study(number)]
        else:
            studies = client.studies(arguments.query, most=arguments.most)
    imported = import_studies(studies, source, content, date.today())
    return _finish([imported], content, arguments)


def ctml(arguments: argparse.Namespace) -> int:
    """Import trials in CTML."""
    from knowledgebase.importers.ctml import import_ctml

    content = load_content()
    imports = [import_ctml(Path(file), content, date.today()) for file in arguments.files]
    return _finish(imports, content, arguments)


def trials_csv(arguments: argparse.Namespace) -> int:
    """Import the list a trial unit keeps."""
    from knowledgebase.importers.trials_csv import import_trials_csv

    content = load_content()
    imported = import_trials_csv(Path(arguments.file), content, date.today())
    return _finish([imported], content, arguments)


def _finish(imports: Iterable[Import], content: Content, arguments: argparse.Namespace) -> int:
    """Write one after the other; each is whole or not there."""
    folder = Path(arguments.into)
    accounts = []
    for imported in imports:
        ended, states = write_import(imported, folder, content, date.today())
        accounts.append(_account(ended, states))
    if arguments.json:
        print(json.dumps(accounts if len(accounts) > 1 else accounts[0], indent=2))
        return DONE
    for account in accounts:
        print("\n".join(harmless(line) for line in _in_words(account)))
    print(f"Check them with: tumorboard kb check --content {folder} --over shipped")
    return DONE


def _account(imported: Import, states: dict[str, str]) -> dict[str, Any]:
    files = Counter(states.values())
    return {
        "source": imported.source,
        "rows": len(imported.rows),
        "taken": len(imported.taken),
        "skipped": len(imported.skipped),
        "reasons": imported.reasons(),
        "files": {state: files.get(state, 0) for state in ("new", "renewed", "unchanged")},
        "account": [
            {
                "row": row.number,
                "name": row.name,
                "record": row.record,
                "reason": row.reason,
                "detail": row.detail,
                "notes": list(row.notes),
            }
            for row in imported.rows
        ],
    }


def _in_words(account: dict[str, Any]) -> list[str]:
    files = account["files"]
    lines = [
        f"{account['source']}: {account['rows']} rows, {account['taken']} taken as drafts, "
        f"{account['skipped']} skipped.",
        f"Files: {files['new']} new, {files['renewed']} renewed, {files['unchanged']} unchanged.",
    ]
    for reason, count in account["reasons"].items():
        details = [row["detail"] for row in account["account"] if row["reason"] == reason]
        shown = list(dict.fromkeys(detail for detail in details if detail))
        some = "; ".join(shown[:_EXAMPLES]) + ("; ..." if len(shown) > _EXAMPLES else "")
        lines.append(f"  {count:6} {reason}" + (f" ({some})" if some else ""))
    in_words = sum(bool(row["notes"]) for row in account["account"])
    if in_words:
        lines.append(f"{in_words} taken with parts kept in words; --json names them.")
    return lines
