"""The file of words that entries only commit to: names of people and files, addresses, notes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from contactline.errors import IntegrityError, StoreError
from contactline.records.custody import CustodyEntry
from contactline.vault.entries import Secret, verify_secret
from contactline.vault.files import FULL_HINT, sync


class SecretFile:
    """Secrets by the index of their entry. Lines of a batch that was cut short are there too, and fit no entry."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._words: dict[int, dict[str, str]] | None = None

    def __iter__(self) -> Iterator[tuple[int, Secret]]:
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8", errors="surrogatepass") as lines:
            for line in lines:
                if line.endswith("\n") and line.strip():
                    index, field, value, secret = json.loads(line)
                    yield index, Secret(field, value, secret)

    def words_of(self, index: int) -> dict[str, str]:
        """Words kept for one entry, unchecked; all are read at the first call."""
        if self._words is None:
            self._words = {}
            for at, secret in self:
                self._words.setdefault(at, {})[secret.field] = secret.value
        return self._words.get(index, {})

    def find(self, entries: Sequence[CustodyEntry]) -> dict[int, dict[str, str]]:
        """Words of entries, each checked against what the entry commits to; empty where it is missing or changed."""
        by_index = {entry.index: entry for entry in entries}
        words = {entry.index: {each.field: "" for each in entry.sealed} for entry in entries}
        for index, secret in self:
            if index in by_index and _fits(by_index[index], secret):
                words[index][secret.field] = secret.value
        return words

    def append(self, secrets: Sequence[tuple[int, Secret]]) -> None:
        """Add secrets; when this returns, they are on the disk.

        Raises:
            StoreError: the disk did not take them.
        """
        if not secrets:
            return
        rows = ([index, secret.field, secret.value, secret.secret] for index, secret in secrets)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        try:
            with self._path.open("a+b") as file:
                end = file.seek(0, 2)
                file.seek(max(0, end - 1))
                torn = end and file.read() != b"\n"
                file.write((b"\n" if torn else b"") + lines.encode("utf-8", "surrogatepass"))
                sync(file)
        except OSError as error:
            hint = FULL_HINT
            raise StoreError(f"cannot be written: {error.strerror}", subject=str(self._path), hint=hint) from error
        if self._words is not None:
            for index, secret in secrets:
                self._words.setdefault(index, {})[secret.field] = secret.value


def _fits(entry: CustodyEntry, secret: Secret) -> bool:
    try:
        verify_secret(entry, secret)
    except (IntegrityError, ValueError):
        return False
    return True
