"""Answer to: an incident whose speakers call it an answer to fire that another incident tells of.

Who answered whom is the speakers' word and stays theirs: the reason names them. An incident that tells of the first
fire itself is an exchange of fire, and its answer lies within it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from contactline.link.portraits import Figure, Portrait
from contactline.link.sites import TWO_ENDS_KM, Atlas
from contactline.link.times import is_clock, local_days
from contactline.records.claims import Act, Claim, Mention, Modality, NumberForm, Order, Polarity
from contactline.records.ids import SideId
from contactline.records.kinds import VAGUE

SOON: Final = timedelta(hours=24)
"""Fire in answer follows within so much time, or it has to be said what it answers."""
AVENGED_DAYS: Final = 30
"""A loss that is named as the reason for fire was told within so many days before."""
_BLOCK_LIMIT: Final = 16  # incidents before and after it in one cell
_SPEAKERS: Final = 2
_SAID: Final = frozenset({Modality.FACT, Modality.HEDGED, Modality.REPORTED})

Pair = tuple[Portrait, Portrait, str]


def find_answered(portraits: Sequence[Portrait], atlas: Atlas) -> Iterator[Pair]:
    """Pairs of an answer and what it answers, with the reason; at most one pair for each answer."""
    near = _index_places(portraits, atlas)
    losses = _index_losses(portraits)
    for portrait in portraits:
        answers = [claim for claim in portrait.anchors if _is_answer(claim)]
        if not answers:
            continue
        found = _find_avenged(portrait, answers, losses) or _find_near(portrait, answers, near, atlas)
        if found is not None:
            yield portrait, *found


def _is_answer(claim: Claim) -> bool:
    return (
        claim.occurrence.order is Order.ANSWER
        and claim.polarity is Polarity.POSITIVE
        and claim.modality in _SAID
        and claim.act not in {Act.DENIES, Act.PARTLY_DENIES}
    )


# -- a loss named as the reason


def _index_losses(portraits: Iterable[Portrait]) -> Mapping[Figure, list[Portrait]]:
    found: defaultdict[Figure, list[Portrait]] = defaultdict(list)
    for portrait in portraits:
        if portrait.is_dated:
            for figure in portrait.figures:
                found[figure].append(portrait)
    for bucket in found.values():
        bucket.sort(key=_in_time)
    return found


def _find_avenged(
    portrait: Portrait, answers: Sequence[Claim], losses: Mapping[Figure, list[Portrait]]
) -> tuple[Portrait, str] | None:
    """The only earlier incident with the loss that an answer names as its reason: the speaker's own."""
    for claim in answers:
        for loss in claim.casualties:
            figure = (loss.outcome, loss.minimum, loss.victims.side)
            own = loss.victims.side is not None and loss.victims.side == _answering_side(claim)
            if not own or loss.form is not NumberForm.EXACT or figure in portrait.figures:
                continue
            earlier = [one for one in losses.get(figure, ()) if _is_before(one, portrait, AVENGED_DAYS)]
            if len(earlier) == 1:
                words = f"{loss.minimum} {loss.outcome.value}"
                return earlier[0], (
                    f"{_say_speakers([claim])} it answers an earlier loss (“{loss.quote.words}”); "
                    f"reports of {earlier[0].day_words} tell of {words} of that side."
                )
    return None


def _answering_side(claim: Claim) -> SideId | None:
    """Who answered, as the claim has it: the one who acts, else who speaks of its own loss."""
    if claim.act is Act.REPORTS_OWN_LOSS:
        return claim.speaker.side
    sides = {actor.side for actor in claim.occurrence.actors if actor.side is not None}
    return sides.pop() if len(sides) == 1 else None


def _is_before(one: Portrait, other: Portrait, most_days: int) -> bool:
    if one is other or not one.is_dated or one.days is None or other.days is None:
        return False
    return one.days[1] < other.days[0] and one.gap_days(other) <= most_days


# -- earlier fire within gun range


def _index_places(portraits: Iterable[Portrait], atlas: Atlas) -> Mapping[Hashable, list[Portrait]]:
    """Dated fire by the grid cell of its places, in the order of time."""
    found: defaultdict[Hashable, list[Portrait]] = defaultdict(list)
    for portrait in portraits:
        if portrait.is_dated and portrait.families and portrait.incident.kind not in VAGUE:
            for cell in {atlas.cell(place) or place for place in portrait.scene}:
                found[cell].append(portrait)
    for bucket in found.values():
        bucket.sort(key=_in_time)
    return found


def _in_time(portrait: Portrait) -> tuple[float, int]:
    return portrait.start, portrait.number


def _find_near(
    portrait: Portrait,
    answers: Sequence[Claim],
    near: Mapping[Hashable, list[Portrait]],
    atlas: Atlas,
) -> tuple[Portrait, str] | None:
    """The last fire before it within gun range; none where the answer's own incident tells of the first fire."""
    if _tells_first_fire(portrait, answers) or not portrait.scene or portrait.days is None:
        return None
    ranked: list[tuple[float, float, int, Portrait]] = []
    for other in _around(portrait, near, atlas):
        lag = _lag_hours(other, portrait)
        distance = _distance(other, portrait, atlas)
        if lag is not None and distance is not None and _may_be_answered(other, answers):
            ranked.append((lag, distance, other.number, other))
    ranked.sort(key=lambda entry: entry[:3])
    untold = [entry for entry in ranked if entry[0] == 0.0]
    if not ranked or len(untold) > 1:
        return None  # without hours nobody says which of them it answers
    lag, distance, _, other = ranked[0]
    where = f"{distance:.0f} km away" if distance else "at the same place"
    when = f"about {max(1, round(lag))} hour{'' if round(lag) <= 1 else 's'} before" if lag else "told of the same day"
    return other, f"{_say_speakers(answers)} it was an answer to fire; {other.kind_words} {where} is {when}."


def _tells_first_fire(portrait: Portrait, answers: Sequence[Claim]) -> bool:
    """Whether it tells of first fire in other words than those of the answer, from which first fire is inferred."""
    return any(
        claim.occurrence.order is Order.FIRST
        and not any(
            claim.report == answer.report and claim.quote.span.overlaps(answer.quote.span) for answer in answers
        )
        for claim in portrait.anchors
    )


def _around(portrait: Portrait, near: Mapping[Hashable, list[Portrait]], atlas: Atlas) -> Iterator[Portrait]:
    """What lies next to it in time, in the cells within gun range."""
    seen = {portrait.number}
    for place in portrait.scene:
        for cell in atlas.cells_around(place) or (place,):
            bucket = near.get(cell, [])
            position = bisect_right(bucket, _in_time(portrait), key=_in_time)
            for other in bucket[max(0, position - _BLOCK_LIMIT) : position + _BLOCK_LIMIT]:
                if other.number not in seen:
                    seen.add(other.number)
                    yield other


def _lag_hours(earlier: Portrait, later: Portrait) -> float | None:
    """Hours from one to the other; 0 where hours are not told and the day is the same; ``None`` where it cannot be."""
    one, two = earlier.incident.when, later.incident.when
    if one is None or two is None:
        return None
    if is_clock(one) and is_clock(two):
        lag = two.earliest - one.earliest
        return lag / timedelta(hours=1) if timedelta(0) < lag <= SOON else None
    return 0.0 if local_days(one) == local_days(two) else None


def _distance(one: Portrait, other: Portrait, atlas: Atlas) -> float | None:
    if set(one.scene) & set(other.scene):
        return 0.0
    found = [
        distance
        for mine in one.scene
        for theirs in other.scene
        if (distance := atlas.distance_km(mine, theirs)) is not None
    ]
    return min(found) if found and min(found) <= TWO_ENDS_KM else None


def _may_be_answered(other: Portrait, answers: Sequence[Claim]) -> bool:
    """Nobody answers his own fire: false where all that is told of who fired names the side that answers."""
    answering = {side for claim in answers if (side := _answering_side(claim)) is not None}
    if len(answering) != 1:
        return True
    firing = {
        actor.side
        for claim in other.anchors
        if claim.occurrence.order is not Order.ANSWER
        for actor in claim.occurrence.actors
        if actor.side is not None
    }
    return firing != answering


def _say_speakers(answers: Sequence[Claim]) -> str:
    names = list(dict.fromkeys(_name(claim.speaker) for claim in answers))
    more = f" and {len(names) - _SPEAKERS} more" if len(names) > _SPEAKERS else ""
    return f"According to {' and '.join(names[:_SPEAKERS])}{more}"


def _name(mention: Mention) -> str:
    """The fuller name where short words ("it", "the ministry") go back to one."""
    words = mention.antecedent.words if mention.antecedent is not None else mention.text
    return words.replace("The ", "the ", 1) if words.startswith("The ") else words or "a speaker not named"
