"""What reading a variant file must know is the same however it was come by."""

from pathlib import Path

import pytest

from knowledgebase import reading
from knowledgebase.catalog import load_content, load_genes_and_alterations, load_shipped
from knowledgebase.errors import KnowledgeError
from knowledgebase.reading import for_reading, load_for_reading
from knowledgebase.releases import places
from knowledgebase.releases.installed import install, trust
from tests.knowledgebase.releases.releasing import release
from tests.knowledgebase.small_content import FILES, write


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ship a small content, with a cache of its own."""
    folder = write(tmp_path / "content")
    monkeypatch.setattr(places, "shipped_folder", lambda: folder)
    monkeypatch.setattr(places, "cache_folder", lambda: tmp_path / "cache")
    return folder


def test_transcripts_by_every_name_and_positions(tmp_path: Path) -> None:
    part = for_reading(load_content(write(tmp_path)))
    wanted = ("ENST00000241453", "NM_004119")
    assert part.transcripts["FLT3"] == part.transcripts["CD135"] == wanted
    assert part.always_read == (("GRCh38", "13", 28003274, 28100592, "FLT3"),)


def test_the_part_says_what_the_whole_says() -> None:
    whole = for_reading(load_shipped())
    assert load_for_reading() == whole  # strictly
    assert load_for_reading() == whole  # from its cache
    assert len(whole.transcripts) > 200
    assert any(name == "NOTCH1 3'UTR" for *_, name in whole.always_read)


def test_the_part_is_read_strictly_once_and_again_when_it_changes(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_for_reading()
    with monkeypatch.context() as patched:
        patched.setattr(reading, "for_reading", None)
        assert load_for_reading() == first
        (shipped / "assertions/AML-FLT3-drug.yaml").write_text("id: [")  # is not looked at
        assert load_for_reading() == first
    gene = shipped / "genes/TP53.yaml"
    gene.write_text(gene.read_text().replace("NM_000546", "NM_000999"))
    assert load_for_reading().transcripts["TP53"] == ("NM_000999",)
    gene.write_text(gene.read_text() + "colour: red\n")
    with pytest.raises(KnowledgeError, match="colour"):
        load_for_reading()


@pytest.mark.usefixtures("shipped")
def test_a_cache_of_another_shape_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_for_reading()
    for told in (None, [], [{}, [["GRCh38", "13"]]], [{"TP53": 1}, []], [1, 2]):
        monkeypatch.setattr(reading, "kept", lambda *_, told=told: (told, b""))
        assert load_for_reading() == first


def test_genes_and_alterations_are_read_as_strictly(tmp_path: Path) -> None:
    folder = write(tmp_path)
    assert load_genes_and_alterations(folder).assertions == {}
    name, text = next((n, t) for n, t in FILES.items() if n.startswith("alterations/"))
    (folder / name).write_text(text.replace("gene: ", "gene: X", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="is no gene"):
        load_genes_and_alterations(folder)
    with pytest.raises(KnowledgeError, match="no folder"):
        load_genes_and_alterations(tmp_path / "none")


def test_an_installed_release_says_it_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for what in ("installed_path", "keys_folder", "cache_folder"):
        monkeypatch.setattr(places, what, lambda w=what: tmp_path / w)
    file, key = release(tmp_path, "2099.1.1")
    trust(key)
    content = install(file, load_shipped())
    monkeypatch.setattr("knowledgebase.catalog.load_content", lambda: content)
    assert load_for_reading() == for_reading(content)
    assert load_for_reading() != for_reading(load_shipped())
