from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.read.attribution import find_attributions
from contactline.records.claims import Act, Modality, Polarity

from .attributions import PUBLISHER, all_of, attributions_of, document_of, one

WORDS = re.findall(
    r"\S+",
    "The army said that “ ” , . : ; denied claims by Northland told Interfax he according to released a video and but "
    "reports who were false ( ) - as quoted saying 5 July If we regret",
)
SHELLED = "Southmark forces shelled the village of Arden"


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (f"The Northland Defence Ministry said that {SHELLED}.", "The Northland Defence Ministry"),
        (f"Northland's Defence Ministry said on Monday that {SHELLED}.", "Northland's Defence Ministry"),
        (f"According to the Northland Defence Ministry, {SHELLED}.", "the Northland Defence Ministry"),
        (f"According the Northland Defence Ministry, {SHELLED}.", "the Northland Defence Ministry"),
        (f"{SHELLED}, according to residents of Arden.", "residents of Arden"),
        (
            f"{SHELLED}, the head of the village council, Ada Voss, told Interfax.",
            "the head of the village council, Ada Voss",
        ),
        (
            f"{SHELLED}, said Colonel Ada Voss, a spokeswoman for the army.",
            "Colonel Ada Voss, a spokeswoman for the army",
        ),
        (f"“{SHELLED},” Gen. Ravi Rao said in a statement.", "Gen. Ravi Rao"),
        (f"Ada Voss, who heads the press service, said {SHELLED}.", "Ada Voss"),
        (f"As the Northland army reported, {SHELLED}.", "the Northland army"),
        (f"On Wednesday the Northland army announced that {SHELLED}.", "the Northland army"),
        (f"In the capital, army spokesman Jan Holt wrote that {SHELLED}.", "army spokesman Jan Holt"),
        (f"Also on Tuesday, Baku said {SHELLED}.", "Baku"),
        (f"A statement by the General Staff says {SHELLED}.", "the General Staff"),
        (f"Interfax quoted the minister as saying that {SHELLED}.", "the minister"),
        (f"The minister was quoted by Interfax as saying that {SHELLED}.", "The minister"),
        (f"The ministry issued a statement saying {SHELLED}.", "The ministry"),
        (f"In the ministry's words, {SHELLED}.", "the ministry"),
    ],
)
def test_names_the_speaker_and_what_is_said(sentence: str, speaker: str) -> None:
    found, act, content = one(sentence)
    assert found == speaker
    assert act == "states"
    assert SHELLED in content
    assert "Ministry said" not in content


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("The Northland army accused Southmark of shelling a market.", Act.ACCUSES),
        ("The army denied that it had fired.", Act.DENIES),
        ("The army partly denied that it had fired.", Act.PARTLY_DENIES),
        ("Pyongyang admitted that a shell had strayed.", Act.ADMITS),
        ("The Sudanese army confirmed that two of its soldiers were killed.", Act.ADMITS),
        ("The group claimed responsibility for the attack on the post.", Act.CLAIMS_RESPONSIBILITY),
        ("SMM monitors heard 25 explosions near the station.", Act.OBSERVES),
        ("Prosecutors established that the shells came from the east.", Act.FINDS),
        ("The ministry notified the mediators of the attack.", Act.NOTIFIES),
        ("The ministry reported the attack to the mission.", Act.NOTIFIES),
        ("Islamabad condemned the shelling of the district.", Act.CONDEMNS),
        ("The president regretted the deaths of the villagers.", Act.REGRETS),
        ("The general warned that any attack would be answered.", Act.WARNS),
        ("The general threatened to strike the capital.", Act.THREATENS),
        ("Seoul urged the North to stop the drills.", Act.APPEALS),
        ("Beirut called on both sides to show restraint.", Act.APPEALS),
        ("Both sides pledged to observe the truce.", Act.COMMITS),
        ("The army declined to comment.", Act.DECLINES),
        ("A spokesman for the army could not be reached for comment.", Act.DECLINES),
        ("The mission did not confirm the report.", Act.DECLINES),
    ],
)
def test_the_cue_tells_the_act(sentence: str, act: Act) -> None:
    assert attributions_of(sentence)[0].act is act


def test_a_sentence_without_a_cue_is_the_publishers_own() -> None:
    (only,) = attributions_of("Three shells hit the school in Arden.")
    assert only.speaker.text == PUBLISHER
    assert only.speaker.quote is None
    assert only.cue is None


def test_without_a_publisher_the_report_itself_speaks() -> None:
    from contactline.read.document import make_document
    from contactline.records.reports import ReportMeta, make_report

    (only,) = find_attributions(make_document(make_report(None, "Shells fell.", ReportMeta())), ())
    assert only.speaker.text == "the report"


@pytest.mark.parametrize(
    ("text", "words", "antecedent"),
    [
        ("Minister Ada Voss said the post was hit. He also said two died.", "He", "Minister Ada Voss"),
        ("Minister Ada Voss said the post was hit. Voss added that two died.", "Voss", "Minister Ada Voss"),
        (
            "The Northland Defence Ministry said so. The ministry added that two died.",
            "The ministry",
            "The Northland Defence Ministry",
        ),
        ("The Southmark army said so. It said that two died.", "It", "The Southmark army"),
        (
            "Foreign Minister Ravi Rao said so. The minister stressed that two died.",
            "The minister",
            "Foreign Minister Ravi Rao",
        ),
    ],
)
def test_short_words_go_back_to_the_latest_fitting_speaker(text: str, words: str, antecedent: str) -> None:
    last = attributions_of(text)[-1].speaker
    assert last.text == words
    assert last.antecedent is not None
    assert last.antecedent.words == antecedent


def test_the_minister_is_not_the_spokesman() -> None:
    last = attributions_of("A spokesman for the army said so. The minister added that two died.")[-1].speaker
    assert last.text == "The minister"
    assert last.antecedent is None


def test_a_quotation_over_several_sentences_keeps_its_speaker() -> None:
    text = "“The enemy opened fire. Our side has no losses. We answered,” said Colonel Holt."
    assert [speaker for speaker, _, _ in all_of(text)] == ["Colonel Holt"] * 3


def test_a_quoted_paragraph_continues_the_speaker_before() -> None:
    text = "“The enemy opened fire,” said Colonel Holt.\n\n“Our side has no losses.”\n\nShops were closed in the town."
    assert [speaker for speaker, _, _ in all_of(text)] == ["Colonel Holt", "Colonel Holt", PUBLISHER]


def test_in_particular_goes_on_with_the_speaker() -> None:
    text = "The truce was broken, the press service of the army reports. In particular, three shells were fired."
    assert all_of(text)[-1][0] == "the press service of the army"


def test_coordinated_cues_share_the_subject_and_split_the_content() -> None:
    text = "The army confirmed that a soldier was wounded but denied that a tank was destroyed."
    assert all_of(text) == [
        ("The army", "states", "that a soldier was wounded"),
        ("The army", "denies", "that a tank was destroyed"),
    ]


def test_two_speakers_in_one_sentence() -> None:
    text = "The Northland agency said a drone struck a car, while the Southmark army said it had hit a militant."
    assert all_of(text) == [
        ("The Northland agency", "states", "a drone struck a car"),
        ("the Southmark army", "states", "it had hit a militant"),
    ]


@pytest.mark.parametrize(
    ("sentence", "speaker", "relays"),
    [
        ("Three died, APA reports, quoting the website of the Defence Ministry.", "the Defence Ministry", ["APA"]),
        ("Three died, Yonhap reports, citing the Joint Chiefs of Staff.", "the Joint Chiefs of Staff", ["Yonhap"]),
        ("The minister told Interfax on Wednesday that three died.", "The minister", ["Interfax"]),
        ("In an interview with TASS, Mayor Denis Orlov said three died.", "Mayor Denis Orlov", ["TASS"]),
        ("Interfax quoted the minister as saying that three died.", "the minister", ["Interfax"]),
        ("The minister told reporters that three died.", "The minister", []),
        ("The minister told parliament that three died.", "The minister", []),
    ],
)
def test_relays_stand_between_publisher_and_speaker(sentence: str, speaker: str, relays: list[str]) -> None:
    first = attributions_of(sentence)[0]
    assert first.speaker.text == speaker
    assert [mention.text for mention in first.relayed_by] == relays


def test_words_inside_words_belong_to_the_inner_speaker() -> None:
    text = "“Eastreach declares that it condemns the casualties in Arden,” said Ravi Rao."
    inner = [a for a in attributions_of(text) if a.speaker.text == "Eastreach"]
    assert inner
    assert all(mention.text == "Ravi Rao" for a in inner for mention in a.relayed_by)
    assert Act.CONDEMNS in {a.act for a in inner}


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Residents reportedly saw drones.", Modality.REPORTED),
        ("The army said a rocket may have hit the clinic.", Modality.HEDGED),
        ("According to preliminary data, two died.", Modality.HEDGED),
        ("It was reported that two died.", Modality.REPORTED),
        ("The army claimed that two died.", Modality.FACT),
    ],
)
def test_hedges_and_hearsay(sentence: str, modality: Modality) -> None:
    assert attributions_of(sentence)[0].modality is modality


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The Northland ministry released a video showing rockets at a farm.", "video"),
        ("Southmark published photos of the shelled school.", "photo"),
        ("An audio recording released by the Southmark ministry on Friday proves that rockets were fired.", "audio"),
        ("Another video, released Wednesday by Arsen Toll, a videographer, shows an attack on Arden.", "video"),
    ],
)
def test_released_evidence_is_named(sentence: str, kind: str) -> None:
    shown = next(a for a in attributions_of(sentence) if a.act is Act.SHOWS)
    assert [evidence.kind for evidence in shown.evidence] == [kind]
    assert shown.speaker.quote is not None


def test_a_recording_that_confirms_is_shown_by_who_released_it() -> None:
    text = "The army released a recording of the talks. The recording also confirms that tanks moved."
    last = attributions_of(text)[-1]
    assert last.act is Act.SHOWS
    assert last.speaker.antecedent is not None
    assert last.speaker.antecedent.words == "The army"


@pytest.mark.parametrize(
    ("words", "act", "modality"),
    [
        ("If civilians really suffered, we have to express regret.", Act.REGRETS, Modality.CONDITIONAL),
        ("We regret the deaths of civilians.", Act.REGRETS, Modality.FACT),
        ("Our army will give a disproportionate response to any attack.", Act.THREATENS, Modality.FUTURE),
        ("We call on both sides to stop.", Act.APPEALS, Modality.FACT),
        ("We are committed to the truce.", Act.COMMITS, Modality.FACT),
    ],
)
@pytest.mark.parametrize("speaker", ["Northland Minister Ada Voss", "Southmark Minister Jan Holt"])
def test_what_the_words_themselves_do(words: str, act: Act, modality: Modality, speaker: str) -> None:
    first = attributions_of(f"“{words[:-1]},” said {speaker}.")[0]
    assert (first.act, first.modality) == (act, modality)
    assert first.act is not Act.ADMITS


def test_the_time_of_saying_is_kept() -> None:
    first = attributions_of("The minister told Interfax Wednesday that a shell fell.")[0]
    assert first.stated is not None
    assert first.stated.quote.words == "Wednesday"


@pytest.mark.parametrize(
    ("headline", "speaker", "act", "content"),
    [
        ("Ministry: three soldiers wounded in shelling", "Ministry", "states", "three soldiers wounded in shelling"),
        ("Three soldiers wounded in shelling: MoD", "MoD", "states", "Three soldiers wounded in shelling"),
        (
            "Two killed in shelling of village - Defence Ministry",
            "Defence Ministry",
            "states",
            "Two killed in shelling of village",
        ),
        ("Northland Says 3 Soldiers Killed in Clashes", "Northland", "states", "3 Soldiers Killed in Clashes"),
        ("Moscow denies attacking hospital", "Moscow", "denies", "attacking hospital"),
        ("Fresh shelling in Arden: what we know", PUBLISHER, "states", "Fresh shelling in Arden: what we know"),
    ],
)
def test_headlines(headline: str, speaker: str, act: str, content: str) -> None:
    assert one("Text follows.", headline) == (speaker, act, content)


@pytest.mark.parametrize(
    "sentence",
    [
        "The United States sent observers to the line.",
        "Reports of shelling reached the town.",
        "The army observed the ceasefire with difficulty in June.",
    ],
)
def test_words_that_only_look_like_cues_name_no_strange_speaker(sentence: str) -> None:
    assert {a.speaker.text for a in attributions_of(sentence)} <= {PUBLISHER, "The army"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=60,
    )
)
def test_every_sentence_is_covered_and_every_quote_is_in_the_text(words: list[str]) -> None:
    document = document_of(" ".join(words))
    found = find_attributions(document, ())
    covered = {attribution.sentence for attribution in found}
    assert {sentence.span for sentence in document.sentences} <= covered
    for attribution in found:
        for mention in (attribution.speaker, *attribution.relayed_by):
            if mention.quote:
                assert document.words(mention.quote.span) == mention.quote.words
        assert attribution.content
        assert attribution.answers is None or 0 <= attribution.answers < len(found)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(a.polarity in Polarity for a in find_attributions(document_of(text), ()))


def test_swapping_the_sides_swaps_the_result_and_nothing_else() -> None:
    text = (
        "The Northland ministry denied claims by Southmark media that two soldiers were killed. "
        "“Southmark opened fire,” said Northland spokesman Jan Holt. According to Southmark, Northland fired first."
    )
    swapped = text.replace("Northland", "§").replace("Southmark", "Northland").replace("§", "Southmark")
    plain = [tuple(part.replace("Northland", "A").replace("Southmark", "B") for part in row) for row in all_of(text)]
    other = [tuple(part.replace("Southmark", "A").replace("Northland", "B") for part in row) for row in all_of(swapped)]
    assert plain == other


def test_they_are_the_subject_of_the_sentence_before_and_not_the_other_side() -> None:
    text = (
        "According to the Southmark Defence Ministry, the village was shelled. "
        "The Northland regional authorities give another account. They accuse Southmark of firing first."
    )
    accusation = attributions_of(text)[-1]
    assert accusation.act is Act.ACCUSES
    assert accusation.speaker.antecedent is not None
    assert accusation.speaker.antecedent.words == "The Northland regional authorities"


def test_a_remark_on_the_manner_is_not_what_was_said() -> None:
    assert (
        all_of("Villagers had suffered losses, it added without giving details.")[0][2]
        == "Villagers had suffered losses"
    )


def test_speech_goes_on_behind_an_inserted_cue() -> None:
    (only,) = all_of("They fired first, Colonel Holt said, and brought heavy weapons into play.")
    assert only[0] == "Colonel Holt"
    assert only[2].startswith("They fired first")
    assert only[2].endswith("into play")


def test_responding_to_fire_is_no_speech() -> None:
    text = "Holt told a briefing in the capital that the army had responded to the attack and that troops fell."
    assert {speaker for speaker, _, _ in all_of(text)} == {"Holt"}
