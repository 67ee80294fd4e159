"""Parameters of how many were killed or wounded: what figures are like, by role and never by side."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class CountRole(StrEnum):
    """Who speaks of whose losses: the victims' side or the other one, or third parties of either's."""

    OWN_MILITARY = "own-military"
    OWN_CIVILIAN = "own-civilian"
    ENEMY_MILITARY = "enemy-military"
    ENEMY_CIVILIAN = "enemy-civilian"
    THIRD = "third"
    OWN = "own"
    """Where it is not said whether they were soldiers: as likely the one as the other."""
    ENEMY = "enemy"


COUNT_ROLES: Final = (
    CountRole.OWN_MILITARY,
    CountRole.OWN_CIVILIAN,
    CountRole.ENEMY_MILITARY,
    CountRole.ENEMY_CIVILIAN,
    CountRole.THIRD,
)
"""Those that have parameters; the other two are made of them."""


@dataclass(frozen=True, slots=True)
class RoleFigures:
    """What the figures of a role are like.

    Attributes:
        bias: of a figure that is not counted, its mean for each person there was.
        surplus: its mean where there was nobody.
        size: of the negative binomial that such figures follow; small is wide.
        counts: share of figures that are counted.
        found: chance that a count finds a person there was.
        silent: chance that the role speaks and gives no figure: if there was nobody, if there was somebody.
        sd: how unsure the bias is, and so how far a fit may take it; of its logarithm.
    """

    bias: float
    surplus: float
    size: float
    counts: float
    found: float
    silent: tuple[float, float]
    sd: float

    def __post_init__(self) -> None:
        if not min(self.bias, self.surplus, self.size, self.sd) > 0:
            raise ValueError("bias, surplus, size and sd are above 0")
        if not all(0 < share < 1 for share in (self.counts, self.found, *self.silent)):
            raise ValueError("counts, found and silent lie between 0 and 1")


@dataclass(frozen=True, slots=True)
class CountPrior:
    """How many there are before anybody speaks: nobody, with one chance, else K with a chance ~ (K + shift) ** -power.

    Attributes:
        knots: after a fit, the chance of each knot of the grid instead; adds up to 1.
    """

    none: float
    power: float
    shift: float
    knots: tuple[float, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not (0 < self.none < 1 and self.power > 1 and self.shift >= 0):
            raise ValueError("none is a share, power above 1, shift not below 0")
        if self.knots and (min(self.knots) <= 0 or abs(math.fsum(self.knots) - 1) > 1e-6):
            raise ValueError("knots are above 0 and add up to 1")


@dataclass(frozen=True, slots=True)
class CountFixed:
    """Parameters that no fit changes.

    Attributes:
        error: chance that a number was read wrongly.
        share: what each further figure of a camp adds to its first.
        third_share: what each further third party adds to the first.
        capture: chance that a figure that was given was read.
        about: what "about" leaves open, of the number.
        hedged: how far a figure with reservation is taken.
        misfit: how far totals may be off because figures are not quite as modelled.
        strength: how firmly a fit holds third parties, the anchor, to what is stated of them; others count as 1.
    """

    error: float
    share: float
    third_share: float
    capture: float
    about: float
    hedged: float
    misfit: float
    strength: float

    def __post_init__(self) -> None:
        shares = (self.share, self.third_share, self.capture, self.about, self.hedged, self.misfit)
        if not all(0 <= share <= 1 for share in shares) or not 0 < self.error < 1:
            raise ValueError("all but strength are shares, and error is above 0")
        if not self.strength > 0:
            raise ValueError("strength is above 0")

    @property
    def shares(self) -> tuple[float, float]:
        """Of a camp's further figures, and of third parties' further origins."""
        return self.share, self.third_share


@dataclass(frozen=True, slots=True)
class CountModel:
    """All parameters for one outcome.

    Attributes:
        version: changes whenever a parameter does.
        about: how they came about, in a sentence.
        roles: in the order of ``COUNT_ROLES``.
    """

    version: str
    about: str
    roles: tuple[RoleFigures, ...]
    prior: CountPrior
    fixed: CountFixed

    def __post_init__(self) -> None:
        if len(self.roles) != len(COUNT_ROLES):
            raise ValueError("a model has every role")


@dataclass(frozen=True, slots=True)
class CountModels:
    """The parameters by outcome."""

    killed: CountModel
    wounded: CountModel

    def of(self, outcome: str) -> CountModel:
        """Of one outcome; whatever is not killed counts as wounded."""
        return self.killed if outcome == "killed" else self.wounded
