"""Signatures: what third parties say of them, and that no changed byte passes."""

import random
import re
import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports.publish import publish
from reports.render import render_pdf
from reports.signing import Identity, load_identity, make_demo_identity, sign_pdf
from reports.verification import load_trusted, verify_pdf
from tests.reports.example import CHAIR, EXAMPLE, MEANING, minimal_example
from tumorboard.errors import ReportError

NOW = datetime.now(UTC).astimezone().replace(microsecond=0)


@pytest.fixture(scope="module")
def p12(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo_identity("Example Chair", tmp_path_factory.mktemp("id"), passphrase="secret")


@pytest.fixture(scope="module")
def identity(p12: Path) -> Identity:
    return load_identity(p12, "secret")


@pytest.fixture(scope="module")
def signed(identity: Identity) -> bytes:
    return publish(EXAMPLE, identity, CHAIR, MEANING, NOW).pdf


def contents(pdf: bytes) -> tuple[int, int]:
    found = re.search(rb"/ByteRange\s*\[\s*0 (\d+) (\d+)", pdf)
    assert found
    return int(found[1]), int(found[2])


def test_signed_report_is_valid_and_says_who(signed: bytes) -> None:
    result = verify_pdf(signed)
    assert result.valid, result.reasons
    assert (result.signer, result.role, result.meaning) == ("Example Chair", "chair", MEANING)
    assert result.signed_at == NOW
    assert not result.trusted
    assert "demonstration certificate" in result.reasons[1]


def test_trust_is_told_apart(signed: bytes, p12: Path, tmp_path: Path) -> None:
    loaded = pkcs12.load_pkcs12(p12.read_bytes(), b"secret")
    from cryptography.hazmat.primitives.serialization import Encoding

    authority = tmp_path / "authority.pem"
    authority.write_bytes(loaded.additional_certs[0].certificate.public_bytes(Encoding.PEM))
    result = verify_pdf(signed, load_trusted(authority))
    assert result.valid
    assert result.trusted
    (tmp_path / "bad.pem").write_bytes(b"nothing")
    with pytest.raises(ReportError, match="neither PEM nor DER"):
        load_trusted(tmp_path / "bad.pem")


def test_pdfsig_and_qpdf_agree(signed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(signed)
    for tool in ("pdfsig", "qpdf"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Not total document signed" not in said
    assert "DEMO Example Chair" in said
    subprocess.run(["qpdf", "--check", str(file)], capture_output=True, check=True)
    file.write_bytes(signed.replace(b"(Tumorboard)", b"(Tumorb0ard)", 1))
    bad = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." not in bad


def test_pyhanko_agrees(signed: bytes) -> None:
    signature = PdfFileReader(BytesIO(signed)).embedded_signatures[0]
    context = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    assert status.intact
    assert status.valid
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.docmdp_ok


def test_one_flipped_byte_is_not_valid(signed: bytes) -> None:
    start, end = contents(signed)
    chance = random.Random(2)
    digits = start + 2 * len(bytes.fromhex(signed[start + 1 : end - 1].decode()).rstrip(b"\0"))
    places = [0, 7, start - 1, start, end - 1, end, len(signed) - 1, digits + 40, end - 2]
    places += [chance.randrange(start) for _ in range(12)]
    places += [chance.randrange(end, len(signed)) for _ in range(6)]
    places += range(start + chance.randrange(60), digits, 61)
    for place in places:
        for bit in (1, 0x20):
            changed = bytearray(signed)
            changed[place] ^= bit
            result = verify_pdf(bytes(changed))
            assert not result.valid, (place, bit)
            assert len(result.reasons) == 1


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%", b"\0", b"%%EOF\n"])
def test_anything_appended_is_not_valid(signed: bytes, tail: bytes) -> None:
    result = verify_pdf(signed + tail)
    assert not result.valid
    assert "whole file" in result.reasons[0]


def test_incremental_update_is_not_valid(signed: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root["/Lang"] = writer.root.get("/Lang")
    writer.update_root()
    changed = BytesIO()
    writer.write(changed)
    assert changed.getvalue().startswith(signed)
    result = verify_pdf(changed.getvalue())
    assert not result.valid
    assert "whole file" in result.reasons[0]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "not a PDF"),
        (b"hello", "not a PDF"),
        (b"%PDF-1.7\n", "no signature"),
        (b"%PDF-1.7\n/ByteRange [0 9 9 9]", "whole file"),
        (b"%PDF-1.7\n/ByteRange [0 " + b"9" * 5000 + b" 1 1]", "which part"),
        (b"%PDF-1.7\n/ByteRange [0 37 39 0]      <>", "damaged"),
    ],
)
def test_hostile_files_get_one_sentence(data: bytes, word: str) -> None:
    result = verify_pdf(data)
    assert not result.valid
    assert len(result.reasons) == 1
    assert word in result.reasons[0] or "whole file" in result.reasons[0]


def test_unsigned_report_is_not_valid() -> None:
    assert "no signature" in verify_pdf(render_pdf(EXAMPLE)).reasons[0]


def test_wrong_passphrase_and_files_are_one_sentence(p12: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="passphrase is wrong"):
        load_identity(p12, "other")
    with pytest.raises(ReportError, match="cannot be read"):
        load_identity(tmp_path / "absent.p12", "")
    loaded = pkcs12.load_pkcs12(p12.read_bytes(), b"secret")
    keyless = tmp_path / "keyless.p12"
    assert loaded.cert
    keyless.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", None, loaded.cert.certificate, None, BestAvailableEncryption(b"secret")
        )
    )
    with pytest.raises(ReportError, match="no private key"):
        load_identity(keyless, "secret")


def test_real_case_needs_a_real_certificate(identity: Identity) -> None:
    with pytest.raises(ReportError, match="demonstration certificate"):
        publish(minimal_example(), identity, CHAIR, MEANING, NOW)


def test_what_cannot_be_signed_is_refused(identity: Identity, signed: bytes) -> None:
    pdf = render_pdf(EXAMPLE)
    with pytest.raises(ReportError, match="signed already"):
        sign_pdf(signed, identity, CHAIR, MEANING, NOW)
    with pytest.raises(ReportError, match="readable PDF"):
        sign_pdf(b"nothing", identity, CHAIR, MEANING, NOW)
    with pytest.raises(ReportError, match="time zone"):
        sign_pdf(pdf, identity, CHAIR, MEANING, NOW.replace(tzinfo=None))
    with pytest.raises(ReportError, match="not valid at the time"):
        sign_pdf(pdf, identity, CHAIR, MEANING, datetime(2001, 1, 1, tzinfo=UTC))
    with pytest.raises(ReportError, match="meaning"):
        sign_pdf(pdf, identity, CHAIR, " ", NOW)
