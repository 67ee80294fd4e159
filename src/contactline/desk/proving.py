"""Heads and proofs as files, checked and signed without any vault: what a party or an outsider does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from contactline.codec import decode
from contactline.errors import InputError, IntegrityError
from contactline.ports import Clock
from contactline.vault.keys import load_key, make_key, save_key
from contactline.vault.notes import Head, VerifierKey
from contactline.vault.objects import open_source
from contactline.vault.package import Opened, open_package
from contactline.vault.proofs import (
    EntryProof,
    GrowthProof,
    Shown,
    find_split,
    verify_bytes,
    verify_entry_proof,
    verify_growth_proof,
)

_COSIGNATURE: Final = 4
_MOST_NOTE: Final = 1 << 20


def load_head(path: Path) -> Head:
    """A head from a file.

    Raises:
        InputError: it cannot be read, or is no head.
    """
    try:
        with path.open("rb") as file:
            note = file.read(_MOST_NOTE).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the head cannot be read: {error}", subject=str(path)) from None
    return Head.parse(note)


def check_proof(path: Path, keys: Sequence[str], file: Path | None) -> Shown | tuple[Head, Head]:
    """Check a proof that came as a file, without any vault.

    Args:
        path: of the proof.
        keys: lines of keys that the reader holds.
        file: bytes that are said to be the entry's item.

    Raises:
        IntegrityError: it does not show what it says.
        InputError: it cannot be read.
    """
    own = [VerifierKey.parse(line) for line in keys]
    try:
        content = path.read_bytes()
        is_entry = b'"entry"' in content
        proof = decode(content, EntryProof) if is_entry else decode(content, GrowthProof)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(
            f"this is no proof: {error}", subject=str(path), hint="A proof is what “contactline vault prove” writes."
        ) from None
    if isinstance(proof, GrowthProof):
        return verify_growth_proof(proof, own)
    shown = verify_entry_proof(proof, own)
    if file is not None:
        with open_source(file) as source:
            verify_bytes(shown.entry, source)
    return shown


def check_package(path: Path, keys: Sequence[str]) -> Opened:
    """Verify a sealed package, without any vault.

    Raises:
        IntegrityError: it does not verify.
        InputError: it is no package.
    """
    return open_package(path, [VerifierKey.parse(line) for line in keys])


def compare_heads(one: Path, other: Path, keys: Sequence[str], proof: Path | None = None) -> bool | None:
    """Whether two heads are of one log.

    Returns:
        ``True`` for one log, ``None`` where sizes differ and no proof of growth is given: then they do not tell.

    Raises:
        IntegrityError: two logs were shown under one name and key, or a signature is wrong.
    """
    heads = [load_head(path) for path in (one, other)]
    if find_split(heads[0], heads[1], [VerifierKey.parse(line) for line in keys]):
        raise IntegrityError(
            f"split view: two different logs of {heads[0].size} entries were signed as “{heads[0].origin}”",
            hint="The two files together prove it to anybody who has the key. Keep both.",
        )
    if heads[0].text == heads[1].text:
        return True
    if proof is None:
        return None
    found = check_proof(proof, keys, None)
    texts = {head.text for head in heads}
    if isinstance(found, Shown) or {head.text for head in found} != texts:
        raise InputError("the proof is not between these two heads", subject=str(proof))
    return True


def cosign(path: Path, key_file: Path, passphrase: str, clock: Clock) -> Head:
    """A head with a party's signature and the time, that it may show which log it saw."""
    return load_head(path).cosigned(load_key(key_file, passphrase), int(clock.now().timestamp()))


def make_party_key(name: str, key_file: Path, passphrase: str) -> VerifierKey:
    """A key for a party to cosign with.

    Raises:
        InputError: there is a file already, or the name cannot be one.
    """
    if key_file.exists():
        raise InputError("there is a file of this name already", subject=str(key_file))
    key = make_key(name)
    try:
        verifier = key.verifier(_COSIGNATURE)
    except ValueError as error:
        raise InputError(str(error), subject=name) from None
    save_key(key, key_file, passphrase)
    return verifier
