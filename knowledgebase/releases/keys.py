"""Ed25519 keys: who makes a release, and whom an installation trusts.

A private key is a PKCS#8 PEM file only its owner can read, with a passphrase if one was chosen; a
public key is a PEM file. An installation trusts the public keys in its ``knowledge-keys`` folder.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from knowledgebase.errors import KnowledgeError
from knowledgebase.releases.container import FORMAT, ReleaseError, ReleaseFile

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

LARGEST_KEY = 16_384


def make_keys(stem: Path, passphrase: str = "") -> tuple[Path, Path]:
    """Write a new private key ``STEM.key`` and its public key ``STEM.pub``; replaces neither."""
    from cryptography.hazmat.primitives import serialization as how
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private, public = stem.with_name(stem.name + ".key"), stem.with_name(stem.name + ".pub")
    key = Ed25519PrivateKey.generate()
    locked = how.BestAvailableEncryption(passphrase.encode()) if passphrase else how.NoEncryption()
    secret = key.private_bytes(how.Encoding.PEM, how.PrivateFormat.PKCS8, locked)
    open_part = key.public_key().public_bytes(
        how.Encoding.PEM, how.PublicFormat.SubjectPublicKeyInfo
    )
    if public.exists():
        raise KnowledgeError(f"{public.name}: the file exists already; choose another name")
    _write_new(private, secret, 0o600)
    _write_new(public, open_part, 0o644)
    return private, public


def _write_new(path: Path, data: bytes, mode: int) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise KnowledgeError(f"{path.name}: the file exists already; choose another name") from None
    except OSError as error:
        raise KnowledgeError(f"{path.name}: cannot be written ({error.strerror})") from None
    with os.fdopen(handle, "wb") as out:
        out.write(data)


def _key_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_KEY)
    except OSError as error:
        raise KnowledgeError(f"{path.name}: the key cannot be read ({error.strerror})") from None


def private_key(path: Path, passphrase: str = "") -> Ed25519PrivateKey:
    """Read a private key; raises :class:`KnowledgeError` when it is none or stays locked."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    data = _key_bytes(path)
    try:
        key = load_pem_private_key(data, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KnowledgeError(
            f"{path.name}: this is no private key of `tumorboard kb keygen`, or the passphrase "
            "does not fit"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KnowledgeError(f"{path.name}: this key is not of the kind Ed25519")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """Read a public key; raises :class:`KnowledgeError` when it is none."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    data = _key_bytes(path)
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise KnowledgeError(
            f"{path.name}: this is no public key; `tumorboard kb keygen` makes a pair"
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise KnowledgeError(f"{path.name}: this key is not of the kind Ed25519")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """Give the name of a key: the first 16 digits of the SHA-256 of its raw bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def _signed_text(body: bytes) -> bytes:
    """A signature is over the purpose too, so one made for something else never counts here."""
    return FORMAT.encode() + b"\n" + hashlib.sha256(body).digest()


def signature_line(body: bytes, key: Ed25519PrivateKey) -> bytes:
    """Give the first line of a release file."""
    signature = base64.b64encode(key.sign(_signed_text(body))).decode()
    return f'{{"key":"{key_id(key.public_key())}","signature":"{signature}"}}\n'.encode()


def check_signature(file: ReleaseFile, keys: Iterable[Ed25519PublicKey]) -> str:
    """Give the id of the key that signed the file; raises :class:`ReleaseError` otherwise."""
    from cryptography.exceptions import InvalidSignature

    known = {key_id(key): key for key in keys}
    key = known.get(file.key_id)
    if key is None:
        raise ReleaseError(
            f"{file.name}: the release is signed with another key than those trusted here; "
            "ask who made it for the public key"
        )
    try:
        key.verify(base64.b64decode(file.signature, validate=True), _signed_text(file.body))
    except (InvalidSignature, ValueError):
        raise ReleaseError(
            f"{file.name}: the signature does not fit, so the file was changed after it was "
            "signed; get it again from who made it"
        ) from None
    return file.key_id
