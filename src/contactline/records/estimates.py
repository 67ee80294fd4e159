"""Estimates: what an incident's accounts amount to on one question, by a written model. An estimate is not a finding.

Words before numbers: ICD 203 says what a probability is called; where the accounts cannot carry a number there is none,
but a :class:`Basis` that says why. What a number rests on stands beside it, line by line, in decibans: 10 are ten times
as likely, −10 a tenth (Good, 1950).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from contactline.records.ids import ClaimId

_SLACK: Final = 1e-9


class Likelihood(StrEnum):
    """Words for probabilities: the first row of ICD 203, never mixed with its second or with a level of confidence."""

    ALMOST_NONE = "almost no chance"
    VERY_UNLIKELY = "very unlikely"
    UNLIKELY = "unlikely"
    EVEN = "roughly even chance"
    LIKELY = "likely"
    VERY_LIKELY = "very likely"
    ALMOST_CERTAIN = "almost certain"


_BANDS: Final = (
    (0.95, Likelihood.ALMOST_CERTAIN, Likelihood.ALMOST_NONE),
    (0.80, Likelihood.VERY_LIKELY, Likelihood.VERY_UNLIKELY),
    (0.55, Likelihood.LIKELY, Likelihood.UNLIKELY),
)


def find_likelihood(probability: float) -> Likelihood:
    """The word for a probability.

    The bands are half-open and each holds the end that lies farther from even, so that the words for a probability
    and for its complement always mirror each other: 0.80 is "very likely" and 0.20 "very unlikely".

    Raises:
        ValueError: no number from 0 to 1.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError("a probability lies between 0 and 1")
    above = probability >= 0.5
    nearer = probability if above else 1.0 - probability
    for least, likely, unlikely in _BANDS:
        if nearer >= least:
            return likely if above else unlikely
    return Likelihood.EVEN


class Basis(StrEnum):
    """Why there is no number: stable codes for scripts. The sentence that a page prints stands in the estimate."""

    NO_ACCOUNT = "no-account"
    """Nobody says anything that bears on the question."""
    ONE_ORIGIN = "one-origin"
    """All that bears on it goes back to one origin."""
    NO_STANCE = "no-stance"
    """Accounts bear on it, but each is hedged, denied without more, or passed on by an opponent."""
    NOT_ASKED = "not-asked"
    """The question does not arise: nothing was fired, or nobody says who came first."""
    BOTH_OWN = "both-own"
    """Each side owns to what the question asks of either, so that there is nothing to weigh."""
    NO_FIGURE = "no-figure"
    """No account gives a number."""
    BROKEN_FIGURE = "broken-figure"
    """The numbers given cannot be of one incident."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One answer to the question, its probability, and the range of it.

    Attributes:
        key: for scripts: a side's id, or what the question's model names.
        text: as a page prints it.
        low, high: what the probability ranges over as the parameters, the reading error and what belongs to the
            incident vary as far as they plausibly may; both ends are included.
        word: what ICD 203 calls the probability.
    """

    key: str
    text: str
    probability: float
    low: float
    high: float
    word: Likelihood

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.probability <= self.high <= 1.0:
            raise ValueError("a probability lies within its range, and both between 0 and 1")


@dataclass(frozen=True, slots=True)
class Spread:
    """An estimated number of people.

    Attributes:
        median: of the distribution.
        half: of the shortest intervals round the median, the one that holds nearest to 50 %; both ends included.
        most: the same for 90 %, and never less than 80 %.
        any: the probability that it is above zero.
        reported: least and greatest figure that accounts give; the greatest is ``None`` where one is open ("dozens").
    """

    median: float
    half: tuple[int, int]
    most: tuple[int, int]
    any: float
    reported: tuple[int, int | None]

    def __post_init__(self) -> None:
        if not self.most[0] <= self.half[0] <= self.half[1] <= self.most[1] or self.most[0] < 0:
            raise ValueError("the interval of 50 % lies within that of 90 %, and both above zero")
        if not 0.0 <= self.any <= 1.0:
            raise ValueError("a probability lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class Worth:
    """What one origin adds within a line: decibans for it alone, and those that the line loses without it.

    The two differ, and parts do not add up to their line: a camp speaks with one voice, so its tenth outlet adds
    little to the ninth.
    """

    origin: str
    claims: tuple[ClaimId, ...]
    text: str
    alone: float
    lost: float


@dataclass(frozen=True, slots=True)
class WeightLine:
    """One line of a ledger.

    Attributes:
        text: what was weighed, in words.
        points: decibans; positive speaks for what the ledger's ``balance`` names first.
        origins: labels of the origins that it rests on; none for what is not an account, such as the prior.
        claims: the claims of these that bear on the question.
        parts: the origins one by one.
    """

    text: str
    points: float
    origins: tuple[str, ...] = ()
    claims: tuple[ClaimId, ...] = ()
    parts: tuple[Worth, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """A sum that adds up: its lines and their total, in decibans.

    Attributes:
        balance: what positive points speak for, and against what, in words.
    """

    balance: str
    lines: tuple[WeightLine, ...]
    total: float

    def __post_init__(self) -> None:
        if abs(math.fsum(line.points for line in self.lines) - self.total) > _SLACK * max(1.0, abs(self.total)):
            raise ValueError("the lines of a ledger add up to its total")


@dataclass(frozen=True, slots=True)
class Dependence:
    """What becomes of the estimate without one origin.

    Attributes:
        value: the leading hypothesis's probability, or the median, without it.
        word: what ICD 203 calls that; ``None`` for a number of people.
        changes: whether the picture is another one: another word or another side of even, or no number at all.
    """

    origin: str
    text: str
    value: float | None
    word: Likelihood | None
    changes: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """Something not at hand that would move the estimate: another account, a side's answer, a check.

    Attributes:
        low, high: where the leading hypothesis's probability, or the median, could go.
    """

    text: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The correction in force, measured on incidents whose answer is known, after linking.

    Attributes:
        stratum: of which sort of incidents.
        temperature: what log odds are divided by; 1 changes nothing.
        measured_on: the day; ``None`` where nothing was measured and so nothing is corrected.
        count: of incidents that it was measured on.
    """

    stratum: str
    temperature: float = 1.0
    measured_on: date | None = None
    count: int = 0

    def __post_init__(self) -> None:
        if self.temperature < 1.0:
            raise ValueError("a calibration never makes a statement firmer")
        if self.temperature != 1.0 and (self.measured_on is None or not self.count):
            raise ValueError("a calibration in force has its date and its number of incidents")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the accounts amount to on one question.

    Attributes:
        question: its id: ``fired``, ``fired_first``, or that of a count such as ``killed/AZ/civilian``.
        text: the answer in words, one or two sentences; what a page prints first.
        basis: why there is no number; ``None`` where there is one.
        hypotheses: the answers with their probabilities, in the order of the sides.
        spread: for a number of people.
        ledger: what a number rests on; ``None`` where there is none.
        dependences: what becomes of it without each origin, those that change the picture first.
        missing: what would move it most, the greatest move first.
        model: name and version of the parameters.
        source: where these come from, in a sentence.
        calibration: the correction in force; ``None`` where there is no number, or none applies.
        notes: reservations in words, such as that only one side speaks.
    """

    question: str
    text: str
    model: str
    source: str
    basis: Basis | None = None
    hypotheses: tuple[Hypothesis, ...] = ()
    spread: Spread | None = None
    ledger: Ledger | None = None
    dependences: tuple[Dependence, ...] = ()
    missing: tuple[Missing, ...] = ()
    calibration: Calibration | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.basis is None) != bool(self.hypotheses or self.spread):
            raise ValueError("an estimate has a number, or the reason why there is none")

    @property
    def leading(self) -> Hypothesis | None:
        """The most probable answer; ``None`` where there is none or two are as probable."""
        ordered = sorted(self.hypotheses, key=lambda one: -one.probability)
        if not ordered or (len(ordered) > 1 and ordered[0].probability == ordered[1].probability):
            return None
        return ordered[0]


@dataclass(frozen=True, slots=True)
class Total:
    """An estimated number of people over many incidents, estimated by itself: incidents' estimates are never added up.

    Attributes:
        question: ``killed/SIDE/STATUS``.
        incidents: with a figure, that it covers.
        most: the range that holds about 90 %; both ends included.
        text: in words, as a page prints it.
        model: name and version of the parameters.
    """

    question: str
    incidents: int
    median: float
    most: tuple[int, int]
    text: str
    model: str

    def __post_init__(self) -> None:
        if not 0 <= self.most[0] <= self.median <= self.most[1]:
            raise ValueError("a total lies within its range, and above zero")
