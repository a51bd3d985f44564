"""The release an installation works with: the one installed, else the content shipped."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from knowledgebase.errors import KnowledgeError
from knowledgebase.records import Content
from knowledgebase.releases import places
from knowledgebase.releases.compiled import Table, compile_body, content_of
from knowledgebase.releases.container import ReleaseError, ReleaseFile, body_of, read_release_file
from knowledgebase.releases.keys import (
    check_signature,
    key_id,
    private_key,
    public_key,
    signature_line,
)
from knowledgebase.releases.tables import keep_table, kept_table

_LONGEST_NOTE = 4096


def trusted_keys() -> tuple[Path, ...]:
    """Give the files of the public keys this installation trusts."""
    return tuple(sorted(places.keys_folder().glob("*.pub")))


def trust(key: Path) -> str:
    """Trust a public key from now on; gives its id."""
    name = key_id(public_key(key))
    _write(places.keys_folder() / f"{name}.pub", key.read_bytes())
    return name


def build(content: Content, key: Path, output: Path, passphrase: str = "") -> ReleaseFile:
    """Write a content as one signed release file; gives it as read back and checked."""
    signer = private_key(key, passphrase)
    body = body_of(content)
    _write(output, signature_line(body, signer) + body)
    file = read_release_file(output)
    check_signature(file, [signer.public_key()])
    return file


def verified(path: Path, keys: Sequence[Path]) -> tuple[ReleaseFile, str]:
    """Read a release file and check its signature; gives it and the id of the key that signed.

    Raises :class:`ReleaseError` for a changed file and for a key that is none of ``keys``.
    """
    file = read_release_file(path)
    return file, check_signature(file, [public_key(key) for key in keys])


def load_release(path: Path, keys: Sequence[Path], cache: Path | None = None) -> Content:
    """Load a signed release; ``cache`` is the folder of compiled caches, ``None`` the user's."""
    file, _ = verified(path, keys)
    return content_of(file.body, _table(file, places.cache_folder() if cache is None else cache))


def _table(file: ReleaseFile, cache: Path) -> Table:
    made_from = file.body_digest
    found = kept_table(made_from, cache)
    if found is not None:
        return found[0]
    table = compile_body(file.body, file.manifest, file.name)
    keep_table(made_from, cache, table)
    return table


def install(path: Path, present: Content) -> Content:
    """Put a release in the place of the one in use, ``present``; every record is read first.

    Raises :class:`ReleaseError` when its key is not trusted here, when it was changed, or when it
    is older than the one in use or than any installed here before.
    """
    file, _ = verified(path, trusted_keys())
    compile_body(file.body, file.manifest, file.name)
    version = file.manifest.version
    if file.manifest.digest != present.digest:
        if order_of(version) == order_of(present.version):
            raise ReleaseError(
                f"{file.name}: another release of the version {present.version} is in use; "
                "a changed release needs a version of its own"
            )
        if order_of(version) < order_of(present.version):
            raise ReleaseError(
                f"{file.name}: the release {version} is older than {present.version}, "
                "which is in use; it is not installed"
            )
    _check_newest(file)
    head = f'{{"key":"{file.key_id}","signature":"{file.signature}"}}\n'.encode()
    _note_newest(file)
    _write(places.installed_path(), head + file.body)
    return load_release(places.installed_path(), trusted_keys())


def uninstall() -> bool:
    """Go back to the content the program ships; tells whether a release was installed.

    The newest version ever installed stays noted: no older one is installed afterwards.
    """
    try:
        _keep_newest()
        places.installed_path().unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise KnowledgeError(
            f"the installed release cannot be removed ({error.strerror})"
        ) from None
    return True


def installed_content() -> Content | None:
    """Load the installed release, ``None`` when there is none.

    Raises :class:`ReleaseError` when it was changed or its key is no longer trusted: the program
    then does not fall back to other knowledge by itself.
    """
    path = places.installed_path()
    if not path.exists():
        return None
    try:
        return load_release(path, trusted_keys())
    except KnowledgeError as error:
        raise ReleaseError(
            f"the installed knowledge release is not used: {error.sentence} "
            "(`tumorboard kb uninstall` goes back to the content shipped; then install it again)"
        ) from None


def _check_newest(file: ReleaseFile) -> None:
    """Refuse what is older than any release once installed, also when that one was removed."""
    newest = _newest()
    if newest is None:
        return
    version, digest = newest
    if order_of(file.manifest.version) < order_of(version):
        raise ReleaseError(
            f"{file.name}: the release {file.manifest.version} is older than {version}, "
            "which was installed here before; it is not installed"
        )
    if order_of(file.manifest.version) == order_of(version) and file.manifest.digest != digest:
        raise ReleaseError(
            f"{file.name}: another release of the version {version} was installed here before; "
            "a changed release needs a version of its own"
        )


def _note_newest(file: ReleaseFile) -> None:
    newest = _newest()
    if newest is None or order_of(newest[0]) <= order_of(file.manifest.version):
        note = {"version": file.manifest.version, "digest": file.manifest.digest}
        _write(places.newest_path(), (json.dumps(note) + "\n").encode())


def _keep_newest() -> None:
    """Note the version of a release that an earlier program installed without a note."""
    if places.installed_path().exists() and not places.newest_path().exists():
        try:
            file = verified(places.installed_path(), trusted_keys())[0]
        except KnowledgeError:
            return  # a changed release says nothing of what was installed, and must be removable
        _note_newest(file)


def _newest() -> tuple[str, str] | None:
    """Give version and digest of the newest release ever installed, ``None`` before the first."""
    path = places.newest_path()
    if not path.exists():
        return None
    try:
        note = json.loads(path.read_bytes()[:_LONGEST_NOTE])
        version, digest = note["version"], note["digest"]
        if isinstance(version, str) and isinstance(digest, str) and order_of(version):
            return version, digest
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        pass
    raise ReleaseError(
        f"{path.name}: this note of the newest release installed here cannot be read; put it "
        "back from a backup, or remove it to install without it"
    )


def order_of(version: str) -> tuple[tuple[int, int, str], ...]:
    """Give what sorts versions: by date, then by what is added, numbers as numbers."""
    parts = re.findall("[0-9]+|[A-Za-z]+", version)
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts)


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KnowledgeError(
            f"{path.name}: cannot be written ({error.strerror or 'unknown reason'})"
        ) from None
