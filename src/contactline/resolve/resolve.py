"""The resolver: claims as read, to claims with places, actors, sides, times, agreements and settled acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from contactline.ports import Reading, Spotter
from contactline.records.claims import (
    Claim,
    LawMention,
    Mention,
    Modality,
    Occurrence,
    TimeMention,
)
from contactline.records.ids import AgreementId
from contactline.records.mandates import Mandate
from contactline.records.names import NameSpot, SpotSort
from contactline.records.problems import Problem
from contactline.records.quotes import Quote
from contactline.records.reports import Report
from contactline.records.times import TimePrecision, When
from contactline.reference.open_mandate import OPEN_NAME
from contactline.resolve.actors import Cast
from contactline.resolve.acts import settle_act
from contactline.resolve.log import Log
from contactline.resolve.places import PlaceResolver
from contactline.resolve.publisher import describe_publisher
from contactline.resolve.spotter import MandateSpotter
from contactline.resolve.times import TimeAnchors, read_time
from contactline.resolve.victims import infer_sides
from contactline.resolve.words import fold_words

VERSION: Final = "3"
"""Changes whenever the same reading may be resolved otherwise."""
_CLOCK: Final = frozenset({TimePrecision.MINUTE, TimePrecision.RANGE, TimePrecision.HOUR})
_SEVERAL: Final = re.compile(
    r"(?i)\b(?:and|or)\b(?=.*\b(?:agreements|accords|protocols|conventions|statements|memoranda|treaties|declarations)\b)"
)
_DOCUMENTS: Final = frozenset(
    {"statement", "statements", "report", "document", "text", "release", "communique", "message", "letter", "note"}
)


class Resolver:
    """Resolves readings under one mandate. Pure: the same report and reading give the same result.

    Attributes:
        names: finds the names that the mandate knows; readers are given it.
        version: see :data:`VERSION`.
    """

    version: str = VERSION

    def __init__(self, mandate: Mandate) -> None:
        self._mandate = mandate
        self._spotter = MandateSpotter(mandate)
        self.names: Spotter = self._spotter

    def resolve(self, report: Report, reading: Reading) -> Reading:
        """The same claims, in the same order and with the same ids, with what their words stand for.

        What cannot be resolved stays as text, and a problem with its span says so, once per report for the same words.
        """
        log = Log(report)
        publisher = describe_publisher(report.meta, self._spotter.index, self._mandate, log)
        spots = self._spotter.spot(report.text)
        cast = Cast(report, self._spotter, spots, publisher, log)
        cast.introduce(mention for claim in reading.claims for mention in iter_mentions(claim))
        places = PlaceResolver(self._spotter.gazetteer, spots, log)
        times = _read_times(report, reading, self._mandate, log)
        agreements = tuple(spot for spot in spots if spot.sort is SpotSort.AGREEMENT)
        scene = _Scene(cast, places, times, agreements, log)
        named = tuple(scene.resolve(claim) for claim in reading.claims)
        sided = infer_sides(named, self._mandate, report.text, log)
        claims = tuple(replace(claim, act=settle_act(claim, self._mandate)) for claim in sided)
        return Reading(claims, (*reading.problems, *log.problems))

    def describe_publisher(self, report: Report) -> tuple[Mention, tuple[Problem, ...]]:
        """The publisher of a report with actor and side, and what was wrong or missing there."""
        log = Log(report)
        mention = describe_publisher(report.meta, self._spotter.index, self._mandate, log)
        return mention, tuple(log.problems)


def iter_mentions(claim: Claim) -> Iterator[Mention]:
    """Every mention of a claim."""
    yield claim.speaker
    yield from claim.relayed_by
    yield from claim.occurrence.actors
    yield from (target.mention for target in claim.occurrence.targets)
    yield from (entry.victims for entry in claim.casualties)
    yield from (damage.target for damage in claim.damage)


@dataclass(frozen=True, slots=True)
class _Scene:
    """All that the claims of one report are resolved against."""

    cast: Cast
    places: PlaceResolver
    times: dict[tuple[int, int], When | None]
    agreements: tuple[NameSpot, ...]
    log: Log

    def resolve(self, claim: Claim) -> Claim:
        speaker = self._resolve_speaker(claim)
        side = speaker.side
        occurrence = self._resolve_occurrence(claim.occurrence, speaker)
        casualties = tuple(
            replace(entry, victims=self.cast.resolve(entry.victims, side, required=False)) for entry in claim.casualties
        )
        return replace(
            claim,
            speaker=speaker,
            relayed_by=tuple(self.cast.resolve(mention, None) for mention in claim.relayed_by),
            occurrence=occurrence,
            casualties=casualties,
            damage=tuple(
                replace(damage, target=self.cast.resolve(damage.target, side, required=False))
                for damage in claim.damage
            ),
            law=tuple(self._resolve_law(mention) for mention in claim.law),
            stated=self._resolve_time(claim.stated),
        )

    def _resolve_speaker(self, claim: Claim) -> Mention:
        """The speaker, seen from whoever relays the words: "the enemy claims" in an outlet of one side."""
        nearest = self.cast.resolve(claim.relayed_by[-1], None) if claim.relayed_by else None
        speaker, seen_from = claim.speaker, nearest.side if nearest else None
        if nearest is None or nearest.quote is None or not _is_document(claim):
            return self.cast.resolve(speaker, seen_from)
        found = self.cast.resolve(speaker, seen_from, required=nearest.side is None)
        if found.side is not None or found.actor is not None or nearest.side is None:
            return found
        message = f"“{speaker.text}”: taken as a text of {nearest.text}, who is named with it"
        self.log.chosen("actor-assumed", message, speaker.quote)
        return replace(speaker, actor=nearest.actor, side=nearest.side)

    def _resolve_occurrence(self, occurrence: Occurrence, speaker: Mention) -> Occurrence:
        side = speaker.side
        return replace(
            occurrence,
            actors=tuple(self.cast.resolve(mention, side, speaker=speaker) for mention in occurrence.actors),
            targets=tuple(
                replace(target, mention=self.cast.resolve(target.mention, side, required=False))
                for target in occurrence.targets
            ),
            places=tuple(self.places.resolve(mention) for mention in occurrence.places),
            time=self._resolve_time(occurrence.time),
        )

    def _resolve_time(self, mention: TimeMention | None) -> TimeMention | None:
        if mention is None:
            return None
        span = mention.quote.span
        return replace(mention, when=self.times.get((span.start, span.end)))

    def _resolve_law(self, mention: LawMention) -> LawMention:
        """The agreement that the words name, if they name one; terms of law in general have none."""
        span = mention.quote.span
        spots = [spot for spot in self.agreements if spot.span.overlaps(span)]
        if _names_several(mention.quote, spots):
            return mention
        found = {spot.ids for spot in spots if len(spot.ids) == 1}
        return replace(mention, agreement=AgreementId(found.pop()[0])) if len(found) == 1 else mention


def _is_document(claim: Claim) -> bool:
    """Whether a text speaks that may be that of whoever is named with it; "X denies the report" says it is not X's."""
    own = claim.speaker.quote is not None and claim.modality is not Modality.REPORTED
    return own and bool(_DOCUMENTS & set(fold_words(claim.speaker.text)))


def _names_several(quote: Quote, spots: list[NameSpot]) -> bool:
    """Whether words name instruments side by side, of which the mandate may know one: "the A and B agreements"."""
    for joint in _SEVERAL.finditer(quote.words):
        place = quote.span.start + joint.start()
        if not any(spot.span.start <= place < spot.span.end for spot in spots):
            return True
    return False


def _read_times(report: Report, reading: Reading, mandate: Mandate, log: Log) -> dict[tuple[int, int], When | None]:
    """Intervals of all time mentions by span, read in the order of the text: later ones lean on earlier ones."""
    zone = mandate.zone
    mentions: dict[tuple[int, int], tuple[TimeMention, bool]] = {}
    for claim in reading.claims:
        future = claim.modality is Modality.FUTURE
        for mention, ahead in ((claim.stated, False), (claim.occurrence.time, future)):
            if mention is not None:
                span = mention.quote.span
                mentions.setdefault((span.start, span.end), (mention, ahead))
    published, at = _publication(report, zone)
    told: date | None = None
    found: dict[tuple[int, int], When | None] = {}
    for key in sorted(mentions):
        mention, future = mentions[key]
        got = read_time(mention.quote.words, TimeAnchors(published, at, told, future), zone)
        found[key] = got.when
        told = got.day or told
        _note_zone(mandate, mention, got.when, log)
        if got.trouble == "time-assumed":
            log.chosen(got.trouble, f"“{mention.quote.words}”: {got.reason}", mention.quote)
        elif got.trouble:
            log.missing(got.trouble, got.reason, mention.quote)
    return found


def _note_zone(mandate: Mandate, mention: TimeMention, when: When | None, log: Log) -> None:
    """Say once that clock times were read without knowing the clock: only a real mandate knows its zone."""
    if mandate.name == OPEN_NAME and when is not None and when.precision in _CLOCK and when.zone == mandate.zone:
        message = f"clock times are read as {mandate.zone}, because no mandate says which zone is meant; name one"
        log.chosen("zone-assumed", message, mention.quote, words=mandate.zone)


def _publication(report: Report, zone: str) -> tuple[date | None, datetime | None]:
    at = report.meta.published_at
    if at is not None:
        return at.astimezone(ZoneInfo(zone)).date(), at
    return report.meta.published_on, None
