"""How well linking joins claims, how it holds when they come in any order, and what it costs: one table.

Claims are invented by the package's own simulator, with the hidden truth beside them, from seeds that no weight was
set on. Columns: the model that is `shipped` for such data (weights fitted to the simulator for its claims, those set
by hand for reports); the weights set `by hand`; those `refitted` here on 1,000 labelled claims of other worlds;
`splink` (5.x, DuckDB, expectation maximisation; `pip install -r bench/requirements.txt`) and a `rule` as event data
sets use it, both explained in `_link_baselines.py`. Real articles on incidents (GVA, cltl/LongTailQATask) are looked
for in the folder named by `--data`; they do not ship.

Command: `python bench/linking.py`, with `--quick` for a minute or two, `--only` for parts. Figures are per cent where
the row says nothing else. “Asked” is what the project asks of itself and of the shipped model. A picture goes to
`bench-out/linking.svg`. Exits 1 when a figure is missed; what could not be measured is told and is no pass.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _link_accuracy
import _link_calibration
import _link_engines
import _link_gva
import _link_order
import _link_scale
from _link_accuracy import FITTED, HAND, OURS, RULE, SPLINK
from _link_plot import write_plot
from _table import Line, print_table, summarise

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "bench"
DEFAULT_OUT = Path(__file__).resolve().parents[1] / "bench-out"
PARTS = ("accuracy", "articles", "calibration", "order", "bad", "cost", "engines")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller worlds: a minute or two")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with the set gva")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder for the picture")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="parts of the table")
    options = parser.parse_args()
    lines: list[Line] = []
    for name in options.only:
        print(f"linking: measuring {name} …", file=sys.stderr, flush=True)
        lines += _evaluate(name, options)
    columns = [OURS, HAND, FITTED, SPLINK, RULE]
    print_table(lines, columns, OURS, "beside")
    picture = options.out / "linking.svg"
    if write_plot(picture, lines, columns):
        print(f"linking: the picture is at {picture}")
    return summarise("linking", lines, OURS, "not measured, which is no pass")


def _evaluate(name: str, options: argparse.Namespace) -> list[Line]:
    match name:
        case "accuracy":
            return _link_accuracy.evaluate(options.quick)
        case "articles":
            return _link_gva.evaluate(options.data, options.quick)
        case "calibration":
            return _link_calibration.evaluate(options.data, options.quick)
        case "order":
            return _link_order.evaluate(options.quick)
        case "bad":
            return _link_order.evaluate_bad(options.quick)
        case "cost":
            return _link_scale.evaluate(options.quick)
        case _:
            return _link_engines.evaluate(options.quick)


if __name__ == "__main__":
    sys.exit(main())
