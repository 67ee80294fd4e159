"""The folder of a dossier: one run at a time, files whole or not at all, and nobody else's files touched."""

from __future__ import annotations

import errno
import filecmp
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from contactline import __version__
from contactline.collect.paths import DOSSIER_MARK
from contactline.errors import ConflictError, InputError, StoreError

_LOCK: Final = ".contactline.lock"
_STAGING: Final = ".contactline-new"


@contextmanager
def open_folder(out: Path) -> Iterator[Path]:
    """Make the folder of a dossier, mark it as ours and hold it for one run.

    Raises:
        InputError: ``out`` is a file.
        ConflictError: another run works in it.
        StoreError: it cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise InputError("is a file, and the dossier needs a folder", subject=str(out), hint="Give another --out.")
    with as_output_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / _LOCK).open("a")
    with lock:
        _hold(lock, out)
        if not (out / DOSSIER_MARK).exists():
            with as_output_errors(out):
                _write_list(out, ())
        yield out


def replace_files(out: Path, write: Callable[[Path], tuple[Path, ...]]) -> tuple[Path, ...]:
    """Write all files beside the old ones, then put them in their places one by one, each at once.

    Files of an earlier run that are no longer written are removed; files that we did not make are never touched. After
    a kill at any moment every file is whole, and the next run sets the rest right.

    Args:
        out: a folder from :func:`open_folder`.
        write: writes into the folder that it is given and returns the paths of its files.

    Returns:
        The files in their places, in the order written.

    Raises:
        ConflictError: a file that we did not make stands where one of ours belongs.
        StoreError: the disk is full, or may not be written.
    """
    staging = out / _STAGING
    with as_output_errors(out):
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        written = [path.relative_to(staging) for path in write(staging)]
        before = _read_list(out)
        _check_places(out, written, before)
        # Both lists first: whatever is there after a kill is known to be ours.
        _write_list(out, {*before, *(path.as_posix() for path in written)})
        for path in written:
            _move(staging / path, out / path)
        now = {path.as_posix() for path in written}
        for stale in sorted(before - now):
            (out / stale).unlink(missing_ok=True)
        _write_list(out, now)
        shutil.rmtree(staging, ignore_errors=True)
    return tuple(out / path for path in written)


@contextmanager
def as_output_errors(out: Path) -> Iterator[None]:
    """Turn failures of the disk into errors that say what to do."""
    try:
        yield
    except OSError as error:
        hints = {
            errno.ENOSPC: "Make room and run the same command again; what is stored stays.",
            errno.EDQUOT: "Make room and run the same command again; what is stored stays.",
        }
        hint = hints.get(error.errno or 0, "Check that the folder may be written to, or give another --out.")
        subject = str(error.filename or out)
        raise StoreError(f"cannot be written: {error.strerror or error}", subject=subject, hint=hint) from error


def _hold(lock: IO[str], out: Path) -> None:
    """Hold the folder until the file is closed; the system lets go by itself when the process is killed."""
    try:
        _lock_file(lock)
    except OSError as error:
        raise ConflictError(
            "another run is at work in this folder", subject=str(out), hint="Wait for it to end, or give another --out."
        ) from error


def _lock_file(lock: IO[str]) -> None:
    if os.name == "nt":
        import msvcrt  # there is no fcntl on Windows

        getattr(msvcrt, "locking")(lock.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009 (not typed elsewhere)
        return
    import fcntl

    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _move(new: Path, place: Path) -> None:
    if place.is_file() and filecmp.cmp(new, place, shallow=False):
        return  # unchanged: its date stays, so that a copy of the folder only takes what is new
    place.parent.mkdir(parents=True, exist_ok=True)
    new.replace(place)


def _check_places(out: Path, written: Iterable[Path], ours: set[str]) -> None:
    for path in written:
        if path.as_posix() not in ours and (out / path).exists():
            raise ConflictError(
                "stands where the dossier belongs and was not made by contactline",
                subject=str(out / path),
                hint="Move it away, or give another --out. Nothing was changed.",
            )


def _read_list(out: Path) -> set[str]:
    """Files that we made here. A list that cannot be read counts as empty: then nothing is removed."""
    try:
        table = json.loads((out / DOSSIER_MARK).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return set()
    files = table.get("files") if isinstance(table, dict) else None
    return {name for name in files if isinstance(name, str) and _is_inside(name)} if isinstance(files, list) else set()


def _is_inside(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts


def _write_list(out: Path, files: Iterable[str]) -> None:
    content = {"made_by": f"contactline {__version__}", "files": sorted(files)}
    temporary = out / (DOSSIER_MARK + ".new")
    temporary.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(out / DOSSIER_MARK)
