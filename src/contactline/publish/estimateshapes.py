"""The shapes of estimates in ``incidents.json``. An estimate is no finding."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
LikelihoodWord = Literal[
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
]
"""ICD 203."""


class HypothesisRow(msgspec.Struct, frozen=True):
    """One answer; ``low`` to ``high`` is what its probability ranges over."""

    key: str
    text: str
    probability: Share
    low: Share
    high: Share
    word: LikelihoodWord


class SpreadRow(msgspec.Struct, frozen=True):
    """A number of people: intervals of 50 and 90 per cent, both ends included; ``any``: that it is above zero.

    ``reported_max`` is null where a figure is open above.
    """

    median: float
    half: tuple[int, int]
    most: tuple[int, int]
    any: Share
    reported_min: int
    reported_max: int | None


class WorthRow(msgspec.Struct, frozen=True):
    """One origin within a line: decibans for it alone, and those lost without it. These do not add up to the line."""

    origin: str
    claims: list[str]
    text: str
    alone: float
    lost: float


class WeightRow(msgspec.Struct, frozen=True):
    """One line of the sum, in decibans: 10 are ten times as likely, −10 a tenth."""

    text: str
    points: float
    origins: list[str]
    claims: list[str]
    parts: list[WorthRow]


class BalanceRow(msgspec.Struct, frozen=True):
    """A sum: the points of its lines add up to ``total``; positive ones speak for what ``balance`` names first."""

    balance: str
    lines: list[WeightRow]
    total: float


class DependenceRow(msgspec.Struct, frozen=True):
    """What becomes of the first answer's probability, or of the median, without one origin; null: no number is left."""

    origin: str
    text: str
    value: float | None
    word: LikelihoodWord | None
    changes: bool


class MissingRow(msgspec.Struct, frozen=True):
    """An account that is not here, and where the first answer's probability, or the median, could go with it."""

    text: str
    low: float
    high: float


class CalibrationRow(msgspec.Struct, frozen=True):
    """The correction; in force where ``measured_on`` is a day."""

    stratum: str
    temperature: float
    measured_on: str | None
    count: int


class EstimateRow(msgspec.Struct, frozen=True):
    """An estimate, which is no finding: it has ``hypotheses`` or a ``spread``, or a ``basis`` that says why neither."""

    question: str
    text: str
    basis: str | None
    hypotheses: list[HypothesisRow]
    spread: SpreadRow | None
    ledger: BalanceRow | None
    dependences: list[DependenceRow]
    missing: list[MissingRow]
    calibration: CalibrationRow | None
    notes: list[str]
    model: str
    source: str
