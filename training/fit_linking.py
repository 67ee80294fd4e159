"""Fit the weights of linking on simulated claims whose hidden truth is known, and write them as TOML.

Command: `python training/fit_linking.py OUT.toml` (a minute on one core), then `python training/calibrate_linking.py`
on what it wrote. Worlds of seeds 1000 and 2000 at 20, 150 and 600 incidents a day; all candidates of 8,000, 3,000 and
1,000 claims of each are labelled. `bench/linking.py` measures on other seeds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa

from contactline.link.batch import sort_rows
from contactline.link.crowd import count_crowd
from contactline.link.fit import find_pairs, fit_weights
from contactline.link.model import load_default_model, render_model
from contactline.link.pairs import make_row_index
from contactline.simulate.arrow import make_table
from contactline.simulate.rows import simulate_rows
from contactline.simulate.settings import make_settings

SEEDS = (1000, 2000)
DENSITIES = (20, 150, 600)
CLAIMS = 12_000
LABELLED = {20: 8_000, 150: 3_000, 600: 1_000}
"""Claims by density: a claim of a dense world has far more candidates."""


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", default="simulated-2")
    options = parser.parse_args()
    parts = [label_pairs(seed, density) for seed in SEEDS for density in DENSITIES]
    start = load_default_model()
    levels, same = (np.concatenate([part[number] for part in parts]) for number in range(2))
    about = (
        f"Fitted by training/fit_linking.py on {len(same):,} labelled pairs of simulated claims, seeds "
        f"{' and '.join(map(str, SEEDS))}, {', '.join(map(str, DENSITIES))} incidents a day."
    )
    model = start._replace(version=options.version, about=about, weights=fit_weights(levels, same, start.weights))
    options.out.write_text(render_model(model), encoding="utf-8")


def label_pairs(seed: int, density: int) -> tuple[np.ndarray, np.ndarray]:
    """Levels of the candidate pairs of some claims of one world, and whether they are of one incident."""
    settings = make_settings(claims=CLAIMS, seed=seed + density, per_day=density)
    table = pa.concat_tables([make_table(chunk) for chunk in simulate_rows(settings)])
    incident_of = dict(zip(table["id"].to_pylist(), table["incident"].to_pylist(), strict=True))
    columns, ids = sort_rows(table)
    incidents = np.array([incident_of[id_] for id_ in ids])
    index = make_row_index(columns)
    crowd, _ = count_crowd(columns, index)
    chosen = np.random.default_rng(seed).choice(len(columns), LABELLED[density], replace=False)
    pairs, levels = find_pairs(columns, index, crowd, chosen.tolist())
    return levels, incidents[pairs[:, 0]] == incidents[pairs[:, 1]]


if __name__ == "__main__":
    main()
