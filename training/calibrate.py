"""Fit the curves that turn the model's probabilities into confidence: ``python training/calibrate.py MODEL ANNOTATED``.

For every field a logistic curve over the log-odds of its raw score (Platt 1999), fitted on the split ``dev`` with a
weak pull towards the identity, so that few examples cannot bend it far. The curves go into ``model.json``.
"""

import argparse
import json
import logging
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from _calibration import Held, calibration_error, collect
from contactline.read.compact.engine import CompactAnalyser
from contactline.read.parsed.confidence import calibrate, logit
from contactline.read.parsed.reader import ParsedReader

log = logging.getLogger("calibrate")
PULL, STEPS, LONGEST_STEP = 2.0, 200, 0.5


def fit(held: list[Held]) -> tuple[float, float]:
    """Slope and offset of the curve, by Newton's method on the penalised likelihood."""
    x = np.array([[logit(one.confidence), 1.0] for one in held])
    y = np.array([one.right for one in held], float)
    start = np.array([1.0, 0.0])
    curve = start.copy()
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ curve, -30, 30)))
        gradient = x.T @ (p - y) + PULL * (curve - start)
        curvature = (x * (p * (1 - p))[:, None]).T @ x + PULL * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, LONGEST_STEP / max(1e-9, float(np.abs(step).max())))
        curve = curve - step
        if np.abs(step).max() < 1e-8:
            break
    return round(float(curve[0]), 4), round(float(curve[1]), 4)


def main() -> None:
    """Read the command line, fit, and write the curves into the model's card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("annotated", type=Path)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    held = collect(ParsedReader(CompactAnalyser(options.model), curves={}), options.annotated, "dev")
    curves = {name: fit(rows) for name, rows in sorted(held.items())}
    for name, rows in sorted(held.items()):
        after = [Held(calibrate(curves, name, one.confidence), one.right) for one in rows]
        log.info("%-16s %5d  error %.3f -> %.3f", name, len(rows), calibration_error(rows), calibration_error(after))
    card = options.model / "model.json"
    content = json.loads(card.read_text(encoding="utf-8")) | {"calibration": curves}
    card.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
