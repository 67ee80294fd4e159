"""One suite for every reader. One that needs something that is not installed here is skipped, with the reason."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contactline.collect.collect import iter_collected
from contactline.desk.clock import QuietProgress
from contactline.desk.desk import Desk
from contactline.desk.rooms import load_rooms, make_reader
from contactline.errors import MissingExtraError, PluginError
from contactline.plugins import BUILTIN, get_plugin
from contactline.ports import Explainer, Reader, Reading
from contactline.read.explain import explain_claim
from contactline.records.claims import Claim
from contactline.records.ids import SideId
from contactline.records.names import NameSpot, SpotSort
from contactline.records.quotes import Quote, Span
from contactline.records.reports import Receipt, Report, ReportMeta, make_report
from contactline.reference.loading import find_mandate
from contactline.stores.memory import MemoryStore
from read.llmserver import fake_server, reader_of

REPORT = """\
Ardelia shelled Kestria on May 2 at about 20:40, the Kestrian ministry said. Two soldiers were killed.

The Ardelian ministry denied that its forces had shelled the village of Tolm. “If there were losses, we regret them,”
its spokesman Ann Keld told the Line Observer. Ardelian forces returned fire with 82-mm mortars.
"""
AZERBAIJANI = (
    "Azərbaycan Respublikası Müdafiə Nazirliyinin məlumatına görə, gün ərzində düşmən tərəfi atəşkəs rejimini pozub və "
    "qoşunlarımızın mövqelərini iriçaplı pulemyotlardan və snayper tüfənglərindən atəşə tutub."
)


class Clock:
    def now(self) -> datetime:
        return datetime(2031, 5, 3, tzinfo=UTC)


class NoNames:
    def spot(self, text: str) -> tuple[()]:
        return ()


@pytest.fixture(params=sorted(BUILTIN["readers"]))
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    if request.param == "llm":
        with fake_server() as server:
            yield reader_of(server)
    elif request.param == "spacy":
        yield _make_spacy()
    else:
        try:
            yield make_reader(request.param, {})
        except (MissingExtraError, PluginError) as error:
            pytest.skip(error.diagnostics())


def _make_spacy() -> Reader:
    """On a pipeline that hangs every word on the one before: right or wrong, the reader has to bear it."""
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
    from contactline.read.parsed.reader import ParsedReader
    from contactline.read.spacy import SpacyAnalyser

    @spacy.language.Language.component("a_chain")
    def parse(doc: Any) -> Any:
        for token in doc:
            token.head, token.dep_ = doc[max(0, token.i - 1)], "dep" if token.i else "ROOT"
            token.pos_ = "NOUN"
        return doc

    nlp = spacy.blank("en")
    nlp.add_pipe("a_chain")
    made: Reader = ParsedReader(SpacyAnalyser(nlp))
    return made


def report_of(text: str, headline: str | None = None, **meta: Any) -> Report:
    return make_report(headline, text, ReportMeta(**{"publisher": "Line Observer", "language": "en", **meta}))


def read(reader: Reader, text: str, headline: str | None = None) -> Reading:
    return reader.read(report_of(text, headline), NoNames())


def iter_quotes(record: object) -> Iterator[Quote]:
    """All quotes of a record, however deep."""
    if isinstance(record, Quote):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from iter_quotes(item)
    elif dataclasses.is_dataclass(record):
        for field in dataclasses.fields(record):
            yield from iter_quotes(getattr(record, field.name))


def check(reader: Reader, report: Report, reading: Reading) -> None:
    """What holds for every reading of every report."""
    assert len({claim.id for claim in reading.claims}) == len(reading.claims)
    for claim in reading.claims:
        assert claim.report == report.id
        assert (claim.maker.reader, claim.maker.version) == (reader.name, reader.version)
        assert claim.id.startswith("c-")
        assert claim.construction
        for quote in iter_quotes(claim):
            assert quote.report == report.id
            assert report.text[quote.span.start : quote.span.end] == quote.words
        check_values(claim)
    for problem in reading.problems:
        assert problem.stage == "read"
        assert problem.report == report.id
        assert problem.code
        assert problem.message
        assert problem.span is None or problem.span.end <= len(report.text)


def check_values(claim: Claim) -> None:
    """No value without its quote; the publisher alone needs no words, and one who is inferred has only a place."""
    occurrence = claim.occurrence
    mentions = [*occurrence.actors, *(target.mention for target in occurrence.targets)]
    mentions += [entry.victims for entry in claim.casualties] + [entry.target for entry in claim.damage]
    for mention in mentions:
        assert mention.quote is not None
        assert mention.text in {"", mention.quote.words}
    for person in (person for entry in claim.casualties for person in entry.persons):
        assert person.quote.words == person.name or not person.name
    for place in occurrence.places:
        assert place.quote.words.strip()


def test_it_says_who_it_is(reader: Reader) -> None:
    assert reader.name in BUILTIN["readers"]
    assert reader.version
    assert "en" in reader.languages


def test_claims_stand_on_words(reader: Reader) -> None:
    report = report_of(REPORT, "Two soldiers killed as Ardelia shells Tolm")
    reading = reader.read(report, NoNames())
    assert reading.claims
    check(reader, report, reading)


def test_the_same_report_gives_the_same_claims(reader: Reader) -> None:
    first = read(reader, REPORT)
    assert first == read(reader, REPORT)
    order = [(claim.quote.span, claim.id) for claim in first.claims]
    assert [span for span, _ in order] == sorted(span for span, _ in order)


def test_other_reports_in_between_change_nothing(reader: Reader) -> None:
    first = read(reader, REPORT)
    read(reader, "Kestria shelled Ardelia.")
    assert read(reader, REPORT).claims == first.claims


HARD = {
    "nothing": "",
    "spaces": " \n\t \n",
    "one letter": "x",
    "one mark": ".",
    "marks": "?!… — “” ()",
    "all capitals": "ARDELIA SHELLED KESTRIA ON MAY 2, THE MINISTRY SAID. TWO SOLDIERS WERE KILLED.",
    "no marks": "ardelia shelled kestria on may 2 the ministry said two soldiers were killed and one was wounded " * 20,
    "a table": "Place\tKilled\tWounded\nTolm\t2\t1\nArdo\t0\t3\n\n| Tolm | 2 | killed |\n|---|---|---|\n| Ardo | 0 | |",
    "a list": "- shelling of Tolm\n- two killed\n\n1. mortars, 82-mm\n2. drones\n* none",
    "10,000 words": "Ardelian forces shelled Tolm on May 2, the ministry said. No losses were reported. " * 714,
    "one word of 5,000 letters": "shelled" * 714,
    "smileys": "🔥🔥 Ardelia shelled Tolm 🚀 two 👨‍👩‍👧‍👦 killed 😢.",
    "right to left": "הצבא אמר: Ardelia shelled \u202eמלוט\u202c and killed two; قُتل جنديان، قالت الوزارة.",
    "control characters": "Ardelia \x01shelled\x1b[31m Tolm.\x7f\x85 Two \u200bsoldiers\u2028were killed.\r\n\x0c",
    "accents apart": "Ardelia shelled S\u0327us\u0327a.",
    "quotes left open": "“Ardelia shelled Tolm, the ministry said. ‘Two «killed",
    "brackets": "(((((Ardelia [shelled] {Tolm})))) two killed" * 30,
    "colons": "Tolm: Ardelia: shelled: the ministry: said: killed:",
    "numbers": "99999999999999999999 killed, 0 wounded, -3 missing, 1e9 captured, ½ dead, ٣ killed.",
    "markup": '<script>alert("killed")</script> {"claims": []} \\u0000 %s {0}',
}


@pytest.mark.parametrize("name", HARD)
def test_hard_texts_never_break_it(reader: Reader, name: str) -> None:
    report = report_of(HARD[name])
    check(reader, report, reader.read(report, NoNames()))


def test_a_headline_alone(reader: Reader) -> None:
    report = report_of("", "Ardelia shells Tolm, killing two")
    check(reader, report, reader.read(report, NoNames()))


def test_no_words_are_said_to_be_none(reader: Reader) -> None:
    assert "no-text" in {problem.code for problem in read(reader, " \n").problems}


def test_the_end_of_a_long_report_is_read(reader: Reader) -> None:
    text = "Nothing else happened on the line that day. " * 600 + "Ardelia shelled Tolm, the ministry said."
    claims = read(reader, text).claims
    assert any(claim.occurrence.trigger and claim.occurrence.trigger.span.start > len(text) - 60 for claim in claims)


# -- other languages


def read_by_desk(reader: Reader, report: Report) -> Reading:
    """On the way that ``examine`` and ``read`` take."""
    store = MemoryStore()
    store.save_report(report, Receipt("a.txt", report.id, "sha256:0", Clock().now()))
    desk = Desk(store, Clock(), QuietProgress(), replace(load_rooms("rules"), reader=reader))
    digest, _ = desk.claims.read(find_mandate("demo"))
    ((_, reading),) = store.iter_readings(digest)
    return reading


def test_other_languages_are_not_read_as_english(reader: Reader) -> None:
    report = report_of(AZERBAIJANI, language="az")
    reading = read_by_desk(reader, report)
    assert not reading.claims
    assert [problem.code for problem in reading.problems] == ["language-unread"]
    assert "language-unread" in {problem.code for problem in reader.read(report, NoNames()).problems}


def test_a_language_that_nobody_states_is_told_when_collected(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(AZERBAIJANI, encoding="utf-8")
    (collected,) = iter_collected([tmp_path / "a.txt"])
    assert collected.report
    assert not read_by_desk(reader, collected.report).claims


# -- symmetry


def swap(text: str) -> str:
    return text.replace("Ardelia", "\0").replace("Kestria", "Ardelia").replace("\0", "Kestria")


def describe(claim: Claim, name: Callable[[str], str] = str) -> tuple[object, ...]:
    """What a claim says, with all its words put through ``name``; places stay, since both names are of one length."""
    occurrence = claim.occurrence
    return (
        claim.part,
        claim.act,
        claim.polarity,
        claim.modality,
        occurrence.kind,
        occurrence.order,
        name(claim.speaker.text),
        claim.quote.span,
        tuple((name(actor.text), actor.of) for actor in occurrence.actors),
        tuple((name(target.mention.text), target.status) for target in occurrence.targets),
        tuple((name(place.quote.words), place.role) for place in occurrence.places),
        tuple((entry.outcome, entry.status, entry.minimum, entry.maximum) for entry in claim.casualties),
    )


class Parties:
    """Knows the two parties by their names and adjectives."""

    def __init__(self, **sides: str) -> None:
        self._sides = sides

    def spot(self, text: str) -> tuple[NameSpot, ...]:
        return tuple(
            NameSpot(Span(*found.span()), SpotSort.ACTOR, (found[1].lower(),), SideId(self._sides[found[1]]))
            for found in re.finditer(r"\b(Ardelia|Kestria)n?\b", text)
        )


def test_swapping_the_parties_swaps_them_and_nothing_else(reader: Reader) -> None:
    text = REPORT + "\nKestrian drones attacked Ardelia. Kestria shelled Ardelia.\n"
    first = reader.read(report_of(text), Parties(Ardelia="A", Kestria="K"))
    second = reader.read(report_of(swap(text)), Parties(Ardelia="K", Kestria="A"))
    assert [describe(claim, swap) for claim in first.claims] == [describe(claim) for claim in second.claims]


# -- why this reading?


def test_every_claim_can_be_explained(reader: Reader) -> None:
    report = report_of(REPORT)
    for claim in reader.read(report, NoNames()).claims:
        lines = explain_claim(reader, report, NoNames(), claim)
        assert lines
        assert all(line.strip() for line in lines)
        assert not [line for line in lines if "no words for" in line]
        if isinstance(reader, Explainer):
            assert set(reader.explain(report, NoNames(), claim)) <= set(lines)


def test_plugins_are_made_without_options() -> None:
    assert get_plugin("readers", "rules")().name == "rules"
