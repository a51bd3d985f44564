"""``tumorboard kb trials diff|propose``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ui.commands.terminal import harmless

if TYPE_CHECKING:
    from knowledgebase.records import Content, Trial

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


def propose(arguments: argparse.Namespace) -> int:
    """Print what a trial's eligibility text offers to a curator; nothing is written."""
    from knowledgebase.catalog import load_content
    from knowledgebase.errors import KnowledgeError
    from knowledgebase.proposals import eligibility_of, proposal_in_words, proposals_as_data

    content = load_content()
    trials = drafted(Path(arguments.drafts), content) if arguments.drafts else content.trials
    if arguments.nct not in trials:
        raise KnowledgeError(
            f"there is no trial {arguments.nct[:40]} here; name one of `kb list --kind trials`, or "
            "the folder of its draft with --drafts"
        )
    found = eligibility_of(trials[arguments.nct], content.diseases)
    if arguments.json:
        data = proposals_as_data(found.proposals)
        print(json.dumps({"id": arguments.nct, "proposals": data}, indent=2))
        return DONE
    if not found.text:
        print("The record holds no eligibility text, so nothing is proposed.")
    for one in found.proposals:
        print(harmless(proposal_in_words(one)))
    return DONE


def drafted(folder: Path, content: Content) -> Mapping[str, Trial]:
    """Read the trials of a folder of drafts that lies over the content."""
    from knowledgebase.errors import KnowledgeError
    from knowledgebase.files.folder import read_folder

    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: there is no such folder; name the one with the drafts")
    reading = read_folder(folder, over=content)
    if reading.problems:
        raise KnowledgeError(
            f"{folder}: the drafts have problems; `tumorboard kb check --content FOLDER --over "
            "shipped` lists them"
        )
    return reading.content.trials
