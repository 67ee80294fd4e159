"""Estimates to their rows in ``incidents.json``."""

from __future__ import annotations

from typing import Final

from contactline.publish.estimateshapes import (
    BalanceRow,
    CalibrationRow,
    DependenceRow,
    EstimateRow,
    HypothesisRow,
    MissingRow,
    SpreadRow,
    WeightRow,
    WorthRow,
)
from contactline.publish.view import View
from contactline.records.estimates import Calibration, Estimate, Ledger, Spread

_PLACES: Final = 4


def make_estimate_row(view: View, estimate: Estimate) -> EstimateRow:
    """One estimate; every text passes the mask over children's names."""
    hide = view.hide
    return EstimateRow(
        question=estimate.question,
        text=hide(estimate.text),
        basis=estimate.basis.value if estimate.basis else None,
        hypotheses=[
            HypothesisRow(
                one.key, hide(one.text), _round(one.probability), _round(one.low), _round(one.high), one.word.value
            )
            for one in estimate.hypotheses
        ],
        spread=_spread(estimate.spread) if estimate.spread else None,
        ledger=_ledger(view, estimate.ledger) if estimate.ledger else None,
        dependences=[
            DependenceRow(
                hide(one.origin),
                hide(one.text),
                None if one.value is None else _round(one.value),
                one.word.value if one.word else None,
                one.changes,
            )
            for one in estimate.dependences
        ],
        missing=[MissingRow(hide(one.text), _round(one.low), _round(one.high)) for one in estimate.missing],
        calibration=_calibration(estimate.calibration) if estimate.calibration else None,
        notes=[hide(note) for note in estimate.notes],
        model=estimate.model,
        source=estimate.source,
    )


def _round(value: float) -> float:
    return round(value, _PLACES)


def _spread(spread: Spread) -> SpreadRow:
    low, high = spread.reported
    return SpreadRow(spread.median, spread.half, spread.most, _round(spread.any), low, high)


def _ledger(view: View, ledger: Ledger) -> BalanceRow:
    """Unrounded: the lines add up to the total."""
    lines = [
        WeightRow(
            text=view.hide(line.text),
            points=line.points,
            origins=[view.hide(origin) for origin in line.origins],
            claims=list(line.claims),
            parts=[
                WorthRow(view.hide(part.origin), list(part.claims), view.hide(part.text), part.alone, part.lost)
                for part in line.parts
            ],
        )
        for line in ledger.lines
    ]
    return BalanceRow(view.hide(ledger.balance), lines, ledger.total)


def _calibration(calibration: Calibration) -> CalibrationRow:
    day = calibration.measured_on
    return CalibrationRow(
        str(calibration.stratum), calibration.temperature, day.isoformat() if day else None, calibration.count
    )
