"""“The retaliation”, “these attacks”: a happening told just before, whose time and place still hold.

Only what the same speaker told in the same paragraph or the two before it is taken up, never across background, never
over another time or place, and never for a happening that is not said to have taken place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from contactline.read.answers import ClaimDraft
from contactline.read.cues import PREPOSITIONS, word_set
from contactline.read.document import Document, Token
from contactline.read.parts import Attribution, Frame
from contactline.records.claims import (
    Act,
    Claim,
    Kind,
    Mention,
    Modality,
    Occurrence,
    Order,
    Part,
    PlaceMention,
    PlaceRole,
    TimeMention,
)
from contactline.records.quotes import Quote, Span

SettingFinder = Callable[[Span], tuple[tuple[PlaceMention, ...], TimeMention | None]]
"""The places and the time that a stretch of text names."""

_POINTING: Final = word_set("the this that these those such same")
_GENERAL: Final = word_set(
    "attack attacks incident incidents provocation provocations fire violation violations strike strikes "
    "bombardment bombardments assault assaults event events act acts clash clashes fighting exchange"
)
_MODIFIERS: Final = word_set(
    "two three four five several recent latest same artillery mortar rocket missile drone sniper tank air gun border "
    "cross-border enemy night heavy deadly armed unprovoked said above"
)
_ADJECTIVE: Final = ("al", "ous", "ory", "ary", "ive", "ian", "ish", "ese", "ani", "eli", "iti", "ic")
_ANOTHER: Final = word_set(
    "continued continues continue continuing resumed resumes again another second third new repeated subsequent next "
    "later since ongoing daily every"
)
"""With these the sentence speaks of another time than the one told before."""
_LINKS: Final = (
    ("resulted", "from"),
    ("response", "to"),
    ("retaliation", "for"),
    ("reply", "to"),
    ("answer", "to"),
    ("provoked", "by"),
    ("prompted", "by"),
    ("caused", "by"),
    ("triggered", "by"),
    ("preceded", "by"),
)
_NOT_HAPPENED: Final = frozenset({Modality.FUTURE, Modality.CONDITIONAL, Modality.GENERAL})
_PARAGRAPHS: Final = 2
_REACH: Final = 40
"""So many claims back at most."""
_NOUN_PHRASE: Final = 4
_LINK_REACH: Final = 6
_PLACES: Final = frozenset({PlaceRole.AT, PlaceRole.ALSO_CALLED})


# -- “In Tolm, the mission saw …”


def set_observed(attribution: Attribution, frames: tuple[Frame, ...], setting_of: SettingFinder) -> tuple[Frame, ...]:
    """Give what observers saw the place and time in front of their name."""
    if attribution.act not in {Act.OBSERVES, Act.FINDS} or attribution.cue is None or not frames:
        return frames
    spans = [attribution.cue, attribution.content]
    spans += [attribution.speaker.quote.span] if attribution.speaker.quote else []
    start = min(span.start for span in spans)
    if start <= attribution.sentence.start:
        return frames
    places, time = setting_of(Span(attribution.sentence.start, start))
    return tuple(_set(frame, places, time or attribution.stated) for frame in frames)


def _set(frame: Frame, places: tuple[PlaceMention, ...], time: TimeMention | None) -> Frame:
    occurrence, construction = frame.occurrence, frame.construction
    if places and not _sites(occurrence):
        occurrence, construction = replace(occurrence, places=occurrence.places + places), construction + "+place"
    if time and occurrence.time is None:
        occurrence, construction = replace(occurrence, time=time), construction + "+time"
    return replace(frame, occurrence=occurrence, construction=construction)


def _sites(occurrence: Occurrence) -> tuple[PlaceMention, ...]:
    return tuple(place for place in occurrence.places if place.role is PlaceRole.AT)


# -- “the retaliation”


def take_up(document: Document, attributions: tuple[Attribution, ...], drafts: list[ClaimDraft]) -> list[ClaimDraft]:
    """Give happenings that are only pointed at the time and place told just before.

    Args:
        document: the cut-up report.
        attributions: in reading order.
        drafts: the claims in reading order, before they have their ids.

    Returns:
        The same drafts; what was taken up is marked by ``+time`` and ``+place`` in the construction.
    """
    starts = tuple(paragraph.start for paragraph in document.paragraphs)
    result = list(drafts)
    for number, draft in enumerate(drafts):
        if not _is_open(draft, attributions) or not _points_back(document, draft.claim):
            continue
        earlier = tuple(_earlier(starts, result, number))
        claim = _with_time(draft.claim, earlier)
        claim = _with_place(claim, earlier)
        result[number] = replace(draft, claim=claim)
    return result


def _is_open(draft: ClaimDraft, attributions: tuple[Attribution, ...]) -> bool:
    claim = draft.claim
    if claim.part is Part.HEADLINE or claim.background or claim.modality in _NOT_HAPPENED:
        return False
    if claim.act in {Act.DENIES, Act.PARTLY_DENIES} or attributions[draft.attribution].answers is not None:
        return False
    if attributions[draft.attribution].construction == "claim-noun" or claim.construction.endswith("first-fire"):
        return False
    return claim.occurrence.time is None or not _sites(claim.occurrence)


def _points_back(document: Document, claim: Claim) -> bool:
    """Whether the word for the happening is a definite noun, or stands behind one that led to it."""
    trigger = claim.occurrence.trigger
    if trigger is None:
        return False
    tokens = document.tokens_in(Span(claim.quote.span.start, trigger.span.end))
    words = [token.lower for token in tokens]
    sentence = {token.lower for token in document.tokens_in(claim.quote.span)}
    if "/nominal" not in claim.construction or sentence & _ANOTHER:
        return False
    count = len(document.tokens_in(trigger.span))
    noun = len(words) - count
    if noun < 0 or (words and words[-1].endswith("ed")):
        return False
    return _is_definite(tokens, noun) or _is_led_to(words, noun)


def _is_definite(tokens: tuple[Token, ...], noun: int) -> bool:
    """Whether a determiner points at the noun, with nothing but adjectives, names and weapons between."""
    for index in range(noun - 1, max(-1, noun - 1 - _NOUN_PHRASE), -1):
        word = tokens[index].lower
        if word in _POINTING:
            return True
        named = tokens[index].is_title or word == "'s" or word in _MODIFIERS or word.endswith(_ADJECTIVE)
        if not named or word in PREPOSITIONS:
            return False
    return False


def _is_led_to(words: list[str], noun: int) -> bool:
    """“the retaliation resulted from | an attack”: a definite happening, a link, and what it answers."""
    for index in range(max(1, noun - _LINK_REACH), noun - 1):
        if tuple(words[index : index + 2]) in _LINKS:
            return any(word in _POINTING for word in words[max(0, index - 5) : index + 1])
    return False


def _earlier(starts: tuple[int, ...], drafts: list[ClaimDraft], number: int) -> Iterator[Claim]:
    """Claims before this one, nearest first, as far as it may look back."""
    own = drafts[number].claim
    paragraph = bisect_right(starts, own.quote.span.start)
    for index in range(number - 1, max(-1, number - 1 - _REACH), -1):
        claim = drafts[index].claim
        distance = paragraph - bisect_right(starts, claim.quote.span.start)
        if claim.background or claim.part is Part.HEADLINE or distance > _PARAGRAPHS:
            return
        yield claim


def _with_time(claim: Claim, earlier: tuple[Claim, ...]) -> Claim:
    if claim.occurrence.time is not None:
        return claim
    seen: Quote | None = None
    for other in earlier:
        time = other.occurrence.time
        if time is None or claim.quote == other.quote:
            continue
        if seen is not None and time.quote != seen:
            return claim
        seen = time.quote
        if _is_antecedent(claim, other):
            return _marked(claim, replace(claim.occurrence, time=time), "time")
    return claim


def _with_place(claim: Claim, earlier: tuple[Claim, ...]) -> Claim:
    if _sites(claim.occurrence):
        return claim
    seen: tuple[PlaceMention, ...] = ()
    for other in earlier:
        sites = _sites(other.occurrence)
        if not sites or claim.quote == other.quote:
            continue
        if seen and not set(sites) & set(seen):
            return claim
        seen = sites
        if _is_antecedent(claim, other):
            places = tuple(place for place in other.occurrence.places if place.role in _PLACES)
            return _marked(claim, replace(claim.occurrence, places=claim.occurrence.places + places), "place")
    return claim


def _marked(claim: Claim, occurrence: Occurrence, what: str) -> Claim:
    return replace(claim, occurrence=occurrence, construction=f"{claim.construction}+{what}")


# -- what may be meant


def _is_antecedent(claim: Claim, other: Claim) -> bool:
    if other.modality in _NOT_HAPPENED or other.polarity is not claim.polarity or not _is_same_voice(claim, other):
        return False
    return (
        _is_same_order(claim.occurrence, other.occurrence)
        and _is_same_kind(claim.occurrence, other.occurrence)
        and _may_be_same_actor(claim.occurrence.actors, other.occurrence.actors)
        and _may_be_same_site(claim.occurrence, other.occurrence)
    )


def _is_same_voice(claim: Claim, other: Claim) -> bool:
    if (claim.speaker.quote is None) != (other.speaker.quote is None):
        return False
    names, others = _name_words(claim.speaker), _name_words(other.speaker)
    return names <= others or others <= names


def _name_words(mention: Mention) -> set[str]:
    words = mention.antecedent.words if mention.antecedent else mention.text
    return set(words.lower().replace("’s", "").replace("'s", "").split()) - {"the", "of", "a", "an"}


def _is_same_order(one: Occurrence, two: Occurrence) -> bool:
    if Order.ANSWER in (one.order, two.order):
        return one.order is two.order
    return True


def _is_same_kind(one: Occurrence, two: Occurrence) -> bool:
    if two.kind is Kind.NONE:
        return False
    general = one.trigger is not None and bool(_GENERAL & set(one.trigger.words.lower().split()))
    return general or one.kind is two.kind or Kind.UNSPECIFIED in (one.kind, two.kind)


def _may_be_same_actor(one: tuple[Mention, ...], two: tuple[Mention, ...]) -> bool:
    names = [{w for m in actors for w in m.text.split() if w[:1].isupper()} - {"The"} for actors in (one, two)]
    return not (names[0] and names[1]) or bool(names[0] & names[1])


def _may_be_same_site(one: Occurrence, two: Occurrence) -> bool:
    sites = [{place.quote.words.casefold() for place in _sites(occurrence)} for occurrence in (one, two)]
    return not (sites[0] and sites[1]) or bool(sites[0] & sites[1])
