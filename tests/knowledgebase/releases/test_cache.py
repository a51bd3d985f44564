import builtins
import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledgebase.catalog import Catalog, load_content
from knowledgebase.errors import KnowledgeError
from knowledgebase.index import AtomIndex
from knowledgebase.records import Content
from knowledgebase.releases import cache
from knowledgebase.releases.compiled import Table
from knowledgebase.releases.container import Manifest
from knowledgebase.releases.fingerprint import fingerprint
from knowledgebase.releases.installed import load_release
from knowledgebase.releases.shipped import content_of_folder
from knowledgebase.releases.tables import keep_table, kept_table
from knowledgebase.rules.atoms import atoms_of_fact, necessary_atoms
from knowledgebase.rules.criteria import Rule
from knowledgebase.rules.facts import Fact, Facts
from tests.bench.generate_knowledge import synthetic_case, synthetic_content
from tests.knowledgebase.releases.releasing import release
from tests.knowledgebase.rule_examples import rules, some_facts
from tests.knowledgebase.small_content import write

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def scanned(content: Content, facts: Facts) -> list[str]:
    """Give what touching must give, by looking at every assertion."""
    held = {atom for fact in facts for atom in atoms_of_fact(fact)}
    found = []
    for name, assertion in content.assertions.items():
        atoms = necessary_atoms(assertion.biomarker)
        if atoms is None or atoms & held:
            found.append(name)
    return sorted(found)


def touched(content: Content, facts: Facts) -> list[str]:
    return [one.id for one in Catalog(content).touching(facts)]


@pytest.fixture(scope="module")
def synthetic() -> Content:
    return synthetic_content(300)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(rules(3), min_size=1, max_size=8), some_facts())
def test_the_index_finds_what_a_scan_finds_also_from_the_cache(
    synthetic: Content, tmp_path: Path, asked: list[Rule], facts: Facts
) -> None:
    from dataclasses import replace

    model = next(iter(synthetic.assertions.values()))
    made = {f"X{n}": replace(model, id=f"X{n}", biomarker=r) for n, r in enumerate(asked)}
    content = Content("2026.11.21", "", assertions=made)
    assert touched(content, facts) == scanned(content, facts)
    index = AtomIndex.of(made.values())
    keep_table("f" * 64, tmp_path, _table(index))
    found = kept_table("f" * 64, tmp_path)
    assert found is not None
    assert found[0].index.touched(facts) == scanned(content, facts)


def _table(index: AtomIndex) -> Table:
    return Table(Manifest("2026.11.21", "0" * 64, 0, ()), {}, index)


def test_a_large_case_is_found_alike_in_a_release_cold_and_from_the_cache(
    tmp_path: Path, synthetic: Content
) -> None:
    from knowledgebase.releases.installed import build
    from knowledgebase.releases.keys import make_keys

    private, public = make_keys(tmp_path / "k")
    build(synthetic, private, tmp_path / "s.release")
    facts = synthetic_case(200)
    wanted = scanned(synthetic, facts)
    assert wanted
    for _ in range(2):
        made = load_release(tmp_path / "s.release", [public], tmp_path / "cache")
        assert touched(made, facts) == wanted
        assert [made.assertions[name] for name in wanted] == [
            synthetic.assertions[name] for name in wanted
        ]


def loaded(folder: Path, place: Path, read: list[Path] | None = None) -> Content:
    def strictly(where: Path) -> Content:
        if read is not None:
            read.append(where)
        return load_content(where)

    return content_of_folder(folder, strictly, place)


def test_a_folder_is_read_strictly_once_and_again_when_a_file_changes(tmp_path: Path) -> None:
    folder, place = write(tmp_path / "content"), tmp_path / "cache"
    read: list[Path] = []
    first = loaded(folder, place, read)
    second = loaded(folder, place, read)
    assert (len(read), first, first.digest) == (1, second, second.digest)
    path = folder / "assertions/AML-FLT3-drug.yaml"
    path.write_text(path.read_text().replace("level: A", "level: B"))
    assert loaded(folder, place, read).assertions["AML-FLT3-drug"].level == "B"
    assert len(read) == 2
    (folder / "assertions/AML-KMT2A-poor.yaml").unlink()
    assert "AML-KMT2A-poor" not in loaded(folder, place, read).assertions
    (folder / "stranger.txt").write_text("x")
    with pytest.raises(Exception, match="none of the folders"):
        loaded(folder, place, read)


def test_any_flipped_or_missing_byte_of_a_cache_changes_no_answer(tmp_path: Path) -> None:
    folder, place = write(tmp_path / "content"), tmp_path / "cache"
    wanted = loaded(folder, place)
    made_from = fingerprint(folder)
    (file,) = place.glob("*.compiled")
    data = file.read_bytes()
    assert kept_table(made_from, place) is not None
    spoilt = [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(0, len(data), 61)]
    for damaged in (*spoilt, data[:-1], data[: len(data) // 2], b"", data + b"x"):
        file.write_bytes(damaged)
        assert kept_table(made_from, place) is None
    again = loaded(folder, place)
    assert (again, again.digest) == (wanted, wanted.digest)
    assert kept_table(made_from, place) is not None


def test_a_cache_of_something_else_or_of_another_program_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, place = write(tmp_path / "content"), tmp_path / "cache"
    loaded(folder, place)
    made_from = fingerprint(folder)
    (file,) = place.glob("*.compiled")
    other = "0" * 64
    (place / f"{other[:32]}.compiled").write_bytes(file.read_bytes())
    assert kept_table(other, place) is None
    monkeypatch.setattr(cache, "program_stamp", lambda: "a newer program")
    assert kept_table(made_from, place) is None


@posix
def test_a_cache_that_others_can_write_is_passed_over(tmp_path: Path) -> None:
    folder, place = write(tmp_path / "content"), tmp_path / "cache"
    loaded(folder, place)
    made_from = fingerprint(folder)
    (file,) = place.glob("*.compiled")
    for what in (place, file):
        mode = what.stat().st_mode
        what.chmod(mode | 0o022)
        assert kept_table(made_from, place) is None
        what.chmod(mode)
        assert kept_table(made_from, place) is not None
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert kept_table(made_from, place) is None


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    folder = write(tmp_path / "content")
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file where the folder would be")
    assert loaded(folder, in_the_way).digest == loaded(folder, tmp_path / "other").digest


def test_writers_at_once_leave_a_whole_cache(tmp_path: Path) -> None:
    folder, place = write(tmp_path / "content"), tmp_path / "cache"
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(loaded(folder, place).digest))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 6
    assert kept_table(fingerprint(folder), place) is not None
    assert not list(place.glob(".new-*"))


def test_few_old_caches_stay(tmp_path: Path) -> None:
    for n in range(9):
        keep_table(f"{n:064x}"[::-1], tmp_path, _table(AtomIndex()))
    assert len(list(tmp_path.glob("*.compiled"))) <= 6


def test_a_releases_cache_serves_only_that_release(tmp_path: Path) -> None:
    old, key = release(tmp_path, "2026.9.30")
    new, _ = release(tmp_path, "2026.11.21")
    place = tmp_path / "cache"
    assert load_release(old, [key], place).version == "2026.9.30"
    assert load_release(new, [key], place).version == "2026.11.21"
    assert load_release(old, [key], place).version == "2026.9.30"
    facts = Facts.of([Fact("alteration", True, "FLT3-ITD")])
    assert "AML-FLT3-drug" in touched(load_release(new, [key], place), facts)


@pytest.mark.parametrize("step", ["open", "scandir"])
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    folder = write(tmp_path / "content")
    wanted = {"open": "AML-FLT3-drug.yaml", "scandir": "assertions"}[step]
    of, real = {"open": (builtins, builtins.open), "scandir": (os, os.scandir)}[step]

    def refusing(path: str, *rest: object, **more: object) -> object:
        if os.path.basename(path) == wanted:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(of, step, refusing)
    with pytest.raises(KnowledgeError, match=f"{wanted}: .*cannot be read .Permission denied"):
        fingerprint(folder)


@posix
def test_a_name_that_is_no_text_is_part_of_the_digest(tmp_path: Path) -> None:
    folder = write(tmp_path / "content")
    before = fingerprint(folder)
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff.yaml")).write_text("x")
    except OSError:
        pytest.skip("this file system holds only names that are text")
    assert fingerprint(folder) != before
