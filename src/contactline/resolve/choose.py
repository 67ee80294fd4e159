"""Which installed mandate fits a set of reports, when the user names none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.records.ids import PlaceId, SideId
from contactline.records.mandates import Mandate
from contactline.records.names import NameSpot, SpotSort
from contactline.resolve.spotter import MandateSpotter

LEAST: Final = 3.0
"""Mean number of distinct names per text that a mandate needs."""
LEAST_SHARE: Final = 0.34
"""Share of the texts that must name both sides, or one side and a place of the mandate."""
CLEARLY: Final = 1.3
"""How many times the second best score the best one must have, for the choice to be called clear."""
_MOST_TEXTS: Final = 200
_MOST_CHARACTERS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What :func:`choose_mandate` found.

    Attributes:
        mandate: the one that fits best, or ``None`` when none fits well enough.
        scores: for every mandate its name and the mean number of distinct names per text.
        reason: in one sentence for a person.
    """

    mandate: Mandate | None
    scores: tuple[tuple[str, float], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Fit:
    mandate: Mandate
    score: float
    share: float

    @property
    def is_enough(self) -> bool:
        return self.score >= LEAST and self.share >= LEAST_SHARE


def choose_mandate(mandates: Iterable[Mandate], texts: Iterable[str]) -> Choice:
    """The mandate whose names the texts use most.

    Counted are, per text, the distinct actors of both sides and the distinct places of the mandate; names of third
    parties count for nothing, since every conflict has the same agencies and great powers. A mandate fits when a text
    has on average at least :data:`LEAST` such names, and at least :data:`LEAST_SHARE` of the texts name both sides, or
    one of them and a place. At most 200 texts are looked at, evenly chosen, the first 20,000 characters of each.

    Args:
        mandates: the installed ones.
        texts: the reports' texts.
    """
    sample = _sample(tuple(texts))
    fits = sorted((_measure(mandate, sample) for mandate in mandates), key=lambda fit: (-fit.score, fit.mandate.name))
    scores = tuple((fit.mandate.name, round(fit.score, 2)) for fit in fits)
    best = next((fit for fit in fits if fit.is_enough), None)
    if best is None:
        return Choice(None, scores, _explain_none(fits))
    others = [fit for fit in fits if fit is not best and fit.score * CLEARLY > best.score]
    reason = (
        f"“{best.mandate.name}” fits: {best.score:.1f} of its names per report, "
        f"{best.share:.0%} of the reports name its sides."
    )
    if others:
        reason += f" “{others[0].mandate.name}” fits nearly as well; name one with --mandate."
    return Choice(best.mandate, scores, reason)


def _explain_none(fits: Sequence[_Fit]) -> str:
    if not fits:
        return "No mandate is installed."
    best = fits[0]
    return (
        f"No installed mandate fits: the best, “{best.mandate.name}”, has {best.score:.1f} names per report "
        f"(at least {LEAST:.0f} are needed) and {best.share:.0%} of the reports name its sides. "
        "Name one with --mandate."
    )


def _sample(texts: tuple[str, ...]) -> tuple[str, ...]:
    step = max(1, -(-len(texts) // _MOST_TEXTS))
    return tuple(text[:_MOST_CHARACTERS] for text in texts[::step])


def _measure(mandate: Mandate, texts: tuple[str, ...]) -> _Fit:
    spotter = MandateSpotter(mandate)
    own = {side.id for side in mandate.sides}
    counts, telling = 0, 0
    for text in texts:
        actors, places = _distinct(spotter.spot(text), own, spotter)
        counts += len(actors) + len(places)
        sides = {side for _, side in actors}
        telling += len(sides) == len(own) or (len(sides) == 1 and bool(places))
    size = max(len(texts), 1)
    return _Fit(mandate, counts / size, telling / size)


def _distinct(
    spots: Iterable[NameSpot], own: set[SideId], spotter: MandateSpotter
) -> tuple[set[tuple[str, SideId]], set[str]]:
    """Distinct actors of the two sides, and distinct places other than countries."""
    actors: set[tuple[str, SideId]] = set()
    places: set[str] = set()
    for spot in spots:
        if spot.sort is SpotSort.PLACE and spot.kind != "country":
            places.add(spot.ids[0])
        elif spot.side in own and spot.sort is not SpotSort.PEJORATIVE:
            actors.add((spot.ids[0], spot.side))
    return actors, {place for place in places if _is_local(place, spotter)}


def _is_local(place: str, spotter: MandateSpotter) -> bool:
    """Whether a place lies where the sides are: not a capital elsewhere that a mandate lists for its agreements."""
    gazetteer = spotter.gazetteer
    id_ = PlaceId(place)
    countries = [gazetteer.places[area] for area in (id_, *gazetteer.ancestors(id_))]
    names = {name.text for country in countries if country.kind == "country" for name in country.names}
    owners = {entry.side for name in names for entry in spotter.index.find(name) if entry.side}
    return not owners or bool(owners & {side.id for side in spotter.mandate.sides})
