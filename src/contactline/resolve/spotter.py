"""The spotter: all names of a mandate in a text, in time proportional to the text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from contactline.records.ids import PlaceId
from contactline.records.mandates import Agreement, Mandate
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Span
from contactline.reference.tables import load_lexicon
from contactline.resolve.bodies import Bodies
from contactline.resolve.gazetteer import Gazetteer, place_words
from contactline.resolve.names import NameIndex, iter_mandate_names, make_spots
from contactline.resolve.words import CALENDAR, Word, fold_words, split_words

_SORT_ORDER: Final = {sort: number for number, sort in enumerate(SpotSort)}
_SETTLEMENTS: Final = frozenset({"village", "town", "city"})
_IN_LISTS: Final = frozenset({"and", "or", "the", "of", "as", "well"})
_PARTERS: Final = ".;:!?()\n"
_STRETCH: Final = 128
_LIST_REACH: Final = 12
_LONGEST_VARIANT: Final = 3
_COORDINATION_REACH: Final = 8


class MandateSpotter:
    """Implements :class:`contactline.ports.Spotter` for one mandate. Build once, use for many texts."""

    def __init__(self, mandate: Mandate) -> None:
        self.mandate = mandate
        self.index = NameIndex(iter_mandate_names(mandate))
        self.bodies = Bodies(mandate)
        self.gazetteer = Gazetteer(mandate)
        self._coordinated = _coordinated_names(mandate.agreements)
        self._spot = lru_cache(maxsize=4)(self._spot_uncached)  # reader and resolver ask for the same text

    def spot(self, text: str) -> tuple[NameSpot, ...]:
        """All known names in a text, in order of their place; spans are offsets into ``text``.

        Longest names win. Spots of several sorts may share one span ("Baku" the city and "Baku" for a government).
        Bodies are put together from owner and kind; places are also found by spelling where the words around say
        that a place is meant.
        """
        return self._spot(text)

    def _spot_uncached(self, text: str) -> tuple[NameSpot, ...]:
        words = split_words(text)
        spots: list[NameSpot] = []
        taken = [False] * len(words)
        for hit in self.index.iter_hits(text, words):
            spots += make_spots(words, hit)
            taken[hit.first : hit.last] = [True] * (hit.last - hit.first)
        spots = _absorb(spots, self._spot_agreements(words))
        spots = _absorb(spots, self.bodies.compose(words, spots))
        spots = self._settle_kinds(words, spots)
        spots += self._spot_variants(words, taken)
        return tuple(
            sorted(spots, key=lambda spot: (spot.span.start, -spot.span.end, tuple(SpotSort).index(spot.sort)))
        )

    def _settle_kinds(self, words: list[Word], spots: list[NameSpot]) -> list[NameSpot]:
        """Let the kind word beside a known name choose: the "Fizuli raion" is not the town of Fizuli.

        A settlement whose name is followed by "district" is dropped where the mandate knows no such district.
        """
        by_start = {word.start: number for number, word in enumerate(words)}
        by_end = {word.end: number for number, word in enumerate(words)}
        settled = []
        for spot in spots:
            first, last = by_start.get(spot.span.start), by_end.get(spot.span.end)
            if spot.sort is not SpotSort.PLACE or first is None or last is None:
                settled.append(spot)
                continue
            kinds, end = _kind_after(words, last)
            own = tuple(PlaceId(id_) for id_ in spot.ids)
            fitting = self._of_kinds(own, words[first : last + 1], kinds) if kinds else own
            if set(fitting) == set(spot.ids):
                settled.append(spot)
            elif fitting:
                settled.append(self._place_spot(Span(spot.span.start, max(end, spot.span.end)), fitting, 1.0))
        return settled

    def _of_kinds(self, own: tuple[PlaceId, ...], words: list[Word], kinds: frozenset[str]) -> tuple[PlaceId, ...]:
        """The places of these kinds with this name; the spot's own where the kinds do not speak against them."""
        fitting = tuple(id_ for id_ in own if self.gazetteer.places[id_].kind in kinds)
        named = self.gazetteer.exact(" ".join(word.text for word in words), kinds)
        if fitting or named:
            return fitting or named
        settlements = all(self.gazetteer.places[id_].kind in _SETTLEMENTS for id_ in own)
        return () if settlements and not kinds & _SETTLEMENTS else own

    def _place_spot(self, span: Span, ids: tuple[PlaceId, ...], score: float) -> NameSpot:
        kinds = {self.gazetteer.places[id_].kind for id_ in ids}
        return NameSpot(span, SpotSort.PLACE, ids, None, kinds.pop() if len(kinds) == 1 else "", score)

    def _spot_variants(self, words: list[Word], taken: list[bool]) -> list[NameSpot]:
        """Capitalised words that no name covers, where a place is expected, and that are spelt like a known place."""
        found = []
        at = 0
        while at < len(words):
            count = _free_capitals(words, taken, at)
            step = 1
            for size in range(min(count, _LONGEST_VARIANT), 0, -1):
                spot = self._variant(words, at, size)
                if spot:
                    found.append(spot)
                    step = size
                    break
            at += step
        return found

    def _variant(self, words: list[Word], at: int, size: int) -> NameSpot | None:
        kinds = _context(words, at, size)
        if kinds is None:
            return None
        name = " ".join(word.text for word in words[at : at + size])
        match = self.gazetteer.alike(name, kinds)
        if match is None:
            return None
        return self._place_spot(Span(words[at].start, words[at + size - 1].end), match.ids, match.score)

    def _spot_agreements(self, words: list[Word]) -> list[NameSpot]:
        """Agreements named together: the Vienna of "the Vienna and St. Petersburg agreements"."""
        found = []
        for at in range(len(words)):
            for stem, head, id_ in self._coordinated.get(words[at].fold, ()):
                last = at + len(stem)
                if tuple(word.fold for word in words[at:last]) == stem and _is_coordinated(words, last, head):
                    span = Span(words[at].start, words[last - 1].end)
                    found.append(NameSpot(span, SpotSort.AGREEMENT, (id_,)))
        return found


def _coordinated_names(
    agreements: tuple[Agreement, ...],
) -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """By first word: the words before the head, the head, and the agreement."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for agreement in agreements:
        stems = {
            (folded[:-1], folded[-1].rstrip("s")) for name in agreement.names if len(folded := fold_words(name)) > 1
        }
        for stem, head in sorted(stems):
            if "and" not in stem:
                found.setdefault(stem[0], []).append((stem, head, agreement.id))
    return found


def _is_coordinated(words: list[Word], at: int, head: str) -> bool:
    """Whether "and" follows within a list of capitalised words that ends with the head in the plural."""
    seen_and = False
    for word in words[at : at + _COORDINATION_REACH]:
        if word.fold == head + "s":
            return seen_and
        seen_and = seen_and or word.fold in {"and", "or"}
        if any(mark in word.before for mark in ";:!?\n") or not (word.is_capital or word.fold in {"and", "or", "the"}):
            return False
    return False


def _absorb(spots: list[NameSpot], larger: list[NameSpot]) -> list[NameSpot]:
    """Add larger spots and drop what lies inside them; one that does not enlarge anything is dropped itself."""
    known = _Stretches(spots)
    kept = [spot for spot in larger if not any(_is_settled(other, spot) for other in known.near(spot.span))]
    added = _Stretches(kept)
    rest = [spot for spot in spots if not any(new.span.covers(spot.span) for new in added.near(spot.span))]
    return rest + kept


class _Stretches:
    """Spots by the stretch of text they touch, so that neighbours are found without looking at all of them."""

    def __init__(self, spots: list[NameSpot]) -> None:
        self._by_stretch: dict[int, list[NameSpot]] = {}
        for spot in spots:
            for stretch in _stretches(spot.span):
                self._by_stretch.setdefault(stretch, []).append(spot)

    def near(self, span: Span) -> Iterator[NameSpot]:
        """Spots that share a stretch with a span: all that overlap it, and some more, maybe twice."""
        for stretch in _stretches(span):
            yield from self._by_stretch.get(stretch, ())


def _stretches(span: Span) -> range:
    return range(span.start // _STRETCH, span.end // _STRETCH + 1)


def _is_settled(known: NameSpot, new: NameSpot) -> bool:
    """Whether a known spot already says at least as much as a new one."""
    if known.span.covers(new.span):
        return True
    crosses = known.span.overlaps(new.span) and not new.span.covers(known.span)
    return known.sort is SpotSort.ACTOR and crosses


def _kind_after(words: list[Word], last: int) -> tuple[frozenset[str], int]:
    """Kinds that the word after a name allows, and where that word ends; none without such a word.

    In a list the word stands at the end and in the plural: "the A and B districts".
    """
    following = words[last + 1] if last + 1 < len(words) else None
    if following is None or words[last].possessive or any(mark in following.before for mark in _PARTERS):
        return frozenset(), 0
    if following.fold in place_words() and not following.before.strip():
        return place_words()[following.fold], following.end
    if following.fold in {"and", "or"} or "," in following.before:
        return _kinds_right(words, last + 1, plural=True) or frozenset(), 0
    return frozenset(), 0


def _free_capitals(words: list[Word], taken: list[bool], at: int) -> int:
    """How many words from here could be one unknown place name."""
    count = 0
    for number in range(at, min(at + _LONGEST_VARIANT, len(words))):
        word = words[number]
        is_name = word.is_capital and not word.text.isdigit() and word.fold not in CALENDAR
        if taken[number] or not is_name or word.fold in place_words() or (count and word.before.strip(" -")):
            break
        count += 1
    return count


def _context(words: list[Word], at: int, size: int) -> frozenset[str] | None:
    """Kinds of place that the words around allow (empty for any), or ``None`` where no place is expected."""
    after = _kinds_right(words, at + size)
    if after is not None:
        return after
    if at and words[at - 1].fold == "the":
        return None  # "in the Xyz programme": settlements have no article unless their kind follows
    return _kinds_left(words, at - 1)


def _kinds_right(words: list[Word], at: int, *, plural: bool = False) -> frozenset[str] | None:
    """The kind word that a list of names ends with: "A, B and C villages"."""
    for word in words[at : at + _LIST_REACH]:
        if any(mark in word.before for mark in _PARTERS):
            return None
        if word.fold in place_words():
            return place_words()[word.fold] if word.fold.endswith("s") or not plural else None
        if not (word.is_capital or word.fold in {"and", "or"}):
            return None
    return None


def _kinds_left(words: list[Word], at: int) -> frozenset[str] | None:
    """The kind word or preposition that a list of names begins with: "villages of A, B and C", "near A"."""
    for number in range(at, max(at - _LIST_REACH, -1), -1):
        word = words[number]
        if word.fold in place_words():
            return place_words()[word.fold]
        if word.fold in _place_prepositions():
            return frozenset()
        if not (word.is_capital or word.fold in _IN_LISTS) or any(
            mark in words[number + 1].before for mark in ".;:!?()\n"
        ):
            return None
    return None


@cache
def _place_prepositions() -> frozenset[str]:
    return frozenset(row["word"] for row in load_lexicon("place_contexts"))
