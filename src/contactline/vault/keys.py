"""The vault's keys: made, kept in a file, and which of them was good when, as the log itself tells."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from contactline.errors import InputError, IntegrityError, NotFoundError
from contactline.records.custody import CustodyEntry, EntryKind
from contactline.vault.files import write_durably
from contactline.vault.notes import Head, SigningKey, VerifierKey, verify_head

_PRIVATE: Final = 0o600
_HANDOVER: Final = "contactline vault key/v1\n"


@dataclass(frozen=True, slots=True)
class KeySpan:
    """A key and the sizes of the log whose heads it may sign: above ``first``, and up to ``last`` if it was revoked."""

    key: VerifierKey
    first: int
    last: int | None = None

    def covers(self, size: int) -> bool:
        """Whether it may sign a head of so many entries."""
        return self.first < size and (self.last is None or size <= self.last)


def make_key(name: str) -> SigningKey:
    """A new key, from the system's own source of randomness."""
    return SigningKey(name, Ed25519PrivateKey.generate())


def save_key(key: SigningKey, path: Path, passphrase: str) -> None:
    """Keep a private key, readable by its owner alone, encrypted if there is a passphrase."""
    guard: KeySerializationEncryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    content = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, guard)
    write_durably(path, f"{key.name}\n".encode() + content, mode=_PRIVATE)


def load_key(path: Path, passphrase: str) -> SigningKey:
    """A private key from its file.

    Raises:
        NotFoundError: there is none.
        InputError: it cannot be read, or the passphrase is missing or wrong.
    """
    try:
        name, _, content = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        raise NotFoundError(
            "the vault’s signing key is not here",
            subject=str(path),
            hint="All can still be read and verified. Put the key back, or begin a new one: vault rotate --lost.",
        ) from None
    try:
        private = load_pem_private_key(content, passphrase.encode() or None)
    except (TypeError, ValueError):
        raise InputError(
            "the signing key cannot be opened",
            subject=str(path),
            hint="Set CONTACTLINE_VAULT_PASSPHRASE to the one that it was made with; unset it if there was none.",
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError("is no Ed25519 key", subject=str(path))
    return SigningKey(name.decode(), private)


def approve_key(old: SigningKey, fresh: VerifierKey) -> str:
    """The old key's signature over the line of a new one, in base64."""
    return base64.b64encode(old.private.sign(f"{_HANDOVER}{fresh}\n".encode())).decode()


def find_key_spans(entries: Iterable[CustodyEntry]) -> tuple[KeySpan, ...]:
    """Which keys the log names, and for which sizes each may sign.

    A new key counts if one that was good at that point approved it, or if it says openly that the old one was lost.

    Raises:
        IntegrityError: a new key bears an approval that is wrong.
    """
    spans: list[KeySpan] = []
    for entry in entries:
        if entry.kind in {EntryKind.OPENED, EntryKind.KEY_ADDED}:
            key = VerifierKey.parse(entry.get("key"))
            if entry.kind is EntryKind.KEY_ADDED and not entry.get("lost"):
                _verify_approval(entry, key, [span.key for span in spans if span.covers(entry.index)])
            spans.append(KeySpan(key, entry.index))
        elif entry.kind is EntryKind.KEY_REVOKED:
            line = entry.get("key")
            spans = [
                KeySpan(span.key, span.first, entry.index) if str(span.key) == line and span.last is None else span
                for span in spans
            ]
    return tuple(spans)


def verify_own_head(head: Head, spans: Iterable[KeySpan]) -> VerifierKey:
    """Check that a head was signed by a key that was good for its size.

    Raises:
        IntegrityError: it was not.
    """
    key, _ = verify_head(head, [span.key for span in spans if span.covers(head.size)])
    return key


def _verify_approval(entry: CustodyEntry, fresh: VerifierKey, known: Iterable[VerifierKey]) -> None:
    try:
        signature = base64.b64decode(entry.get("approval"), validate=True)
    except ValueError:
        signature = b""
    for key in known:
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, f"{_HANDOVER}{fresh}\n".encode())
        except InvalidSignature:
            continue
        return
    raise IntegrityError(f"the key added by entry {entry.index} was approved by no key that was good then")
