"""Reading CSV tables: the strict kind that collects mistakes (mandates) and the packaged kind (lexicons)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from contactline.errors import InputError

_BOM: Final = "\ufeff"


@dataclass(slots=True)
class Mistakes:
    """Collects what is wrong with a folder, so that a person can mend all of it in one go."""

    found: list[str] = field(default_factory=list)

    def add(self, file: str, line: int | None, what: str) -> None:
        """Note one mistake as ``file:line: what is wrong, what is expected``; ``None`` when it has no line."""
        self.found.append(f"{file}:{line}: {what}" if line else f"{file}: {what}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its file, the line it begins on, and its cells by column, stripped."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def words(self, column: str) -> tuple[str, ...]:
        """A cell that holds several words separated by spaces."""
        return tuple(self.cells[column].split())


def read_text(folder: Path | Traversable, file: str, mistakes: Mistakes) -> str | None:
    """The text of one file of a folder, or ``None`` with a mistake noted. A byte order mark is passed over."""
    target = folder.joinpath(file)
    if not target.is_file():
        mistakes.add(file, None, "the file is missing; every mandate folder has it")
        return None
    try:
        content = target.read_bytes()
    except OSError as error:
        mistakes.add(file, None, f"the file cannot be read ({error.strerror}); check its permissions")
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        mistakes.add(file, line, "these bytes are not UTF-8; save the file as UTF-8")
        return None
    text = text.removeprefix(_BOM)
    if not text.strip():
        mistakes.add(file, 1, "the file is empty; see the reference of the mandate folder for what it holds")
        return None
    return text


def read_table(folder: Path | Traversable, file: str, columns: tuple[str, ...], mistakes: Mistakes) -> tuple[Row, ...]:
    """The rows of one CSV file with exactly these columns (in any order); broken rows are noted and left out."""
    text = read_text(folder, file, mistakes)
    if text is None:
        return ()
    lines = _parse(file, text, mistakes)
    first = next(lines, None)
    if first is None:
        return ()
    header = [cell.strip() for cell in first[1]]
    if not _check_header(file, header, columns, mistakes):
        return ()
    rows = []
    for line, cells in lines:
        if len(cells) != len(header):
            mistakes.add(file, line, f"{len(cells)} cells; expected {len(header)} ({', '.join(header)})")
            continue
        rows.append(Row(file, line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
    return tuple(rows)


def _parse(file: str, text: str, mistakes: Mistakes) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line they begin on; empty lines are passed over, and what csv cannot read is a mistake."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            if cells:
                yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        mistakes.add(file, before + 1, f"not readable as CSV from here on ({error}); check the quotation marks")


def _check_header(file: str, header: list[str], columns: tuple[str, ...], mistakes: Mistakes) -> bool:
    expected = f"expected {','.join(columns)}"
    unknown = [name or "(empty)" for name in header if name not in columns]
    missing = [name for name in columns if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    for label, names in (("unknown", unknown), ("missing", missing), ("repeated", twice)):
        if names:
            mistakes.add(file, 1, f"{label} column{'s' * (len(names) > 1)} {', '.join(names)}; {expected}")
    return not (unknown or missing or twice)


@cache
def load_lexicon(name: str) -> tuple[Row, ...]:
    """The rows of a packaged lexicon, ``lexicons/NAME.csv``; the columns are what its header says.

    Raises:
        InputError: the package holds no such lexicon, or it is broken.
    """
    folder = files("contactline.reference") / "lexicons"
    file = f"{name}.csv"
    mistakes = Mistakes()
    text = read_text(folder, file, mistakes)
    columns = tuple(text.splitlines()[0].split(",")) if text else ()
    rows = read_table(folder, file, columns, mistakes) if text else ()
    if mistakes.found:
        raise InputError("; ".join(mistakes.found), subject=f"lexicon {name}", hint="Install contactline anew.")
    return rows
