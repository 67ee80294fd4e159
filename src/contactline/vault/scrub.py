"""Reading everything again: whether stored bytes are still those of the log, and nothing came or went beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from contactline.errors import IntegrityError, NotFoundError
from contactline.records.custody import EntryKind
from contactline.vault.vault import Vault


class Condition(StrEnum):
    """How an item was found."""

    SOUND = "sound"
    DAMAGED = "damaged"
    """Its bytes are not those that were deposited."""
    MISSING = "missing"
    """The log has it, nothing says that it was removed, and its bytes are not there."""
    REMOVED = "removed"
    """Taken away with a reason, as the log says."""
    RETURNED = "removed, yet there"
    """The log says that it was removed, and bytes under its name are there."""
    STRAY = "not in the log"
    """Bytes of which the log knows nothing: left by a deposit that was cut short, or put there by somebody."""

    @property
    def is_right(self) -> bool:
        """Whether all is as the log says."""
        return self in {Condition.SOUND, Condition.REMOVED}


@dataclass(frozen=True, slots=True)
class Found:
    """One item, by its SHA-256, and how it was found."""

    sha256: str
    condition: Condition


def list_items(vault: Vault) -> dict[str, bool]:
    """Every item that the log names as deposited, in the order of the log, and whether it is to be there."""
    items: dict[str, bool] = {}
    for entry in vault.iter_entries():
        if entry.kind is EntryKind.DEPOSIT:
            items[entry.item] = True
        elif entry.kind is EntryKind.REMOVAL:
            items[entry.item] = False
    return items


def iter_found(vault: Vault, items: dict[str, bool]) -> Iterator[Found]:
    """Read items again and hash them.

    Args:
        vault: holds them.
        items: which, and whether each is to be there, as :func:`list_items` tells.
    """
    for sha256, is_kept in items.items():
        yield Found(sha256, _look(vault, sha256, is_kept=is_kept))


def iter_strays(vault: Vault, items: dict[str, bool]) -> Iterator[Found]:
    """Stored bytes that the log does not know."""
    for name in vault.objects.iter_names():
        if name not in items:
            yield Found(name, Condition.STRAY)


def _look(vault: Vault, sha256: str, *, is_kept: bool) -> Condition:
    if not is_kept:
        return Condition.RETURNED if sha256 in vault.objects else Condition.REMOVED
    try:
        vault.objects.verify(sha256)
    except NotFoundError:
        return Condition.MISSING
    except IntegrityError:
        return Condition.DAMAGED
    return Condition.SOUND
