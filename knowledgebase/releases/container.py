"""The release file: one file, signed, nothing in it compressed and nothing in it executed.

Line 1 is the signature and whose it is; it covers every byte that follows, and so stands apart
from what it signs. Line 2 is the manifest, then comes one record a line: kind, name, canonical
JSON, separated by tabs. See decision 22.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledgebase.errors import KnowledgeError
from knowledgebase.files.folder import RECORD_ID, RELEASE_VERSION
from knowledgebase.files.kinds import KINDS
from knowledgebase.files.record_data import digest_of_data
from knowledgebase.records import Content
from knowledgebase.releases.decoding import decoded, encoded

LARGEST = 1 << 30
LONGEST_HEAD = 4096
LONGEST_RECORD = 1 << 20
FORMAT = "tumorboard knowledge release 1"


class ReleaseError(KnowledgeError):
    """A release file that is not used; the sentence names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself: version, digest over all records, how many there are.

    ``kinds`` are those known when it was made; the digest is over exactly these.
    """

    version: str
    digest: str
    records: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A release as it lies on disk, not yet trusted: what signs it, and the bytes signed."""

    name: str
    signature: str
    key_id: str
    body: bytes
    manifest: Manifest

    @property
    def body_digest(self) -> str:
        """Give the SHA-256 of the signed bytes, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


def body_of(content: Content) -> bytes:
    """Write all records of a content as the bytes that are signed.

    Every record is read back first: what would come out otherwise than it went in is refused.
    """
    lines: list[bytes] = []
    digests: dict[str, dict[str, str]] = {}
    for kind in KINDS:
        digests[kind.folder] = of_kind = {}
        for name, record in sorted(getattr(content, kind.folder).items()):
            line = encoded(record)
            digest = hashlib.sha256(line).hexdigest()
            if encoded(decoded(kind.folder, json.loads(line), digest)) != line:
                raise KnowledgeError(
                    f"{kind.folder}/{name}.yaml: the record does not come back from a release "
                    "file as it was; nothing was written"
                )
            of_kind[name] = digest
            lines.append(f"{kind.folder}\t{name}\t".encode() + line)
    if digest_of_data({"version": content.version, "records": digests}) != content.digest:
        raise KnowledgeError("the digest of the content does not fit its records; load it again")
    manifest = {"format": FORMAT, "version": content.version, "digest": content.digest}
    counts = {"records": len(lines), "kinds": sorted(digests)}
    head = json.dumps(manifest | counts, sort_keys=True).encode()
    return b"\n".join([head, *lines]) + b"\n"


def read_release_file(path: Path) -> ReleaseFile:
    """Read a release file's frame; nothing in it is trusted before its signature was checked."""
    data = _bytes_of(path)
    first, _, body = data.partition(b"\n")
    head = _object(first, path.name)
    signature, key_id = head.get("signature"), head.get("key")
    if not isinstance(signature, str) or not isinstance(key_id, str) or len(head) != 2:
        raise _no_release(path.name)
    return ReleaseFile(path.name, signature, key_id, body, read_manifest(body, path.name))


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ReleaseError(f"{path.name}: there is no such file; name a release file")
        if path.stat().st_size > LARGEST:
            raise ReleaseError(f"{path.name}: the file is larger than a release may be (1 GiB)")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise ReleaseError(f"{path.name}: the file cannot be read ({reason})") from None


def _no_release(name: str) -> ReleaseError:
    return ReleaseError(f"{name}: this is no knowledge release; `tumorboard kb build` makes one")


def _object(line: bytes, name: str) -> dict[str, Any]:
    if len(line) > LONGEST_HEAD:
        raise _no_release(name)
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _no_release(name) from None
    if not isinstance(found, dict):
        raise _no_release(name)
    return found


def read_manifest(body: bytes, name: str) -> Manifest:
    """Read the first line of a body; ``name`` is the file's, for the sentence of a fault."""
    end = body.find(b"\n", 0, LONGEST_HEAD)
    if end < 0 or not body.endswith(b"\n"):
        raise _no_release(name)
    stated = _object(body[:end], name)
    if stated.get("format") != FORMAT:
        raise _no_release(name)
    version, digest, count = (stated.get(key) for key in ("version", "digest", "records"))
    kinds = stated.get("kinds")
    if (
        not (isinstance(version, str) and RELEASE_VERSION.fullmatch(version))
        or not (isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest))
        or type(count) is not int
        or not (isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds))
    ):
        raise ReleaseError(f"{name}: the release states no version, digest or count")
    return Manifest(version, digest, count, tuple(kinds))


def lines_of(body: bytes, name: str) -> Iterator[tuple[str, str, int, int]]:
    """Give kind, record's name, start and end of its JSON, for every record of the body.

    Refuses a kind this program does not know, a name twice, and a line out of bounds.
    """
    known = {kind.folder for kind in KINDS}
    seen = set()
    start = body.index(b"\n") + 1
    while start < len(body):
        end = body.find(b"\n", start)
        kind, _, rest = body[start : min(end, start + 200)].partition(b"\t")
        text = rest.partition(b"\t")[0].decode("utf-8", "replace")
        folder = kind.decode("utf-8", "replace")
        if folder not in known:
            raise ReleaseError(
                f"{name}: the release holds records of a kind this program does not know "
                f'("{folder[:40]}"); update the program'
            )
        at = start + len(kind) + 1 + len(text.encode()) + 1
        if not RECORD_ID.fullmatch(text) or at >= end or end - at > LONGEST_RECORD:
            raise ReleaseError(f"{name}: the release holds a line that is no record")
        if (folder, text) in seen:
            raise ReleaseError(f"{name}: the record {folder}/{text} stands twice in the release")
        seen.add((folder, text))
        yield folder, text, at, end
        start = end + 1
