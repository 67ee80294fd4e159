from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.records.times import TimePrecision, When
from contactline.resolve.times import ABOUT_MINUTES, PARTS, TimeAnchors, make_anchors, read_time, resolve_time

ZONE = "Asia/Yerevan"
WEDNESDAY = date(2017, 7, 5)


def interval(when: When | None) -> tuple[str, str] | None:
    return (when.earliest.isoformat()[:16], when.latest.isoformat()[:16]) if when else None


@pytest.mark.parametrize(
    ("words", "earliest", "latest", "precision"),
    [
        ("Tuesday evening", "2017-07-04T18:00", "2017-07-04T23:59", TimePrecision.PART),
        ("on July 4", "2017-07-04T00:00", "2017-07-04T23:59", TimePrecision.DAY),
        ("4 July 2017", "2017-07-04T00:00", "2017-07-04T23:59", TimePrecision.DAY),
        ("on July 4 at about 20:40", "2017-07-04T20:25", "2017-07-04T20:55", TimePrecision.HOUR),
        ("at 20:40 on July 4", "2017-07-04T20:40", "2017-07-04T20:40", TimePrecision.MINUTE),
        ("8:31 p.m. on July 4", "2017-07-04T20:31", "2017-07-04T20:31", TimePrecision.MINUTE),
        ("between 20:31 and 20:40 on July 4", "2017-07-04T20:31", "2017-07-04T20:40", TimePrecision.RANGE),
        ("between 23:50 and 00:10 on July 4", "2017-07-04T23:50", "2017-07-05T00:10", TimePrecision.RANGE),
        ("overnight to July 5", "2017-07-04T20:00", "2017-07-05T05:59", TimePrecision.PART),
        ("on the night of July 4 to 5", "2017-07-04T20:00", "2017-07-05T05:59", TimePrecision.PART),
        ("on Wednesday", "2017-07-05T00:00", "2017-07-05T23:59", TimePrecision.DAY),
        ("on Thursday", "2017-06-29T00:00", "2017-06-29T23:59", TimePrecision.DAY),
        ("on the morning of July 5", "2017-07-05T05:00", "2017-07-05T11:59", TimePrecision.PART),
        ("late on Thursday", "2017-06-29T16:00", "2017-06-29T23:59", TimePrecision.PART),
        ("on April 2–5, 2016", "2016-04-02T00:00", "2016-04-05T23:59", TimePrecision.DAYS),
        ("in April 2016", "2016-04-01T00:00", "2016-04-30T23:59", TimePrecision.MONTH),
        ("in 1994", "1994-01-01T00:00", "1994-12-31T23:59", TimePrecision.YEAR),
        ("early July", "2017-07-01T00:00", "2017-07-10T23:59", TimePrecision.DAYS),
        ("yesterday", "2017-07-04T00:00", "2017-07-04T23:59", TimePrecision.DAY),
        ("two days ago", "2017-07-03T00:00", "2017-07-03T23:59", TimePrecision.DAY),
        ("July 31", "2016-07-31T00:00", "2016-07-31T23:59", TimePrecision.DAY),
        ("February 29", "2016-02-29T00:00", "2016-02-29T23:59", TimePrecision.DAY),
        ("since Tuesday", "2017-07-04T00:00", "2017-07-05T23:59", TimePrecision.DAYS),
    ],
)
def test_words_become_intervals_relative_to_publication(
    words: str, earliest: str, latest: str, precision: TimePrecision
) -> None:
    when = resolve_time(words, WEDNESDAY, ZONE)
    assert when is not None
    assert (interval(when), when.precision, when.zone, when.anchored) == ((earliest, latest), precision, ZONE, True)


def test_words_of_the_future_look_ahead() -> None:
    assert interval(resolve_time("on Friday", WEDNESDAY, ZONE)) == ("2017-06-30T00:00", "2017-06-30T23:59")
    ahead = TimeAnchors(WEDNESDAY, future=True)
    assert interval(read_time("on Friday", ahead, ZONE).when) == ("2017-07-07T00:00", "2017-07-07T23:59")
    assert interval(read_time("on July 1", ahead, ZONE).when) == ("2018-07-01T00:00", "2018-07-01T23:59")
    assert make_anchors(WEDNESDAY, ZONE, None, "talks will be held on Friday").future
    assert not make_anchors(WEDNESDAY, ZONE, None, "talks were held on Friday").future


def test_a_bare_clock_time_takes_the_day_of_the_text_and_says_so() -> None:
    got = read_time("at about 20:40", TimeAnchors(WEDNESDAY, told=date(2017, 7, 4)), ZONE)
    assert interval(got.when) == ("2017-07-04T20:25", "2017-07-04T20:55")
    assert got.when is not None
    assert not got.when.anchored
    assert (got.trouble, got.day) == ("time-assumed", None)
    assert "2017-07-04" in got.reason


def test_without_a_day_in_the_text_the_hour_of_publication_decides() -> None:
    at = datetime(2017, 7, 5, 9, 0, tzinfo=timezone(timedelta(hours=4)))
    assert interval(resolve_time("at 20:40", at, ZONE)) == ("2017-07-04T20:40", "2017-07-04T20:40")
    assert interval(resolve_time("at 08:40", at, ZONE)) == ("2017-07-05T08:40", "2017-07-05T08:40")
    assert interval(resolve_time("at 20:40", WEDNESDAY, ZONE)) == ("2017-07-05T20:40", "2017-07-05T20:40")


@pytest.mark.parametrize(
    ("words", "utc", "zone"),
    [
        ("July 4 at 20:40", "16:40", ZONE),
        ("July 4 at 20:40 (GMT+4)", "16:40", ZONE),
        ("July 4 at 16:40 GMT", "16:40", "UTC"),
        ("July 4 at 20:40 UTC+3", "17:40", "Etc/GMT-3"),
        ("July 4 at 20:40 local time", "16:40", ZONE),
        ("July 4 at 20:40 Moscow time", "17:40", "Europe/Moscow"),
    ],
)
def test_zones_named_in_the_words_win_over_the_mandates(words: str, utc: str, zone: str) -> None:
    when = resolve_time(words, WEDNESDAY, ZONE)
    assert when is not None
    assert when.earliest.astimezone(timezone.utc).isoformat()[11:16] == utc  # noqa: UP017
    assert when.zone == zone


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("on February 30", "time-impossible"),
        ("31 June", "time-impossible"),
        ("at 25:99", "time-impossible"),
        ("on July 5 to 4, 2017", "time-impossible"),
        ("at dusk of ages", "time-assumed"),
        ("whenever", "time-unresolved"),
        ("last April", "time-unresolved"),
    ],
)
def test_what_cannot_be_or_is_not_said_has_a_reason(words: str, trouble: str) -> None:
    got = read_time(words, TimeAnchors(WEDNESDAY), ZONE)
    assert got.trouble == trouble
    assert got.reason
    assert (got.when is None) == (trouble != "time-assumed")


@pytest.mark.parametrize("words", ["on Tuesday", "yesterday", "July 4", "at 20:40", "in April", "over the past day"])
def test_without_a_day_of_publication_relative_words_stay_open(words: str) -> None:
    got = read_time(words, TimeAnchors(None), ZONE)
    assert (got.when, got.trouble) == (None, "time-unresolved")


def test_full_dates_need_no_publication() -> None:
    assert interval(resolve_time("4 July 2017", None, ZONE)) == ("2017-07-04T00:00", "2017-07-04T23:59")


def test_a_date_that_could_be_read_two_ways_says_so() -> None:
    got = read_time("04/07/2017", TimeAnchors(WEDNESDAY), ZONE)
    assert got.trouble == "time-assumed"
    assert "exchanged" in got.reason


def test_neighbouring_days_do_not_overlap() -> None:
    fourth, fifth = resolve_time("July 4", WEDNESDAY, ZONE), resolve_time("July 5", WEDNESDAY, ZONE)
    assert fourth is not None
    assert fifth is not None
    assert not fourth.overlaps(fifth)


def test_the_parts_of_the_day_are_hours_in_order() -> None:
    assert all(0 <= first < last <= 30 for first, last in PARTS.values())
    assert ABOUT_MINUTES == 15


days = st.dates(min_value=date(1990, 2, 1), max_value=date(2050, 1, 1))


@given(published=days, back=st.integers(min_value=0, max_value=300))
def test_a_date_without_a_year_is_never_long_after_publication(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    when = resolve_time(f"on {day:%B} {day.day}", published, "UTC")
    assert when is not None
    assert when.earliest.date() == day or (day + timedelta(days=366) > published and when.earliest.date() <= published)
    assert when.earliest.date() <= published + timedelta(days=1)


@given(published=days, weekday=st.sampled_from(["Monday", "Tuesday", "Friday", "Sunday"]))
def test_a_weekday_lies_in_the_week_up_to_publication(published: date, weekday: str) -> None:
    when = resolve_time(f"on {weekday}", published, "UTC")
    assert when is not None
    assert timedelta(0) <= published - when.earliest.date() <= timedelta(days=6)
    assert when.earliest.strftime("%A") == weekday


@given(words=st.text(max_size=40), published=st.none() | days)
def test_no_words_make_it_fail(words: str, published: date | None) -> None:
    got = read_time(words, TimeAnchors(published), ZONE)
    assert (got.when is not None) or got.trouble
