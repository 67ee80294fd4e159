from __future__ import annotations

import pytest

from contactline.collect.fields import Fields
from contactline.collect.guess import Completed, complete, find_dateline_agency, part_headline
from contactline.collect.problems import make_warning

BODY = "Shelling hit the village of Upper Mill on Tuesday, the ministry said. Two people were killed."


def run(body: str, name: str = "a.txt", **stated: object) -> Completed:
    return complete(body, Fields(**stated), Fields(), name, name)  # type: ignore[arg-type]


def trailer(done: Completed) -> list[str]:
    return [done.body[span.start : span.end] for span in done.trailer]


@pytest.mark.parametrize(
    ("first", "between"),
    [
        ("Two dead as shelling hits Upper Mill", "\n\n"),
        ("TWO DEAD AS SHELLING HITS UPPER MILL", "\n"),
        ("Who fired first?", "\n\n"),
        ("Ministry: “We answered fire”", "\n\n\n"),
        ("İki nəfər həlak olub", "\n\n"),
    ],
)
def test_a_first_line_that_is_a_headline(first: str, between: str) -> None:
    assert part_headline(f"\n{first}{between}{BODY}") == (first, BODY)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\n\nMore.",
        "Shelling hit the village of Upper Mill on Tuesday and the\nministry said that two people were killed.",
        "Baku, July 5 (Wire) — shelling went on\n\n" + BODY,
        "5 July 2031\n\n" + BODY,
        "Source: Wire\n\n" + BODY,
        "https://wire.example/1\n\n" + BODY,
        "Statement:\n\n" + BODY,
        "Only one line that could be a headline",
        "",
    ],
)
def test_a_first_line_that_is_none(text: str) -> None:
    assert part_headline(text) == (None, text)


def test_furniture_goes_to_the_trailer_and_stays_in_the_text() -> None:
    headline = "Two dead as shelling hits Upper Mill"
    caption = "A house in Upper Mill after the shelling"
    done = run(
        f"{headline}\n\nShare this:\n{caption}\n\n{caption}\n\n{BODY}\n\nSource: Line Observer\nLink: {headline}\n"
    )
    assert done.fields.headline == headline
    assert done.fields.publisher == "Line Observer"
    assert trailer(done) == ["Share this:", caption, "Source: Line Observer", f"Link: {headline}"]
    assert done.body.count(caption) == 2
    assert BODY in done.body


def test_a_stated_headline_that_the_text_repeats() -> None:
    done = run(
        f"Two Dead in Upper Mill\n\n{BODY}", headline="Two dead in “Upper Mill”".replace("“", "").replace("”", "")
    )
    assert trailer(done) == ["Two Dead in Upper Mill"]
    assert "headline" not in done.guessed


@pytest.mark.parametrize(
    "line",
    [
        "Source: the ministry said that two had been killed in the shelling of the village.",
        "Related attacks killed two people.",
        "Print media reported that fire went on until midnight near the bridge.",
        "“Share this with the world,” the spokesman said.",
    ],
)
def test_statements_are_no_furniture(line: str) -> None:
    assert trailer(run(f"{BODY}\n\n{line}")) == []


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("BAKU/YEREVAN (Reuters) - A woman was killed", "Reuters"),
        ("Baku, July 5 (APA) — Shelling went on", "APA"),
        ("Moscow, April 29, Interfax. The prosecutors", "Interfax"),
        ("Baku, Azerbaijan, July 6. Trend:", "Trend"),
        ("STEPANAKERT, JULY 5, ARMENPRESS. The ministry", "ARMENPRESS"),
        ("Seoul, Nov. 23 (Yonhap) -- Shells fell", "Yonhap"),
        ("KYIV, 14 February 2021 (Ukrinform) – Fire", "Ukrinform"),
        ("JAMMU (PTI): Two soldiers", "PTI"),
        ("Two soldiers were killed, the ministry said.", None),
        ("The village of Upper Mill (formerly Lower Mill) was shelled.", None),
        ("On July 5, the ministry said: nothing.", None),
    ],
)
def test_the_agency_of_a_dateline(line: str, agency: str | None) -> None:
    assert find_dateline_agency(line) == agency


def test_publisher_by_label_then_host_then_dateline() -> None:
    wire = f"Seoul, Nov. 23 (Yonhap) -- {BODY}"
    assert run(wire).fields.publisher == "Yonhap"
    assert run(wire).fields.relayed_from is None
    hosted = run(f"{wire}\n\nLink: https://www.paper.example/2031/05/02/x\n")
    assert (hosted.fields.publisher, hosted.fields.relayed_from) == ("paper.example", "Yonhap")
    assert hosted.fields.published_on is not None
    labelled = run(f"{wire}\n\nSource: The Paper https://www.paper.example/1\n")
    assert (labelled.fields.publisher, labelled.fields.url) == ("The Paper", "https://www.paper.example/1")


def test_what_is_stated_is_never_guessed() -> None:
    done = run(
        f"A headline of the text\n\n{BODY}\n\nSource: Other",
        publisher="Stated",
        headline="Stated headline",
        language="en",
    )
    assert (done.fields.publisher, done.fields.headline) == ("Stated", "Stated headline")
    assert not {"publisher", "headline", "language"} & set(done.guessed)


def test_guesses_are_listed_and_said() -> None:
    done = run(f"Two dead in Upper Mill\n\n{BODY} It was 2 May 2031.\n\nSource: Wire")
    assert done.guessed == ("headline", "language", "published", "publisher")
    note = next(problem for problem in done.problems if problem.code == "guessed")
    assert all(f"{name} “" in note.message for name in done.guessed)


def test_an_unknown_day_is_a_warning() -> None:
    done = run(BODY)
    assert done.fields.published is None
    assert make_warning("published-unknown", "", "").code in [problem.code for problem in done.problems]


RUSSIAN = "Министерство обороны сообщило, что во вторник вечером село подверглось обстрелу, погибли два человека. " * 3


def test_language() -> None:
    assert run(RUSSIAN).fields.language == "ru"
    assert run("No.").fields.language is None
    mismatch = run(RUSSIAN, language="en")
    assert mismatch.fields.language == "en"
    assert "language-mismatch" in [problem.code for problem in mismatch.problems]
