"""An authority of time for tests: certificates of our own, and OpenSSL to stamp with."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/leaf.pem
signer_key = {folder}/leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
accuracy = secs:1
"""


class Authority:
    """Makes its certificates in a folder; ``root`` is the file to trust."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir()
        self._folder = folder
        self.root = folder / "root.pem"
        root_key, leaf_key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        root_name = _name(f"{name} root")
        root = _builder(root_name, root_name, root_key.public_key())
        root = root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        leaf = _builder(_name(name), root_name, leaf_key.public_key())
        leaf = leaf.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        self.root.write_bytes(root.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
        (folder / "leaf.pem").write_bytes(leaf.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
        plain = leaf_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "leaf.key").write_bytes(plain)
        (folder / "serial").write_text("01\n")
        (folder / "settings").write_text(_SETTINGS.format(folder=folder))

    def stamp(self, query: bytes) -> bytes:
        """The reply to a query."""
        tool = shutil.which("openssl")
        assert tool is not None
        (self._folder / "query").write_bytes(query)
        command = [tool, "ts", "-reply", "-config", "settings", "-queryfile", "query", "-out", "reply"]
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True, timeout=60)
        return (self._folder / "reply").read_bytes()


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
    )
