"""Words for the terminal. Nothing that a file name or a report holds can steer it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper

import click

from contactline._kit.folding import show_controls


def set_up_streams() -> None:
    """Print what the terminal's encoding cannot show as escapes, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def print_line(text: str = "") -> None:
    """One line, or some, on the standard output."""
    click.echo(show_controls(text))


def print_error(text: str) -> None:
    """One line, or some, on the error stream."""
    click.echo(show_controls(text), err=True)


def make_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of words in columns; the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return "\n".join(_make_row(row, widths) for row in (head, *rows))


def _make_row(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if not column else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((first, *others)).rstrip()
