import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledgebase import catalog
from tests.knowledgebase.releases.releasing import DRUG
from tests.knowledgebase.small_content import FILES, write
from ui.cli import main


@pytest.fixture(autouse=True)
def own_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for what in ("installed_path", "keys_folder", "cache_folder"):
        monkeypatch.setattr(f"knowledgebase.releases.places.{what}", lambda w=what: tmp_path / w)


def kb(*words: str | Path) -> int:
    return main(["kb", *map(str, words)])


def built(folder: Path, version: str, **files: str) -> Path:
    release = write(folder / version, **({"release.yaml": f"version: {version}\n"} | files))
    assert (
        kb(
            "build",
            "--content",
            release,
            "--key",
            folder / "h.key",
            "-o",
            folder / f"{version}.release",
        )
        == 0
    )
    return folder / f"{version}.release"


def test_a_release_goes_from_key_to_installation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kb("keygen", "--output", tmp_path / "h") == 0
    file = built(tmp_path, "2099.1.1")
    assert kb("verify", file, "--key", tmp_path / "h.pub") == 0
    assert "Valid. Release 2099.1.1" in capsys.readouterr().out
    assert kb("verify", file) == 2
    assert "signed with another key" in capsys.readouterr().err
    assert kb("trust", tmp_path / "h.pub") == 0
    assert kb("install", file) == 0
    assert "Release 2099.1.1" in capsys.readouterr().out
    assert kb("uninstall") == 0
    old = built(tmp_path, "1999.1.1")
    assert kb("install", old) == 2
    assert "is older than" in capsys.readouterr().err
    file.write_bytes(file.read_bytes().replace(b'"level":"A"', b'"level":"B"'))
    assert kb("install", file) == 2
    assert "changed after it was signed" in capsys.readouterr().err


def test_differences_are_printed_in_words_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kb("keygen", "--output", tmp_path / "h")
    old = built(tmp_path, "2026.11.21")
    new = built(tmp_path, "2026.11.22", **{DRUG: FILES[DRUG].replace("level: A", "level: C")})
    capsys.readouterr()
    assert kb("diff", old, new, "--key", tmp_path / "h.pub") == 0
    said = capsys.readouterr().out
    assert "From 2026.11.21 to 2026.11.22: 0 added, 0 removed, 1 changed" in said
    assert "  level: A → C" in said
    assert "could touch: diseases AML; findings FLT3-ITD" in said
    assert kb("diff", tmp_path / "2026.11.21", new, "--key", tmp_path / "h.pub", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["changes"]] == ["AML-FLT3-drug"]


@pytest.fixture
def installed_older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A release is installed that is older than what a renewed program ships."""
    kb("keygen", "--output", tmp_path / "h")
    kb("trust", tmp_path / "h.pub")
    kb("install", built(tmp_path, "2099.1.1"))
    monkeypatch.setattr(catalog, "_shipped_version", lambda: "2099.2.1")
    catalog._in_use.cache_clear()
    yield
    catalog._in_use.cache_clear()


@pytest.mark.usefixtures("installed_older")
def test_an_installed_release_older_than_the_shipped_content_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["check"], ["list"], ["verify", tmp_path / "2099.1.1.release"]):
        capsys.readouterr()
        assert kb(*words) == 0
        told = capsys.readouterr()
        assert "2099.1.1 is in use although the program ships the newer 2099.2.1" in (
            told.err if words == ["list"] else told.out
        )
    assert catalog.newer_shipped(catalog.load_content()) == "2099.2.1"
    kb("uninstall")
    assert catalog.newer_shipped(catalog.load_content()) == ""


def test_the_shipped_version_is_the_one_of_the_shipped_content() -> None:
    assert catalog._shipped_version() == catalog.load_shipped().version
