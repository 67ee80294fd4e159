"""Files whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import errno
import filecmp
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from contactline.errors import ContactlineError, InputError, StoreError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG}


def make_folder(folder: Path) -> None:
    """Make a folder and those above it.

    Raises:
        InputError: something else stands there, or it may not be written.
        StoreError: the disk is full or fails.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _explain(error, folder) from error


def write_file(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file piece by piece; until the last piece is written, the file of before stays.

    A file that already has this content is left alone, its date included.

    Raises:
        InputError: the folder may not be written.
        StoreError: the disk is full or fails.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        try:
            with part.open("wb") as stream:
                for piece in pieces:
                    stream.write(piece)
            if path.is_file() and filecmp.cmp(part, path, shallow=False):
                part.unlink()
            else:
                part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _explain(error, path) from error
    return path


def remove_file(path: Path) -> None:
    """Remove a page that an earlier run left behind.

    Raises:
        InputError: it may not be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _explain(error, path) from error


def _explain(error: OSError, path: Path) -> ContactlineError:
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return StoreError(
            f"the disk is full: {reason}",
            subject=str(path),
            hint="Free some space and run again. Files written so far are whole; none is half written.",
        )
    if error.errno in _REFUSED:
        return InputError(
            f"cannot be written: {reason}",
            subject=str(path),
            hint="Choose another folder with --out, or give yourself the right to write there.",
        )
    return StoreError(
        f"cannot be written: {reason}",
        subject=str(path),
        hint="Check the disk, then run again. No file is half written.",
    )
