"""Portraits of incidents: what their claims state, worked out once for asking how incidents stand to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from contactline._kit.folding import fold_name
from contactline.link.accounts import is_anchor
from contactline.link.sites import Atlas, Level, find_unknown_names
from contactline.link.times import is_period, local_days
from contactline.records.claims import Act, Claim, NumberForm, Order, Outcome, PlaceRole, Polarity
from contactline.records.ids import ClaimId, PlaceId, ReportId, SideId
from contactline.records.incidents import Incident
from contactline.records.kinds import FAMILIES, TALK, VAGUE
from contactline.records.titles import KIND_PHRASES, make_day_title

_SCENE_LIMIT: Final = 3  # places after the third were named in passing
_FIGURE_LIMIT: Final = 6
_DENYING: Final = frozenset({Act.DENIES, Act.PARTLY_DENIES})
_NAME_LENGTH: Final = 5  # shorter names are initials and particles

Figure = tuple[Outcome, int, SideId | None]
"""An exact number of people: outcome, number, whose."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """An incident with what its claims state.

    Attributes:
        number: its place in the given order; breaks every tie.
        anchors: the claims that say that something happened.
        scene: the settlements named most often; where the mandate knows no place, the name given most often, in quotes.
        areas: districts and regions named.
        days: first and last local day, or ``None``.
        families: which groups of kinds it falls into; a vague kind falls into all.
        figures: exact numbers of people that are affirmed; two or more.
        victims: folded names of victims.
    """

    incident: Incident
    number: int
    anchors: tuple[Claim, ...]
    scene: tuple[PlaceId, ...]
    areas: tuple[PlaceId, ...]
    days: tuple[date, date] | None
    families: tuple[int, ...]
    means: frozenset[str]
    figures: frozenset[Figure]
    victims: frozenset[str]
    reports: frozenset[ReportId]

    @property
    def is_dated(self) -> bool:
        """Whether it has a date and not just a period."""
        return self.incident.when is not None and not is_period(self.incident.when)

    @property
    def start(self) -> float:
        """Seconds of its beginning, for sorting in time; undated ones stand last."""
        when = self.incident.when
        return when.earliest.timestamp() if when else float("inf")

    @property
    def kind_words(self) -> str:
        """Its kind inside a sentence."""
        phrase = KIND_PHRASES[self.incident.kind]
        return phrase[0].lower() + phrase[1:]

    @property
    def day_words(self) -> str:
        """Its days as a title writes them."""
        return make_day_title(*self.days) if self.days else "date not stated"

    def gap_days(self, other: Portrait) -> int:
        """Days from the end of the earlier to the beginning of the later; 0 where they touch one day."""
        if self.days is None or other.days is None:
            raise ValueError("an incident without a date has no distance in time")
        return max((self.days[0] - other.days[1]).days, (other.days[0] - self.days[1]).days, 0)


def make_portraits(
    incidents: Sequence[Incident], claims: Mapping[ClaimId, Claim], atlas: Atlas
) -> tuple[Portrait, ...]:
    """A portrait of each incident, in their order."""
    return tuple(_make(number, incident, claims, atlas) for number, incident in enumerate(incidents))


def _make(number: int, incident: Incident, claims: Mapping[ClaimId, Claim], atlas: Atlas) -> Portrait:
    mine = [claims[claim] for claim in incident.claims if claim in claims]
    anchors = tuple(claim for claim in mine if is_anchor(claim) and (incident.recalled or not claim.background))
    settlements = [place for place in incident.places if atlas.level(place) is Level.SETTLEMENT]
    if not incident.places:
        settlements = _find_unknown(anchors)
    return Portrait(
        incident=incident,
        number=number,
        anchors=anchors,
        scene=tuple(settlements[:_SCENE_LIMIT]),
        areas=_find_areas(incident, anchors, atlas),
        days=local_days(incident.when) if incident.when else None,
        families=find_families(incident),
        means=frozenset(means.normal for claim in anchors for means in claim.occurrence.means),
        figures=frozenset(sorted(set(_iter_figures(anchors)), key=str)[:_FIGURE_LIMIT]),
        victims=frozenset(_iter_victims(anchors)),
        reports=frozenset(claim.report for claim in anchors),
    )


def find_families(incident: Incident) -> tuple[int, ...]:
    """The numbers of the groups of kinds that an incident falls into; talk falls into none."""
    if incident.kind in TALK:
        return ()
    if incident.kind in VAGUE:
        return tuple(range(len(FAMILIES)))
    return tuple(number for number, family in enumerate(FAMILIES) if incident.kind in family)


def say_gap(days: int) -> str:
    """A distance in time in words: ``5 days``, ``3 weeks``, ``14 months``, ``4 years``."""
    for limit, length, word in ((14, 1, "day"), (60, 7, "week"), (730, 30.44, "month")):
        if days < limit:
            number = round(days / length)
            return f"{number} {word}{'' if number == 1 else 's'}"
    return f"{round(days / 365.25)} years"


def say_distance(one: PlaceId, other: PlaceId, atlas: Atlas) -> str:
    """How far two places lie apart, in words; empty where it is not known."""
    distance = atlas.distance_km(one, other)
    return "" if distance is None else f"{distance:.0f} km apart"


def _find_unknown(anchors: Sequence[Claim]) -> list[PlaceId]:
    """The place name given most often that no gazetteer knows: it has no point, and it is a place all the same."""
    counts = Counter(name for claim in anchors for name in find_unknown_names(claim))
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return [PlaceId(f"“{name}”") for name in names[:1]]


def _find_areas(incident: Incident, anchors: Sequence[Claim], atlas: Atlas) -> tuple[PlaceId, ...]:
    districts = [place for place in incident.places if atlas.level(place) is Level.DISTRICT]
    named = [
        mention.place
        for claim in anchors
        for mention in claim.occurrence.places
        if mention.place is not None and mention.role is PlaceRole.AT and atlas.is_region(mention.place)
    ]
    return tuple(dict.fromkeys((*districts, *sorted(named))))


def _iter_figures(anchors: Iterable[Claim]) -> Iterable[Figure]:
    for claim in anchors:
        if claim.polarity is Polarity.NEGATIVE or claim.act in _DENYING or claim.occurrence.order is Order.ANSWER:
            continue
        for loss in claim.casualties:
            if loss.form is NumberForm.EXACT and loss.minimum > 1:
                yield loss.outcome, loss.minimum, loss.victims.side


def _iter_victims(anchors: Iterable[Claim]) -> Iterable[str]:
    for claim in anchors:
        for loss in claim.casualties:
            for person in loss.persons:
                name = fold_name(person.name)
                if len(name) >= _NAME_LENGTH:
                    yield name
