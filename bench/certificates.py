"""A certificate authority of one run, and a bundle that trusts it beside the public ones."""

from __future__ import annotations

import datetime
import ipaddress
from dataclasses import dataclass
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files of one run: the connector's certificate with its key, and what the servers trust."""

    chain: Path
    key: Path
    bundle: Path

    @property
    def trust(self) -> dict[str, str]:
        """Environment that makes OpenSSL (aiohttp) and requests (msrest) trust the same bundle."""
        return {"SSL_CERT_FILE": str(self.bundle), "REQUESTS_CA_BUNDLE": str(self.bundle)}


def issue_certificates(folder: Path) -> Certificates:
    """Makes an authority and a certificate for the loopback.

    The bundle holds the public authorities as well: loading them is a part of what a server pays outside of a
    bench, where its connector's certificate comes from one of them.
    """
    authority_key, leaf_key = _new_key(), _new_key()
    authority = _sign(
        _name("Bench authority"), _name("Bench authority"), authority_key, authority_key, leaf=False
    )
    leaf = _sign(_name("localhost"), authority.subject, leaf_key, authority_key, leaf=True)
    files = Certificates(folder / "connector.pem", folder / "connector.key", folder / "bundle.pem")
    files.chain.write_bytes(_pem(leaf) + _pem(authority))
    files.bundle.write_bytes(Path(certifi.where()).read_bytes() + b"\n" + _pem(authority))
    files.key.write_bytes(
        leaf_key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def _sign(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, signer: rsa.RSAPrivateKey, *, leaf: bool
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    names: list[x509.GeneralName] = [
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    draft = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
        .add_extension(x509.BasicConstraints(ca=not leaf, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if leaf:
        draft = draft.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return draft.sign(signer, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
