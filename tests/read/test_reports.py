"""Whole sentences in the manner of many conflicts: everything that one frame holds, in one row."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contactline.read.parts import Frame

from .content import actors_of, frames_of, means_of, places_of, quotes_of, targets_of


@dataclass(frozen=True)
class Told:
    """What one frame should hold; casualties as outcome, lowest number and status."""

    kind: str
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    casualties: tuple[tuple[str, int, str], ...] = ()
    order: str = "not stated"
    time: str = ""
    polarity: str = "positive"


SENTENCES: dict[str, tuple[Told, ...]] = {
    "Its troops fired warning shots after a Northern soldier crossed the Military Demarcation Line on Tuesday "
    "morning.": (
        Told("small_arms_fire", ("Its troops",), time="Tuesday morning"),
        Told(
            "ground_attack",
            ("a Northern soldier",),
            places=(("Military Demarcation Line", "at"),),
            time="Tuesday morning",
        ),
    ),
    "The North fired 130 artillery shells into the buffer zone on Monday.": (
        Told("shelling", ("North",), means=("artillery",), places=(("buffer zone", "toward"),), time="Monday"),
    ),
    "Occupation forces abducted two citizens near the village of Khurval, at the occupation line.": (
        Told(
            "capture",
            ("Occupation forces",),
            ("two citizens",),
            places=(("Khurval", "at"), ("occupation line", "at")),
            casualties=(("captured", 2, "civilian"),),
        ),
    ),
    "A police officer was shot and killed by a sniper near the Administrative Boundary Line.": (
        Told(
            "sniper_fire",
            ("a sniper",),
            means=("sniper rifle",),
            places=(("Administrative Boundary Line", "at"),),
            casualties=(("killed", 1, "not said"),),
        ),
    ),
    "Peacekeepers detected rocket fire from the area of Qlaya toward the south and artillery fire in response.": (
        Told("rocket_attack", means=("rocket",), places=(("Qlaya", "from"),)),
        Told("shelling", means=("artillery",), order="answer"),
    ),
    "One of its soldiers was killed and three others were wounded when a post near Odaya was shelled by Southland.": (
        Told(
            "shelling",
            ("Southland",),
            ("a post",),
            places=(("Odaya", "at"),),
            casualties=(("killed", 1, "military"), ("wounded", 3, "military")),
        ),
    ),
    "The army accused the Rapid Forces of shelling the hospital in Omdar, killing at least 7 patients.": (
        Told(
            "shelling",
            ("the Rapid Forces",),
            ("the hospital",),
            places=(("Omdar", "at"),),
            casualties=(("killed", 7, "civilian"),),
        ),
    ),
    "Militants in the Karza Strip fired more than 400 rockets overnight.": (
        Told("rocket_attack", ("Militants",), means=("rocket",), places=(("Karza Strip", "at"),), time="overnight"),
    ),
    "Two jawans were martyred and one constable was injured in Ardelian sniping at Keran sector.": (
        Told(
            "sniper_fire",
            ("Ardelian",),
            ("Keran",),
            places=(("Keran sector", "at"),),
            casualties=(("killed", 2, "military"), ("wounded", 1, "military")),
        ),
    ),
    "Eastern forces shelled the Petrov district of Danesk with 155mm artillery, injuring two women.": (
        Told(
            "shelling",
            ("Eastern forces",),
            ("Petrov",),
            means=("artillery 155 mm",),
            places=(("Petrov district", "at"), ("Danesk", "at")),
            casualties=(("wounded", 2, "civilian"),),
        ),
    ),
    "A village near the border came under fire, no one was hurt but three houses were damaged.": (
        Told("small_arms_fire", targets=("A village",), casualties=(("wounded", 0, "not said"),)),
    ),
    "The mission recorded 1,200 ceasefire violations in Danesk region.": (
        Told("ceasefire_violation", places=(("Danesk region", "at"),)),
    ),
    "A civilian bus carrying 23 passengers was hit by an anti-tank missile on the road between Tarm and Olvera, "
    "leaving nine dead.": (
        Told(
            "shelling",
            targets=("A civilian bus",),
            means=("anti-tank guided missile",),
            places=(("Tarm", "at"), ("Olvera", "at")),
            casualties=(("killed", 9, "not said"),),
        ),
    ),
    "Three soldiers went missing after an ambush near Tessal, and the bodies of two of them were found.": (
        Told(
            "ground_attack",
            places=(("Tessal", "at"),),
            casualties=(("missing", 3, "military"), ("killed", 2, "not said")),
        ),
    ),
    "No shots had been fired from its side.": (Told("small_arms_fire", polarity="negative"),),
    "Northland’s gunners opened up with howitzers on the hamlet of Dunmere, wounding a shepherd, 61, and his "
    "grandson.": (
        Told(
            "shelling",
            ("Northland’s gunners",),
            ("the hamlet",),
            means=("howitzer",),
            places=(("Dunmere", "at"),),
            casualties=(("wounded", 2, "civilian"),),
        ),
    ),
    "An infiltration bid was foiled by the army along the Line of Control in Kupar district and two militants were "
    "killed.": (
        Told("ground_attack", order="first"),
        Told(
            "unspecified",
            ("the army",),
            places=(("Line of Control", "at"), ("Kupar district", "at")),
            casualties=(("killed", 2, "military"),),
            order="answer",
        ),
    ),
    "On July 12 at 12:50 units of the Kestrian army opened fire in the direction of Sorel village with mortars.": (
        Told(
            "shelling",
            ("units of the Kestrian army",),
            ("Sorel village",),
            means=("mortar",),
            places=(("Sorel", "toward"),),
            time="July 12 at 12:50",
        ),
    ),
}


def _told(frame: Frame) -> Told:
    occurrence = frame.occurrence
    return Told(
        occurrence.kind.value,
        tuple(actors_of(frame)),
        tuple(text for text, _ in targets_of(frame)),
        tuple(means_of(frame)),
        tuple(places_of(frame)),
        tuple((c.outcome.value, c.minimum, c.status.value) for c in frame.casualties),
        occurrence.order.value,
        occurrence.time.quote.words if occurrence.time else "",
        frame.polarity.value,
    )


@pytest.mark.parametrize(("text", "told"), SENTENCES.items(), ids=list(SENTENCES))
def test_a_sentence(text: str, told: tuple[Told, ...]) -> None:
    assert tuple(_told(frame) for frame in frames_of(text)) == told


@pytest.mark.parametrize("text", SENTENCES)
def test_every_value_stands_at_its_words(text: str) -> None:
    for frame in frames_of(text):
        for quote in quotes_of(frame):
            assert text[quote.span.start : quote.span.end] == quote.words


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_reads_the_same_inside_a_longer_text(text: str) -> None:
    alone = [_told(frame) for frame in frames_of(text)]
    assert [_told(frame) for frame in frames_of(text + " ")] == alone
