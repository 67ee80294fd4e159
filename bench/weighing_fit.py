"""Fits the parameters of who fired that ship, `src/contactline/weigh/estimate/roles.toml`, on simulated incidents.

Command: `python bench/weighing_fit.py`. No answer is looked at: expectation maximisation on what is said alone. The
tables come from two presets together; each preset alone gives an alternative, and all of them the range of an estimate.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from _weigh_worlds import FITTING_SEEDS, make_incidents
from contactline.records.rolemodels import RoleModel
from contactline.reference.weighing import parse_roles, render_roles
from contactline.weigh.estimate.fit import fit_roles

FILE = Path(__file__).resolve().parents[1] / "src" / "contactline" / "weigh" / "estimate" / "roles.toml"
HAND = Path(__file__).resolve().parent / "weighing_start.toml"
MAIN = ("default", "told-by-most")
ALTERNATIVES = ("default", "told-by-most", "one-sided-access", "information-blackout", "sparse-truce", "flare-up")
VERSION = "roles 1"
ABOUT = "Fitted without labels to simulated incidents, as long as there are none of a real line to fit to."


def make_model(size: int, on: date) -> RoleModel:
    """The model that ships: silence is not counted, since nobody knows here what was collected."""
    start = parse_roles(HAND.read_text("utf-8"), str(HAND))
    whole = replace(
        start, capture=1.0, unattributed=1.0, error=0.0, error_low=0.0
    )  # in a simulation all is collected, nothing misread
    main = np.concatenate([make_incidents(preset, size, seed).counts for preset in MAIN for seed in FITTING_SEEDS])
    alternatives = {
        preset: fit_roles(make_incidents(preset, size, FITTING_SEEDS[0]).counts, whole).tables
        for preset in ALTERNATIVES
    }
    return replace(
        start,
        version=VERSION,
        about=ABOUT,
        tables=fit_roles(main, whole).tables,
        alternatives=alternatives,
        fitted_on=on,
        count=len(main),
        seeds=FITTING_SEEDS,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=25_000, help="of each preset and seed")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    model = make_model(options.incidents, datetime.now(UTC).date())
    options.out.write_text(render_roles(model), encoding="utf-8")
    print(f"weighing: parameters fitted on {model.count} incidents are at {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
