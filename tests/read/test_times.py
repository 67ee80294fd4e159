from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline._kit.timewords import PUBLISHED, TOLD, Clock, TimeWords, find_time_words, parse_time_words
from contactline.read.times import find_times
from contactline.records.quotes import Span

from .content import document_of

CASES = [
    (
        "on July 4, at about 20:40",
        "July 4, at about 20:40",
        {"day": 4, "month": 7, "clock": Clock(20, 40), "approximate": True},
    ),
    ("the attack on Tuesday evening was", "Tuesday evening", {"weekday": 1, "part": "evening"}),
    ("4 July 2017", "4 July 2017", {"day": 4, "month": 7, "year": 2017}),
    ("on 4.07.2017 the", "4.07.2017", {"day": 4, "month": 7, "year": 2017}),
    ("on 2017-07-04 the", "2017-07-04", {"day": 4, "month": 7, "year": 2017}),
    ("on the 4th of July", "4th of July", {"day": 4, "month": 7}),
    ("on 12/25/2017", "12/25/2017", {"day": 25, "month": 12, "year": 2017}),
    ("on 04/07/2017", "04/07/2017", {"day": 4, "month": 7, "year": 2017, "either_order": True}),
    ("July 4-5", "July 4-5", {"day": 4, "month": 7, "end_day": 5}),
    ("overnight to July 5", "overnight to July 5", {"day": 5, "month": 7, "part": "night", "overnight": True}),
    (
        "on the night of July 4 to 5",
        "the night of July 4 to 5",
        {"day": 4, "month": 7, "end_day": 5, "part": "night", "overnight": True},
    ),
    ("in the early hours of Saturday", "the early hours of Saturday", {"weekday": 5, "part": "early hours"}),
    ("8:40 p.m. on July 4", "8:40 p.m. on July 4", {"day": 4, "month": 7, "clock": Clock(20, 40)}),
    ("at 2040 hrs", "2040 hrs", {"clock": Clock(20, 40)}),
    ("at 20.40 the post", "20.40", {"clock": Clock(20, 40)}),
    ("between 20:31 and 20:40", "between 20:31 and 20:40", {"clock": Clock(20, 31), "clock_end": Clock(20, 40)}),
    ("from 20:31 to 20:40", "from 20:31 to 20:40", {"clock": Clock(20, 31), "clock_end": Clock(20, 40)}),
    ("between 8:31 and 8:40 p.m.", "between 8:31 and 8:40 p.m.", {"clock": Clock(20, 31), "clock_end": Clock(20, 40)}),
    (
        "until 23:00 local time",
        "until 23:00 local time",
        {"clock": Clock(23, 0), "bound": "until", "zone": "local time"},
    ),
    ("at 22:10 Baku time", "22:10 Baku time", {"clock": Clock(22, 10), "zone": "Baku time"}),
    ("at 14:00 (GMT+4) the", "14:00 (GMT+4)", {"clock": Clock(14, 0), "zone": "GMT+4"}),
    ("since August 1993", "since August 1993", {"month": 8, "year": 1993, "bound": "since"}),
    ("yesterday", "yesterday", {"shift": -1, "shift_unit": "day", "anchor": PUBLISHED}),
    ("the previous day", "the previous day", {"shift": -1, "shift_unit": "day", "anchor": TOLD}),
    ("last night", "last night", {"shift": -1, "shift_unit": "day", "anchor": PUBLISHED, "part": "night"}),
    ("two days ago", "two days ago", {"shift": -2, "shift_unit": "day", "anchor": PUBLISHED}),
    ("last April", "last April", {"month": 4, "which": "last"}),
    ("over the past 24 hours", "the past 24 hours", {"length": 24, "length_unit": "hour", "anchor": PUBLISHED}),
    ("in recent days", "recent days", {"length": 0, "length_unit": "day", "anchor": PUBLISHED}),
    ("around nine in the evening", "around nine in the evening", {"clock": Clock(21, 0), "approximate": True}),
    ("in the summer of 2014", "summer of 2014", {"season": "summer", "year": 2014}),
    ("at midnight", "midnight", {"part": "midnight"}),
]


@pytest.mark.parametrize(("text", "words", "expected"), CASES, ids=[case[1] for case in CASES])
def test_reads_what_the_words_say(text: str, words: str, expected: dict[str, object]) -> None:
    found = find_time_words(text, 0, len(text))
    assert [(text[start:end], parse) for start, end, parse in found] == [(words, TimeWords(**expected))]  # type: ignore[arg-type]


@pytest.mark.parametrize("words", [case[1] for case in CASES])
def test_the_quoted_words_alone_give_the_same_parse(words: str) -> None:
    whole = parse_time_words(words)
    assert whole is not None
    case = next(case for case in CASES if case[1] == words)
    assert whole == TimeWords(**case[2])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "it may march on",
        "82-mm and 120-mm mortars",
        "fired 12 rounds over 3.5 km",
        "in 2000 houses",
        "1,200 shells",
        "the night vision device",
        "He fired a second time",
        "a 40-year-old man",
    ],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert find_time_words(text, 0, len(text)) == []


def test_two_days_stay_two_expressions() -> None:
    text = "On Wednesday the ministry spoke of the shelling of July 4."
    assert [text[a:b] for a, b, _ in find_time_words(text, 0, len(text))] == ["Wednesday", "July 4"]


def test_a_possessive_day_bounds_nothing() -> None:
    text = "after Tuesday's attack"
    assert find_time_words(text, 0, len(text)) == [(6, 13, TimeWords(weekday=1))]


def test_mentions_lie_in_the_scope_only() -> None:
    text = "It happened on 3 May. It happened again on 5 May at 04:10."
    document = document_of(text)
    scope = document.sentences[1].span
    assert [time.quote.words for time in find_times(document, scope)] == ["5 May at 04:10"]
    assert all(scope.covers(time.quote.span) for time in find_times(document, scope))


@given(st.text(alphabet="0123456789:.-/ ,()JulyMayontheatfrmoMdp4amGT+", max_size=60))
def test_never_fails_and_never_overlaps(text: str) -> None:
    found = find_time_words(text, 0, len(text))
    ends = [0]
    for start, end, _ in found:
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 28), st.sampled_from(["March", "May", "October"]))
def test_a_written_time_is_read_back(hour: int, minute: int, day: int, month: str) -> None:
    words = parse_time_words(f"{day} {month} at {hour:02d}:{minute:02d}")
    assert words is not None
    assert (words.day, words.clock) == (day, Clock(hour, minute))


def test_parse_of_no_time_is_none() -> None:
    assert parse_time_words("the commander") is None
    assert Span(0, 1)


@pytest.mark.parametrize(
    ("text", "words", "fields"),
    [
        ("in the 1990s the", "1990s", {"year": 1990, "end_year": 1999}),
        ("the night from 4 to 5 July", "the night from 4 to 5 July", {"day": 4, "end_day": 5, "month": 7}),
        ("overnight into Sunday", "overnight into Sunday", {"weekday": 6, "overnight": True}),
        ("from Monday to Friday", "from Monday to Friday", {"weekday": 0, "end_weekday": 4}),
        ("at half past eight", "half past eight", {"clock": Clock(8, 30)}),
        ("at 9 in the evening", "9 in the evening", {"clock": Clock(21, 0)}),
        ("in mid-April", "mid-April", {"month": 4, "portion": "mid"}),
        ("at the end of May", "the end of May", {"month": 5, "portion": "late"}),
        ("in the summer of 2014", "summer of 2014", {"season": "summer", "year": 2014}),
        ("last April", "last April", {"month": 4, "which": "last"}),
        ("two days ago", "two days ago", {"shift": -2, "shift_unit": "day", "anchor": PUBLISHED}),
        ("the previous night", "the previous night", {"shift": -1, "part": "night", "anchor": TOLD}),
        ("over the past 24 hours", "the past 24 hours", {"length": 24, "length_unit": "hour"}),
        ("at 14:56 (GMT +4) on", "14:56 (GMT +4)", {"clock": Clock(14, 56), "zone": "GMT +4"}),
    ],
)
def test_each_part_of_the_grammar(text: str, words: str, fields: dict[str, object]) -> None:
    (start, end, parsed) = find_time_words(text, 0, len(text))[0]
    assert text[start:end] == words
    assert {name: getattr(parsed, name) for name in fields} == fields


@pytest.mark.parametrize("text", ["in 2000 houses", "a night raid", "the 82 mm shell", "3.5 km away", "40 times"])
def test_counts_and_sizes_are_no_times(text: str) -> None:
    assert find_time_words(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alkhanly, Fizuli region, July 7, Turan: The village was hit on July 4.", ["July 4"]),
        ("Moscow, April 29 — Two people died overnight to April 28.", ["overnight to April 28"]),
        ("Two villages, hit on July 4, were without power. On July 5: silence.", ["July 4", "July 5"]),
        ("Shelling on July 4: two dead", ["July 4"]),
    ],
)
def test_the_day_of_a_dateline_is_no_day_of_what_happened(text: str, found: list[str]) -> None:
    times = find_times(document_of(text), Span(0, len(text)))
    assert [time.quote.words for time in times] == found
