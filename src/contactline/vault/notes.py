"""Heads of the log as C2SP signed notes: keys, checkpoints, signatures and cosignatures.

The forms are those of c2sp.org/signed-note, c2sp.org/tlog-checkpoint and c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contactline.errors import InputError, IntegrityError

_ED25519: Final = 0x01
_COSIGNATURE: Final = 0x04
_NAME: Final = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_SIGNATURE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
_ROWS: Final = 3
_HASH_BYTES: Final = 32
_KEY_BYTES: Final = 32
_ID_BYTES: Final = 4
_TIME_BYTES: Final = 8
_MOST_SIZE: Final = 2**63


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with a name, as one line: ``name+hash+base64``.

    Attributes:
        kind: 1 for a log's own signatures, 4 for cosignatures with their time.
        public: 32 bytes.
    """

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError("a key’s name has no spaces and no “+”")
        if self.kind not in {_ED25519, _COSIGNATURE} or len(self.public) != _KEY_BYTES:
            raise ValueError("only Ed25519 keys are known")

    @property
    def id(self) -> bytes:
        """Four bytes that stand before its signatures."""
        typed = bytes([self.kind]) + self.public
        return hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        typed = bytes([self.kind]) + self.public
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(typed).decode()}"

    @classmethod
    def parse(cls, line: str) -> VerifierKey:
        """A key from its line.

        Raises:
            InputError: it is no such line, or its parts do not fit each other.
        """
        parts = line.strip().split("+", 2)
        try:
            name, id_, coded = parts
            typed = _decode(coded)
            key = cls(name, typed[0], typed[1:])
        except (ValueError, IndexError) as error:
            raise InputError(f"this is no verifier key: {error}", subject=line.strip()[:80], hint=_KEY_HINT) from None
        if key.id.hex() != id_:
            raise InputError("the key and its short hash do not belong together", subject=line[:80], hint=_KEY_HINT)
        return key


_KEY_HINT: Final = "A key is one line, name+hash+base64, as “contactline vault head --key” prints it."


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with a name."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    def verifier(self, kind: int = _ED25519) -> VerifierKey:
        """Its public half."""
        return VerifierKey(self.name, kind, self.private.public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Signature:
    """A line under a note: who, and ``blob``, which begins with the key's id."""

    name: str
    blob: bytes

    @property
    def key_id(self) -> bytes:
        """Which key made it."""
        return self.blob[:_ID_BYTES]


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the log: how many entries, and the root over them, with the signatures under it."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[Signature, ...] = ()

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin:
            raise ValueError("an origin is one line")
        if not 0 <= self.size < _MOST_SIZE or len(self.root) != _HASH_BYTES:
            raise ValueError("a head has a size and a root of 32 bytes")

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def __str__(self) -> str:
        lines = "".join(f"— {each.name} {base64.b64encode(each.blob).decode()}\n" for each in self.signatures)
        return f"{self.text}\n{lines}"

    def signed(self, key: SigningKey) -> Head:
        """With the log's own signature."""
        blob = key.verifier().id + key.private.sign(self.text.encode())
        return replace(self, signatures=(*self.signatures, Signature(key.name, blob)))

    def cosigned(self, key: SigningKey, at: int) -> Head:
        """With the signature of somebody who saw this head, and when.

        Args:
            key: the cosigner's.
            at: seconds since 1970, the cosigner's own word.
        """
        signature = key.private.sign(_cosigned_text(self.text, at))
        blob = key.verifier(_COSIGNATURE).id + at.to_bytes(_TIME_BYTES, "big") + signature
        return replace(self, signatures=(*self.signatures, Signature(key.name, blob)))

    @classmethod
    def parse(cls, note: str) -> Head:
        """A head from its note.

        Raises:
            InputError: it is no such note.
        """
        text, gap, lines = note.partition("\n\n")
        rows = text.split("\n")
        hint = "A head is a text file as “contactline vault head” prints it."
        if not gap or len(rows) != _ROWS or not re.fullmatch(r"0|[1-9]\d{0,18}", rows[1]):
            raise InputError("this is no head of a log: its three lines are origin, size and root", hint=hint)
        try:
            signatures = tuple(_parse_signature(line) for line in lines.splitlines() if line)
            return cls(rows[0], int(rows[1]), _decode(rows[2]), signatures)
        except ValueError as error:
            raise InputError(f"this is no head of a log: {error}", hint=hint) from None


def verify_head(head: Head, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, int | None]:
    """The first of the keys that signed the head, and when, if the signature says.

    Raises:
        IntegrityError: none of them did, or a signature under one of their names is wrong.
    """
    for key in keys:
        for signature in head.signatures:
            if signature.name == key.name and signature.key_id == key.id:
                return key, _verify_signature(head, signature, key)
    raise IntegrityError(f"the head of {head.size} entries of “{head.origin}” bears no signature by a known key")


def sign_text(text: str, key: SigningKey) -> str:
    """A signed note of any text; it ends with a line's end."""
    blob = key.verifier().id + key.private.sign(text.encode())
    return f"{text}\n— {key.name} {base64.b64encode(blob).decode()}\n"


def verify_text(note: str, keys: Iterable[VerifierKey]) -> str:
    """The text of a signed note, if one of the keys signed it.

    Raises:
        IntegrityError: none did, or the signature is wrong.
        InputError: it is no signed note.
    """
    text, gap, lines = note.rpartition("\n\n")
    text += "\n"
    try:
        signatures = [_parse_signature(line) for line in lines.splitlines() if line]
    except ValueError as error:
        raise InputError(f"this is no signed note: {error}") from None
    for key in keys:
        for signature in signatures if gap else ():
            if signature.name == key.name and signature.key_id == key.id and key.kind == _ED25519:
                try:
                    public = Ed25519PublicKey.from_public_bytes(key.public)
                    public.verify(signature.blob[_ID_BYTES:], text.encode())
                except InvalidSignature:
                    raise IntegrityError(f"the signature of “{key.name}” under the note is wrong") from None
                return text
    raise IntegrityError("the note bears no signature by a known key")


def _verify_signature(head: Head, signature: Signature, key: VerifierKey) -> int | None:
    rest = signature.blob[_ID_BYTES:]
    at: int | None = None
    signed = head.text.encode()
    if key.kind == _COSIGNATURE:
        at, rest = int.from_bytes(rest[:_TIME_BYTES], "big"), rest[_TIME_BYTES:]
        signed = _cosigned_text(head.text, at)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(rest, signed)
    except InvalidSignature:
        raise IntegrityError(f"the signature of “{key.name}” under the head of {head.size} entries is wrong") from None
    return at


def _cosigned_text(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _parse_signature(line: str) -> Signature:
    found = _SIGNATURE.fullmatch(line)
    if not found:
        raise ValueError("a signature’s line is “— name base64”")
    blob = _decode(found[2])
    if len(blob) <= _ID_BYTES:
        raise ValueError("a signature is too short")
    return Signature(found[1], blob)


def _decode(coded: str) -> bytes:
    try:
        content = base64.b64decode(coded, validate=True)
    except binascii.Error:
        raise ValueError("its base64 is damaged") from None
    if base64.b64encode(content).decode() != coded:
        raise ValueError("its base64 is not in the usual form")
    return content
