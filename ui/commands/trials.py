"""``tumorboard kb trials diff``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ui.commands.terminal import harmless

DONE = 0


def diff(arguments: argparse.Namespace) -> int:
    """Print what changed between two snapshots of a registry, as a worklist."""
    from knowledgebase.snapshots.changes import NORDIC, compare
    from knowledgebase.snapshots.reading import read_snapshot
    from knowledgebase.snapshots.worklist import as_data, in_words

    old = read_snapshot(Path(arguments.old), _path(arguments.old_sites))
    new = read_snapshot(Path(arguments.new), _path(arguments.new_sites))
    compared = compare(old, new, tuple(arguments.first or NORDIC))
    if arguments.json:
        print(json.dumps(as_data(compared), indent=2))
    else:
        print("\n".join(harmless(line) for line in in_words(compared)))
    return DONE


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None
