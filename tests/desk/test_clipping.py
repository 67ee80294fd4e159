from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contactline.desk.clipping import clip_report, find_clipped
from contactline.records.problems import Severity
from contactline.records.quotes import Span
from contactline.records.reports import Report, ReportMeta, make_report


def report(body: str, headline: str | None = "Two dead", trailer: tuple[Span, ...] = ()) -> Report:
    return make_report(headline, body, ReportMeta(), trailer)


def test_a_report_of_usual_length_is_read_whole() -> None:
    whole = report("One line.\nAnother line.")
    assert clip_report(whole, 100) is whole
    assert find_clipped(whole, whole) == ()


def test_a_longer_one_ends_with_a_line() -> None:
    whole = report("One line.\nAnother line.\nA third.", trailer=(Span(0, 3), Span(24, 32)))
    part = clip_report(whole, 36)
    assert part.text.endswith("Another line.")
    assert part.id == whole.id
    assert part.trailer == whole.trailer[:1]
    (problem,) = find_clipped(whole, part)
    assert problem.severity is Severity.ERROR
    assert "split the file" in problem.message


@given(st.text(alphabet="ab\n", max_size=200), st.integers(20, 60))
def test_spans_of_the_part_are_spans_of_the_whole(body: str, limit: int) -> None:
    whole = report(body)
    part = clip_report(whole, limit)
    assert whole.text.startswith(part.text)
    assert len(part.text) <= max(limit, whole.body.start)
    assert part.body.start == whole.body.start
    assert part.headline_text == whole.headline_text
