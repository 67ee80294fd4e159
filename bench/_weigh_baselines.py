"""What the estimate of who fired is compared with: majority, naive Bayes, truth discovery by outlet, and the best."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _weigh_worlds import Incidents, Said, find_groups
from contactline.records.rolemodels import RoleModel, RoleTables
from contactline.simulate.parameters import Parameters
from contactline.weigh.estimate.tables import (
    DECIBAN,
    FIRST,
    OTHERS,
    SECOND,
    Floats,
    log_stances,
    log_third,
    make_numbers,
    to_probability,
)

FIRING, VICTIM = 1, 0
GLAD_INCIDENTS = 3_000
"""GLAD is slow: it is measured on so many incidents."""
_OUTLETS = 40


def try_majority(incidents: Incidents) -> Floats:
    """The share of all claims that name a side, half a claim added for either."""
    counts = incidents.with_copies.astype(float)
    one = counts[:, 1] + counts[:, 3] + counts[:, 6]
    other = counts[:, 0] + counts[:, 4] + counts[:, 7]
    share: Floats = (one + 0.5) / (one + other + 1.0)
    return share


def try_bayes(incidents: Incidents, model: RoleModel) -> Floats:
    """Naive Bayes by role, with the tables of the model: no party line, every claim a witness, copies too."""
    numbers = make_numbers(model)
    counts = incidents.with_copies.astype(float)

    def weigh(camp: NDArray[Any]) -> Floats:
        total = np.zeros(len(camp))
        for role, sign in ((FIRING, 1.0), (VICTIM, -1.0)):
            stance = np.log(np.maximum(numbers.line[role] @ np.exp(log_stances(numbers, role)), 1e-300))
            publishes = numbers.publishes[role]
            said = np.log(publishes) + camp @ stance
            total += sign * np.where(camp.sum(axis=1) > 0, said, np.log1p(-numbers.capture * publishes))
        return total

    right, wrong, _ = log_third(numbers)
    third = counts[:, OTHERS]
    logit = weigh(counts[:, FIRST]) - weigh(counts[:, SECOND]) + (third[:, 0] - third[:, 1]) * (right - wrong)
    return to_probability(DECIBAN * logit)


def find_crowd_kit() -> str | None:
    """Why crowd-kit cannot be measured; ``None`` where it can."""
    if find_spec("crowdkit") is None:
        return "crowd-kit is not installed: pip install -r bench/requirements.txt"
    return None


def try_crowd(name: str, said: Said, incidents: int | None = None) -> tuple[Floats, NDArray[np.int64]]:
    """Probabilities by a method of crowd-kit that learns how good each outlet is.

    Args:
        name: ``ds``, ``glad`` or ``mace``.
        said: claims with their true incidents.
        incidents: only the first so many.

    Returns:
        Probabilities and the numbers of the incidents they are of; where nobody names a side it is one half.
    """
    import pandas as pd
    from crowdkit.aggregation import GLAD, MACE, DawidSkene

    makers: dict[str, Callable[[], Any]] = {
        "ds": lambda: DawidSkene(n_iter=100),
        "glad": lambda: GLAD(n_iter=30, silent=True),
        "mace": lambda: MACE(n_restarts=3, n_iter=30, random_state=1),
    }
    groups = find_groups(said.incident)
    count = int(groups.max()) + 1
    wanted = np.arange(min(count, incidents or count))
    kept = (said.blames >= 0) & (groups < len(wanted))
    frame = pd.DataFrame(
        {
            "task": groups[kept],
            "worker": (said.camp * _OUTLETS + said.outlet % _OUTLETS)[kept],
            "label": said.blames[kept],
        }
    ).drop_duplicates(["task", "worker"])
    made = makers[name]().fit_predict_proba(frame)
    probability = np.full(len(wanted), 0.5)
    probability[made.index.to_numpy()] = made[0].to_numpy()
    return probability, wanted


def make_true_model(parameters: Parameters, incidents: Incidents, start: RoleModel) -> RoleModel:
    """The model with the numbers that the simulator itself used: what no fit can pass by much."""
    blame = {
        name: parameters.numbers(f"blame.{name}")[0] for name in ("victim_accuses", "firing_denies", "firing_admits")
    }
    accused, follow = (parameters.numbers(f"blame.{name}")[0] for name in ("accused_denies", "follow"))
    names, true = parameters.number("blame.off_line_names"), parameters.number("blame.off_line_true")
    third, right = parameters.number("blame.third_names"), parameters.number("blame.third_true")
    denies, admits, accuses = blame["firing_denies"], blame["firing_admits"], blame["victim_accuses"]
    victim, firing = (names, 0.0, 1 - names), (names * (1 - true), names * true, 1 - names)
    tables = RoleTables(
        publishes=_count_publishing(incidents),
        line=((accuses, 0.0, 1 - accuses), (denies, admits, 1 - denies - admits), (1, 0, 0), (accused, 0, 1 - accused)),
        follow=follow,
        off_line=(victim, firing, victim, firing),
        third=(third * right, third * (1 - right), 1 - third),
        camp_background=start.tables.camp_background,
        third_background=start.tables.third_background,
    )
    return RoleModel("true", "The simulator's own.", tables, 0.0, 0.0, 0.0, 0.0, "", 1.0, 1.0)


def _count_publishing(incidents: Incidents) -> tuple[float, float, float, float]:
    first, second = (incidents.counts[:, columns].sum(axis=1) > 0 for columns in (FIRST, SECOND))
    firing = np.where(incidents.first_fired, first, second)
    victim = np.where(incidents.first_fired, second, first)
    real = incidents.happened
    shares = [victim[real].mean(), firing[real].mean(), 0.98, 0.4]
    return float(shares[0]), float(shares[1]), shares[2], shares[3]
