from __future__ import annotations

from datetime import date

import pytest

from contactline.annotated.parse import parse_text
from contactline.records.claims import Act, Kind, NumberForm, Order, Outcome, Polarity, Status
from contactline.records.reports import ReportMeta, make_report

from .samples import CLAIMS, FACTS, PASSAGE, PATH, SOURCE, make_text


def test_the_report_is_what_the_product_would_see() -> None:
    text = make_text()
    body = (
        "The Ministry of Defence of Northland said on Thursday that Southmark forces had shelled the village of Tolm "
        "with 120-mm mortars on Tuesday evening, killing two civilians and wounding a 40-year-old farmer. It denied "
        "that its units had opened fire first."
    )
    meta = ReportMeta("Ministry of Defence of Northland", "NL", published_on=date(2031, 7, 5), language="en")
    assert text.report == make_report("Southmark shells Tolm, two civilians killed", body, meta)
    assert (text.conflict, text.name, text.manner) == ("northland", "01-shelling-of-tolm", "ministry")


def test_every_mark_stands_at_its_words() -> None:
    text = make_text()
    assert len(text.marks) == 20
    assert text.words("p1") == "the village of Tolm"
    assert text.words("o2") == "its units had opened fire first"
    assert text.words("o1").startswith("Southmark forces had shelled")
    outer, inner = text.get_mark("o2").span, text.get_mark("e2").span
    assert outer.covers(inner)
    assert text.get_mark("m1").line == 9


def test_claims_and_casualties_are_read() -> None:
    text = make_text()
    assert [claim.id for claim in text.claims] == ["c1", "c2", "c3"]
    first, second, third = text.claims
    assert first.headline
    assert first.speaker.mark is None
    assert (second.act, second.kind, second.casualties) == (Act.ACCUSES, Kind.SHELLING, ("k2", "k3"))
    assert (third.polarity, third.order) == (Polarity.NEGATIVE, Order.FIRST)
    assert third.actors[0].side == "NL"
    assert text.get_casualties("k3").outcome is Outcome.WOUNDED


def test_acts_of_several_words_and_targets_with_a_status() -> None:
    claims = CLAIMS.replace("act=denies", "act=partly denies").replace("actor=a1/SM", "target=a1/NL/military")
    third = make_text(f"{FACTS}---\n{PASSAGE}---\n{claims}").claims
    assert third[2].act is Act.PARTLY_DENIES
    assert third[1].targets[0].status is Status.MILITARY


@pytest.mark.parametrize(
    ("word", "low", "high", "form"),
    [
        ("2", 2, 2, NumberForm.EXACT),
        ("2-4", 2, 4, NumberForm.RANGE),
        ("2+", 2, None, NumberForm.AT_LEAST),
        ("~20", 20, 20, NumberForm.ABOUT),
        ("<5", 0, 5, NumberForm.AT_MOST),
        ("0", 0, 0, NumberForm.NONE),
        ("?", 1, None, NumberForm.UNSPECIFIED),
    ],
)
def test_numbers(word: str, low: int, high: int | None, form: NumberForm) -> None:
    line = make_text(SOURCE.replace("k1: killed 2", f"k1: killed {word}")).get_casualties("k1")
    assert (line.minimum, line.maximum, line.form) == (low, high, form)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("published: 2031-07-05", "published: 5 July 2031", 4, "is no day"),
        ("published: 2031-07-05", "published: 20310705", 4, "is no day"),
        ("published: 2031-07-05\n", "", 0, "“published: …” is missing"),
        ("side: NL\n", "side: NL\nside: SM\n", 3, "given twice"),
        ("side: NL\n", "sides: NL\n", 2, "is no fact about the report"),
        ("manner: ministry", "manner:", 3, "has no value"),
        ("# {a0", "{a0", 6, "without a headline"),
        ("{e0 shells}", "{shells}", 6, "opens no mark"),
        ("{e0 shells}", "{c9 shells}", 6, "the letter c is for claims"),
        ("{e0 shells}", "{a0 shells}", 6, "mark a0 is already used on line 6"),
        ("{e0 shells}", "{e0 shells", 6, "mark e0 is not closed"),
        ("{e0 shells}", "shells}", 6, "closes no mark"),
        ("{e0 shells}", "{e0 }", 6, "mark e0 has no words"),
        ("k1: killed 2 civilian side=NL\n", "k1: killed two civilian side=NL\n", 12, "number “two” is not known"),
        ("k1: killed 2 civilian side=NL\n", "k1: killed 4-2 civilian side=NL\n", 12, "number “4-2” is not known"),
        ("k1: killed 2 civilian side=NL\n", "k1: shot 2 civilian side=NL\n", 12, "outcome “shot” is not known"),
        ("k1: killed 2 civilian side=NL\n", "k1: killed 2 neutral side=NL\n", 12, "status “neutral” is not known"),
        ("k1: killed 2 civilian side=NL\n", "k1: killed 2 side=NL\n", 12, "OUTCOME NUMBER STATUS"),
        ("k2: killed", "k1: killed", 13, "k1 has a line already"),
        ("c2: act=accuses", "c1: act=accuses", 16, "c1 has a line already"),
        ("c2: act=accuses", "c2: act=claims", 16, "act “claims” is not known"),
        ("kind=small_arms_fire", "kind=fire", 17, "kind “fire” is not known"),
        ("kind=small_arms_fire", "", 17, "kind=… is missing"),
        ("polarity=negative", "polarity=no", 17, "polarity “no” is not known"),
        ("polarity=negative", "modality=maybe", 17, "modality “maybe” is not known"),
        ("order=first", "order=second", 17, "order “second” is not known"),
        ("order=first", "first", 17, "“first” is neither key=value nor a flag"),
        ("order=first", "when=first", 17, "“when=” is no key"),
        ("order=first", "order=", 17, "“order=” has no value"),
        ("order=first", "order=first act=denies", 17, "“act=” is given twice"),
        ("speaker=s2/NL", "speaker=s2", 17, "needs a mark and a side"),
        ("speaker=s2/NL", "speaker=it/NL", 17, "“it” is no mark"),
        ("speaker=s2/NL", "speaker=s2/NL,s1/NL", 17, "write a claim for each speaker"),
        ("actor=a2/NL", "actor=-/NL", 17, "only a speaker may be unnamed"),
        ("actor=a2/NL", "actor=a2/NL/military", 17, "write actor=a1/NL"),
        ("actor=a2/NL", "target=a2/NL/neutral", 17, "status of target “neutral” is not known"),
        ("place=p1", "place=p1/NL", 16, "only speakers, relays, actors and targets have a side"),
        ("c3: act", "see below", 17, "neither a claim"),
    ],
)
def test_mistakes_say_where_and_what(old: str, new: str, line: int, words: str) -> None:
    assert SOURCE.count(old) == 1 or old == "order=first"
    mistakes = parse_text(SOURCE.replace(old, new, 1), PATH).mistakes
    assert [(mistake.line, mistake.file) for mistake in mistakes if words in mistake.message] == [(line, PATH)]


def test_all_mistakes_are_told_at_once() -> None:
    source = SOURCE.replace("2031-07-05", "soon").replace("{e0 shells}", "shells}").replace("act=denies", "act=lies")
    lines = [mistake.line for mistake in parse_text(source, PATH).mistakes]
    assert lines == [4, 6, 17]


def test_a_file_needs_three_parts() -> None:
    two = parse_text(f"{FACTS}---\n{PASSAGE}", PATH)
    assert two.text is None
    assert "has 1 lines “---”" in str(two.mistakes[0])
    four = parse_text(f"{SOURCE}---\n", PATH)
    assert "has 3 lines “---”" in str(four.mistakes[0])


def test_a_text_has_headline_body_and_claims() -> None:
    for source, words in (
        (f"{FACTS}---\n---\n{CLAIMS}", "there is no text"),
        (f"{FACTS}---\n# Only this\n---\n{CLAIMS}", "only a headline"),
        (f"{FACTS}---\n{PASSAGE}\n# Again\n---\n{CLAIMS}", "a second line begins with “#”"),
        (f"{FACTS}---\n{PASSAGE}---\n", "has no claims"),
    ):
        assert any(words in mistake.message for mistake in parse_text(source, PATH).mistakes), words


def test_paragraphs_stay_apart_and_wrapped_lines_are_joined() -> None:
    passage = "# {a0 A} wrapped\nheadline\n\nOne\nline.\n\n\nAnother {e1 paragraph\nof two}."
    text = parse_text(f"{FACTS}---\n{passage}\n---\n{CLAIMS}", PATH).text
    assert text is not None
    assert text.report.text == "A wrapped\n\nheadline\n\nOne line.\n\nAnother paragraph of two."
    assert text.words("e1") == "paragraph of two"
