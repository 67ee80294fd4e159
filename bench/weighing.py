"""How well weighing tells who fired and how many fell, how it is calibrated, what may not matter, and what it costs.

Incidents are invented, with the hidden truth beside them, mostly by the package's simulator, from seeds that no
parameter was set, fitted or calibrated on. Three worlds stand side by side: `reports alone`, the world that the numbers
asked for were first measured on, without places and times; `told by most`, where the simulator reports about as often;
and the simulator's `default`, in which a third of the incidents has a single origin: no method can reach the same
numbers there, as the column `true` shows. The first lines of the `_weigh_….py` beside this file say what each is.

Command: `python bench/weighing.py`, with `--quick` for a minute or two, `--only` for parts. “Asked” is what the project
asks of itself. A picture of the calibration goes to `bench-out/weighing.svg`. Exits 1 when a figure is missed; what
could not be measured is told and is no pass.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _weigh_cost
import _weigh_counts
import _weigh_fired
import _weigh_linked
from _table import Line, print_table, summarise
from _weigh_plot import write_plot

DEFAULT_OUT = Path(__file__).resolve().parents[1] / "bench-out"
PARTS = ("fired", "linked", "cost", "counts")
_DRAWN = (_weigh_fired.OURS, "majority", "bayes")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller worlds: a minute or two")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder for the picture")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="parts of the table")
    options = parser.parse_args()
    code = 0
    fired = [line for name in options.only if name != "counts" for line in _evaluate(name, options.quick)]
    if fired:
        print_table(fired, _weigh_fired.COLUMNS, _weigh_fired.OURS, "beside")
    if "fired" in options.only:
        _draw(options.out / "weighing.svg", quick=options.quick)
    if fired:
        code |= summarise("weighing, who fired", fired, _weigh_fired.OURS, "not measured, which is no pass")
    if "counts" in options.only:
        counts = _evaluate("counts", options.quick)
        print_table(counts, _weigh_counts.COLUMNS, _weigh_counts.OURS, "beside")
        code |= summarise("weighing, counts", counts, _weigh_counts.OURS, "not measured, which is no pass")
    return code


def _evaluate(name: str, quick: bool) -> list[Line]:
    print(f"weighing: measuring {name} …", file=sys.stderr, flush=True)
    match name:
        case "fired":
            return _weigh_fired.evaluate(quick)
        case "linked":
            return _weigh_linked.evaluate(quick)
        case "cost":
            return _weigh_cost.evaluate(quick)
        case _:
            return _weigh_counts.evaluate(quick)


def _draw(path: Path, *, quick: bool) -> None:
    panels = {}
    for preset, title in _weigh_fired.WORLDS.items():
        answers = _weigh_fired.answer(preset, quick)
        real = answers.incidents.happened
        panels[title] = {name: (answers.chances[name][real], answers.incidents.first_fired[real]) for name in _DRAWN}
    write_plot(path, panels)
    print(f"weighing: the picture is at {path}")


if __name__ == "__main__":
    sys.exit(main())
