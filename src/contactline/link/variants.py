"""Variants: what copies of one text changed. Headlines that drift, quoted words that are no longer the same.

Shared sentences are set beside each other word by word. Only changes of substance are kept (see
:mod:`~contactline.link.wordkinds`): order, spelling, case and style are none. Every side has its quote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from contactline.link.sentences import Aligned, Sentence, align, iter_sentences, make_sentence
from contactline.link.wordkinds import Kinds, act_of, key_of
from contactline.records.claims import Claim, Part
from contactline.records.incidents import Change, Difference, Variant, VariantPlace
from contactline.records.quotes import Quote, Span, make_quote
from contactline.records.reports import Report

_COPY_SENTENCE: Final = 0.5
_PART_SENTENCE: Final = 0.6
_MOST_MISSING: Final = 4
"""Sentences left out or added that are shown of one pair of texts."""
MOST_VARIANTS: Final = 60
"""Variants that one origin shows."""
_QUOTED: Final = re.compile(r"“[^”\n]+”|\"[^\"\n]+\"|«[^»\n]+»")
_GAP: Final = 2
_MOVABLE: Final = frozenset({Difference.WHEN})
_IN_HEADLINES: Final = frozenset(
    {
        Difference.NUMBER,
        Difference.NEGATION,
        Difference.HEDGE,
        Difference.ACT,
        Difference.WHO,
        Difference.WHAT,
    }
)


@dataclass(frozen=True, slots=True)
class Text:
    """A report with what was read from it, cut into sentences."""

    report: Report
    claims: tuple[Claim, ...]
    sentences: tuple[Sentence, ...]
    kinds: Kinds
    quoted: tuple[Span, ...]

    def quote(self, span: Span) -> Quote:
        """Words of it."""
        return make_quote(self.report.id, self.report.text, span)

    def is_quoted(self, span: Span) -> bool:
        """Whether words stand inside quotation marks."""
        return any(quoted.covers(span) for quoted in self.quoted)

    def tells(self, sentence: Sentence) -> bool:
        """Whether a claim that is no background rests on a sentence."""
        return any(sentence.span.overlaps(claim.quote.span) and not claim.background for claim in self.claims)


def make_text(report: Report, claims: tuple[Claim, ...]) -> Text:
    """Prepare a report for comparing."""
    quoted = tuple(Span(*match.span()) for match in _QUOTED.finditer(report.text))
    return Text(report, claims, tuple(iter_sentences(report)), Kinds(report.text, claims), quoted)


def compare_copies(first: Text, second: Text, *, dated: bool) -> Iterator[Variant]:
    """What a copy changed: headline, sentences, and sentences that one of the two does not have.

    Args:
        first: the earlier text, or one of two of the same time.
        second: the other.
        dated: whether the first is known to be earlier.
    """
    yield from _compare_headlines(first, second, dated=dated)
    pairs = align(first.sentences, second.sentences, least=_COPY_SENTENCE)
    yield from _compare_sentences(first, second, pairs, dated=dated)
    yield from _find_missing(first, second, pairs, dated=dated)


def compare_parts(first: Text, second: Text, *, dated: bool) -> Iterator[Variant]:
    """What differs in single sentences that two otherwise different texts share.

    Only words in place of other words: what such a text leaves out or adds beside them is its own.
    """
    pairs = align(first.sentences, second.sentences, least=_PART_SENTENCE)
    for variant in _compare_sentences(first, second, pairs, dated=dated):
        exchanged = tuple(change for change in variant.changes if change.earlier and change.later)
        if exchanged:
            yield replace(variant, where=_place(first, second, exchanged), changes=exchanged)


def merge_variants(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    """Variants with the same words on both sides are one; the further reports stand in ``also``."""
    merged: dict[tuple[object, ...], Variant] = {}
    for variant in variants:
        key = (variant.where, variant.earlier, _words(variant.later), tuple(map(_change_key, variant.changes)))
        known = merged.get(key)
        if known is None:
            merged[key] = variant
        elif variant.between[1] not in (known.between[1], *known.also):
            merged[key] = replace(known, also=(*known.also, variant.between[1]))
    return tuple(merged.values())


def _change_key(change: Change) -> tuple[object, ...]:
    return (change.kind, _words(change.earlier), _words(change.later))


def _words(quote: Quote | None) -> str:
    return " ".join(quote.words.split()).casefold() if quote else ""


# -- sentences


def _compare_sentences(first: Text, second: Text, pairs: Iterable[Aligned], *, dated: bool) -> Iterator[Variant]:
    for pair in pairs:
        if pair.first is None or pair.second is None:
            continue
        changes = _find_changes(first, second, pair.first, pair.second)
        if changes:
            yield Variant(
                where=_place(first, second, changes),
                between=(first.report.id, second.report.id),
                earlier=first.quote(pair.first.span),
                later=second.quote(pair.second.span),
                changes=tuple(changes),
                dated=dated,
            )


def _place(first: Text, second: Text, changes: Iterable[Change]) -> VariantPlace:
    sides = [(first, change.earlier) for change in changes] + [(second, change.later) for change in changes]
    quoted = any(quote is not None and text.is_quoted(quote.span) for text, quote in sides)
    return VariantPlace.QUOTED if quoted else VariantPlace.SENTENCE


def _find_missing(first: Text, second: Text, pairs: Iterable[Aligned], *, dated: bool) -> Iterator[Variant]:
    """Sentences on which a claim rests that only one of two copies has."""
    between = (first.report.id, second.report.id)
    gone = [pair.first for pair in pairs if pair.first and pair.second is None and first.tells(pair.first)]
    for sentence in gone[:_MOST_MISSING]:
        quote = first.quote(sentence.span)
        yield Variant(VariantPlace.SENTENCE, between, quote, None, (Change(Difference.LEFT_OUT, quote, None),), dated)
    new = [pair.second for pair in pairs if pair.second and pair.first is None and second.tells(pair.second)]
    for sentence in new[:_MOST_MISSING]:
        quote = second.quote(sentence.span)
        yield Variant(VariantPlace.SENTENCE, between, None, quote, (Change(Difference.ADDED, None, quote),), dated)


@dataclass(frozen=True, slots=True)
class _Group:
    """Neighbouring words of one kind that the other sentence does not have in this place."""

    kind: Difference
    span: Span
    act: tuple[str, str] | None = None


def _find_changes(first: Text, second: Text, one: Sentence, other: Sentence) -> list[Change]:
    kinds, others = first.kinds.find(one), second.kinds.find(other)
    changes: list[Change] = []
    for gone, new in _diff(one, other):
        sides = list(_group(one, gone, kinds)), list(_group(other, new, others))
        for kind, left, right in _pair_groups(*sides):
            earlier = first.quote(left.span) if left else None
            later = second.quote(right.span) if right else None
            changes.append(Change(kind, earlier, later))
    return _pair_halves(changes)


def _group(sentence: Sentence, indexes: Iterable[int], kinds: Sequence[Difference | None]) -> Iterator[_Group]:
    """Groups of changed words; words of no kind between two of one kind belong to both."""
    held: _Group | None = None
    last = -1
    for at in indexes:
        kind, word = kinds[at], sentence.words[at]
        if kind is None:
            continue
        near = held is not None and held.kind is kind and at - last <= _GAP and kind is not Difference.ACT
        if held is not None and near:
            held = _Group(kind, Span(held.span.start, word.span.end))
        else:
            if held is not None:
                yield held
            held = _Group(kind, word.span, act_of(word.text))
        last = at
    if held is not None:
        yield held


def _pair_groups(
    ones: Sequence[_Group], others: Sequence[_Group]
) -> Iterator[tuple[Difference, _Group | None, _Group | None]]:
    """Groups of one kind in their order; what is left over stands alone."""
    for kind in Difference:
        mine = [group for group in ones if group.kind is kind]
        theirs = [group for group in others if group.kind is kind]
        if kind is not Difference.ACT:
            yield from ((kind, left, right) for left, right in zip_longest(mine, theirs))
        elif mine and theirs:
            if {group.act for group in mine} != {group.act for group in theirs}:
                yield kind, mine[0], theirs[0]
        elif mine or theirs:
            yield Difference.ATTRIBUTION, mine[0] if mine else None, theirs[0] if theirs else None


def _diff(one: Sentence, other: Sentence) -> list[tuple[list[int], list[int]]]:
    """Stretches of words that differ, by index, without words that merely stand elsewhere in the other sentence."""
    keys, others = [key_of(word) for word in one.words], [key_of(word) for word in other.words]
    codes = [code for code in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes() if code[0] != "equal"]
    gone = Counter(keys[at] for _, start, end, _, _ in codes for at in range(start, end))
    new = Counter(others[at] for _, _, _, start, end in codes for at in range(start, end))
    moved = gone & new
    left, right = Counter(moved), Counter(moved)
    return [
        (list(_drop(keys, start, end, left)), list(_drop(others, begin, stop, right)))
        for _, start, end, begin, stop in codes
    ]


def _drop(keys: Sequence[str], start: int, end: int, moved: Counter[str]) -> Iterator[int]:
    for at in range(start, end):
        if moved[keys[at]]:
            moved[keys[at]] -= 1
        else:
            yield at


def _pair_halves(changes: Iterable[Change]) -> list[Change]:
    """Words that are gone in one place and words of the same kind that are new in another are one change."""
    paired: list[Change] = []
    for change in changes:
        for at, other in enumerate(paired):
            fits = (
                other.kind is change.kind
                and change.kind in _MOVABLE
                and (other.earlier is None) != (change.earlier is None)
            )
            if fits and (other.later is None) != (change.later is None):
                paired[at] = Change(change.kind, other.earlier or change.earlier, other.later or change.later)
                break
        else:
            paired.append(change)
    return paired


# -- headlines


def _compare_headlines(first: Text, second: Text, *, dated: bool) -> Iterator[Variant]:
    one, other = first.report.headline, second.report.headline
    if one is None or other is None:
        return
    changes = _find_drift(first, second, make_sentence(first.report, one), make_sentence(second.report, other))
    if changes:
        between = (first.report.id, second.report.id)
        yield Variant(VariantPlace.HEADLINE, between, first.quote(one), second.quote(other), tuple(changes), dated)


def _find_drift(first: Text, second: Text, one: Sentence, other: Sentence) -> list[Change]:
    """What two headlines assert otherwise, however they are worded: they are too free to be set word by word."""
    changes: list[Change] = []
    named, there = _find_attribution(first), _find_attribution(second)
    if (named is None) != (there is None):
        changes.append(Change(Difference.ATTRIBUTION, named, there))
    spans = [quote.span for quote in (named, there) if quote]
    ones, others = _weighty(first, one), _weighty(second, other)
    for kind in sorted(_IN_HEADLINES, key=list(Difference).index):
        gone = _only_in(ones[kind], others[kind])
        new = _only_in(others[kind], ones[kind])
        if kind is Difference.ACT and not _is_stronger(gone, new):
            continue
        outside = [span for span in map(_cover, gone) if not any(each.covers(span) for each in spans)]
        outside_there = [span for span in map(_cover, new) if not any(each.covers(span) for each in spans)]
        for at in range(max(len(outside), len(outside_there))):
            earlier = first.quote(outside[at]) if at < len(outside) else None
            later = second.quote(outside_there[at]) if at < len(outside_there) else None
            changes.append(Change(kind, earlier, later))
    return changes


_Run = list[tuple[str, str, Span]]
"""Neighbouring words of one kind: key, folded word, place."""


def _weighty(text: Text, sentence: Sentence) -> dict[Difference, list[_Run]]:
    runs: dict[Difference, list[_Run]] = {kind: [] for kind in Difference}
    before: Difference | None = None
    for word, kind in zip(sentence.words, text.kinds.find(sentence, names=False), strict=True):
        if kind is not None:
            item = (key_of(word), word.text, word.span)
            if kind is before:
                runs[kind][-1].append(item)
            else:
                runs[kind].append([item])
        before = kind
    return runs


def _only_in(runs: Iterable[_Run], others: Iterable[_Run]) -> list[_Run]:
    known = {key for run in others for key, _, _ in run}
    return [left for run in runs if (left := [item for item in run if item[0] not in known])]


def _cover(run: _Run) -> Span:
    return Span(run[0][2].start, run[-1][2].end)


def _is_stronger(gone: Iterable[_Run], new: Iterable[_Run]) -> bool:
    acts = {act_of(word) for run in gone for _, word, _ in run}
    others = {act_of(word) for run in new for _, word, _ in run}
    return bool(acts and others and acts != others)


def _find_attribution(text: Text) -> Quote | None:
    """The words of a headline that name whose account it is."""
    spans = [claim.speaker.quote.span for claim in text.claims if claim.part is Part.HEADLINE and claim.speaker.quote]
    headline = text.report.headline
    if not spans or headline is None:
        return None
    span = min(spans)
    after = make_sentence(text.report, Span(span.end, headline.end)).words[:1]
    if after and act_of(after[0].text):
        span = Span(span.start, after[0].span.end)
    return text.quote(span)
