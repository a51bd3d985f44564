"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tumorboard.errors import ReportError


def write_beside(output: Path, data: bytes) -> Path:
    """Write to a temporary file in the same folder, so that the last step cannot fail half-way."""
    try:
        handle, name = tempfile.mkstemp(suffix=".part", dir=output.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise ReportError(
            f"The PDF cannot be written there ({fault.strerror}); choose another folder."
        ) from None
    return Path(name)


def check_place(output: Path) -> None:
    """Raise :class:`ReportError` unless a file can be put there, or replaced there."""
    folder = output.parent
    try:
        if output.is_dir():
            raise ReportError(f"{output} is a folder; name the PDF to write.")
        if not folder.is_dir():
            raise ReportError(f"There is no folder {folder}; choose another for the PDF.")
        if output.exists() and not output.is_file():
            raise ReportError(f"{output} is not a file; choose another.")
        free = os.access(folder, os.W_OK | os.X_OK)
        free = free and (not output.exists() or os.access(output, os.W_OK))
    except OSError as fault:
        raise ReportError(
            f"The PDF cannot be written there ({fault.strerror}); choose another file."
        ) from None
    if not free:
        raise ReportError(f"{output} cannot be written (no permission); choose another file.")


def write_whole(output: Path, data: bytes) -> None:
    """Write the file in one step: what stood there before stays when something fails.

    Raises :class:`ReportError` for a folder, or a place that cannot be written.
    """
    if output.is_dir():
        raise ReportError(f"{output} is a folder; name the PDF to write.")
    if output.exists() and not output.is_file():
        _write_through(output, data)
        return
    waiting = write_beside(output, data)
    try:
        os.replace(waiting, output)
    except OSError as fault:
        raise ReportError(
            f"{output} cannot be written ({fault.strerror}); choose another file."
        ) from None
    finally:
        waiting.unlink(missing_ok=True)


def _write_through(output: Path, data: bytes) -> None:
    """Write into a pipe or device, which must never be replaced by a file."""
    try:
        output.write_bytes(data)
    except OSError as fault:
        raise ReportError(
            f"{output} cannot be written ({fault.strerror}); choose another file."
        ) from None
