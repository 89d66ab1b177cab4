"""A person's key: made for trying out, or opened from a PKCS#12 file with its password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from agreementgen.errors import FileError
from agreementgen.locales import load_locale

__all__ = ["Key", "MadeKey", "make_key", "needs_password", "open_key", "read_certificates"]

KEY_BITS = 3072
GOOD_FOR = timedelta(days=365)
CLOCK_SLACK = timedelta(minutes=5)
"""Two machines' clocks may differ by this much without a fresh key looking as if it came from the future."""
LONGEST_NAME = 64
"""Characters of a common name (RFC 5280, appendix A: ub-common-name)."""
MOST_BYTES = 1 << 20
DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36"
"""What the key is for (RFC 9336)."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key.

    Attributes:
        secret: PKCS#12, locked with the password: for the person alone.
        certificate: PEM, for everyone who is to tell this key from another.
        ends: Until when it is good.
    """

    secret: bytes
    certificate: bytes
    ends: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """An opened key.

    Attributes:
        signer: What pyHanko signs with.
        name: Whose key it is, as its certificate says.
        issuer: Who vouches for it.
        is_self_made: Whether the certificate vouches for itself.
    """

    signer: Any
    name: str
    issuer: str
    is_self_made: bool


def make_key(name: str, password: str, now: datetime) -> MadeKey:
    """Make a key whose certificate vouches for itself, good for a year: anyone can make one in any name.

    Args:
        name: Whose key it says it is; 64 characters at most.
        password: What the key is locked with, one character at least.
        now: With a zone.

    Raises:
        FileError: Name or password is empty, or the name is too long.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    locale = load_locale("en")
    if not name.strip() or len(name) > LONGEST_NAME:
        raise FileError(locale.signing("key.name", most=LONGEST_NAME))
    if not password:
        raise FileError(locale.signing("key.no_password"))
    secret = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name.strip())])
    begins = (now - CLOCK_SLACK).astimezone(UTC).replace(microsecond=0)
    uses = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    ) | {"encipher_only": False, "decipher_only": False}
    identifier = x509.SubjectKeyIdentifier.from_public_key(secret.public_key())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + GOOD_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **uses), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(DOCUMENT_SIGNING)]), critical=False)
        .add_extension(identifier, critical=False)
        .sign(secret, hashes.SHA256())
    )
    locked = serialization.BestAvailableEncryption(password.encode("utf-8"))
    return MadeKey(
        secret=pkcs12.serialize_key_and_certificates(name.encode("utf-8"), secret, certificate, None, locked),
        certificate=certificate.public_bytes(serialization.Encoding.PEM),
        ends=begins + GOOD_FOR,
    )


def needs_password(data: bytes) -> bool:
    """Tell whether a PKCS#12 file is locked; one that cannot be read at all is said to be."""
    from cryptography.hazmat.primitives.serialization import pkcs12

    for nothing in (None, b""):
        try:
            pkcs12.load_key_and_certificates(data, nothing)
        except ValueError:
            continue
        return False
    return True


def open_key(data: bytes, file: str, password: str, now: datetime) -> Key:
    """Open a PKCS#12 file.

    Args:
        data: Its content.
        file: Its name, for messages; the password is in none.
        password: Empty where it has none.
        now: With a zone; what the certificate's dates are held against.

    Raises:
        FileError: It is no PKCS#12, the password is wrong, key or certificate is missing, or the certificate is not
            good yet or no longer.
    """
    from asn1crypto import pkcs12 as pkcs12_shape
    from pyhanko.sign.signers import SimpleSigner

    locale = load_locale("en")
    try:
        pkcs12_shape.Pfx.load(data, strict=True)["auth_safe"].native  # noqa: B018 - what is no PKCS#12 fails here
    except (ValueError, TypeError, KeyError):
        raise FileError(locale.signing("key.no_pkcs12", file=file)) from None
    certificate = _own_certificate(data, file, password)
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    for wrong, when in (("early", begins if now < begins else None), ("late", ends if now > ends else None)):
        if when:
            raise FileError(locale.signing(f"key.{wrong}", file=file, day=locale.day(when.date())))
    signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=password.encode("utf-8") or None)
    if signer is None:
        raise FileError(locale.signing("key.no_pkcs12", file=file))
    subject, issuer = certificate.subject, certificate.issuer
    return Key(signer, common_name(subject), common_name(issuer), subject == issuer)


def _own_certificate(data: bytes, file: str, password: str) -> Any:
    from cryptography.hazmat.primitives.serialization import pkcs12

    locale = load_locale("en")
    try:
        secret, certificate, _ = pkcs12.load_key_and_certificates(data, password.encode("utf-8") or None)
    except ValueError:
        wrong = "wrong_password" if password else "locked"
        raise FileError(locale.signing(f"key.{wrong}", file=file)) from None
    except Exception as error:  # what else a broken file makes of it has no class in common
        raise FileError(locale.signing("key.no_pkcs12", file=file)) from error
    if secret is None or certificate is None:
        raise FileError(locale.signing("key.incomplete", file=file))
    return certificate


def common_name(name: Any) -> str:
    """Give the common name of a subject or an issuer; all of it where there is none."""
    from cryptography.x509 import NameOID

    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else str(name.rfc4514_string())


def read_certificates(data: bytes, file: str) -> tuple[bytes, ...]:
    """Read certificates, PEM or DER, and give each as DER.

    Raises:
        FileError: There is none in the file.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        if b"-----BEGIN" in data:
            found = x509.load_pem_x509_certificates(data)
        else:
            found = [x509.load_der_x509_certificate(data)]
    except ValueError:
        raise FileError(load_locale("en").signing("key.no_certificate", file=file)) from None
    return tuple(each.public_bytes(Encoding.DER) for each in found)
