from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.codec import decode, encode
from contactline.records.claims import Casualties, Mention, NumberForm, Outcome, Status
from contactline.records.ids import IncidentId, ReportId, SideId
from contactline.records.incidents import State, Version, VersionValue
from contactline.records.mandates import Mandate, Side
from contactline.records.places import Place
from contactline.records.quotes import Anchor, Quote, Span, make_quote
from contactline.records.reports import Report, ReportMeta, make_report
from contactline.records.times import TimePrecision, When

R = ReportId("r-1")
words = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_span_is_half_open(start: int, end: int) -> None:
    if start <= end:
        assert len(Span(start, end)) == end - start
    else:
        with pytest.raises(ValueError, match="not a span"):
            Span(start, end)


def test_spans_that_meet_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))
    assert Span(0, 5).covers(Span(3, 5))
    assert not Span(0, 4).covers(Span(3, 5))


@given(words.filter(bool), st.data())
def test_a_quote_is_the_texts_own_words(text: str, choice: st.DataObject) -> None:
    start = choice.draw(st.integers(0, len(text) - 1))
    end = choice.draw(st.integers(start + 1, len(text)))
    assert make_quote(R, text, Span(start, end)).words == text[start:end]


@pytest.mark.parametrize("span", [Span(0, 6), Span(2, 2), Span(9, 10)])
def test_no_quote_that_is_not_in_the_text(span: Span) -> None:
    with pytest.raises(ValueError, match="no words"):
        make_quote(R, "words", span)


def test_an_exact_quote_is_as_long_as_its_span() -> None:
    with pytest.raises(ValueError, match="as long"):
        Quote(R, Span(0, 2), "three")
    assert Quote(R, Span(0, 2), "three", Anchor.FUZZY).words == "three"


@given(words, words, st.one_of(st.none(), words))
def test_a_report_holds_headline_and_body_apart(headline: str, body: str, publisher: str | None) -> None:
    report = make_report(headline, body, ReportMeta(publisher=publisher))
    assert report.headline_text == headline.strip()
    assert report.text[report.body.start : report.body.end] == body
    assert decode(encode(report), Report) == report
    assert make_report(headline, body, ReportMeta(publisher=publisher)).id == report.id


def test_what_is_known_beside_the_words_is_part_of_the_id() -> None:
    metas = [
        ReportMeta(),
        ReportMeta(publisher="A"),
        ReportMeta(side=SideId("A")),
        ReportMeta(published_on=date(2031, 5, 2)),
    ]
    assert len({make_report("h", "b", meta).id for meta in metas}) == 4
    assert make_report("h", "b", ReportMeta()).id != make_report(None, "h\n\nb", ReportMeta()).id


def test_marking_a_report_as_sensitive_makes_it_another_one() -> None:
    plain = make_report("H", "b", ReportMeta())
    assert make_report("H", "b", ReportMeta(sensitive=False)).id == plain.id
    assert make_report("H", "b", ReportMeta(sensitive=True)).id != plain.id


def test_trailer_spans_move_with_the_headline() -> None:
    report = make_report("Head", "Body\nShare", ReportMeta(), (Span(5, 10),))
    assert [report.text[span.start : span.end] for span in report.trailer] == ["Share"]
    with pytest.raises(ValueError, match="past its text"):
        make_report("Head", "Body", ReportMeta(), (Span(0, 99),))


def test_what_a_page_calls_a_report() -> None:
    assert make_report("Head", "Body", ReportMeta()).title == "Head"
    assert make_report(None, "\n First line\nSecond", ReportMeta()).title == "First line"
    assert make_report(None, " ", ReportMeta()).title == "(untitled)"


def test_times_need_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        ReportMeta(published_at=datetime(2031, 5, 2))  # noqa: DTZ001 (that is what is wrong)
    with pytest.raises(ValueError, match="zone"):
        When(datetime(2031, 5, 2), datetime(2031, 5, 2), TimePrecision.DAY, "UTC")  # noqa: DTZ001


def when(start: int, end: int) -> When:
    day = datetime(2031, 5, 2, tzinfo=UTC)
    return When(day + timedelta(hours=start), day + timedelta(hours=end), TimePrecision.RANGE, "UTC")


def test_intervals() -> None:
    assert when(1, 3).overlaps(when(3, 4))
    assert when(1, 3).gap(when(5, 6)) == when(5, 6).gap(when(1, 3)) == timedelta(hours=2)
    assert when(1, 3).gap(when(2, 6)) == timedelta(0)
    with pytest.raises(ValueError, match="ends after"):
        when(3, 1)


def test_casualties_are_numbers_of_people() -> None:
    quote = make_quote(R, "two killed", Span(0, 3))
    for minimum, maximum in ((-1, None), (3, 2)):
        with pytest.raises(ValueError, match="number of people"):
            Casualties(Outcome.KILLED, Status.NOT_SAID, minimum, maximum, NumberForm.RANGE, Mention("x"), quote)


def test_not_stated_means_no_values() -> None:
    value = VersionValue("2", State.STATED, (IncidentId("c-1"),))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not stated"):
        Version("q", SideId("A"), State.NOT_STATED, (value,))
    with pytest.raises(ValueError, match="not stated"):
        Version("q", SideId("A"), State.STATED)
    with pytest.raises(ValueError, match="without a claim"):
        VersionValue("2", State.STATED, ())


def test_places_lie_on_earth() -> None:
    for lat, lon in ((91.0, 0.0), (0.0, 181.0), (None, 1.0)):
        with pytest.raises(ValueError, match="point"):
            Place("p", "village", (), None, lat, lon, None, "s")  # type: ignore[arg-type]


def mandate(*titles: str) -> Mandate:
    sides = tuple(Side(SideId(title[0]), title) for title in titles)
    return Mandate("m", "M", "1", "d", "l", "n", "UTC", None, (), sides, (), (), (), ())


def test_a_mandate_has_two_sides_in_the_order_of_their_titles() -> None:
    made = mandate("North", "South")
    assert (made.other_side(SideId("N")), made.other_side(SideId("S"))) == ("S", "N")
    assert made.other_side(SideId("third")) is None
    assert made.side_title(SideId("third")) == "Third parties"
    for titles in (("South", "North"), ("North",), ("A", "B", "C")):
        with pytest.raises(ValueError, match="sides"):
            mandate(*titles)
