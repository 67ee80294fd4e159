"""Small cases for linking and weighing: an invented line of contact, and reports written line by line.

Every value's words are looked up in the line that they belong to, so that all quotes are real ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contactline.ports import Reading
from contactline.records.actors import Actor, ActorKind
from contactline.records.claims import (
    Act,
    Casualties,
    Claim,
    Damage,
    EvidenceMention,
    Kind,
    LawMention,
    Maker,
    Means,
    Mention,
    Modality,
    NumberForm,
    Occurrence,
    Order,
    Outcome,
    Part,
    Person,
    PlaceMention,
    PlaceRole,
    Polarity,
    Status,
    Target,
    TimeMention,
    with_id,
)
from contactline.records.ids import THIRD, ActorId, ClaimId, PlaceId, ReportId, SideId
from contactline.records.mandates import Mandate, Side
from contactline.records.places import Place, PlaceName, PlacePrecision
from contactline.records.quotes import Quote, Span, make_quote
from contactline.records.reports import Report, ReportMeta, make_report
from contactline.records.times import TimePrecision, When

NORTH, SOUTH = SideId("NO"), SideId("SO")
ZONE = "Asia/Yerevan"
_TZ = ZoneInfo(ZONE)


def _place(id_: str, kind: str, parent: str | None, lat: float, lon: float, north: str, south: str) -> Place:
    names = (
        PlaceName(north, "name", "xn", "Latn", (NORTH,), "test"),
        PlaceName(south, "name", "xs", "Latn", (SOUTH,), "test"),
    )
    precision = PlacePrecision.DISTRICT if kind == "district" else PlacePrecision.SETTLEMENT
    if kind in {"region", "line"}:
        precision = PlacePrecision.REGION
    return Place(PlaceId(id_), kind, names, PlaceId(parent) if parent else None, lat, lon, precision, "test")


MANDATE = Mandate(
    name="river",
    title="River line, invented",
    version="1",
    digest="sha256:0",
    licence="Apache-2.0",
    note="",
    zone=ZONE,
    period=None,
    languages=("en",),
    sides=(Side(NORTH, "Northern side"), Side(SOUTH, "Southern side")),
    actors=(
        Actor(ActorId("n-mod"), ActorKind.MINISTRY, NORTH, (), None, "", "test"),
        Actor(ActorId("n-speaker"), ActorKind.PERSON, NORTH, (), ActorId("n-mod"), "spokesman", "test"),
        Actor(ActorId("n-law"), ActorKind.PROSECUTOR, NORTH, (), None, "", "test"),
        Actor(ActorId("s-mod"), ActorKind.MINISTRY, SOUTH, (), None, "", "test"),
        Actor(ActorId("s-speaker"), ActorKind.PERSON, SOUTH, (), ActorId("s-mod"), "spokesman", "test"),
    ),
    places=(
        _place("ada", "village", "lowland", 40.00, 47.00, "Ada", "Adda"),
        _place("bela", "village", "lowland", 40.00, 47.10, "Bela", "Vela"),  # 8.5 km from Ada
        _place("cora", "village", "upland", 40.80, 47.00, "Cora", "Qora"),  # 89 km from Ada
        _place("lowland", "district", "plain", 40.02, 47.02, "Lowland", "Alchak"),
        _place("upland", "district", "plain", 40.80, 47.05, "Upland", "Yukhar"),
        _place("plain", "region", None, 40.40, 47.00, "Plain", "Duz"),
    ),
    agreements=(),
    sources=(),
)


def at(day: int, clock: str | None = None, end: str | None = None, about: bool = False, month: int = 7) -> When:
    """A time on a day of (by default) July 2017: the day, one clock time, or a stretch."""
    start = datetime(2017, month, day, tzinfo=_TZ)
    if clock is None:
        return When(start, start + timedelta(days=1), TimePrecision.DAY, ZONE)
    first = _on(start, clock)
    if end is not None:
        last = _on(start, end)
        part = last - first > timedelta(hours=3)
        return When(first, last, TimePrecision.PART if part else TimePrecision.RANGE, ZONE)
    if about:
        return When(first - timedelta(minutes=15), first + timedelta(minutes=15), TimePrecision.HOUR, ZONE)
    return When(first, first, TimePrecision.MINUTE, ZONE)


def in_month(month: int, year: int = 2016) -> When:
    """A whole month."""
    start = datetime(year, month, 1, tzinfo=_TZ)
    return When(start, start + timedelta(days=30), TimePrecision.MONTH, ZONE)


def _on(start: datetime, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return start + timedelta(hours=hour, minutes=minute)


@dataclass(frozen=True)
class Line:
    """One sentence and the claim read from it; ``values`` as :func:`line` documents them."""

    text: str
    values: dict[str, Any]


def line(text: str, **values: Any) -> Line:
    """A sentence with what it claims.

    Values: ``speaker`` (words, actor, side) or nothing for the publisher; ``relays`` and ``actors``: lists of (words,
    side); ``targets``: (words, side, status); ``means``: (words, normal); ``places``: (words, place, role); ``time``:
    (words, When); ``losses``: dicts for :func:`_loss`; ``damage``: (words, side, level); ``evidence``: (words, kind);
    ``law``: words; and the plain fields of a claim. ``answers`` is the number of an earlier line.
    """
    return Line(text, values)


def tell(
    publisher: str,
    side: SideId | None,
    published: int,
    *lines: Line,
    headline: Line | None = None,
    relayed_from: str | None = None,
    month: int = 7,
) -> tuple[Report, Reading]:
    """A report of a day of (by default) July 2017, with its reading."""
    body = " ".join(each.text for each in lines)
    meta = ReportMeta(
        publisher=publisher,
        side=side,
        published_on=date(2017, month, published),
        language="en",
        relayed_from=relayed_from,
    )
    report = make_report(headline.text if headline else None, body, meta)
    claims: list[Claim] = []
    numbered = ([(headline, 0, Part.HEADLINE)] if headline else []) + _offsets(report, lines)
    for each, start, part in numbered:
        claims.append(_claim(report, each, start, part, claims))
    return report, Reading(tuple(claims))


def _offsets(report: Report, lines: Sequence[Line]) -> list[tuple[Line, int, Part]]:
    found, position = [], report.body.start
    for each in lines:
        found.append((each, position, Part.BODY))
        position += len(each.text) + 1
    return found


class _Quoter:
    def __init__(self, report: Report, text: str, start: int) -> None:
        self.report, self.text, self.start = report, text, start

    def __call__(self, words: str) -> Quote:
        offset = self.start + self.text.index(words)
        return make_quote(self.report.id, self.report.text, Span(offset, offset + len(words)))

    def mention(self, words: str, side: SideId | None, actor: str | None = None) -> Mention:
        return Mention(words, self(words), ActorId(actor) if actor else None, side)


def _claim(report: Report, each: Line, start: int, part: Part, before: list[Claim]) -> Claim:
    quote = _Quoter(report, each.text, start)
    get = each.values.get
    publisher = Mention(report.meta.publisher or "", side=report.meta.side)
    speaker = quote.mention(get("speaker")[0], get("speaker")[2], get("speaker")[1]) if get("speaker") else publisher
    outer = (publisher,) if get("speaker") else ()
    time = get("time")
    occurrence = Occurrence(
        kind=get("kind", Kind.NONE),
        trigger=quote(each.text.split()[0]),
        actors=tuple(quote.mention(words, side) for words, side in get("actors", ())),
        targets=tuple(Target(quote.mention(words, side), status) for words, side, status in get("targets", ())),
        means=tuple(Means(quote(words), normal) for words, normal in get("means", ())),
        places=tuple(_place_mention(quote, *entry) for entry in get("places", ())),
        time=TimeMention(quote(time[0]), time[1]) if time else None,
        order=get("order", Order.NOT_STATED),
    )
    answers = get("answers")
    return with_id(
        Claim(
            id=ClaimId(""),
            report=report.id,
            part=part,
            act=get("act", Act.STATES),
            polarity=get("polarity", Polarity.POSITIVE),
            modality=get("modality", Modality.FACT),
            speaker=speaker,
            relayed_by=(*outer, *(quote.mention(words, side) for words, side in get("relays", ()))),
            occurrence=occurrence,
            quote=quote(each.text),
            maker=Maker("test", "1"),
            answers=before[answers].id if answers is not None else None,
            casualties=tuple(_loss(quote, **loss) for loss in get("losses", ())),
            damage=tuple(
                Damage(quote.mention(words, side), Status.NOT_SAID, level, quote(words))
                for words, side, level in get("damage", ())
            ),
            evidence=tuple(EvidenceMention(kind, quote(words)) for words, kind in get("evidence", ())),
            law=tuple(LawMention(quote(words)) for words in get("law", ())),
            background=get("background", False),
        )
    )


def _place_mention(quote: _Quoter, words: str, place: str | None, role: PlaceRole = PlaceRole.AT) -> PlaceMention:
    return PlaceMention(quote(words), role, PlaceId(place) if place else None)


def _loss(
    quote: _Quoter,
    words: str,
    side: SideId | None,
    count: int = 0,
    top: int | None = None,
    outcome: Outcome = Outcome.KILLED,
    status: Status = Status.CIVILIAN,
    form: NumberForm = NumberForm.EXACT,
    names: Sequence[str] = (),
) -> Casualties:
    persons = tuple(Person(name, quote(name)) for name in names)
    if form is NumberForm.EXACT:
        top = count
    if form is NumberForm.NONE:
        top = 0
    return Casualties(outcome, status, count, top, form, quote.mention(words, side), quote(words), persons)


def swap(pair: tuple[Report, Reading]) -> tuple[Report, Reading]:
    """The same report with the two sides exchanged, in every place where a side or an actor of a side stands."""
    report, reading = pair
    meta = replace(report.meta, side=_other(report.meta.side))
    return replace(report, meta=meta), Reading(tuple(_swap_claim(claim) for claim in reading.claims))


_ACTORS = {"n-mod": "s-mod", "n-speaker": "s-speaker", "s-mod": "n-mod", "s-speaker": "n-speaker"}


def _other(side: SideId | None) -> SideId | None:
    return {NORTH: SOUTH, SOUTH: NORTH}.get(side, side) if side else side


def _swap_mention(mention: Mention) -> Mention:
    actor = ActorId(_ACTORS.get(mention.actor, mention.actor)) if mention.actor else None
    return replace(mention, side=_other(mention.side), actor=actor)


def _swap_claim(claim: Claim) -> Claim:
    occurrence = claim.occurrence
    return replace(
        claim,
        speaker=_swap_mention(claim.speaker),
        relayed_by=tuple(_swap_mention(mention) for mention in claim.relayed_by),
        casualties=tuple(replace(each, victims=_swap_mention(each.victims)) for each in claim.casualties),
        damage=tuple(replace(each, target=_swap_mention(each.target)) for each in claim.damage),
        occurrence=replace(
            occurrence,
            actors=tuple(_swap_mention(mention) for mention in occurrence.actors),
            targets=tuple(replace(each, mention=_swap_mention(each.mention)) for each in occurrence.targets),
        ),
    )


def copy_report(pair: tuple[Report, Reading], publisher: str, name: str) -> tuple[Report, Reading]:
    """A reprint of the same words by somebody else."""
    report, reading = pair
    id_ = ReportId(f"{report.id}-{name}")
    copied = replace(report, id=id_, meta=replace(report.meta, publisher=publisher))
    claims = {claim.id: ClaimId(f"{claim.id}-{name}") for claim in reading.claims}
    return copied, Reading(
        tuple(
            replace(
                claim, id=claims[claim.id], report=id_, answers=claims.get(claim.answers) if claim.answers else None
            )
            for claim in reading.claims
        )
    )


__all__ = ["MANDATE", "NORTH", "SOUTH", "THIRD", "Line", "at", "copy_report", "in_month", "line", "swap", "tell"]
