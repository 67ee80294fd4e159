"""From the sum of the accounts to what is said: the calibration in force, and what may not be said without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.records.estimates import Calibration
from contactline.weigh.estimate.single import to_probability

CAP: Final = 12.5
"""Decibans (94.7 %) that nothing passes where no calibration measured after linking is in force: "almost certain" would
be a promise about how often such statements are right."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said, in decibans for the first side.

    Attributes:
        raw: what the accounts give.
        corrected: after the temperature.
        decibans: after the cap, too.
    """

    raw: float
    corrected: float
    decibans: float

    @property
    def probability(self) -> float:
        """For the first side."""
        return to_probability(self.decibans)


def reach_verdict(raw: float, calibration: Calibration) -> Verdict:
    """What may be said of a sum."""
    corrected = raw / calibration.temperature
    if calibration.measured_on is not None:
        return Verdict(raw, corrected, corrected)
    return Verdict(raw, corrected, max(-CAP, min(CAP, corrected)))
