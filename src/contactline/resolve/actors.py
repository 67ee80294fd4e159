"""Mentions to actors and sides.

How a side is told, in this order, the same for everybody:

1. the report's publisher: what the user states, else the mandate's register (see ``publisher.py``);
2. names inside the words, up to the first preposition of place: a person before a body, a body before a state;
3. a relative word: ``opponent`` is the other side of whoever it is seen from, ``own`` and ``same`` are theirs;
4. a short form: a surname after its full name, a bare "Foreign Ministry" or "the ministry" after its owner was named,
   or where its owner publishes the report;
5. a bare body that only one actor of the publisher's side can be, which is assumed and said so;
6. what the reader takes the words to mean from all it read, which is said so as well.

A side never follows from a place: residents of a village have no side unless the words give one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from contactline.records.actors import ActorKind, NameType
from contactline.records.claims import Mention
from contactline.records.ids import THIRD, ActorId, SideId
from contactline.records.mandates import Mandate
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Quote, Span
from contactline.records.reports import Report
from contactline.resolve.acronyms import find_acronyms
from contactline.resolve.bodies import find_body
from contactline.resolve.log import Log
from contactline.resolve.namelike import find_name, is_opponent_word, is_pronoun
from contactline.resolve.publisher import find_outlet
from contactline.resolve.sentences import count_breaks
from contactline.resolve.spotter import MandateSpotter
from contactline.resolve.words import Word, fold_words, split_words

_CUTS: Final = frozenset(
    {"in", "at", "near", "from", "toward", "towards", "on", "by", "with", "against", "within", "outside", "along"}
    | {"during", "after", "before", "via", "to", "into"}
)
_TIES: Final = frozenset({"works", "working", "worked", "employed", "serving", "serves", "member", "accredited"})
_THEIRS: Final = frozenset({"its", "their", "his", "her"})
_NO_NOUNS: Final = frozenset({"the", "a", "an", "its", "this", "s", "of", "for", "and", "in", "on", "at", "general"})
_SINGULAR: Final = frozenset({"it", "he", "she"})
_JOINING: Final = frozenset({"-", "–", "and", "or", "&", "/", "and the", "and of", ","})
_JOINED: Final = re.compile(r"(?:and|or|&) (?:the |of )?[a-z-]+(?: [a-z-]+)?")
"""“Northland and the ethnic Southmark authorities”: words that only describe the second name."""
_OWNERS: Final = frozenset({SpotSort.ADJECTIVE, SpotSort.PEOPLE, SpotSort.METONYM, SpotSort.ACTOR})
_DEPTH: Final = 3
_OWNER_REACH: Final = 60
_MEMORY: Final = 200
"""Names before a short form within which its full form is looked for."""


@dataclass(frozen=True, slots=True)
class Who:
    """Whom words mean. ``reason`` is set where something had to be assumed."""

    actor: ActorId | None = None
    side: SideId | None = None
    reason: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything at all is known."""
        return self.actor is not None or self.side is not None


_UNKNOWN: Final = Who()


class Cast:
    """The people and bodies of one report."""

    def __init__(
        self, report: Report, spotter: MandateSpotter, spots: tuple[NameSpot, ...], publisher: Mention, log: Log
    ) -> None:
        self._text = report.text
        self._spotter = spotter
        self._mandate: Mandate = spotter.mandate
        self._kinds = {actor.id: actor.kind for actor in self._mandate.actors}
        self._wholes = _find_wholes(self._mandate)
        self._spots = [spot for spot in spots if spot.sort not in {SpotSort.PLACE, SpotSort.AGREEMENT}]
        self._starts = [spot.span.start for spot in self._spots]
        self._places = [spot.span for spot in spots if spot.sort is SpotSort.PLACE]
        self._sure: dict[str, list[NameSpot]] = {}
        for spot in self._spots:
            if len(spot.ids) == 1:
                self._sure.setdefault(spot.ids[0], []).append(spot)
        self._publisher = publisher
        self._log = log
        self._acronyms = find_acronyms(report.text, self._spots)
        self._surnames = self._find_surnames()
        self._introduced: dict[str, Who] = {}

    def introduce(self, mentions: Iterable[Mention]) -> None:
        """Remember people who are named with their body but are not in the mandate: "X spokesman Ann Lee"."""
        for mention in sorted((m for m in mentions if m.quote), key=lambda m: m.quote.span if m.quote else Span(0, 0)):
            if mention.quote is None or mention.of:
                continue
            surname = self._unregistered_surname(mention.quote)
            who = self._named(mention.quote, None)
            if surname and who and who.is_known:
                self._introduced.setdefault(surname, replace(who, reason=""))

    def resolve(
        self, mention: Mention, speaker_side: SideId | None, *, required: bool = True, speaker: Mention | None = None
    ) -> Mention:
        """The mention with actor and side, as far as they are known.

        Args:
            mention: as the reader made it.
            speaker_side: side of whoever speaks, for relative words and names that only one side uses.
            required: whether a missing side is a problem of its own (speakers and actors; not every victim).
            speaker: whoever speaks, resolved: "it" in "the army says that it fired" is the army.
        """
        if mention.quote is None:
            return self._resolve_name(mention)
        who = self._who(mention, speaker_side)
        read = self._by_party(mention)
        if read.is_known and mention.quote and not self._named(mention.quote, speaker_side):
            who = read if who.side != read.side else who  # no name in the words: all that was read tells better
        if not who.is_known and speaker is not None and self._is_speakers_it(mention.quote, mention, speaker):
            who = Who(speaker.actor, speaker.side, f"taken as “{speaker.text}”, the subject of the sentence")
        if who.reason:
            self._log.chosen("actor-assumed", f"“{mention.text}”: {who.reason}", mention.quote)
        if not who.is_known and required:
            self._note_unknown(mention.text, mention.quote)
        return replace(mention, actor=who.actor, side=who.side)

    def _by_party(self, mention: Mention) -> Who:
        """The side that the reader takes words to be on that no name explains."""
        if mention.party not in (*(side.id for side in self._mandate.sides), THIRD):
            return _UNKNOWN
        return Who(None, mention.party, f"read as {self._mandate.side_title(mention.party)}; no name tells")

    def _note_unknown(self, words: str, quote: Quote) -> None:
        """A warning for a name or "the enemy", a note for the first pronoun, and nothing for words that name nobody."""
        if is_pronoun(words):
            message = f"whom “{words}” means could not be told; the side stays open, here and for others of the kind"
            self._log.chosen("pronoun-open", message, quote, "pronoun")
        elif is_opponent_word(words) or find_name(quote, self._text):
            message = f"nobody the mandate knows could be found for “{words}”; its side stays open"
            self._log.missing("actor-unknown", message, quote, find_name(quote, self._text))

    def _is_speakers_it(self, quote: Quote, mention: Mention, speaker: Mention) -> bool:
        """Whether "it" follows its speaker in one sentence, with no other party named between."""
        if mention.antecedent or speaker.quote is None or speaker.side is None:
            return False
        end, start = speaker.quote.span.end, quote.span.start
        if quote.words.lower() not in _SINGULAR or end > start or count_breaks(self._text, end, start):
            return False
        return bisect_left(self._starts, end) == bisect_left(self._starts, start)

    def _resolve_name(self, mention: Mention) -> Mention:
        """Somebody without a place in the text: the publisher, or the agency that the report is taken from."""
        if mention.text == self._publisher.text or not mention.text:
            return replace(mention, actor=self._publisher.actor, side=self._publisher.side)
        entry = find_outlet(mention.text, None, self._spotter.index)
        if entry is None:
            return replace(mention, actor=self._publisher.actor, side=self._publisher.side)
        return replace(mention, actor=ActorId(entry.id), side=entry.side)

    # -- one mention

    def _who(self, mention: Mention, speaker_side: SideId | None) -> Who:
        if mention.quote is None:
            return _UNKNOWN
        named = self._named(mention.quote, speaker_side, plain_only=bool(mention.of))
        if named and not (mention.of == "opponent" and mention.antecedent):
            return named
        if mention.of:
            return self._relative(mention, speaker_side)
        if mention.antecedent:
            return self._follow(mention.antecedent, speaker_side)
        short = self._short(mention.quote, speaker_side)
        first = split_words(mention.quote.words)[:4]
        if short.is_known or not any(word.fold in _THEIRS for word in first):
            return short
        side = self._possessor(mention.quote, speaker_side)
        return Who(None, side if side != THIRD else None)

    def _relative(self, mention: Mention, speaker_side: SideId | None) -> Who:
        seen_from = self._follow(mention.antecedent, speaker_side) if mention.antecedent else _UNKNOWN
        side = seen_from.side or speaker_side
        if mention.of == "opponent":
            return Who(None, self._mandate.other_side(side))
        if mention.of == "own":
            if not mention.antecedent and mention.quote and _THEIRS & set(fold_words(mention.text)):
                side = self._possessor(mention.quote, side)
            return Who(None, side if side != THIRD else None)
        if seen_from.is_known or mention.antecedent:
            return seen_from
        return self._short(mention.quote, speaker_side) if mention.quote else _UNKNOWN

    def _possessor(self, quote: Quote, speaker_side: SideId | None) -> SideId | None:
        """Whose "its" is: the speaker's, unless the sentence has named another side before ("Baku uses its …").

        With both sides named before, the grammar would have to be understood; then nobody is chosen.
        """
        start = max(self._text.rfind(mark, 0, quote.span.start) for mark in (". ", "! ", "? ", "\n"))
        sides = {
            spot.side
            for spot in self._spots[bisect_left(self._starts, start + 1) : bisect_left(self._starts, quote.span.start)]
            if spot.sort is not SpotSort.PEJORATIVE and spot.side
        }
        if not sides:
            return speaker_side
        return sides.pop() if len(sides) == 1 else None

    def _follow(self, antecedent: Quote, speaker_side: SideId | None) -> Who:
        """Whom the fuller words before mean."""
        return self._named(antecedent, speaker_side) or self._short(antecedent, speaker_side)

    # -- names inside the words

    def _named(self, quote: Quote, speaker_side: SideId | None, *, plain_only: bool = False) -> Who | None:
        spots = self._spots_in(self._head(quote))
        if plain_only:
            spots = [spot for spot in spots if spot.sort is not SpotSort.PEJORATIVE]
        if not spots:
            return self._employer(quote)
        best = min(spots, key=lambda spot: (self._rank(spot), spot.span.start))
        if self._is_joined_to_other_side(best, spots):
            return Who()  # "Xish and Yish forces" are nobody's side alone
        if best.sort is SpotSort.PEJORATIVE:
            return self._pejorative(best, speaker_side)
        if len(best.ids) > 1:
            return self._several(best, quote)
        return Who(ActorId(best.ids[0]) if self._is_head(best, quote) else None, best.side)

    def _employer(self, quote: Quote) -> Who | None:
        """The side that an unknown person works for, where one is named: "Ann Lee, who works with X's ministry"."""
        words = split_words(quote.words)
        person = len(words) > 2 and all(word.is_capital for word in words[:2])
        tied = any(word.fold in _TIES for word in words)
        spots = self._spots_in(quote.span) if person and tied else []
        sides = {spot.side for spot in spots if spot.side}
        if len(sides) != 1:
            return None
        return Who(None, sides.pop(), "taken from the body that the words tie the person to")

    def _head(self, quote: Quote) -> Span:
        """The words up to the first preposition of place: what follows tells where, not who."""
        for word in split_words(quote.words)[1:]:
            if word.text in _CUTS:
                return Span(quote.span.start, quote.span.start + word.start)
        return quote.span

    def _spots_in(self, span: Span) -> list[NameSpot]:
        """Spots inside a span; a spot that reaches out of it counts if it covers the whole span."""
        first = bisect_left(self._starts, span.start)
        inside = []
        for spot in self._spots[first:]:
            if spot.span.start >= span.end:
                break
            if spot.span.end <= span.end or spot.span.covers(span):
                inside.append(spot)
        if inside:
            return inside
        return [spot for spot in self._spots[max(first - 4, 0) : first] if spot.span.covers(span)]

    def _rank(self, spot: NameSpot) -> int:
        kinds = {self._kinds.get(ActorId(id_)) for id_ in spot.ids}
        if spot.sort is SpotSort.ACTOR and kinds == {ActorKind.PERSON}:
            return 0
        if spot.sort is SpotSort.ACTOR and not self._wholes & set(spot.ids):
            return 1 if len(spot.ids) == 1 else 3
        return 4 if spot.sort is SpotSort.PEJORATIVE else 2

    def _is_joined_to_other_side(self, best: NameSpot, spots: list[NameSpot]) -> bool:
        """Whether "and", "or" or a hyphen ties a name of another side to this one."""
        for other in spots:
            if not other.side or not best.side or other.side == best.side:
                continue
            first, second = sorted((best, other), key=lambda spot: spot.span)
            gap = self._text[first.span.end : second.span.start].strip().lower()
            if gap in _JOINING or _JOINED.fullmatch(gap):
                return True
        return False

    def _is_head(self, spot: NameSpot, quote: Quote) -> bool:
        """Whether the name is who is meant, and not only whose: bodies and people always, states if nothing follows."""
        if spot.sort is SpotSort.ADJECTIVE:
            return False
        if spot.sort is SpotSort.ACTOR and not self._wholes & set(spot.ids):
            return True
        after = self._text[spot.span.end : self._head(quote).end].strip(" ,.")
        return not after or after.startswith(("(", "["))

    def _pejorative(self, spot: NameSpot, speaker_side: SideId | None) -> Who:
        """A name that one side gives the other: it never means the speaker's own."""
        actors = [actor for actor in self._mandate.actors if actor.id in spot.ids and actor.side != speaker_side]
        sides = {actor.side for actor in actors}
        if len(sides) != 1:
            return Who()
        return Who(actors[0].id if len(actors) == 1 else None, sides.pop())

    def _several(self, spot: NameSpot, quote: Quote) -> Who | None:
        """A name that several actors share: the one told by the words, the text before, or the publisher."""
        owner = self._owner_before(spot)
        body = find_body(split_words(self._text[spot.span.start : spot.span.end]))
        if owner and body:
            owned = self._spotter.bodies.find(self._with_parents(owner.ids), body)
            if owned:
                return Who(owned[0].id if len(owned) == 1 else None, owned[0].side)
        if spot.side is not None:
            return Who(None, spot.side)
        earlier = self._earlier(spot)
        if earlier:
            return earlier
        candidates = [actor for actor in self._mandate.actors if actor.id in spot.ids]
        own = [actor for actor in candidates if actor.side == self._publisher.side != THIRD]
        if not own:
            return None
        reason = f"no owner is named; that of the publisher's side ({self._mandate.side_title(own[0].side)}) was taken"
        return Who(own[0].id if len(own) == 1 else None, own[0].side, reason)

    def _owner_before(self, spot: NameSpot) -> NameSpot | None:
        """An owner named just before in a list: "X's defence and foreign ministries"."""
        first = bisect_left(self._starts, spot.span.start)
        for other in reversed(self._spots[max(first - 3, 0) : first]):
            gap = self._text[other.span.end : spot.span.start]
            words = fold_words(gap)
            if len(gap) <= _OWNER_REACH and other.sort in _OWNERS and "and" in words and len(words) <= 3:
                return other
        return None

    def _with_parents(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Actors and whoever they belong to: the owner of "X's army" is X."""
        parents = [actor.parent for actor in self._mandate.actors if actor.id in ids and actor.parent]
        return (*ids, *parents)

    def _earlier(self, spot: NameSpot) -> Who | None:
        """The latest of the candidates that the text has named fully before, else the only one named anywhere."""
        named = sorted((s for id_ in spot.ids for s in self._sure.get(id_, ())), key=lambda other: other.span)
        before = [other for other in named if other.span.start < spot.span.start]
        if before:
            return Who(ActorId(before[-1].ids[0]), before[-1].side)
        alone = {other.ids[0] for other in named}
        return Who(ActorId(named[0].ids[0]), named[0].side) if len(alone) == 1 else None

    # -- short forms

    def _short(self, quote: Quote, speaker_side: SideId | None) -> Who:
        """A surname after its full name, or "the ministry" after its owner."""
        words = split_words(quote.words)
        capitals = [word for word in words if word.is_capital and not word.text.isdigit()]
        for word in capitals:
            if word.text in self._acronyms:
                full = self._acronyms[word.text]
                reason = f"{word.text} has the initials of “{full.words}”, whose owner the text names"
                return Who(None, full.side, reason)
        surname = capitals[-1].fold if capitals and not self._is_place(quote, capitals[-1]) else ""
        if surname in self._introduced:
            return self._introduced[surname]
        people = self._surnames.get(surname, ())
        if len(people) == 1:
            actor = people[0]
            return Who(actor, next(known.side for known in self._mandate.actors if known.id == actor))
        if capitals and not (len(capitals) == 1 and capitals[0] is words[0] and len(words) > 1):
            return self._by_mandate(surname) if len(capitals) == 1 else _UNKNOWN
        return self._by_body_noun(quote)

    def _is_place(self, quote: Quote, word: Word) -> bool:
        span = Span(quote.span.start + word.start, quote.span.start + word.end)
        return any(place.overlaps(span) for place in self._places)

    def _by_mandate(self, surname: str) -> Who:
        """A bare surname that only one person of the mandate has."""
        people = [
            actor
            for actor in self._mandate.actors
            if actor.kind is ActorKind.PERSON
            and any(fold_words(name.text)[-1:] == (surname,) and len(name.text.split()) > 1 for name in actor.names)
        ]
        if len(people) != 1 or not surname:
            return _UNKNOWN
        reason = f"only the surname is written; {people[0].names[0].text} is the one such person of the mandate"
        return Who(people[0].id, people[0].side, reason)

    def _by_body_noun(self, quote: Quote) -> Who:
        """For "the ministry": the latest body before whose name holds that noun, else nobody."""
        nouns = {word.fold for word in split_words(quote.words)} - _NO_NOUNS
        body = find_body(split_words(quote.words))
        last = bisect_left(self._starts, quote.span.start)
        for spot in reversed(self._spots[max(last - _MEMORY, 0) : last]):
            if spot.sort is not SpotSort.ACTOR or len(spot.ids) != 1:
                continue
            said = split_words(self._text[spot.span.start : spot.span.end])
            if nouns & {word.fold for word in said} or (body and find_body(said) == body):
                return Who(ActorId(spot.ids[0]), spot.side)
        return self._by_publisher(nouns, body)

    def _by_publisher(self, nouns: set[str], body: str | None) -> Who:
        """“the General Staff” in a text that the General Staff of one side publishes, and names no other."""
        said = split_words(self._publisher.text)
        named = nouns & {word.fold for word in said} or (body and find_body(said) == body)
        if self._publisher.side is None or not named:
            return _UNKNOWN
        return Who(self._publisher.actor, self._publisher.side, f"the publisher is {self._publisher.text}")

    def _find_surnames(self) -> dict[str, tuple[ActorId, ...]]:
        """Surnames of the mandate's people whose full name stands in the text."""
        found: dict[str, list[ActorId]] = {}
        for spot in self._spots:
            if spot.sort is SpotSort.ACTOR and len(spot.ids) == 1 and spot.kind == ActorKind.PERSON:
                folded = fold_words(self._text[spot.span.start : spot.span.end])
                people = found.setdefault(folded[-1], [])
                if ActorId(spot.ids[0]) not in people:
                    people.append(ActorId(spot.ids[0]))
        return {surname: tuple(people) for surname, people in found.items()}

    def _unregistered_surname(self, quote: Quote) -> str:
        """The last of two or more capitalised words at the end that no name of the mandate covers."""
        words = split_words(quote.words)
        tail: list[str] = []
        for word in reversed(words):
            span = Span(quote.span.start + word.start, quote.span.start + word.end)
            covered = any(spot.span.overlaps(span) for spot in self._spots_in(quote.span))
            if covered or not word.is_capital or self._is_place(quote, word):
                break
            tail.append(word.fold)
        return tail[0] if len(tail) >= 2 else ""


def _find_wholes(mandate: Mandate) -> frozenset[str]:
    """Whole peoples and states: they have an adjective, and their name may only say whose something is."""
    telling = {NameType.ADJECTIVE, NameType.PEOPLE}
    return frozenset(
        actor.id
        for actor in mandate.actors
        if actor.kind is ActorKind.STATE or any(name.type in telling for name in actor.names)
    )
