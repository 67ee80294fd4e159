"""Parts of a day, a month or a year: "in the evening", "overnight to July 5", "early July", "mid-April"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contactline._kit.timewords.dates import find_day_first, find_decade, find_month_date, find_weekday, find_year
from contactline._kit.timewords.ranges import extend_range
from contactline._kit.timewords.shifts import find_shift_word
from contactline._kit.timewords.tokens import (
    BARE_PARTS,
    IN,
    MONTHS,
    PARTS,
    PORTIONS,
    WEEKDAYS,
    Tokens,
)
from contactline._kit.timewords.words import Hit, TimeWords, is_ranged


def find_portion(tokens: Tokens, index: int) -> Hit | None:
    """As "early July", "late on Thursday", "mid-April", "the end of May", "early on Tuesday"."""
    stop = index + (tokens.low(index) == "the")
    portion = PORTIONS.get(tokens.low(stop))
    if not portion:
        return None
    of = tokens.low(stop) in ("beginning", "start", "end")
    stop += 1
    if of and tokens.low(stop) != "of":
        return None
    stop += tokens.low(stop) in ("of", "on", "in", "-")
    hit = (
        find_weekday(tokens, stop)
        or find_month_date(tokens, stop)
        or _year_after(tokens, stop)
        or find_day_first(tokens, stop)
    )
    hit = hit or (find_shift_word(tokens, stop) if portion != "mid" else None)
    return (hit[0], replace(hit[1], portion=portion)) if hit else None


def _year_after(tokens: Tokens, index: int) -> Hit | None:
    if tokens.at(index).kind == "decade":
        return find_decade(tokens, index)
    return find_year(tokens, index, "in")


def find_part(tokens: Tokens, index: int) -> Hit | None:
    """As "evening" and the like, where the words around make it a time."""
    if tokens.low(index) == "overnight":
        return _overnight(tokens, index)
    stop = index + (tokens.low(index) == "the")
    portion = tokens.low(stop) if tokens.low(stop) in ("early", "late", "small", "pre") else ""
    stop += bool(portion)
    stop += tokens.low(stop) == "-"
    if tokens.low(stop) == "hours" and portion in ("early", "small", "late"):
        part = "night" if portion == "late" else "early hours"
    else:
        part = PARTS.get(tokens.low(stop), "")
    if not part:
        return None
    if part == "morning" and portion == "early":
        part = "early hours" if tokens.low(stop + 1) == "hours" else "morning"
        stop += part == "early hours"
    dated = _night_of(tokens, stop + 1, part)
    if dated:
        return dated
    if not _is_time_of_day(tokens, index, stop):
        return None
    kept = portion if portion in ("early", "late") and part not in ("early hours",) else ""
    return stop + 1, TimeWords(part="dawn" if portion == "pre" else part, portion=kept)


def _is_time_of_day(tokens: Tokens, index: int, last: int) -> bool:
    before, word = tokens.low(index - 1), tokens.low(last)
    following = tokens.at(last + 1)
    if word in BARE_PARTS and index == last:
        prepositions = (
            "at",
            "by",
            "around",
            "about",
            "before",
            "after",
            "until",
            "since",
            "towards",
            "toward",
            "near",
            "-",
            "to",
        )
        return before in prepositions or _ends_date(tokens, index - 1)
    if tokens.low(index) == "the":
        return before in IN and not (
            following.kind == "word" and following.text[0].islower() and following.lower in _NIGHT_NOUNS
        )
    return before in IN or before == "the" or _ends_date(tokens, index - 1)


_NIGHT_NOUNS: Final = frozenset({"raid", "vision", "shift", "patrol", "sky", "flight", "sights"})


def _ends_date(tokens: Tokens, index: int) -> bool:
    token = tokens.at(index)
    known = token.lower in WEEKDAYS or token.lower in MONTHS or token.lower in ("yesterday", "tomorrow", "today")
    return known or token.kind in ("number", "ordinal", "clock", "hour", "iso", "numeric") or token.lower == ","


def _night_of(tokens: Tokens, index: int, part: str) -> Hit | None:
    """As "the night of July 4 to 5", "the night from 4 to 5 July", "the evening of July 4", "the night to Sunday"."""
    link = tokens.low(index)
    if link not in ("of", "from", "to", "on", "between"):
        return None
    hit = _dated(tokens, index + 1)
    if hit is None:
        return None
    ranged = extend_range(tokens, hit, "between", _dated) or hit
    overnight = part == "night" and (link == "to" or is_ranged(ranged[1]))
    return ranged[0], replace(ranged[1], part=part, overnight=overnight)


def _overnight(tokens: Tokens, index: int) -> Hit:
    """As "overnight", "overnight to July 5", "overnight into Sunday", "overnight July 4-5"."""
    words = TimeWords(part="night", overnight=True)
    stop = index + 1
    if tokens.low(stop) in ("to", "into", "on", "from", "of", "between", "through"):
        stop += 1
    hit = _dated(tokens, stop)
    if hit is None:
        return index + 1, words
    stop, dated = extend_range(tokens, hit, "between", _dated) or hit
    return stop, replace(dated, part="night", overnight=True)


def _dated(tokens: Tokens, index: int, _opener: str = "") -> Hit | None:
    """A day as it stands behind "night of" or "overnight to"."""
    return find_month_date(tokens, index) or find_day_first(tokens, index) or find_weekday(tokens, index)
