"""Exhibits and their custody: what is stored, how it came, and everything that was done to it.

An entry never changes. What a later entry says supersedes what an earlier one said; both stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_SHA512: Final = re.compile(r"[0-9a-f]{128}")


class EntryKind(StrEnum):
    """What an entry of the log of custody records."""

    OPENED = "opened"
    """The vault was set up, with its first key."""
    DEPOSIT = "deposit"
    PROMISE = "promise"
    """Somebody named the hash of an item that he will hand over later."""
    VIEW = "view"
    EXPORT = "export"
    SCRUB = "scrub"
    """Stored bytes were read again and hashed."""
    STAMP = "stamp"
    """An outside authority stamped the time of a head."""
    REMOVAL = "removal"
    """Stored bytes were taken away; their hash and the reason stay."""
    KEY_ADDED = "key added"
    KEY_REVOKED = "key revoked"
    NOTE = "note"


class Custody(StrEnum):
    """How custody of an item began."""

    CAPTURED = "captured"
    """Made by the mission itself."""
    HANDED_OVER = "handed over"
    FETCHED = "fetched"
    """Taken from an address."""
    FORWARDED = "forwarded"
    UNKNOWN = "not said"


@dataclass(frozen=True, slots=True)
class Digests:
    """What identifies stored bytes: SHA-256, their name; SHA-512; and how many there are."""

    sha256: str
    sha512: str
    size: int

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256) or not _SHA512.fullmatch(self.sha512) or self.size < 0:
            raise ValueError("digests are lower-case hexadecimal, a size is not negative")


@dataclass(frozen=True, slots=True)
class Acquisition:
    """How an item came into custody. All of it is what somebody said, except ``custody`` and ``name``.

    Attributes:
        name: of the file as received.
        received_from: who handed it over.
        channel: by what way, such as ``e-mail`` or ``press office``.
        released_by: who made it public, if anybody did.
        address: where it was found.
        claimed_time: when it is said to have been made, in the words used.
        case: the case that it was deposited for.
        notes: working notes.
    """

    name: str
    custody: Custody = Custody.UNKNOWN
    received_from: str = ""
    channel: str = ""
    released_by: str = ""
    address: str = ""
    claimed_time: str = ""
    case: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value that stands in the log only as a hash over it and a secret: it can be left out, and shown later.

    Attributes:
        commitment: SHA-256, hexadecimal, over the 32 bytes of the secret and the value in UTF-8.
    """

    field: str
    commitment: str


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """One entry of the log.

    Attributes:
        index: its place, from 0; not part of what is hashed.
        kind: what was done.
        actor: who did it, by the name given.
        at: aware UTC, by the vault's own clock.
        item: SHA-256 of the bytes that it is about, or empty.
        body: what there is to say, as pairs of words.
        sealed: values kept outside the log.
    """

    index: int
    kind: EntryKind
    actor: str
    at: datetime
    item: str = ""
    body: tuple[tuple[str, str], ...] = ()
    sealed: tuple[Sealed, ...] = ()

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the time of an entry is aware")
        if self.item and not _SHA256.fullmatch(self.item):
            raise ValueError("an item is named by its SHA-256")

    def get(self, name: str) -> str:
        """A word of the body, or nothing."""
        return dict(self.body).get(name, "")
