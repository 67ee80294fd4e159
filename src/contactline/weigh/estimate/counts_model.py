"""The count model: what figures of each role are like, given how many people there were. Parameters lie in TOML files.

A role is who speaks of whose losses: the victims' side or the other one, of soldiers or of civilians, or a third party.
Nothing is tied to a side's name, so that swapping the sides swaps every number and changes none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from contactline.errors import ConfigError
from contactline.weigh.estimate.counts_grid import KNOTS, WIDTHS

Numbers = NDArray[np.float64]
_FILE: Final = "counts.toml"


class Role(StrEnum):
    """Who speaks of whose losses."""

    OWN_MILITARY = "own-military"
    OWN_CIVILIAN = "own-civilian"
    ENEMY_MILITARY = "enemy-military"
    ENEMY_CIVILIAN = "enemy-civilian"
    THIRD = "third"
    OWN = "own"
    """Where it is not said whether they were soldiers: as likely the one as the other."""
    ENEMY = "enemy"


ROLES: Final = (Role.OWN_MILITARY, Role.OWN_CIVILIAN, Role.ENEMY_MILITARY, Role.ENEMY_CIVILIAN, Role.THIRD)
"""Those that have parameters."""
MIXED: Final = {Role.OWN: (0, 1), Role.ENEMY: (2, 3)}
"""The two that stand for each of the others, as indices."""
ALL_ROLES: Final = (*ROLES, *MIXED)


@dataclass(frozen=True, slots=True)
class RoleModel:
    """What the figures of a role are like.

    Attributes:
        text: the role in words.
        bias: of a figure that is not counted, its mean for each person there was.
        surplus: its mean where there was nobody.
        size: of the negative binomial that such figures follow; small is wide.
        counts: share of figures that are counted.
        found: chance that a count finds a person there was.
        silent: chance that the role speaks and gives no figure: if there was nobody, if there was somebody.
        sd: how far a fit may take the bias from its stated value, of its logarithm.
    """

    text: str
    bias: float
    surplus: float
    size: float
    counts: float
    found: float
    silent: tuple[float, float]
    sd: float

    def __post_init__(self) -> None:
        if min(self.bias, self.surplus, self.size, self.sd) <= 0:
            raise ValueError("bias, surplus, size and sd are above zero")
        if not all(0 < share < 1 for share in (self.counts, self.found, *self.silent)):
            raise ValueError("counts, found and silent lie between 0 and 1")


@dataclass(frozen=True, slots=True)
class Fixed:
    """Parameters that no fit changes; see the file."""

    error: float
    share: float
    capture: float
    about: float
    hedged: float
    strength: float

    def __post_init__(self) -> None:
        if not all(0 <= value < 1 for value in (self.error, self.share, self.about)):
            raise ValueError("error, share and about are shares")
        if not (0 <= self.capture <= 1 and 0 <= self.hedged <= 1):
            raise ValueError("capture and hedged are shares")
        if self.strength <= 0:
            raise ValueError("strength is above zero")


@dataclass(frozen=True, slots=True)
class CountModel:
    """All parameters for one outcome.

    Attributes:
        version: changes whenever a parameter does.
        about: how they came about, in a sentence.
        roles: in the order of ``ROLES``.
        prior: chance of each knot of the grid before anybody speaks; adds up to 1.
    """

    version: str
    about: str
    roles: tuple[RoleModel, ...]
    fixed: Fixed
    prior: tuple[float, ...] = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.roles) != len(ROLES) or len(self.prior) != len(KNOTS):
            raise ValueError("a model has every role and every knot of the grid")
        if min(self.prior) <= 0 or abs(sum(self.prior) - 1) > 1e-9:
            raise ValueError("a prior is above zero everywhere and adds up to 1")

    def with_bias(self, role: Role, factor: float) -> CountModel:
        """The same with another bias of one role."""
        roles = list(self.roles)
        number = ROLES.index(role)
        roles[number] = replace(roles[number], bias=roles[number].bias * factor)
        return replace(self, roles=tuple(roles))


@lru_cache(maxsize=1)
def load_count_model() -> CountModel:
    """The parameters as shipped."""
    return make_count_model(tomllib.loads(files("contactline.weigh.estimate").joinpath(_FILE).read_text("utf-8")))


def make_count_model(document: Mapping[str, Any]) -> CountModel:
    """A model from the content of a file such as ``counts.toml``.

    Raises:
        ConfigError: something is missing, unknown to the model, or out of its range.
    """
    try:
        prior, fixed = document["prior"], document["fixed"]
        knots = prior.get("knots")
        return CountModel(
            version=str(document["version"]),
            about=str(document["about"]),
            roles=tuple(_make_role(document["role"][role]) for role in ROLES),
            fixed=Fixed(**{name: float(entry["value"]) for name, entry in fixed.items()}),
            prior=tuple(map(float, knots)) if knots else make_prior(*(float(prior[name]["value"]) for name in _PRIOR)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(_NO_MODEL, (f"{type(error).__name__}: {error}",)) from error


_NO_MODEL: Final = "the parameters of counts cannot be used; compare them with weigh/estimate/counts.toml"
_PRIOR: Final = ("none", "power", "shift")


def make_prior(none: float, power: float, shift: float) -> tuple[float, ...]:
    """Chances of the knots: nobody with one chance, else a power law over single numbers of people."""
    if not 0 < none < 1 or power <= 1 or shift < 0:
        raise ValueError("a prior needs a share, a power above 1 and a shift from 0")
    some = (KNOTS[1:] + shift) ** -power * WIDTHS[1:]
    chances = np.concatenate([[none], (1 - none) * some / some.sum()])
    return tuple((chances / chances.sum()).tolist())


def _make_role(entry: Mapping[str, Any]) -> RoleModel:
    first, second = entry["silent"]
    numbers = {name: float(entry[name]) for name in ("bias", "surplus", "size", "counts", "found", "sd")}
    return RoleModel(text=str(entry["text"]), silent=(float(first), float(second)), **numbers)
