"""The table that a benchmark prints: its rows, its summary in one line, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_WIDE = 62


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        metric: what was measured, and on what.
        values: by the name of what is measured; who cannot give the figure is absent.
        beside: published figures, or one computed in the same run, as words.
        least: what the figure has to reach; ``None`` where nobody set a number.
        most: what it may not pass.
        places: digits after the point.
    """

    metric: str
    values: dict[str, float]
    beside: str = ""
    least: float | None = None
    most: float | None = None
    places: int = 1

    def misses(self, name: str) -> bool:
        """Whether a figure was set a number and does not reach it."""
        value = self.values.get(name)
        if value is None:
            return False
        value = round(value, self.places)
        return (self.least is not None and value < self.least) or (self.most is not None and value > self.most)


@dataclass(slots=True)
class Absent:
    """A row that could not be measured, and why."""

    metric: str
    reason: str


Line = Row | Absent


def print_table(lines: Sequence[Line], names: Sequence[str], judged: str, beside: str = "published") -> None:
    """Print all rows.

    Args:
        lines: the rows.
        names: of the columns.
        judged: name of the column that numbers are asked of.
        beside: head of the last column.
    """
    head = "".join(f" {name:>8}" for name in names)
    print(f"{'measured':<{_WIDE}}{head} {'asked':>8}  {beside}")
    for line in lines:
        if isinstance(line, Absent):
            print(f"{line.metric:<{_WIDE}} absent: {line.reason}")
        else:
            values = "".join(f" {_number(line.values.get(name), line.places):>{max(8, len(name))}}" for name in names)
            missed = " <" if line.misses(judged) else "  "
            print(f"{line.metric:<{_WIDE}}{values} {_asked(line):>8}{missed}{line.beside}".rstrip())


def _number(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"


def _asked(row: Row) -> str:
    if row.least is not None:
        return f"≥ {row.least:g}"
    return f"≤ {row.most:g}" if row.most is not None else ""


def summarise(title: str, lines: Sequence[Line], name: str, absent: str = "sets absent") -> int:
    """One line, and the exit code: 1 when a number was missed, or when nothing could be measured."""
    rows = [line for line in lines if isinstance(line, Row) and name in line.values]
    asked = [row for row in rows if row.least is not None or row.most is not None]
    missed = [row.metric for row in asked if row.misses(name)]
    count = len(lines) - len([line for line in lines if isinstance(line, Row)])
    told = f"; missed: {'; '.join(missed)}" if missed else ""
    left = f"; {count} {absent}" if count else ""
    reached = f"{len(asked) - len(missed)} of {len(asked)} asked for reached"
    print(f"{title}: {name}: {len(rows)} figures; {reached}{left}{told}")
    return 1 if missed or not rows else 0
