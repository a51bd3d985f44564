"""The key of the audit log: a file of 32 random bytes in hexadecimal, readable by its owner."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from tumorboard.errors import StorageError

_LENGTH = 32


def read_key(path: Path) -> bytes | None:
    """Read a key; ``None`` when there is no file, ``StorageError`` when it holds no key."""
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise StorageError(
            f"The audit key {path} cannot be read; restore it from the backup of the database."
        ) from None
    if len(key) != _LENGTH:
        raise StorageError(f"The audit key {path} is damaged; restore it from the backup.")
    return key


def make_key(path: Path) -> bytes:
    """Make a new key file with mode 600; another program's key made meanwhile is used."""
    key = secrets.token_bytes(_LENGTH)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            draft.rename(path) if os.name == "nt" else os.link(draft, path)
        except FileExistsError:
            return read_key(path) or key
        finally:
            draft.unlink(missing_ok=True)
    except OSError as fault:
        raise StorageError(
            f"The audit key {path} cannot be written ({fault.strerror}); choose a folder that may "
            "be written."
        ) from None
    return key


def fingerprint(key: bytes) -> str:
    """Give what tells one key from another without revealing it."""
    return hmac.new(key, b"fingerprint", hashlib.sha256).hexdigest()[:32]
