"""Estimate how many were killed or wounded: from figures of all roles to a range, with what each figure is worth.

Over true numbers K, ``P(K | figures) ~ P0(K) × PROD over roles [ says none | gives one × PROD f(figure | K)^w ]``; the
explanation of weighing writes it out. An estimate is never a finding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the parts of one question's evidence stand among the groups that are weighed together.

    Attributes:
        whole: all of it.
        chain: up to each role that speaks, in their order.
        without, alone: by origin that gives a figure; ``None`` where nothing is left to weigh.
    """

    evidence: Evidence
    whole: int
    chain: tuple[int, ...]
    without: Mapping[str, int | None]
    alone: Mapping[str, int | None]


def estimate_counts(
    evidence: Iterable[Evidence], models: CountModels, labels: Mapping[str, str]
) -> tuple[Estimate, ...]:
    """An estimate for every question, in their order.

    Args:
        evidence: of each question.
        models: parameters by outcome.
        labels: of origins, by their key in the evidence.
    """
    asked = tuple(evidence)
    made: dict[str, Estimate] = {}
    for model in dict.fromkeys((models.killed, models.wounded)):
        mine = [one for one in asked if models.of(one.question.split("/")[0]) == model]
        made |= {estimate.question: estimate for estimate in _estimate_together(mine, model, labels)}
    return tuple(made[one.question] for one in asked)


def estimate_count(evidence: Evidence, model: CountModel, labels: Mapping[str, str]) -> Estimate:
    """The estimate on one question."""
    [estimate] = _estimate_together([evidence], model, labels)
    return estimate


def _estimate_together(asked: Sequence[Evidence], model: CountModel, labels: Mapping[str, str]) -> Iterator[Estimate]:
    """All questions of one model in two sweeps: what there is and its parts, then what could come on top."""
    variants = _Variants()
    plans = {one.question: _plan(variants, one) for one in asked if one.figures}
    found = variants.weigh(model)
    odds = _to_decibans(found.any)
    spreads = {question: _make_spread(found, plan) for question, plan in plans.items()}
    missing = _find_missing([(plan.evidence, spreads[question]) for question, plan in plans.items()], model)
    for one in asked:
        if not one.figures:
            yield _refuse(one, model, Basis.BROKEN_FIGURE if one.beyond else Basis.NO_FIGURE)
            continue
        plan, spread = plans[one.question], spreads[one.question]
        yield Estimate(
            question=one.question,
            text=_say(one, spread, float(found.holds[plan.whole, 1])),
            model=model.version,
            source=model.about,
            spread=spread,
            ledger=_make_ledger(plan, odds, labels),
            dependences=tuple(_make_dependences(plan, found, labels)),
            missing=missing[one.question],
            notes=tuple(_find_notes(one)),
        )


def _plan(variants: _Variants, evidence: Evidence) -> _Plan:
    figures = evidence.figures
    whole = variants.add(figures, evidence.voices)
    chain = [_add_role(variants, evidence, role) for role in _roles_of(evidence)]
    origins = list(dict.fromkeys(figure.origin for figure in figures))
    without = {origin: _add_without(variants, evidence, origin) for origin in origins}
    alone = {origin: variants.add([each for each in figures if each.origin == origin], ()) for origin in origins}
    return _Plan(evidence, whole or 0, tuple(at or 0 for at in chain), without, alone)


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


def _make_spread(found: Summaries, plan: _Plan) -> Spread:
    at = plan.whole
    half, most = found.half[at].tolist(), found.most[at].tolist()
    return Spread(
        median=float(found.median[at]),
        half=(half[0], half[1]),
        most=(most[0], most[1]),
        any=min(1.0, max(0.0, float(found.any[at]))),
        reported=plan.evidence.reported or (0, None),
    )


def _to_decibans(share: np.ndarray) -> list[float]:
    limited = np.clip(share, _ODDS_LIMIT, 1 - _ODDS_LIMIT)
    decibans: list[float] = (10 * np.log10(limited / (1 - limited))).tolist()
    return decibans


def _say(evidence: Evidence, spread: Spread, holds: float) -> str:
    """The estimate in two sentences; ``holds`` is what the wider range holds in fact."""
    done = evidence.question.split("/")[0]
    low, high = spread.most
    between = "that number" if low == high else f"{low} to {high}"
    percent = "over 99" if holds > 0.99 else f"{100 * holds:.0f}"
    likely = find_likelihood(spread.any)
    return (
        f"Estimate: {spread.median:g} {done}; {between} with a chance of {percent} %. "
        f"That anybody was {done}: {likely.value}."
    )


def _make_worth(plan: _Plan, origin: str, labels: Mapping[str, str], odds: Sequence[float]) -> Worth:
    figures = [figure for figure in plan.evidence.figures if figure.origin == origin]
    prior, alone, without = odds[-1], plan.alone[origin], plan.without[origin]
    return Worth(
        origin=labels.get(origin, origin),
        claims=tuple(dict.fromkeys(figure.claim for figure in figures)),
        text="; ".join(dict.fromkeys(figure.text for figure in figures)),
        alone=0.0 if alone is None else odds[alone] - prior,
        lost=odds[plan.whole] - (prior if without is None else odds[without]),
    )


def _make_ledger(plan: _Plan, odds: Sequence[float], labels: Mapping[str, str]) -> Ledger:
    """Line by line from the prior on, each role after the one before."""
    evidence = plan.evidence
    done = evidence.question.split("/")[0]
    lines = [WeightLine("before anybody speaks", odds[-1])]
    before = odds[-1]
    for role, at in zip(_roles_of(evidence), plan.chain, strict=True):
        figures = [figure for figure in evidence.figures if figure.role is role]
        origins = list(dict.fromkeys(figure.origin for figure in figures))
        speaking = dict.fromkeys(voice.origin for voice in evidence.voices if voice.role is role)
        said = "; ".join(dict.fromkeys(figure.text for figure in figures)) or "gives no figure"
        lines.append(
            WeightLine(
                text=f"{say_role(role)}: {said}",
                points=odds[at] - before,
                origins=tuple(labels.get(origin, origin) for origin in origins or speaking),
                claims=tuple(dict.fromkeys(figure.claim for figure in figures)),
                parts=tuple(_make_worth(plan, origin, labels, odds) for origin in origins),
            )
        )
        before = odds[at]
    total = math.fsum(line.points for line in lines)
    return Ledger(f"that somebody was {done}, against that nobody was", tuple(lines), total)


def _make_dependences(plan: _Plan, found: Summaries, labels: Mapping[str, str]) -> list[Dependence]:
    """Every origin with a figure: those whose loss changes the picture first, then by how far the median moves."""
    made = []
    low, high = found.half[plan.whole].tolist()
    middle = float(found.median[plan.whole])
    for origin, index in plan.without.items():
        label = labels.get(origin, origin)
        if index is None:
            made.append(Dependence(label, f"Without {label} no figure is left.", None, None, changes=True))
            continue
        value = float(found.median[index])
        moves = f"is {value:g} instead of {middle:g}" if value != middle else "stays"
        text = f"Without {label} the middle {moves}."
        made.append(Dependence(label, text, value, None, changes=not low <= value <= high))
    return sorted(made, key=lambda one: (not one.changes, -abs((one.value or 0.0) - middle), one.origin))


def _find_missing(asked: Sequence[tuple[Evidence, Spread]], model: CountModel) -> dict[str, tuple[Missing, ...]]:
    """What a figure of the victims' side or of a third party, where there is none, could move the middle to."""
    variants = _Variants()
    added = []
    for evidence, spread in asked:
        for role in _find_unheard(evidence):
            voices = [voice for voice in evidence.voices if voice.role is not role]
            extra = [
                Figure(role, number, number, False, "", 1.0, evidence.figures[0].claim, "", "")
                for number in spread.most
            ]
            ends = [variants.add((*evidence.figures, figure), voices) or 0 for figure in extra]
            added.append((evidence.question, role, ends))
    medians = variants.weigh(model).median.tolist()
    found: dict[str, list[Missing]] = {evidence.question: [] for evidence, _ in asked}
    for question, role, ends in added:
        low, high = sorted(medians[at] for at in ends)
        found[question].append(Missing(f"a figure of {say_camp(role)}", low, high))
    return {
        question: tuple(sorted(made, key=lambda one: (one.low - one.high, one.text)))
        for question, made in found.items()
    }


def _find_unheard(evidence: Evidence) -> list[CountRole]:
    told = {figure.role for figure in evidence.figures}
    status = evidence.question.split("/")[2]
    own = {"military": CountRole.OWN_MILITARY, "civilian": CountRole.OWN_CIVILIAN}.get(status, CountRole.OWN)
    return [role for role in (own, CountRole.THIRD) if role not in told]


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
