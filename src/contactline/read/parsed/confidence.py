"""From a model's own probabilities to confidence: the share of such readings that turn out right.

For every field a raw score is made of the probabilities that it rests on, and a logistic curve fitted on held-out
annotated reports turns it into a share (Platt 1999). The curves come with the model; without them the raw score stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Final

CLAIM: Final = "claim"
_EDGE: Final = 1e-4

Curves = Mapping[str, Sequence[float]]
"""By name of a field, with ``-none`` behind it where the field is empty: slope and offset of its logistic curve."""


def logit(raw: float) -> float:
    """The log-odds of a raw score, kept away from 0 and 1."""
    kept = min(max(raw, _EDGE), 1 - _EDGE)
    return log(kept / (1 - kept))


def calibrate(curves: Curves, name: str, raw: float) -> float:
    """The confidence of a field from its raw score, to three digits."""
    curve = curves.get(name)
    if curve is None:
        return round(min(max(raw, 0.0), 1.0), 3)
    slope, offset = curve
    return round(1 / (1 + exp(-(slope * logit(raw) + offset))), 3)
