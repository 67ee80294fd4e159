"""The file of all heads that were signed, the latest last. One that was cut off in writing counts for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contactline.errors import StoreError
from contactline.vault.files import FULL_HINT, sync
from contactline.vault.notes import Head

_GAP: Final = "\n\x1e\n"  # between heads; no note holds a record separator
_TAIL: Final = 1 << 16


class HeadFile:
    """Signed heads in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Head]:
        content = self._path.read_text(encoding="utf-8", errors="replace") if self._path.exists() else ""
        for note in content.split(_GAP)[:-1]:
            yield Head.parse(note)

    def find_last(self) -> Head | None:
        """The head signed last, if any was."""
        notes = self._read_tail()[1].decode("utf-8", "replace").split(_GAP)
        return Head.parse(notes[-2]) if len(notes) > 1 else None

    def append(self, head: Head) -> None:
        """Add a head; when this returns, it is on the disk.

        Raises:
            StoreError: the disk did not take it.
        """
        start, tail = self._read_tail()
        gap = _GAP.encode()
        found = tail.rfind(gap)
        try:
            with self._path.open("r+b" if self._path.exists() else "w+b") as file:
                file.seek(start + found + len(gap) if found >= 0 else 0)
                file.write(f"{head}{_GAP}".encode())
                file.truncate()
                sync(file)
        except OSError as error:
            hint = FULL_HINT
            raise StoreError(f"cannot be written: {error.strerror}", subject=str(self._path), hint=hint) from error

    def _read_tail(self) -> tuple[int, bytes]:
        """The end of the file, and where it begins."""
        if not self._path.exists():
            return 0, b""
        with self._path.open("rb") as file:
            start = file.seek(max(0, file.seek(0, 2) - _TAIL))
            return start, file.read()
