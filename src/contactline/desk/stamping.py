"""Fetching stamps of time: the one thing of a vault that may use the network, and only where a person configured it."""

from __future__ import annotations

import hashlib
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contactline.errors import InputError, IntegrityError
from contactline.ports import Clock
from contactline.records.custody import EntryKind
from contactline.vault.notes import Head
from contactline.vault.stamps import Proved, Stamp, find_proved, make_query, read_reply
from contactline.vault.vault import Act, Vault

_MOST_REPLY: Final = 1 << 20
_SECONDS: Final = 30
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,40}")
_QUERY_TYPE: Final = "application/timestamp-query"


@dataclass(frozen=True, slots=True)
class Stamped:
    """What became of one authority: a stamp, or why there is none."""

    authority: str
    stamp: Stamp | None = None
    error: str = ""


class Stamping:
    """Stamps of one vault."""

    def __init__(self, folder: Path, clock: Clock, passphrase: str = "") -> None:
        self._folder = folder
        self._clock = clock
        self._passphrase = passphrase

    def trust(self, authority: str, file: Path) -> int:
        """Keep the certificates that are trusted for an authority; returns how many.

        Raises:
            InputError: there is none in the file, or the name is none.
        """
        _check_name(authority)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", subject=str(file)) from None
        with Vault.read(self._folder) as vault:
            return vault.stamps.keep_certificates(authority, content)

    def fetch_all(self, authorities: Mapping[str, str], author: str) -> tuple[Stamped, ...]:
        """Have the head stamped by every authority. One that fails does not keep the others from it.

        Args:
            authorities: addresses by name.
            author: who.
        """
        for name in authorities:
            _check_name(name)
        with Vault.write(self._folder, self._passphrase) as vault:
            head = vault.head
            done = [self._fetch(vault, head, name, address) for name, address in sorted(authorities.items())]
            self._record(vault, [each.stamp for each in done if each.stamp], author)
        return tuple(done)

    def write_query(self, out: Path) -> Head:
        """Write a query for the head, to be carried to where there is a network."""
        with Vault.read(self._folder) as vault:
            head = vault.head
            out.write_bytes(make_query(head))
        return head

    def take_reply(self, file: Path, authority: str, author: str) -> Stamp:
        """Keep a reply that was carried here.

        Raises:
            InputError: it is no reply, or over no head of this log.
        """
        _check_name(authority)
        try:
            reply = file.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", subject=str(file)) from None
        with Vault.write(self._folder, self._passphrase) as vault:
            stamp = _find_stamp(vault, reply, authority)
            vault.stamps.keep(stamp)
            self._record(vault, [stamp], author)
        return stamp

    def list_all(self) -> tuple[Stamp, ...]:
        """All stamps, verified against the certificates that are kept."""
        with Vault.read(self._folder) as vault:
            return vault.stamps.find(vault.heads)

    def prove(self, index: int) -> Proved:
        """Between which stamps an entry was logged."""
        with Vault.read(self._folder) as vault:
            return find_proved(index, vault.stamps.find(vault.heads), vault.iter_entries())

    def _fetch(self, vault: Vault, head: Head, name: str, address: str) -> Stamped:
        try:
            stamp = read_reply(fetch_reply(address, make_query(head)), head, name, vault.stamps.certificates(name))
        except InputError as error:
            return Stamped(name, error=error.diagnostics())
        vault.stamps.keep(stamp)
        return Stamped(name, stamp)

    def _record(self, vault: Vault, stamps: list[Stamp], author: str) -> None:
        bodies = [
            (
                ("authority", stamp.authority),
                ("reply", hashlib.sha256(stamp.reply).hexdigest()),
                ("size", str(stamp.size)),
                ("stamped time", stamp.at.isoformat()),
            )
            for stamp in stamps
        ]
        if bodies:
            acts = [(EntryKind.STAMP, "", body, ()) for body in bodies]
            vault.record_all(acts, Act(author, self._clock.now()))


def fetch_reply(address: str, query: bytes) -> bytes:
    """Send a query to an authority.

    Raises:
        InputError: the address is none, or there is no answer.
    """
    if not address.startswith(("http://", "https://")):
        raise InputError("the address of an authority begins with http:// or https://", subject=address)
    request = urllib.request.Request(address, data=query, headers={"Content-Type": _QUERY_TYPE}, method="POST")  # noqa: S310 - its scheme was just checked
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - the same
            content: bytes = answer.read(_MOST_REPLY + 1)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        hint = "Try again later, or carry a query there: contactline vault stamp --query FILE."
        raise InputError(f"the authority gives no answer: {error}", subject=address, hint=hint) from None
    return content


def _find_stamp(vault: Vault, reply: bytes, authority: str) -> Stamp:
    """The stamp over whichever head the reply is of: carrying it takes time, and the log goes on."""
    for head in reversed(list(vault.heads)):
        try:
            return read_reply(reply, head, authority, vault.stamps.certificates(authority))
        except IntegrityError:
            continue
    raise InputError("the reply is over no head of this log", subject=authority)


def _check_name(authority: str) -> None:
    if not _NAME.fullmatch(authority):
        raise InputError(
            "an authority’s name has small letters, digits, points and hyphens",
            subject=authority,
            hint="Such as “freetsa” or “tsa.example”.",
        )
