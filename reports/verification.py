"""Say whether a signed report is still the file that was signed, and whose certificate signed it.

Valid means intact: one signature, over every byte of the file except the hexadecimal digits of
the signature itself, and those digits hold nothing but that signature. Whether the certificate is
trusted is told apart. Nothing is fetched from a network, so revocation is not checked.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.signing import DEMO_ORGANISATION, ROLE_OID
from tumorboard.errors import ReportError

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

#: Larger files are not reports of this program; refusing them bounds the work a hostile one makes.
MAX_BYTES = 200 * 1024 * 1024

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
# A library's warnings about a damaged file are answered here in one sentence.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())
logging.getLogger("pyhanko_certvalidator").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Verification:
    """What a file's signature says. ``reasons`` are sentences, the deciding one first.

    ``signer``, ``role``, ``meaning`` and ``signed_at`` are what was signed; they are empty or
    ``None`` when the file is not valid. ``certificate`` names the certificate's subject.
    """

    valid: bool
    reasons: tuple[str, ...]
    signer: str = ""
    role: str = ""
    meaning: str = ""
    signed_at: datetime | None = None
    trusted: bool = False
    certificate: str = ""


class _NotValid(Exception):
    """Carries the one sentence why."""


def verify_pdf(data: bytes, trust: Sequence[Certificate] = ()) -> Verification:
    """Check a file; never raises on what the file holds.

    ``trust`` are authorities (or signers) trusted by the hospital, from :func:`load_trusted`.
    """
    try:
        return _verify(data, trust)
    except _NotValid as why:
        return Verification(False, (str(why),))
    except Exception:  # hostile bytes lead the parsers anywhere; the answer is the same
        return Verification(
            False, ("The file is damaged: its signature cannot be read; get the original file.",)
        )


def load_trusted(path: Path) -> tuple[Certificate, ...]:
    """Read certificates (PEM, one or many, or DER) to trust."""
    from asn1crypto import pem, x509

    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ReportError(
            f"The trusted certificate cannot be read ({fault.strerror}); choose a PEM or DER file."
        ) from None
    try:
        blocks = (
            [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        )
        found = tuple(x509.Certificate.load(der, strict=True) for der in blocks)
        for one in found:
            _ = one.native
    except Exception:  # the parser raises what the bytes lead it to
        raise ReportError(
            "The trusted certificate cannot be used: it is neither PEM nor DER; export it again."
        ) from None
    return found


def _verify(data: bytes, trust: Sequence[Certificate]) -> Verification:
    _check_shape(data)
    contents = _check_coverage(data)
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader

    signatures = PdfFileReader(BytesIO(data), strict=True).embedded_signatures
    if len(signatures) != 1:
        raise _NotValid(
            f"The file holds {len(signatures)} signatures; a report carries exactly one."
        )
    signature = signatures[0]
    if bytes(signature.pkcs7_content).rstrip(b"\0") != contents.rstrip(b"\0"):
        raise _NotValid("The signature checked is not the one that covers the file.")
    _check_container(contents)
    status = _status(signature, trust)
    if not (status.intact and status.valid):
        raise _NotValid("The file was changed after it was signed: its digest does not agree.")
    if status.coverage.name != "ENTIRE_FILE" or status.docmdp_ok is False:
        raise _NotValid("Something was added to the file after it was signed.")
    return _valid(signature, status)


def _check_shape(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise _NotValid("The file is larger than any report of this program (200 MiB).")
    if not data.startswith(b"%PDF-"):
        raise _NotValid("The file is not a PDF; choose a signed report.")


def _check_coverage(data: bytes) -> bytes:
    """Check by the bytes alone that the last signature covers the file; give its container."""
    ranges = _BYTE_RANGE.findall(data)
    if not ranges:
        raise _NotValid("The file carries no signature; choose a signed report.")
    if len(ranges) > 1:
        raise _NotValid("The file holds more than one signature; a report carries exactly one.")
    if any(len(number) > 12 for number in ranges[0]):
        raise _NotValid("The signature does not say which part of the file it covers.")
    start, first, second, last = map(int, ranges[0])
    if start != 0 or second + last != len(data) or not 0 < first < second < len(data):
        raise _NotValid(
            "The signature does not cover the whole file: something was added or removed after "
            "it was signed."
        )
    digits = data[first + 1 : second - 1]
    if data[first : first + 1] != b"<" or data[second - 1 : second] != b">":
        raise _NotValid("The signature does not cover the whole file around its own digits.")
    # One case of digits only: another spelling of the same value is a changed file, too.
    if not re.fullmatch(rb"[0-9a-f]*|[0-9A-F]*", digits) or len(digits) % 2:
        raise _NotValid("The digits of the signature were changed after it was signed.")
    return bytes.fromhex(digits.decode("ascii"))


def _check_container(contents: bytes) -> None:
    """Check the parts of the container that the signature itself does not protect."""
    from asn1crypto import cms

    changed = _NotValid("The digits of the signature were changed after it was signed.")
    length = _der_length(contents)
    if contents[length:].strip(b"\0"):
        raise changed
    info = cms.ContentInfo.load(contents[:length], strict=True)
    if info.dump(force=True) != contents[:length]:
        raise changed
    signed = info["content"]
    signers = signed["signer_infos"]
    if len(signers) != 1:
        raise _NotValid("The file must be signed by one person; its signature names several.")
    one = signers[0]
    algorithms = [algorithm.dump() for algorithm in signed["digest_algorithms"]]
    if (
        algorithms != [one["digest_algorithm"].dump()]
        or signed["version"].native != "v1"
        or one["version"].native != "v1"
        or (one["unsigned_attrs"].native or ())
        or signed["crls"].native
    ):
        raise changed
    _check_certificates(one, [choice.chosen for choice in signed["certificates"]], changed)


def _check_certificates(signer: Any, certificates: list[Certificate], changed: _NotValid) -> None:
    """Check that besides the signer's certificate there is only its complete chain.

    The signature binds the signer's certificate alone; the others are bound by their links, up to
    one that signs itself. :mod:`reports.signing` embeds complete chains only.
    """
    from cryptography import x509

    number = signer["sid"].chosen["serial_number"].native
    first = [one for one in certificates if one.serial_number == number]
    if len(first) != 1:
        raise changed
    rest = [x509.load_der_x509_certificate(one.dump()) for one in certificates if one != first[0]]
    current = x509.load_der_x509_certificate(first[0].dump())
    while rest:
        issuer = next((one for one in rest if one.subject == current.issuer), None)
        if issuer is None:
            raise changed
        rest.remove(issuer)
        try:
            current.verify_directly_issued_by(issuer)
            if not rest:
                issuer.verify_directly_issued_by(issuer)
        except Exception:  # a bad signature, or a key that cannot check it
            raise changed from None
        current = issuer


def _der_length(contents: bytes) -> int:
    from asn1crypto import parser

    *_, header, body, trailer = parser.parse(contents)
    return len(header) + len(body) + len(trailer)


def _status(signature: Any, trust: Sequence[Certificate]) -> Any:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    moment = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=list(trust),
        allow_fetching=False,
        moment=moment,
        best_signature_time=moment,
        revocation_mode="soft-fail",
    )
    return validate_pdf_signature(signature, signer_validation_context=context)


def _valid(signature: Any, status: Any) -> Verification:
    certificate = status.signing_cert
    sig = signature.sig_object
    reasons = ["The signature is intact and covers the whole file."]
    organisation = certificate.subject.native.get("organization_name", "")
    trusted = bool(status.trusted)
    if organisation == DEMO_ORGANISATION:
        reasons.append(
            "The signer's certificate is a demonstration certificate: it proves nothing about "
            "who signed."
        )
    elif trusted:
        reasons.append("The signer's certificate leads to an authority you trust.")
    else:
        reasons.append(
            "The signer's certificate does not lead to an authority you trust; name the "
            "authority to check who signed."
        )
    return Verification(
        valid=True,
        reasons=tuple(reasons),
        signer=str(sig.get("/Name", "")),
        role=_role(signature),
        meaning=str(sig.get("/Reason", "")),
        signed_at=signature.self_reported_timestamp,
        trusted=trusted,
        certificate=str(certificate.subject.human_friendly),
    )


def _role(signature: Any) -> str:
    for attribute in signature.signer_info["signed_attrs"]:
        if attribute["type"].native == "signer_attributes_v2":
            for claimed in attribute["values"][0]["claimed_attributes"] or ():
                if claimed["type"].dotted == ROLE_OID:
                    return str(claimed["values"][0].native)
    return ""
