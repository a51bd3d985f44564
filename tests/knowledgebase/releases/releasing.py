"""A small release that tests build, change and install."""

from __future__ import annotations

from pathlib import Path

from knowledgebase.catalog import load_content
from knowledgebase.records import Content
from knowledgebase.releases.installed import build
from knowledgebase.releases.keys import make_keys
from tests.knowledgebase.small_content import FILES, write

DRUG = "assertions/AML-FLT3-drug.yaml"


def content(folder: Path, version: str = "2026.11.21", **changes: str) -> Content:
    """Write and load the small content under another version."""
    return load_content(write(folder, **({"release.yaml": f"version: {version}\n"} | changes)))


def changed(old: str, new: str, name: str = DRUG) -> dict[str, str]:
    """Give the change of one file, checked to be one."""
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new)}


def release(folder: Path, version: str = "2026.11.21", **changes: str) -> tuple[Path, Path]:
    """Build a signed release; gives its file and the public key, the same for one folder."""
    key = folder / "hospital.key"
    if not key.exists():
        make_keys(folder / "hospital")
    file = folder / f"{version}.release"
    build(content(folder / f"content-{version}", version, **changes), key, file)
    return file, folder / "hospital.pub"
