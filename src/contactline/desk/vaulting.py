"""What can be done with a vault: deposit, look, prove, verify. The edge: clock, randomness, files of people."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from contactline.codec import decode, encode
from contactline.desk.proving import load_head
from contactline.desk.vaultresults import Item, PackChoice, Packed, Taken, Verified
from contactline.errors import ContactlineError, InputError, NotFoundError
from contactline.ports import Clock, Progress
from contactline.records.custody import Acquisition, Custody, CustodyEntry, EntryKind
from contactline.vault.entries import SECRET_BYTES
from contactline.vault.files import write_durably
from contactline.vault.notes import Head, VerifierKey, verify_head
from contactline.vault.objects import open_source
from contactline.vault.package import Opened, Order, open_item, open_package, write_package
from contactline.vault.proofs import (
    EntryProof,
    GrowthProof,
)
from contactline.vault.scrub import Condition, Found, iter_found, iter_strays, list_items
from contactline.vault.vault import Act, Deposited, Vault, verify_heads

_SHORTEST: Final = 6
_COSIGNATURE: Final = 4
_SAVE_EVERY: Final = 100
_MOST_NOTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Scrub:
    """Where a scrub that was cut short stands: how many items are done, the last of them, and what was wrong."""

    done: int = 0
    last: str = ""
    wrong: tuple[Found, ...] = ()


class Vaulting:
    """Acts on one vault.

    Args:
        folder: of the vault.
        clock: for the times of entries.
        passphrase: of the signing key; empty for none.
    """

    def __init__(self, folder: Path, clock: Clock, passphrase: str = "") -> None:
        self._folder = folder
        self._clock = clock
        self._passphrase = passphrase

    def create(self, origin: str, author: str) -> Head:
        """Set the vault up.

        Raises:
            ConflictError: there is something in the folder.
        """
        with Vault.create(self._folder, origin, self._act(author), self._passphrase) as vault:
            return vault.head

    # -- acts

    def iter_deposits(
        self,
        paths: Sequence[Path],
        acquisition: Acquisition,
        author: str,
        sender_hash: str = "",
        *,
        again: bool = False,
    ) -> Iterator[Taken]:
        """Deposit files and all files of folders, in order of their paths. What cannot be read is told, not skipped.

        Raises:
            InputError: a hash is given for more than one file.
            StoreError: the vault cannot be written.
        """
        files = [file for path in paths for file in self._list_files(path)]
        if sender_hash and len(files) != 1:
            raise InputError("a sender’s hash goes with one file", hint="Deposit that file by itself.")
        with self._open() as vault:
            for file in files:
                try:
                    source = open_source(file)
                except ContactlineError as error:
                    yield Taken(file, error=error.diagnostics())
                    continue
                with source:
                    known = replace(acquisition, name=file.name)
                    act = self._act(author)
                    done = vault.deposit(source, known, act, _make_secret, sender_hash, again=again)
                yield Taken(file, done)

    def promise(self, sha256: str, received_from: str, author: str, notes: str = "") -> CustodyEntry:
        """Record that somebody names the hash of an item now and hands it over later.

        Raises:
            InputError: it is no SHA-256.
        """
        private = (("received from", received_from), ("notes", notes))
        with self._open() as vault:
            try:
                return vault.record(
                    EntryKind.PROMISE,
                    self._act(author),
                    item=sha256.lower(),
                    private=private,
                    make_secret=_make_secret,
                )
            except ValueError as error:
                hint = "Give the 64 hexadecimal digits that sha256sum prints."
                raise InputError(str(error), subject=sha256[:80], hint=hint) from None

    def remove(self, name: str, reason: str, author: str) -> CustodyEntry:
        """Take an item’s bytes away; hash and reason stay."""
        with self._open() as vault:
            return vault.remove(_find_item(vault, name), reason, self._act(author))

    def export(self, name: str, out: Path, reason: str, author: str) -> CustodyEntry:
        """Write a copy of an item’s bytes, checked on the way, and record it.

        Raises:
            InputError: there is a file already.
            IntegrityError: the stored bytes are not those that were deposited; no copy is left.
        """
        if out.exists():
            raise InputError("there is a file of this name already", subject=str(out), hint="Name a new file.")
        with self._open() as vault:
            sha256 = _find_item(vault, name)
            vault.objects.verify(sha256)  # before the log says that it went out
            entry = vault.record(EntryKind.EXPORT, self._act(author), item=sha256, body=(("reason", reason),))
            part = out.with_name(out.name + ".part")
            try:
                with part.open("wb") as file:
                    for piece in vault.objects.iter_checked(sha256):
                        file.write(piece)
                part.replace(out)
            finally:
                part.unlink(missing_ok=True)
        return entry

    def pack(self, names: Sequence[str], out: Path, reason: str, author: str, choice: PackChoice) -> Packed:
        """Write a sealed package to a new file and record it, with its SHA-256.

        Args:
            names: items; none for all that are there.
            out: the zip file.
            reason: why; it stands in the log.
            author: who.
            choice: what is shown and what is left out.

        Raises:
            InputError: there is a file already.
            IntegrityError: stored bytes are not what they were, or an earlier head is of another log.
        """
        if out.exists():
            raise InputError("there is a file of this name already", subject=str(out), hint="Name a new file.")
        part = out.with_name(out.name + ".part")
        with self._open() as vault:
            kept = [sha256 for sha256, is_kept in list_items(vault).items() if is_kept]
            items = [_find_item(vault, name) for name in names] if names else kept
            withheld = {_find_item(vault, name) for name in choice.withheld}
            withheld |= set(items) - set(kept)  # what was removed goes along as a record alone
            order = Order(
                items=tuple(dict.fromkeys((*items, *sorted(withheld)))),
                withheld=frozenset(withheld),
                private=frozenset(choice.private),
                since=tuple(load_head(path) for path in choice.since),
                is_stamped=choice.is_stamped,
            )
            try:
                with part.open("w+b") as file:
                    head = write_package(vault, order, vault.signing_key, file)
                with part.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                body = (("package", digest), ("reason", reason))
                entries = vault.record_all(
                    [(EntryKind.EXPORT, item, body, ()) for item in order.items], self._act(author)
                )
                part.replace(out)
            finally:
                part.unlink(missing_ok=True)
        return Packed(digest, head, len(order.items), len(order.withheld), entries[0].index if entries else None)

    def unpack(self, path: Path, keys: Sequence[str], author: str) -> tuple[Opened, tuple[Deposited, ...]]:
        """Verify a package and deposit its items, with where they come from. Nothing is written if it does not verify.

        Raises:
            IntegrityError: it does not verify, or holds a name that no package may hold.
        """
        opened = open_package(path, [VerifierKey.parse(line) for line in keys])
        done = []
        with self._open() as vault:
            for item in opened.items:
                first = next(
                    entry for entry in opened.entries if entry.item == item and entry.kind is EntryKind.DEPOSIT
                )
                words = opened.private.get(first.index, {})
                acquisition = Acquisition(
                    name=words.get("name", ""),
                    custody=Custody.HANDED_OVER,
                    received_from=opened.head.origin,
                    channel="sealed package",
                    claimed_time=first.get("claimed time"),
                    notes=f"entry {first.index} there, by its clock at {first.at:%Y-%m-%d %H:%M:%S} UTC",
                )
                with open_item(path, item) as source:
                    act = self._act(author)
                    done.append(vault.deposit(source, acquisition, act, _make_secret, item, again=False))
        return opened, tuple(done)

    def rotate(self, author: str, fresh_passphrase: str, reason: str, *, lost: bool) -> VerifierKey:
        """Go on with a new signing key."""
        with Vault.write(self._folder, self._passphrase, without_key=lost) as vault:
            return vault.rotate_key(self._act(author), fresh_passphrase, lost=lost, reason=reason)

    # -- looks

    def list_items(self) -> tuple[Item, ...]:
        """All items, in the order of their first deposits."""
        with Vault.read(self._folder) as vault:
            first: dict[str, CustodyEntry] = {}
            counts: dict[str, int] = {}
            for entry in vault.iter_entries():
                if entry.kind is EntryKind.DEPOSIT:
                    first.setdefault(entry.item, entry)
                    counts[entry.item] = counts.get(entry.item, 0) + 1
            kept = list_items(vault)
            words = vault.secrets.find(list(first.values()))
        return tuple(
            Item(sha256, entry, words[entry.index], counts[sha256], kept[sha256]) for sha256, entry in first.items()
        )

    def tell(self, name: str) -> tuple[tuple[CustodyEntry, dict[str, str]], ...]:
        """Everything on record about an item, with the private words.

        Raises:
            NotFoundError: the log has no such item.
        """
        with Vault.read(self._folder) as vault:
            sha256 = _find_item(vault, name)
            entries = [entry for entry in vault.iter_entries() if entry.item == sha256]
            words = vault.secrets.find(entries)
        return tuple((entry, words[entry.index]) for entry in entries)

    def head(self) -> Head:
        """The head signed last."""
        with Vault.read(self._folder) as vault:
            return vault.head

    def key_lines(self) -> tuple[str, ...]:
        """The keys in force, as lines to hand to who is to check the vault."""
        with Vault.read(self._folder) as vault:
            return tuple(str(span.key) for span in vault.key_spans() if span.last is None)

    # -- proofs

    def prove(self, name: str, *, with_private: bool) -> bytes:
        """A proof, as JSON, that an entry is in the log.

        Args:
            name: number of an entry, or an item, whose first deposit is then meant.
            with_private: show the words that the entry only commits to.
        """
        with Vault.read(self._folder) as vault:
            index = int(name) if name.isdecimal() and len(name) < _SHORTEST else _find_deposit(vault, name)
            head = vault.head
            path = vault.prove_entry(index, head)
            shown = [secret for at, secret in vault.secrets if at == index] if with_private else []
            proof = EntryProof(
                index=index,
                entry=vault.log.read(index).decode(),
                head=str(head),
                path=tuple(part.hex() for part in path),
                keys=_all_keys(vault),
                secrets=tuple(shown),
            )
        return encode(proof)

    def prove_growth(self, old: Path) -> bytes:
        """A proof, as JSON, that the log goes on from an older head.

        Raises:
            IntegrityError: it does not.
        """
        with Vault.read(self._folder) as vault:
            before, head = load_head(old), vault.head
            path = vault.prove_growth(before, head)
            return encode(GrowthProof(str(before), str(head), tuple(part.hex() for part in path), _all_keys(vault)))

    def monitor(self, since: Path, keys: Sequence[str] = ()) -> tuple[Head, Head, tuple[CustodyEntry, ...]]:
        """What a party runs: nothing of what it saw was rewritten, and here is what came since.

        Returns:
            the head it holds, today's head, the entries since.

        Raises:
            IntegrityError: the log was rewritten, cut, or is another one.
        """
        old = load_head(since)
        with Vault.read(self._folder) as vault:
            verify_heads(vault)
            verify_head(old, [VerifierKey.parse(line) for line in keys or _all_keys(vault)])
            vault.prove_growth(old, vault.head)
            return old, vault.head, tuple(vault.iter_entries(old.size))

    def verify(
        self, author: str, progress: Progress, *, sample: int | None = None, record: bool = True, again: bool = False
    ) -> Verified:
        """Read the log and the stored bytes again.

        Args:
            author: who.
            progress: told item by item.
            sample: read so many items only, chosen by the head, so that nobody can foresee which.
            record: write the result into the log.
            again: begin anew instead of going on where the last run was cut short.
        """
        with self._open() if record else Vault.read(self._folder) as vault:
            vault.log.verify()
            heads = verify_heads(vault)
            everything = list_items(vault)
            items = _choose(everything, vault.head.root.hex(), sample) if sample is not None else everything
            state = _Scrub() if again or sample is not None else self._load_scrub(list(items))
            progress.stage("reading items again", len(items))
            progress.advance(state.done)
            for number, found in enumerate(iter_found(vault, dict(list(items.items())[state.done :])), state.done + 1):
                wrong = state.wrong if found.condition.is_right else (*state.wrong, found)
                state = _Scrub(number, found.sha256, wrong)
                progress.advance()
                if sample is None and (number % _SAVE_EVERY == 0 or wrong):
                    self._save_scrub(state)
            wrong = state.wrong
            if sample is None:
                wrong += tuple(iter_strays(vault, everything))
            self._scrub_file.unlink(missing_ok=True)
            count = len(vault)
            entry = self._record_scrub(vault, author, len(items), sample, wrong) if record else None
            return Verified(count, heads, len(items), wrong, entry.index if entry else None)

    def _record_scrub(
        self, vault: Vault, author: str, count: int, sample: int | None, wrong: Sequence[Found]
    ) -> CustodyEntry:
        body = [("items read", str(count)), ("sample", "yes" if sample is not None else "")]
        for condition in Condition:
            names = [found.sha256 for found in wrong if found.condition is condition]
            body.append((condition.value, " ".join(names)))
        return vault.record(EntryKind.SCRUB, self._act(author), body=body)

    @property
    def _scrub_file(self) -> Path:
        return self._folder / "scrub.json"

    def _load_scrub(self, items: Sequence[str]) -> _Scrub:
        try:
            state = decode(self._scrub_file.read_bytes(), _Scrub)
        except (FileNotFoundError, msgspec.DecodeError):
            return _Scrub()
        return state if 0 < state.done <= len(items) and items[state.done - 1] == state.last else _Scrub()

    def _save_scrub(self, state: _Scrub) -> None:
        write_durably(self._scrub_file, encode(state))

    # -- inside

    @contextmanager
    def _open(self) -> Iterator[Vault]:
        with Vault.write(self._folder, self._passphrase) as vault:
            yield vault

    def _act(self, author: str) -> Act:
        return Act(author, self._clock.now())

    def _list_files(self, path: Path) -> list[Path]:
        if not path.is_dir():
            return [path]
        own = self._folder.resolve()
        found = sorted(each for each in path.rglob("*") if not each.is_dir() or each.is_symlink())
        return [each for each in found if not each.resolve().is_relative_to(own)]


def _make_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def _all_keys(vault: Vault) -> tuple[str, ...]:
    return tuple(str(span.key) for span in vault.key_spans())


def _choose(items: dict[str, bool], root: str, count: int) -> dict[str, bool]:
    order = sorted(items, key=lambda sha256: hashlib.sha256(f"{root}{sha256}".encode()).digest())
    chosen = set(order[:count])
    return {sha256: kept for sha256, kept in items.items() if sha256 in chosen}


def _find_item(vault: Vault, name: str) -> str:
    """The item that a name means: the beginning of its SHA-256.

    Raises:
        NotFoundError: none does.
        InputError: several do, or the name is too short.
    """
    wanted = name.lower()
    if len(wanted) < _SHORTEST:
        raise InputError(f"give at least {_SHORTEST} characters of the item’s SHA-256", subject=name)
    found = {entry.item for entry in vault.iter_entries() if entry.item.startswith(wanted)}
    if not found:
        raise NotFoundError("the log has no such item", subject=name, hint="contactline vault list shows them all.")
    if len(found) > 1:
        raise InputError(f"{len(found)} items begin like this", subject=name, hint="Give more of the SHA-256.")
    return found.pop()


def _find_deposit(vault: Vault, name: str) -> int:
    sha256 = _find_item(vault, name)
    return next(entry.index for entry in vault.iter_entries() if entry.item == sha256)
