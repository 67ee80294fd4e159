"""Quotes as a page shows them: the sentence, the words of each value marked in it, who said it through whom, where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from contactline.publish.drawing import shape_of
from contactline.publish.phrases import say_day, say_instant
from contactline.publish.unsure import say_unsure
from contactline.publish.view import View
from contactline.records.claims import Claim, Mention, Modality, Polarity
from contactline.records.ids import ClaimId, ReportId, SideId
from contactline.records.quotes import Span
from contactline.records.reports import Report

_CONTEXT = 320  # characters of the paragraph shown on either side
_LONGEST = 2400  # characters of one sentence that a page shows; claims.jsonl has them all
_TERMINAL = ".!?…"
_CLOSERS = '"”’»)]'
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr gen lt col maj capt sgt st no vs e.g i.e a.m p.m u.s u.n approx".split()  # noqa: SIM905 - one line
)

# The first word of a question's id, and the kind of words that answer it.
_ROLES: Final = {
    "when": "when",
    "where": "where",
    "means": "means",
    "weapon": "means",
    "weapons": "means",
    "with": "means",
    "damage": "damage",
    "evidence": "evidence",
    "law": "law",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of one value: ``keys`` are the question ids (or their beginnings) that they answer."""

    span: Span
    label: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters. ``anchor`` is an element id, ``label`` names the value that the words are."""

    text: str
    marked: bool = False
    outside: bool = False
    anchor: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of the chain from the outlet to the speaker."""

    text: str
    side: SideId | None
    side_title: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a quote on the same page; ``unsure`` says what is unsure about its reading, if anything."""

    number: int
    href: str
    label: str
    unsure: str = ""


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """One claim with the words it rests on."""

    claim: Claim
    ref: Ref
    number: int
    anchor: str
    language: str
    segments: tuple[Segment, ...]
    before: str
    after: str
    chain: tuple[Voice, ...]
    shape: str
    reading: str
    answers: Ref | None
    answered_by: tuple[Ref, ...]
    anchors: Mapping[str, str]

    @property
    def speaker(self) -> Voice:
        """Who says it."""
        return self.chain[-1]


@dataclass(frozen=True, slots=True)
class ReportQuotes:
    """The quotes of one report."""

    report: Report
    title: str
    publisher: str
    side: SideId | None
    side_title: str
    published: str
    relayed_from: str
    address: str
    blocks: tuple[QuoteBlock, ...]


class QuoteBook:
    """The quotes of one page, numbered in the order of publication and of their words."""

    def __init__(self, view: View, claims: Iterable[ClaimId]) -> None:
        wanted = set(claims)
        answered = {view.claims[claim].answers for claim in wanted}
        wanted |= {claim for claim in answered if claim is not None and claim in view.claims}
        self._view = view
        self._numbers = {claim.id: n for n, claim in enumerate(view.in_order(wanted), start=1)}
        self._anchors = {claim: _anchors(view, view.claims[claim], n) for claim, n in self._numbers.items()}

    def ref(self, claim: ClaimId, question: str = "") -> Ref:
        """The link to a claim's quote, to the very words that answer a question where they are marked."""
        number = self._numbers[claim]
        anchors = self._anchors[claim]
        anchor = next((anchors[key] for key in _keys_of(question) if key in anchors), f"q{number}")
        report = self._view.reports[self._view.claims[claim].report]
        label = f"Quote {number}: {report.meta.publisher or 'publisher not known'}, {say_published(report)}"
        unsure = say_unsure(self._view.claims[claim])
        return Ref(number, f"#{anchor}", f"{label}; {unsure}" if unsure else label, unsure)

    def refs(self, claims: Iterable[ClaimId], question: str = "") -> tuple[Ref, ...]:
        """Links in the order of the quotes."""
        return tuple(self.ref(claim, question) for claim in sorted(set(claims), key=self._numbers.__getitem__))

    def claims(self) -> tuple[Claim, ...]:
        """The claims whose quotes stand in the book, in their order."""
        return tuple(self._view.claims[claim] for claim in self._numbers)

    def groups(self) -> tuple[ReportQuotes, ...]:
        """All quotes, report by report."""
        by_report: dict[ReportId, list[QuoteBlock]] = {}
        for claim in self._numbers:
            by_report.setdefault(self._view.claims[claim].report, []).append(self._block(self._view.claims[claim]))
        return tuple(self._group(self._view.reports[report], blocks) for report, blocks in by_report.items())

    def block(self, claim: ClaimId) -> QuoteBlock:
        """One quote."""
        return self._block(self._view.claims[claim])

    def _group(self, report: Report, blocks: list[QuoteBlock]) -> ReportQuotes:
        side = self._view.report_sides.get(report.id)
        return ReportQuotes(
            report=report,
            title=self._view.headline(report),
            publisher=report.meta.publisher or "Publisher not known",
            side=side,
            side_title=self._view.dossier.mandate.side_title(side),
            published=say_published(report),
            relayed_from=report.meta.relayed_from or "",
            address=self._view.address(report),
            blocks=tuple(blocks),
        )

    def _block(self, claim: Claim) -> QuoteBlock:
        view, number = self._view, self._numbers[claim.id]
        text = view.texts[claim.report]
        sentence = _shown(view, claim)
        answered = [denial for denial in view.answered_by.get(claim.id, ()) if denial in self._numbers]
        return QuoteBlock(
            claim=claim,
            ref=self.ref(claim.id),
            number=number,
            anchor=f"q{number}",
            language=view.reports[claim.report].meta.language or "",
            segments=tuple(_cut_marked(view, claim, sentence, f"q{number}")),
            before=_before(text, sentence, view.reports[claim.report]),
            after=_after(text, sentence),
            chain=tuple(_chain(view, claim)),
            shape=shape_of(view, claim.speaker.side),
            reading=say_reading(claim),
            answers=self.ref(claim.answers) if claim.answers in self._numbers else None,
            answered_by=self.refs(answered),
            anchors=self._anchors[claim.id],
        )


def say_published(report: Report) -> str:
    """When a report was published, in words."""
    meta = report.meta
    if meta.published_at:
        return say_instant(meta.published_at)
    return say_day(meta.published_on) if meta.published_on else "date not known"


def say_reading(claim: Claim) -> str:
    """How the claim was read: ``denies · as fact · in the headline``."""
    words = [claim.act.value]
    if claim.polarity is Polarity.NEGATIVE and not claim.act.value.endswith("denies"):
        words.append("says it is not so")
    words.append("as fact" if claim.modality is Modality.FACT else claim.modality.value)
    if claim.part.value == "headline":
        words.append("in the headline")
    if claim.background:
        words.append("recalled as background")
    return " · ".join(words)


def iter_marks(view: View, claim: Claim) -> Iterator[Mark]:
    """The words of every value of a claim, with the questions that they answer."""
    occurrence = claim.occurrence
    for loss in claim.casualties:
        key = f"{loss.outcome.value}/{loss.victims.side}/{loss.status.value}"
        yield Mark(loss.quote.span, loss.outcome.value, (key, loss.outcome.value))
        for person in loss.persons:
            yield Mark(person.quote.span, "person", (f"person/{person.quote.span.start}", "person"))
    for damage in claim.damage:
        yield Mark(damage.quote.span, damage.level, (f"damage/{damage.target.side}", "damage"))
    if occurrence.time:
        yield Mark(occurrence.time.quote.span, "when", ("when",))
    for place in occurrence.places:
        yield Mark(place.quote.span, "where", ("where",))
    for means in occurrence.means:
        yield Mark(means.quote.span, "means", ("means",))
    for evidence in claim.evidence:
        yield Mark(evidence.quote.span, "evidence", (f"evidence/{evidence.kind}", "evidence"))
    for law in claim.law:
        yield Mark(law.quote.span, "law", ("law",))
    if occurrence.trigger:
        yield Mark(occurrence.trigger.span, "what happened", ("what",))


def find_sentence(report: Report, span: Span) -> Span:
    """The sentence or sentences that a span lies in, within its line."""
    text = report.text
    start = span.start
    while start > 0 and text[start - 1] != "\n" and not _sentence_ends(text, start):
        start -= 1
    end = span.end
    while end < len(text) and text[end] != "\n" and not _sentence_ends(text, end):
        end += 1
    while start < span.start and text[start].isspace():
        start += 1
    return Span(start, end)


def _shown(view: View, claim: Claim) -> Span:
    """The sentence of a claim; of one as long as a book only the stretch where its first value stands."""
    sentence = find_sentence(view.reports[claim.report], claim.quote.span)
    if len(sentence) <= _LONGEST:
        return sentence
    centre = claim.quote.span.start
    if len(claim.quote.span) > _LONGEST:
        centre = min(
            (mark.span.start for mark in iter_marks(view, claim) if sentence.covers(mark.span)), default=centre
        )
    start = max(sentence.start, min(centre - _CONTEXT, sentence.end - _LONGEST))
    return Span(start, start + _LONGEST)


def _cut_marked(view: View, claim: Claim, shown: Span, prefix: str) -> Iterator[Segment]:
    """The segments of what is shown; where the quote itself is cut, a mark says so."""
    quote = claim.quote.span
    if quote.start < shown.start:
        yield Segment("[…] ", outside=True)
    yield from _segments(view.texts[claim.report], shown, quote, iter_marks(view, claim), prefix)
    if quote.end > shown.end:
        yield Segment(" […; all words are in claims.jsonl]", outside=True)


def _sentence_ends(text: str, offset: int) -> bool:
    """Whether a sentence ends just before the offset: a full stop, perhaps a closing mark, then a space."""
    if offset >= len(text) or not text[offset].isspace():
        return False
    before = text[max(0, offset - 12) : offset].rstrip(_CLOSERS)
    if not before or before[-1] not in _TERMINAL or text[offset : offset + _CONTEXT].lstrip()[:1].islower():
        return False
    word = (before[:-1].split() or [""])[-1].lstrip("([{“\"'‘«").lower()
    initial = len(word) == 1 and word.isalpha()
    return before[-1] != "." or not (initial or word in _ABBREVIATIONS)


def _before(text: str, sentence: Span, report: Report) -> str:
    line = text.rfind("\n", 0, sentence.start) + 1
    start = max(line, sentence.start - _CONTEXT)
    shown = text[start : sentence.start].lstrip()
    return f"… {shown}" if start > line else shown


def _after(text: str, sentence: Span) -> str:
    line = text.find("\n", sentence.end)
    line = len(text) if line < 0 else line
    end = min(line, sentence.end + _CONTEXT)
    shown = text[sentence.end : end].rstrip()
    return f"{shown} …" if end < line else shown


def _segments(text: str, sentence: Span, quote: Span, marks: Iterable[Mark], prefix: str) -> Iterator[Segment]:
    """Cut the sentence where values begin and end; overlapping values share a segment, the shorter one names it."""
    inside = sorted(
        (mark for mark in marks if sentence.covers(mark.span) and mark.span), key=lambda m: (len(m.span), m.span)
    )
    cuts = {sentence.start, sentence.end, quote.start, quote.end}
    cuts |= {edge for mark in inside for edge in (mark.span.start, mark.span.end)}
    edges = sorted(cut for cut in cuts if sentence.start <= cut <= sentence.end)
    for start, end in pairwise(edges):
        piece = Span(start, end)
        mark = next((mark for mark in inside if mark.span.covers(piece)), None)
        starts = next((mark for mark in inside if mark.span.start == start), None)
        yield Segment(
            text=text[start:end],
            marked=mark is not None,
            outside=not quote.covers(piece),
            anchor=f"{prefix}-{start}" if starts else "",
            label=mark.label if mark else "",
        )


def _anchors(view: View, claim: Claim, number: int) -> dict[str, str]:
    sentence = _shown(view, claim)
    anchors: dict[str, str] = {}
    for mark in iter_marks(view, claim):
        if sentence.covers(mark.span):
            for key in mark.keys:
                anchors.setdefault(key, f"q{number}-{mark.span.start}")
    return anchors


def _keys_of(question: str) -> tuple[str, ...]:
    first = question.split("/")[0]
    return (question, _ROLES.get(first, first), "what") if question else ()


def _chain(view: View, claim: Claim) -> Iterator[Voice]:
    """Outlet first, speaker last; the outlet stands alone where it speaks itself."""
    report = view.reports[claim.report]
    outlet = Mention(report.meta.publisher or "publisher not known", side=view.report_sides.get(report.id))
    chain = [outlet, *claim.relayed_by, claim.speaker]
    last = ""
    for mention in chain:
        words = say_mention(view, mention)
        if words != last:
            yield Voice(words, mention.side, view.dossier.mandate.side_title(mention.side))
        last = words


def say_mention(view: View, mention: Mention) -> str:
    """``the ministry [Eastmark Defence Ministry]`` where short words go back to a fuller name."""
    words = view.mention(mention)
    fuller = view.words(mention.antecedent) if mention.antecedent else words
    return words if fuller == words else f"{words} [{fuller}]"
