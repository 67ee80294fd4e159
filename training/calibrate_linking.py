"""Calibrate how surely linking says that a membership is right, on simulated claims whose hidden truth is known.

Command: `python training/calibrate_linking.py WEIGHTS.toml…` (a minute a file): writes slope, offset and what they rest
on into each file; weights stay as they are. To be run again whenever weights or the way of clustering change. Worlds of
seeds 3000 to 3002, on which no weight is fitted or measured, at 20, 150 and 600 incidents a day.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from contactline.link.batch import link_columns, sort_rows
from contactline.link.cluster import make_graph
from contactline.link.curve import Curve, find_right, fit_curve, measure_margin
from contactline.link.model import Model, load_model, render_model
from contactline.link.standing import find_standing
from contactline.simulate.arrow import make_table
from contactline.simulate.rows import simulate_rows
from contactline.simulate.settings import make_settings

SEEDS = (3000, 3001, 3002)
DENSITIES = (20, 150, 600)
CLAIMS = 15_000


def main() -> None:
    """Calibrate and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+")
    options = parser.parse_args()
    for path in options.weights:
        model = load_model(path)
        path.write_text(render_model(model._replace(curve=calibrate(model))), encoding="utf-8")


def calibrate(model: Model) -> Curve:
    """The curve of a model."""
    parts = [judge_memberships(model, seed, density) for seed, density in zip(SEEDS, DENSITIES, strict=True)]
    measured, right = (np.concatenate([part[number] for part in parts]) for number in range(2))
    offset, slope = fit_curve(measured, right)
    calibrated = (
        f"{datetime.now(UTC).date().isoformat()} by training/calibrate_linking.py on {len(right):,} memberships of "
        f"simulated claims, seeds {', '.join(map(str, SEEDS))}, {', '.join(map(str, DENSITIES))} incidents a day."
    )
    return Curve(round(slope, 3), round(offset, 2), calibrated)


def judge_memberships(model: Model, seed: int, density: float) -> tuple[np.ndarray, np.ndarray]:
    """Margins of all claims of one world that do not stand alone, and which of them stand right."""
    settings = make_settings(claims=CLAIMS, seed=seed, per_day=density)
    table = pa.concat_tables([make_table(chunk) for chunk in simulate_rows(settings)])
    incident_of = dict(zip(table["id"].to_pylist(), table["incident"].to_pylist(), strict=True))
    columns, ids = sort_rows(table)
    truth = np.unique([incident_of[id_] for id_ in ids], return_inverse=True)[1]
    label, _, pairs = link_columns(columns, model)
    standing = find_standing(label, make_graph(len(columns), pairs), int(model.weights.miss[0]))
    joined = standing.others > 0
    measured = measure_margin((standing.total - standing.rival) / 100.0, standing.others)
    return measured[joined], find_right(label, truth)[joined]


if __name__ == "__main__":
    main()
