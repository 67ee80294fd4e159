from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from contactline.collect.fields import Fields
from contactline.collect.frontmatter import Parted, load_sidecar, part_front_matter

WHOLE = Fields(
    publisher="Line Observer",
    side="NORTH",  # type: ignore[arg-type]
    url="https://observer.example/1",
    published_on=date(2031, 5, 2),
    language="en",
    headline="Two dead: ministry",
    relayed_from="Wire",
)


def part(text: str) -> Parted:
    return part_front_matter(text, "a.md")


def codes(parted: Parted) -> list[str]:
    return [problem.code for problem in parted.problems]


YAML = """---
# a comment comes first
publisher: Line Observer
side: NORTH
url: https://observer.example/1
published: 2031-05-02
language: en
headline: "Two dead: ministry"
relayed_from: Wire
---

Body.
"""
TOML = """+++
publisher = "Line Observer"
side = "NORTH"
url = "https://observer.example/1"
published = 2031-05-02
language = "en"
headline = "Two dead: ministry"
relayed_from = "Wire"
+++
Body.
"""


@pytest.mark.parametrize("text", [YAML, TOML, "\n\n" + YAML, YAML.replace("---\n\n", "---   \n\n")])
def test_all_fields(text: str) -> None:
    parted = part(text)
    assert parted.fields == WHOLE
    assert parted.text == "Body.\n"
    assert not parted.problems


def test_a_text_without_front_matter_is_left_alone() -> None:
    for text in ("Body.", "-- not a fence\nBody", "---- \nBody", "", "\n", "----\npublisher: X\n----\n"):
        assert part(text) == Parted(text)


def test_rulers_are_no_front_matter() -> None:
    text = "---\nShelling went on all night.\n---\nIt stopped at dawn."
    parted = part(text)
    assert parted.text == text
    assert codes(parted) == ["front-matter-wrong"]
    assert part("---\n\nOnly a ruler above.") == Parted("---\n\nOnly a ruler above.")


def test_unclosed_front_matter_is_named_and_kept() -> None:
    text = "---\npublisher: Line Observer\n\nTwo people died."
    parted = part(text)
    assert parted.text == text
    assert codes(parted) == ["front-matter-unclosed"]
    assert "line 1" in parted.problems[0].message


def test_broken_yaml_is_read_line_by_line() -> None:
    parted = part("---\npublisher: Line Observer\nheadline: Ministry: two dead\npublished: 2031-05-02\n---\nBody.")
    assert parted.fields == Fields(
        publisher="Line Observer", headline="Ministry: two dead", published_on=date(2031, 5, 2)
    )
    assert parted.text == "Body."
    assert codes(parted) == ["front-matter-wrong"]
    assert "line 3" in parted.problems[0].message


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("published: 5 July", "published-wrong", "line 3, field “published”"),
        ("published: 2031-13-01", "published-wrong", "2031-13-01"),
        ("language: English", "language-wrong", "two letters"),
        ("url: javascript:alert(1)", "url-wrong", "https://"),
        ("url: observer.example", "url-wrong", "https://"),
        ("editor: A. B.", "field-unknown", "line 3, field “editor”"),
    ],
)
def test_a_wrong_field_is_named_with_its_line_and_the_others_stand(line: str, code: str, words: str) -> None:
    parted = part(f"---\npublisher: Line Observer\n{line}\n---\nBody.")
    assert parted.fields == Fields(publisher="Line Observer")
    assert codes(parted) == [code]
    assert words in parted.problems[0].message
    assert parted.problems[0].subject == "a.md"


@pytest.mark.parametrize(
    "block",
    [
        "publisher: [a, b]",
        "publisher: {a: b}",
        "publisher: A\npublisher: B",
        "publisher: &a [*a]",
        "publisher: !!python/object/apply:os.system ['true']",
        "publisher: " + "[" * 3000,
    ],
)
def test_yaml_that_is_more_than_words(block: str) -> None:
    parted = part(f"---\n{block}\nlanguage: en\n---\nBody.")
    assert parted.fields.language == "en"
    assert "front-matter-wrong" in codes(parted)


def test_aliases_are_not_unfolded() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "front-matter-wrong" in codes(part(f"---\n{bomb}---\nBody."))


def test_words_that_yaml_would_change_stay_words() -> None:
    parted = part("---\npublisher: no\nlanguage: no\nheadline: 2031-05-02\nside: Third\nrelayed_from: ~\n---\nB")
    assert parted.fields == Fields(publisher="no", language="no", headline="2031-05-02", side="third")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "zone"), [("2031-05-02T07:44+03:00", 3), ("2031-05-02 07:44:00+0300", 3), ("2031-05-02T07:44Z", 0)]
)
def test_an_instant_keeps_its_zone(written: str, zone: int) -> None:
    fields = part(f"---\npublished: {written}\n---\nB").fields
    assert fields.published_at == datetime(2031, 5, 2, 7, 44, tzinfo=timezone(timedelta(hours=zone)))
    assert fields.published_on == date(2031, 5, 2)


def test_a_clock_time_without_zone_gives_the_day_alone() -> None:
    parted = part("---\npublished: 2031-05-02T07:44\n---\nB")
    assert (parted.fields.published_at, parted.fields.published_on) == (None, date(2031, 5, 2))
    assert codes(parted) == ["published-without-zone"]


def sidecar(name: str, text: str) -> tuple[Fields, list[str]]:
    fields, problems = load_sidecar(Path(name), text.encode(), name)
    return fields, [problem.code + " " + problem.message for problem in problems]


def test_sidecars() -> None:
    assert sidecar("a.txt.meta.yaml", YAML.strip("-\n").split("---")[0]) == (WHOLE, [])
    assert sidecar("a.txt.meta.toml", TOML.split("+++\n")[1]) == (WHOLE, [])
    text = '{"publisher": "P",\n "published": "2031-05-02", "side": null}'
    assert sidecar("a.meta.json", text) == (Fields(publisher="P", published_on=date(2031, 5, 2)), [])


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("a.meta.json", '{"publisher": "P",\n oops}', "line 2"),
        ("a.meta.json", "[1]", "line 1"),
        ("a.meta.json", "[" * 50_000, "line 1"),
        ("a.meta.toml", 'publisher = "P"\nside = ', "line 2"),
        ("a.meta.toml", 'publisher = "P"\n[side]\nx = 1', "side"),
        ("a.meta.yaml", "- publisher", "line 1"),
        ("a.meta.yaml", "x: " + "y" * 70_000, "longer"),
    ],
)
def test_a_wrong_sidecar_is_named_with_its_line(name: str, text: str, where: str) -> None:
    fields, problems = sidecar(name, text)
    assert fields == Fields()
    assert len(problems) == 1
    assert problems[0].startswith("sidecar-wrong")
    assert where in problems[0]


def test_a_binary_sidecar() -> None:
    fields, problems = load_sidecar(Path("a.meta.yaml"), b"%PDF-1.4", "a.meta.yaml")
    assert fields == Fields()
    assert [problem.code for problem in problems] == ["sidecar-unusable"]


def test_lone_surrogates_in_json() -> None:
    fields, _ = sidecar("a.meta.json", r'{"publisher": "A\ud800"}')
    assert fields.publisher == "A\ufffd"


@pytest.mark.parametrize(
    ("text", "marked"),
    [("true", True), ("yes", True), ("high", True), ("False", False), ("no", False), ("~", None), ("''", None)],
)
def test_the_mark_of_sensitive_reports(text: str, marked: bool | None) -> None:
    assert part(f"---\nsensitive: {text}\n---\nB").fields.sensitive is marked
    fields, _ = sidecar("a.meta.toml", "sensitive = true")
    assert fields.sensitive is True


def test_marked_once_is_marked() -> None:
    for one, other in ((True, False), (False, True), (True, None), (None, True)):
        assert Fields(sensitive=one).filled_from(Fields(sensitive=other)).sensitive is True
    assert not Fields(sensitive=False).filled_from(Fields()).sensitive


@pytest.mark.parametrize(
    ("text", "marked"), [("sensitive: true\n  x: [", True), ('"sensitive": "no', None), ("x: [", None)]
)
def test_a_broken_sidecar_keeps_the_mark(text: str, marked: bool | None) -> None:
    fields, problems = sidecar("a.meta.yaml", text)
    assert problems[0].startswith("sidecar-wrong")
    assert fields == Fields(sensitive=marked)
