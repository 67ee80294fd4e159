from __future__ import annotations

import pytest

from contactline.records.claims import Act, Modality, Polarity

from .attributions import attributions_of, document_of


@pytest.mark.parametrize(
    ("sentence", "source", "denier", "content"),
    [
        (
            "The Northland ministry refuted Southmark media reports claiming that three soldiers were killed.",
            "Southmark media",
            "The Northland ministry",
            "that three soldiers were killed",
        ),
        (
            "Southmark dismissed claims by Northland that its troops fired first.",
            "Northland",
            "Southmark",
            "that its troops fired first",
        ),
        (
            "The army denied the reports of the Northland ministry about the loss of a post.",
            "the Northland ministry",
            "The army",
            "the loss of a post",
        ),
        (
            "Northland's claims that its positions were shelled are untrue, Colonel Voss said.",
            "Northland",
            "Colonel Voss",
            "that its positions were shelled",
        ),
        (
            "Pakistan rejected as false reports by Indian media that five soldiers were killed.",
            "Indian media",
            "Pakistan",
            "that five soldiers were killed",
        ),
        (
            "The ministry called the Southmark claims of civilian casualties a cynical lie.",
            "the Southmark",
            "The ministry",
            "civilian casualties",
        ),
        (
            "The information disseminated by the Southmark side about the shelling of Arden does not correspond "
            "to reality, spokeswoman Ada Voss wrote.",
            "the Southmark side",
            "spokeswoman Ada Voss",
            "the shelling of Arden",
        ),
        (
            "As for the Northland claims of civilian deaths in Arden, Holt said: “this is nothing but a lie.”",
            "the Northland",
            "Holt",
            "civilian deaths in Arden",
        ),
        (
            "“Misinformation and lies” is how the ministry described the Southmark side's reports that posts "
            "stood there.",
            "the Southmark side",
            "the ministry",
            "that posts stood there",
        ),
        (
            "The ministry also refuted Southmark media reports according to which three soldiers had been killed.",
            "Southmark media",
            "The ministry",
            "three soldiers had been killed",
        ),
    ],
)
def test_a_relayed_denial_is_two_attributions(sentence: str, source: str, denier: str, content: str) -> None:
    document = document_of(sentence)
    found = attributions_of(sentence)
    denial = next(a for a in found if a.act is Act.DENIES)
    assert denial.answers is not None
    told = found[denial.answers]
    assert told.speaker.text == source
    assert told.modality is Modality.REPORTED
    assert told.polarity is Polarity.POSITIVE
    assert denier in {mention.text for mention in told.relayed_by}
    assert denial.speaker.text == denier
    assert denial.polarity is Polarity.NEGATIVE
    assert document.words(denial.content) == document.words(told.content) == content


@pytest.mark.parametrize(
    ("text", "denier"),
    [
        ("Kyiv says the troops fired 12 rockets; Moscow denies it.", "Moscow"),
        (
            "Indian officials said the troops broke the truce. Pakistan rejected the Indian allegations as baseless.",
            "Pakistan",
        ),
    ],
)
def test_a_bare_denial_answers_what_stands_before_it(text: str, denier: str) -> None:
    found = attributions_of(text)
    denial = found[-1]
    assert (denial.speaker.text, denial.act) == (denier, Act.DENIES)
    assert denial.answers == 0
    assert denial.content == found[0].content


def test_calling_a_told_claim_invented_denies_it() -> None:
    text = (
        "The ministry commented on the Southmark side's reports that guns stood in the village. "
        "Colonel Holt said the claim had been invented."
    )
    found = attributions_of(text)
    assert found[-1].act is Act.DENIES
    assert found[-1].answers is not None
    assert found[found[-1].answers].speaker.text == "the Southmark side"


def test_a_claim_that_nobody_denies_is_only_told() -> None:
    found = attributions_of("The ministry commented on Northland media reports that guns stood in the village.")
    assert all(a.act is not Act.DENIES for a in found)
    assert any(a.speaker.text == "Northland media" and a.modality is Modality.REPORTED for a in found)


def test_not_denying_is_no_denial() -> None:
    assert attributions_of("The army did not deny that shells were fired.")[0].polarity is Polarity.POSITIVE


def test_a_general_remark_on_disinformation_denies_nothing() -> None:
    text = "“We provide information on incidents, whereas disinformation is spread by the enemy,” said the ministry."
    assert all(a.act is not Act.DENIES for a in attributions_of(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "The Northland ministry neither confirmed nor denied that a drone was shot down.",
        "The Southmark army could neither confirm nor deny that Arden was shelled.",
        "Islamabad would not confirm or deny that its jets had crossed the line.",
    ],
)
def test_neither_confirming_nor_denying_declines(sentence: str) -> None:
    (found,) = attributions_of(sentence)
    assert found.act is Act.DECLINES
    assert found.polarity is Polarity.POSITIVE


@pytest.mark.parametrize(
    "sentence",
    [
        "The Northland army did not deny that one of its soldiers had been killed.",
        "The Southmark ministry did not rule out that its shells had hit the school.",
        "“We do not rule out that our artillery fire hit the school,” General Voss said.",
        "It is not excluded that a Southmark sniper shot the farmer, Colonel Holt said.",
        "The Indian army said it could not be excluded that a mine had drifted.",
    ],
)
def test_what_is_not_denied_or_ruled_out_stays_open(sentence: str) -> None:
    found = attributions_of(sentence)[0]
    assert (found.act, found.polarity, found.modality) == (Act.STATES, Polarity.POSITIVE, Modality.HEDGED)


@pytest.mark.parametrize(
    "sentence",
    [
        "Colonel Holt ruled out that Northland troops had shelled Arden.",
        "The Southmark ministry excludes that its shells hit the school.",
        "The army said it was not true that Southmark forces had shelled Arden.",
        "“It is not true that our forces shelled Arden,” the Southmark general said.",
    ],
)
def test_what_is_ruled_out_or_called_untrue_is_denied(sentence: str) -> None:
    found = attributions_of(sentence)[0]
    assert (found.act, found.polarity, found.modality) == (Act.DENIES, Polarity.NEGATIVE, Modality.FACT)


@pytest.mark.parametrize(
    ("sentence", "denier", "content"),
    [
        (
            "Southmark forces shelled Arden, says Northland; Southmark denies.",
            "Southmark",
            "Southmark forces shelled Arden",
        ),
        ("Three farmers died, Northland said, which Southmark denied.", "Southmark", "Three farmers died"),
        ("India said it shot down a jet, a claim rejected by Islamabad.", "Islamabad", "it shot down a jet"),
        ("Juba said its village was shelled, an allegation Khartoum denied.", "Khartoum", "its village was shelled"),
        ("Northland said it lost a post, but the Southmark army denied.", "the Southmark army", "it lost a post"),
    ],
)
def test_a_trailing_denial_answers_what_stands_before_it(sentence: str, denier: str, content: str) -> None:
    document = document_of(sentence)
    found = attributions_of(sentence)
    (denial,) = [a for a in found if a.act is Act.DENIES]
    assert denial.speaker.text == denier
    assert denial.answers is not None
    assert document.words(denial.content) == document.words(found[denial.answers].content) == content


def test_a_trailing_denial_of_the_publishers_words_leaves_them_standing() -> None:
    sentence = "Northland shelled the school at Arden, a claim rejected by Southmark."
    document = document_of(sentence)
    denial, own = attributions_of(sentence)
    assert (denial.speaker.text, denial.act) == ("Southmark", Act.DENIES)
    assert own.speaker.quote is None
    assert document.words(denial.content) == document.words(own.content) == "Northland shelled the school at Arden"


@pytest.mark.parametrize(
    "sentence",
    [
        "Northland said its village was shelled, but Southmark denied that its forces opened fire.",
        "Northland said its village was shelled, which Southmark did not deny.",
    ],
)
def test_a_denial_of_something_else_or_none_does_not_trail(sentence: str) -> None:
    assert all(a.construction != "trailing-denial" for a in attributions_of(sentence))


@pytest.mark.parametrize("owner", ["Armenia", "Azerbaijan", "Northland"])
def test_a_named_sides_claim_is_called_false(owner: str) -> None:
    found = attributions_of(f"The ministry said that {owner}'s claim was “nonsense”.")[0]
    assert (found.act, found.polarity) == (Act.DENIES, Polarity.NEGATIVE)
