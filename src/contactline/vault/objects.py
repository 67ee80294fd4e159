"""Stored bytes under their hash: taken in as a stream, hashed before anything reads them, written once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Final

from contactline.errors import IntegrityError, NotFoundError, StoreError
from contactline.records.custody import Digests
from contactline.vault.files import FULL_HINT, READ_ONLY, open_new, sync, sync_folder

_CHUNK: Final = 1 << 20


class ObjectStore:
    """A folder of objects, ``sha256/ab/cd/HASH``.

    Args:
        folder: holds the objects and ``incoming``, where they are while they are not whole.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def path(self, sha256: str) -> Path:
        """Where an object lies, or would."""
        return self._folder / "sha256" / sha256[:2] / sha256[2:4] / sha256

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def take(self, source: BinaryIO) -> Digests:
        """Store a stream. When this returns the bytes are on the disk.

        What is stored already is compared with its name and left as it is, or put back if it was damaged.

        Raises:
            StoreError: the disk did not take it, or the source cannot be read.
        """
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            part = self._incoming / "part"
            with open_new(part, 0o600) as file:
                digests = _copy(source, file)
                sync(file)
            self._keep(part, digests)
        except OSError as error:
            raise StoreError(
                f"the item cannot be stored: {error.strerror or error}", subject=str(self._folder), hint=FULL_HINT
            ) from error
        return digests

    def open(self, sha256: str) -> BinaryIO:
        """An object to read. Who hands its bytes on uses :meth:`iter_checked`.

        Raises:
            NotFoundError: it is not there.
        """
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFoundError("its bytes are not in the store", subject=sha256) from None

    def iter_checked(self, sha256: str) -> Iterator[bytes]:
        """The bytes of an object in pieces, hashed on the way.

        Raises:
            NotFoundError: it is not there.
            IntegrityError: after the last piece, if they are not the bytes that were stored.
        """
        hashed = hashlib.sha256()
        with self.open(sha256) as file:
            while piece := file.read(_CHUNK):
                hashed.update(piece)
                yield piece
        if hashed.hexdigest() != sha256:
            raise IntegrityError(
                "the stored bytes are not those that were deposited",
                subject=sha256,
                hint="Take the item from another copy of the vault, or ask whoever deposited it, and deposit it again.",
            )

    def verify(self, sha256: str) -> None:
        """Read an object again and hash it.

        Raises:
            NotFoundError, IntegrityError: as :meth:`iter_checked`.
        """
        for _ in self.iter_checked(sha256):
            pass

    def remove(self, sha256: str) -> None:
        """Take an object's bytes away."""
        path = self.path(sha256)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)

    def iter_names(self) -> Iterator[str]:
        """Names of all stored objects, in order."""
        root = self._folder / "sha256"
        for first in sorted(root.iterdir()) if root.is_dir() else ():
            for second in sorted(first.iterdir()):
                yield from sorted(path.name for path in second.iterdir())

    def _keep(self, part: Path, digests: Digests) -> None:
        path = self.path(digests.sha256)
        if path.exists() and self._is_sound(digests.sha256):
            part.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part.chmod(READ_ONLY)
        part.replace(path)
        for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
            sync_folder(folder)

    def _is_sound(self, sha256: str) -> bool:
        try:
            self.verify(sha256)
        except IntegrityError:
            return False
        return True


def _copy(source: BinaryIO, file: BinaryIO) -> Digests:
    """Copy in pieces, both hashes and the writing side by side: each lets the others run."""
    names = hashlib.sha256(), hashlib.sha512()
    size = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        piece = source.read(_CHUNK)
        while piece:
            hashing = [pool.submit(name.update, piece) for name in names]
            file.write(piece)
            size += len(piece)
            following = source.read(_CHUNK)
            for each in hashing:
                each.result()
            piece = following
    return Digests(names[0].hexdigest(), names[1].hexdigest(), size)


def open_source(path: Path) -> BinaryIO:
    """A file to take in. Links are followed only where a person named them; devices and pipes are refused.

    Raises:
        NotFoundError: there is no such file.
        StoreError: it is no regular file, or cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise NotFoundError("there is no such file", subject=str(path)) from None
    except OSError as error:
        raise StoreError(f"cannot be read: {error.strerror}", subject=str(path)) from error
    file = os.fdopen(handle, "rb")
    if not path.is_file():
        file.close()
        raise StoreError("is no regular file", subject=str(path))
    return file
