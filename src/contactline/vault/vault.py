"""A vault on disk: deposits, the log of custody, its heads, and proofs.

Layout of the folder::

    origin               the log's name, one line
    objects/sha256/…     stored bytes under their hash, read-only
    log/entries.jsonl    the log, one entry a line
    log/secrets.jsonl    values that entries only commit to
    heads                all heads signed so far, the latest last
    stamps/SIZE/…        replies of authorities of time, and authorities/… their certificates
    keys/signing.key     the private key; may be kept elsewhere when nothing is deposited
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from contactline.errors import ConflictError, InputError, IntegrityError, NotFoundError, RefusedError, StoreError
from contactline.records.custody import Acquisition, CustodyEntry, Digests, EntryKind
from contactline.vault.entries import MakeSecret, decode_entry, encode_entry, make_body, seal
from contactline.vault.files import hold_lock, write_durably
from contactline.vault.heads import HeadFile
from contactline.vault.keys import KeySpan, approve_key, find_key_spans, load_key, make_key, save_key, verify_own_head
from contactline.vault.log import EntryLog
from contactline.vault.merkle import make_consistency_proof, make_inclusion_proof, make_root, verify_consistency
from contactline.vault.notes import Head, SigningKey, VerifierKey
from contactline.vault.objects import ObjectStore
from contactline.vault.secretfile import SecretFile
from contactline.vault.stamps import StampFolder

_KEY_KINDS: Final = (EntryKind.OPENED, EntryKind.KEY_ADDED, EntryKind.KEY_REVOKED)
_WRONG_HINT: Final = (
    "Somebody or something changed the log on this disk. Leave it as it is, and compare it with another copy and with "
    "heads that the parties hold: contactline vault monitor --since HEAD."
)


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, and when by the vault's clock (aware UTC)."""

    actor: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.actor.strip():
            raise InputError("nobody acts on a vault without a name", hint="Give --author NAME.")


@dataclass(frozen=True, slots=True)
class Deposited:
    """What became of one deposit.

    Attributes:
        is_new: an entry was made; otherwise the very same deposit was on record, and ``entry`` is that one.
        matches: whether the hash that the sender gave is that of the bytes; ``None`` where he gave none.
        promised: entry in which somebody promised an item of this hash, if any did.
        earlier: first entry of an earlier deposit of the same bytes, if there is one.
    """

    digests: Digests
    entry: CustodyEntry
    matches: bool | None = None
    promised: int | None = None
    earlier: int | None = None
    is_new: bool = True


class Vault:
    """A vault. Open it with :meth:`create`, :meth:`write` or :meth:`read`; leave it with ``with``.

    Raises:
        NotFoundError: there is no vault in the folder.
        IntegrityError: the log does not fit the head that was signed last.
    """

    def __init__(self, folder: Path, *, is_writer: bool, keys: Sequence[SigningKey] = ()) -> None:
        self.folder = folder
        self.objects = ObjectStore(folder / "objects")
        self._key: SigningKey | None = None
        self._known: dict[str, tuple[int | None, int | None]] | None = None
        self.heads = HeadFile(folder / "heads")
        self.stamps = StampFolder(folder)
        self.secrets = SecretFile(folder / "log" / "secrets.jsonl")
        self._exit = ExitStack()
        if not (folder / "origin").is_file():
            raise NotFoundError(
                "there is no vault here", subject=str(folder), hint="Set one up: contactline vault init FOLDER."
            )
        try:
            if is_writer:
                self._exit.enter_context(hold_lock(folder / "lock"))
            self.origin = (folder / "origin").read_text(encoding="utf-8").strip()
            self.log = EntryLog(folder / "log", is_writer=is_writer)
            signed = self._check_last_head(is_writer=is_writer)
            self._key = self._choose_key(keys)
            if len(self) > signed:  # written, and cut short before they were signed
                self._sign()
        except BaseException:
            self._exit.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exit.close()

    # -- opening

    @classmethod
    def create(cls, folder: Path, origin: str, act: Act, passphrase: str = "") -> Self:
        """Set a vault up in a folder that is empty or does not exist yet.

        Raises:
            ConflictError: there is something in the folder.
            StoreError: it cannot be written.
        """
        if folder.exists() and any(folder.iterdir()):
            raise ConflictError("this folder is not empty", subject=str(folder), hint="Name a new folder.")
        try:
            key = make_key(origin)
            Head(origin, 0, bytes(32))
            key.verifier()
        except ValueError as error:
            raise InputError(f"this cannot name a vault: {error}", subject=origin) from None
        try:
            (folder / "keys").mkdir(parents=True)
        except OSError as error:
            raise StoreError(f"the folder cannot be made: {error.strerror}", subject=str(folder)) from error
        save_key(key, folder / "keys" / "signing.key", passphrase)
        write_durably(folder / "origin", f"{origin}\n".encode())
        vault = cls(folder, is_writer=True, keys=(key,))
        try:
            vault.record(EntryKind.OPENED, act, body=(("key", str(key.verifier())), ("origin", origin)))
        except BaseException:
            vault.__exit__(None, None, None)
            raise
        return vault

    @classmethod
    def write(cls, folder: Path, passphrase: str = "", *, without_key: bool = False) -> Self:
        """Open a vault to act on it.

        Args:
            folder: of the vault.
            passphrase: of the signing key.
            without_key: the key is lost; nothing but :meth:`rotate_key` can be done.

        Raises:
            ConflictError: another process is writing.
            InputError: the signing key cannot be opened.
            RefusedError: it is not a key that the log takes for good.
        """
        file = folder / "keys" / "signing.key"
        if without_key or not (folder / "origin").is_file():
            return cls(folder, is_writer=True)
        keys = [load_key(each, passphrase) for each in (file, file.with_suffix(".fresh")) if each.exists()]
        return cls(folder, is_writer=True, keys=keys or [load_key(file, passphrase)])

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open a vault without changing anything in it."""
        return cls(folder, is_writer=False)

    # -- the log

    def __len__(self) -> int:
        return len(self.log)

    def entry(self, index: int) -> CustodyEntry:
        """One entry.

        Raises:
            NotFoundError: the log has none of this number.
        """
        try:
            return decode_entry(self.log.read(index), index)
        except IndexError as error:
            raise NotFoundError(str(error), subject=str(self.folder)) from None

    def iter_entries(self, first: int = 0) -> Iterator[CustodyEntry]:
        """The entries from one on.

        Raises:
            IntegrityError: one of them cannot be read.
        """
        for index, content in enumerate(self.log.iter_entries(first), first):
            yield decode_entry(content, index)

    def record(
        self,
        kind: EntryKind,
        act: Act,
        *,
        item: str = "",
        body: Sequence[tuple[str, str]] = (),
        private: Sequence[tuple[str, str]] = (),
        make_secret: MakeSecret | None = None,
    ) -> CustodyEntry:
        """Write one entry and sign the log; when this returns, both are on the disk."""
        return self.record_all([(kind, item, tuple(body), tuple(private))], act, make_secret)[0]

    def record_all(
        self,
        acts: Sequence[tuple[EntryKind, str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]],
        act: Act,
        make_secret: MakeSecret | None = None,
    ) -> tuple[CustodyEntry, ...]:
        """Write several entries as one batch.

        Args:
            acts: kind, item, public words and words that the log only commits to.
            act: who, and when.
            make_secret: gives 32 random bytes; needed where there are private words.

        Raises:
            RefusedError: the vault was opened to read.
            StoreError: the disk did not take it; nothing was recorded.
        """
        if self._key is None:
            raise RefusedError("this vault is open to be read, not written")
        entries, secrets = [], []
        for index, (kind, item, body, private) in enumerate(acts, len(self)):
            sealed, hidden = seal(dict(private), make_secret) if private and make_secret else ((), ())
            entries.append(CustodyEntry(index, kind, act.actor, act.at, item, make_body(body), sealed))
            secrets += [(index, secret) for secret in hidden]
        try:
            lines = [encode_entry(entry) for entry in entries]
        except ValueError as error:
            raise InputError(f"this cannot be recorded: {error}") from None
        self.secrets.append(secrets)
        self.log.append(lines)
        self._sign()
        for entry in entries:
            self._remember(entry)
        return tuple(entries)

    # -- heads and proofs

    @property
    def head(self) -> Head:
        """The head signed last.

        Raises:
            NotFoundError: none was signed yet.
        """
        head = self.heads.find_last()
        if head is None:
            raise NotFoundError("the log has no signed head yet", subject=str(self.folder))
        return head

    def key_spans(self) -> tuple[KeySpan, ...]:
        """The log's keys and when each was good."""
        needles = [f'"kind":"{kind}"'.encode() for kind in _KEY_KINDS]
        return find_key_spans(
            decode_entry(content, index)
            for index, content in enumerate(self.log.iter_entries())
            if any(needle in content for needle in needles)  # a word in a body only costs a second look
        )

    def prove_entry(self, index: int, head: Head) -> tuple[bytes, ...]:
        """Proof that an entry is in the log of a head.

        Raises:
            NotFoundError: it is not.
        """
        try:
            return make_inclusion_proof(self.log.node, index, head.size)
        except ValueError as error:
            raise NotFoundError(str(error)) from None

    def prove_growth(self, old: Head, head: Head) -> tuple[bytes, ...]:
        """Proof that the log of a head goes on from an older head, checked here already.

        Raises:
            IntegrityError: it does not.
        """
        if old.origin != head.origin:
            raise IntegrityError(f"the old head is of another log: “{old.origin}”, not “{head.origin}”")
        if old.size > head.size:
            raise IntegrityError(
                f"the log has {head.size} entries; the old head was signed over {old.size}: "
                f"{old.size - head.size} were taken away"
            )
        proof = make_consistency_proof(self.log.node, old.size, head.size)
        verify_consistency(old.size, head.size, old.root, head.root, proof)
        return proof

    @property
    def signing_key(self) -> SigningKey:
        """The key in force, for seals.

        Raises:
            RefusedError: the vault was opened without it.
        """
        if self._key is None:
            raise RefusedError("this vault is open to be read, not written")
        return self._key

    # -- what is done to items

    def deposit(
        self,
        source: BinaryIO,
        acquisition: Acquisition,
        act: Act,
        make_secret: MakeSecret,
        sender_hash: str = "",
        *,
        again: bool = True,
    ) -> Deposited:
        """Store an item and record how it came. The bytes are hashed before anything else looks at them.

        Args:
            source: the bytes, read once and in pieces.
            acquisition: how custody began. The log commits to what may name somebody; the words stay beside it.
            act: who deposits it.
            make_secret: gives 32 random bytes.
            sender_hash: SHA-256 or SHA-512 that the sender gave. An item that does not fit it is kept and marked.
            again: record it even if its first deposit was recorded in the same words; a run that goes on does not.
        """
        digests = self.objects.take(source)
        earlier, promised = self._find_before(digests.sha256)
        matches = sender_hash.lower() in {digests.sha256, digests.sha512} if sender_hash else None
        public = make_body(
            (
                ("sha512", digests.sha512),
                ("size", str(digests.size)),
                ("custody", acquisition.custody.value),
                ("claimed time", acquisition.claimed_time),
                ("case", acquisition.case),
                ("sender’s hash", sender_hash.lower()),
                ("sender’s hash fits", "" if matches is None else "yes" if matches else "no"),
                ("promised in entry", "" if promised is None else str(promised)),
            )
        )
        private = make_body(
            (
                ("name", acquisition.name),
                ("received from", acquisition.received_from),
                ("channel", acquisition.channel),
                ("released by", acquisition.released_by),
                ("address", acquisition.address),
                ("notes", acquisition.notes),
            )
        )
        if not again and earlier is not None:
            known = self.entry(earlier)
            if known.body == public and make_body(self.secrets.words_of(earlier).items()) == private:
                return Deposited(digests, known, matches, promised, earlier, is_new=False)
        entry = self.record(
            EntryKind.DEPOSIT, act, item=digests.sha256, body=public, private=private, make_secret=make_secret
        )
        return Deposited(digests, entry, matches, promised, earlier)

    def remove(self, sha256: str, reason: str, act: Act) -> CustodyEntry:
        """Take an item's bytes away. First the log says so, then they go; the hash and the reason stay.

        Raises:
            NotFoundError: the vault does not have it.
        """
        if sha256 not in self.objects:
            raise NotFoundError("the vault does not have this item", subject=sha256)
        entry = self.record(EntryKind.REMOVAL, act, item=sha256, body=(("reason", reason),))
        self.objects.remove(sha256)
        return entry

    def rotate_key(self, act: Act, passphrase: str, *, lost: bool = False, reason: str = "") -> VerifierKey:
        """Go on with a new key: the old one approves it and is then revoked.

        Args:
            act: who.
            passphrase: of the new key's file; empty for none.
            lost: there is no old key to approve it; the log says so openly, and who trusts the new one is for readers.
            reason: why.
        """
        fresh = make_key(self.origin)
        body = [("key", str(fresh.verifier())), ("reason", reason), ("lost", "yes" if lost else "")]
        if self._key is not None and not lost:
            body.append(("approval", approve_key(self._key, fresh.verifier())))
        good = [span.key for span in self.key_spans() if span.last is None]
        acts = [(EntryKind.KEY_ADDED, "", tuple(body), ())]
        acts += [(EntryKind.KEY_REVOKED, "", (("key", str(key)), ("reason", reason)), ()) for key in good]
        file = self.folder / "keys" / "signing.key"
        save_key(fresh, file.with_suffix(".fresh"), passphrase)  # before the log names it, so that it cannot be lost
        self._key = fresh
        self.record_all(acts, act)
        file.with_suffix(".fresh").replace(file)
        return fresh.verifier()

    # -- inside

    def _sign(self) -> None:
        """Sign the log as it is now."""
        if self._key is not None:
            self.heads.append(Head(self.origin, len(self), self.log.root).signed(self._key))

    def _choose_key(self, keys: Sequence[SigningKey]) -> SigningKey | None:
        """The key that may sign the next head: after a cut rotation two files may hold one."""
        if not keys or not len(self):
            return keys[0] if keys else None
        good = {span.key for span in self.key_spans() if span.last is None}
        for key in keys:
            if key.verifier() in good:
                return key
        raise RefusedError(
            "the log does not take this signing key for good: it was revoked, or is of another vault",
            subject=str(self.folder),
            hint="Put the key in force in its place, or begin a new one openly: contactline vault rotate --lost.",
        )

    def _check_last_head(self, *, is_writer: bool) -> int:
        """How many entries the head signed last covers; the log has to fit it."""
        head = self.heads.find_last()
        if head is None:
            return 0
        if head.size > len(self):
            raise IntegrityError(
                f"the log has {len(self)} entries, and a head was signed over {head.size}: entries were taken away",
                subject=str(self.folder),
                hint=_WRONG_HINT,
            )
        if is_writer and make_root(self.log.node, head.size) != head.root:
            self.log.remake()
        if make_root(self.log.node, head.size) != head.root:
            raise IntegrityError(
                "the log does not fit the head that was signed last", subject=str(self.folder), hint=_WRONG_HINT
            )
        return head.size

    def _find_before(self, sha256: str) -> tuple[int | None, int | None]:
        """First deposit and first promise of an item."""
        if self._known is None:
            self._known = {}
            for entry in self.iter_entries():
                self._remember(entry)
        return self._known.get(sha256, (None, None))

    def _remember(self, entry: CustodyEntry) -> None:
        if self._known is None or not entry.item:
            return
        deposit, promise = self._known.get(entry.item, (None, None))
        if entry.kind is EntryKind.DEPOSIT and deposit is None:
            deposit = entry.index
        elif entry.kind is EntryKind.PROMISE and promise is None:
            promise = entry.index
        self._known[entry.item] = deposit, promise


def verify_heads(vault: Vault) -> int:
    """Check every head that the vault ever signed: its signature, and that the log still goes on from it.

    Returns:
        how many there are.

    Raises:
        IntegrityError: one of them does not fit.
    """
    spans = vault.key_spans()
    count = 0
    for head in vault.heads:
        if head.origin != vault.origin or head.size > len(vault):
            raise IntegrityError(f"a head of {head.size} entries of “{head.origin}” is not of this log")
        verify_own_head(head, spans)
        if make_root(vault.log.node, head.size) != head.root:
            raise IntegrityError(f"the first {head.size} entries are not those that were signed")
        count += 1
    return count
