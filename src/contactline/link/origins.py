"""Origins: which reports share their words or their root, so that thirty copies are not taken for thirty sources.

Three marks, each of which becomes the reason a reader sees:

* shared text: the share of five-word runs of the shorter text that the longer one also has (containment, exact);
* relay: one names the other, or both name the same agency, within a day, and they share some text;
* root: all that both tell of the event is attributed to the same body, on the same day, about the same place.

Near-linear: runs are looked up in an inverted index that holds only the first text of every group and a few variants,
one run in four chosen by its checksum; what the index proposes is then measured on all runs of both texts.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from contactline._kit.folding import fold_name
from contactline.link.accounts import is_anchor
from contactline.link.times import find_time, local_days
from contactline.ports import Reading
from contactline.records.actors import ActorKind
from contactline.records.claims import Claim, Mention, PlaceRole
from contactline.records.ids import ActorId, PlaceId, ReportId, SideId
from contactline.records.incidents import Origin
from contactline.records.mandates import Mandate
from contactline.records.publishers import find_publisher_side
from contactline.records.reports import Report
from contactline.records.titles import make_day_title

RUN_WORDS: Final = 5
"""Length of a run of words; five is usual for finding reused news text."""
COPY_SHARE: Final = 0.5
"""A report is a copy when at least half of the shorter text's runs stand in the longer one too."""
RELAY_SHARE: Final = 0.15
"""With a relay named in the metadata, this much shared text is enough."""
_INDEXED_VARIANTS: Final = 4
_POSTING_LIMIT: Final = 48  # a run that this many different texts share is a set phrase and tells nothing
_PROPOSALS: Final = 3
_VARIANT_SHARE: Final = 0.9
_SHORTEST_RUNS: Final = 8
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Link:
    """Why two reports have one origin."""

    first: int
    second: int
    reason: str


def find_origins(
    reports: Iterable[Report], readings: Mapping[ReportId, Reading], mandate: Mandate | None = None
) -> tuple[Origin, ...]:
    """Group reports by origin. Every report is in exactly one origin; a copy adds none.

    Args:
        reports: in any order.
        readings: what was read, by report; a report without one is judged by its text and metadata alone.
        mandate: tells which body a spokesperson speaks for; without it every speaker stands for itself.
    """
    ordered = sorted(reports, key=lambda report: (report.meta.published or "9999", report.id))
    links = [*_link_texts(ordered), *_link_roots(ordered, readings, mandate)]
    groups = _join(len(ordered), links)
    return tuple(_make_origin(group, ordered, reasons, readings, mandate) for group, reasons in groups)


# -- shared text


def _link_texts(reports: Sequence[Report]) -> list[_Link]:
    index: dict[int, list[int]] = {}
    variants: Counter[int] = Counter()
    leaders: dict[int, int] = {}
    links: list[_Link] = []
    texts = _Texts(reports)
    for number, report in enumerate(reports):
        runs = texts.runs(number)
        sampled = [run for run in runs if run % 4 == 0]
        found = _find_source(number, runs, sampled, index, texts, reports)
        if found is None:
            leaders[number] = number
            _add_to_index(index, sampled, number)
            continue
        source, share = found
        leader = leaders[source]
        leaders[number] = leader
        links.append(_Link(source, number, _say_shared(reports[source], report, share)))
        if share < _VARIANT_SHARE and variants[leader] < _INDEXED_VARIANTS:
            variants[leader] += 1
            _add_to_index(index, sampled, number)
    return links


class _Texts:
    """Runs of words of each report, kept for the most recently asked ones only: all at once would fill the memory."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self.runs = lru_cache(maxsize=512)(self._make_runs)

    def _make_runs(self, number: int) -> frozenset[int]:
        report = self._reports[number]
        return frozenset(make_runs(_own_text(report)))


def make_runs(text: str) -> Iterable[int]:
    """Checksums (CRC-32) of all runs of :data:`RUN_WORDS` folded words; a text shorter than a run gives none."""
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text.casefold())]
    for start in range(len(words) - RUN_WORDS + 1):
        yield zlib.crc32(b" ".join(words[start : start + RUN_WORDS]))


def _own_text(report: Report) -> str:
    """The body without lines that are not the report's own words."""
    pieces = []
    start = report.body.start
    for span in sorted(report.trailer):
        pieces.append(report.text[start : max(start, span.start)])
        start = max(start, span.end)
    pieces.append(report.text[start : report.body.end])
    return " ".join(pieces)


def _find_source(
    number: int,
    runs: frozenset[int],
    sampled: Sequence[int],
    index: Mapping[int, list[int]],
    texts: _Texts,
    reports: Sequence[Report],
) -> tuple[int, float] | None:
    """The earlier indexed report that this one shares enough words with, and the share."""
    if len(runs) < _SHORTEST_RUNS:
        return None
    hits: Counter[int] = Counter()
    for run in sampled:
        posting = index.get(run, ())
        if len(posting) < _POSTING_LIMIT:
            hits.update(posting)
    proposals = sorted(hits, key=lambda other: (-hits[other], other))[:_PROPOSALS]
    for other in proposals:
        share = _containment(runs, texts.runs(other))
        needed = RELAY_SHARE if _is_relay(reports[number], reports[other]) else COPY_SHARE
        if share >= needed:
            return other, share
    return None


def _add_to_index(index: dict[int, list[int]], sampled: Iterable[int], number: int) -> None:
    for run in sampled:
        posting = index.setdefault(run, [])
        if len(posting) < _POSTING_LIMIT:
            posting.append(number)


def _containment(first: frozenset[int], second: frozenset[int]) -> float:
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller >= _SHORTEST_RUNS else 0.0


def _is_relay(one: Report, other: Report) -> bool:
    """Whether the metadata say that both come from one newsroom, within a day of each other."""
    days = _published_on(one), _published_on(other)
    if days[0] is None or days[1] is None or abs(days[0] - days[1]) > timedelta(days=1):
        return False
    first, second = _newsrooms(one), _newsrooms(other)
    relayed = {fold_name(name) for name in (one.meta.relayed_from, other.meta.relayed_from) if name}
    return bool(first & second & relayed)


def _newsrooms(report: Report) -> set[str]:
    return {fold_name(name) for name in (report.meta.publisher, report.meta.relayed_from) if name}


def _say_shared(source: Report, copy: Report, share: float) -> str:
    names = f"{_publisher(source)} and {_publisher(copy)}"
    text = f"{names} share {share:.0%} of the shorter text"
    common = _newsrooms(source) & _newsrooms(copy)
    agency = source.meta.relayed_from or copy.meta.relayed_from
    if agency and fold_name(agency) in common:
        return f"{text}, and name {agency} as where it comes from"
    return text


def _publisher(report: Report) -> str:
    return report.meta.publisher or "a report without a publisher"


def _published_on(report: Report) -> date | None:
    return report.meta.published_at.date() if report.meta.published_at else report.meta.published_on


# -- common root


def _link_roots(
    reports: Sequence[Report], readings: Mapping[ReportId, Reading], mandate: Mandate | None
) -> list[_Link]:
    """Reports whose whole account goes back to one body, on one day, about one place."""
    bodies = _Bodies(mandate)
    first_of: dict[tuple[object, ...], int] = {}
    links: list[_Link] = []
    for number, report in enumerate(reports):
        reading = readings.get(report.id)
        day = _published_on(report)
        claims = [claim for claim in reading.claims if is_anchor(claim) and not claim.background] if reading else []
        root = bodies.find_root(claims)
        if root is None or day is None:
            continue
        key = (root[0], day, _main_place(claims), _main_day(claims))
        if key in first_of:
            source = reports[first_of[key]]
            names = f"{_publisher(source)} and {_publisher(report)}"
            reason = f"{names} both give only the account of {root[1]}, published on {make_day_title(day, day)}"
            links.append(_Link(first_of[key], number, reason))
        else:
            first_of[key] = number
    return links


class _Bodies:
    """Which body a speaker speaks for."""

    def __init__(self, mandate: Mandate | None) -> None:
        self._actors = {actor.id: actor for actor in mandate.actors} if mandate else {}

    def find_root(self, claims: Sequence[Claim]) -> tuple[str, str] | None:
        """Key and words of the one named body that all claims go back to, or ``None``."""
        roots = {self._key(claim.speaker): claim.speaker.text for claim in claims if claim.speaker.quote}
        if len(roots) != 1 or any(claim.speaker.quote is None for claim in claims):
            return None
        [(key, words)] = roots.items()
        return (key, words) if key else None

    def _key(self, speaker: Mention) -> str:
        if speaker.actor is None:
            return ""  # two unnamed “officials” need not be one
        return str(self.body_of(speaker.actor))

    def body_of(self, actor: ActorId) -> ActorId:
        """The body that a person speaks for; every other actor stands for itself."""
        known = self._actors.get(actor)
        return known.parent if known and known.kind is ActorKind.PERSON and known.parent else actor


def _main_place(claims: Sequence[Claim]) -> PlaceId | None:
    counts: Counter[PlaceId] = Counter()
    for claim in claims:
        for mention in claim.occurrence.places:
            if mention.place and mention.role is not PlaceRole.FROM:
                counts[mention.place] += 1
    return min(counts, key=lambda place: (-counts[place], place)) if counts else None


def _main_day(claims: Sequence[Claim]) -> date | None:
    counts: Counter[date] = Counter()
    for claim in claims:
        when = find_time(claim)
        if when is not None:
            counts[local_days(when)[0]] += 1
    return min(counts, key=lambda day: (-counts[day], day)) if counts else None


# -- groups


def _join(size: int, links: Iterable[_Link]) -> list[tuple[list[int], list[str]]]:
    """Groups of report numbers with their reasons, in the order of their first reports."""
    parents = list(range(size))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    kept: list[_Link] = []
    for link in links:
        first, second = sorted((root(link.first), root(link.second)))
        if first != second:
            parents[second] = first
            kept.append(link)
    members: dict[int, list[int]] = defaultdict(list)
    reasons: dict[int, list[str]] = defaultdict(list)
    for number in range(size):
        members[root(number)].append(number)
    for link in kept:
        reasons[root(link.first)].append(link.reason)
    return [(members[first], reasons[first]) for first in sorted(members)]


_SHOWN_REASONS: Final = 3


def _make_origin(
    group: Sequence[int],
    reports: Sequence[Report],
    reasons: Sequence[str],
    readings: Mapping[ReportId, Reading],
    mandate: Mandate | None,
) -> Origin:
    members = [reports[number] for number in group]
    sides = {find_publisher_side(report, _claims(readings, report)) for report in members}
    shown = "; ".join(reasons[:_SHOWN_REASONS])
    rest = len(reasons) - _SHOWN_REASONS
    if rest > 0:
        shown += f"; and {rest} more in the same way"
    return Origin(
        label=_label(members, readings, mandate),
        side=_root_side(members, readings, mandate) or (sides.pop() if len(sides) == 1 else None),
        reports=tuple(report.id for report in members),
        reason=f"{shown}." if shown else "No other report shares its words or its root.",
    )


def _claims(readings: Mapping[ReportId, Reading], report: Report) -> tuple[Claim, ...]:
    reading = readings.get(report.id)
    return reading.claims if reading else ()


def _label(members: Sequence[Report], readings: Mapping[ReportId, Reading], mandate: Mandate | None) -> str:
    """The agency that most copies name; else the body that all go back to; else the earliest publisher."""
    agencies = Counter(report.meta.relayed_from for report in members if report.meta.relayed_from)
    if len(members) > 1 and agencies:
        return min(agencies, key=lambda name: (-agencies[name], name))
    if len(members) > 1:
        root = _root(members, readings, mandate)
        if root is not None:
            return root.text
    return _publisher(members[0])


def _root_side(
    members: Sequence[Report], readings: Mapping[ReportId, Reading], mandate: Mandate | None
) -> SideId | None:
    root = _root(members, readings, mandate) if len(members) > 1 else None
    return root.side if root else None


def _root(members: Sequence[Report], readings: Mapping[ReportId, Reading], mandate: Mandate | None) -> Mention | None:
    """The speaker that all members' accounts go back to, as the first of them names it."""
    bodies = _Bodies(mandate)
    roots = []
    for report in members:
        claims = [claim for claim in _claims(readings, report) if is_anchor(claim) and not claim.background]
        found = bodies.find_root(claims)
        if found is None:
            return None
        roots.append((found[0], claims[0].speaker))
    return roots[0][1] if len({key for key, _ in roots}) == 1 else None
