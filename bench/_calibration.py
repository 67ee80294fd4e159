"""Whether confidence means something: of readings held at 0.7, are 7 in 10 right?

Claims of annotated reports are read as in ``_claims.py``. A claim is right when all of its key is (as in the strict
score); a field is right when it agrees with that of the annotated claim at the same words, and wrong where nobody
annotated one. The expected calibration error is the mean distance between confidence and share, over ten bins of equal
width, weighted by their size (Naeini et al. 2015).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from _claims import DERIVED, FIELDS, Unit, load_split, make_found, make_gold, pair_by_place
from contactline.annotated.conflict import make_mandate
from contactline.desk.clipping import clip_report
from contactline.desk.sides import settle_side
from contactline.ports import Reader
from contactline.records.claims import Claim
from contactline.resolve.resolve import Resolver

BINS: Final = 10
CLAIM: Final = "claim"


class Held(NamedTuple):
    """How sure a reader was of something, and whether it was right."""

    confidence: float
    right: bool


def collect(reader: Reader, root: Path, split: str) -> dict[str, list[Held]]:
    """All confidences of a reader on one split: of whole claims, and by field, empty ones as ``places-none``."""
    held: dict[str, list[Held]] = defaultdict(list)
    for conflict, texts in load_split(root, split):
        mandate = make_mandate(conflict)
        resolver = Resolver(mandate)
        for text in texts:
            report = clip_report(settle_side(text.report, mandate))
            reading = resolver.resolve(report, reader.read(report, resolver.names))
            claims = [c for c in reading.claims if c.certainty and not c.construction.endswith(DERIVED)]
            _hold(held, claims, [make_gold(text, claim) for claim in text.claims])
    return dict(held)


def _hold(held: dict[str, list[Held]], claims: list[Claim], gold: list[Unit]) -> None:
    found = [make_found(claim) for claim in claims]
    left = Counter(unit.key for unit in gold)
    twins = {id(one): other for other, one in pair_by_place(gold, found)}
    for claim, unit in zip(claims, found, strict=True):
        right = left[unit.key] > 0
        left[unit.key] -= right
        held[CLAIM].append(Held(claim.confidence, right))
        twin = twins.get(id(unit))
        for certainty in claim.certainty:
            empty = certainty.field in ("places", "casualties") and not getattr(unit, certainty.field)
            name = f"{certainty.field}-none" if empty else certainty.field
            agrees = twin is not None and getattr(unit, certainty.field) == getattr(twin, certainty.field)
            held[name].append(Held(certainty.confidence, agrees))


def calibration_error(held: Iterable[Held]) -> float:
    """The expected calibration error, 0 to 1."""
    rows = list(held)
    return sum(abs(mean - share) * count for mean, share, count in reliability(rows)) / max(1, len(rows))


def reliability(held: Iterable[Held]) -> list[tuple[float, float, int]]:
    """By bin, those that hold something: mean confidence, share that is right, how many."""
    bins: dict[int, list[Held]] = defaultdict(list)
    for one in held:
        bins[min(BINS - 1, int(one.confidence * BINS))].append(one)
    return [
        (sum(h.confidence for h in rows) / len(rows), sum(h.right for h in rows) / len(rows), len(rows))
        for _, rows in sorted(bins.items())
    ]


def table(held: Mapping[str, list[Held]]) -> list[tuple[str, int, float, float, float]]:
    """Rows of name, how many, mean confidence, share right, expected calibration error; the claim first."""
    fields = {name.partition("-")[0] for name in held} - {CLAIM}
    merged: dict[str, list[Held]] = {field: [] for field in fields}
    for name, some in held.items():
        merged.setdefault(name.partition("-")[0], []).extend(some)
    names = [CLAIM, *(field for field in FIELDS if field in merged)]
    rows = {CLAIM: held.get(CLAIM, []), **merged}
    return [
        (
            name,
            len(rows[name]),
            sum(h.confidence for h in rows[name]) / max(1, len(rows[name])),
            sum(h.right for h in rows[name]) / max(1, len(rows[name])),
            calibration_error(rows[name]),
        )
        for name in names
    ]
