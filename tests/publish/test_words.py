"""Phrases, sentences around quotes, and the geometry of the drawings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.publish.drawing import SHAPES, shape_of
from contactline.publish.ladder import make_ladder
from contactline.publish.naming import make_place_title
from contactline.publish.phrases import count, join, say_instant, say_number, say_offset, say_when
from contactline.publish.quoting import QuoteBook, find_sentence
from contactline.publish.timeline import make_timeline
from contactline.publish.view import make_view
from contactline.records.claims import Kind, Mention, Occurrence
from contactline.records.dossiers import Dossier
from contactline.records.ids import THIRD, ClaimId, SideId
from contactline.records.quotes import Span, make_quote
from contactline.records.reports import Report, ReportMeta, make_report
from contactline.records.times import TimePrecision, When

from .case import EM, MAIN, WM

SEOUL, KYIV = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Kyiv")


def when(first: datetime, last: datetime, precision: TimePrecision, zone: str, anchored: bool = True) -> When:
    return When(first, last, precision, zone, anchored)


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (None, "time not known"),
        (
            when(
                datetime(2010, 11, 23, 14, 34, tzinfo=SEOUL),
                datetime(2010, 11, 23, 14, 34, tzinfo=SEOUL),
                TimePrecision.MINUTE,
                "Asia/Seoul",
            ),
            "23 November 2010, 14:34 (UTC+9)",
        ),
        (
            when(
                datetime(2017, 2, 1, 22, tzinfo=KYIV),
                datetime(2017, 2, 2, 6, tzinfo=KYIV),
                TimePrecision.PART,
                "Europe/Kyiv",
            ),
            "1 February 2017, 22:00 – 2 February 2017, 06:00 (UTC+2)",
        ),
        (
            when(datetime(2019, 2, 27, tzinfo=UTC), datetime(2019, 2, 28, tzinfo=UTC), TimePrecision.DAY, "UTC"),
            "27 February 2019 (UTC)",
        ),
        (
            when(
                datetime(2019, 2, 27, tzinfo=UTC),
                datetime(2019, 2, 27, 23, 59, tzinfo=UTC),
                TimePrecision.DAY,
                "UTC",
                False,
            ),
            "27 February 2019 (UTC; day assumed)",
        ),
        (
            when(datetime(2016, 4, 2, tzinfo=UTC), datetime(2016, 4, 6, tzinfo=UTC), TimePrecision.DAYS, "UTC"),
            "2–5 April 2016 (UTC)",
        ),
        (
            when(datetime(2016, 4, 1, tzinfo=UTC), datetime(2016, 5, 1, tzinfo=UTC), TimePrecision.MONTH, "UTC"),
            "April 2016 (UTC)",
        ),
        (
            when(datetime(2008, 1, 1, tzinfo=UTC), datetime(2008, 12, 31, 23, tzinfo=UTC), TimePrecision.YEAR, "UTC"),
            "2008 (UTC)",
        ),
        (
            when(datetime(2008, 7, 30, tzinfo=UTC), datetime(2008, 8, 3, tzinfo=UTC), TimePrecision.WEEK, "UTC"),
            "30 July 2008 – 2 August 2008 (UTC)",
        ),
    ],
)
def test_times_in_words(interval: When | None, expected: str) -> None:
    assert say_when(interval) == expected


def test_a_time_is_said_in_the_zone_it_was_read_in() -> None:
    moment = datetime(2017, 7, 4, 16, 40, tzinfo=UTC)
    assert say_when(When(moment, moment, TimePrecision.MINUTE, "Asia/Baku")) == "4 July 2017, 20:40 (UTC+4)"
    assert "4 July 2017, 16:40 (UTC)" in say_when(When(moment, moment, TimePrecision.MINUTE, "Not/Known"))
    assert say_instant(moment) == "4 July 2017, 16:40 (UTC)"
    assert say_instant(moment.astimezone(SEOUL)) == "5 July 2017, 01:40 (UTC+9)"


@pytest.mark.parametrize(
    ("low", "high", "form", "expected"),
    [
        (3, 3, "exact", "3"),
        (2, 5, "range", "2–5"),
        (3, None, "at least", "at least 3"),
        (10, 10, "about", "about 10"),
        (0, 0, "none", "none"),
        (1, None, "unspecified", "some, number not said"),
        (0, 7, "at most", "up to 7"),
    ],
)
def test_numbers_in_words(low: int, high: int | None, form: str, expected: str) -> None:
    assert say_number(low, high, form) == expected


def test_counts_and_lists() -> None:
    assert [count(1, "report"), count(2, "report"), count(0, "reply", "replies")] == [
        "1 report",
        "2 reports",
        "0 replies",
    ]
    assert [join([]), join(["a"]), join(["a", "b"]), join(["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


# -- sentences


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("One. Two men died at noon. Three.", "died", "Two men died at noon."),
        ("He said: “We fired.” They left.", "fired", "He said: “We fired.”"),
        ("A woman (K. A., a pseudonym) was hurt. Rest.", "hurt", "A woman (K. A., a pseudonym) was hurt."),
        ("Col. Dorr spoke of 3.5 tons. Rest.", "tons", "Col. Dorr spoke of 3.5 tons."),
        ("First line\nsecond line without end", "second", "second line without end"),
        ("Did they fire? Yes!", "fire", "Did they fire?"),
    ],
)
def test_the_sentence_around_a_quote(body: str, words: str, expected: str) -> None:
    report = make_report(None, body, ReportMeta())
    start = body.index(words)
    found = find_sentence(report, Span(start, start + len(words)))
    assert body[found.start : found.end] == expected


@given(st.text(alphabet="ab. \n!”é", min_size=1, max_size=60), st.data())
def test_a_sentence_always_holds_its_quote(body: str, picks: st.DataObject) -> None:
    start = picks.draw(st.integers(0, len(body) - 1))
    end = picks.draw(st.integers(start + 1, len(body)))
    report = make_report(None, body, ReportMeta())
    assert find_sentence(report, Span(start, end)).covers(Span(start, end))


def test_segments_give_the_sentence_back(dossier: Dossier) -> None:
    view = make_view(dossier)
    book = QuoteBook(view, [claim.id for claim in dossier.claims])
    for group in book.groups():
        for block in group.blocks:
            shown = "".join(segment.text for segment in block.segments)
            assert view.words(block.claim.quote) in shown
            anchors = [segment.anchor for segment in block.segments if segment.anchor]
            assert len(anchors) == len(set(anchors))
            assert set(block.anchors.values()) <= set(anchors)


def test_short_words_show_the_fuller_name_they_go_back_to(dossier: Dossier, reports: dict[str, Report]) -> None:
    claim = dossier.claims[2]
    fuller = dossier.claims[0].speaker.quote
    assert fuller is not None
    start = reports["east"].text.index("The ministry")
    short = Mention(
        "The ministry", replace(fuller, span=Span(start, start + 12), words="The ministry"), None, EM, "", fuller
    )
    changed = tuple(replace(c, speaker=short) if c.id == claim.id else c for c in dossier.claims)
    block = QuoteBook(make_view(replace(dossier, claims=changed)), [claim.id]).block(claim.id)
    assert block.speaker.text == "The ministry [Eastmark Defence Ministry]"


# -- drawings


def test_shapes_tell_the_sides_apart(dossier: Dossier) -> None:
    view = make_view(dossier)
    assert [shape_of(view, side) for side in (EM, WM, THIRD, None)] == list(SHAPES)


def test_ladder_marks_keep_order_and_bounds(dossier: Dossier) -> None:
    view = make_view(dossier)
    book = QuoteBook(view, [claim.id for claim in dossier.claims])
    for panel in make_ladder(view, dossier.weighings[0].ladder, book):
        places = [dot.x for dot in panel.dots]
        assert places == sorted(places)
        assert all(0 <= dot.top <= dot.y <= dot.bottom <= panel.height for dot in panel.dots)
        assert all(dot.x < panel.width for dot in panel.dots)


def test_a_denied_figure_is_crossed_and_no_step(dossier: Dossier) -> None:
    view = make_view(dossier)
    book = QuoteBook(view, [claim.id for claim in dossier.claims])
    panel = make_ladder(view, dossier.weighings[0].ladder, book)[2]
    assert [dot.denied for dot in panel.dots] == [False, False, True]
    assert panel.lines == ()


def test_a_very_long_ladder_is_drawn_in_part_and_listed_in_full(dossier: Dossier) -> None:
    rung = dossier.weighings[0].ladder[0]
    assert rung.given_at is not None
    rungs = [replace(rung, given_at=rung.given_at + timedelta(hours=n)) for n in range(90)]
    view = make_view(dossier)
    (panel,) = make_ladder(view, rungs, QuoteBook(view, [ClaimId("c-e2")]))
    assert (len(panel.dots), len(panel.rows), panel.left_out) == (60, 90, 30)


def test_timeline_stays_inside_its_frame(dossier: Dossier, many: Callable[[int], Dossier]) -> None:
    for case in (dossier, many(3), many(200)):
        view = make_view(case)
        line = make_timeline(view, view.incidents, {})
        assert line is not None
        assert all(bar.x >= 0 and bar.x + bar.width <= line.width for bar in line.bars)
        assert all(lane.y < line.height for lane in line.lanes)
        assert 1 <= len(line.ticks) <= 12


def test_no_dates_no_timeline(dossier: Dossier) -> None:
    undated = tuple(replace(incident, when=None) for incident in dossier.incidents)
    empty = Dossier(dossier.mandate, (), (), (), (), (), (), dossier.run)
    assert make_timeline(make_view(empty), (), {}) is None
    assert [incident.id for incident in make_view(replace(dossier, incidents=undated)).incidents] == sorted(
        [MAIN, "i-brod"]
    )


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "UTC"), (240, "UTC+4"), (330, "UTC+5:30"), (-210, "UTC-3:30"), (-300, "UTC-5")]
)
def test_an_offset_names_no_city(minutes: int, words: str) -> None:
    assert say_offset(datetime(2017, 7, 4, tzinfo=timezone(timedelta(minutes=minutes)))) == words


def test_an_interval_over_a_change_of_the_clocks_names_both_offsets() -> None:
    first, last = datetime(2017, 3, 25, tzinfo=KYIV), datetime(2017, 3, 28, tzinfo=KYIV)
    assert say_when(when(first, last, TimePrecision.DAYS, "Europe/Kyiv")) == "25–27 March 2017 (UTC+2 to UTC+3)"


@pytest.mark.parametrize(("kind", "parent"), [("country", ""), ("district", "Tarnok / Tarnoka")])
def test_no_place_lies_in_a_country(dossier: Dossier, kind: str, parent: str) -> None:
    around, inside = dossier.mandate.places
    places = (replace(around, kind=kind), replace(inside, parent=around.id))
    view = make_view(replace(dossier, mandate=replace(dossier.mandate, places=places)))
    assert make_place_title(view, places[1]).parent == parent


@pytest.mark.parametrize(("side", "known"), [("MARS", None), ("EM", "EM"), ("third", "third")])
def test_a_stated_side_that_is_none_of_the_mandates_is_not_exported(
    dossier: Dossier, side: str, known: str | None
) -> None:
    report = make_report(None, "Words.", ReportMeta(publisher="Nobody", side=SideId(side)))
    view = make_view(replace(dossier, reports=(*dossier.reports, report)))
    assert view.report_sides.get(report.id) == known


def test_of_a_sentence_as_long_as_a_book_a_page_shows_a_stretch(dossier: Dossier) -> None:
    body = "word " * 4000 + "Tarnok was shelled " + "word " * 4000
    report = make_report(None, body, ReportMeta(publisher="Long Wire"))
    at = body.index("shelled")
    trigger = make_quote(report.id, body, Span(at, at + 7))
    whole = make_quote(report.id, body, Span(0, len(body)))
    claim = replace(
        dossier.claims[0],
        id=ClaimId("c-long"),
        report=report.id,
        quote=whole,
        speaker=Mention("x"),
        occurrence=Occurrence(Kind.SHELLING, trigger),
    )
    view = make_view(replace(dossier, reports=(*dossier.reports, report), claims=(*dossier.claims, claim)))
    book = QuoteBook(view, [claim.id])
    block = book.block(claim.id)
    shown = "".join(segment.text for segment in block.segments)
    assert len(shown) < 3000
    assert shown.startswith("[…]")
    assert "claims.jsonl" in shown
    assert [segment.text for segment in block.segments if segment.marked] == ["shelled"]
    assert book.ref(claim.id, "what").href == f"#q1-{at}"
    assert len(view.words(claim.quote)) == len(body), "the export has every word"
