"""The sealed package: items, records and proofs in one BagIt zip that other people's tools can check.

Layout::

    bagit.txt bag-info.txt manifest-sha256.txt manifest-sha512.txt tagmanifest-sha256.txt tagmanifest-sha512.txt
    data/objects/HASH            the items, as they were deposited
    data/records/INDEX.json      entries of the log about them, byte for byte
    data/private/INDEX.json      words that these entries only commit to, as far as they are shown
    data/withheld.json           items whose bytes are left out
    ro-crate-metadata.json       the same for people who read RO-Crate
    proof/checkpoint.txt         the signed head of the log
    proof/inclusion/INDEX.json   for each record, the hashes that lead to the head
    proof/consistency-SIZE.json  that the log goes on from a head handed out earlier
    proof/keys.txt               the log's keys, one a line
    proof/stamps/AUTHORITY.tsr   stamps of time over the head (RFC 3161), and AUTHORITY.pem to verify them with
    verify/README.txt verify/verify.py
    seal.txt                     signed note over the SHA-256 of tagmanifest-sha256.txt

The zip is the same, byte for byte, whenever the same things go into it: sorted, stored, dated 1980.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO, Final

import rfc8785

from contactline.errors import InputError, IntegrityError, NotFoundError, RefusedError
from contactline.records.custody import CustodyEntry, EntryKind
from contactline.vault.bags import BagReport, ZipBag, verify_bag
from contactline.vault.entries import Secret, decode_entry, verify_secret
from contactline.vault.merkle import hash_leaf, verify_inclusion
from contactline.vault.names import find_fault, fold_name
from contactline.vault.notes import Head, SigningKey, VerifierKey, sign_text, verify_head, verify_text
from contactline.vault.stamps import Stamp, parse_certificates, read_reply
from contactline.vault.vault import Vault

FORM: Final = "contactline package/v1"
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o100644 << 16
_MOST_MEMBERS: Final = 100_000
_MOST_RECORD: Final = 16 << 20
_HASHES: Final = ("sha256", "sha512")


@dataclass(frozen=True, slots=True)
class Order:
    """What goes into a package.

    Attributes:
        items: SHA-256 of the items.
        withheld: those of them whose bytes are left out; their records go along.
        private: names of private fields that are shown, such as ``received from``.
        since: heads handed out earlier, each to be shown to be of the same log.
        is_stamped: go back to the latest head that bears a verified stamp of time, not to the latest of all. Entries
            after it stay out.
    """

    items: tuple[str, ...]
    withheld: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    since: tuple[Head, ...] = ()
    is_stamped: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that verified.

    Attributes:
        head: of the log that it comes from.
        key: that signed head and seal.
        is_own_key: the reader brought it; otherwise it is the package's own word.
        entries: records, all shown to be in the log.
        private: their words that are shown.
        items: SHA-256 of the items that are in it.
        withheld: of those that are left out.
        stamps: of time over the head, verified against the certificates in the package: its own word.
    """

    head: Head
    key: VerifierKey
    is_own_key: bool
    entries: tuple[CustodyEntry, ...]
    private: Mapping[int, Mapping[str, str]]
    items: tuple[str, ...]
    withheld: tuple[str, ...]
    stamps: tuple[Stamp, ...] = ()


# -- writing


def write_package(vault: Vault, order: Order, key: SigningKey, out: BinaryIO) -> Head:
    """Write a sealed package. Every item's bytes are hashed on the way.

    Args:
        vault: that the items are in.
        order: what goes into it.
        key: in force; it signs the seal.
        out: the zip file, open to write and seek.

    Returns:
        the head that the package goes back to.

    Raises:
        NotFoundError: the log has no such item.
        IntegrityError: stored bytes are not what they were, or an earlier head is of another log.
        RefusedError: a stamped package is asked for, and no head bears a verified stamp.
    """
    head = _choose_head(vault, order)
    small = dict(_make_records(vault, order, head))
    small |= _make_proofs(vault, order, head)
    kept = [item for item in sorted(order.items) if item not in order.withheld]
    digests: dict[str, dict[str, str]] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for item in kept:
            name = f"data/objects/{item}"
            digests[name] = _write_item(archive, vault, name, item)
        for name in sorted(small):
            digests[name] = _write(archive, name, small[name])
        tags = _make_tags(vault.origin, kept, digests)
        for name in sorted(tags):
            digests[name] = _write(archive, name, tags[name])
        manifest = _make_manifest(digests, "sha256", is_tag=True)
        _write(archive, "tagmanifest-sha256.txt", manifest)
        _write(archive, "tagmanifest-sha512.txt", _make_manifest(digests, "sha512", is_tag=True))
        _write(archive, "seal.txt", sign_text(_seal_text(vault.origin, manifest), key).encode())
    return head


def _choose_head(vault: Vault, order: Order) -> Head:
    if not order.is_stamped:
        return vault.head
    sizes = {stamp.size for stamp in vault.stamps.find(vault.heads) if stamp.is_verified}
    if not sizes:
        raise RefusedError(
            "no head bears a verified stamp of time",
            subject=vault.origin,
            hint="Have it stamped first: contactline vault stamp.",
        )
    return next(head for head in reversed(list(vault.heads)) if head.size == max(sizes))


def _make_records(vault: Vault, order: Order, head: Head) -> Iterator[tuple[str, bytes]]:
    wanted = set(order.items)
    found: set[str] = set()
    entries = []
    for entry in vault.iter_entries():
        if entry.item in wanted and entry.index < head.size:
            entries.append(entry)
            found.add(entry.item)
    missing = sorted(wanted - found)
    if missing:
        raise NotFoundError("the log has no such item", subject=missing[0])
    shown: dict[int, list[Secret]] = {}
    by_index = {entry.index: entry for entry in entries}
    for index, secret in vault.secrets:
        if index in by_index and secret.field in order.private:
            verify_secret(by_index[index], secret)
            shown.setdefault(index, []).append(secret)
    for entry in entries:
        path = [part.hex() for part in vault.prove_entry(entry.index, head)]
        yield f"data/records/{entry.index:09}.json", vault.log.read(entry.index)
        yield f"proof/inclusion/{entry.index:09}.json", _dump({"index": entry.index, "path": path, "size": head.size})
        if entry.index in shown:
            rows = [{"field": each.field, "secret": each.secret, "value": each.value} for each in shown[entry.index]]
            yield f"data/private/{entry.index:09}.json", _dump(rows)
    yield "data/withheld.json", _dump(sorted(order.withheld))


def _make_proofs(vault: Vault, order: Order, head: Head) -> dict[str, bytes]:
    keys = "".join(f"{span.key}\n" for span in vault.key_spans())
    proofs = {"proof/checkpoint.txt": str(head).encode(), "proof/keys.txt": keys.encode()}
    for stamp in vault.stamps.find([head]):
        proofs[f"proof/stamps/{stamp.authority}.tsr"] = stamp.reply
        proofs[f"proof/stamps/{stamp.authority}.pem"] = vault.stamps.read_certificates(stamp.authority)
    for old in order.since:
        path = [part.hex() for part in vault.prove_growth(old, head)]
        proofs[f"proof/consistency-{old.size}.json"] = _dump({"old": str(old), "path": path, "size": head.size})
    return proofs


def _make_tags(origin: str, kept: Sequence[str], digests: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    room = files("contactline.vault") / "outside"
    payload = [name for name in digests if name.startswith("data/")]
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"Source-Organization: {origin}\nExternal-Description: sealed package, {FORM}\n".encode(),
        "ro-crate-metadata.json": _make_crate(origin, kept, payload),
        "verify/README.txt": (room / "README.txt").read_bytes(),
        "verify/verify.py": (room / "verify.py").read_bytes(),
    }
    for algorithm in _HASHES:
        tags[f"manifest-{algorithm}.txt"] = _make_manifest(digests, algorithm, is_tag=False)
    return tags


def _make_crate(origin: str, kept: Sequence[str], payload: Sequence[str]) -> bytes:
    """A description after RO-Crate 1.1. It has no fixity of its own; the manifests give it."""
    parts = [{"@id": name} for name in sorted(payload)]
    described = [
        {"@id": f"data/objects/{item}", "@type": "File", "identifier": f"sha256:{item}"} for item in sorted(kept)
    ]
    graph = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        {"@id": "./", "@type": "Dataset", "name": f"Sealed package of {origin}", "hasPart": parts},
        *described,
    ]
    return _dump({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})


def _make_manifest(digests: Mapping[str, Mapping[str, str]], algorithm: str, *, is_tag: bool) -> bytes:
    rows = [
        f"{each[algorithm]}  {name}\n"
        for name, each in sorted(digests.items())
        if name.startswith("data/") is not is_tag
    ]
    return "".join(rows).encode()


def _seal_text(origin: str, manifest: bytes) -> str:
    return f"{FORM}\n{origin}\n{hashlib.sha256(manifest).hexdigest()}\n"


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DATE)
    member.external_attr = _MODE
    member.create_system = 3  # the same whatever system writes it
    return member


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> dict[str, str]:
    archive.writestr(_member(name), content)
    return {algorithm: hashlib.new(algorithm, content).hexdigest() for algorithm in _HASHES}


def _write_item(archive: zipfile.ZipFile, vault: Vault, name: str, item: str) -> dict[str, str]:
    hashes = {algorithm: hashlib.new(algorithm) for algorithm in _HASHES}
    with archive.open(_member(name), "w", force_zip64=True) as member:
        for piece in vault.objects.iter_checked(item):
            member.write(piece)
            for each in hashes.values():
                each.update(piece)
    return {algorithm: each.hexdigest() for algorithm, each in hashes.items()}


def _dump(value: Any) -> bytes:
    return rfc8785.dumps(value)


# -- reading


def open_package(path: Path, own_keys: Sequence[VerifierKey] = ()) -> Opened:
    """Verify a package: bytes, seal, records in the log, private words. Nothing is unpacked.

    Args:
        path: of the zip file.
        own_keys: keys of the log that the reader holds; with none, those in the package are taken.

    Raises:
        InputError: it is no zip file.
        IntegrityError: it does not verify, or holds a name that no package may hold.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"this is no package: {error}", subject=str(path)) from None
    with archive:
        try:
            return _verify(archive, own_keys)
        except (OSError, EOFError, zipfile.BadZipFile) as error:
            raise IntegrityError(f"the package is damaged: {error}", subject=str(path)) from None


@contextmanager
def open_item(path: Path, sha256: str) -> Iterator[BinaryIO]:
    """An item in a package that verified, to read."""
    with zipfile.ZipFile(path) as archive, archive.open(f"data/objects/{sha256}") as member:
        yield member  # type: ignore[misc]  # reads like one


def _verify(archive: zipfile.ZipFile, own_keys: Sequence[VerifierKey]) -> Opened:
    bag = ZipBag(archive)
    names = bag.list_names()
    _check_names(names)
    report = verify_bag(bag)
    keys = own_keys or [VerifierKey.parse(line) for line in _read(archive, "proof/keys.txt").decode().splitlines()]
    head = Head.parse(_read(archive, "proof/checkpoint.txt").decode())
    key = verify_head(head, keys)[0]
    text = verify_text(_read(archive, "seal.txt").decode(), keys)
    if text != _seal_text(head.origin, _read(archive, "tagmanifest-sha256.txt")):
        raise IntegrityError("the seal is not over this package")
    entries = tuple(_iter_entries(archive, names, head))
    private = {entry.index: words for entry in entries if (words := _read_private(archive, names, entry))}
    items = tuple(sorted(name.removeprefix("data/objects/") for name in names if name.startswith("data/objects/")))
    _check_items(items, report, entries)
    withheld = tuple(json.loads(_read(archive, "data/withheld.json")))
    stamps = tuple(_iter_stamps(archive, names, head))
    return Opened(head, key, bool(own_keys), entries, private, items, withheld, stamps)


def _check_names(names: Sequence[str]) -> None:
    if len(names) > _MOST_MEMBERS:
        raise IntegrityError(f"the package has more than {_MOST_MEMBERS:,} files")
    folded: set[str] = set()
    for name in names:
        reason = find_fault(name) or ("another name is the same on some systems" if fold_name(name) in folded else "")
        if reason:
            raise IntegrityError(f"the package holds the name {name!r}: {reason}")
        folded.add(fold_name(name))


def _check_items(items: Sequence[str], report: BagReport, entries: Sequence[CustodyEntry]) -> None:
    deposited = {entry.item for entry in entries if entry.kind is EntryKind.DEPOSIT}
    for item in items:
        if report.payload[f"data/objects/{item}"].get("sha256") != item:
            raise IntegrityError(f"the item {item} is not what its name says")
        if item not in deposited:
            raise IntegrityError(f"no record in the package says that {item} was deposited")


def _iter_entries(archive: zipfile.ZipFile, names: Sequence[str], head: Head) -> Iterator[CustodyEntry]:
    for name in names:
        if not name.startswith("data/records/"):
            continue
        number = name.removeprefix("data/records/").removesuffix(".json")
        proof = _load(archive, f"proof/inclusion/{number}.json")
        content = _read(archive, name)
        try:
            index, path = int(number), [bytes.fromhex(part) for part in proof["path"]]
        except (KeyError, TypeError, ValueError):
            raise IntegrityError(f"the proof of record {number} is damaged") from None
        verify_inclusion(hash_leaf(content), index, head.size, path, head.root)
        yield decode_entry(content, index)


def _iter_stamps(archive: zipfile.ZipFile, names: Sequence[str], head: Head) -> Iterator[Stamp]:
    for name in names:
        if name.startswith("proof/stamps/") and name.endswith(".tsr"):
            authority = name.removeprefix("proof/stamps/").removesuffix(".tsr")
            certificates = parse_certificates(_read(archive, name.removesuffix(".tsr") + ".pem"))
            yield read_reply(_read(archive, name), head, authority, certificates)


def _read_private(archive: zipfile.ZipFile, names: Sequence[str], entry: CustodyEntry) -> dict[str, str]:
    name = f"data/private/{entry.index:09}.json"
    if name not in names:
        return {}
    words = {}
    for row in _load(archive, name):
        try:
            secret = Secret(row["field"], row["value"], row["secret"])
            verify_secret(entry, secret)
        except (KeyError, TypeError, ValueError):
            raise IntegrityError(f"the private words of record {entry.index} are damaged") from None
        words[secret.field] = secret.value
    return words


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            content = member.read(_MOST_RECORD + 1)
    except KeyError:
        raise IntegrityError(f"the package has no {name}") from None
    if len(content) > _MOST_RECORD:
        raise IntegrityError(f"{name} is too long")
    return content


def _load(archive: zipfile.ZipFile, name: str) -> Any:
    try:
        return json.loads(_read(archive, name))
    except ValueError:
        raise IntegrityError(f"{name} is damaged") from None
