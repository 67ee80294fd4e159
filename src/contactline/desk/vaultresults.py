"""What acts on a vault are asked and give back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from contactline.records.custody import CustodyEntry
from contactline.vault.notes import Head
from contactline.vault.scrub import Found
from contactline.vault.vault import Deposited


@dataclass(frozen=True, slots=True)
class Item:
    """An item as a list shows it.

    Attributes:
        entry: of its first deposit.
        words: private words of that entry.
        deposits: how many times it was deposited.
    """

    sha256: str
    entry: CustodyEntry
    words: dict[str, str]
    deposits: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was to be deposited: what became of it, or what kept it out."""

    path: Path
    deposited: Deposited | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading everything again gave.

    Attributes:
        entries, heads: how many entries the log has, and how many signed heads fit it.
        items: how many were read again, earlier parts of a run that was cut short among them.
        wrong: those that are not as the log says.
        recorded: number of the entry that says so, if it was recorded.
    """

    entries: int
    heads: int
    items: int
    wrong: tuple[Found, ...]
    recorded: int | None = None


@dataclass(frozen=True, slots=True)
class PackChoice:
    """What a package shows and leaves out.

    Attributes:
        withheld: items whose bytes are left out.
        private: private fields that are shown.
        since: files of heads handed out earlier.
        is_stamped: go back to the latest head with a verified stamp of time.
    """

    withheld: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    since: tuple[Path, ...] = ()
    is_stamped: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that was written: its SHA-256, the head that it goes back to, how many items, and the first entry."""

    sha256: str
    head: Head
    items: int
    withheld: int
    entry: int | None
