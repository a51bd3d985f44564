import gzip
from pathlib import Path

import pytest

from tests.tumorboard.vcf.vcf_files import PACKINGS, bgzf, bgzf_block, save
from tumorboard.errors import Cancelled, VariantFileError
from tumorboard.vcf import opening
from tumorboard.vcf.opening import END_OF_FILE, Compression, VariantBytes, line_buffers

TEXT = b"".join(b"line %d of some text\n" % number for number in range(5000))


def content(path: Path) -> bytes:
    return b"".join(VariantBytes(path).chunks())


@pytest.mark.parametrize("packing", PACKINGS)
def test_every_packing_gives_the_same_bytes(tmp_path, packing):
    assert content(save(tmp_path, PACKINGS[packing](TEXT))) == TEXT


@pytest.mark.parametrize(
    ("packing", "compression"),
    [("plain", Compression.PLAIN), ("gzip", Compression.GZIP), ("bgzip", Compression.BGZIP)],
)
def test_packing_is_told_by_the_first_bytes_not_by_the_name(tmp_path, packing, compression):
    path = save(tmp_path, PACKINGS[packing](TEXT), "misleading.txt")
    assert VariantBytes(path).compression is compression


def test_gzip_of_several_members_and_zero_padding_is_read_whole(tmp_path):
    packed = gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]) + b"\0" * 512
    assert content(save(tmp_path, packed)) == TEXT


def test_bgzip_with_an_empty_block_in_the_middle_is_read_whole(tmp_path):
    packed = bgzf(TEXT[:5000]) + bgzf(TEXT[5000:])
    assert content(save(tmp_path, packed)) == TEXT


def test_hash_is_that_of_the_file_as_stored(tmp_path):
    import hashlib

    packed = bgzf(TEXT)
    source = VariantBytes(save(tmp_path, packed))
    list(source.chunks())
    assert source.sha256 == hashlib.sha256(packed).hexdigest()
    assert source.inflated == len(TEXT)


def test_a_block_whose_checksum_is_wrong_is_named(tmp_path):
    first = bgzf_block(TEXT[:4000])
    second = bytearray(bgzf_block(TEXT[4000:8000]))
    second[-8] ^= 1
    path = save(tmp_path, first + bytes(second) + END_OF_FILE)
    with pytest.raises(VariantFileError, match=f"damaged in the block at byte {len(first)}"):
        content(path)


def test_a_block_whose_length_is_wrong_is_refused(tmp_path):
    block = bytearray(bgzf_block(TEXT[:4000]))
    block[-4] ^= 1
    with pytest.raises(VariantFileError, match="damaged"):
        content(save(tmp_path, bytes(block) + END_OF_FILE))


def test_a_missing_end_of_file_marker_is_refused(tmp_path):
    packed = bgzf(TEXT)[: -len(END_OF_FILE)]
    with pytest.raises(VariantFileError, match="end-of-file marker"):
        content(save(tmp_path, packed))


@pytest.mark.parametrize("packing", ["gzip", "bgzip"])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.99])
def test_a_compressed_file_cut_off_is_refused(tmp_path, packing, kept):
    packed = PACKINGS[packing](TEXT)
    with pytest.raises(VariantFileError, match=r"cut off|damaged|marker"):
        content(save(tmp_path, packed[: int(len(packed) * kept)]))


def test_a_gzip_checksum_is_held_against_the_data(tmp_path):
    packed = bytearray(gzip.compress(TEXT))
    packed[-6] ^= 1
    with pytest.raises(VariantFileError, match="damaged"):
        content(save(tmp_path, bytes(packed)))


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"PK\x03\x04rest", "ZIP"), (b"%PDF-1.7", "PDF"), (b"\xef\xbb\xbf##fileformat", "byte-order")],
)
def test_other_kinds_of_file_are_named(tmp_path, start, kind):
    with pytest.raises(VariantFileError, match=kind):
        VariantBytes(save(tmp_path, start))


def test_an_empty_file_and_an_absent_one_are_each_one_sentence(tmp_path):
    with pytest.raises(VariantFileError, match="empty"):
        VariantBytes(save(tmp_path, b""))
    with pytest.raises(VariantFileError, match="check that it exists"):
        VariantBytes(tmp_path / "absent.vcf")
    with pytest.raises(VariantFileError, match="does not name a file"):
        VariantBytes(tmp_path)


@pytest.mark.parametrize("packing", ["gzip", "bgzip"])
def test_a_decompression_bomb_stops_at_the_limit(tmp_path, packing, monkeypatch):
    monkeypatch.setattr(opening, "RATIO_COUNTS_FROM", 1 << 20)
    bomb = b"\0" * (32 << 20)
    packed = gzip.compress(bomb, mtime=0) if packing == "gzip" else bgzf(bomb, 65280)
    source = VariantBytes(save(tmp_path, packed))
    with pytest.raises(VariantFileError, match="unpacks to far more data"):
        for _ in source.chunks():
            pass
    assert source.inflated < len(bomb)


def test_buffers_end_at_line_breaks_and_lose_nothing(monkeypatch):
    monkeypatch.setattr(opening, "BUFFER", 5000)
    chunks = [TEXT[at : at + 777] for at in range(0, len(TEXT), 777)]
    buffers = list(line_buffers(iter(chunks), b"carried "))
    assert b"".join(buffers) == b"carried " + TEXT
    assert all(buffer.endswith(b"\n") for buffer in buffers)
    assert all(len(buffer) > 4000 for buffer in buffers[:-1])
    assert len(buffers) > 2
    assert list(line_buffers(iter([b"a\nb"]))) == [b"a\nb"]
    monkeypatch.setattr(opening, "BUFFER", 3)
    assert list(line_buffers(iter([b"a\nb"]))) == [b"a\n", b"b"]


def test_a_line_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(opening, "MAX_LINE", 1000)
    monkeypatch.setattr(opening, "BUFFER", 100)
    with pytest.raises(VariantFileError, match="line longer"):
        list(line_buffers(iter([b"x" * 600, b"x" * 600])))


def test_progress_is_told_and_can_stop(tmp_path):
    told = []

    def progress(done: int, total: int, what: str) -> None:
        told.append((done, total, what))
        raise Cancelled

    path = save(tmp_path, TEXT)
    with pytest.raises(Cancelled):
        list(VariantBytes(path, progress).chunks())
    assert told == [(len(TEXT), len(TEXT), "reading the variant file")]
