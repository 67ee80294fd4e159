from __future__ import annotations

import pytest

from contactline.records.claims import Act, Modality, Polarity

from .attributions import attributions_of


@pytest.mark.parametrize(
    ("sentence", "speaker", "relays"),
    [
        (
            "The SMM spoke to a number of people present in the area who said that two children were killed.",
            "a number of people present in the area",
            ["The SMM"],
        ),
        (
            "In Berdine, residents, to whom the mission spoke, said the village was shelled.",
            "residents",
            ["the mission"],
        ),
        (
            "A woman whom the monitors met in the town said her husband was killed.",
            "A woman",
            ["the monitors"],
        ),
        (
            "Villagers interviewed by UNIFIL said that mortars were fired.",
            "Villagers interviewed by UNIFIL",
            ["UNIFIL"],
        ),
        ("Residents told the SMM that two houses were hit.", "Residents", ["the SMM"]),
        ("A farmer told the observers that a tank had fired.", "A farmer", ["the observers"]),
        ("UNMOGIP was told by a villager that shells had hit a school.", "a villager", ["UNMOGIP"]),
        ("Residents who saw the attack said two drones hit the market.", "Residents", []),
        ("The minister told reporters that two died.", "The minister", []),
    ],
)
def test_who_listened_passes_it_on(sentence: str, speaker: str, relays: list[str]) -> None:
    last = attributions_of(sentence)[-1]
    told = last if last.cue else attributions_of(sentence)[0]
    assert told.speaker.text == speaker
    assert [mention.text for mention in told.relayed_by] == relays


@pytest.mark.parametrize(
    ("sentence", "speaker", "relays"),
    [
        ("Battles go on, Spokesman Jan Holt told reporters, Trend reports.", "Spokesman Jan Holt", ["Trend"]),
        (
            "“We reserve the right to respond,” said Pakistan's DGMO, added the ISPR statement.",
            "Pakistan's DGMO",
            ["the ISPR statement"],
        ),
        (
            "The truce was broken, Interfax reports referring to the press service of the army.",
            "the press service of the army",
            ["Interfax"],
        ),
        ("“We shall strike,” KCNA quoted the supreme command as saying.", "the supreme command", ["KCNA"]),
    ],
)
def test_attributions_behind_one_another_are_a_chain(sentence: str, speaker: str, relays: list[str]) -> None:
    (only,) = attributions_of(sentence)
    assert only.speaker.text == speaker
    assert [mention.text for mention in only.relayed_by] == relays


def test_two_clauses_with_a_speaker_each_are_no_chain() -> None:
    text = "Shells fell on Tolm, the army said, and a school burned, the mayor added."
    assert {a.speaker.text for a in attributions_of(text) if a.cue} == {"the army", "the mayor"}


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("SMM monitors heard 26 explosions.", Act.OBSERVES),
        ("UNIFIL peacekeepers detected rocket launches.", Act.OBSERVES),
        ("The observers registered two shots.", Act.OBSERVES),
        ("The mission noted fresh impacts.", Act.OBSERVES),
        ("The SMM assessed that the shell came from the east.", Act.FINDS),
        ("The monitors concluded that the fire came from the north.", Act.FINDS),
        ("The minister concluded that the fire came from the north.", Act.STATES),
        ("The president noted fresh impacts.", Act.STATES),
    ],
)
def test_observers_observe_and_find(sentence: str, act: Act) -> None:
    assert attributions_of(sentence)[0].act is act


@pytest.mark.parametrize(
    "sentence",
    [
        "The SMM followed up on reports of casualties in Tolm.",
        "The mission received information about an attack on a convoy.",
        "The mission was informed that a convoy had been attacked.",
    ],
)
def test_what_observers_only_heard_of_is_reported(sentence: str) -> None:
    first = attributions_of(sentence)[0]
    assert first.modality is Modality.REPORTED
    assert "mission" in first.speaker.text.lower() or "SMM" in first.speaker.text


def test_what_observers_did_not_see_is_negative() -> None:
    first = attributions_of("The SMM did not observe any damage.")[0]
    assert (first.act, first.polarity) == (Act.OBSERVES, Polarity.NEGATIVE)
