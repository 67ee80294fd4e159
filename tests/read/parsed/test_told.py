"""Claims put together from a model's links: written by hand here, so that only the putting together is tested."""

from __future__ import annotations

from contactline.read.analysis import Analysis, Labelled, Link, Told
from contactline.read.document import Document, make_document
from contactline.read.parsed.reader import ParsedReader, add_untold, give_voice
from contactline.read.parsed.told import make_told
from contactline.records.claims import Act, Claim, Kind, NumberForm, Outcome, Status
from contactline.records.names import NameSpot
from contactline.records.reports import Report, ReportMeta, make_report

TEXT = "The ministry denied on Monday that three soldiers were killed in shelling of Tolm with 82-mm mortars."


def span(document: Document, words: str, label: str, probability: float = 0.9) -> Labelled:
    start = document.text.index(words)
    inside = [i for i, t in enumerate(document.tokens) if start <= t.span.start < start + len(words)]
    return Labelled(inside[0], inside[-1] + 1, label, probability)


def report_of(text: str = TEXT) -> Report:
    return make_report(None, text, ReportMeta(publisher="The Wire", language="en"))


def analyse(document: Document, probability: float = 0.9) -> Analysis:
    cue, source = span(document, "denied", "Cue"), span(document, "The ministry", "Source")
    shelling, dead = span(document, "shelling", "shelling"), span(document, "three soldiers", "killed")
    place, means = span(document, "Tolm", "Place"), span(document, "82-mm mortars", "Means")
    size = len(document.tokens)
    return Analysis(
        heads=(-1, *(0,) * (size - 1)),
        deprels=("root", *("dep",) * (size - 1)),
        upos=("NOUN",) * size,
        xpos=("NN",) * size,
        sources=(source,),
        cues=(cue,),
        events=(shelling,),
        casualties=(dead,),
        told=(Told(cue, shelling, "denies", "negative", "fact", "not stated", probability),),
        values=(
            Link(dead, shelling, "Casualties", 0.8),
            Link(place, shelling, "Place", 0.8),
            Link(means, shelling, "Means", 0.8),
            Link(place, shelling, "Casualties", 0.8),
        ),
        speakers=(Link(source, cue, "speaks", 0.95),),
    )


class Fixed:
    name, version = "fixed", "1"

    def __init__(self, probability: float = 0.9) -> None:
        self._probability = probability

    def analyse(self, document: Document, names: tuple[NameSpot, ...] = ()) -> Analysis:
        return analyse(document, self._probability)


class NoNames:
    def spot(self, text: str) -> tuple[NameSpot, ...]:
        return ()


def read(probability: float = 0.9) -> tuple[Claim, ...]:
    return ParsedReader(Fixed(probability)).read(report_of(), NoNames()).claims


def test_a_pair_of_voice_and_anchor_is_a_claim_with_its_values() -> None:
    (claim,) = read()
    assert (claim.act, claim.polarity.value, claim.speaker.text) == (Act.DENIES, "negative", "The ministry")
    assert claim.occurrence.kind is Kind.SHELLING
    assert claim.occurrence.trigger is not None
    assert claim.occurrence.trigger.words == "shelling"
    assert [place.quote.words for place in claim.occurrence.places] == ["Tolm"]
    assert [means.normal for means in claim.occurrence.means] == ["mortar 82 mm"]
    assert claim.stated is not None
    assert claim.stated.quote.words == "Monday"


def test_casualties_are_read_from_their_words_and_from_no_others() -> None:
    (claim,) = read()
    (dead,) = claim.casualties  # the link from a place to casualties plays no role
    assert (dead.outcome, dead.status) == (Outcome.KILLED, Status.MILITARY)
    assert (dead.minimum, dead.maximum, dead.form) == (3, 3, NumberForm.EXACT)
    assert dead.quote.words == "three soldiers"


def test_certainty_is_told_by_field() -> None:
    (claim,) = read()
    told = {one.field: one.confidence for one in claim.certainty}
    assert set(told) == {"speaker", "act", "kind", "places", "casualties", "polarity", "modality"}
    assert claim.confidence <= told["act"]


def test_what_the_model_holds_unsurely_gives_way_to_words_and_tree() -> None:
    assert all(not claim.certainty for claim in read(0.1))
    assert read(0.1)


def test_nothing_is_told_twice() -> None:
    claims = read()
    assert add_untold((*claims, *claims), ()) == claims


def test_words_in_a_quotation_are_whose_they_are() -> None:
    document = make_document(report_of("“Tolm was shelled,” the mayor said."))
    told = make_told(document, _own_voice(document), ())
    assert told.attributions[0].speaker.quote is None
    claims = ParsedReader(_Own()).read(report_of("“Tolm was shelled,” the mayor said."), NoNames()).claims
    assert [claim.speaker.text for claim in claims] == ["the mayor"]
    assert list(give_voice(told.attributions, told.anchors, (), ())) == list(told.attributions)


def _own_voice(document: Document) -> Analysis:
    shelled = span(document, "shelled", "shelling")
    size = len(document.tokens)
    return Analysis(
        heads=(-1, *(0,) * (size - 1)),
        deprels=("root", *("dep",) * (size - 1)),
        upos=("NOUN",) * size,
        xpos=("NN",) * size,
        events=(shelled,),
        told=(Told(None, shelled, "accuses", "positive", "fact", "not stated", 0.9),),
    )


class _Own:
    name, version = "own", "1"

    def analyse(self, document: Document, names: tuple[NameSpot, ...] = ()) -> Analysis:
        return _own_voice(document)
