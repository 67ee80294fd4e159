"""How well linking joins claims, how it holds when they come in any order, and what it costs: one table.

Claims are invented by the package's own simulator, with the hidden truth beside them, from seeds that no weight was set
on. Columns: the model as it is `shipped`; the same `refitted` on 1,000 labelled claims of other worlds; `splink` (5.x,
DuckDB, expectation maximisation; `pip install -r bench/requirements.txt`) and a `rule` as event data sets use it, both
explained in `_link_baselines.py`. Real articles on incidents (GVA, cltl/LongTailQATask) are looked for in the folder
named by `--data`; they do not ship.

Command: `python bench/linking.py`, with `--quick` for about a minute, `--only` for parts. Figures are per cent where
the row says nothing else. “Asked” is what the issue on linking asks of the shipped model. A picture goes to
`bench-out/linking.svg`. Exits 1 when a figure is missed; what could not be measured is told and is no pass.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _link_accuracy
import _link_scale
from _link_accuracy import FITTED, OURS, RULE, SPLINK
from _table import Line, print_table, summarise

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "bench"
DEFAULT_OUT = Path(__file__).resolve().parents[1] / "bench-out"
PARTS = ("accuracy", "cost")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller worlds: about a minute")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with the set gva")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder for the picture")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="parts of the table")
    options = parser.parse_args()
    lines = [line for name in options.only for line in _evaluate(name, options)]
    print_table(lines, [OURS, FITTED, SPLINK, RULE], OURS, "beside")
    return summarise("linking", lines, OURS, "not measured, which is no pass")


def _evaluate(name: str, options: argparse.Namespace) -> list[Line]:
    match name:
        case "accuracy":
            return _link_accuracy.evaluate(options.quick)
        case _:
            return _link_scale.evaluate(options.quick)


if __name__ == "__main__":
    sys.exit(main())
