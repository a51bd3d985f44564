"""Drafts → files of a folder: checked first, all or nothing, never over somebody's work.

Beside the records the folder keeps ``.imported.json``: the SHA-256 of each file as an import left
it. A file that differs from it was edited (or was never an import's) and stays as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledgebase.files.kinds import KINDS, surroundings
from knowledgebase.files.problems import Problem
from knowledgebase.files.strict_yaml import YamlFault, read_yaml
from knowledgebase.importers.draft import Draft, Import, ImportFault, Row
from knowledgebase.records import Content

LEDGER = ".imported.json"

NEW, RENEWED, SAME = "new", "renewed", "unchanged"
EDITED = "a record of this name is in the folder and was edited, so it was left as it is"
CURATED = "a curated record of this name exists, so none was written"
INVALID = "the record would not pass the check"
RESTS_ON_INVALID = "a record it rests on would not pass the check"

_KINDS = {kind.folder: kind for kind in KINDS}
#: Kinds whose records others name; when one of them falls, what rests on it falls too.
_NAMED = frozenset({"diseases", "genes", "alterations", "drugs", "assertions"})


class _NotPutBackError(Exception):
    """Files that a failed import changed and that could not be made again what they were."""

    def __init__(self, paths: list[str], reason: str) -> None:
        super().__init__(reason)
        self.paths = paths
        self.reason = reason


def write_import(
    imported: Import, folder: Path, base: Content, today: date
) -> tuple[Import, dict[str, str]]:
    """Write the drafts into ``folder``; give the account as it ended, and what happened by path.

    ``base`` is the content that the folder lies over: its names may be used, its records are
    never overwritten. What happened is ``new``, ``renewed`` or ``unchanged``. Raises
    :class:`ImportFault` when the folder cannot be written; then it is as it was before.
    """
    drafts = {draft.path: draft for draft in (*imported.helpers, *imported.drafts)}
    texts = {path: draft.text() for path, draft in drafts.items()}
    refused = _invalid(drafts, texts, base, today)
    refused |= {path: (CURATED, "") for path, draft in drafts.items() if _in_base(draft, base)}
    ledger = _ledger(folder)
    states: dict[str, str] = {}
    for path in drafts:
        if path in refused:
            continue
        states[path] = _state(folder, path, texts[path], ledger)
        if states[path] == EDITED:
            refused[path] = (EDITED, path)
            del states[path]
    _place(folder, {path: texts[path] for path in states}, ledger)
    rows = tuple(_ended(row, refused) for row in imported.rows)
    return replace(imported, rows=rows), states


def _ended(row: Row, refused: Mapping[str, tuple[str, str]]) -> Row:
    if row.record not in refused:
        return row
    reason, detail = refused[row.record]
    return Row(row.number, row.name, reason=reason, detail=detail)


def _in_base(draft: Draft, base: Content) -> bool:
    return draft.name in getattr(base, draft.kind)


def _invalid(
    drafts: Mapping[str, Draft], texts: Mapping[str, str], base: Content, today: date
) -> dict[str, tuple[str, str]]:
    """Read each draft as it would be read from the folder; give reason and first fault by path.

    A record that falls takes its name with it, so what rests on it is read again without.
    """
    left = dict(drafts)
    refused: dict[str, tuple[str, str]] = {}
    while True:
        faults = _faults(left, texts, base, today)
        for path, fault in faults.items():
            rests_on = [
                f"{one}: {why}"
                for one, (_, why) in refused.items()
                if _names(left, path, drafts[one])
            ]
            refused[path] = (RESTS_ON_INVALID, rests_on[0]) if rests_on else (INVALID, fault)
        left = {path: draft for path, draft in left.items() if path not in faults}
        if not any(drafts[path].kind in _NAMED for path in faults):
            return refused


def _names(left: Mapping[str, Draft], path: str, other: Draft) -> bool:
    return other.kind in _NAMED and _holds(left[path].data, other.name)


def _holds(value: object, name: str) -> bool:
    if isinstance(value, Mapping):
        return any(_holds(one, name) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return any(_holds(one, name) for one in value)
    return isinstance(value, str) and value == name


def _faults(
    drafts: Mapping[str, Draft], texts: Mapping[str, str], base: Content, today: date
) -> dict[str, str]:
    """Give the first fault of each draft that has any, by path."""
    ids = {
        kind: frozenset(getattr(base, kind)) | {d.name for d in drafts.values() if d.kind == kind}
        for kind in _KINDS
    }
    around = surroundings(ids, today, shipped=False)
    refused: dict[str, str] = {}
    for path, draft in drafts.items():
        kind = _KINDS[draft.kind]
        problems: list[Problem] = []
        try:
            record = kind.read(read_yaml(texts[path].encode("utf-8"), path), problems, around.names)
        except (YamlFault, UnicodeEncodeError) as error:
            refused[path] = str(error)
            continue
        said = [str(problem) for problem in problems]
        if not said:
            said = [sentence for _, _, sentence in kind.faults({draft.name: record}, around)]
        if said:
            refused[path] = said[0]
    return refused


def _ledger(folder: Path) -> dict[str, str]:
    path = folder / LEDGER
    try:
        data = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not all(isinstance(v, str) for v in data.values()):
        raise ImportFault(
            f"{path}: this list of what imports wrote cannot be read; move the file away to treat "
            "every record of the folder as edited"
        )
    return data


def _state(folder: Path, path: str, text: str, ledger: Mapping[str, str]) -> str:
    target = folder / path
    if not target.exists() and not target.is_symlink():
        return NEW
    try:
        present = target.read_bytes()
    except OSError:
        return EDITED
    if _digest(present) != ledger.get(path):
        return EDITED
    return SAME if present == text.encode("utf-8") else RENEWED


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _place(folder: Path, texts: Mapping[str, str], ledger: Mapping[str, str]) -> None:
    """Stage every file beside its place, then move all; on a fault put back what was there."""
    if not texts:
        return
    written = {path: text.encode("utf-8") for path, text in texts.items()}
    digests = dict(ledger) | {path: _digest(data) for path, data in written.items()}
    written[LEDGER] = (json.dumps(digests, indent=0, sort_keys=True) + "\n").encode("utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".import-", dir=folder))
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        _swap(folder, stage, written)
    except _NotPutBackError as fault:
        # The stage stays: it holds the only copy of what those files were.
        raise _half_written(folder, stage, fault) from None
    except OSError as error:
        shutil.rmtree(stage, ignore_errors=True)
        raise _unwritable(folder, error) from None
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    shutil.rmtree(stage, ignore_errors=True)


def _swap(folder: Path, stage: Path, written: Mapping[str, bytes]) -> None:
    for path, data in written.items():
        staged = stage / "new" / path
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(data)
    moved: list[str] = []
    try:
        for path in written:
            target, kept = folder / path, stage / "old" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(target, kept)
            moved.append(path)
            os.replace(stage / "new" / path, target)
    except BaseException as fault:
        lost = [path for path in moved if not _restore(folder / path, stage / "old" / path)]
        if lost:
            reason = (fault.strerror if isinstance(fault, OSError) else None) or "it was stopped"
            raise _NotPutBackError(lost, reason) from None
        raise


def _restore(target: Path, kept: Path) -> bool:
    """Put back what was there; tells whether it could be."""
    try:
        if kept.exists():
            os.replace(kept, target)
        else:
            target.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _half_written(folder: Path, stage: Path, fault: _NotPutBackError) -> ImportFault:
    more = f" and {len(fault.paths) - 5} more" if len(fault.paths) > 5 else ""
    return ImportFault(
        f"{folder}: the drafts cannot be written there ({fault.reason}), and what was there could "
        f"not be put back for {', '.join(fault.paths[:5])}{more}; where there was a file before, "
        f"it lies in {stage / 'old'}, put it back by hand"
    )


def _unwritable(folder: Path, error: OSError) -> ImportFault:
    reason = error.strerror or "unknown reason"
    return ImportFault(f"{folder}: the drafts cannot be written there ({reason}); nothing was")
