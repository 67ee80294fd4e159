"""The picture of `bench/linking.py`: B-cubed F1 at each density, side by side, with what is asked as a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from _table import Line, Row

_COLOURS = ("#154360", "#2e86c1", "#85c1e9", "#b9770e", "#909497")
_BAR, _GAP, _HIGH, _LEFT, _TOP = 34, 46, 240, 52, 42
_LOW = 40.0
_SUFFIX = ": B³ F1"


def write_plot(path: Path, lines: Sequence[Line], names: Sequence[str]) -> bool:
    """Write the picture; nothing where no row tells B-cubed F1 at a density."""
    rows = [line for line in lines if isinstance(line, Row) and line.metric.endswith(f" a day{_SUFFIX}")]
    if not rows:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_draw(rows, names)) + "\n", encoding="utf-8")
    return True


def _draw(rows: Sequence[Row], names: Sequence[str]) -> Iterator[str]:
    group = _BAR * len(names) + _GAP
    wide, high = _LEFT + group * len(rows) + 10, _TOP + _HIGH + 64
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif">'
    yield "<title>B-cubed F1 of linking by incidents a day</title>"
    yield f'<rect width="{wide}" height="{high}" fill="#fff"/>'
    yield f'<text x="{_LEFT}" y="20" font-size="14">B³ F1, per cent, by incidents a day (axis from {_LOW:g})</text>'
    for tick in range(int(_LOW), 101, 10):
        y = _y(tick)
        yield f'<line x1="{_LEFT}" x2="{wide - 10}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" font-size="12">{tick}</text>'
    for number, row in enumerate(rows):
        yield from _draw_group(row, names, _LEFT + _GAP / 2 + number * group)
    for number, name in enumerate(names):
        x, y = _LEFT + 110 * number, _TOP + _HIGH + 48
        yield f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{_COLOURS[number % len(_COLOURS)]}"/>'
        yield f'<text x="{x + 18}" y="{y}" font-size="12">{escape(name)}</text>'
    yield "</svg>"


def _draw_group(row: Row, names: Sequence[str], x: float) -> Iterator[str]:
    for number, name in enumerate(names):
        value = row.values.get(name)
        left = x + number * _BAR
        if value is None:
            yield _write(left + _BAR / 2 - 2, _y(_LOW) - 4, "–")
            continue
        top, colour = _y(max(value, _LOW)), _COLOURS[number % len(_COLOURS)]
        yield f'<rect x="{left:.1f}" y="{top:.1f}" width="{_BAR - 4}" height="{_y(_LOW) - top:.1f}" fill="{colour}"/>'
        yield _write(left + _BAR / 2 - 2, top - 4, f"{value:.1f}", 10)
    end = x + len(names) * _BAR - 4
    if row.least is not None:
        y = _y(row.least)
        yield f'<line x1="{x:.1f}" x2="{end:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="#c0392b" stroke-dasharray="5 3"/>'
        yield f'<text x="{end + 3:.1f}" y="{y + 4:.1f}" fill="#c0392b" font-size="10">≥ {row.least:g}</text>'
    yield _write((x + end) / 2, _y(_LOW) + 18, row.metric.removesuffix(_SUFFIX))


def _write(x: float, y: float, text: str, size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size}">{escape(text)}</text>'


def _y(value: float) -> float:
    return _TOP + _HIGH * (100.0 - value) / (100.0 - _LOW)
