"""Files that survive a power cut: written, synced, then named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from contactline.errors import ConflictError, StoreError

try:
    import fcntl
except ImportError:  # pragma: no cover - other systems keep one writer by an exclusive file
    fcntl = None  # type: ignore[assignment]

READ_ONLY: Final = 0o444


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; systems that cannot are left to do it themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file so that either the old or the whole new one is there, whatever happens.

    Raises:
        StoreError: it cannot be written.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        with open_new(fresh, mode) as file:
            file.write(content)
            sync(file)
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", subject=str(path), hint=FULL_HINT) from error


FULL_HINT: Final = "Nothing that was acknowledged is lost. Make room or repair the disk, then run the command again."


@contextmanager
def open_new(path: Path, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A new file, in place of one left over by a run that was cut short."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode)
    with os.fdopen(handle, "wb") as file:
        yield file


def sync(file: BinaryIO) -> None:
    """Bring to the disk what was written."""
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Be the only writer.

    Raises:
        ConflictError: another process is.
    """
    with path.open("a+b") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ConflictError(
                    "another process is writing to this vault",
                    subject=str(path.parent),
                    hint="Wait until it is done, then run the command again.",
                ) from None
        yield
