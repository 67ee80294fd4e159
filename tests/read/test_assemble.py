from __future__ import annotations

from dataclasses import replace

from contactline.read.assemble import assemble
from contactline.read.attribution import find_attributions
from contactline.read.document import Document
from contactline.read.parts import Frame
from contactline.records.claims import (
    Act,
    Casualties,
    Claim,
    Kind,
    Maker,
    Mention,
    Modality,
    NumberForm,
    Occurrence,
    Order,
    Outcome,
    Part,
    Polarity,
    Status,
)
from contactline.records.quotes import Quote, Span, make_quote

from .attributions import PUBLISHER, document_of

MAKER = Maker("rules", "1")


class Words:
    """A stand-in for the frame finder: every listed word is a trigger."""

    def __init__(self, document: Document, triggers: dict[str, Frame]) -> None:
        self.document = document
        self.triggers = triggers

    def __call__(self, scope: Span) -> tuple[Frame, ...]:
        found = []
        for token in self.document.tokens_in(scope):
            frame = self.triggers.get(token.lower)
            if frame:
                trigger = make_quote(self.document.report.id, self.document.text, token.span)
                found.append(replace(frame, span=token.span, occurrence=replace(frame.occurrence, trigger=trigger)))
        return tuple(found)


def frame(kind: Kind, **values: object) -> Frame:
    return Frame(span=Span(0, 1), occurrence=Occurrence(kind=kind), construction="active", **values)  # type: ignore[arg-type]


TRIGGERS = {
    "shelled": frame(Kind.SHELLING),
    "killed": frame(Kind.KILLING),
    "unharmed": frame(Kind.KILLING, polarity=Polarity.NEGATIVE),
    "retaliated": frame(Kind.UNSPECIFIED, presupposes_first_fire=True),
    "retaliation": frame(Kind.UNSPECIFIED, presupposes_first_fire=True),
}


def claims_of(text: str, headline: str | None = None, background: tuple[Span, ...] = ()) -> tuple[Claim, ...]:
    document = document_of(text, headline)
    return assemble(document, find_attributions(document, ()), Words(document, TRIGGERS), MAKER, background)


def test_a_claim_quotes_its_sentence_and_names_its_maker() -> None:
    (claim,) = claims_of("The army said that Southmark shelled Arden.")
    assert claim.quote.words == "The army said that Southmark shelled Arden."
    assert claim.maker == MAKER
    assert claim.part is Part.BODY
    assert claim.id.startswith("c-")
    assert claim.construction == "subject-cue-clause/active"


def test_the_publisher_is_the_outermost_relay_and_the_agency_comes_next() -> None:
    document = document_of("Arden was shelled, Interfax reports, citing the ministry.")
    meta = replace(document.report.meta, relayed_from="Reuters")
    document = replace(document, report=replace(document.report, meta=meta))
    (claim,) = assemble(document, find_attributions(document, ()), Words(document, TRIGGERS), MAKER)
    assert claim.speaker.text == "the ministry"
    assert [mention.text for mention in claim.relayed_by] == [PUBLISHER, "Reuters", "Interfax"]


def test_the_publishers_own_sentence_has_no_relay_and_no_claim_without_an_occurrence() -> None:
    (claim,) = claims_of("Arden was shelled. Share this: See below.")
    assert claim.speaker.text == PUBLISHER
    assert claim.relayed_by == ()


def test_named_speech_without_an_occurrence_is_still_a_claim() -> None:
    (claim,) = claims_of("The ministry said the talks would go on in the spring.")
    assert claim.occurrence.kind is Kind.NONE
    assert claim.confidence < 0.8


def test_denial_and_denied_claim_are_linked() -> None:
    told, denied = claims_of("The ministry denied claims by Southmark that Northland shelled Arden.")
    assert (told.speaker.text, told.modality, told.polarity) == ("Southmark", Modality.REPORTED, Polarity.POSITIVE)
    assert (denied.act, denied.polarity, denied.answers) == (Act.DENIES, Polarity.NEGATIVE, told.id)
    assert told.occurrence.trigger == denied.occurrence.trigger


def test_denying_a_negation_affirms() -> None:
    (claim,) = claims_of("The army denied that its men were unharmed.")
    assert claim.act is Act.DENIES
    assert claim.polarity is Polarity.POSITIVE


def test_retaliation_is_an_answer_and_an_accusation_of_first_fire() -> None:
    answer, first = claims_of("The army said its units retaliated.")
    assert answer.occurrence.order is Order.ANSWER
    assert answer.act is Act.STATES
    assert (first.act, first.occurrence.order) == (Act.ACCUSES, Order.FIRST)
    (opponent,) = first.occurrence.actors
    assert (opponent.text, opponent.of, opponent.quote) == ("", "opponent", first.occurrence.trigger)
    assert first.id != answer.id


def test_no_second_claim_where_the_attacker_is_named() -> None:
    document = document_of("The army said it retaliated after Southmark shelled Arden.")
    attacker = Mention("Southmark", quote_of(document, "Southmark"))
    shelled = TRIGGERS["shelled"]
    named = replace(shelled, occurrence=replace(shelled.occurrence, actors=(attacker,)))
    finder = Words(document, {**TRIGGERS, "shelled": named})
    claims = assemble(document, find_attributions(document, ()), finder, MAKER)
    assert [claim.occurrence.order for claim in claims] == [Order.ANSWER, Order.NOT_STATED]


def test_a_retold_retaliation_is_the_retellers_word() -> None:
    claims = claims_of("The minister dismissed Southmark claims that the retaliation cost lives.")
    told = [claim for claim in claims if claim.speaker.text == "Southmark"]
    assert [claim.occurrence.order for claim in told] == [Order.NOT_STATED]
    assert [claim.speaker.text for claim in claims if claim.act is Act.ACCUSES] == ["The minister"]


def test_inner_words_belong_to_the_inner_speaker_alone() -> None:
    claims = claims_of("The ministry said that residents told the mission that Southmark shelled Arden.")
    shelling = [claim for claim in claims if claim.occurrence.kind is Kind.SHELLING]
    assert [claim.speaker.text for claim in shelling] == ["residents"]
    assert "The ministry" in [mention.text for mention in shelling[0].relayed_by]


def test_a_repeated_sentence_makes_its_claims_once() -> None:
    text = "Northland positions were shelled from farms.\n\nNorthland positions were shelled from farms."
    assert len(claims_of(text)) == 1


def test_headline_claims_are_marked() -> None:
    first, second = claims_of("Arden was shelled again.", "Arden shelled")
    assert (first.part, second.part) == (Part.HEADLINE, Part.BODY)


def test_background_sentences_mark_their_claims() -> None:
    text = "Arden was shelled.\n\nIn 2012 it was shelled too."
    start = text.index("In 2012")
    now, then = claims_of(text, background=(Span(start, len(text)),))
    assert (now.background, then.background) == (False, True)


def test_a_denial_finds_an_earlier_claim_with_the_same_toll() -> None:
    document = document_of(
        "The Southmark army said three soldiers were killed. Northland denied three men were killed."
    )

    def toll(words: Quote) -> Casualties:
        return Casualties(Outcome.KILLED, Status.MILITARY, 3, 3, NumberForm.EXACT, Mention(words.words, words), words)

    class Tolls(Words):
        def __call__(self, scope: Span) -> tuple[Frame, ...]:
            frames = super().__call__(scope)
            return tuple(replace(f, casualties=(toll(f.occurrence.trigger),)) for f in frames if f.occurrence.trigger)

    told, denied = assemble(document, find_attributions(document, ()), Tolls(document, TRIGGERS), MAKER)
    assert denied.act is Act.DENIES
    assert denied.answers == told.id


def test_a_denial_of_something_else_answers_nothing() -> None:
    _, denied = claims_of("The Southmark army said Arden was shelled. Northland denied that men were killed.")
    assert denied.answers is None


def test_the_same_report_gives_the_same_ids() -> None:
    text = "The army said its units retaliated. The ministry denied claims by Southmark that Northland shelled Arden."
    assert [claim.id for claim in claims_of(text)] == [claim.id for claim in claims_of(text)]


def quote_of(document: Document, words: str) -> Quote:
    start = document.text.index(words)
    return make_quote(document.report.id, document.text, Span(start, start + len(words)))
