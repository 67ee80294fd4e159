"""How honest the probability of a membership is: on invented worlds of seeds that no curve was fitted on, and on GVA.

A membership is right where the claim is of the hidden incident that most claims of its cluster are of. Claims that
stand alone are right by that meaning and left out. ECE: expected calibration error over ten bins of equal mass (Naeini
and others, 2015), per cent. “Before” is what was printed until the curve was calibrated: the logistic of the whole
margin.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from _link_accuracy import ASKED, HAND, OURS
from _link_gva import make_whole_rows, read_articles
from _link_scores import Numbers, number_labels
from _link_worlds import HELD_OUT_SEEDS, make_world
from _table import Absent, Line, Row
from contactline.link.batch import link_table
from contactline.link.curve import find_right
from contactline.link.model import Model, find_model
from contactline.tables import make_table

MOST_ECE = 5.0
BINS = 10
_CLAIMS, _QUICK_CLAIMS = 20_000, 5_000
_QUICK_ARTICLES = 250
_SURE = 0.95


class Judged(NamedTuple):
    """Memberships of claims that do not stand alone: what was said of them, and which are right."""

    probability: NDArray[np.float64]
    before: NDArray[np.float64]
    right: NDArray[np.bool_]


def evaluate(data: Path, quick: bool) -> list[Line]:
    """Rows on the probability of memberships."""
    models = {OURS: find_model("simulated"), HAND: find_model("hand")}
    lines: list[Line] = []
    for density, seed in zip(ASKED, HELD_OUT_SEEDS, strict=True):
        world = make_world(density, _QUICK_CLAIMS if quick else _CLAIMS, seed)
        found = {
            name: judge(world.rows, dict(zip(world.column("id"), world.truth.tolist(), strict=True)), model)
            for name, model in models.items()
        }
        lines += _describe(f"{density:g} a day", found, asked=not quick)
    path = data / "gva" / "incidents_dev.jsonl.gz"
    if not path.is_file():
        return [*lines, Absent("articles: GVA, memberships, ECE", f"no {path}")]
    articles = read_articles(path)[: _QUICK_ARTICLES if quick else None]
    rows = [row for of_article in make_whole_rows(articles) for row in of_article]
    truth = number_labels([article.incident for article in articles])
    judged = judge(make_table(rows), dict(zip((row.id for row in rows), truth.tolist(), strict=True)), models[HAND])
    # The weights for articles are those set by hand.
    return [*lines, *_describe("articles: GVA", {OURS: judged}, asked=not quick)]


def judge(rows: pa.Table, truth_of: dict[str, int], model: Model) -> Judged:
    """Link rows, and look up which memberships are right."""
    linked = link_table(rows, model)
    truth: Numbers = np.array([truth_of[id_] for id_ in linked["id"].to_pylist()], np.int64)
    cluster = number_labels(linked["incident"].to_numpy(zero_copy_only=False))
    joined = np.bincount(cluster)[cluster] > 1
    margin, probability = (linked[name].to_numpy().astype(np.float64)[joined] for name in ("margin", "probability"))
    before = 1.0 / (1.0 + 10.0 ** (-np.clip(margin, -300.0, 300.0) / 10.0))
    return Judged(probability, before, find_right(cluster, truth)[joined])


def measure_ece(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean difference between what was said and what was so, over bins of equal mass, 0 to 1."""
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    gaps = [abs(float(probability[part].mean() - right[part].mean())) * len(part) for part in parts]
    return sum(gaps) / len(order) if len(order) else 0.0


def _describe(name: str, found: dict[str, Judged], *, asked: bool) -> list[Line]:
    after = {which: 100 * measure_ece(one.probability, one.right) for which, one in found.items()}
    told = "; ".join(f"{which}: {_tell(one)}" for which, one in found.items())
    before = {which: 100 * measure_ece(one.before, one.right) for which, one in found.items()}
    brier = {which: _brier(one.probability, one.right) for which, one in found.items()}
    beside = "; ".join(f"{which}: {_brier(one.before, one.right):.2f} before" for which, one in found.items())
    return [
        Row(f"{name}: memberships, ECE before", before),
        Row(f"{name}: memberships, ECE", after, told, most=MOST_ECE if asked else None),
        Row(f"{name}: memberships, Brier, ×100", brier, beside),
    ]


def _brier(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    return 100 * float(((probability - right) ** 2).mean())


def _tell(judged: Judged) -> str:
    sure = judged.probability > _SURE
    wrong = 100 * float(1.0 - judged.right[sure].mean()) if sure.any() else 0.0
    parts: list[Any] = [
        f"{len(judged.right)}, {100 * judged.right.mean():.1f} right",
        f"said {100 * judged.probability.mean():.1f}",
        f"of {100 * sure.mean():.0f} above {100 * _SURE:.0f}, {wrong:.1f} wrong",
    ]
    return ", ".join(parts)
