from __future__ import annotations

import csv
import io
import sys
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.read.frames import find_frames
from contactline.records.claims import Kind, Modality, Order, Polarity
from contactline.records.names import SpotSort
from contactline.records.quotes import Span

from .content import (
    actors_of,
    document_of,
    frame_of,
    frames_of,
    headline_frames,
    means_of,
    places_of,
    quotes_of,
    spot,
    targets_of,
)

KINDS = [
    ("Ardelian forces shelled the village of Sorel.", Kind.SHELLING),
    ("Kestrian forces shelled the village of Sorel.", Kind.SHELLING),
    ("The army fired 12 mortar rounds at the post.", Kind.SHELLING),
    ("Units opened fire with howitzers.", Kind.SHELLING),
    ("Units launched rockets at the town.", Kind.ROCKET_ATTACK),
    ("The army opened fire with machine guns.", Kind.SMALL_ARMS_FIRE),
    ("The farmer was wounded by sniper fire.", Kind.SNIPER_FIRE),
    ("The opposite side violated the ceasefire 115 times.", Kind.CEASEFIRE_VIOLATION),
    ("There was an exchange of fire near the bridge.", Kind.SMALL_ARMS_FIRE),
    ("The post came under fire.", Kind.SMALL_ARMS_FIRE),
    ("The car was hit by a drone.", Kind.DRONE_STRIKE),
    ("An air strike hit the depot.", Kind.AIR_STRIKE),
    ("The air defence shot down a drone.", Kind.SHOOTDOWN),
    ("A shepherd stepped on a mine.", Kind.MINE_EXPLOSION),
    ("The army repelled an infiltration attempt.", Kind.GROUND_ATTACK),
    ("Militants clashed with the army.", Kind.ARMED_CLASH),
    ("The army took control of the height.", Kind.TERRITORY_CHANGE),
    ("The leadership blocked the establishment of the mechanism.", Kind.OBSTRUCTION),
    ("Observers were denied access to the site.", Kind.OBSTRUCTION),
    ("The mission held a monitoring exercise on the line.", Kind.MONITORING),
    ("They use civilians as human shields.", Kind.HUMAN_SHIELDING),
    ("The army deploys its firing posts within residential areas.", Kind.HUMAN_SHIELDING),
    ("The soldiers were tortured.", Kind.MISTREATMENT),
    ("The two sides agreed on a ceasefire.", Kind.CEASEFIRE),
    ("The enemy committed a provocation.", Kind.UNSPECIFIED),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[case[0] for case in KINDS])
def test_kinds(text: str, kind: Kind) -> None:
    assert kind in [frame.occurrence.kind for frame in frames_of(text)]


def test_every_kind_has_its_row_and_definition() -> None:
    text = (files("contactline.reference") / "kinds.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["kind"] for row in rows] == [kind.value for kind in Kind]
    assert all(row["definition"] and row["source"] for row in rows)


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Ardelian forces shelled Kestrian positions.", "Ardelian forces", ("Kestrian positions", "military")),
        ("Kestrian positions were shelled by Ardelian forces.", "Ardelian forces", ("Kestrian positions", "military")),
        (
            "the shelling of Kestrian positions by Ardelian forces",
            "Ardelian forces",
            ("Kestrian positions", "military"),
        ),
        (
            "Units of the Ardelian army opened fire at the village.",
            "Units of the Ardelian army",
            ("the village", "civilian"),
        ),
        ("The enemy fired at an ambulance.", "The enemy", ("an ambulance", "civilian")),
        ("The Kestrian army's attack on the school went on.", "The Kestrian army", ("the school", "civilian")),
    ],
)
def test_actors_and_targets(text: str, actor: str, target: tuple[str, str]) -> None:
    frame = frame_of(text)
    assert actors_of(frame) == [actor]
    assert targets_of(frame) == [target]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The enemy opened fire.", "opponent"),
        ("The adversary opened fire.", "opponent"),
        ("The opposite side opened fire.", "opponent"),
        ("Our forces opened fire.", "own"),
        ("They opened fire.", "same"),
        ("Ardelian forces opened fire.", ""),
    ],
)
def test_viewpoint_of_actors(text: str, of: str) -> None:
    (actor,) = frame_of(text).occurrence.actors
    assert actor.of == of


@pytest.mark.parametrize(
    "text",
    [
        "The Ardelian army retaliated.",
        "The Kestrian army returned fire.",
        "The army was forced to respond.",
        "The army took retaliatory measures.",
        "The army suppressed enemy fire.",
        "Our units answered.",
    ],
)
def test_an_answer_presupposes_first_fire(text: str) -> None:
    answers = [frame for frame in frames_of(text) if frame.occurrence.order is Order.ANSWER]
    assert len(answers) == 1
    assert answers[0].presupposes_first_fire


@pytest.mark.parametrize(
    "text", ["The minister responded to the question.", "The ministry responded that it was untrue."]
)
def test_a_reply_in_words_is_no_fire(text: str) -> None:
    assert frames_of(text) == ()


@pytest.mark.parametrize(
    "text", ["The Ardelian army opened fire first.", "They fired first.", "It was an unprovoked attack."]
)
def test_first_fire(text: str) -> None:
    assert frame_of(text).occurrence.order is Order.FIRST


def test_an_answer_and_what_it_answers_are_two_frames() -> None:
    text = (
        "Kestrian Army responded to major shelling by Ardelian forces on Tuesday evening causing heavy losses "
        "for Ardelia as well as damage to a military post in the village of Sorel."
    )
    answer, first = frames_of(text)
    assert answer.occurrence.order is Order.ANSWER
    assert actors_of(answer) == ["Kestrian Army"]
    assert [(c.outcome.value, c.victims.text) for c in answer.casualties] == [("killed", "Ardelia")]
    assert [d.target.text for d in answer.damage] == ["a military post"]
    assert places_of(answer) == [("Sorel", "at")]
    assert (first.occurrence.kind, first.occurrence.order) == (Kind.SHELLING, Order.FIRST)
    assert actors_of(first) == ["Ardelian forces"]
    assert first.occurrence.time is not None
    assert first.occurrence.time.quote.words == "Tuesday evening"
    assert not first.casualties


def test_retaliation_that_resulted_from_an_attack() -> None:
    text = (
        "The retaliation resulted from an attack by the Ardelian forces, which used TR-107 rocket launchers, "
        "on positions."
    )
    answer, first = frames_of(text)
    assert answer.occurrence.order is Order.ANSWER
    assert not answer.occurrence.actors
    assert first.occurrence.order is Order.FIRST
    assert first.occurrence.kind is Kind.ROCKET_ATTACK
    assert actors_of(first) == ["the Ardelian forces"]
    assert means_of(first) == ["rocket launcher TR-107"]


def test_a_communique_sentence_in_full() -> None:
    text = (
        "On July 4 at about 20:40 units of the Ardelian army opened fire at the village with 82-mm and 120-mm mortars."
    )
    frame = frame_of(text)
    assert frame.occurrence.kind is Kind.SHELLING
    assert actors_of(frame) == ["units of the Ardelian army"]
    assert means_of(frame) == ["mortar 82 mm", "mortar 120 mm"]
    assert frame.occurrence.time is not None
    assert frame.occurrence.time.quote.words == "July 4 at about 20:40"


def test_headline_without_auxiliaries() -> None:
    frames = headline_frames("Village Shelled, Two Killed")
    assert [frame.occurrence.kind for frame in frames] == [Kind.SHELLING]
    assert targets_of(frames[0]) == [("Village", "civilian")]
    assert [(c.outcome.value, c.minimum) for c in frames[0].casualties] == [("killed", 2)]


def test_casualties_alone_make_a_frame() -> None:
    frame = frame_of("Two soldiers were killed.")
    assert frame.occurrence.kind is Kind.KILLING
    losses = frame_of("The enemy has losses.")
    assert losses.occurrence.kind is Kind.UNSPECIFIED
    assert losses.construction == "casualties"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("If the village was shelled, we regret it.", Modality.CONDITIONAL),
        ("The army will shell the village.", Modality.FUTURE),
        ("The army has never shelled villages.", Modality.GENERAL),
        ("The enemy regularly shells our villages.", Modality.GENERAL),
        ("The army allegedly shelled the village.", Modality.HEDGED),
        ("The army shelled the village.", Modality.FACT),
    ],
)
def test_modality(text: str, modality: Modality) -> None:
    assert frame_of(text).modality is modality


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The army did not shell the village.", Polarity.NEGATIVE),
        ("No shots were fired.", Polarity.NEGATIVE),
        ("The army shelled not only the village.", Polarity.POSITIVE),
        ("The army shelled the village and did not stop.", Polarity.POSITIVE),
        ("The army suffered no losses.", Polarity.POSITIVE),
    ],
)
def test_polarity(text: str, polarity: Polarity) -> None:
    assert frames_of(text)[0].polarity is polarity


def test_a_text_without_happenings_gives_nothing() -> None:
    assert frames_of("The ministers met in the capital and signed a trade treaty.") == ()
    assert frames_of("The house caught fire.") == () or frames_of("The house caught fire.")[0].damage


def test_spots_help_but_are_not_needed() -> None:
    text = "Ardelia attacks Kestria."
    frames = frames_of(
        text, spot(text, "Ardelia", SpotSort.ACTOR, "ardelia"), spot(text, "Kestria", SpotSort.ACTOR, "kestria")
    )
    assert [actors_of(frame) for frame in frames] == [["Ardelia"]]


SENTENCES = [
    "{a} forces shelled {b} positions near Sorel with mortars on Monday, killing two soldiers.",
    "{a} army responded to shelling by {b} forces.",
    "Three {b} soldiers were killed by {a} sniper fire at 14:20.",
    "The {a} side violated the ceasefire 30 times.",
]


@pytest.mark.parametrize("pattern", SENTENCES)
def test_swapping_the_names_swaps_the_names_and_nothing_else(pattern: str) -> None:
    one = frames_of(pattern.format(a="Ardelian", b="Kestrian"))
    other = frames_of(pattern.format(a="Kestrian", b="Ardelian"))
    assert [f.occurrence.kind for f in one] == [f.occurrence.kind for f in other]
    swap = {"Ardelian": "Kestrian", "Kestrian": "Ardelian"}
    for left, right in zip(one, other, strict=True):
        for mine, theirs in zip(quotes_of(left), quotes_of(right), strict=True):
            words = " ".join(swap.get(word, word) for word in mine.words.split(" "))
            assert words == theirs.words
            assert mine.span == theirs.span


WORDS = (
    "the a two soldiers killed were by fire opened shelled Ardelian army village of , . and ( ) which if not 82-mm "
    "mortars on July 4 20:40 at from enemy wounded no losses in response to attack Sorel ’s “ ” - retaliated"
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=25,
    )
)
def test_any_words_give_frames_whose_quotes_are_the_text(words: list[str]) -> None:
    text = " ".join(words)
    document = document_of(text)
    for frame in find_frames(document, (), Span(0, len(document.text))):
        for quote in quotes_of(frame):
            assert document.text[quote.span.start : quote.span.end] == quote.words


def test_a_text_without_full_stops_takes_work_in_proportion_to_its_length() -> None:
    clause = "The army fired mortars at the village near Sorel and wounded two people, "

    def count_calls(count: int) -> int:
        document = document_of(clause * count)
        calls = 0

        def count_call(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in {"call", "c_call"}

        sys.setprofile(count_call)
        try:
            find_frames(document, (), Span(0, len(document.text)))
        finally:
            sys.setprofile(None)
        return calls

    count_calls(20)  # what is made once is made here
    assert count_calls(400) < 10 * 1.5 * count_calls(40)
