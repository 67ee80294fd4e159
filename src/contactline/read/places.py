"""Places of a stretch of text: lines of contact, the mandate's names, and other names, with lists and second names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contactline.read.document import Document
from contactline.read.knownplaces import find_known_places, find_lines
from contactline.read.namedplaces import is_named_place, is_person_like
from contactline.read.names import PLACE_NOUNS, NameRun, find_name_runs, is_demonym, is_street
from contactline.read.placeroles import find_role
from contactline.read.placewords import PlaceRange
from contactline.read.view import View, make_view
from contactline.read.wordclasses import (
    AUXILIARIES,
    FUNCTION_WORDS,
    PLACE_PREPOSITIONS,
    VERBS,
)
from contactline.records.claims import PlaceMention, PlaceRole
from contactline.records.names import NameSpot
from contactline.records.quotes import Span

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
    lines = find_lines(view)
    known, broad = find_known_places(view, lines)
    runs = find_name_runs(view, (*((p.first, p.last) for p in (*lines, *known)),))
    found = {place.first: place for place in (*lines, *known)}
    for run in runs:
        if is_named_place(view, run):
            found[run.first] = PlaceRange(run.first, run.last, find_role(view, run.first, run.last))
    found = found or {place.first: place for place in broad}
    _add_chained(view, runs, found)
    _add_also_called(view, runs, found)
    return tuple(
        PlaceWords(place.first, PlaceMention(view.quote(place.first, place.last), place.role))
        for _, place in sorted(found.items())
    )


def _add_chained(view: View, runs: tuple[NameRun, ...], found: dict[int, PlaceRange]) -> None:
    """As in "X and Y villages", "in X, Y and Z", "X–Y direction": the neighbours of a place are places."""
    changed = True
    while changed:
        changed = False
        for run in runs:
            if run.first in found or view.low(run.last) in ("'s", "'") or run.is_acronym or is_street(view, run.last):
                continue
            neighbour = _neighbour(view, run, found)
            if neighbour is not None and not is_demonym(view.low(run.first)):
                found[run.first] = PlaceRange(run.first, run.last, neighbour.role)
                changed = True


def _neighbour(view: View, run: NameRun, found: dict[int, PlaceRange]) -> PlaceRange | None:
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
    return earlier if ends and not is_person_like(view, run) else None


def _add_also_called(view: View, runs: tuple[NameRun, ...], found: dict[int, PlaceRange]) -> None:
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
            found[stop] = PlaceRange(stop, end, PlaceRole.ALSO_CALLED)


def _end_of(begins: dict[int, NameRun], found: dict[int, PlaceRange], index: int) -> int:
    if index in found:
        return found[index].last
    return begins[index].last if index in begins else index
