"""Small helpers of the tests of the content half: a sentence in, frames out."""

from __future__ import annotations

from contactline.read.casualties import find_casualties
from contactline.read.document import Document, make_document
from contactline.read.frames import find_frames
from contactline.read.parts import Frame
from contactline.read.places import spot_places
from contactline.read.view import View, make_view
from contactline.records.claims import Casualties, Kind
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Quote, Span
from contactline.records.reports import ReportMeta, make_report


def document_of(text: str, headline: str | None = None) -> Document:
    return make_document(make_report(headline, text, ReportMeta()))


def view_of(text: str, *spots: NameSpot) -> View:
    document = document_of(text)
    return make_view(document, spots, Span(0, len(document.text)))


def frames_of(text: str, *spots: NameSpot) -> tuple[Frame, ...]:
    return find_frames(document_of(text), spots, Span(0, len(text)))


def frame_of(text: str, kind: Kind | None = None, *spots: NameSpot) -> Frame:
    """The only frame, or the first of a kind."""
    frames = frames_of(text, *spots)
    if kind is None:
        assert len(frames) == 1, [f.occurrence.kind for f in frames]
        return frames[0]
    return next(frame for frame in frames if frame.occurrence.kind is kind)


def headline_frames(headline: str) -> tuple[Frame, ...]:
    document = document_of("Body.", headline)
    return find_frames(document, (), Span(0, len(headline)))


def casualties_of(text: str) -> tuple[Casualties, ...]:
    return tuple(words.casualties for words in find_casualties(view_of(text)))


def counts_of(text: str) -> list[tuple[str, str, int, int | None, str]]:
    return [(c.outcome.value, c.status.value, c.minimum, c.maximum, c.form.value) for c in casualties_of(text)]


def actors_of(frame: Frame) -> list[str]:
    return [actor.text for actor in frame.occurrence.actors]


def targets_of(frame: Frame) -> list[tuple[str, str]]:
    return [(target.mention.text, target.status.value) for target in frame.occurrence.targets]


def means_of(frame: Frame) -> list[str]:
    return [means.normal for means in frame.occurrence.means]


def places_of(frame: Frame) -> list[tuple[str, str]]:
    return [(place.quote.words, place.role.value) for place in frame.occurrence.places]


def headline_view(headline: str) -> View:
    return make_view(document_of("Body.", headline), (), Span(0, len(headline)))


def places_in(view: View) -> list[tuple[str, str]]:
    return [(words.place.quote.words, words.place.role.value) for words in spot_places(view)]


def spot(text: str, words: str, sort: SpotSort, *ids: str, kind: str = "") -> NameSpot:
    start = text.index(words)
    return NameSpot(Span(start, start + len(words)), sort, ids or ("x",), kind=kind)


def quotes_of(frame: Frame) -> list[Quote]:
    occurrence = frame.occurrence
    quotes = [occurrence.trigger, *(a.quote for a in occurrence.actors), *(t.mention.quote for t in occurrence.targets)]
    quotes += [m.quote for m in occurrence.means] + [p.quote for p in occurrence.places]
    quotes += [occurrence.time.quote] if occurrence.time else []
    for casualties in frame.casualties:
        quotes += [casualties.quote, casualties.victims.quote, *(p.quote for p in casualties.persons)]
    for damage in frame.damage:
        quotes += [damage.quote, damage.target.quote]
    quotes += [e.quote for e in frame.evidence] + [item.quote for item in frame.law]
    return [quote for quote in quotes if quote is not None]
