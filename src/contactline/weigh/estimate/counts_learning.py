"""What a deployment's own incidents teach of counts: parameters fitted without labels, killed and wounded apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from contactline.records.countmodels import CountModel, CountModels
from contactline.weigh.estimate.counts_columns import make_cases
from contactline.weigh.estimate.counts_evidence import Evidence, gather_figures
from contactline.weigh.estimate.counts_fit import CountFit, fit_counts


def learn_counts(evidence: Iterable[Evidence], start: CountModels, on: date, version: str) -> CountModels:
    """Models fitted on incidents of a deployment; an outcome with too few figures keeps what it starts from.

    Args:
        evidence: of all incidents and questions; what has neither a figure nor a voice teaches nothing.
        start: where to begin, and what the priors are centred on.
        on: the day of the fit.
        version: name of the models.
    """
    known = [one for one in evidence if one.figures or one.voices]
    killed = [one for one in known if one.question.startswith("killed/")]
    wounded = [one for one in known if one.question.startswith("wounded/")]
    return CountModels(_learn(killed, start.killed, on, version), _learn(wounded, start.wounded, on, version))


def _learn(evidence: list[Evidence], start: CountModel, on: date, version: str) -> CountModel:
    if not evidence:
        return start
    fit = fit_counts(make_cases(gather_figures(evidence), start.fixed.shares), start)
    return replace(fit.model, version=version, about=_say(fit, start, on)) if fit.rounds else start


def _say(fit: CountFit, start: CountModel, on: date) -> str:
    return f"Fitted without labels to {fit.groups:,} counts of this deployment, {on.isoformat()}, from {start.version}."
