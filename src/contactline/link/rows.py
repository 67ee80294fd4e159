"""Accounts as link rows: what of an account linking may look at.

Words of sides, bodies, outlets, speakers, places and numbers are left out of a row's words, so that two texts are not
alike because they blame the same side, nor unlike because they blame each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import pairwise
from typing import Final

from contactline._kit.folding import fold_name
from contactline.link.accounts import Account, group_claims
from contactline.link.sites import Atlas
from contactline.link.times import is_period
from contactline.ports import Reading
from contactline.records.claims import Claim, NumberForm, Outcome, PlaceRole
from contactline.records.linkrows import LinkRow, Spot, TimeSpan
from contactline.records.mandates import Mandate
from contactline.records.quotes import Quote
from contactline.records.reports import Report
from contactline.reference.tables import load_lexicon

DISTRICT_RADIUS_KM: Final = 25.0
"""How far from a district's centre its villages may lie, where nothing better is known."""
SEAT_RADIUS_KM: Final = 20.0
"""The same for a town that its district is called after, and that may mean the district."""
_SAYING_WORDS: Final = 10
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_WORD_OR_NUMBER: Final = re.compile(r"[^\W\d_]{3,}|\d+")
_NAME: Final = re.compile(r"\b[A-Z][\w'’.]+(?: [A-Z][\w'’.]+)+")


class RowMaker:
    """Makes rows of accounts.

    Args:
        mandate: whose names of sides and bodies are left out of the words.
        atlas: of its places.
    """

    def __init__(self, mandate: Mandate, atlas: Atlas) -> None:
        self._atlas = atlas
        self._parties = _find_party_words(mandate)

    def make_row(self, account: Account, report: Report) -> LinkRow:
        """The row of one account; its id is that of the account's first claim."""
        anchors = account.anchors
        return LinkRow(
            id=account.claims[0].id,
            report=report.id,
            published=_published(report),
            spots=tuple(self._iter_spots(account)),
            times=tuple(_iter_times(account)),
            kinds=tuple(kind for kind, _ in account.kinds),
            means=tuple(sorted({means.normal for claim in anchors for means in claim.occurrence.means})),
            killed=_count(anchors, Outcome.KILLED),
            wounded=_count(anchors, Outcome.WOUNDED),
            names=tuple(_iter_marks(account)),
            words=tuple(self._iter_words(anchors, report)),
            recalled=account.recalled,
        )

    def _iter_spots(self, account: Account) -> Iterator[Spot]:
        sites = account.sites
        hit = [place for place, roles in sites.settlements.items() if roles != {PlaceRole.FROM}]
        for place in sorted(hit or sites.settlements):
            lat, lon = self._atlas.point(place) or (None, None)
            radius = SEAT_RADIUS_KM if self._atlas.seat_of(place) else 0.0
            yield Spot(place, fold_name(self._atlas.title(place)), lat, lon, radius)
        for place in () if hit else sorted(sites.districts):
            lat, lon = self._atlas.point(place) or (None, None)
            yield Spot(place, fold_name(self._atlas.title(place)), lat, lon, DISTRICT_RADIUS_KM)
        if sites.settlements or sites.districts:
            return
        for name in sorted(sites.unknown):
            yield Spot(name=fold_name(name))

    def _iter_words(self, anchors: Sequence[Claim], report: Report) -> Iterator[str]:
        """Content words of the anchors' sentences, each sentence once, without words that name somebody or a place."""
        seen = set()
        for claim in anchors:
            span = claim.quote.span
            if (span.start, span.end) in seen:
                continue
            seen.add((span.start, span.end))
            hidden = [quote.span for other in anchors for quote in _iter_naming(other) if quote.span.overlaps(span)]
            for match in _WORD.finditer(report.text, span.start, span.end):
                if any(match.start() < other.end and other.start < match.end() for other in hidden):
                    continue
                word = fold_name(match.group())
                if word not in _stop_words() and word not in self._parties:
                    yield word

    def make_report_row(self, report: Report) -> LinkRow:
        """The row of a report as a whole, where no account is known: its words, its names, when it came out."""
        written: dict[str, bool] = {}
        for match in _WORD_OR_NUMBER.finditer(report.text):
            word = fold_name(match.group())
            if word not in _stop_words() and word not in self._parties:
                written[word] = written.get(word, True) and match.group()[0].isupper()
        kept = [word[:1].upper() + word[1:] if capital else word for word, capital in written.items()]
        return LinkRow(
            id=report.id,
            report=report.id,
            published=_published(report),
            names=tuple(self._iter_name_pairs(report.text)),
            words=tuple(kept),
        )

    def _iter_name_pairs(self, text: str) -> Iterator[str]:
        """Pairs of capitalised words that stand together: persons, streets, schools, also offices."""
        found: dict[str, None] = {}
        for match in _NAME.finditer(text):
            words = [fold_name(word) for word in match.group().split()]
            for pair in pairwise(words):
                if not self._parties.intersection(pair):
                    found.setdefault(" ".join(pair))
        yield from found


def make_rows(report: Report, reading: Reading, mandate: Mandate) -> list[LinkRow]:
    """The rows of one report's accounts, or of the report as a whole where none was read. Pure."""
    atlas, maker = find_maker(mandate)
    accounts = group_claims(report, reading.claims, atlas).accounts
    return [maker.make_row(account, report) for account in accounts] or [maker.make_report_row(report)]


def make_report_row(report: Report, mandate: Mandate) -> LinkRow:
    """The row of a report as a whole, whatever was read in it. Pure."""
    return find_maker(mandate)[1].make_report_row(report)


def find_maker(mandate: Mandate) -> tuple[Atlas, RowMaker]:
    """The maker of a mandate's rows, kept from report to report."""
    if mandate.digest not in _MAKERS:
        _MAKERS.clear()
        atlas = Atlas(mandate)
        _MAKERS[mandate.digest] = atlas, RowMaker(mandate, atlas)
    return _MAKERS[mandate.digest]


_MAKERS: Final[dict[str, tuple[Atlas, RowMaker]]] = {}


def _find_party_words(mandate: Mandate) -> frozenset[str]:
    names = [side.title for side in mandate.sides]
    names += [name.text for actor in mandate.actors for name in actor.names]
    names += [name.text for place in mandate.places for name in place.names]
    return frozenset(fold_name(match.group()) for name in names for match in _WORD.finditer(name))


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    """What every report says, and who says it."""
    return frozenset(row["word"] for row in load_lexicon("stop_words"))


def _published(report: Report) -> datetime | None:
    if report.meta.published_at:
        return report.meta.published_at
    day = report.meta.published_on
    return datetime.combine(day, time(23, 59), UTC) if day else None


def _iter_times(account: Account) -> Iterator[TimeSpan]:
    """The dated times; the periods where there are none."""
    dated = [when for when in account.whens if not is_period(when)]
    for when in dated or account.whens:
        yield TimeSpan(when.earliest.astimezone(UTC), when.latest.astimezone(UTC))


def _count(anchors: Iterable[Claim], outcome: Outcome) -> int | None:
    """The largest number given without "about", all sides together; nothing where none is."""
    exact = [
        loss.minimum
        for claim in anchors
        for loss in claim.casualties
        if loss.outcome is outcome and loss.form in {NumberForm.EXACT, NumberForm.AT_LEAST}
    ]
    return max(exact, default=None)


def _iter_marks(account: Account) -> Iterator[str]:
    """Names of victims, and whole sentences that are long enough not to be alike by chance."""
    names = {
        f"{name} {loss.outcome}"
        for claim in account.claims
        for loss in claim.casualties
        for person in loss.persons
        if len(name := fold_name(person.name)) >= 5 or " " in name
    }
    yield from sorted(names)
    sayings = {" ".join(claim.quote.words.casefold().split()) for claim in account.anchors}
    yield from sorted(words for words in sayings if words.count(" ") >= _SAYING_WORDS)


def _iter_naming(claim: Claim) -> Iterator[Quote]:
    """Quotes of a claim that name somebody, a place, a time or a number."""
    occurrence = claim.occurrence
    mentions = [claim.speaker, *claim.relayed_by, *occurrence.actors, *(loss.victims for loss in claim.casualties)]
    for mention in mentions:
        if mention.quote:
            yield mention.quote
    for place in occurrence.places:
        yield place.quote
    if occurrence.time:
        yield occurrence.time.quote
    for loss in claim.casualties:
        for person in loss.persons:
            yield person.quote
