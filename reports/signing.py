"""Sign a report: PAdES-B-B over the whole file, with the key of a PKCS#12 file.

The signature certifies the document and permits no change after it. The role and the meaning are
part of what is signed: the meaning as the signature's reason, the role as a claimed attribute of
the signer (ETSI EN 319 122-1, signer-attributes-v2).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumorboard.domain.board import Person
from tumorboard.errors import ReportError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

FIELD = "BoardSignature"
#: The organisation of a demonstration certificate; what verification recognises it by.
DEMO_ORGANISATION = "Tumorboard DEMONSTRATION - not for clinical use"
#: title of X.520: "designated position or function of the object within an organisation"
ROLE_OID = "2.5.4.12"
_DEMO_DAYS = 365


@dataclass(frozen=True, slots=True)
class Identity:
    """A key with its certificate, ready to sign. ``demo`` tells a self-made demonstration one."""

    name: str
    demo: bool
    not_before: datetime
    not_after: datetime
    signer: Any


def load_identity(pkcs12: Path, passphrase: str) -> Identity:
    """Read a signing identity from a PKCS#12 file (``.p12``, ``.pfx``).

    Raises :class:`ReportError` in one sentence when the file, the passphrase or the certificate
    cannot be used.
    """
    try:
        data = pkcs12.read_bytes()
    except OSError as fault:
        raise ReportError(
            f"The signing identity cannot be read ({fault.strerror}); choose a PKCS#12 file."
        ) from None
    from cryptography.hazmat.primitives.serialization import pkcs12 as reader

    try:
        key, certificate, others = reader.load_key_and_certificates(
            data, passphrase.encode() or None
        )
    except Exception:  # the parser raises whatever the damaged bytes lead it to
        raise ReportError(
            "The signing identity cannot be opened: the passphrase is wrong or the file is not "
            "PKCS#12; check both."
        ) from None
    if key is None or certificate is None:
        raise ReportError(
            "The signing identity holds no private key with its certificate; export both "
            "into one PKCS#12 file."
        )
    return _identity(data, passphrase, certificate, others)


def _identity(
    data: bytes,
    passphrase: str,
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
) -> Identity:
    from cryptography.x509.oid import NameOID
    from pyhanko.sign import signers

    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    now = datetime.now(UTC)
    if now > end:
        raise ReportError(
            f"The certificate of the signing identity expired on {end.date()}; "
            "use one that is valid."
        )
    if now < start:
        raise ReportError(
            f"The certificate of the signing identity is valid only from {start.date()}."
        )
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(data, [], passphrase.encode() or None)
    except Exception:  # key kinds the signing library does not know
        raise ReportError(
            "The key of the signing identity is of a kind that cannot sign a PDF; "
            "use an RSA or elliptic-curve key."
        ) from None
    signer = signers.SimpleSigner(
        signing_cert=signer.signing_cert,
        signing_key=signer.signing_key,
        cert_registry=_complete_chain(certificate, others),
    )
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    organisations = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return Identity(
        name=str(names[0].value) if names else certificate.subject.rfc4514_string(),
        demo=any(one.value == DEMO_ORGANISATION for one in organisations),
        not_before=start,
        not_after=end,
        signer=signer,
    )


def _complete_chain(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> Any:
    """Store the chain up to a certificate that signs itself, or nothing when it is incomplete.

    The signature does not protect certificates other than the signer's; only a complete chain can
    be checked byte for byte afterwards.
    """
    from asn1crypto import x509 as asn1
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    chain, current, rest = [], certificate, list(others)
    while current.issuer != current.subject:
        issuer = next((one for one in rest if one.subject == current.issuer), None)
        if issuer is None:
            return store
        rest.remove(issuer)
        chain.append(issuer)
        current = issuer
    store.register_multiple(asn1.Certificate.load(one.public_bytes(Encoding.DER)) for one in chain)
    return store


def make_demo_identity(common_name: str, folder: Path, *, passphrase: str = "") -> Path:
    """Make a demonstration authority and a signer's certificate; give the PKCS#12 file.

    The names say that they are a demonstration. The authority's key is thrown away.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs12

    authority_key = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    authority_name = _demo_name("Tumorboard demonstration authority")
    name = _demo_name(f"DEMO {common_name}"[:64])
    authority = (
        _builder(authority_name, authority_name, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        _builder(name, authority_name, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    protection: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption()
    )
    data = pkcs12.serialize_key_and_certificates(
        b"Tumorboard demonstration", key, certificate, [authority], protection
    )
    return _write_private(folder / "demo-identity.p12", data)


def _write_private(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError as fault:
        raise ReportError(
            f"The demonstration identity cannot be written ({fault.strerror}); "
            "choose another folder."
        ) from None
    return path


def _demo_name(common_name: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMO_ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    from cryptography import x509

    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DEMO_DAYS))
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def sign_pdf(pdf: bytes, identity: Identity, by: Person, meaning: str, at: datetime) -> bytes:
    """Sign the whole file for ``by``, who means ``meaning``, at ``at`` (with time zone).

    Raises :class:`ReportError` for a file that cannot be signed or is signed already, a time
    without zone or outside the certificate's validity, an empty meaning.
    """
    if at.utcoffset() is None:
        raise ReportError("The time of the signature has no time zone; state one.")
    if not identity.not_before <= at <= identity.not_after:
        raise ReportError("The signer's certificate is not valid at the time of the signature.")
    if not meaning.strip() or not by.name.strip():
        raise ReportError("A signature needs the signer's name and its meaning; state both.")
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        signed_already = bool(writer.prev.embedded_signatures)
    except Exception:  # a damaged PDF leads the parser anywhere
        raise ReportError(
            "The file cannot be signed: it is not a readable PDF; render the report again."
        ) from None
    if signed_already:
        raise ReportError("The file is signed already; a report carries one signature.")
    return _sign(writer, identity, by, meaning, at)


def _sign(writer: Any, identity: Identity, by: Person, meaning: str, at: datetime) -> bytes:
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.ades.api import CAdESSignedAttrSpec, SignerAttrSpec
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=by.name,
        reason=meaning,
        certify=True,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        cades_signed_attr_spec=CAdESSignedAttrSpec(
            signer_attributes=SignerAttrSpec([_role_attribute(by)], [])
        ),
    )

    class _AtTime(PdfSigner):
        """The signature's time is the one printed on the page."""

        def init_signing_session(self, *args: Any, **options: Any) -> Any:
            session = super().init_signing_session(*args, **options)
            session.system_time = at.replace(microsecond=0)
            return session

    try:
        done = _AtTime(metadata, signer=identity.signer).sign_pdf(writer)
    except Exception:  # keys and files fail in the library's own many ways
        raise ReportError(
            "The file cannot be signed with this identity; check that its certificate "
            "permits digital signatures."
        ) from None
    return bytes(done.getvalue())


def _role_attribute(by: Person) -> Any:
    from asn1crypto import cms, core

    return cms.AttCertAttribute(
        {"type": ROLE_OID, "values": [core.Any(core.UTF8String(by.role.value))]}
    )


def digest(data: bytes) -> str:
    """Give the SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(data).hexdigest()
