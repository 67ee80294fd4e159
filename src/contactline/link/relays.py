"""Relays: from whom each report has its words, as a tree for every origin.

Four grounds, in this order: a report names a newsroom as its source (metadata, or most of its claims); it is by a
newsroom that others here name; it shares text with an earlier one; all that is said goes back to one body. Nothing else
makes a direction: of two texts of the same time it is said that they share text, and no more.

A loop of quotations (A names B, B names A) is cut at its earliest report, of several at that of the smallest id: what
that one names is not followed. Every loop is reported as a problem.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from contactline._kit.folding import fold_name
from contactline.link.accounts import is_anchor
from contactline.link.copies import Shared, published_on
from contactline.link.sentences import Sentence, align, iter_sentences
from contactline.ports import Reading
from contactline.records.actors import Actor, ActorKind
from contactline.records.claims import Claim, Mention
from contactline.records.ids import ActorId, ReportId, SideId
from contactline.records.incidents import Relay, RelayEnd, RelayKind
from contactline.records.mandates import Mandate
from contactline.records.problems import Problem, Severity
from contactline.records.publishers import find_publisher_side
from contactline.records.quotes import Quote, Span, make_quote
from contactline.records.reports import Report

_NEWSROOMS: Final = frozenset({ActorKind.AGENCY, ActorKind.OUTLET})
_MAIN_SHARE: Final = 0.5
"""A newsroom named in the text is the source of the whole when more than half of the claims come through it."""
_PART_SENTENCE: Final = 0.6
_PART_WORDS: Final = 8
_LONGEST_QUOTE: Final = 400
_FEWEST_WORDS: Final = 4

Node = int | str
"""A report by its number, or a named source by its key."""


class Bodies:
    """Which body a speaker speaks for, and which actor a name is."""

    def __init__(self, mandate: Mandate | None) -> None:
        self._actors: dict[ActorId, Actor] = {actor.id: actor for actor in mandate.actors} if mandate else {}
        newsrooms = [actor for actor in self._actors.values() if actor.kind in _NEWSROOMS]
        self._newsrooms = {fold_name(name.text): actor for actor in newsrooms for name in actor.names}
        self.newsroom_key = lru_cache(maxsize=4096)(self._newsroom_key)

    def find_root(self, claims: Sequence[Claim]) -> tuple[str, str] | None:
        """Key and words of the one named body that all claims go back to, or ``None``."""
        roots = {self.key_of(claim.speaker): claim.speaker.text for claim in claims if claim.speaker.quote}
        if len(roots) != 1 or any(claim.speaker.quote is None for claim in claims):
            return None
        [(key, words)] = roots.items()
        return (key, words) if key else None

    def key_of(self, speaker: Mention) -> str:
        """A key that is equal for all who speak for one body; empty for somebody unknown."""
        if speaker.actor is None:
            return ""  # two unnamed “officials” need not be one
        return str(self._body_of(speaker.actor))

    def _body_of(self, actor: ActorId) -> ActorId:
        known = self._actors.get(actor)
        return known.parent if known and known.kind is ActorKind.PERSON and known.parent else actor

    def _newsroom_key(self, name: str) -> str:
        """A key that is equal for all names of one agency or outlet."""
        known = self._newsrooms.get(fold_name(name))
        return f"actor {known.id}" if known else f"name {fold_name(name)}"

    def newsroom_side(self, name: str) -> SideId | None:
        """The side of a newsroom that the mandate knows."""
        known = self._newsrooms.get(fold_name(name))
        return known.side if known else None

    def is_newsroom(self, mention: Mention) -> bool:
        """Whether words name an agency or outlet."""
        known = self._actors.get(mention.actor) if mention.actor else None
        return known is not None and known.kind in _NEWSROOMS


@dataclass(frozen=True, slots=True)
class Naming:
    """That a report names a newsroom as a source, with the words that say it where there are any."""

    key: str
    name: str
    side: SideId | None
    quote: Quote | None
    stated: bool
    """Whether the metadata say it."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The relays of one origin and what could not be decided."""

    relays: tuple[Relay, ...]
    problems: tuple[Problem, ...]


class Tracer:
    """Traces the relays of all origins of a run.

    Args:
        reports: in the order of publication, then of id.
        readings: what was read, by report.
        bodies: who speaks for whom.
    """

    def __init__(self, reports: Sequence[Report], readings: Mapping[ReportId, Reading], bodies: Bodies) -> None:
        self._reports = reports
        self._readings = readings
        self._bodies = bodies
        self._sentences: dict[int, tuple[Sentence, ...]] = {}

    def sentences(self, number: int) -> tuple[Sentence, ...]:
        """The sentences of a report's body."""
        if number not in self._sentences:
            self._sentences[number] = tuple(iter_sentences(self._reports[number]))
        return self._sentences[number]

    def claims(self, number: int) -> tuple[Claim, ...]:
        """What was read from a report."""
        reading = self._readings.get(self._reports[number].id)
        return reading.claims if reading else ()

    def trace(self, group: Sequence[int], shared: Sequence[Shared], *, by_root: bool) -> Tree:
        """The tree of one origin.

        Args:
            group: its reports.
            shared: the links of shared text that hold it together.
            by_root: some of its reports are held together by a common body.
        """
        forest = _Forest(self, group)
        namings = {number: naming for number in group if (naming := self.find_newsroom(number))}
        problems = forest.add_names(namings)
        forest.add_shared(shared)
        body = self._find_body(group)
        if body is not None:
            forest.add_body(body, by_root=by_root)
        return Tree(forest.relays(), tuple(problems))

    def end(self, number: int) -> RelayEnd:
        """A report as an end of a relay."""
        report = self._reports[number]
        return RelayEnd(publisher_of(report), report.id, find_publisher_side(report, self.claims(number)))

    def publisher_key(self, number: int) -> str:
        """The newsroom that publishes a report."""
        publisher = self._reports[number].meta.publisher
        return self._bodies.newsroom_key(publisher) if publisher else ""

    def newsroom_key(self, name: str) -> str:
        """The key of a newsroom's name."""
        return self._bodies.newsroom_key(name)

    def find_newsroom(self, number: int) -> Naming | None:
        """The newsroom that a report as a whole comes from, by its metadata or by most of its claims."""
        report = self._reports[number]
        stated = report.meta.relayed_from
        if stated:
            if fold_name(stated) == fold_name(report.meta.publisher or ""):
                return None
            side = self._bodies.newsroom_side(stated)
            key = self._bodies.newsroom_key(stated)
            return Naming(key, stated, side, find_name(report, stated), stated=True)
        named = self._count_named(number)
        claims = [claim for claim in self.claims(number) if is_anchor(claim) and not claim.background]
        for (key, name), mentions in sorted(named.items(), key=lambda item: (-len(item[1]), item[0])):
            if len(mentions) > _MAIN_SHARE * len(claims):
                return Naming(key, name, mentions[0].side, self._quote_sentence(number, mentions[0]), stated=False)
        return None

    def iter_named(self, number: int) -> Iterable[Naming]:
        """All newsrooms that the words of a report name as having said or passed on something."""
        for (key, name), mentions in sorted(self._count_named(number).items()):
            yield Naming(key, name, mentions[0].side, self._quote_sentence(number, mentions[0]), stated=False)

    def _count_named(self, number: int) -> dict[tuple[str, str], list[Mention]]:
        own = self.publisher_key(number)
        found: dict[str, list[Mention]] = defaultdict(list)
        for claim in self.claims(number):
            seen = set()
            for mention in (*claim.relayed_by, claim.speaker):
                key = self._bodies.newsroom_key(mention.text)
                if mention.quote and key != own and key not in seen and self._bodies.is_newsroom(mention):
                    seen.add(key)
                    found[key].append(mention)
        return {(key, mentions[0].text): mentions for key, mentions in found.items()}

    def _quote_sentence(self, number: int, mention: Mention) -> Quote | None:
        return mention.quote and quote_around(self._reports[number], mention.quote.span)

    def _find_body(self, group: Sequence[int]) -> tuple[str, str, SideId | None] | None:
        """The one body that all named speakers of all members speak for: its key, name and side."""
        keys: set[str] = set()
        first: Mention | None = None
        for number in group:
            mine = [claim.speaker for claim in self.claims(number) if is_anchor(claim) and not claim.background]
            named = [each for each in mine if each.quote and not self._bodies.is_newsroom(each)]
            if not named:
                return None
            keys.update(self._bodies.key_of(each) for each in named)
            if len(keys) != 1:
                return None
            first = first or named[0]
        [key] = keys or {""}
        return (f"body {key}", first.text, first.side) if first and key else None

    def quote_body(self, number: int) -> Quote | None:
        """The first sentence of a report that names the body it speaks for."""
        for claim in self.claims(number):
            speaker = claim.speaker
            if is_anchor(claim) and not claim.background and speaker.quote and not self._bodies.is_newsroom(speaker):
                return self._quote_sentence(number, speaker)
        return None

    # -- parts

    def trace_part(self, shared: Shared) -> Relay | None:
        """The relay of a report that has only some sentence of another's, if it has one.

        A sentence may have come to both from a third: the time of publication makes no direction here.
        """
        first, second = shared.first, shared.second
        pairs = align(self.sentences(first), self.sentences(second), least=_PART_SENTENCE)
        equal = {sentence.texts for sentence in self.sentences(first)}
        same = [each for each in self.sentences(second) if each.texts in equal and len(each.words) >= _PART_WORDS]
        near = [(p.first, p.second) for p in pairs if p.first and p.second and len(p.second.words) >= _PART_WORDS]
        if not same and not near:
            return None
        sentence = same[0] if same else near[0][1]
        one = next(
            (each for each in self.sentences(first) if each.texts == sentence.texts), near[0][0] if near else None
        )
        names = f"{publisher_of(self._reports[second])} and {publisher_of(self._reports[first])}"
        body = self._shared_body((first, one), (second, sentence))
        reason = f"{names} share {_count(len(same) + len(near), 'sentence')}"
        if body:
            reason += f"; both give it as the words of {body}, and may have it from there"
        if is_before(self._reports[first], self._reports[second]):
            who = publisher_of(self._reports[first])
            reason += f"; {who} published it before, but a third text may be behind both" if not body else ""
        return Relay(
            source=self.end(first),
            target=self.end(second),
            kind=RelayKind.SHARES,
            reason=f"{reason}.",
            share=round(shared.share, 4),
            directed=False,
            in_part=True,
            quote=_quote(self._reports[second], sentence.span),
        )

    def _shared_body(self, one: tuple[int, Sentence | None], other: tuple[int, Sentence]) -> str:
        """The body that both sentences are given as the words of, as the first names it; else empty."""
        here, there = self._speakers(*one), self._speakers(*other)
        return next((here[key] for key in sorted(here.keys() & there.keys())), "")

    def _speakers(self, number: int, sentence: Sentence | None) -> dict[str, str]:
        found: dict[str, str] = {}
        for claim in self.claims(number):
            if sentence and claim.quote.span.overlaps(sentence.span) and claim.speaker.quote:
                key = self._bodies.key_of(claim.speaker)
                if key:
                    found.setdefault(key, claim.speaker.text)
        return found

    def report(self, number: int) -> Report:
        """The report of a number."""
        return self._reports[number]


class _Forest:
    """The trees of one origin while they grow: every node has at most one parent, and no node is its own ancestor."""

    def __init__(self, tracer: Tracer, group: Sequence[int]) -> None:
        self._tracer = tracer
        self._group = group
        self._ends: dict[Node, RelayEnd] = {number: tracer.end(number) for number in group}
        self._relays: dict[Node, tuple[Node, Relay]] = {}

    def add_names(self, namings: Mapping[int, Naming]) -> list[Problem]:
        """Hang every report that names its source below it."""
        own = self._find_own(namings)
        loops, cut = _find_loops(own)
        for number in sorted(namings):
            if number in cut:
                continue
            source: Node = own.get(number, namings[number].key)
            if isinstance(source, int) and is_before(self._tracer.report(number), self._tracer.report(source)):
                source = namings[number].key  # what was published later cannot be the text that is named
            self._hang_named(number, source, namings[number])
        for number in self._group:
            key = self._tracer.publisher_key(number)
            if number not in self._relays and number not in cut and key in self._ends:
                reason = f"{self._ends[number].name} is whom another report here names."
                self._hang(number, key, Relay(self._ends[key], self._ends[number], RelayKind.NAMES, reason))
        return [self._report_loop(loop) for loop in loops]

    def _find_own(self, namings: Mapping[int, Naming]) -> dict[int, int]:
        """For each report that names a newsroom the first text here by that newsroom itself."""
        published: dict[str, list[int]] = defaultdict(list)
        for number in self._group:
            published[self._tracer.publisher_key(number)].append(number)
        own = {}
        for number, naming in namings.items():
            for other in published.get(naming.key, ()):
                theirs = namings.get(other)
                if other != number and not (theirs and theirs.key == naming.key):
                    own[number] = other
                    break
        return own

    def _hang_named(self, number: int, source: Node, naming: Naming) -> None:
        if isinstance(source, str):
            self._ends.setdefault(source, RelayEnd(naming.name, None, naming.side))
        name, where = self._ends[number].name, "in its details" if naming.stated and not naming.quote else "in its text"
        reason = f"{name} names {naming.name} {where} as where it comes from."
        relay = Relay(self._ends[source], self._ends[number], RelayKind.NAMES, reason, quote=naming.quote)
        self._hang(number, source, relay)

    def add_shared(self, shared: Iterable[Shared]) -> None:
        """Hang reports without a named source below the earlier one whose text they share."""
        for link in shared:
            first, second = link.first, link.second
            if second not in self._relays and not self._is_above(second, first):
                self._hang(second, first, self._share(first, second, link.share))
            elif first not in self._relays:
                above = self._relays[second][0] if second in self._relays else None
                if isinstance(above, str):
                    self._hang(first, above, self._share_named(above, first, second, link.share))
            self._note_share(link)

    def _share(self, first: int, second: int, share: float) -> Relay:
        directed = is_before(self._tracer.report(first), self._tracer.report(second))
        reason = f"{self._ends[second].name} shares {share:.0%} of the shorter text with {self._ends[first].name}"
        reason += ", which was published before." if directed else "; nothing tells which was first."
        return Relay(
            self._ends[first], self._ends[second], RelayKind.SHARES, reason, share=round(share, 4), directed=directed
        )

    def _share_named(self, above: str, first: int, second: int, share: float) -> Relay:
        source = self._ends[above]
        reason = (
            f"{self._ends[first].name} names no source, but shares {share:.0%} of the shorter text with "
            f"{self._ends[second].name}, which names {source.name}."
        )
        return Relay(source, self._ends[first], RelayKind.SHARES, reason, share=round(share, 4), directed=False)

    def _note_share(self, link: Shared) -> None:
        """A naming between two reports that share text says how much."""
        for below, above in ((link.second, link.first), (link.first, link.second)):
            if below in self._relays and self._relays[below][0] == above:
                relay = self._relays[below][1]
                if relay.kind is RelayKind.NAMES and relay.share is None:
                    self._relays[below] = (above, _with_share(relay, link.share))

    def add_body(self, body: tuple[str, str, SideId | None], *, by_root: bool) -> None:
        """Hang all that has no source yet, and texts of which none is known to be first, below the one body."""
        key, name, side = body
        self._ends[key] = RelayEnd(name, None, side)
        nodes: list[Node] = [*self._group]
        nodes += [node for node in self._ends if isinstance(node, str) and node != key]
        for node in nodes:
            held = self._relays.get(node)
            if held is None or (isinstance(node, int) and isinstance(held[0], int) and not held[1].directed):
                share = held[1].share if held else None
                self._hang(node, key, self._give_body(node, key, share, by_root=by_root))

    def _give_body(self, node: Node, key: str, share: float | None, *, by_root: bool) -> Relay:
        source, target = self._ends[key], self._ends[node]
        kind = RelayKind.SAME_ROOT if by_root and isinstance(node, int) else RelayKind.NAMES
        reason = f"{source.name} is the only one whom {target.name} quotes on the event."
        quote = self._tracer.quote_body(node) if isinstance(node, int) else None
        if isinstance(node, str):
            reason = f"{source.name} is the only one whom reports from {target.name} quote on the event."
        return Relay(source, target, kind, reason, share=share, quote=quote)

    def _hang(self, node: Node, above: Node, relay: Relay) -> None:
        if not self._is_above(node, above):
            self._relays[node] = (above, relay)

    def _is_above(self, node: Node, other: Node) -> bool:
        """Whether a node is the other or one of its ancestors."""
        seen: Node | None = other
        while seen is not None:
            if seen == node:
                return True
            seen = self._relays[seen][0] if seen in self._relays else None
        return False

    def _report_loop(self, loop: Sequence[int]) -> Problem:
        names = [self._ends[number].name for number in loop]
        chain = " ← ".join([*names, names[0]])
        return Problem(
            stage="link",
            code="quotation-loop",
            severity=Severity.WARNING,
            message=f"Reports name each other as their source ({chain}). {names[0]}, the earliest of them, is taken as "
            "the first, and what it names is not followed; look at the originals to see who was first.",
            report=self._tracer.report(loop[0]).id,
        )

    def relays(self) -> tuple[Relay, ...]:
        """All relays, sources before what comes from them, in the order of publication."""
        below: dict[Node, list[Node]] = defaultdict(list)
        for node in sorted(self._relays, key=_node_order):
            below[self._relays[node][0]].append(node)
        roots = sorted((node for node in below if node not in self._relays), key=_node_order)
        ordered: list[Relay] = []
        waiting = list(reversed(roots))
        while waiting:
            node = waiting.pop()
            if node in self._relays:
                ordered.append(self._relays[node][1])
            waiting.extend(reversed(below.get(node, ())))
        return tuple(ordered)


def _node_order(node: Node) -> tuple[bool, int, str]:
    return (isinstance(node, int), node, "") if isinstance(node, int) else (False, 0, node)


def _with_share(relay: Relay, share: float) -> Relay:
    reason = relay.reason.removesuffix(".") + f", and shares {share:.0%} of the shorter text with it."
    return Relay(relay.source, relay.target, relay.kind, reason, round(share, 4), relay.directed, False, relay.quote)


def _find_loops(source_of: Mapping[int, int]) -> tuple[list[list[int]], set[int]]:
    """Loops in a graph where every node has at most one source, each from its head on; and the heads, to be cut."""
    loops: list[list[int]] = []
    state: dict[int, int] = {}
    for start in sorted(source_of):
        path: list[int] = []
        node: int | None = start
        while node is not None and node not in state:
            state[node] = start
            path.append(node)
            node = source_of.get(node)
        if node is not None and state[node] == start and node in path:
            loop = path[path.index(node) :]
            head = loop.index(min(loop))
            loops.append(loop[head:] + loop[:head])
    return loops, {loop[0] for loop in loops}


def is_before(one: Report, other: Report) -> bool:
    """Whether one report is known to have been published before the other: on an earlier day, or at an earlier time."""
    first, second = one.meta.published_at, other.meta.published_at
    if first is not None and second is not None:
        return first < second
    days = published_on(one), published_on(other)
    return days[0] is not None and days[1] is not None and days[0] < days[1]


def publisher_of(report: Report) -> str:
    """Who publishes a report, in words."""
    return report.meta.publisher or "a report without a publisher"


def find_name(report: Report, name: str) -> Quote | None:
    """The sentence or headline of a report where a name first stands as a word, as written."""
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", report.text)
    return quote_around(report, Span(*match.span())) if match else None


def quote_around(report: Report, span: Span) -> Quote:
    """The sentence that holds a span; of a very long one the span and the words beside it."""
    if report.headline and report.headline.covers(span):
        return _quote(report, report.headline)
    for sentence in iter_sentences(report):
        if sentence.span.covers(span):
            if len(sentence.words) < _FEWEST_WORDS:
                break  # a dateline that the full stop of "July 5." cuts off: the whole line says more
            return (
                _quote(report, sentence.span)
                if len(sentence.span) <= _LONGEST_QUOTE
                else _clip(report, span, sentence.span)
            )
    start = report.text.rfind("\n", 0, span.start) + 1
    end = report.text.find("\n", span.end)
    line = Span(start, end if end >= 0 else len(report.text))
    if len(line) <= _LONGEST_QUOTE:
        return _quote(report, line)
    return _clip(report, span, line)


def _clip(report: Report, span: Span, whole: Span) -> Quote:
    """The span with the words beside it, within a whole that is too long to quote."""
    reach = _LONGEST_QUOTE // 2
    return _quote(report, Span(max(whole.start, span.start - reach), min(whole.end, span.end + reach)))


def _quote(report: Report, span: Span) -> Quote:
    return make_quote(report.id, report.text, span)


def _count(number: int, word: str) -> str:
    return f"one {word}" if number == 1 else f"{number} {word}s"


def count_newsrooms(reports: Iterable[Report]) -> Counter[str]:
    """How many reports say in their details that they come from each agency or outlet."""
    return Counter(report.meta.relayed_from for report in reports if report.meta.relayed_from)
