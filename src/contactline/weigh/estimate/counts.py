"""Estimate how many were killed or wounded: from figures of all roles to a range, with what each figure is worth.

Over true numbers K, ``P(K | figures) ~ P0(K) × PROD over roles [ says none | gives one × PROD f(figure | K)^w ]``; the
explanation of weighing writes it out. An estimate is never a finding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from contactline.records.countmodels import CountModel, CountModels, CountRole
from contactline.records.estimates import (
    Basis,
    Dependence,
    Estimate,
    Ledger,
    Missing,
    Spread,
    WeightLine,
    Worth,
    find_likelihood,
)
from contactline.weigh.estimate.counts_columns import Figures, make_cases
from contactline.weigh.estimate.counts_evidence import Evidence, Figure, Voice
from contactline.weigh.estimate.counts_grid import HIGHEST
from contactline.weigh.estimate.counts_model import ALL_ROLES, MIXED, OWN_ROLES, find_prior, say_camp, say_role
from contactline.weigh.estimate.counts_posterior import Summaries, make_chances, summarise

_ODDS_LIMIT: Final = 1e-12


@dataclass(slots=True)
class _Variants:
    """Groups of rows to weigh at once: all the evidence, and parts of it."""

    rows: list[tuple[int, int, int, int, int, bool, float]] = field(default_factory=list)
    count: int = 0

    def add(self, figures: Iterable[Figure], voices: Iterable[Voice]) -> int | None:
        """A further group; ``None`` where it is empty and so says no more than the prior."""
        before = len(self.rows)
        origins: dict[str, int] = {}
        for one in figures:
            origin = origins.setdefault(one.origin, len(origins))
            row = (self.count, ALL_ROLES.index(one.role), origin, one.low, one.high, one.denied, one.member)
            self.rows.append(row)
        for voice in voices:
            origin = origins.setdefault(voice.origin, len(origins))
            self.rows.append((self.count, ALL_ROLES.index(voice.role), origin, -1, -1, False, voice.member))
        if len(self.rows) == before:
            return None
        self.count += 1
        return self.count - 1

    def weigh(self, model: CountModel) -> Summaries:
        """What each group amounts to; after those a row of the prior alone."""
        chances = find_prior(model.prior)[None, :]
        if self.rows:
            columns = [np.array(column) for column in zip(*self.rows, strict=True)]
            cases = make_cases(Figures(*columns), model.fixed.shares)
            chances = np.concatenate([make_chances(cases, model)[cases.pattern_of], chances])
        return summarise(chances)


def estimate_counts(
    evidence: Iterable[Evidence], models: CountModels, labels: Mapping[str, str]
) -> tuple[Estimate, ...]:
    """An estimate for every question.

    Args:
        evidence: of each question.
        models: parameters by outcome.
        labels: of origins, by their key in the evidence.
    """
    return tuple(estimate_count(one, models.of(one.question.split("/")[0]), labels) for one in evidence)


def estimate_count(evidence: Evidence, model: CountModel, labels: Mapping[str, str]) -> Estimate:
    """The estimate on one question."""
    basis = _find_basis(evidence)
    if basis is not None:
        return _refuse(evidence, model, basis)
    variants = _Variants()
    whole = variants.add(evidence.figures, evidence.voices)
    chain = [_add_role(variants, evidence, role) for role in _roles_of(evidence)]
    origins = list(dict.fromkeys(figure.origin for figure in evidence.figures))
    without = [_add_without(variants, evidence, origin) for origin in origins]
    alone = [variants.add([figure for figure in evidence.figures if figure.origin == origin], ()) for origin in origins]
    found = variants.weigh(model)
    at = 0 if whole is None else whole
    spread = _make_spread(found, at, evidence)
    odds = _to_decibans(found.any)
    worths = {
        origin: _make_worth(evidence, origin, labels, odds, (at, without[n], alone[n]))
        for n, origin in enumerate(origins)
    }
    return Estimate(
        question=evidence.question,
        text=_say(evidence, spread),
        model=model.version,
        source=model.about,
        spread=spread,
        ledger=_make_ledger(evidence, chain, odds, worths, labels),
        dependences=tuple(_make_dependences(evidence, origins, without, found, at, labels)),
        missing=tuple(_find_missing(evidence, spread, model)),
        notes=tuple(_find_notes(evidence)),
    )


def _find_basis(evidence: Evidence) -> Basis | None:
    if evidence.figures:
        return None
    return Basis.BROKEN_FIGURE if evidence.beyond else Basis.NO_FIGURE


_REASONS: Final = {
    Basis.NO_FIGURE: "Insufficient basis: no account gives a number.",
    Basis.BROKEN_FIGURE: (
        f"Insufficient basis: the only numbers given are above {HIGHEST:,}, more than one incident is taken to have."
    ),
}


def _refuse(evidence: Evidence, model: CountModel, basis: Basis) -> Estimate:
    notes = tuple(_find_notes(evidence))
    return Estimate(evidence.question, _REASONS[basis], model.version, model.about, basis=basis, notes=notes)


# -- parts of the evidence


def _roles_of(evidence: Evidence) -> list[CountRole]:
    """Roles that speak, in a fixed order: the victims' side, the other side, third parties."""
    order = [role for role in ALL_ROLES if role is not CountRole.THIRD] + [CountRole.THIRD]
    order.sort(key=lambda role: (role is CountRole.THIRD, role not in OWN_ROLES))
    present = {one.role for one in evidence.figures} | {one.role for one in evidence.voices}
    return [role for role in order if role in present]


def _add_role(variants: _Variants, evidence: Evidence, last: CountRole) -> int | None:
    """All roles up to one, in their order."""
    roles = _roles_of(evidence)
    kept = set(roles[: roles.index(last) + 1])
    return variants.add(
        [figure for figure in evidence.figures if figure.role in kept],
        [voice for voice in evidence.voices if voice.role in kept],
    )


def _add_without(variants: _Variants, evidence: Evidence, origin: str) -> int | None:
    """Everything but one origin; ``None`` where no figure is left."""
    figures = [figure for figure in evidence.figures if figure.origin != origin]
    if not figures:
        return None
    return variants.add(figures, [voice for voice in evidence.voices if voice.origin != origin])


# -- what is said of it


def _make_spread(found: Summaries, at: int, evidence: Evidence) -> Spread:
    half, most = found.half[at].tolist(), found.most[at].tolist()
    return Spread(
        median=float(found.median[at]),
        half=(half[0], half[1]),
        most=(most[0], most[1]),
        any=min(1.0, max(0.0, float(found.any[at]))),
        reported=evidence.reported or (0, 0),
    )


def _to_decibans(share: np.ndarray) -> list[float]:
    limited = np.clip(share, _ODDS_LIMIT, 1 - _ODDS_LIMIT)
    decibans: list[float] = (10 * np.log10(limited / (1 - limited))).tolist()
    return decibans


def _say(evidence: Evidence, spread: Spread) -> str:
    done = evidence.question.split("/")[0]
    low, high = spread.most
    between = f"{low}" if low == high else f"{low} to {high}"
    words = f"Middle of the estimate: {spread.median:g} {done}; about nine tenths of it: {between}."
    likely = find_likelihood(spread.any)
    return f"{words} That anybody was {done}: {likely.value}."


def _make_worth(
    evidence: Evidence,
    origin: str,
    labels: Mapping[str, str],
    odds: Sequence[float],
    at: tuple[int, int | None, int | None],
) -> Worth:
    whole, without, alone = at
    figures = [figure for figure in evidence.figures if figure.origin == origin]
    prior = odds[-1]
    return Worth(
        origin=labels.get(origin, origin),
        claims=tuple(dict.fromkeys(figure.claim for figure in figures)),
        text="; ".join(dict.fromkeys(figure.text for figure in figures)),
        alone=0.0 if alone is None else odds[alone] - prior,
        lost=odds[whole] - (prior if without is None else odds[without]),
    )


def _make_ledger(
    evidence: Evidence,
    chain: Sequence[int | None],
    odds: Sequence[float],
    worths: Mapping[str, Worth],
    labels: Mapping[str, str],
) -> Ledger:
    """Line by line from the prior on, each role after the one before."""
    done = evidence.question.split("/")[0]
    lines = [WeightLine("before anybody speaks", odds[-1])]
    before = odds[-1]
    for role, at in zip(_roles_of(evidence), chain, strict=True):
        now = before if at is None else odds[at]
        figures = [figure for figure in evidence.figures if figure.role is role]
        origins = list(dict.fromkeys(figure.origin for figure in figures))
        voices = [voice.origin for voice in evidence.voices if voice.role is role]
        said = "; ".join(dict.fromkeys(figure.text for figure in figures)) or "gives no figure"
        lines.append(
            WeightLine(
                text=f"{say_role(role)}: {said}",
                points=now - before,
                origins=tuple(labels.get(origin, origin) for origin in origins or dict.fromkeys(voices)),
                claims=tuple(dict.fromkeys(figure.claim for figure in figures)),
                parts=tuple(worths[origin] for origin in origins),
            )
        )
        before = now
    total = math.fsum(line.points for line in lines)
    return Ledger(f"somebody was {done}, against nobody was", tuple(lines), total)


def _make_dependences(
    evidence: Evidence,
    origins: Sequence[str],
    without: Sequence[int | None],
    found: Summaries,
    at: int,
    labels: Mapping[str, str],
) -> list[Dependence]:
    """Every origin with a figure: those whose loss changes the picture first, then by how far the median moves."""
    made = []
    low, high = found.half[at].tolist()
    middle = float(found.median[at])
    for origin, index in zip(origins, without, strict=True):
        label = labels.get(origin, origin)
        if index is None:
            made.append(Dependence(label, "Without it no figure is left.", None, None, changes=True))
            continue
        value = float(found.median[index])
        moves = f"is {value:g} instead of {middle:g}" if value != middle else "stays"
        text = f"Without it the middle {moves}."
        made.append(Dependence(label, text, value, None, changes=not low <= value <= high))
    return sorted(made, key=lambda one: (not one.changes, -abs((one.value or 0.0) - middle), one.origin))


def _find_missing(evidence: Evidence, spread: Spread, model: CountModel) -> list[Missing]:
    """What a figure of the victims' side or of a third party, where there is none, could move the middle to."""
    told = {figure.role for figure in evidence.figures}
    status = evidence.question.split("/")[2]
    own = {"military": CountRole.OWN_MILITARY, "civilian": CountRole.OWN_CIVILIAN}.get(status, CountRole.OWN)
    asked = [role for role in (own, CountRole.THIRD) if role not in told]
    variants = _Variants()
    for role in asked:
        for number in spread.most:
            voices = [voice for voice in evidence.voices if voice.role is not role]
            extra = Figure(role, number, number, False, "", 1.0, evidence.figures[0].claim, "", "")
            variants.add((*evidence.figures, extra), voices)
    medians = variants.weigh(model).median.tolist()
    made = []
    for role, low, high in zip(asked, medians[::2], medians[1::2], strict=False):
        made.append(Missing(f"a figure of {say_camp(role)}", min(low, high), max(low, high)))
    return sorted(made, key=lambda one: (one.low - one.high, one.text))


def _find_notes(evidence: Evidence) -> list[str]:
    notes = []
    origins = {figure.origin for figure in evidence.figures}
    camps = {say_camp(figure.role) for figure in evidence.figures}
    if len(origins) == 1:
        notes.append("All figures go back to one origin.")
    elif len(camps) == 1:
        notes.append(f"All figures come from {camps.pop()}.")
    if evidence.superseded:
        notes.append(f"Left out: {evidence.superseded} earlier, which the speaker replaced or took back.")
    if evidence.beyond:
        notes.append(f"Left out: {evidence.beyond} above {HIGHEST:,}, more than one incident is taken to have.")
    if any(figure.role in MIXED for figure in evidence.figures):
        notes.append("It is not said whether they were soldiers or civilians; both are taken to be as likely.")
    return notes
