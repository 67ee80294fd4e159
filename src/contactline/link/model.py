"""The pair model: a weight for each level of each comparison, in decibans, added up.

A deciban is a tenth of a power of ten of odds (Good, 1950): +10 makes it ten times as likely that two accounts tell of
one happening, −3 half as likely. The weights lie in TOML files, to be read and changed without code: ``hand.toml``, set
by hand, for reports; ``simulated.toml``, fitted to the simulator, for streams that err as it does.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contactline._kit.hashing import make_content_id
from contactline.config import parse_toml
from contactline.errors import ConfigError
from contactline.link.compare import FIELDS, LEVELS, MOST_LEVELS, Field
from contactline.link.curve import Curve
from contactline.records.incidents import LedgerLine

_CENTI: Final = 100
_MOST_DECIBANS: Final = 10_000.0
_LATER: Final = {Field.CAPITALS, Field.FIGURES}

MONOTONE: Final[Mapping[Field, tuple[tuple[int, ...], ...]]] = {
    Field.WHERE: (
        (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        (11, 12, 13, 14, 15, 16),
        (17, 18, 19),
        (20, 21, 22),
        (1, 24, 25, 26, 27, 28, 29),
    ),
    Field.WHEN: ((1, 2, 3, 4, 5, 6, 7, 8, 9), (14, 15, 17, 18, 19), (21, 22, 23), (10, 24, 25, 26)),
    Field.TARGET: ((1, 2),),
    Field.MEANS: ((1, 2, 3),),
    Field.WORDS: ((10, 9, 8, 7, 6, 5, 4, 3, 2, 1),),
    Field.TELLING: (tuple(range(9, 0, -1)),),
    Field.NAMES: ((5, 4, 3, 2, 1),),
    Field.NUMBER: ((2, 1, 3),),
    Field.AREA: (tuple(range(10)),),
    Field.PLACE: (tuple(range(1, 11)),),
    Field.PUBLISHED: (tuple(range(1, 9)),),
    Field.BEFORE: ((6, 5, 4), (2, 1)),
    Field.CAPITALS: ((10, 9, 8, 7, 6, 5, 4, 3, 2, 1),),
    Field.FIGURES: ((10, 9, 8, 7, 6, 5, 4, 3, 2, 1),),
}
"""Levels whose weights must not rise from one to the next: nearer is never worse."""


class Weights(NamedTuple):
    """A pair model, in centi-decibans.

    Attributes:
        points: shape ``(FIELDS, MOST_LEVELS)``.
        prior: shape ``(1,)``: for two rows that come into question, before anything is compared.
        miss: shape ``(1,)``: for two rows that do not come into question, and the least that any pair can score.
        most: shape ``(1,)``: the most that words can add.
    """

    points: NDArray[np.int32]
    prior: NDArray[np.int32]
    miss: NDArray[np.int32]
    most: NDArray[np.int32]


def make_weights(points: NDArray[np.int32], prior: int, miss: int) -> Weights:
    """Weights of all levels, in centi-decibans."""
    words = points[[Field.WORDS, Field.TELLING, Field.CAPITALS, Field.FIGURES]]
    most = int((words.max(axis=1) - words[:, 0]).sum())
    return Weights(points, *(np.array([number], np.int32) for number in (prior, miss, most)))


class Model(NamedTuple):
    """Weights with where they come from, and the curve from margin to probability.

    Attributes:
        version: changes whenever a weight does.
        about: how the weights came about, in a sentence.
        curve: from the margin of a membership to the probability that it is right.
    """

    version: str
    about: str
    weights: Weights
    curve: Curve

    @property
    def digest(self) -> str:
        """Of all that decides what is linked, so that weights changed under an old version are told apart."""
        weights = self.weights
        numbers = {"prior": int(weights.prior[0]), "miss": int(weights.miss[0]), "points": weights.points.tolist()}
        curve = {"slope": repr(self.curve.slope), "offset": repr(self.curve.offset)}
        return make_content_id("w", 2, {**curve, **numbers})


def explain_levels(levels: Sequence[int], weights: Weights) -> tuple[LedgerLine, ...]:
    """The lines of a pair's sum; comparisons that say nothing and weigh nothing are left out."""
    lines = [LedgerLine("prior", "before anything is compared", _decibans(int(weights.prior[0])))]
    for field in Field:
        points = int(weights.points[field, levels[field]])
        if levels[field] or points:
            lines.append(LedgerLine(field.name.lower(), _say(field, levels[field]), _decibans(points)))
    return tuple(lines)


def _say(field: Field, level: int) -> str:
    text = LEVELS[field][level]
    if field is Field.AREA:
        return f"other accounts around then: {text}"
    if field is Field.PLACE:
        return f"other accounts at the place then: {text}"
    return text.replace("_", " ")


def _decibans(points: int) -> float:
    return round(points / _CENTI, 2)


MODELS: Final = ("hand", "simulated")
"""Models that ship, the default first."""


def load_default_model() -> Model:
    """The model for reports, set by hand: it needs no labels."""
    return find_model(MODELS[0])


def find_model(name: str) -> Model:
    """A model that ships, by its name, or a deployment's own, by its path.

    Raises:
        ConfigError: there is none, or it has mistakes.
    """
    return _load_shipped(name) if name in MODELS else load_model(Path(name))


@lru_cache(maxsize=len(MODELS))
def _load_shipped(name: str) -> Model:
    return parse_model(files("contactline.link").joinpath(f"{name}.toml").read_text("utf-8"))


def load_model(path: Path) -> Model:
    """A deployment's own model.

    Raises:
        ConfigError: the file cannot be read or has mistakes, all of them at once.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "the weights of linking cannot be read",
            (str(getattr(error, "strerror", None) or error),),
            subject=str(path),
            hint=f"Name a file of weights, or those that ship: {', '.join(MODELS)}.",
        ) from error
    return parse_model(text, str(path))


def parse_model(text: str, subject: str = "") -> Model:
    """A model from TOML.

    Args:
        text: the TOML.
        subject: the file that it is from.

    Raises:
        ConfigError: mistakes, all of them at once.
    """
    content = parse_toml(text, "the weights of linking have mistakes", subject)
    points = np.zeros((FIELDS, MOST_LEVELS), np.int32)
    mistakes = [*_fill_points(points, content), *_check_order(points)]
    mistakes += [
        f"“{name}” must be a number" for name in ("prior", "miss", "slope") if not _is_number(content.get(name))
    ]
    mistakes += [
        f"“{name}” must be {what}"
        for name, what, is_right in (("offset", "a number", _is_number), ("calibrated", "a text", _is_text))
        if name in content and not is_right(content[name])
    ]
    if _is_number(content.get("slope")) and content["slope"] <= 0:
        mistakes.append("“slope” must be above 0")
    known = {
        "version",
        "about",
        "prior",
        "miss",
        "slope",
        "offset",
        "calibrated",
        *(field.name.lower() for field in Field),
    }
    mistakes += [f"“{name}” is nothing that is compared" for name in content if name not in known]
    if mistakes:
        raise ConfigError("the weights of linking have mistakes", tuple(mistakes), subject=subject)
    weights = make_weights(points, round(content["prior"] * _CENTI), round(content["miss"] * _CENTI))
    curve = Curve(float(content["slope"]), float(content.get("offset", 0.0)), content.get("calibrated", ""))
    return Model(str(content.get("version", "")), str(content.get("about", "")), weights, curve)


def _fill_points(points: NDArray[np.int32], content: Mapping[str, Any]) -> list[str]:
    mistakes = []
    for field, names in zip(Field, LEVELS, strict=True):
        table = content.get(field.name.lower(), {})
        if not isinstance(table, Mapping):
            mistakes.append(f"“{field.name.lower()}” must be a table")
            continue
        if field in _LATER and not table:  # weights from before it was compared
            continue
        for level, name in enumerate(names):
            value = table.get(name, 0.0 if level == 0 else table.get("both") if field is Field.KIND else None)
            if not _is_number(value):
                mistakes.append(f"[{field.name.lower()}] “{name}” must be a number of decibans")
            else:
                points[field, level] = round(value * _CENTI)
        mistakes += [
            f"[{field.name.lower()}] “{name}” is no level of it" for name in table if name not in (*names, "both")
        ]
    return mistakes


def _check_order(points: NDArray[np.int32]) -> list[str]:
    mistakes = []
    for field, runs in MONOTONE.items():
        for run in runs:
            for better, worse in pairwise(run):
                if points[field, worse] > points[field, better]:
                    names = LEVELS[field]
                    mistakes.append(
                        f"[{field.name.lower()}] “{names[worse]}” must not weigh more than “{names[better]}”"
                    )
    return mistakes


def _is_number(value: object) -> bool:
    """Whether it is a number, and one that weights can be: not infinite, and not so large that sums overflow."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value) and abs(value) <= _MOST_DECIBANS


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def render_model(model: Model) -> str:
    """A model as TOML."""
    lines = [
        f"version = {json.dumps(model.version, ensure_ascii=False)}",
        f"about = {json.dumps(model.about, ensure_ascii=False)}",
        f"prior = {model.weights.prior[0] / _CENTI:g}",
        f"miss = {model.weights.miss[0] / _CENTI:g}",
        f"slope = {model.curve.slope:g}",
        f"offset = {model.curve.offset:g}",
        f"calibrated = {json.dumps(model.curve.calibrated, ensure_ascii=False)}",
    ]
    for field, names in zip(Field, LEVELS, strict=True):
        lines += ["", f"[{field.name.lower()}]"]
        lines += [f'"{name}" = {model.weights.points[field, level] / _CENTI:g}' for level, name in enumerate(names)]
    return "\n".join(lines) + "\n"
