"""How well the reader `rules` reads, measured on public data that a user may have fetched.

Data, looked for in the folder named by `--data` (default: `../shared/bench` beside the project):

* PolNeAR (attributions: source, cue, content): networkdynamics/PolNeAR
* GVA (killed and injured per article): cltl/LongTailQATask
* MUC-3/4 (incident type, casualty numbers): xinyadu/gtt
* re3d (weapons, places, times in official statements): dstl/re3d

Command: `python bench/reading.py` or `--quick` (a sample of each set, about a minute). Figures are per cent. A
baseline is a published one or one computed in the same run, as the row or its module says; a dash means that there is
none. The rules reader is the fallback that needs no model: its figures are printed for what they are. The run fails
when a figure falls below its baseline, or when the data is there and nothing could be measured.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _attribution
import _content

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "bench"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a sample of each set: about a minute")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with the sets, one folder each")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"reading: no data at {options.data}: nothing measured; the sets are public, see this file's first lines")
        return 0
    rows = [row for part in (_attribution, _content) for row in part.evaluate(options.data, options.quick)]
    print(f"{'measured, per cent':<58} {'rules':>8} {'baseline':>9}")
    for metric, value, baseline in rows:
        print(f"{metric:<58} {value:>8.1f} {f'{baseline:.1f}' if baseline else '–':>9}")
    compared = [(value, baseline) for _, value, baseline in rows if baseline]
    above = sum(value >= baseline for value, baseline in compared)
    print(f"reading: {len(rows)} figures measured; {above} of {len(compared)} with a baseline reach it")
    return 0 if rows and above == len(compared) else 1


if __name__ == "__main__":
    sys.exit(main())
