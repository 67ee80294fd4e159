"""Origins: which reports share their words or their root, so that thirty copies are not taken for thirty sources.

Three marks, each of which becomes the reason a reader sees:

* shared text: the share of the shorter text's wording that the longer one has too (:mod:`~contactline.link.wording`);
* relay: one names the other, or both name the same agency, within a day, and they share some text;
* root: all that both tell of the event is attributed to the same body, on the same day, about the same place.

Every origin comes with the tree of who has the words from whom (:mod:`~contactline.link.relays`) and with what copies
changed (:mod:`~contactline.link.variants`). Method and measurements: ``docs/decisions/0012-origins.md``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from contactline._kit.folding import fold_name
from contactline.link.accounts import is_anchor
from contactline.link.copies import Copies, Shared, find_copies, newsrooms, published_on
from contactline.link.relays import Bodies, Naming, Tracer, Tree, count_newsrooms, is_before, publisher_of
from contactline.link.times import find_time, local_days
from contactline.link.variants import MOST_VARIANTS, Text, compare_copies, compare_parts, make_text, merge_variants
from contactline.ports import Reading
from contactline.records.claims import Claim, Mention, PlaceRole
from contactline.records.ids import PlaceId, ReportId
from contactline.records.incidents import Origin, Relay, RelayEnd, RelayKind, Variant
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem, Severity
from contactline.records.publishers import find_publisher_side
from contactline.records.reports import Report
from contactline.records.titles import make_day_title

_SHOWN_REASONS: Final = 3
_ALONE: Final = "No other report shares its words or its root."
_KEPT_TEXTS: Final = 256
_NEAR_DAYS: Final = 2
"""A newsroom that is named is looked for among texts published so many days before or after."""
_MOST_HOMES: Final = 3  # one may be the asking report's own; of two others none is chosen


@dataclass(frozen=True, slots=True)
class Tracing:
    """Origins, and what could not be decided about them."""

    origins: tuple[Origin, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """Why two reports have one origin; ``share`` where it is their text."""

    first: int
    second: int
    reason: str
    share: float | None = None


@dataclass(slots=True)
class _Group:
    """Reports of one origin, by number, and the links that hold it together."""

    members: list[int] = field(default_factory=list)
    links: list[_Link] = field(default_factory=list)

    @property
    def shared(self) -> list[Shared]:
        return [Shared(link.first, link.second, link.share) for link in self.links if link.share is not None]


def find_origins(
    reports: Iterable[Report], readings: Mapping[ReportId, Reading], mandate: Mandate | None = None
) -> tuple[Origin, ...]:
    """Group reports by origin: :func:`trace_origins` without its problems."""
    return trace_origins(reports, readings, mandate).origins


def trace_origins(
    reports: Iterable[Report], readings: Mapping[ReportId, Reading], mandate: Mandate | None = None
) -> Tracing:
    """Group reports by origin. Every report is in exactly one origin; a copy adds none.

    Args:
        reports: in any order.
        readings: what was read, by report; a report without one is judged by its text and metadata alone.
        mandate: tells which body a spokesperson speaks for; without it every speaker stands for itself.
    """
    ordered = sorted(reports, key=lambda report: (report.meta.published or "9999", report.id))
    bodies = Bodies(mandate)
    copies = find_copies(ordered)
    links = [*_say_links(ordered, copies), *_link_roots(ordered, readings, bodies)]
    groups = _join(len(ordered), links)
    tracer = Tracer(ordered, readings, bodies)
    trees = [tracer.trace(group.members, group.shared, by_root=_has_root(group)) for group in groups]
    parts = _find_parts(tracer, copies, groups, trees)
    texts = lru_cache(maxsize=_KEPT_TEXTS)(lambda number: make_text(ordered[number], tracer.claims(number)))
    origins = []
    problems = [problem for tree in trees for problem in tree.problems]
    for place, (group, tree) in enumerate(zip(groups, trees, strict=True)):
        variants = merge_variants(_iter_variants(group, parts[place], texts))
        problems += _report_cut(group, ordered, variants)
        relays = (*tree.relays, *(part.relay for part in parts[place]))
        origins.append(_make_origin(group, ordered, readings, bodies, relays, variants[:MOST_VARIANTS]))
    return Tracing(tuple(origins), (*problems, *_report_series(ordered, copies)))


def _iter_variants(group: _Group, parts: Iterable[_Part], texts: Callable[[int], Text]) -> Iterator[Variant]:
    for link in group.shared:
        one, other = texts(link.first), texts(link.second)
        yield from compare_copies(one, other, dated=is_before(one.report, other.report))
    for part in parts:
        if part.shared is not None:
            one, other = texts(part.shared.first), texts(part.shared.second)
            yield from compare_parts(one, other, dated=is_before(one.report, other.report))


def _report_cut(group: _Group, reports: Sequence[Report], variants: Sequence[Variant]) -> Iterator[Problem]:
    if len(variants) > MOST_VARIANTS:
        yield Problem(
            stage="link",
            code="variants-cut",
            severity=Severity.INFO,
            message=f"Copies of this text differ in {len(variants)} places; the first {MOST_VARIANTS} are shown.",
            report=reports[group.members[0]].id,
        )


def _say_links(reports: Sequence[Report], copies: Copies) -> Iterator[_Link]:
    for link in copies.links:
        reason = _say_shared(reports[link.first], reports[link.second], link.share)
        yield _Link(link.first, link.second, reason, link.share)


def _has_root(group: _Group) -> bool:
    return any(link.share is None for link in group.links)


def _report_series(reports: Sequence[Report], copies: Copies) -> Iterator[Problem]:
    for each in copies.series:
        one, other = reports[each.first], reports[each.second]
        yield Problem(
            stage="link",
            code="same-mould",
            severity=Severity.INFO,
            message=f"It shares {each.share:.0%} of its wording with a report of {publisher_of(one)} of another day, "
            "but not its figures; it was taken for a new text in the same mould and no copy.",
            report=other.id,
        )


# -- parts: what a report of another origin has from here


@dataclass(frozen=True, slots=True)
class _Part:
    """A relay in part, and the two texts that share a sentence where that is its ground."""

    relay: Relay
    shared: Shared | None = None


def _find_parts(
    tracer: Tracer, copies: Copies, groups: Sequence[_Group], trees: Sequence[Tree]
) -> defaultdict[int, list[_Part]]:
    """Relays in part, by the number of the origin that the words come from; one for each report and origin."""
    origin_of = {number: place for place, group in enumerate(groups) for number in group.members}
    found: defaultdict[int, dict[int, _Part]] = defaultdict(dict)
    for number, place, source, naming in _iter_named(tracer, groups, trees, origin_of):
        target = tracer.end(number)
        reason = f"{target.name} names {naming.name} for some of what it says."
        relay = Relay(source, target, RelayKind.NAMES, reason, in_part=True, quote=naming.quote)
        found[place][number] = _Part(relay)
    for shared in copies.parts:
        place, other = origin_of[shared.first], origin_of[shared.second]
        known = found[place].get(shared.second)
        if place == other or shared.first in found[other] or (known and known.shared):
            continue
        by_text = tracer.trace_part(shared)
        if by_text is not None:
            found[place][shared.second] = _Part(known.relay if known else by_text, shared)
    return defaultdict(list, {place: [mine[number] for number in sorted(mine)] for place, mine in found.items()})


def _iter_named(
    tracer: Tracer, groups: Sequence[_Group], trees: Sequence[Tree], origin_of: Mapping[int, int]
) -> Iterator[tuple[int, int, RelayEnd, Naming]]:
    """Reports that name a newsroom, and the one other origin within two days that has this newsroom in its tree."""
    homes = _find_homes(tracer, groups, trees)
    for number, own in origin_of.items():
        day = published_on(tracer.report(number))
        for naming in tracer.iter_named(number) if day else ():
            near: dict[int, RelayEnd] = {}
            for step in range(-_NEAR_DAYS, _NEAR_DAYS + 1):
                near |= homes.get((naming.key, day.toordinal() + step), {}) if day else {}
            near.pop(own, None)
            if len(near) == 1:
                [(place, source)] = near.items()
                yield number, place, source, naming


def _find_homes(
    tracer: Tracer, groups: Sequence[_Group], trees: Sequence[Tree]
) -> dict[tuple[str, int], dict[int, RelayEnd]]:
    """For each newsroom and day of publication the origins that have it in their trees; of many only three."""
    homes: defaultdict[tuple[str, int], dict[int, RelayEnd]] = defaultdict(dict)
    for place, (group, tree) in enumerate(zip(groups, trees, strict=True)):
        published = (published_on(tracer.report(number)) for number in group.members)
        days = {day.toordinal() for day in published if day}
        ends = {tracer.newsroom_key(relay.source.name): relay.source for relay in tree.relays}
        for number in group.members:
            ends.setdefault(tracer.publisher_key(number), tracer.end(number))
        for key, end in ends.items():
            for ordinal in days:
                mine = homes[key, ordinal]
                if len(mine) < _MOST_HOMES:
                    mine.setdefault(place, end)
    return homes


def _say_shared(source: Report, copy: Report, share: float) -> str:
    names = f"{publisher_of(source)} and {publisher_of(copy)}"
    text = f"{names} share {share:.0%} of the shorter text"
    common = newsrooms(source) & newsrooms(copy)
    agency = source.meta.relayed_from or copy.meta.relayed_from
    if agency and fold_name(agency) in common:
        return f"{text}, and name {agency} as where it comes from"
    return text


# -- common root


def _link_roots(reports: Sequence[Report], readings: Mapping[ReportId, Reading], bodies: Bodies) -> list[_Link]:
    """Reports whose whole account goes back to one body, on one day, about one place."""
    first_of: dict[tuple[object, ...], int] = {}
    links: list[_Link] = []
    for number, report in enumerate(reports):
        reading = readings.get(report.id)
        day = published_on(report)
        claims = [claim for claim in reading.claims if is_anchor(claim) and not claim.background] if reading else []
        root = bodies.find_root(claims)
        if root is None or day is None:
            continue
        key = (root[0], day, _main_place(claims), _main_day(claims))
        if key in first_of:
            source = reports[first_of[key]]
            names = f"{publisher_of(source)} and {publisher_of(report)}"
            reason = f"{names} both give only the account of {root[1]}, published on {make_day_title(day, day)}"
            links.append(_Link(first_of[key], number, reason))
        else:
            first_of[key] = number
    return links


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


def _join(size: int, links: Iterable[_Link]) -> list[_Group]:
    """Groups in the order of their first reports."""
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
    groups: defaultdict[int, _Group] = defaultdict(_Group)
    for number in range(size):
        groups[root(number)].members.append(number)
    for link in kept:
        groups[root(link.first)].links.append(link)
    return [groups[first] for first in sorted(groups)]


def _make_origin(
    group: _Group,
    reports: Sequence[Report],
    readings: Mapping[ReportId, Reading],
    bodies: Bodies,
    relays: tuple[Relay, ...],
    variants: tuple[Variant, ...],
) -> Origin:
    members = [reports[number] for number in group.members]
    sides = {find_publisher_side(report, _claims(readings, report)) for report in members}
    root = _root(members, readings, bodies) if len(members) > 1 else None
    return Origin(
        label=_label(members, root),
        side=(root.side if root else None) or (sides.pop() if len(sides) == 1 else None),
        reports=tuple(report.id for report in members),
        reason=_say_reasons([link.reason for link in group.links], shares_part=any(relay.in_part for relay in relays)),
        relays=relays,
        variants=variants,
    )


def _say_reasons(reasons: Sequence[str], *, shares_part: bool) -> str:
    shown = "; ".join(reasons[:_SHOWN_REASONS])
    rest = len(reasons) - _SHOWN_REASONS
    if rest > 0:
        shown += f"; and {rest} more in the same way"
    if shown:
        return f"{shown}."
    return "No other report is its copy; some share a part of it." if shares_part else _ALONE


def _claims(readings: Mapping[ReportId, Reading], report: Report) -> tuple[Claim, ...]:
    reading = readings.get(report.id)
    return reading.claims if reading else ()


def _label(members: Sequence[Report], root: Mention | None) -> str:
    """The agency that most copies name; else the body that all go back to; else the earliest publisher."""
    agencies = count_newsrooms(members)
    if len(members) > 1 and agencies:
        return min(agencies, key=lambda name: (-agencies[name], name))
    return root.text if root is not None else publisher_of(members[0])


def _root(members: Sequence[Report], readings: Mapping[ReportId, Reading], bodies: Bodies) -> Mention | None:
    """The speaker that all members' accounts go back to, as the first of them names it."""
    roots = []
    for report in members:
        claims = [claim for claim in _claims(readings, report) if is_anchor(claim) and not claim.background]
        found = bodies.find_root(claims)
        if found is None:
            return None
        roots.append((found[0], claims[0].speaker))
    return roots[0][1] if len({key for key, _ in roots}) == 1 else None
