import os
from pathlib import Path

import pytest

from knowledgebase.errors import KnowledgeError
from knowledgebase.files.kinds import KINDS
from knowledgebase.files.record_data import digest_of
from knowledgebase.mentions import reviewed_in_file
from knowledgebase.releases import places
from knowledgebase.releases.compiled import LazyRecords, compile_body
from knowledgebase.releases.container import ReleaseError, body_of, read_manifest
from knowledgebase.releases.decoding import decoded, record_classes
from knowledgebase.releases.installed import (
    install,
    installed_content,
    load_release,
    order_of,
    trust,
    uninstall,
    verified,
)
from knowledgebase.releases.keys import make_keys, private_key, public_key, signature_line
from knowledgebase.releases.places import installed_path
from tests.knowledgebase.releases.releasing import changed, content, release


@pytest.fixture(autouse=True)
def own_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "installed_path", lambda: tmp_path / "data/installed.release")
    monkeypatch.setattr(places, "keys_folder", lambda: tmp_path / "keys")
    monkeypatch.setattr(places, "cache_folder", lambda: tmp_path / "cache")


def test_a_release_holds_what_was_built_into_it(tmp_path: Path) -> None:
    file, key = release(tmp_path)
    made = load_release(file, [key])
    original = content(tmp_path / "again")
    assert made == original
    assert made.digest == original.digest
    for kind in KINDS:
        for name, record in getattr(made, kind.folder).items():
            assert digest_of(record) == digest_of(getattr(original, kind.folder)[name])


def test_every_kind_of_record_has_a_reader() -> None:
    assert set(record_classes()) == {kind.folder for kind in KINDS}
    for kind in KINDS:
        with pytest.raises(KnowledgeError, match="cannot read"):
            decoded(kind.folder, {"nothing": "of it"}, "")


def test_a_changed_byte_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    file, key = release(tmp_path)
    data = file.read_bytes()
    for at in range(0, len(data), 97):
        spoilt = bytearray(data)
        spoilt[at] ^= 1
        file.write_bytes(spoilt)
        with pytest.raises(ReleaseError) as refusal:
            load_release(file, [key])
        assert str(refusal.value).count("\n") == 0
    for cut in (data[:-1], data[: len(data) // 2], data + b"x\n", b""):
        file.write_bytes(cut)
        with pytest.raises(ReleaseError):
            load_release(file, [key])


def test_another_key_is_refused(tmp_path: Path) -> None:
    file, key = release(tmp_path)
    _, stranger = make_keys(tmp_path / "stranger")
    with pytest.raises(ReleaseError, match="signed with another key"):
        verified(file, [stranger])
    with pytest.raises(ReleaseError, match="signed with another key"):
        verified(file, [])
    first, body = file.read_bytes().split(b"\n", 1)
    forged = signature_line(body, private_key(tmp_path / "stranger.key"))
    own_id = first[first.index(b'"key":"') : first.index(b'","')]
    forged_id = forged[forged.index(b'"key":"') : forged.index(b'","')]
    file.write_bytes(forged.replace(forged_id, own_id) + body)
    with pytest.raises(ReleaseError, match="changed after it was signed"):
        verified(file, [key])


def test_an_older_release_over_a_newer_one_is_refused(tmp_path: Path) -> None:
    old, key = release(tmp_path, "2026.9.30")
    new, _ = release(tmp_path, "2026.11.21")
    trust(key)
    present = install(new, content(tmp_path / "start", "2026.1.1"))
    assert present.version == "2026.11.21"
    with pytest.raises(ReleaseError, match=r"older than 2026\.11\.21"):
        install(old, present)
    held = installed_content()
    assert held is not None
    assert held.version == "2026.11.21"
    assert uninstall()
    assert not uninstall()
    assert installed_content() is None


def test_the_same_version_with_other_records_is_refused(tmp_path: Path) -> None:
    file, key = release(tmp_path, **changed("level: A", "level: B"))
    trust(key)
    with pytest.raises(ReleaseError, match="a version of its own"):
        install(file, content(tmp_path / "start"))


def test_a_version_written_otherwise_is_no_newer_one(tmp_path: Path) -> None:
    file, key = release(tmp_path, "2026.11.21+a1", **changed("level: A", "level: B"))
    trust(key)
    with pytest.raises(ReleaseError, match="a version of its own"):
        install(file, content(tmp_path / "start", "2026.11.21+a.1"))


def test_a_key_must_be_trusted_before_and_stay_so(tmp_path: Path) -> None:
    file, key = release(tmp_path)
    start = content(tmp_path / "start", "2026.1.1")
    with pytest.raises(ReleaseError, match="signed with another key"):
        install(file, start)
    assert not places.installed_path().exists()
    name = trust(key)
    install(file, start)
    (tmp_path / "keys" / f"{name}.pub").unlink()
    with pytest.raises(ReleaseError, match="installed knowledge release is not used"):
        installed_content()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"{}\n{}\n",
        b"PK\x03\x04 a zip\n",
        b"\x1f\x8b" + bytes(100),
        b"[" * 100_000,
        b'{"key":"a","signature":"b"}\n' + b"[" * 3000 + b"\n",
        b'{"key":"a","signature":"b"}\n{"format":"tumorboard knowledge release 1"}\n',
        b'{"key":1,"signature":null}\nx\n',
        "version: 2026.11.21\n".encode("utf-16"),
    ],
)
def test_what_is_no_release_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.release"
    file.write_bytes(data)
    with pytest.raises(ReleaseError) as refusal:
        verified(file, [])
    assert "\n" not in str(refusal.value)
    for no_file in (tmp_path, tmp_path / "none"):
        with pytest.raises(ReleaseError, match="no such file"):
            verified(no_file, [])


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "big.release"
    with file.open("wb") as out:
        os.truncate(out.fileno(), (1 << 30) + 1)
    with pytest.raises(ReleaseError, match="larger than a release may be"):
        verified(file, [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"diseases\tAML\t", b"pets\tAML\t", "a kind this program does not know"),
        (b"diseases\tAML\t", b"diseases\t../AML\t", "no record"),
        (b"diseases\tAML\t", b"diseases\tMYELOID\t", "twice|another name"),
        (b"diseases\tAML\t", b"diseases\tAMX\t", "another name"),
        (b'"level":"A"', b'"level":"Z"', "cannot read"),
        (b'"level":"A"', b'"level":"B"', "do not fit the release's digest"),
        (b'"level":"A",', b"", "cannot read"),
        (b'"alteration":"FLT3-ITD"', b'"mood":"good"', "cannot read"),
        (b'"records": ', b'"records": 1', "do not fit the release's digest"),
        (b"diseases\tAML\t{", b"diseases\tAML\t" + b"[" * 5000 + b"{", "no JSON|cannot read"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_even_when_signed(
    tmp_path: Path, old: bytes, new: bytes, said: str
) -> None:
    body = body_of(content(tmp_path / "content"))
    assert old in body
    spoilt = body.replace(old, new, 1)
    with pytest.raises(KnowledgeError, match=said):
        compile_body(spoilt, read_manifest(spoilt, "x"), "x")


def test_versions_are_ordered_by_date_then_by_what_is_added() -> None:
    ordered = ["2026.9.30", "2026.11.21", "2026.11.21+local", "2026.11.21.2", "2026.11.21.10"]
    assert sorted(ordered, key=order_of) == ordered


def test_keys_are_their_owners_and_never_replaced(tmp_path: Path) -> None:
    private, public = make_keys(tmp_path / "a", "a passphrase")
    if os.name == "posix":
        assert private.stat().st_mode & 0o077 == 0
    with pytest.raises(KnowledgeError, match="passphrase"):
        private_key(private)
    with pytest.raises(KnowledgeError, match="passphrase"):
        private_key(private, "another")
    assert private_key(private, "a passphrase").public_key() == public_key(public)
    with pytest.raises(KnowledgeError, match="exists already"):
        make_keys(tmp_path / "a")
    with pytest.raises(KnowledgeError, match="no public key"):
        public_key(private)
    with pytest.raises(KnowledgeError, match="cannot be read"):
        public_key(tmp_path / "none.pub")


def test_the_installed_release_lies_with_the_users_data() -> None:
    assert installed_path().name == "installed.release"


def test_after_a_removal_nothing_older_is_installed(tmp_path: Path) -> None:
    old, key = release(tmp_path, "2026.9.30")
    new, _ = release(tmp_path, "2026.10.5")
    trust(key)
    start = content(tmp_path / "start", "2026.1.1")
    install(new, start)
    assert uninstall()
    with pytest.raises(ReleaseError, match=r"older than 2026\.10\.5, which was installed"):
        install(old, start)
    assert installed_content() is None
    assert install(new, start).version == "2026.10.5"
    # a release an earlier program installed left no note
    places.newest_path().unlink()
    assert uninstall()
    with pytest.raises(ReleaseError, match=r"older than 2026\.10\.5"):
        install(old, start)


def test_other_records_under_a_version_once_installed_are_refused(tmp_path: Path) -> None:
    file, key = release(tmp_path)
    trust(key)
    start = content(tmp_path / "start", "2026.1.1")
    install(file, start)
    uninstall()
    other, _ = release(tmp_path, "2026.11.21", **changed("level: A", "level: B"))
    with pytest.raises(ReleaseError, match="installed here before; a changed release"):
        install(other, start)


@pytest.mark.parametrize("data", [b"", b"[1]", b"{}", b'{"version": 1, "digest": "a"}', b"\xff"])
def test_a_note_that_cannot_be_read_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    file, key = release(tmp_path)
    trust(key)
    places.newest_path().parent.mkdir(parents=True)
    places.newest_path().write_bytes(data)
    with pytest.raises(ReleaseError, match=r"newest-installed\.json: this note"):
        install(file, content(tmp_path / "start", "2026.1.1"))
    assert installed_content() is None


def test_reviews_of_a_release_are_found_without_decoding_the_rest(tmp_path: Path) -> None:
    file, key = release(tmp_path, **changed("review: draft", "review: approved"))
    records = load_release(file, [key]).assertions
    assert isinstance(records, LazyRecords)
    assert list(reviewed_in_file(records)) == ["AML-FLT3-drug"]
    assert set(records._decoded) == {"AML-FLT3-drug"}
    plain = dict(records)
    assert len(plain) > 1
    assert list(reviewed_in_file(plain)) == ["AML-FLT3-drug"]
