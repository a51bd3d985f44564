"""Reference data beside the project: real files that are not part of it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """Give a file of the reference data, or skip the test with a clear word."""
    found = ROOT / path
    if not found.exists():
        pytest.skip(f"the reference data beside the project is absent: shared/{path}")
    return found
