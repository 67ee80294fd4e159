"""Two readings of one report side by side: which claims belong together, and in what they differ, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from contactline.records.claims import Casualties, Claim, Mention, NumberForm
from contactline.records.quotes import Quote, Span

_ARTICLES: Final = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a claim says: ``name`` as in ``fields``, and the words for a person."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that two claims say differently; empty where one of them does not say it."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim of each reader, or of one alone. ``differences`` are empty where both say the same."""

    first: Claim | None
    second: Claim | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, or several where a reader takes them together, with what both readers make of it."""

    span: Span
    pairs: tuple[Pair, ...]


def set_side_by_side(first: Iterable[Claim], second: Iterable[Claim]) -> tuple[Row, ...]:
    """Align two readings by the sentences that their claims quote, and pair the claims of each sentence."""
    marked = [(claim.quote.span, 0, claim) for claim in first] + [(claim.quote.span, 1, claim) for claim in second]
    rows: list[tuple[Span, tuple[list[Claim], list[Claim]]]] = []
    for span, side, claim in sorted(marked, key=lambda entry: (entry[0], entry[1])):
        if rows and rows[-1][0].overlaps(span):
            last, claims = rows[-1]
            rows[-1] = (Span(last.start, max(last.end, span.end)), claims)
        else:
            rows.append((span, ([], [])))
        rows[-1][1][side].append(claim)
    return tuple(Row(span, tuple(_pair(*claims))) for span, claims in rows)


def _pair(first: list[Claim], second: list[Claim]) -> Iterator[Pair]:
    """The best matches first chosen, then told in the order of the first reader; what is left over stands alone."""
    scores = [(-_likeness(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)]
    partners: dict[int, int] = {}
    for score, i, j in sorted(scores):
        if score < 0 and i not in partners and j not in partners.values():
            partners[i] = j
    for i, claim in enumerate(first):
        other = second[partners[i]] if i in partners else None
        yield Pair(claim, other, _find_differences(claim, other) if other else ())
    for j, other in enumerate(second):
        if j not in partners.values():
            yield Pair(None, other)


def _likeness(one: Claim, other: Claim) -> int:
    """How much two claims of one sentence seem to be the same; 0 where nothing says so."""
    same_trigger = _touch(one.occurrence.trigger, other.occurrence.trigger)
    return (
        4 * same_trigger
        + 2 * (one.occurrence.kind is other.occurrence.kind)
        + 3 * (_touch(one.speaker.quote, other.speaker.quote) or (one.speaker.quote is other.speaker.quote is None))
        + 2 * (one.act is other.act)
        + (one.polarity is other.polarity)
    )


def _touch(one: Quote | None, other: Quote | None) -> bool:
    return one is not None and other is not None and one.span.overlaps(other.span)


def _find_differences(one: Claim, other: Claim) -> tuple[Difference, ...]:
    mine = {line.name: line.words for line in describe(one)}
    theirs = {line.name: line.words for line in describe(other)}
    names = [*mine, *(name for name in theirs if name not in mine)]
    return tuple(
        Difference(name, mine.get(name, ""), theirs.get(name, ""))
        for name in names
        if _even(mine.get(name, "")) != _even(theirs.get(name, ""))
    )


def _even(words: str) -> str:
    """Words without what is no difference: case, articles, marks at the ends."""
    return " ".join(word.strip("“”.,;") for word in words.casefold().split() if word.strip("“”") not in _ARTICLES)


# -- one claim in words


def describe(claim: Claim) -> tuple[Line, ...]:
    """What a claim says, thing by thing; what it does not say is left out."""
    occurrence = claim.occurrence
    trigger = f" “{_flat(occurrence.trigger.words)}”" if occurrence.trigger else ""
    pairs = (
        ("who says it", _show_chain(claim)),
        ("act", claim.act.value),
        ("polarity", claim.polarity.value),
        ("modality", claim.modality.value),
        ("what", f"{occurrence.kind.value.replace('_', ' ')}{trigger}"),
        ("first or answer", "" if occurrence.order.value == "not stated" else occurrence.order.value),
        ("who did it", _join(_show_mention(actor) for actor in occurrence.actors)),
        (
            "to whom",
            _join(f"{_show_mention(target.mention)}, {target.status.value}" for target in occurrence.targets),
        ),
        ("with what", _join(f"“{_flat(means.quote.words)}” ({means.normal})" for means in occurrence.means)),
        ("where", _join(f"{place.role.value} “{_flat(place.quote.words)}”" for place in occurrence.places)),
        ("when", f"“{_flat(occurrence.time.quote.words)}”" if occurrence.time else ""),
        ("casualties", _join(_show_casualties(entry) for entry in claim.casualties)),
        ("damage", _join(f"“{_flat(entry.quote.words)}” ({entry.level})" for entry in claim.damage)),
        ("evidence", _join(f"“{_flat(entry.quote.words)}” ({entry.kind})" for entry in claim.evidence)),
        ("law", _join(f"“{_flat(entry.quote.words)}”" for entry in claim.law)),
        ("said when", f"“{_flat(claim.stated.quote.words)}”" if claim.stated else ""),
        ("answers", "a claim of the same report" if claim.answers else ""),
        ("background", "recalls something older" if claim.background else ""),
    )
    return tuple(Line(name, words) for name, words in pairs if words)


def _show_chain(claim: Claim) -> str:
    """The speaker, then those who passed it on, the nearest first."""
    chain = (claim.speaker, *reversed(claim.relayed_by))
    return " ← ".join(_show_mention(mention) for mention in chain)


def _show_mention(mention: Mention) -> str:
    words = f"“{_flat(mention.text)}”" if mention.quote and mention.text else mention.text or "(inferred)"
    full = f" = “{_flat(mention.antecedent.words)}”" if mention.antecedent else ""
    return f"{words}{full}" + (f" [{mention.side}]" if mention.side else "")


def _show_casualties(entry: Casualties) -> str:
    persons = "".join(f", {person.name}" for person in entry.persons)
    return (
        f"{_show_number(entry)} {entry.outcome.value}, {entry.status.value}, {_show_mention(entry.victims)}{persons} "
        f"in “{_flat(entry.quote.words)}”"
    )


def _show_number(entry: Casualties) -> str:
    if entry.form is NumberForm.NONE:
        return "nobody"
    if entry.form is NumberForm.UNSPECIFIED:
        return "some"
    if entry.maximum is None:
        return f"at least {entry.minimum}"
    if entry.form is NumberForm.RANGE:
        return f"{entry.minimum} to {entry.maximum}"
    lead = {NumberForm.AT_MOST: "at most ", NumberForm.ABOUT: "about "}.get(entry.form, "")
    return f"{lead}{entry.maximum}"


def _join(words: Iterable[str]) -> str:
    return "; ".join(words)


def _flat(words: str) -> str:
    return " ".join(words.split())
