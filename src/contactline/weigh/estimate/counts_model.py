"""The count model in force: parameters as shipped, roles in words, and the prior over the grid."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np

from contactline.records.countmodels import COUNT_ROLES, CountModels, CountPrior, CountRole
from contactline.reference.counting import COUNTS_FILE, parse_counts
from contactline.weigh.estimate.counts_grid import KNOTS, WIDTHS, Numbers

MIXED: Final = {CountRole.OWN: (0, 1), CountRole.ENEMY: (2, 3)}
"""Roles where the victims' status is not said, and the two that each stands for, as indices."""
ALL_ROLES: Final = (*COUNT_ROLES, *MIXED)
OWN_ROLES: Final = frozenset({CountRole.OWN_MILITARY, CountRole.OWN_CIVILIAN, CountRole.OWN})
_TEXTS: Final = {
    CountRole.OWN_MILITARY: "the victims’ side on its own soldiers",
    CountRole.OWN_CIVILIAN: "the victims’ side on its own civilians",
    CountRole.ENEMY_MILITARY: "the other side on soldiers that it hit",
    CountRole.ENEMY_CIVILIAN: "the other side on civilians that it hit",
    CountRole.THIRD: "third parties",
    CountRole.OWN: "the victims’ side on its own people, status not said",
    CountRole.ENEMY: "the other side on people that it hit, status not said",
}


def say_role(role: CountRole) -> str:
    """A role in words."""
    return _TEXTS[role]


def say_camp(role: CountRole) -> str:
    """The camp of a role in words."""
    if role is CountRole.THIRD:
        return "third parties"
    return "the victims’ side" if role in OWN_ROLES else "the other side"


@lru_cache(maxsize=1)
def load_counts() -> CountModels:
    """The parameters as shipped."""
    return parse_counts(files("contactline.weigh.estimate").joinpath(COUNTS_FILE).read_text("utf-8"), COUNTS_FILE)


@lru_cache(maxsize=32)
def find_prior(prior: CountPrior) -> Numbers:
    """Chances of the knots before anybody speaks; adds up to 1. Not to be written to.

    Raises:
        ValueError: the prior was fitted on another grid.
    """
    if prior.knots:
        if len(prior.knots) != len(KNOTS):
            raise ValueError(f"a fitted prior has {len(KNOTS)} knots")
        chances = np.array(prior.knots)
    else:
        some = (KNOTS[1:] + prior.shift) ** -prior.power * WIDTHS[1:]
        chances = np.concatenate([[prior.none], (1 - prior.none) * some / some.sum()])
    chances /= chances.sum()
    chances.setflags(write=False)
    return chances
