"""``report``, ``sign`` and ``verify`` as a person types them, checked by independent readers."""

import json
import os
import re
import shlex
import shutil
import subprocess
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reports.signing import make_demo_identity
from reports.texts_da import DANISH
from tests.reports.pdf_text import solid, text_of
from ui.cli import main
from ui.demo.story import leave_identity

CASES = Path(__file__).parents[3] / "ui" / "demo"
MEANING = "I confirm what the board concluded."
ZONE = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d")


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("identity")
    made = make_demo_identity("Test Chair", folder, passphrase="sesame")
    (folder / "passphrase.txt").write_text("sesame\n")
    options = ["--identity", str(made), "--passphrase-file", str(folder / "passphrase.txt")]
    return [*options, "--name", "Test Chair", "--role", "chair", "--meaning", MEANING]


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("draft") / "draft.pdf"
    assert main(["report", str(CASES / "myeloma.yaml"), "-o", str(path), "--demo"]) == 0
    return path


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, draft: Path, identity: list[str]) -> Path:
    path = tmp_path_factory.mktemp("signed") / "signed.pdf"
    assert main(["sign", str(draft), "-o", str(path), *identity]) == 0
    return path


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must be refused with one sentence; give the sentence."""
    capsys.readouterr()
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def states_signature(text: str) -> bool:
    printed = solid(text)
    stated = (
        "Test Chair", "chair", MEANING, "DEMO-4", "demonstration certificate made by this program",
    )  # fmt: skip
    return all(solid(part) in printed for part in stated) and bool(ZONE.search(text))


def test_report_then_sign_then_verify(signed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["verify", str(signed)]) == 0
    assert capsys.readouterr().out.startswith("VALID")
    assert main(["verify", str(signed), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["signer"], said["role"], said["meaning"]) == ("Test Chair", "chair", MEANING)
    pages = text_of(signed.read_bytes()).split("\f")[:-1]
    assert states_signature(pages[-1])
    assert "Signature sheet" in pages[-1]
    assert all("DEMONSTRATION" in page and "Case DEMO-4" in page for page in pages)
    assert f"after page {len(pages) - 1} of {len(pages) - 1}" in pages[-1]


def test_other_tools_find_the_signature_valid(signed: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("poppler's pdfsig is not installed; install poppler-utils")
    said = subprocess.run(["pdfsig", signed], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "- Total document signed" in said


def test_fonts_of_the_signature_sheet_are_embedded(signed: Path) -> None:
    if shutil.which("pdffonts") is None:
        pytest.skip("poppler's pdffonts is not installed; install poppler-utils")
    said = subprocess.run(
        ["pdffonts", "-f", "2", signed], capture_output=True, text=True, check=True
    ).stdout
    rows = [row for row in said.splitlines()[2:] if "Noto" in row]
    assert rows
    assert all("yes yes" in row for row in rows)


@pytest.mark.parametrize("language", ["en", "da"])
def test_case_file_is_signed_in_one_step(
    language: str, tmp_path: Path, identity: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "signed.pdf"
    case = str(CASES / "myeloma.yaml")
    arguments = ["sign", case, "-o", str(out), *identity, "--demo", "--language", language]
    assert main(arguments) == 0
    assert "signed by Test Chair, chair (demonstration)" in capsys.readouterr().out
    assert main(["verify", str(out)]) == 0
    text = text_of(out.read_bytes())
    for part in ("Test Chair", MEANING):
        assert solid(part) in solid(text)
    assert ZONE.search(text)
    assert "DRAFT" not in text
    assert "UDKAST" not in text
    assert all("DEMONSTRATION" in page for page in text.split("\f")[:-1])


@pytest.mark.parametrize("place", [9, 3000, -900, -1])
def test_a_flipped_byte_is_not_valid(
    place: int, signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(signed.read_bytes())
    data[place] ^= 1
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(data)
    assert main(["verify", str(changed)]) == 1
    assert capsys.readouterr().out.startswith("NOT VALID\n")


def test_anything_appended_is_not_valid(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(signed.read_bytes() + b"\n")
    assert main(["verify", str(changed)]) == 1
    assert "whole file" in capsys.readouterr().out


def test_an_annotation_added_incrementally_is_not_valid(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed.read_bytes()))
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Text"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (9, 9, 9, 9))),
            generic.pdf_name("/Contents"): generic.pdf_string("approved by nobody"),
        }
    )
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    changed = BytesIO()
    writer.write(changed)
    assert changed.getvalue().startswith(signed.read_bytes())
    file = tmp_path / "changed.pdf"
    file.write_bytes(changed.getvalue())
    assert main(["verify", str(file)]) == 1
    assert capsys.readouterr().out.startswith("NOT VALID\n")


def test_an_unsigned_report_is_not_valid(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(draft)]) == 1
    assert "no signature" in capsys.readouterr().out
    assert "valid digital signature" in solid_words(draft)


def solid_words(pdf: Path) -> str:
    return " ".join(text_of(pdf.read_bytes()).split())


def test_a_signed_report_is_not_signed_again(
    signed: Path, tmp_path: Path, identity: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "twice.pdf"
    said = refused(["sign", str(signed), "-o", str(out), *identity], capsys)
    assert "signed already" in said
    assert not out.exists()


@pytest.mark.parametrize("kind", ["case", "pdf"])
def test_a_real_case_refuses_the_demonstration_identity(
    kind: str, tmp_path: Path, identity: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    source = CASES / "myeloma.yaml"
    if kind == "pdf":
        source = tmp_path / "real.pdf"
        assert main(["report", str(CASES / "myeloma.yaml"), "-o", str(source)]) == 0
        assert "DEMONSTRATION" not in text_of(source.read_bytes())
    out = tmp_path / "signed.pdf"
    arguments = ["sign", str(source), "-o", str(out), *identity]
    assert "demonstration certificate" in refused(arguments, capsys)
    assert not out.exists()


def test_faulty_identities_are_one_sentence(
    draft: Path, tmp_path: Path, identity: list[str], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    base = ["sign", str(draft), "-o", str(tmp_path / "x.pdf"), "--name", "Test Chair"]
    monkeypatch.setenv("TUMORBOARD_PASSPHRASE", "wrong")
    assert "passphrase is wrong" in refused([*base, "--identity", identity[1]], capsys)
    absent = str(tmp_path / "absent.p12")
    assert "cannot be read" in refused([*base, "--identity", absent], capsys)
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xfe")
    options = ["--identity", identity[1], "--passphrase-file", str(bad)]
    assert "not UTF-8" in refused([*base, *options], capsys)
    monkeypatch.delenv("TUMORBOARD_PASSPHRASE")
    monkeypatch.setattr("sys.stdin", StringIO())
    assert "passphrase is missing" in refused([*base, "--identity", identity[1]], capsys)


def test_faulty_inputs_are_one_sentence(
    draft: Path, tmp_path: Path, identity: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["-o", str(tmp_path / "x.pdf")]
    text = tmp_path / "text.pdf"
    text.write_text("hello")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(draft.read_bytes()[:4000])
    foreign = tmp_path / "foreign.pdf"
    foreign.write_bytes(draft.read_bytes().replace(b"tumorboard report", b"tumourbored repor"))
    for source, word in (
        (tmp_path / "absent.pdf", "cannot be read"),
        (tmp_path, "cannot be read"),
        (tmp_path / "absent.yaml", "absent.yaml"),
        (text, "neither a case file"),
        (cut, "undamaged"),
        (foreign, "undamaged"),
    ):
        assert word in refused(["sign", str(source), *out, *identity], capsys)
    assert "no role" in refused(["sign", str(draft), *out, *identity, "--role", "king"], capsys)
    assert "needs a name" in refused(["sign", str(draft), *out, *identity, "--name", " "], capsys)
    for source in (tmp_path / "absent.pdf", tmp_path):
        assert "cannot be read" in refused(["verify", str(source)], capsys)
    assert not (tmp_path / "x.pdf").exists()


def test_faulty_outputs_are_one_sentence(
    draft: Path, tmp_path: Path, identity: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    case = str(CASES / "myeloma.yaml")
    for command in (["report", case], ["sign", str(draft), *identity]):
        assert "is a folder" in refused([*command, "-o", str(tmp_path)], capsys)
        nowhere = str(tmp_path / "absent" / "x.pdf")
        assert "cannot be written" in refused([*command, "-o", nowhere], capsys)
    before = draft.read_bytes()
    said = refused(["sign", str(draft), *identity, "-o", str(draft)], capsys)
    assert "another file" in said
    assert draft.read_bytes() == before
    if os.name == "posix" and os.geteuid() != 0:
        tmp_path.chmod(0o500)
        said = refused(["report", case, "-o", str(tmp_path / "x.pdf")], capsys)
        assert "cannot be written" in said


def test_the_demonstration_says_how_to_sign_with_its_identity(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_identity(tmp_path)
    readme = (tmp_path / "README.txt").read_text(encoding="utf-8")
    command = readme.partition("  tumorboard sign ")[2].partition("\n  tumorboard verify")[0]
    arguments = shlex.split(command.replace("CASE.yaml", str(CASES / "myeloma.yaml")))
    monkeypatch.chdir(tmp_path)
    assert main(["sign", *arguments]) == 0
    assert main(["verify", "signed.pdf"]) == 0
    assert "signed by Demo chair, chair" in capsys.readouterr().out


def test_meaning_unstated_is_in_the_language_of_the_report(
    tmp_path: Path, identity: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    draft, out = tmp_path / "draft.pdf", tmp_path / "signed.pdf"
    case = str(CASES / "myeloma.yaml")
    assert main(["report", case, "-o", str(draft), "--demo", "--language", "da"]) == 0
    assert main(["sign", str(draft), "-o", str(out), *identity[:-2]]) == 0
    capsys.readouterr()
    assert main(["verify", str(out), "--json"]) == 0
    meaning = json.loads(capsys.readouterr().out)["meaning"]
    assert meaning == DANISH["sign.default"]
    assert solid(meaning) in solid(text_of(out.read_bytes()))


@pytest.mark.parametrize("from_case_file", [True, False])
def test_rejected_lines_must_be_acknowledged_before_signing(
    tmp_path: Path,
    identity: list[str],
    capsys: pytest.CaptureFixture[str],
    from_case_file: bool,
) -> None:
    source = CASES / "mds.yaml"
    if not from_case_file:
        source = tmp_path / "draft.pdf"
        assert main(["report", str(CASES / "mds.yaml"), "-o", str(source), "--demo"]) == 3
    output = tmp_path / "signed.pdf"
    demand = ["sign", str(source), "-o", str(output), *identity, "--demo"]
    assert "1 rejected line" in refused(demand, capsys)
    assert not output.exists()
    assert main([*demand, "--acknowledge-rejected"]) == 0
    assert main(["verify", str(output)]) == 0
