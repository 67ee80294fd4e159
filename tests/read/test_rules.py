from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactline.codec import decode, encode
from contactline.plugins import get_plugin
from contactline.ports import Reading
from contactline.read.document import Document
from contactline.read.parts import Frame
from contactline.read.rules import RulesReader
from contactline.records.claims import Act, Claim
from contactline.records.names import NameSpot
from contactline.records.problems import Severity
from contactline.records.quotes import Span
from contactline.records.reports import Report, ReportMeta, make_report


class NoNames:
    """A spotter that knows nobody."""

    def spot(self, text: str) -> tuple[NameSpot, ...]:
        return ()


def no_frames(document: Document, spots: tuple[NameSpot, ...], scope: Span) -> tuple[Frame, ...]:
    return ()


def read(text: str, headline: str | None = None, language: str | None = "en") -> Reading:
    report = make_report(headline, text, ReportMeta(publisher="The Daily Ledger", language=language))
    return RulesReader().read(report, NoNames())


def quotes_of(claim: Claim) -> list[tuple[Span, str]]:
    found = [claim.quote]
    occurrence = claim.occurrence
    found += [m.quote for m in (claim.speaker, *claim.relayed_by, *occurrence.actors) if m.quote]
    found += [occurrence.trigger] if occurrence.trigger else []
    found += [place.quote for place in occurrence.places] + [toll.quote for toll in claim.casualties]
    found += [evidence.quote for evidence in claim.evidence]
    return [(quote.span, quote.words) for quote in found]


def test_the_reader_is_found_by_its_name() -> None:
    reader = get_plugin("readers", "rules")()
    assert (reader.name, reader.version, reader.languages) == ("rules", "2", ("en",))


REPORT = """ARDEN—The Northland army answered shelling by Southmark forces, the Northland Ministry of Defence said.

The ministry refuted Southmark media reports claiming that three Northland soldiers were killed.

“If civilians really suffered, then we have to express regret. But we will give a harsh response to any attack,”
Minister Ada Voss told Interfax.

On Wednesday the ministry released a video showing rocket launchers near houses."""


def test_a_report_end_to_end() -> None:
    reading = read(REPORT, "Northland answers Southmark fire")
    acts = {claim.act for claim in reading.claims}
    assert {Act.DENIES, Act.REGRETS, Act.THREATENS, Act.SHOWS} <= acts
    assert Act.ADMITS not in acts
    denial = next(claim for claim in reading.claims if claim.act is Act.DENIES)
    answered = next(claim for claim in reading.claims if claim.id == denial.answers)
    assert answered.speaker.text == "Southmark media"
    assert [toll.minimum for toll in answered.casualties] == [3]


def test_every_value_is_in_the_text_and_survives_the_codec() -> None:
    report = make_report("Northland answers", REPORT, ReportMeta(language="en"))
    for claim in RulesReader().read(report, NoNames()).claims:
        assert decode(encode(claim), Claim) == claim
        for span, words in quotes_of(claim):
            assert report.text[span.start : span.end] == words


@pytest.mark.parametrize("text", ["", "   \n\n ", "\u200b"])
def test_a_report_without_words_gives_a_problem_and_no_claim(text: str) -> None:
    reading = read(text)
    assert reading.claims == ()
    assert reading.problems


def test_no_claims_is_said_and_not_hidden() -> None:
    (problem,) = read("The weather was fine in the hills.").problems
    assert (problem.code, problem.severity, problem.stage) == ("no-claims", Severity.INFO, "read")
    assert problem.report is not None


def test_another_language_is_read_with_a_warning() -> None:
    assert "language-unread" in {problem.code for problem in read("Der Ort wurde beschossen.", language="de").problems}


def test_a_very_long_sentence_is_read_in_pieces_and_said() -> None:
    reading = RulesReader(frames=no_frames).read(
        make_report(None, "the army said that the enemy fired " * 400, ReportMeta()), NoNames()
    )
    assert reading.claims
    assert [problem.code for problem in reading.problems] == ["long-sentence"]
    assert reading.problems[0].span is not None


def test_many_long_sentences_are_summed_up() -> None:
    sentence = "word " * 260 + "end.\n\n"
    problems = RulesReader(frames=no_frames).read(make_report(None, sentence * 30, ReportMeta()), NoNames()).problems
    assert len([p for p in problems if p.code == "long-sentence"]) == 21


def attribution_seconds(report: Report) -> float:
    start = time.perf_counter()
    RulesReader(frames=no_frames).read(report, NoNames())
    return time.perf_counter() - start


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    paragraph = (
        "“The enemy fired at 20:40. We answered,” said Colonel Holt. "
        "The ministry denied claims by Southmark that two died. "
    )
    small = make_report(None, paragraph * 100, ReportMeta())
    large = make_report(None, paragraph * 800, ReportMeta())
    attribution_seconds(small)
    # eight times the text in one paragraph; a square law would need sixty-four times the time
    assert attribution_seconds(large) < 30 * max(attribution_seconds(small), 0.02)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_nothing_in_a_text_makes_it_fail(text: str, shout: bool) -> None:
    reading = read(text.upper() if shout else text)
    assert all(0.0 <= claim.confidence <= 1.0 for claim in reading.claims)
