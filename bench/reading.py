"""How well and how fast a reader reads: one table, the reader `rules` beside the one that is chosen, in the same run.

Data, looked for in the folder named by `--data` (default: `../shared/bench` beside the project); none of it ships:

* PolNeAR (attributions: source, cue, content): networkdynamics/PolNeAR
* MUC-3/4 (roles of attacks, incident types, casualties, how sure the perpetrator is): xinyadu/gtt
* GVA (killed and injured per article): cltl/LongTailQATask
* UD English-EWT (parse, parts of speech, names) and re3d (entities): UniversalDependencies, dstl/re3d

The annotated reports in `annotated/` ship: claims, denials and conditionals are measured on their split `test`, and the
articles that time the readers are made of them.

Command: `python bench/reading.py`, with `--quick` for a sample of each set, `--model FOLDER` for another model of
`compact` than the one in the package, `--errors 50` for claims of the split `dev` that are wrong. Figures are per cent
where the row says nothing else. “Published” are figures of others, or of a naive baseline in the same run, as the row
or its module says; “asked” is what the issue on the reading engine asks of the chosen reader. Exits 1 when that reader
misses one of these, or when nothing could be measured.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _annotated
import _attribution
import _content
import _muc
import _parse
import _speed
from _rows import Absent, Line, Row, Subject, make_subjects

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "bench"
_WIDE = 62


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a sample of each set: a few minutes")
    parser.add_argument("--reader", default="compact", help="the reader beside `rules`")
    parser.add_argument("--model", type=Path, help="folder of the model of `compact`; default: the package's")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with the sets, one folder each")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show about so many wrong claims, split dev")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="parts of the table")
    options = parser.parse_args()
    subjects = make_subjects(options.reader, options.model)
    if options.reader not in {subject.name for subject in subjects}:
        print(f"reading: no model of {options.reader} at {options.model or 'the package'}: only rules is measured")
    if not options.data.is_dir():
        print(f"reading: no data at {options.data}; the sets are public, see this file's first lines")
        print("reading: only what ships is measured")
    lines = [line for name in options.only for line in _evaluate(name, options, subjects)]
    print_table(lines, subjects)
    if options.errors:
        _annotated.print_errors(subjects[-1], options.errors)
    return summarise(lines, subjects[-1].name)


PARTS = ("claims", "attribution", "muc", "casualties", "parse", "speed")


def _evaluate(name: str, options: argparse.Namespace, subjects: list[Subject]) -> list[Line]:
    data, quick = options.data, options.quick
    match name:
        case "claims":
            return _annotated.evaluate(quick, subjects)
        case "attribution":
            return _attribution.evaluate(data, quick, subjects)
        case "muc":
            return _muc.evaluate(data, quick, subjects, options.model)
        case "casualties":
            return _content.evaluate(data, quick, subjects)
        case "parse":
            return _parse.evaluate(data, quick, subjects, options.model)
        case _:
            return _speed.evaluate(quick, subjects, options.model)


def print_table(lines: list[Line], subjects: list[Subject]) -> None:
    names = [subject.name for subject in subjects]
    head = "".join(f" {name:>8}" for name in names)
    print(f"{'measured':<{_WIDE}}{head} {'asked':>8}  published")
    for line in lines:
        if isinstance(line, Absent):
            print(f"{line.metric:<{_WIDE}} absent: {line.reason}")
        else:
            values = "".join(f" {_number(line.values.get(name), line.places):>8}" for name in names)
            missed = " <" if line.misses(names[-1]) else "  "
            print(f"{line.metric:<{_WIDE}}{values} {_asked(line):>8}{missed}{line.beside}".rstrip())


def _number(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"


def _asked(row: Row) -> str:
    if row.least is not None:
        return f"≥ {row.least:g}"
    return f"≤ {row.most:g}" if row.most is not None else ""


def summarise(lines: list[Line], reader: str) -> int:
    """One line, and the exit code."""
    rows = [line for line in lines if isinstance(line, Row) and reader in line.values]
    asked = [row for row in rows if row.least is not None or row.most is not None]
    missed = [row.metric for row in asked if row.misses(reader)]
    absent = len(lines) - len([line for line in lines if isinstance(line, Row)])
    told = f"; missed: {'; '.join(missed)}" if missed else ""
    left = f"; {absent} sets absent" if absent else ""
    reached = f"{len(asked) - len(missed)} of {len(asked)} asked for reached"
    print(f"reading: {reader}: {len(rows)} figures; {reached}{left}{told}")
    return 1 if missed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
