"""Readings in words for the terminal. What differs is said in words: a colour alone does not reach everybody."""

from __future__ import annotations

import sys
from collections import Counter

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from contactline._kit.folding import show_controls
from contactline.cli.printing import print_error
from contactline.desk.readings import FileReading, ReadFiles, count_differing
from contactline.read.sidebyside import Pair, describe
from contactline.records.claims import Claim
from contactline.records.problems import Problem, Severity

_NAMES = 16  # the column of the names of things
_NOTHING = "–"


def print_readings(made: ReadFiles) -> None:
    """All files on the standard output; items that could not be used on the error stream."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    beside = f", beside it “{made.beside.reader}” (version {made.beside.version})" if made.beside else ""
    _say(console, f"Reader    “{made.reader.reader}” (version {made.reader.version}){beside}")
    _say(console, f"Mandate   {made.mandate.title} ({made.mandate.name})")
    for line in (made.mandate_choice, made.note):
        if line:
            _say(console, f"          {line}")
    for one in made.files:
        _print_file(console, made, one)
    for problem in made.problems:
        if problem.severity is Severity.ERROR:
            print_error(f"{problem.subject or problem.stage}: {problem.message}")


def _print_file(console: Console, made: ReadFiles, one: FileReading) -> None:
    meta = one.report.meta
    known = [word for word in (meta.publisher, meta.published, meta.language) if word]
    _say(console)
    _say(console, f"{one.file}: {one.report.title}" + (f" ({', '.join(known)})" if known else ""), "bold")
    for row in one.rows:
        _say(console)
        words = " ".join(one.report.text[row.span.start : row.span.end].split())
        _say(console, f"“{words}” [{row.span.start}, {row.span.end})")
        for number, pair in enumerate(row.pairs):
            if number:
                _say(console)
            _print_pair(console, made, one, pair)
    _say(console)
    _print_count(console, made, one)
    _print_problems(console, one.reading.problems, made.reader.reader if made.beside else "")
    if one.beside and made.beside:
        _print_problems(console, one.beside.problems, made.beside.reader)


def _print_pair(console: Console, made: ReadFiles, one: FileReading, pair: Pair) -> None:
    table = _make_beside(made, pair) if made.beside else _make_alone(pair)
    console.print(Padding(table, (0, 0, 0, 2), expand=False))
    for line in one.why.get(pair.first.id, ()) if pair.first else ():
        console.print(Padding(Text(show_controls(f"why  {line}")), (0, 0, 0, 4), expand=False))


def _make_alone(pair: Pair) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=_NAMES)
    table.add_column(overflow="fold")
    if pair.first:
        for name, words in _lines(pair.first):
            table.add_row(Text(name), Text(show_controls(words)))
    return table


def _make_beside(made: ReadFiles, pair: Pair) -> Table:
    """Four columns: the thing, what each reader says, and whether they differ."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="")
    table.add_column("", width=_NAMES)
    for maker in (made.reader, made.beside):
        table.add_column(maker.reader if maker else "", ratio=1, overflow="fold")
    table.add_column("", width=11)
    first = dict(_lines(pair.first)) if pair.first else {}
    second = dict(_lines(pair.second)) if pair.second else {}
    differing = {difference.name for difference in pair.differences}
    for name in [*first, *(name for name in second if name not in first)]:
        cells = [show_controls(side.get(name, _NOTHING)) for side in (first, second)]
        table.add_row(Text(name), Text(cells[0]), Text(cells[1]), Text("differs" if name in differing else ""))
    alone = "only here" if not pair.second else "not here"
    if not (pair.first and pair.second):
        other = {"only here": "not here", "not here": "only here"}[alone]
        table.add_row(Text("this claim"), Text(alone), Text(other), Text("differs"))
    return table


def _lines(claim: Claim) -> list[tuple[str, str]]:
    lines = [(line.name, line.words) for line in describe(claim)]
    return [*lines, ("confidence", f"{claim.confidence:.2f}"), ("construction", claim.construction)]


def _print_count(console: Console, made: ReadFiles, one: FileReading) -> None:
    count = len(one.reading.claims)
    _say(console, f"{count} {'claim' if count == 1 else 'claims'}")
    if made.beside and one.beside:
        pairs, differing = count_differing(one.rows)
        _say(
            console,
            f"“{made.beside.reader}” has {len(one.beside.claims)}; of {pairs} set side by side {differing} differ "
            "or stand alone.",
        )


def _print_problems(console: Console, problems: tuple[Problem, ...], reader: str) -> None:
    """Problems once for the same words; errors first."""
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    counted = Counter((problem.severity, problem.message) for problem in problems)
    for (severity, message), times in sorted(counted.items(), key=lambda entry: order[entry[0][0]]):
        lead = f"{words[severity]} of “{reader}”" if reader else words[severity]
        _say(console, f"{lead}: {message}" + (f" ({times} times)" if times > 1 else ""))


def _say(console: Console, words: str = "", style: str = "") -> None:
    console.print(Text(show_controls(words), style=style))
