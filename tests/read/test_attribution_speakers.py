"""Names of speakers without what only stands near them, and in the right order of who told whom."""

from __future__ import annotations

import pytest

from contactline.records.claims import Act, Modality

from .attributions import all_of, attributions_of, one


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (
            "The separatists, quoted by the Russian agency Interfax, which cited a website, said a school was hit.",
            "The separatists",
        ),
        ("The Northland army, quoted by an agency, said a school was shelled.", "The Northland army"),
        ("The shelling was reported by residents quoted by the Harn agency.", "residents"),
        ("NEW DELHI, Feb 27, 2019 (PTI) India said it had lost one jet.", "India"),
        ("Harn, 27 February (Agence Lac) The army said Arden was shelled.", "The army"),
        ("The Ministry of Defence (MOD) said Arden was shelled.", "The Ministry of Defence (MOD)"),
        ("The trade ministry claims that Northland shelled Arden.", "The trade ministry"),
        ("The Mali army charges that rebels shelled Arden.", "The Mali army"),
    ],
)
def test_a_speaker_is_a_name_and_not_what_stands_beside_it(sentence: str, speaker: str) -> None:
    assert one(sentence)[0] == speaker


@pytest.mark.parametrize(
    "headline",
    [
        "Burkina Faso, Mali trade charges after border village raid",
        "Azerbaijan and ethnic-Armenian forces trade accusations over shelling",
        "Northland, Southmark exchange claims of shelling",
        "South Korean troops fired warning shots at the line",
        "North Korean troops fired warning shots at the line",
    ],
)
def test_a_headline_verb_ends_no_name(headline: str) -> None:
    speakers = {found.speaker.text for found in attributions_of("Nobody was hurt.", headline)}
    assert not any(word in speaker.split() for speaker in speakers for word in ("trade", "exchange", "fired"))


def test_warning_shots_warn_in_no_words() -> None:
    acts = {act for _, act, _ in all_of("Southmark troops fired warning shots near Arden, the Joint Chiefs said.")}
    assert acts == {"states"}
    assert one("The army, warning that Arden would be shelled, closed the road.")[1] == "warns"


@pytest.mark.parametrize(
    ("sentence", "speaker", "relays"),
    [
        (
            "A Russian diplomat told Interfax, citing the OSCE, that the truce was broken.",
            "the OSCE",
            ["Interfax", "A Russian diplomat"],
        ),
        ("Reuters reported, citing the ministry, that two soldiers were killed.", "the ministry", ["Reuters"]),
    ],
)
def test_who_was_told_stands_further_out_than_who_told_him(sentence: str, speaker: str, relays: list[str]) -> None:
    first = attributions_of(sentence)[0]
    assert first.speaker.text == speaker
    assert [mention.text for mention in first.relayed_by] == relays


@pytest.mark.parametrize("country", ["Azerbaijan", "Armenia", "Northland"])
def test_a_bare_body_belongs_to_the_country_whose_agency_quotes_it(country: str) -> None:
    first = attributions_of(f"{country}'s Harn agency quoted the Defence Ministry as saying that Arden was shelled.")[0]
    assert first.speaker.text == "the Defence Ministry"
    assert first.speaker.antecedent is not None
    assert first.speaker.antecedent.words == country


@pytest.mark.parametrize("body", ["the Northland Defence Ministry", "Defence Minister Jan Holt", "residents of Arden"])
def test_a_body_with_a_name_of_its_own_keeps_it(body: str) -> None:
    first = attributions_of(f"Southmark's Harn agency quoted {body} as saying that Arden was shelled.")[0]
    assert first.speaker.text == body
    assert first.speaker.antecedent is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Northland must stop shelling Arden, Foreign Minister Ada Voss said.",
        "“Southmark should immediately withdraw from Arden,” the Northland minister said.",
        "Islamabad has to end its support for the militants, the Indian spokesman said.",
    ],
)
def test_what_the_other_must_do_is_an_appeal(sentence: str) -> None:
    assert attributions_of(sentence)[0].act is Act.APPEALS


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry said Northland would pay a heavy price for the shelling of Arden.",
        "The ministry said Southmark would pay dearly.",
        "“We shall not leave this unanswered,” the general said.",
        "“This crime will not go unpunished,” the Juba minister said.",
        "The army said it would firmly respond if Arden was shelled.",
        "“The enemy will be dealt a crushing blow,” Colonel Holt said.",
    ],
)
def test_what_the_other_will_suffer_is_a_threat(sentence: str) -> None:
    found = attributions_of(sentence)[0]
    assert found.act is Act.THREATENS
    assert found.modality in {Modality.FUTURE, Modality.CONDITIONAL}


@pytest.mark.parametrize(
    "sentence",
    [
        "“We must stop the enemy,” the general said.",
        "“The shells should have stopped by now,” Voss said.",
        "Voss said the state would pay compensation for the house.",
        "The army said it would respond to questions later.",
        "“The attack was a heavy blow,” Colonel Holt said.",
    ],
)
def test_duties_of_ones_own_payments_and_answers_to_questions_are_plain_words(sentence: str) -> None:
    assert attributions_of(sentence)[0].act is Act.STATES
