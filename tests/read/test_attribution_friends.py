from __future__ import annotations

import pytest

from contactline.records.claims import Act

from .attributions import PUBLISHER, all_of, attributions_of


@pytest.mark.parametrize(
    "sentence",
    [
        "Seven Indian soldiers confirmed dead in the firing.",
        "Two Georgian policemen were reported missing near the line.",
        "The alleged incursion took place at noon.",
        "The latest alleged violation followed at dusk.",
        "A reported drone strike hit the market of Omdurman.",
        "The shelling claimed 12 lives in Harn.",
        "Fighting claimed the lives of thirty people.",
        "The man, said to be a border guard, was shot.",
        "Villagers are said to have fled.",
        "The stated aim was a bridge.",
        "International calls for restraint grew.",
        "The police report on the raid was published.",
        "Phone calls to the village went unanswered.",
        "The clock showed 20:40 when shells hit the school.",
        "Tuesday saw heavy shelling of the north.",
        "The region witnessed fresh clashes.",
        "Kharun recorded its deadliest day.",
        "The North committed a provocation.",
        "Workers were undertaking repairs in the school.",
        "The soldier, identified as Jan Holt, was shot.",
    ],
)
def test_words_with_the_form_of_a_cue_attribute_nothing(sentence: str) -> None:
    assert {a.speaker.text for a in attributions_of(sentence)} == {PUBLISHER}


@pytest.mark.parametrize(
    ("sentence", "speaker", "act"),
    [
        ("The army confirmed that seven soldiers died.", "The army", "states"),
        ("The ministry reported shelling near Tolm.", "The ministry", "states"),
        ("Northland alleged incursions by drones.", "Northland", "accuses"),
        ("The group claimed that 12 lives were lost.", "The group", "states"),
        ("Observers saw heavy shelling of the north.", "Observers", "observes"),
        ("Residents witnessed fresh clashes.", "Residents", "observes"),
        ("UNIFIL recorded nine shots.", "UNIFIL", "observes"),
        ("Both sides committed themselves to the truce.", "Both sides", "commits"),
        ("The South undertook to withdraw its guns.", "The South", "commits"),
        ("The mayor calls for restraint.", "The mayor", "appeals"),
        ("The police report that a man was shot.", "The police", "states"),
    ],
)
def test_the_same_words_attribute_where_somebody_speaks(sentence: str, speaker: str, act: str) -> None:
    assert all_of(sentence)[0][:2] == (speaker, act)


def test_repairs_are_no_promise() -> None:
    text = "One man said that he had been undertaking repairs at the time of the shelling."
    assert all(a.act is not Act.COMMITS for a in attributions_of(text))


def test_who_asked_not_to_be_named_made_no_appeal() -> None:
    found = attributions_of("The official, who asked not to be named, added that four civilians were hurt.")
    assert [(a.speaker.text, a.act) for a in found] == [("The official", Act.STATES)]


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("The Israeli army confirmed that its patrol crossed the line.", Act.ADMITS),
        ("The Israeli army confirmed the incident but said its patrol did not cross the line.", Act.STATES),
    ],
)
def test_confirming_is_admitting_only_where_ones_own_men_did_it(sentence: str, act: Act) -> None:
    assert attributions_of(sentence)[0].act is act


def test_state_media_are_named_whole() -> None:
    assert attributions_of("State media did not comment.")[0].speaker.text == "State media"
