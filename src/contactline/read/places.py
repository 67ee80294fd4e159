"""Places: lines of contact, the mandate's names, and capitalised names where the words around make them places.

A country or a capital is a place only where the words put something inside it: as possessor, subject, adjective or
object it stands for those who govern it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.document import Document
from contactline.read.lexicon import line_words, people
from contactline.read.names import PLACE_NOUNS, NameRun, find_name_runs, is_demonym, is_kind_word, is_street
from contactline.read.placeroles import find_role
from contactline.read.view import View, make_view
from contactline.read.wordclasses import (
    AUXILIARIES,
    CALENDAR,
    FUNCTION_WORDS,
    ORG_WORDS,
    PLACE_LEADS,
    PLACE_PREPOSITIONS,
    VERBS,
)
from contactline.records.claims import Part, PlaceMention, PlaceRole
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Span

_BROAD: Final = frozenset({"country", "region"})
_INSIDE: Final = frozenset({"in", "into", "inside", "within", "across", "throughout", "over"})
_OF_TERRITORY: Final = frozenset({"territory", "territories", "soil", "part", "parts", "interior", "depth", "airspace"})
_OUTSKIRTS: Final = frozenset(
    {"outskirts", "centre", "center", "vicinity", "suburb", "suburbs", "direction", "north", "south", "east", "west"}
)
_STRUCK: Final = frozenset({"shell", "bombard", "pound", "bomb", "shelling", "bombardment", "bombing"})
_OFFICES: Final = frozenset(
    {"authorities", "ministry", "government", "officials", "administration", "embassy", "morgue"}
)
_BETWEEN: Final = frozenset(
    {"road", "highway", "area", "section", "sections", "territory", "villages", "towns", "border"}
)
_SAYING: Final = frozenset(
    {"said", "says", "told", "added", "wrote", "reported", "reports", "stated", "denied", "claimed"}
)
_TELLING: Final = _SAYING | frozenset(
    {
        "briefing",
        "conference",
        "interview",
        "journalists",
        "meeting",
        "minister",
        "ministry",
        "reporters",
        "spoke",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "talks",
    }
)
_ALSO: Final = (
    ("formerly",),
    ("also", "known", "as"),
    ("known", "as"),
    ("also", "called"),
    ("now",),
    ("called",),
    ("also", "spelled"),
)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place name and where it stands."""

    at: int
    place: PlaceMention


@dataclass(frozen=True, slots=True)
class _Named:
    """A place found: half-open token range and role."""

    first: int
    last: int
    role: PlaceRole


def find_places(document: Document, spots: tuple[NameSpot, ...], scope: Span) -> tuple[PlaceMention, ...]:
    """Places that a scope names, in order, whether or not it names a happening.

    Args:
        document: the cut-up report.
        spots: names that the mandate knows, in order of their place; those outside the scope are left aside.
        scope: the attributed content, or a whole sentence.
    """
    inside = tuple(spot for spot in spots if scope.covers(spot.span))
    return tuple(words.place for words in spot_places(make_view(document, inside, scope)))


def spot_places(view: View) -> tuple[PlaceWords, ...]:
    """Places of a view, in order, without overlaps."""
    lines = _lines(view)
    known, broad = _known(view, lines)
    runs = find_name_runs(view, (*((p.first, p.last) for p in (*lines, *known)),))
    found = {place.first: place for place in (*lines, *known)}
    for run in runs:
        if _is_named_place(view, run):
            found[run.first] = _Named(run.first, run.last, find_role(view, run.first, run.last))
    found = found or {place.first: place for place in broad}
    _add_chained(view, runs, found)
    _add_also_called(view, runs, found)
    return tuple(
        PlaceWords(place.first, PlaceMention(view.quote(place.first, place.last), place.role))
        for _, place in sorted(found.items())
    )


# -- lines


def _lines(view: View) -> tuple[_Named, ...]:
    """Lines and zones by their common words, with names and an acronym beside them: "the Line of Control (LoC)"."""
    found = []
    for hit in line_words().find(view.lows):
        first, last = hit.first, hit.last
        while first > 0 and _names_line(view, first - 1):
            first -= 1
        if last < len(view.tokens) and view.tokens[last].is_title and view.low(last) in ORG_WORDS:
            continue  # "the State Border | Service"
        bracket = view.low(last) in ("(", "[") and view.low(last + 2) in (")", "]")
        if bracket and view.tokens[last + 1].text.strip("-").isalpha() and view.tokens[last + 1].text[-1:].isupper():
            last += 3
        found.append(_Named(first, last, find_role(view, first, last)))
    return tuple(found)


def _names_line(view: View, index: int) -> bool:
    """As in "Azerbaijan-Armenia | state border", "inter-Korean | border": names that say between whom."""
    token = view.tokens[index]
    joined = "-" in token.text and (token.is_title or token.text.rpartition("-")[2][:1].isupper())
    adjective = any(a <= index < b and spot.sort is SpotSort.ADJECTIVE for a, b, spot in view.spots)
    return joined or (adjective and "-" in token.text)


# -- names of the mandate


def _known(view: View, lines: tuple[_Named, ...]) -> tuple[tuple[_Named, ...], tuple[_Named, ...]]:
    """Place spots that are meant as places; and apart, countries that were shelled as a whole."""
    held = tuple((line.first, line.last) for line in lines)
    accepted: dict[int, _Named] = {}
    broad: list[_Named] = []
    for first, last, spot in view.spots:
        if spot.sort is not SpotSort.PLACE or any(a < last and first < b for a, b in held):
            continue
        metonym = any(
            a == first and b == last and other.sort in (SpotSort.METONYM, SpotSort.ACTOR) for a, b, other in view.spots
        )
        if _is_meant(view, first, last, spot.kind, metonym=metonym):
            end = _with_kind_word(view, last)
            accepted[first] = _Named(first, end, find_role(view, first, end))
        elif spot.kind in _BROAD or metonym:
            broad += [_Named(first, last, PlaceRole.AT)] if _is_struck(view, first, last) else []
    return tuple(accepted.values()), tuple(broad)


def _is_meant(view: View, first: int, last: int, kind: str, *, metonym: bool) -> bool:
    """Whether a known name is where something is, not who does it."""
    if view.low(last) in ("'s", "'"):
        return _owns_part(view, last + 1) and view.low(first - 1) in PLACE_PREPOSITIONS | {"on", "of"}
    if view.low(last) in _SAYING and kind not in ("village", "line", "feature"):
        return False
    if any(a <= first and last <= b and b - a > last - first for a, b, s in view.spots if s.sort is not SpotSort.PLACE):
        return False
    if _is_longer_name(view, last) or _is_measured_from(view, first):
        return False
    if kind in _BROAD or metonym:
        return _is_inside(view, first, last) and not _is_where_told(view, first, last)
    if (
        view.low(last) in ORG_WORDS
        or _belongs_to_office(view, first)
        or (view.low(last) == "and" and view.low(last + 2) == "'s")
    ):
        return False
    return not is_street(view, last)


def _owns_part(view: View, index: int) -> bool:
    """As in "Varos's | southern suburbs": a part of the place itself."""
    while view.low(index) in PLACE_LEADS:
        index += 1
    return view.low(index) in _OUTSKIRTS | {"port", "airport", "neighbourhoods", "neighborhoods"}


def _belongs_to_office(view: View, first: int) -> bool:
    """As in "the authorities in Varos", "the health ministry in Varos": where an office sits."""
    return view.low(first - 1) == "in" and view.low(first - 2) in _OFFICES


def _is_longer_name(view: View, last: int) -> bool:
    """As in "the Geneva | Conventions", "the Sorel | Group": the name goes on."""
    if view.part is Part.HEADLINE or last >= len(view.tokens) or not view.tokens[last].is_title:
        return False
    spotted = any(first == last for first, _, _ in view.spots)
    return not spotted and view.low(last) not in PLACE_NOUNS | CALENDAR and view.tokens[last].text[0].isalpha()


def _is_measured_from(view: View, first: int) -> bool:
    """As in "Sartana (15 km north-east of Mariupol)": where something is not."""
    index = first - 1
    while view.low(index) in PLACE_LEADS | {"of", "from"}:
        index -= 1
    measured = index < first - 2 and view.low(index).endswith(("km", "kilometres", "kilometers", "miles"))
    return measured and _in_brackets(view, index)


def _in_brackets(view: View, index: int) -> bool:
    return view.lows[:index].count("(") > view.lows[:index].count(")")


def _is_where_told(view: View, first: int, last: int) -> bool:
    """As in "told a briefing in Northgate", "In Northgate, the spokesman wrote": where somebody spoke."""
    if _TELLING & set(view.lows[max(0, first - 5) : first]):
        return True
    return first == 1 and view.low(last) == "," and bool(_TELLING & set(view.lows[last : last + 12]))


def _is_inside(view: View, first: int, last: int) -> bool:
    """Whether something is put inside a country or capital: "in Northland", "on the territory of Northland"."""
    after = view.low(last)
    modifies = after.isalpha() and view.tokens[last].text.islower() and after not in FUNCTION_WORDS if after else False
    if modifies and after not in PLACE_NOUNS:
        return False
    if _belongs_to_office(view, first):
        return False
    index = first - 1
    while view.low(index) in PLACE_LEADS or view.low(index) in ("the", "of") or view.low(index) in _OF_TERRITORY:
        if view.low(index) == "of" and view.low(index - 1) not in _OF_TERRITORY | PLACE_NOUNS:
            return False
        if view.low(index) in _OF_TERRITORY:
            return True
        index -= 1
    if view.low(index) in ("near", "at", "around", "outside"):
        return after not in ("and", ",") or index == 0
    return view.low(index) in _INSIDE and not (view.low(index) == "over" and view.low(index - 1) in ("control", "win"))


def _is_struck(view: View, first: int, last: int) -> bool:
    """Whether a whole country or region is what was shelled: "the shelling of Northland"."""
    if view.low(last) in ("'s", "'") or _modifies(view, last):
        return False
    for trigger in view.triggers:
        if trigger.entry.lemma in _STRUCK:
            direct = trigger.entry.is_verb and trigger.last == first and trigger.form != "one"
            if direct or (trigger.last == first - 1 and view.low(first - 1) == "of"):
                return True
    return False


def _with_kind_word(view: View, last: int) -> int:
    """As in "Tovuz | district": the word for its kind belongs to the name of an area, not to that of a settlement."""
    return last + is_kind_word(view.low(last))


# -- names that no mandate knows


def _is_named_place(view: View, run: NameRun) -> bool:
    """Whether the words around a capitalised name make it a place."""
    before = _governor(view, run.first)
    after = view.low(run.last)
    if after in ("'s", "'") and _owns_part(view, run.last + 1):
        return before in PLACE_PREPOSITIONS | {"on", "of"}
    if after in ("'s", "'") or is_street(view, run.last) or (after == "and" and _ends_possessor(view, run.last + 1)):
        return False
    if after[:1].isalpha() and view.tokens[run.last].is_title and after not in PLACE_NOUNS | CALENDAR:
        return False  # "the Security | Council"
    if after == ")" and view.low(run.last + 1) in PLACE_NOUNS:
        return True  # "the northern (Talven) direction"
    if _is_measured_from(view, run.first):
        return False
    if run.kind_word or after in PLACE_NOUNS:
        return not _is_demonymic(view, run)
    if before == "of" and _is_kind_of(view, run.first):
        return True
    if _is_hit(view, run):
        return not _modifies(view, run.last)
    if (
        _belongs_to_office(view, run.first)
        or not run.capitals_tell
        or _is_person_like(view, run)
        or _modifies(view, run.last)
    ):
        return False
    if view.low(run.first - 1) == "the" and run.last - run.first != 1:
        return False  # "in the Security Council"
    if before == "between":
        return view.low(run.first - 2) in _BETWEEN
    return before in PLACE_PREPOSITIONS - {"at", "between", "behind", "along", "over", "above", "within", "across"}


def _governor(view: View, first: int) -> str:
    """The preposition in front, over "the" and words that only say which part."""
    index = first - 1
    while (
        view.low(index) == "the" or view.low(index) in PLACE_LEADS or view.low(index).endswith(("-held", "-controlled"))
    ):
        index -= 1
    return view.low(index)


def _is_kind_of(view: View, first: int) -> bool:
    """As in "village of X", "outskirts of X", "towns of X and Y", "kilometres north of X"."""
    noun = view.low(first - 2) if view.low(first - 1) == "of" else view.low(first - 3)
    return noun in PLACE_NOUNS | _OUTSKIRTS | PLACE_LEADS


def _is_demonymic(view: View, run: NameRun) -> bool:
    """As in "the Ardelian village of Berdine", "Kestrian villages": whose it is, not what it is called."""
    if view.low(run.last + 1) == "of" and view.tokens[run.last + 2 : run.last + 3]:
        determined = view.low(run.first - 1) in ("the", "a", "an", "'s") or is_demonym(view.low(run.last - 1))
        if determined and view.tokens[run.last + 2].is_title:
            return True
    if view.low(run.first - 1) in ("a", "an"):
        return True
    return run.last - run.first == 1 + run.kind_word and is_demonym(view.low(run.first))


def _is_hit(view: View, run: NameRun) -> bool:
    """As in "shelled Sorel", "the shelling of Sorel"."""
    for trigger in view.triggers:
        if trigger.entry.lemma in _STRUCK and run.capitals_tell:
            direct = trigger.entry.is_verb and trigger.last == run.first
            if direct or (trigger.last == run.first - 1 and view.low(run.first - 1) == "of"):
                return True
    return False


def _modifies(view: View, last: int) -> bool:
    """Whether a lower-case word follows that the name belongs to: "in the Orkarak programme"."""
    after = view.low(last)
    if not after[:1].isalpha() or view.tokens[last].is_title:
        return False
    return after not in FUNCTION_WORDS and not after.endswith(("ly", "ed", "ing"))


def _is_person_like(view: View, run: NameRun) -> bool:
    """Whether a rank or office stands in front, or somebody speaks."""
    rank = people().match(view.lows, run.first - 1) if run.first else None
    spoken = view.low(run.last) in _SAYING and view.low(run.first - 1) not in ("in", "near")
    return spoken or (rank is not None and view.tokens[run.first - 1].is_title) or run.is_acronym


def _ends_possessor(view: View, index: int) -> bool:
    """As in "Jammu and | Kashmir's": the second half of a possessor."""
    while index < len(view.tokens) and view.tokens[index].is_title:
        index += 1
    return view.low(index) in ("'s", "'")


# -- lists and second names


def _add_chained(view: View, runs: tuple[NameRun, ...], found: dict[int, _Named]) -> None:
    """As in "X and Y villages", "in X, Y and Z", "X–Y direction": the neighbours of a place are places."""
    changed = True
    while changed:
        changed = False
        for run in runs:
            if run.first in found or view.low(run.last) in ("'s", "'") or run.is_acronym or is_street(view, run.last):
                continue
            neighbour = _neighbour(view, run, found)
            if neighbour is not None and not is_demonym(view.low(run.first)):
                found[run.first] = _Named(run.first, run.last, neighbour.role)
                changed = True


def _neighbour(view: View, run: NameRun, found: dict[int, _Named]) -> _Named | None:
    """The place that "and" or a comma joins a name to, as long as it does not begin another clause."""
    link = view.low(run.last)
    if link in ("and", ",", "-", "–", "or", "/"):
        step = run.last + 1 + (link == "," and view.low(run.last + 1) == "and")
        following = found.get(step)
        led = view.low(run.first - 1) in PLACE_PREPOSITIONS | {"and", ",", "of", "the"} or run.first == 0
        if following and (led or view.low(following.last) in PLACE_NOUNS or link in ("-", "–")):
            return following
    before = view.low(run.first - 1)
    if before not in ("and", ",", "-", "–", "or", "/", "(") or not run.capitals_tell:
        return None
    stop = run.first - 1 - (before == "and" and view.low(run.first - 2) == ",")
    earlier = next((place for place in found.values() if stop - 1 <= place.last <= stop), None)
    if earlier is None or (earlier.last != stop and view.low(earlier.last) not in PLACE_NOUNS):
        return None
    after = view.low(run.last)
    ends = not after[:1].isalpha() or after in PLACE_NOUNS or after in FUNCTION_WORDS - AUXILIARIES - VERBS
    ends = ends or (stop == run.first - 1 and before == "and" and after in AUXILIARIES)  # "of X and Y were"
    return earlier if ends and not _is_person_like(view, run) else None


def _add_also_called(view: View, runs: tuple[NameRun, ...], found: dict[int, _Named]) -> None:
    """As in "Varanda, formerly Fizouli", "Stepanakert (Khankendi)": the second name of a place."""
    begins = {run.first: run for run in runs}
    for place in list(found.values()):
        start = place.last + (view.low(place.last) in PLACE_NOUNS)
        if view.low(start) not in (",", "("):
            continue
        lead = next((lead for lead in _ALSO if view.lows[start + 1 : start + 1 + len(lead)] == lead), None)
        stop = start + 1 + len(lead or ())
        bracketed = view.low(start) == "(" and view.low(_end_of(begins, found, stop)) == ")"
        if lead is None and not bracketed:
            continue
        end = _end_of(begins, found, stop)
        acronym = end - stop == 1 and view.tokens[stop].text.isupper()
        if end > stop and not acronym:
            found[stop] = _Named(stop, end, PlaceRole.ALSO_CALLED)


def _end_of(begins: dict[int, NameRun], found: dict[int, _Named], index: int) -> int:
    if index in found:
        return found[index].last
    return begins[index].last if index in begins else index
