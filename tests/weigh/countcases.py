"""Evidence on a count, written down by hand."""

from __future__ import annotations

from contactline.records.countmodels import CountRole
from contactline.records.estimates import Estimate
from contactline.records.ids import ClaimId
from contactline.weigh.estimate.counts import estimate_count
from contactline.weigh.estimate.counts_columns import OPEN
from contactline.weigh.estimate.counts_evidence import Evidence, Figure, Voice
from contactline.weigh.estimate.counts_model import load_counts

MODEL = load_counts().killed
CIVILIANS = "killed/north/civilian"


def says(role: CountRole, low: int, high: int | None = None, *, origin: str = "", **values) -> Figure:
    """One figure; without an origin it has one of its own."""
    top = low if high is None else high
    said = (low, None if top == OPEN else top)
    name = origin or f"{role} {low} {top}"
    settings = {"denied": False, "member": 1.0, "claim": ClaimId(f"c {name}"), "text": f"{low}", "speaker": name}
    return Figure(role=role, low=low, high=top, origin=name, said=said, **(settings | values))


def gather(*figures: Figure, silent: tuple[CountRole, ...] = (), question: str = CIVILIANS) -> Evidence:
    voices = {(figure.role, figure.origin): figure.member for figure in figures}
    voices |= {(role, f"silent {role}"): 1.0 for role in silent}
    ends = [end for figure in figures for end in figure.said]
    reported = (min(f.said[0] for f in figures), None if None in ends else max(ends)) if figures else None
    told = tuple(Voice(role, origin, member) for (role, origin), member in voices.items())
    return Evidence(question, figures, told, reported=reported)


def weigh(*figures: Figure, **values) -> Estimate:
    return estimate_count(gather(*figures, **values), MODEL, {})
