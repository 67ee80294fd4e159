"""The log on disk: entries as lines, and the nodes of the tree over them.

``entries.jsonl`` is the truth. ``nodes/LEVEL`` and ``offsets`` only make proofs fast; whatever of them is missing or
does not reach as far as the entries is made anew from these. A batch is acknowledged when its entries are synced; a
last line without its end was not, and is put aside under ``torn``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from contactline.errors import IntegrityError, StoreError
from contactline.vault.files import FULL_HINT, sync
from contactline.vault.merkle import hash_leaf, hash_node, make_root

HASH_BYTES: Final = 32
_OFFSET_BYTES: Final = 8
_CHUNK: Final = 1 << 20


class EntryLog:
    """Entries and their tree. One process writes at a time; who opens it to read sees whole batches only.

    Args:
        folder: holds the files; made if missing.
        is_writer: put a torn line aside and bring nodes up to date. A reader leaves the files alone.

    Raises:
        StoreError: the folder cannot be read or written.
    """

    def __init__(self, folder: Path, *, is_writer: bool) -> None:
        self._folder = folder
        self._entries = folder / "entries.jsonl"
        self._offsets_file = folder / "offsets"
        self._nodes = folder / "nodes"
        try:
            if is_writer:
                self._nodes.mkdir(parents=True, exist_ok=True)
                self._entries.touch()
                self._set_torn_aside()
            self._end = self._find_end()
            self._levels: dict[int, bytearray] = {}
            self._offsets = bytearray()
            self._load(is_writer=is_writer)
        except OSError as error:
            raise StoreError(f"the log cannot be read: {error}", subject=str(folder)) from error

    def __len__(self) -> int:
        return len(self._offsets) // _OFFSET_BYTES

    @property
    def root(self) -> bytes:
        """Root over all entries."""
        return make_root(self.node, len(self))

    def node(self, level: int, index: int) -> bytes:
        """Root of a complete subtree.

        Raises:
            IndexError: the log does not reach so far.
        """
        start = index * HASH_BYTES
        found = self._levels.get(level, b"")[start : start + HASH_BYTES]
        if len(found) != HASH_BYTES:
            raise IndexError(f"the log has no node {index} at level {level}")
        return bytes(found)

    def read(self, index: int) -> bytes:
        """The bytes of one entry, without the line's end.

        Raises:
            IndexError: there is no such entry.
            IntegrityError: it is not what the tree was made of.
        """
        if not 0 <= index < len(self):
            raise IndexError(f"the log has no entry {index}")
        with self._entries.open("rb") as file:
            file.seek(self._offset(index))
            return self._checked(file.readline().removesuffix(b"\n"), index)

    def iter_entries(self, first: int = 0) -> Iterator[bytes]:
        """The bytes of the entries from one on.

        Raises:
            IntegrityError: one of them is not what the tree was made of.
        """
        if first >= len(self):
            return
        with self._entries.open("rb") as file:
            file.seek(self._offset(first))
            for index in range(first, len(self)):
                yield self._checked(file.readline().removesuffix(b"\n"), index)

    def append(self, entries: Sequence[bytes]) -> None:
        """Write a batch; when this returns, it is on the disk.

        Raises:
            StoreError: the disk did not take it; the log is as it was.
            ValueError: an entry has a line's end in it.
        """
        if any(b"\n" in entry or not entry for entry in entries):
            raise ValueError("an entry is one line")
        try:
            with self._entries.open("r+b") as file:
                file.seek(self._end)
                try:
                    file.write(b"".join(entry + b"\n" for entry in entries))
                    sync(file)
                except OSError:
                    file.truncate(self._end)
                    raise
        except OSError as error:
            raise StoreError(
                f"the log cannot be written: {error.strerror}", subject=str(self._folder), hint=FULL_HINT
            ) from error
        known = len(self)
        self._add(entries)
        self._save(known)

    def verify(self) -> None:
        """Make the root anew from the entries and compare it with that of the nodes.

        Raises:
            IntegrityError: they differ.
        """
        fresh = Tree()
        for entry in self.iter_entries():
            fresh.add(hash_leaf(entry))
        if fresh.root != self.root:
            raise IntegrityError("the nodes of the log do not fit its entries", subject=str(self._folder))

    def remake(self) -> None:
        """Make nodes and offsets anew from the entries: after a power cut the files of nodes may hold anything."""
        reach, self._end = self._end, 0
        self._offsets, self._levels = bytearray(), {}
        self._add(_iter_lines(self._entries, 0, reach))
        self._save(0)
        self._trim()

    def _checked(self, entry: bytes, index: int) -> bytes:
        if hash_leaf(entry) != self.node(0, index):
            raise IntegrityError(f"entry {index} of the log was changed", subject=str(self._entries))
        return entry

    def _offset(self, index: int) -> int:
        start = index * _OFFSET_BYTES
        return int.from_bytes(self._offsets[start : start + _OFFSET_BYTES], "big")

    def _add(self, entries: Iterable[bytes]) -> None:
        for entry in entries:
            self._offsets += self._end.to_bytes(_OFFSET_BYTES, "big")
            self._end += len(entry) + 1
            self._add_leaf(hash_leaf(entry))

    def _add_leaf(self, hashed: bytes) -> None:
        level = 0
        while True:
            row = self._levels.setdefault(level, bytearray())
            row += hashed
            if len(row) // HASH_BYTES % 2:
                return
            hashed = hash_node(bytes(row[-2 * HASH_BYTES : -HASH_BYTES]), bytes(row[-HASH_BYTES:]))
            level += 1

    def _save(self, known: int) -> None:
        """Write the nodes and offsets beyond so many entries. A cut here costs time at the next start, no more."""
        _extend(self._offsets_file, self._offsets, known * _OFFSET_BYTES)
        for level, row in self._levels.items():
            _extend(self._nodes / f"{level:02}", row, (known >> level) * HASH_BYTES)

    def _load(self, *, is_writer: bool) -> None:
        """Take what the files of nodes hold as far as it is whole, and make the rest from the entries."""
        if self._offsets_file.exists():
            self._offsets = bytearray(self._offsets_file.read_bytes())
        count = self._count_whole()
        del self._offsets[count * _OFFSET_BYTES :]
        self._levels = {level: row[: (count >> level) * HASH_BYTES] for level, row in self._levels.items()}
        start = self._after(count)
        if start is None:  # the offsets do not belong to these entries
            count, start = 0, 0
            self._offsets, self._levels = bytearray(), {}
        reach, self._end = self._end, start
        self._add(_iter_lines(self._entries, start, reach))
        if is_writer and len(self) > count:
            self._save(count)
            self._trim()

    def _count_whole(self) -> int:
        """How many entries all files of nodes know."""
        count = len(self._offsets) // _OFFSET_BYTES
        while count and self._offset(count - 1) >= self._end:
            count -= 1
        for level in range(count.bit_length()):
            file = self._nodes / f"{level:02}"
            row = bytearray(file.read_bytes()) if file.exists() else bytearray()
            self._levels[level] = row
            if len(row) // HASH_BYTES < count >> level:
                count = len(row) // HASH_BYTES << level
        return count

    def _after(self, count: int) -> int | None:
        """Where the entry after the first ``count`` begins, if the offsets fit the entries."""
        if not count:
            return 0
        with self._entries.open("rb") as file:
            last = self._offset(count - 1)
            if last:
                file.seek(last - 1)
                if file.read(1) != b"\n":
                    return None
            file.seek(last)
            line = file.readline()
        return last + len(line) if line.endswith(b"\n") else None

    def _trim(self) -> None:
        """Cut files of nodes that reach further than the entries."""
        _cut(self._offsets_file, len(self._offsets))
        for level, row in self._levels.items():
            _cut(self._nodes / f"{level:02}", len(row))

    def _find_end(self) -> int:
        """Where the last whole line ends."""
        if not self._entries.exists():
            return 0
        with self._entries.open("rb") as file:
            end = file.seek(0, 2)
            while end:
                start = max(0, end - _CHUNK)
                file.seek(start)
                found = file.read(end - start).rfind(b"\n")
                if found >= 0:
                    return start + found + 1
                end = start
        return 0

    def _set_torn_aside(self) -> None:
        end = self._find_end()
        with self._entries.open("r+b") as file:
            file.seek(end)
            torn = file.read()
            if not torn:
                return
            with (self._folder / "torn").open("ab") as aside:
                aside.write(torn + b"\n")
                sync(aside)
            file.truncate(end)
            sync(file)


class Tree:
    """The root over leaves that come one by one, in memory that grows with the logarithm of their number."""

    def __init__(self) -> None:
        self._peaks: list[tuple[int, bytes]] = []
        self.size = 0

    def add(self, leaf: bytes) -> None:
        """One more leaf, by its hash."""
        level, hashed = 0, leaf
        while self._peaks and self._peaks[-1][0] == level:
            hashed = hash_node(self._peaks.pop()[1], hashed)
            level += 1
        self._peaks.append((level, hashed))
        self.size += 1

    @property
    def root(self) -> bytes:
        """Root over all leaves so far."""
        if not self._peaks:
            return make_root(_no_node, 0)
        hashed = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            hashed = hash_node(peak, hashed)
        return hashed


def _no_node(level: int, index: int) -> bytes:
    raise IntegrityError(f"an empty tree has no node {index} at level {level}")


def _iter_lines(path: Path, start: int, end: int) -> Iterator[bytes]:
    if start >= end:
        return
    with path.open("rb") as file:
        file.seek(start)
        while start < end:
            line = file.readline()
            start += len(line)
            yield line[:-1]


def _extend(path: Path, row: bytearray, known: int) -> None:
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.seek(known)
        file.write(memoryview(row)[known:])


def _cut(path: Path, length: int) -> None:
    with path.open("r+b") as file:
        file.truncate(length)
