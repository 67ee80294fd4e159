from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contactline.collect.collect import iter_collected
from contactline.collect.html import find_charset, join_broken_lines, parse_html
from contactline.collect.markdown import parse_markdown
from contactline.collect.plain import parse_plain

# ruff: noqa: E501 (a page has long lines)

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Two dead in Upper Mill | Line Observer</title>
<meta property="og:site_name" content="Line Observer"><meta property="og:title" content="Two dead in Upper Mill">
<meta property="article:published_time" content="2031-05-02"><link rel="canonical" href="https://observer.example/x"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Two dead in Upper Mill</h1>
<p>Shelling hit the village of Upper Mill on Tuesday, the ministry of the northern side said in a statement &amp; a call.</p>
<p>Two people were killed &lt;both civilians&gt; and one was wounded, it said, and the firing stopped before midnight.</p>
<script>alert("never shown")</script></article><footer>All rights reserved</footer></body></html>"""


def test_plain_text_is_left_alone() -> None:
    assert parse_plain("a\n\n b\n", "x").body == "a\n\n b\n"


def test_the_main_text_of_a_page() -> None:
    parsed = parse_html(PAGE, "x.html")
    assert "Upper Mill on Tuesday" in parsed.body
    assert "a statement & a call" in parsed.body
    assert "<both civilians>" in parsed.body
    for furniture in ("Home", "Sport", "never shown"):
        assert furniture not in parsed.body
    assert parsed.fields.headline == "Two dead in Upper Mill"
    assert parsed.fields.publisher == "Line Observer"
    assert parsed.fields.published_on == date(2031, 5, 2)
    assert parsed.fields.url == "https://observer.example/x"
    assert not parsed.problems


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert "call.\n\nTwo people" in parse_html(PAGE, "x.html").body


@pytest.mark.parametrize(
    "page",
    [
        "<p>Two killed.",
        "Two killed.",
        "<div><b>Two</b> killed.<script>x()</script><style>p{}</style></div>",
        "<html><head><title>t</title><body>Two killed.</body>",
        "<!-- note --><td>Two killed.</td>",
    ],
)
def test_all_visible_text_where_no_main_text_can_be_told(page: str) -> None:
    parsed = parse_html(page, "x.html")
    assert "Two killed." in " ".join(parsed.body.split())
    assert "x()" not in parsed.body


@pytest.mark.parametrize("page", ["<script>only()</script>", "<html><body></body></html>", "<!-- nothing -->"])
def test_a_page_without_text_is_said(page: str) -> None:
    assert "page-without-text" in [problem.code for problem in parse_html(page, "x.html").problems]


def test_charset() -> None:
    assert find_charset(b'<meta charset="windows-1251">') == "windows-1251"
    assert find_charset(b"<META http-equiv=x content='text/html; charset=koi8-r'>") == "koi8-r"
    assert find_charset(b"<p>charset=none</p>") is None


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        ("# Two *dead*\n\nBody.", "Two dead", "\nBody."),
        ("Two dead\n========\nBody.", "Two dead", "Body."),
        ("Body **bold** and _it_ with `code`.", None, "Body bold and it with code."),
        ("See [the page](https://x.example/a_(b)) now.", None, "See the page now."),
        ("![A burnt house](a.jpg)", None, "A burnt house"),
        ("> quoted\n> lines", None, "quoted\nlines"),
        ("Text\n\n## Part two ##\n\n***\nEnd", None, "Text\n\nPart two\n\n\nEnd"),
        ("A <!-- hidden\nnote --> B", None, "A  B"),
        (r"Not \*bold\* here", None, "Not *bold* here"),
    ],
)
def test_markdown(text: str, headline: str | None, body: str) -> None:
    parsed = parse_markdown(text, "x.md")
    assert (parsed.fields.headline, parsed.body) == (headline, body)


@pytest.mark.parametrize(
    "text",
    [
        "82*mm and 120*mm guns",
        "snake_case_name",
        "2 * 3 * 4",
        "* item one\n* item two",
        "#hashtag first",
        "a_b and c_d",
    ],
)
def test_marks_that_are_no_marks(text: str) -> None:
    assert parse_markdown(text, "x.md").body == text


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        ("said that on<br>Tuesday two", "said that on Tuesday two"),
        ("two soldiers<br/>\n were killed", "two soldiers were killed"),
        ("near Tarnok,<BR />Olen Marrik said", "near Tarnok, Olen Marrik said"),
        ("one ended.<br>Another begins", "one ended.<br>Another begins"),
        ("<b>Line Observer</b><br>text", "<b>Line Observer</b><br>text"),
        ("By Jan Holt<br>BROD, 2 May", "By Jan Holt<br>BROD, 2 May"),
        ("first part<br><br>Second part", "first part<br><br>Second part"),
        ("no break at all", "no break at all"),
    ],
)
def test_a_break_inside_a_sentence_joins_its_lines(source: str, joined: str) -> None:
    assert join_broken_lines(source) == joined


def test_a_page_keeps_a_sentence_with_a_break_whole() -> None:
    page = PAGE.replace("on Tuesday, the ministry", "on<br>Tuesday, the ministry")
    assert "Upper Mill on Tuesday, the ministry" in parse_html(page, "x.html").body


MARKDOWN = """# Two dead

Shelling hit Upper Mill.

| Place | Killed |
|-------|:------:|
| Upper Mill | 2 |

```
log: 3 killed *x*
```
One side | the other.
"""


def test_tables_and_fenced_blocks_are_kept_and_marked() -> None:
    parsed = parse_markdown(MARKDOWN, "x.md")
    marked = [parsed.body[span.start : span.end] for span in parsed.asides]
    assert marked == [
        "| Place | Killed |", "|-------|:------:|", "| Upper Mill | 2 |", "```", "log: 3 killed *x*", "```",
    ]  # fmt: skip
    assert [problem.code for problem in parsed.problems] == ["not-prose"]


@pytest.mark.parametrize("text", ["Words\n```\nnever closed", "a | b\n\nc | d", "Title\n---\nWords"])
def test_prose_is_no_table_and_no_fenced_block(text: str) -> None:
    assert parse_markdown(text, "x.md").asides == ()


@pytest.mark.parametrize("head", ["# Two dead\n\n", "Two dead in Upper Mill\n\n"])
def test_the_marks_of_a_table_fit_the_report(tmp_path: Path, head: str) -> None:
    path = tmp_path / "r.md"
    path.write_text(MARKDOWN.replace("# Two dead\n\n", head), encoding="utf-8")
    (collected,) = iter_collected([path])
    assert collected.report is not None
    words = [collected.report.text[span.start : span.end] for span in collected.report.trailer]
    assert "| Upper Mill | 2 |" in words
    assert not any("Shelling" in text for text in words)
