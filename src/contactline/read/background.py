"""Which sentences only recall older events: history, legal boilerplate, earlier years. No conflict is named here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contactline.read.cues import word_list
from contactline.read.document import Document, Sentence
from contactline.records.claims import Part
from contactline.records.names import NameSpot
from contactline.records.quotes import Span

_MONTHS: Final = word_list("january february march april may june july august september october november december")
_MONTH: Final = "|".join(_MONTHS)
_ANY_MONTH: Final = rf"{_MONTH}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_NTH: Final = r"(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2})?"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)


_YEAR: Final = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_DECADE: Final = _any(r"(?:1[89]\d0|20[0-2]0)s", r"(?:early|late|mid)[- ]nineties")
_INSTRUMENT: Final = _any(
    r"conventions?|protocols?|resolutions?|agreements?|statutes?|treat(?:y|ies)|charter|memorandum|declaration|accords?",
    r"act|ceasefire|cease-fire|armistice|truce|minutes|code",
)
_DAY: Final = _any(
    rf"(?P<m1>{_ANY_MONTH})\.?\s+(?P<d1>\d{{1,2}}){_NTH}(?:,?\s+(?P<y1>\d{{4}}))?",
    rf"(?P<d2>\d{{1,2}}){_NTH}\s+(?:of\s+)?(?P<m2>{_ANY_MONTH})\.?(?:,?\s+(?P<y2>\d{{4}}))?",
    r"(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})",
)
_MONTH_ONLY: Final = _any(
    r"(?:in|since|during|of|after|from|until|till|between|last|the|early|late|mid)[- ]+"
    rf"(?P<month>{_MONTH})\b(?!\s*\d{{1,2}}\b)(?:\s+(?P<year>\d{{4}}))?",
)
_NEAR: Final = _any(
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|tonight",
    r"this (?:morning|afternoon|evening|week)|overnight|last night|earlier in the day|the day before",
    r"hours? (?:ago|earlier)|in recent (?:hours|days)",
    r"first time since|for the first time|\d{1,2}:\d{2}",
)
_RECALL: Final = _any(
    r"recall that|to recall|as a reminder|let us (?:recall|remind)|we remind|for the record",
    r"it (?:should|must|is to) be (?:recalled|reminded)",
)
_COUNT: Final = r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|several|many|\d+)"
_PERIOD: Final = _any(
    r"(?:last|past|previous) (?:year|month|spring|summer|autumn|fall|winter|decade|century)",
    rf"(?:last|the previous) (?:{_MONTH})",
    rf"{_COUNT} (?:years?|decades?|months?) (?:ago|earlier|before)",
    r"during the (?:\w+[- ]){0,3}(?:war|hostilities of)|\w+-day war|(?:years|decades) of (?:war|conflict|fighting)",
)
_CONFLICT: Final = r"(?:war|conflict|hostilities|fighting|dispute|standoff|insurgency|clashes)"
_BEGAN: Final = (
    r"(?:began|begun|broke out|broken out|erupted|started|dates? (?:from|back)|goes back|stems from|was halted|ended|"
    r"flared|has (?:lasted|claimed|killed|raged|simmered)|came to an end|was frozen|has been going on)"
)
_TALKS: Final = r"(?:hold|holding|mediate|mediating|lead|leading|broker|brokering)\b[^.;]{0,40}\b(?:talks|negotiations)"
_HISTORY: Final = _any(
    rf"{_CONFLICT}\b[^.;]{{0,60}}\b{_BEGAN}",
    r"fought (?:a|an|two|three|several|\w+) (?:\w+[- ]){0,3}wars?",
    r"resolutions?\b[^.;]{0,80}\b(?:remain unfulfilled|not (?:yet )?(?:been )?(?:implemented|complied|fulfilled))",
    r"has not (?:yet )?(?:implemented|complied with|fulfilled)\b[^.;]{0,60}\bresolutions?",
    rf"(?:currently|presently) {_TALKS}",
    rf"(?:co-chairs?|mediators)\b[^.;]{{0,80}}\b(?:are|have been)\b[^.;]{{0,30}}\b{_TALKS}",
    r"(?:signed|reached|concluded|brokered)\b[^.;]{0,60}\b(?:cease-?fire|truce|armistice)\b[^.;]{0,30}\bin \d{4}",
    r"since then|followed by (?:peace )?(?:talks|negotiations)",
)
_RECENT_DAYS: Final = 21
_OLD_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class _Frame:
    """Until when the report speaks of the present."""

    day: date | None
    year: int | None


def find_background(document: Document, spots: tuple[NameSpot, ...]) -> tuple[Span, ...]:
    """Find the sentences that recall older events.

    A sentence is background when it gives an older time (a past year or month, "last spring", "during the … war") or
    speaks of history or unfulfilled instruments, and gives no time near the report's own. Sentences that follow one in
    the same paragraph without a time of their own belong to it. A year inside the name of an instrument is no time.

    Args:
        document: the cut-up report.
        spots: known names; agreements among them keep their years from counting.
    """
    present = _present(document)
    agreements = [spot.span for spot in spots if spot.sort == "agreement"]
    found: list[Span] = []
    carried: int | None = None
    cursor = 0
    for sentence in document.sentences:
        if sentence.part is Part.HEADLINE:
            continue
        words = document.words(sentence.span)
        while cursor < len(agreements) and agreements[cursor].end <= sentence.span.start:
            cursor += 1
        inside = _inside(agreements, cursor, sentence)
        verdict = _is_older(_without(words, sentence.span.start, inside), words, present)
        if verdict is None:
            verdict = carried == sentence.paragraph
        if verdict:
            found.append(sentence.span)
        carried = sentence.paragraph if verdict else None
    return tuple(found)


def _inside(agreements: list[Span], cursor: int, sentence: Sentence) -> list[Span]:
    inside = []
    while cursor < len(agreements) and agreements[cursor].start < sentence.span.end:
        inside.append(agreements[cursor])
        cursor += 1
    return inside


def _without(words: str, offset: int, spans: list[Span]) -> str:
    for span in spans:
        first, last = max(0, span.start - offset), min(len(words), span.end - offset)
        words = words[:first] + "·" * (last - first) + words[last:]
    return words


def _present(document: Document) -> _Frame:
    """The report's own day: publication, or else the latest year that its text names."""
    meta = document.report.meta
    day = meta.published_on or (meta.published_at.date() if meta.published_at else None)
    if day:
        return _Frame(day, day.year)
    years = [int(match.group()) for match in _YEAR.finditer(document.text[:200_000])]
    return _Frame(None, max(years, default=None))


def _is_older(dated: str, words: str, present: _Frame) -> bool | None:
    """``True`` for older events, ``False`` for the report's own time, ``None`` if the sentence does not tell."""
    if len(words) > 5_000:
        return False
    near = bool(_NEAR.search(words)) or any(_is_near(match, present) for match in _DAY.finditer(dated))
    if near:
        return False
    if _HISTORY.search(words) or _PERIOD.search(words) or _DECADE.search(dated):
        return True
    if _has_old_day(dated, present) or _has_old_year(dated, present) or _has_old_month(dated, present):
        return True
    return True if _RECALL.search(words) else None


def _make_day(match: re.Match[str], present: _Frame) -> date | None:
    day = match["d1"] or match["d2"] or match["d3"]
    month = match["m1"] or match["m2"] or match["m3"]
    year = match["y1"] or match["y2"] or match["y3"]
    number = (
        int(month)
        if month.isdigit()
        else _MONTHS.index(next(m for m in _MONTHS if m.startswith(month.lower()[:3]))) + 1
    )
    if not year and present.year is None:
        return None
    try:
        found = date(int(year) if year else present.year or 1, number, int(day))
        if not year and present.day and found - present.day > timedelta(days=31):
            found = found.replace(year=found.year - 1)
    except ValueError:
        return None
    return found


def _is_near(match: re.Match[str], present: _Frame) -> bool:
    found = _make_day(match, present)
    if found is None:
        return not (match["y1"] or match["y2"] or match["y3"])
    if present.day is None:
        return found.year == present.year
    return abs((present.day - found).days) <= _RECENT_DAYS


def _has_old_day(words: str, present: _Frame) -> bool:
    if present.day is None:
        return False
    days = [_make_day(match, present) for match in _DAY.finditer(words)]
    return any(day and (present.day - day).days > _OLD_DAYS for day in days)


def _has_old_year(words: str, present: _Frame) -> bool:
    if present.year is None:
        return False
    return any(
        int(match.group(1)) < present.year and not _belongs_to_instrument(words, match)
        for match in _YEAR.finditer(words)
    )


def _belongs_to_instrument(words: str, match: re.Match[str]) -> bool:
    """Whether a year is part of a name: "the 1949 Geneva Conventions", "the agreement of 1994"."""
    before, after = words[max(0, match.start() - 45) : match.start()], words[match.end() : match.end() + 45]
    follows = re.match(r"(?:\s*(?:and|–|-|,|/)\s*\d{4})?(?:\s+[\w-]+){0,3}", after)
    named = bool(follows and _INSTRUMENT.search(follows.group()))
    ends = re.search(
        r"([\w-]+)(?:\s+(?:of|from|signed in|dated))\s*(?:the\s+)?(?:\w+\s+)?(?:\d{4}\s*(?:and|–|-|,)\s*)?$", before
    )
    return named or bool(ends and _INSTRUMENT.search(ends.group(1)))


def _has_old_month(words: str, present: _Frame) -> bool:
    """“in April” in a July report; a month with a year counts by its year."""
    if present.day is None:
        return False
    for match in _MONTH_ONLY.finditer(words):
        if match["month"] in {"may", "march"}:
            continue
        number = _MONTHS.index(match["month"].lower()) + 1
        year = int(match["year"]) if match["year"] else present.day.year
        last = date(year, number, 28)
        if last > present.day + timedelta(days=31) and not match["year"]:
            last = last.replace(year=year - 1)
        if (present.day - last).days > _OLD_DAYS // 2 and not _belongs_to_instrument(words, match):
            return True
    return False
