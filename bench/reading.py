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
from _rows import Line, Subject, make_subjects
from _table import print_table, summarise

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "bench"


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
    name = subjects[-1].name
    print_table(lines, [subject.name for subject in subjects], name)
    if options.errors:
        _annotated.print_errors(subjects[-1], options.errors)
    return summarise("reading", lines, name)


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


if __name__ == "__main__":
    sys.exit(main())
