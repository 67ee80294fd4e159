"""Stamps of time by outside authorities (RFC 3161) over heads of the log, and what they prove of an entry.

A stamp says that the authority saw a head at a time. Whatever the head covers was logged before; an entry that follows
the one that records a stamp was logged after it. Between the two lies the moment of an entry, whatever the vault's own
clock says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from contactline.errors import InputError, IntegrityError
from contactline.records.custody import CustodyEntry, EntryKind
from contactline.vault.files import write_durably
from contactline.vault.notes import Head

_MOST_REPLY: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """A reply of an authority that fits a head.

    Attributes:
        authority: the name that it has here.
        size: of the head.
        at: the authority's time, aware UTC.
        reply: as it came.
        is_verified: its signature leads to one of the roots kept for this authority.
        fault: why not, where it does not.
    """

    authority: str
    size: int
    at: datetime
    reply: bytes
    is_verified: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Proved:
    """Between which stamps an entry was logged; ``None`` where nothing bounds it on that side."""

    after: Stamp | None
    before: Stamp | None


def make_query(head: Head) -> bytes:
    """A query for a stamp over the signed text of a head, to send to an authority."""
    builder = TimestampRequestBuilder().data(head.text.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return builder.cert_request(cert_request=True).build().as_bytes()


def read_reply(reply: bytes, head: Head, authority: str, roots: Sequence[x509.Certificate] = ()) -> Stamp:
    """A reply as a stamp, verified where there are roots.

    Args:
        reply: of the authority, DER.
        head: that it is said to be over.
        authority: the name to show.
        roots: certificates that are trusted for this authority, and further ones that lead there.

    Raises:
        InputError: it is no reply, or the authority refused.
        IntegrityError: it is over something else.
    """
    if len(reply) > _MOST_REPLY:
        raise InputError("the reply of the authority is too long", subject=authority)
    try:
        response = decode_timestamp_response(reply)
        status, info = PKIStatus(response.status), response.tst_info
    except ValueError as error:
        raise InputError(f"this is no reply of an authority of time: {error}", subject=authority) from None
    if status not in {PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS}:
        reasons = " ".join(response.status_string)
        raise InputError(f"the authority refused: {status.name.lower()} {reasons}".rstrip(), subject=authority)
    if info.message_imprint.message != hashlib.sha256(head.text.encode()).digest():
        raise IntegrityError("the stamp is not over this head", subject=authority)
    fault = _find_fault(reply, head, roots)
    return Stamp(authority, head.size, info.gen_time.astimezone(UTC), reply, not fault, fault)


def _find_fault(reply: bytes, head: Head, certificates: Sequence[x509.Certificate]) -> str:
    if not certificates:
        return "no certificate of this authority is kept here"
    roots = [each for each in certificates if each.subject == each.issuer]
    between = [each for each in certificates if each.subject != each.issuer]
    if not roots:
        return "no root certificate of this authority is kept here"
    try:
        verifier = VerifierBuilder(roots=roots, intermediates=between).build()
        verifier.verify_message(decode_timestamp_response(reply), head.text.encode())
    except (VerificationError, ValueError) as error:
        return f"its signature does not lead to the certificates kept here: {error}"
    return ""


class StampFolder:
    """Replies and certificates in a vault: ``stamps/SIZE/AUTHORITY.tsr`` and ``authorities/AUTHORITY.pem``."""

    def __init__(self, folder: Path) -> None:
        self._stamps = folder / "stamps"
        self._authorities = folder / "authorities"

    def keep(self, stamp: Stamp) -> None:
        """Keep a reply; one that is there stays."""
        path = self._stamps / str(stamp.size) / f"{stamp.authority}.tsr"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, stamp.reply)

    def keep_certificates(self, authority: str, content: bytes) -> int:
        """Keep the certificates that are trusted for an authority, in place of earlier ones; returns how many.

        Raises:
            InputError: it holds none.
        """
        certificates = parse_certificates(content)
        if not certificates:
            raise InputError("there is no certificate in it", hint="Give a PEM file with the authority's root.")
        self._authorities.mkdir(parents=True, exist_ok=True)
        write_durably(self._authorities / f"{authority}.pem", content)
        return len(certificates)

    def certificates(self, authority: str) -> tuple[x509.Certificate, ...]:
        """Certificates that are kept for an authority."""
        path = self._authorities / f"{authority}.pem"
        return parse_certificates(path.read_bytes()) if path.exists() else ()

    def read_certificates(self, authority: str) -> bytes:
        """The same as they are kept, PEM."""
        path = self._authorities / f"{authority}.pem"
        return path.read_bytes() if path.exists() else b""

    def find(self, heads: Iterable[Head]) -> tuple[Stamp, ...]:
        """All stamps over these heads, by size and authority. A reply that does not fit its head is told as faulty."""
        by_size: dict[int, Head] = {head.size: head for head in heads}
        found = [
            self._read(path, by_size[int(path.parent.name)])
            for path in self._stamps.glob("*/*.tsr")
            if path.parent.name.isdecimal() and int(path.parent.name) in by_size
        ]
        return tuple(sorted(found, key=lambda stamp: (stamp.size, stamp.authority)))

    def _read(self, path: Path, head: Head) -> Stamp:
        reply = path.read_bytes()
        try:
            return read_reply(reply, head, path.stem, self.certificates(path.stem))
        except (InputError, IntegrityError) as error:
            return Stamp(path.stem, head.size, datetime.max.replace(tzinfo=UTC), reply, fault=str(error))


def find_proved(index: int, stamps: Sequence[Stamp], entries: Iterable[CustodyEntry]) -> Proved:
    """What verified stamps prove of the moment at which an entry was logged.

    Args:
        index: of the entry.
        stamps: over heads of the log.
        entries: of the log up to this one; those that record stamps count.
    """
    sound = [stamp for stamp in stamps if stamp.is_verified]
    before = [stamp for stamp in sound if stamp.size > index]
    by_digest = {hashlib.sha256(stamp.reply).hexdigest(): stamp for stamp in sound}
    after = [
        by_digest[entry.get("reply")]
        for entry in entries
        if entry.kind is EntryKind.STAMP and entry.index < index and entry.get("reply") in by_digest
    ]
    return Proved(
        after=max(after, key=lambda stamp: (stamp.at, stamp.size), default=None),
        before=min(before, key=lambda stamp: (stamp.at, stamp.size), default=None),
    )


def parse_certificates(content: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file; none where it cannot be read."""
    try:
        return tuple(x509.load_pem_x509_certificates(content))
    except ValueError:
        return ()
