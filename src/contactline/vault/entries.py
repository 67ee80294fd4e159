"""Entries as the bytes that are hashed: RFC 8785 JSON, one line each; and values that stay outside of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import rfc8785

from contactline.errors import IntegrityError
from contactline.records.custody import CustodyEntry, EntryKind, Sealed

_VERSION: Final = 1
_FIELDS: Final = frozenset({"version", "kind", "actor", "at", "item", "body", "sealed"})
SECRET_BYTES: Final = 32
MakeSecret = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that an entry only commits to, with the 32 bytes that hide it, in hexadecimal."""

    field: str
    value: str
    secret: str


def commit(value: str, secret: bytes) -> str:
    """The commitment to a value: SHA-256 over secret and value. Without the secret nobody can try values out."""
    return hashlib.sha256(secret + value.encode("utf-8", "surrogatepass")).hexdigest()


def seal(values: Mapping[str, str], make_secret: MakeSecret) -> tuple[tuple[Sealed, ...], tuple[Secret, ...]]:
    """Commitments to values for an entry, and the secrets to be kept beside the log. Empty values are left out."""
    sealed, secrets = [], []
    for field, value in sorted(values.items()):
        if value:
            secret = make_secret()
            sealed.append(Sealed(field, commit(value, secret)))
            secrets.append(Secret(field, value, secret.hex()))
    return tuple(sealed), tuple(secrets)


def verify_secret(entry: CustodyEntry, secret: Secret) -> None:
    """Check that a value is the one that an entry commits to.

    Raises:
        IntegrityError: it is not.
    """
    commitment = commit(secret.value, bytes.fromhex(secret.secret))
    if Sealed(secret.field, commitment) not in entry.sealed:
        raise IntegrityError(f"“{secret.field}” of entry {entry.index} is not what the log committed to")


def encode_entry(entry: CustodyEntry) -> bytes:
    """The bytes of an entry, without its index and without a line's end.

    Raises:
        ValueError: a word cannot be written in UTF-8.
    """
    content = {
        "version": _VERSION,
        "kind": entry.kind.value,
        "actor": entry.actor,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "item": entry.item,
        "body": dict(entry.body),
        "sealed": {each.field: each.commitment for each in entry.sealed},
    }
    return rfc8785.dumps(content)


def decode_entry(content: bytes, index: int) -> CustodyEntry:
    """An entry from its bytes.

    Raises:
        IntegrityError: the bytes are not the one form that an entry is written in.
    """
    try:
        fields = json.loads(content)
        entry = _make_entry(fields, index)
        is_canonical = encode_entry(entry) == content
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IntegrityError(f"entry {index} of the log cannot be read: {error}") from None
    if not is_canonical:
        raise IntegrityError(f"entry {index} of the log is not in the form that entries are written in")
    return entry


def _make_entry(fields: Any, index: int) -> CustodyEntry:
    if set(fields) != _FIELDS or fields["version"] != _VERSION:
        raise ValueError("its fields are not those of this version")
    return CustodyEntry(
        index=index,
        kind=EntryKind(fields["kind"]),
        actor=fields["actor"],
        at=datetime.fromisoformat(fields["at"]),
        item=fields["item"],
        body=_make_pairs(fields["body"]),
        sealed=tuple(Sealed(*pair) for pair in _make_pairs(fields["sealed"])),
    )


def _make_pairs(table: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if not all(isinstance(value, str) for value in table.values()):
        raise ValueError("values are words")
    return tuple(sorted(table.items()))


def make_body(values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Pairs for a body: those that say something, in order."""
    return tuple(sorted((name, value) for name, value in values if value))
