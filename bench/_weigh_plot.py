"""The picture of `bench/weighing.py`: what was said against what was true, world by world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from _weigh_scores import Bools, Floats, find_bins

_SIZE, _LEFT, _TOP, _GAP = 260, 56, 48, 50
_COLOURS = ("#154360", "#b9770e", "#909497")


def write_plot(path: Path, panels: Mapping[str, Mapping[str, tuple[Floats, Bools]]]) -> None:
    """One panel for each world, one curve for each method."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_draw(panels)) + "\n", encoding="utf-8")


def _draw(panels: Mapping[str, Mapping[str, tuple[Floats, Bools]]]) -> Iterator[str]:
    wide, high = _LEFT + (_SIZE + _GAP) * len(panels), _TOP + _SIZE + 70
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif">'
    yield "<title>Who fired: probability given and share that was so</title>"
    yield f'<rect width="{wide}" height="{high}" fill="#fff"/>'
    for number, (title, curves) in enumerate(panels.items()):
        yield from _draw_panel(_LEFT + number * (_SIZE + _GAP), title, curves)
    yield "</svg>"


def _draw_panel(left: float, title: str, curves: Mapping[str, tuple[Floats, Bools]]) -> Iterator[str]:
    yield f'<text x="{left}" y="24" font-size="14">{escape(title)}</text>'
    yield f'<rect x="{left}" y="{_TOP}" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#999"/>'
    yield f'<path d="M{left} {_TOP + _SIZE} l{_SIZE} -{_SIZE}" stroke="#bbb" stroke-dasharray="4 4"/>'
    for tick in (0, 25, 50, 75, 100):
        at = tick / 100 * _SIZE
        yield f'<text x="{left + at}" y="{_TOP + _SIZE + 18}" text-anchor="middle" font-size="11">{tick}</text>'
        yield f'<text x="{left - 6}" y="{_TOP + _SIZE - at + 4}" text-anchor="end" font-size="11">{tick}</text>'
    yield f'<text x="{left}" y="{_TOP + _SIZE + 38}" font-size="11">said, per cent; upwards: was so, per cent</text>'
    for number, (name, (chance, known)) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = [
            (left + said * _SIZE, _TOP + _SIZE - true * _SIZE, len(rows) / len(chance))
            for rows, said, true in find_bins(chance, known)
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}"/>'
        for x, y, share in points:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + 12 * share:.1f}" fill="{colour}" fill-opacity="0.6"/>'
        x, y = left + 110 * number, _TOP + _SIZE + 58
        yield f'<text x="{x}" y="{y}" font-size="12" fill="{colour}">{escape(name)}</text>'
