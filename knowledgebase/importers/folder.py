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

_KINDS = {kind.folder: kind for kind in KINDS}


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
    """Read each draft as it would be read from the folder; give the first fault by path."""
    ids = {
        kind: frozenset(getattr(base, kind)) | {d.name for d in drafts.values() if d.kind == kind}
        for kind in _KINDS
    }
    around = surroundings(ids, today, shipped=False)
    refused: dict[str, tuple[str, str]] = {}
    for path, draft in drafts.items():
        kind = _KINDS[draft.kind]
        problems: list[Problem] = []
        try:
            record = kind.read(read_yaml(texts[path].encode("utf-8"), path), problems, around.names)
        except (YamlFault, UnicodeEncodeError) as error:
            refused[path] = (INVALID, str(error))
            continue
        said = [str(problem) for problem in problems]
        if not said:
            said = [sentence for _, _, sentence in kind.faults({draft.name: record}, around)]
        if said:
            refused[path] = (INVALID, said[0])
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
    except OSError as error:
        raise _unwritable(folder, error) from None
    finally:
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
    except BaseException:
        for path in moved:
            _restore(folder / path, stage / "old" / path)
        raise


def _restore(target: Path, kept: Path) -> None:
    if kept.exists():
        os.replace(kept, target)
    else:
        target.unlink(missing_ok=True)


def _unwritable(folder: Path, error: OSError) -> ImportFault:
    reason = error.strerror or "unknown reason"
    return ImportFault(f"{folder}: the drafts cannot be written there ({reason}); nothing was")
