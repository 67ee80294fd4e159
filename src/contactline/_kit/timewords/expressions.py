"""Whole expressions: atoms that stand side by side or are joined by small words, as long as they agree."""

from __future__ import annotations

from dataclasses import replace

from contactline._kit.timewords.clocks import find_clock, find_spelt_clock, find_zone
from contactline._kit.timewords.dates import (
    find_day_first,
    find_decade,
    find_lone_ordinal,
    find_month_date,
    find_numeric_date,
    find_weekday,
    find_year,
)
from contactline._kit.timewords.dayparts import find_part, find_portion
from contactline._kit.timewords.ranges import extend_range
from contactline._kit.timewords.shifts import find_season, find_shift_count, find_shift_word, find_which
from contactline._kit.timewords.tokens import (
    APPROXIMATE,
    BOUNDS,
    END,
    Tokens,
)
from contactline._kit.timewords.words import NOTHING, Hit, TimeWords, is_ranged, merge


def find_time_words(text: str, start: int, end: int) -> list[tuple[int, int, TimeWords]]:
    """Find time expressions in ``text[start:end]``.

    Returns:
        Start and end offsets (code points of ``text``) and the parse, in order, without overlaps. A leading "on", "at"
        or "in" stays outside; words that change the meaning ("about", "since", "between") are inside.
    """
    tokens = Tokens(text, start, end)
    found = []
    index = 0
    while index < len(tokens.items):
        hit = _expression(tokens, index)
        if hit is None:
            index += 1
            continue
        found.append((tokens.at(index).start, _trim(text, tokens, hit[0]), hit[1]))
        index = hit[0]
    return found


def parse_time_words(text: str) -> TimeWords | None:
    """Parse words that are one time expression, such as the quote of a time mention; ``None`` if they are none.

    The words may have lost the preposition that made them a time ("2016", "20.40", "May"), so one is tried in front.
    Of several expressions the first that names a day wins, else the first.
    """
    best: list[tuple[int, int, TimeWords]] = []
    covered = 0
    for preposition in ("", "at ", "in ", "on the "):
        found = find_time_words(preposition + text, 0, len(preposition) + len(text))
        shift = len(preposition)
        length = max((end - max(start, shift) for start, end, _ in found), default=0)
        if length > covered:
            best, covered = found, length
    dated = (words for _, _, words in best if words.has_day)
    return next(dated, best[0][2] if best else None)


def _trim(text: str, tokens: Tokens, stop: int) -> int:
    """End of the last token, without a possessive "'s"."""
    last = tokens.at(stop - 1)
    return last.end - 2 if text[last.end - 2 : last.end].lower() in ("'s", "’s") else last.end


def _expression(tokens: Tokens, index: int) -> Hit | None:
    after, lead = _lead(tokens, index)
    opener = tokens.low(after - 1) if after > index else ""
    hit = _atom(tokens, after, opener)
    if hit is None:
        return _atom_chain(tokens, _atom(tokens, index, ""), "") if after > index else None
    if lead.bound and tokens.at(hit[0] - 1).text.endswith(("'s", "’s")):
        return None  # "after Tuesday's attack" bounds the attack; the weekday itself is found on its own
    chained = _atom_chain(tokens, hit, opener)
    if chained is None:
        return None
    merged = merge(lead, chained[1]) if not is_ranged(chained[1]) else merge(replace(lead, bound=""), chained[1])
    return (chained[0], merged) if merged else None


def _lead(tokens: Tokens, index: int) -> tuple[int, TimeWords]:
    """Words before the first atom that belong to the expression."""
    words = NOTHING
    while True:
        low = tokens.low(index)
        if low in ("shortly", "just", "soon") and tokens.low(index + 1) in ("before", "after"):
            index, words = index + 1, replace(words, approximate=True)
        elif low == "between" and not words.bound:
            return index + 1, words
        elif low in BOUNDS and not words.bound:
            index, words = index + 1, replace(words, bound=BOUNDS[low])
        elif low in APPROXIMATE and not words.approximate:
            index, words = index + 1, replace(words, approximate=True)
        elif words != NOTHING and low in ("at", "on", "in"):
            index += 1
        else:
            return index, words


def _atom_chain(tokens: Tokens, hit: Hit | None, opener: str) -> Hit | None:
    """Go on from the first atom as long as atoms follow that fit."""
    while hit is not None:
        further = extend_range(tokens, hit, opener, _atom) or _joined(tokens, hit)
        if further is None:
            return hit
        hit = further
        opener = ""
    return None


def _joined(tokens: Tokens, hit: Hit) -> Hit | None:
    """The next atom, past a comma, bracket or small word, if it adds to what is there."""
    index, words = hit
    zone = find_zone(tokens, index) if words.clock and not words.zone else None
    if zone:
        return zone[0], replace(words, zone=zone[1])
    start = index
    bracket = tokens.low(index) == "("
    if tokens.low(index) in (",", "("):
        index += 1
    while tokens.low(index) in ("at", "on", "of", "in", "from", "the", "by", "between") and index - start < 4:
        index += 1
    opener = tokens.low(index - 1) if index > start else ""
    approximate = tokens.low(index) in APPROXIMATE
    index += approximate
    second = _atom(tokens, index, opener) or (_atom(tokens, index - 1, "") if opener == "the" else None)
    if second is None or (tokens.low(start) == "," and index == start + 1 and not _may_follow_comma(words, second[1])):
        return None
    stop, other = second
    if opener == "between":
        stop, other = extend_range(tokens, second, "between", _atom) or second
    elif other.clock:
        stop, other = extend_range(tokens, second, "from", _atom) or second
    merged = merge(words, replace(other, approximate=other.approximate or approximate or words.approximate))
    if merged is None:
        return None
    if bracket:
        if tokens.low(stop) != ")":
            return None
        stop += 1
    return stop, merged


def _may_follow_comma(first: TimeWords, second: TimeWords) -> bool:
    """After a bare comma only what belongs to the same time: "Tuesday, July 4", "July 4, 20:40"."""
    dated = first.day is not None or first.weekday is not None or first.clock is not None
    return dated and (second.day is not None or second.clock is not None or second.weekday is not None)


def _atom(tokens: Tokens, index: int, opener: str) -> Hit | None:
    token = tokens.at(index)
    if token is END:
        return None
    if token.kind in ("iso", "numeric", "decade", "ordinal", "number"):
        return _numeric(tokens, index, opener)
    if token.kind in ("clock", "hour", "military"):
        return find_clock(tokens, index, opener)
    if token.kind != "word":
        return None
    for rule in (
        find_month_date,
        find_weekday,
        find_shift_word,
        find_shift_count,
        find_which,
        find_part,
        find_portion,
        find_season,
        find_spelt_clock,
    ):
        hit = rule(tokens, index)
        if hit:
            return hit
    return None


def _numeric(tokens: Tokens, index: int, opener: str) -> Hit | None:
    return (
        find_numeric_date(tokens, index)
        or find_decade(tokens, index)
        or find_day_first(tokens, index)
        or find_year(tokens, index, opener)
        or find_spelt_clock(tokens, index)
        or find_shift_count(tokens, index)
        or find_lone_ordinal(tokens, index)
    )
