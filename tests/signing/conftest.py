"""One agreement, rendered once and signed once by each of three people with real keys; every test looks at copies."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from agreementgen.documents import kit
from agreementgen.locales import load_locale
from agreementgen.signing import Facts, Key, MadeKey, Signing, apart, make_key, open_key, sign_by_key, sign_by_typing

from ..conftest import pdf_text, settled

PASSWORD = "correct horse"
NAMES = {"mentee": "Ada Okafor", "mentor": "Ben Lind", "coordinator": "Lea Roth"}
NOW = datetime.now(timezone(timedelta(hours=1)))


@dataclass(frozen=True)
class Stages:
    """The agreement unsigned, and after each of the three has signed."""

    unsigned: bytes
    mentee: bytes
    mentor: bytes
    coordinator: bytes

    def after(self, person: str) -> bytes:
        """Give the file as it stood when that person had signed."""
        data = getattr(self, person)
        assert isinstance(data, bytes)
        return data


@lru_cache(maxsize=1)
def unsigned() -> bytes:
    (document,) = kit(settled(program="{coordinator: Lea Roth}"), ["agreement"], final=True)
    return document.data


@lru_cache(maxsize=3)
def made_key(person: str) -> MadeKey:
    return make_key(NAMES[person], PASSWORD, NOW)


def opened_key(person: str) -> Key:
    return open_key(made_key(person).secret, f"{person}.p12", PASSWORD, NOW)


def order(person: str, capacity: str = "Mentee") -> Signing:
    return Signing(person, NAMES[person], capacity, NOW, load_locale("en"))


@lru_cache(maxsize=64)
@lru_cache(maxsize=64)
def signed(data: bytes, person: str) -> bytes:
    return sign_by_key(data, order(person), opened_key(person))


@lru_cache(maxsize=8)
@lru_cache(maxsize=8)
def typed(data: bytes, person: str) -> bytes:
    return sign_by_typing(data, order(person), NAMES[person])


@lru_cache(maxsize=1)
def made_stages() -> Stages:
    files = [unsigned()]
    for person in NAMES:
        files.append(signed(files[-1], person))
    return Stages(*files)


@pytest.fixture
def stages() -> Stages:
    return made_stages()


@pytest.fixture(scope="session")
def read() -> Iterator[Callable[..., Facts]]:
    """Read facts in this process, where only what is read matters, and not that it is read apart."""
    apart.load()

    def facts(data: bytes, *trusted: bytes) -> Facts:
        head = json.dumps([b64encode(each).decode() for each in trusted]).encode()
        return Facts.from_json(apart.look(head + b"\n" + data))

    yield facts
    apart.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the agreement and the keys in it, and the password in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGREEMENTGEN_KEY_PASSWORD", PASSWORD)
    (tmp_path / "a.pdf").write_bytes(unsigned())
    for person in NAMES:
        (tmp_path / f"{person}.p12").write_bytes(made_key(person).secret)
        (tmp_path / f"{person}.crt").write_bytes(made_key(person).certificate)
    return tmp_path


def own_key(name: str, begins: datetime, ends: datetime, **other: Any) -> bytes:
    """Give a small PKCS#12 file with any dates, locked with the password; `issuer` for a chain."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12

    secret, certificate = chain_link(name, begins, ends, **other)
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    return pkcs12.serialize_key_and_certificates(name.encode(), secret, certificate, None, locked)


def chain_link(name: str, begins: datetime, ends: datetime, issuer: Any = None, is_root: bool = False) -> Any:
    """Make a key and a certificate, signed by `issuer` (a pair of the same kind) or by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[1].subject if issuer else subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins.astimezone(UTC))
        .not_valid_after(ends.astimezone(UTC))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .sign(issuer[0] if issuer else secret, hashes.SHA256())
    )
    return secret, certificate


def people(verdict: Any) -> Mapping[str, Any]:
    """Give who signed by person."""
    return {each.person: each for each in verdict.signed}


def shown_in(data: bytes, field: str) -> str:
    """Read what is painted in a field: its appearance, put on a page of its own."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (found,) = (each for each in pdf.Root.AcroForm.Fields if str(each.T) == field)
        page = pikepdf.Page(pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 400, 400])))
        out = pikepdf.new()
        out.pages.append(page)
        place = out.pages[0].add_resource(out.copy_foreign(found.AP.N), pikepdf.Name.XObject)
        out.pages[0].Contents = out.make_stream(f"{place} Do".encode())
        buffer = io.BytesIO()
        out.save(buffer)
    return " ".join(pdf_text(buffer.getvalue()).split())
