"""Proofs as files that travel: what an outsider needs to check one entry, or that a log only grew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from contactline.errors import IntegrityError
from contactline.records.custody import CustodyEntry
from contactline.vault.entries import Secret, decode_entry, verify_secret
from contactline.vault.merkle import hash_leaf, verify_consistency, verify_inclusion
from contactline.vault.notes import Head, VerifierKey, verify_head

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class EntryProof:
    """That an entry is in the log of a head.

    Attributes:
        entry: its bytes, as text.
        head: the signed note.
        path: hashes from the leaf upwards, hexadecimal.
        keys: lines of the keys that may have signed the head, for who holds none; he should compare them.
        secrets: private words of the entry that are shown.
    """

    index: int
    entry: str
    head: str
    path: tuple[str, ...]
    keys: tuple[str, ...]
    secrets: tuple[Secret, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class GrowthProof:
    """That the log of a head goes on from an older head."""

    old: str
    head: str
    path: tuple[str, ...]
    keys: tuple[str, ...]
    version: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """What a proof shows, and by whose signature.

    Attributes:
        is_own_key: the key is one that the reader brought; otherwise it is the proof's own word.
    """

    entry: CustodyEntry
    head: Head
    key: VerifierKey
    is_own_key: bool


def verify_entry_proof(proof: EntryProof, own_keys: Sequence[VerifierKey] = ()) -> Shown:
    """Check a proof of an entry.

    Args:
        proof: as it came.
        own_keys: keys that the reader holds; with none, those in the proof are taken, which shows less.

    Raises:
        IntegrityError: it does not show what it says.
        InputError: it cannot be read.
    """
    head = Head.parse(proof.head)
    key = _verify_signed(head, proof.keys, own_keys)
    content = proof.entry.encode("utf-8", "surrogatepass")
    verify_inclusion(hash_leaf(content), proof.index, head.size, _parse_path(proof.path), head.root)
    entry = decode_entry(content, proof.index)
    for secret in proof.secrets:
        verify_secret(entry, secret)
    return Shown(entry, head, key, bool(own_keys))


def verify_growth_proof(proof: GrowthProof, own_keys: Sequence[VerifierKey] = ()) -> tuple[Head, Head]:
    """Check that a log only grew between two heads, both signed.

    Raises:
        IntegrityError: it does not show it.
    """
    old, head = Head.parse(proof.old), Head.parse(proof.head)
    for each in (old, head):
        _verify_signed(each, proof.keys, own_keys)
    if old.origin != head.origin:
        raise IntegrityError("the two heads are of different logs")
    verify_consistency(old.size, head.size, old.root, head.root, _parse_path(proof.path))
    return old, head


def find_split(one: Head, other: Head, keys: Sequence[VerifierKey]) -> bool:
    """Whether two signed heads prove that different parties were shown different logs.

    Heads of different sizes prove nothing by themselves; that needs a proof of growth, and its absence.

    Raises:
        IntegrityError: one of them is not signed by these keys, or they are of different logs.
    """
    for head in (one, other):
        verify_head(head, keys)
    if one.origin != other.origin:
        raise IntegrityError(f"the heads are of different logs: “{one.origin}” and “{other.origin}”")
    return one.size == other.size and one.root != other.root


def verify_bytes(entry: CustodyEntry, file: BinaryIO) -> None:
    """Check that bytes are those of an entry's item.

    Raises:
        IntegrityError: they are not.
    """
    hashed = hashlib.sha256()
    while piece := file.read(_CHUNK):
        hashed.update(piece)
    if hashed.hexdigest() != entry.item:
        raise IntegrityError(f"the file is not the item of entry {entry.index}")


def _verify_signed(head: Head, given: Sequence[str], own_keys: Sequence[VerifierKey]) -> VerifierKey:
    keys = own_keys or [VerifierKey.parse(line) for line in given]
    return verify_head(head, keys)[0]


def _parse_path(path: Sequence[str]) -> list[bytes]:
    try:
        return [bytes.fromhex(part) for part in path]
    except ValueError:
        raise IntegrityError("the proof’s hashes are damaged") from None
