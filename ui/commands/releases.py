"""``tumorboard kb build|keygen|trust|verify|install|uninstall|diff``: releases, headless."""

from __future__ import annotations

import argparse
import getpass
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from knowledgebase.catalog import Catalog, load_content, load_shipped
from knowledgebase.errors import KnowledgeError
from ui.commands.release_options import ENVIRONMENT
from ui.commands.terminal import harmless

if TYPE_CHECKING:
    from knowledgebase.records import Content
    from knowledgebase.releases.differences import Change
    from tumorboard.services.release_impact import Touched

DONE = 0


def keygen(arguments: argparse.Namespace) -> int:
    """Write a new pair of keys."""
    from knowledgebase.releases.keys import key_id, make_keys, public_key

    phrase = _asked("Passphrase for the new key: ") if arguments.passphrase else ""
    private, public = make_keys(Path(arguments.output), phrase)
    print(f"{private}: the private key; keep it where only who makes releases can read it.")
    print(f"{public}: the public key {key_id(public_key(public))}; give it to whoever installs.")
    return DONE


def build(arguments: argparse.Namespace) -> int:
    """Write a content as one signed release file."""
    from knowledgebase.releases.installed import build as write

    content = load_content(Path(arguments.content)) if arguments.content else load_shipped()
    phrase = _asked("Passphrase of the key: ") if arguments.passphrase else ""
    file = write(content, Path(arguments.key), Path(arguments.output), phrase)
    made = file.manifest
    print(
        f"{arguments.output}: release {made.version} ({made.digest[:12]}), {made.records} records, "
        f"signed with the key {file.key_id}."
    )
    return DONE


def trust(arguments: argparse.Namespace) -> int:
    """Trust a public key on this installation."""
    from knowledgebase.releases.installed import trust as keep
    from knowledgebase.releases.places import keys_folder

    name = keep(Path(arguments.key))
    print(f"Releases signed with the key {name} can be installed here ({keys_folder()}).")
    return DONE


def verify(arguments: argparse.Namespace) -> int:
    """Check a release file: signature, digest and every record."""
    from knowledgebase.releases.compiled import compile_body
    from knowledgebase.releases.installed import trusted_keys, verified
    from knowledgebase.releases.places import is_installed
    from ui.commands.knowledge import older_than_shipped

    keys = [Path(arguments.key)] if arguments.key else list(trusted_keys())
    file, signer = verified(Path(arguments.file), keys)
    compile_body(file.body, file.manifest, file.name)
    made = file.manifest
    print(
        f"Valid. Release {made.version} ({made.digest[:12]}), {made.records} records, "
        f"signed with the key {signer}."
    )
    if is_installed() and (told := older_than_shipped(load_content())):
        print(told)
    return DONE


def install(arguments: argparse.Namespace) -> int:
    """Use a release instead of the content shipped."""
    from knowledgebase.releases.installed import install as put

    content = put(Path(arguments.file), load_content())
    print(
        f"Release {content.version} ({content.digest[:12]}) is in use from the next start. "
        "Evaluate open cases again; `tumorboard kb diff shipped FILE --database` names them."
    )
    return DONE


def uninstall(_: argparse.Namespace) -> int:
    """Go back to the content shipped."""
    from knowledgebase.releases.installed import uninstall as remove

    removed = remove()
    said = "The release was removed" if removed else "No release is installed"
    print(f"{said}; the content shipped ({load_shipped().version}) is in use.")
    return DONE


def diff(arguments: argparse.Namespace) -> int:
    """Say in words what changed between two contents, and what it could touch."""
    from knowledgebase.releases.differences import differences

    old, new = (_content(text, arguments.key) for text in (arguments.old, arguments.new))
    found = differences(old, new)
    touched = _touched(arguments, old, new)
    if arguments.json:
        told = {"old": found.old, "new": found.new, "changes": [asdict(c) for c in found.changes]}
        cases = {} if touched is None else {"cases": [asdict(one) for one in touched]}
        print(json.dumps(told | cases, ensure_ascii=False))
        return DONE
    print(f"From {found.old} to {found.new}: {_counted(found.changes)}")
    for change in found.changes:
        _print_change(change)
    for one in touched or ():
        print(harmless(f"Case {one.case}: {one.sentence}"))
    if touched == ():
        print("No conclusion of these cases could be touched.")
    return DONE


def _counted(changes: tuple[Change, ...]) -> str:
    count = {word: sum(one.what == word for one in changes) for word in _WHATS}
    return ", ".join(f"{number} {word}" for word, number in count.items())


_WHATS = ("added", "removed", "changed")


def _print_change(change: Change) -> None:
    print(harmless(f"{change.kind}/{change.name}: {change.what}"))
    for sentence in change.said:
        print(harmless(f"  {sentence}"))
    about = [f"diseases {', '.join(change.diseases)}"] if change.diseases else []
    about += [f"findings {', '.join(change.findings)}"] if change.findings else []
    if about:
        print(harmless(f"  could touch: {'; '.join(about)}"))
    if change.used_by:
        print(harmless(f"  assertions that rest on it: {', '.join(change.used_by)}"))


def _content(text: str, key: str | None) -> Content:
    if text == "shipped":
        return load_shipped()
    path = Path(text)
    if path.is_dir():
        return load_content(path)
    from knowledgebase.releases.installed import load_release, trusted_keys

    return load_release(path, [Path(key)] if key else list(trusted_keys()))


def _touched(
    arguments: argparse.Namespace, old: Content, new: Content
) -> tuple[Touched, ...] | None:
    if not arguments.case and arguments.database is None:
        return None
    from tumorboard.services.release_impact import cases_touched, open_cases, read_case

    catalogs = Catalog(old), Catalog(new)
    cases = [read_case(Path(path), catalogs[0]) for path in arguments.case]
    if arguments.database is not None:
        cases += open_cases(arguments.database or None)
    return cases_touched(cases, *catalogs)


def _asked(prompt: str) -> str:
    phrase = os.environ.get(ENVIRONMENT) or getpass.getpass(prompt)
    if not phrase:
        raise KnowledgeError("The passphrase is empty; leave --passphrase out for none.")
    return phrase
