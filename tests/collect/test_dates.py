from __future__ import annotations

from datetime import date

import pytest

from contactline.collect.dates import guess_publication, is_date_line


def guess(text: str, name: str = "a.txt", address: str | None = None, *lines: str) -> date | None:
    return guess_publication(text, name, address, lines).day


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        # seed-like: month from the name, day and weekdays from the text
        ("On Tuesday evening … on July 4 … On Wednesday the ministry said", "asb-2017-07.txt", date(2017, 7, 5)),
        ("On Saturday, March 2, shells fell; on Sunday the army said", "korea-2024-03.txt", date(2024, 3, 3)),
        # the weekday lies before the date: the date itself
        ("On Monday … and again on July 4 (Tuesday)", "x-2017-07.txt", date(2017, 7, 4)),
        # last day of the month before the name's month
        ("on 30 June", "x-2017-07.txt", date(2017, 6, 30)),
        # whole dates
        ("As of 19:30, 14 February 2021, and since 27 July 2020", "smm.txt", date(2021, 2, 14)),
        ("Srinagar, 3 May 2003: troops", "x.txt", date(2003, 5, 3)),
        ("Reported on 2006-08-14 after the truce.", "x.txt", date(2006, 8, 14)),
        ("Am 14.08.2008 kam es zu Beschuss", "x.txt", date(2008, 8, 14)),
        # day and month near a whole date
        ("On Jan. 2 it went on. The truce of December 30, 2019 fails.", "x.txt", date(2020, 1, 2)),
    ],
)
def test_from_the_text(text: str, name: str, day: date) -> None:
    assert guess(text, name) == day


@pytest.mark.parametrize("name", ["2017-07-05-az.txt", "az_20170705.txt", "az-2017.07.05.txt"])
def test_a_whole_date_in_the_name_wins_over_the_text(name: str) -> None:
    assert guess("It recalled the events of 2 April 2016.", name) == date(2017, 7, 5)


def test_the_address_wins_over_name_and_text() -> None:
    address = "https://paper.example/2017/07/05/story/"
    assert guess("of 9 July 2017", "2017-07-08.txt", address) == date(2017, 7, 5)
    assert guess("of 9 July 2017", "x.txt", "https://paper.example/2017/99/99/x") == date(2017, 7, 9)


def test_a_date_line_wins_over_all() -> None:
    assert guess("of 9 July 2017", "2017-07-08.txt", "https://p.example/2017/07/07/x", "6 July 2017 | 14:20") == date(
        2017, 7, 6
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On Tuesday the village was shelled.", "x.txt"),
        ("On July 4 the village was shelled.", "x.txt"),
        ("No date at all, file of a month.", "x-2017-07.txt"),
        # a year from a long-past whole date would be a guess too far
        ("On July 4 the village was shelled. In the war of 2 April 2016 it was spared.", "x.txt"),
        ("They may 5 march 3 nonsense", "x-2017-05.txt"),
        ("On February 31, 2020", "x.txt"),
    ],
)
def test_what_cannot_be_known_is_not_guessed(text: str, name: str) -> None:
    guess_made = guess_publication(text, name, None, ())
    assert guess_made.day is None
    assert guess_made.reason


def test_the_reason_says_how() -> None:
    made = guess_publication("On July 4 … on Wednesday", "x-2017-07.txt", None, ())
    assert "file's name" in made.reason
    assert "Wednesday" in made.reason


@pytest.mark.parametrize(
    "line",
    ["6 July 2017 | Wire", "2017-07-07 | Source: Wire", "July 5, 2017, 14:20", "Wednesday, 5 July 2017", "05.07.2017"],
)
def test_date_lines(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "On 5 July 2017 two people died.",
        "July 4",
        "Two killed on 5 July 2017 as shelling hits a border village",
        "Chapter 3",
    ],
)
def test_lines_that_are_more_or_less_than_a_date(line: str) -> None:
    assert not is_date_line(line)
