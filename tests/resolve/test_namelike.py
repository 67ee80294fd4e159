"""Which words are worth a warning when nobody the mandate knows can be found for them."""

from __future__ import annotations

import pytest

from contactline.records.problems import Severity
from contactline.resolve.resolve import Resolver
from mandatefolder import mirror
from resolve.claims import Story, codes

SIDES = {"NO": "SU", "SU": "NO"}


def told(resolver: Resolver, text: str, words: str) -> list[str]:
    story = Story(text)
    story.claim(words)
    return [code for code in codes(story.resolve(resolver)[1]) if code in {"actor-unknown", "pronoun-open"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The town, Hezmar said, burns.", "Hezmar"),
        ("Hezmar said so.", "Hezmar"),
        ("The XQF said so.", "The XQF"),
        ("XQF officials said so.", "XQF officials"),
        ("A spokesman of the XQF said so.", "A spokesman of the XQF"),
        ("Friends of Hezmar and Hezmar of Oakford met.", "Hezmar of Oakford"),
        ("They and the Relief Corps said so.", "the Relief Corps"),
        ("On Friday the enemy said so.", "the enemy"),
    ],
)
def test_names_acronyms_and_the_enemy_are_told(resolver: Resolver, text: str, words: str) -> None:
    assert told(resolver, text, words) == ["actor-unknown"]


@pytest.mark.parametrize(
    "words",
    [
        *("Residents", "A relative", "The sides", "the clock", "ministry", "One woman", "The President"),
        *("Each of the two capitals", "Large-scale hostilities", "Villagers", "Two soldiers", "the Army", "Our men"),
        *("residents of the village of Movsen", "The mayor of Marpol", "fire at Armish positions"),
    ],
)
def test_ordinary_words_are_not(resolver: Resolver, words: str) -> None:
    assert told(resolver, f"{words} said so.", words) == []


def test_a_word_that_the_text_also_writes_small_is_no_name(resolver: Resolver) -> None:
    assert told(resolver, "Gunnery said so.", "Gunnery") == ["actor-unknown"]
    assert told(resolver, "Gunnery said so. There was gunnery all day.", "Gunnery") == []


def test_open_pronouns_are_told_once_as_a_note(resolver: Resolver) -> None:
    story = Story("It was said. They said so. Whoever it was said so; them it hit, it said.")
    for words in ("It", "They", "Whoever", "them", "it"):
        story.claim(words)
    problems = [p for p in story.resolve(resolver)[1] if p.code in {"actor-unknown", "pronoun-open"}]
    assert [(p.code, p.severity) for p in problems] == [("pronoun-open", Severity.INFO)]


def test_the_same_acronym_in_other_words_is_told_once(resolver: Resolver) -> None:
    story = Story("The XQF said so. XQF officials and an XQF statement said so.")
    for words in ("The XQF", "XQF officials", "an XQF statement"):
        story.claim(words)
    assert codes(story.resolve(resolver)[1]).count("actor-unknown") == 1


# -- acronyms that the text explains


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    ("text", "words", "side"),
    [
        ("Norland's River Patrol Service fired. The RPS said so.", "The RPS", "NO"),
        ("RPS claim denied. Norland's River Patrol Service fired.", "RPS", "NO"),
        ("The Norlandic Service of River Patrol (SRP) said so. SRP men fired.", "SRP men", "NO"),
        ("Norland's River Patrol Service and Sudmark's Rail Post Staff met. The RPS said so.", "The RPS", None),
        ("The River Patrol Service met in Norland. The RPS said so.", "The RPS", None),
        ("Norland's River Patrol Service fired. The RPX said so.", "The RPX", None),
        ("Norland fired. River Patrol Service is a name. The RPS said so.", "The RPS", None),
    ],
)
def test_an_acronym_has_the_side_of_whoever_owns_the_full_name(
    resolver: Resolver, text: str, words: str, side: str | None, swap: bool
) -> None:
    story = Story(mirror(text) if swap else text)
    story.claim(words)
    claims, problems = story.resolve(resolver)
    assert claims[0].speaker.side == (SIDES[side] if swap and side else side)
    assert ("actor-assumed" in codes(problems)) == (side is not None)


# -- "it" in the words of a speaker


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    ("text", "it", "side"),
    [
        ("The Norlandic army says that it fired.", "it", "NO"),
        ("The Norlandic army says that Sudmark lied and it fired.", "it", None),
        ("The Norlandic army spoke. On Friday it fired.", "it", None),
        ("The Norlandic army says that they fired.", "they", None),
    ],
)
def test_it_after_its_speaker_is_the_speaker(
    resolver: Resolver, text: str, it: str, side: str | None, swap: bool
) -> None:
    story = Story(mirror(text) if swap else text)
    speaker = mirror("The Norlandic army") if swap else "The Norlandic army"
    at = story.report.text.index(f" {it} ") + 1
    mention = story.mention(it, "same")
    nth = story.report.text[:at].count(it)
    story.claim(speaker, actors=[story.mention(it, "same", nth=nth) if nth else mention])
    claims, problems = story.resolve(resolver)
    assert claims[0].occurrence.actors[0].side == (SIDES[side] if swap and side else side)
    assert ("actor-assumed" in codes(problems)) == (side is not None)
