"""Readings that are more likely wrong than right are marked in words; where nobody measured, nothing is marked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from lxml import html

from contactline.publish.exports import encode_row, make_schema
from contactline.publish.publish import publish
from contactline.publish.rows import make_claim_row
from contactline.publish.unsure import UNSURE_BELOW, in_field_order, make_unsure_note, say_unsure
from contactline.publish.view import make_view
from contactline.records.claims import Certainty, Claim, Maker
from contactline.records.dossiers import Dossier

from .case import make_dossier

COMPACT = Maker("compact", "1")
SURE = {"speaker": 0.9, "act": 0.95, "places": 0.8}
UNSURE = {**SURE, "places": 0.384, "speaker": 0.41}


def held(claim: Claim, confidence: float, fields: Mapping[str, float], maker: Maker = COMPACT) -> Claim:
    certainty = tuple(Certainty(field, number) for field, number in fields.items())
    return replace(claim, confidence=confidence, certainty=certainty, maker=maker)


def read_by_compact(dossier: Dossier, unsure: set[str], by_hand: frozenset[str] = frozenset()) -> Dossier:
    """The dossier as the reader ``compact`` would have read it, with some unsure readings and some made by rule."""

    def hold(claim: Claim) -> Claim:
        if claim.id in by_hand:
            return claim
        return held(claim, 0.31, UNSURE) if claim.id in unsure else held(claim, 0.8, SURE)

    return replace(dossier, claims=tuple(map(hold, dossier.claims)))


def incident_page(dossier: Dossier, folder: Path) -> html.HtmlElement:
    publish(dossier, folder)
    return html.fromstring((folder / "incident-i-tarnok.html").read_text(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def claim() -> Claim:
    return make_dossier().claims[0]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    """Two unsure readings of the Eastmark side, one of the Westmark side."""
    return incident_page(read_by_compact(make_dossier(), {"c-e1", "c-e2", "c-w1"}), tmp_path_factory.mktemp("unsure"))


def article(page: html.HtmlElement, part: str) -> html.HtmlElement:
    return next(a for a in page.xpath("//article") if part in words(a.find("blockquote")))


# -- one reading


def test_what_is_unsure_is_named_in_the_order_of_the_fields(claim: Claim) -> None:
    given = held(claim, 0.31, UNSURE)
    assert say_unsure(given) == "unsure reading: speaker 0.41, places 0.38, as a whole 0.31"
    turned = replace(given, certainty=given.certainty[::-1])
    assert say_unsure(turned) == say_unsure(given)


@pytest.mark.parametrize(("confidence", "said"), [(0.499, "0.49"), (0.29, "0.29"), (0.0, "0.00"), (1e-7, "0.00")])
def test_a_share_below_the_line_never_reads_as_one_on_it(claim: Claim, confidence: float, said: str) -> None:
    assert say_unsure(held(claim, confidence, SURE)) == f"unsure reading: as a whole {said}"


def test_the_line_itself_is_not_marked(claim: Claim) -> None:
    assert say_unsure(held(claim, UNSURE_BELOW, {"speaker": UNSURE_BELOW})) == ""


def test_one_value_below_the_line_marks_the_reading(claim: Claim) -> None:
    assert say_unsure(held(claim, 0.6, {**SURE, "act": 0.2})) == "unsure reading: act 0.20"


def test_of_an_empty_field_it_says_that_none_was_read(claim: Claim) -> None:
    low = {"places": 0.3, "casualties": 0.4}
    assert say_unsure(held(claim, 0.6, low)) == "unsure reading: places 0.30, casualties (none read) 0.40"


@pytest.mark.parametrize("fields", [UNSURE, {}])
def test_a_reading_of_the_rules_is_never_marked(claim: Claim, fields: Mapping[str, float]) -> None:
    assert say_unsure(held(claim, 0.1, fields, Maker("rules", "1"))) == ""


@pytest.mark.parametrize("reader", ["compact", "llm", "spacy"])
def test_a_confidence_without_certainties_was_not_measured(claim: Claim, reader: str) -> None:
    assert say_unsure(held(claim, 0.1, {}, Maker(reader, "1"))) == ""


# -- the note


def test_no_claims_no_note() -> None:
    assert make_unsure_note(()).sentences == ()


@pytest.mark.parametrize(
    ("unsure", "sure", "expected"),
    [
        (0, 2, "None of 2 readings on this page is unsure."),
        (1, 0, "1 of 1 reading on this page is unsure."),
        (2, 3, "2 of 5 readings on this page are unsure."),
    ],
)
def test_the_tally(claim: Claim, unsure: int, sure: int, expected: str) -> None:
    note = make_unsure_note([held(claim, 0.2, UNSURE)] * unsure + [held(claim, 0.8, SURE)] * sure)
    assert (note.unsure, note.sentences[0]) == (unsure, expected)
    assert len(note.sentences) == 2
    assert "share of such readings that were right on held-out annotated reports" in note.sentences[1]


# -- the page


def test_a_quote_of_an_unsure_reading_says_so_and_the_others_do_not(page: html.HtmlElement) -> None:
    marked = article(page, "denied that its troops").xpath("./p[@class='unsure']")
    assert [words(mark) for mark in marked] == ["unsure reading: speaker 0.41, places 0.38, as a whole 0.31"]
    assert len(page.xpath("//article/p[@class='unsure']")) == 3
    assert "unsure" not in words(article(page, "The staff released a video."))


def test_every_link_to_an_unsure_reading_says_so_in_sight_and_by_name(page: html.HtmlElement) -> None:
    unsure = {a.get("id") for a in page.xpath("//article[p/@class='unsure']")}
    seen = 0
    for link in page.xpath("//span[@class='refs']/a"):
        marked = link.get("href")[1:].split("-")[0] in unsure
        beside = link.getnext()
        assert ("unsure reading: speaker 0.41" in link.get("aria-label")) is marked
        assert (beside is not None and beside.get("class") == "unsure" and words(beside) == "unsure") is marked
        seen += marked
    assert seen > 6


def test_the_versions_table_marks_the_quotes_of_a_value(page: html.HtmlElement) -> None:
    (cell,) = [
        tr.findall("td")[0]
        for tr in page.xpath("//table[@class='versions']/tbody/tr")
        if words(tr.find("th")) == "Civilians killed, Eastmark side"
    ]
    assert words(cell) == "● stated 2 [1, 7 unsure]"


def test_denials_and_what_they_answer_are_marked(page: html.HtmlElement) -> None:
    pairs = page.xpath("//div[@class='pair']")
    assert [len(pair.xpath(".//p[@class='unsure']")) for pair in pairs] == [2, 0]


def test_the_ladder_marks_by_shape_and_by_name(page: html.HtmlElement) -> None:
    rings = page.xpath("//*[local-name()='circle'][@class='ring']")
    assert len(rings) == 1
    assert (
        rings[0]
        .getparent()
        .get("aria-label")
        .endswith("2, stated; unsure reading: speaker 0.41, places 0.38, as a whole 0.31")
    )
    assert "a dashed ring a figure of an unsure reading" in words(page)


def test_the_page_counts_and_explains_its_marks(page: html.HtmlElement) -> None:
    (note,) = page.xpath("//p[@id='unsure']")
    assert words(note).startswith(
        "3 of 13 readings on this page are unsure. The number beside “unsure reading” is the "
    )
    assert "Never marked" not in words(note)
    glance = [words(line) for line in page.xpath("//ul[@class='glance']/li")]
    assert glance[-1] == "3 of 13 readings on this page are unsure. see what that means"


def test_the_mark_is_told_apart_from_the_hedging_of_a_speaker(page: html.HtmlElement) -> None:
    assert "“unsure” behind a number is said of the machine, not of the speaker" in words(page)


def test_no_mark_hides_in_a_title_alone(page: html.HtmlElement) -> None:
    for element in page.xpath("//*[contains(@title, 'unsure')]"):
        assert words(element) == "unsure"


def test_readings_of_the_rules_are_not_marked_and_the_page_says_why_once(out: Path) -> None:
    page = html.fromstring((out / "incident-i-tarnok.html").read_text(encoding="utf-8"))
    why = (
        "Never marked as unsure, because their confidence is set by hand and not measured: "
        "13 readings of the reader “rules”."
    )
    assert [words(note) for note in page.xpath("//p[@id='unsure']")] == [why]
    assert words(page.find("body")).count("unsure") == 1
    assert not page.xpath("//*[@class='unsure' or @class='ring']")


def test_readings_of_two_kinds_are_counted_apart(dossier: Dossier, tmp_path: Path) -> None:
    page = incident_page(read_by_compact(dossier, {"c-e1"}, frozenset({"c-w1", "c-w2"})), tmp_path)
    (note,) = page.xpath("//p[@id='unsure']")
    assert words(note).startswith("1 of 11 readings with a measured confidence on this page is unsure.")
    assert words(note).endswith("2 readings of the reader “rules”.")


@pytest.mark.parametrize("unsure", [{"c-e1"}, {"c-w1"}, {"c-t1"}])
def test_the_same_confidence_is_marked_alike_whoever_speaks(dossier: Dossier, tmp_path: Path, unsure: set[str]) -> None:
    page = incident_page(read_by_compact(dossier, unsure), tmp_path)
    (mark,) = page.xpath("//article/p[@class='unsure']")
    assert words(mark) == "unsure reading: speaker 0.41, places 0.38, as a whole 0.31"
    assert "1 of 13 readings on this page is unsure." in words(page)


def test_the_order_of_claims_and_fields_changes_no_byte(dossier: Dossier, tmp_path: Path) -> None:
    given = read_by_compact(dossier, {"c-e1", "c-w1"})
    turned = tuple(replace(claim, certainty=claim.certainty[::-1]) for claim in given.claims[::-1])
    publish(given, tmp_path / "a")
    publish(replace(given, claims=turned), tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


# -- the export


def test_the_certainties_are_exported_field_by_field(claim: Claim, dossier: Dossier) -> None:
    given = held(claim, 0.31, {"odd": 0.5, **UNSURE, "kind": 0.7})
    row = json.loads(encode_row(make_claim_row(make_view(dossier), given)))
    assert list(row["certainty"].items()) == [
        ("speaker", 0.41),
        ("act", 0.95),
        ("kind", 0.7),
        ("places", 0.384),
        ("odd", 0.5),
    ]
    validator = jsonschema.Draft202012Validator(json.loads(make_schema("claims")))
    validator.validate(row)
    assert not validator.is_valid({**row, "certainty": {"speaker": 1.2}})
    assert not validator.is_valid({**row, "certainty": None})
    assert not validator.is_valid({key: value for key, value in row.items() if key != "certainty"})


def test_where_the_reader_gives_none_the_object_is_empty(out: Path) -> None:
    for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["certainty"] == {}


def test_the_side_that_only_the_reader_guessed_stays_inside(claim: Claim, dossier: Dossier) -> None:
    guessed = replace(claim, speaker=replace(claim.speaker, party=dossier.mandate.sides[0].id))
    assert b'"party"' not in encode_row(make_claim_row(make_view(dossier), guessed))


def test_every_field_is_explained_in_the_handbook(claim: Claim) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "claims.md").read_text(encoding="utf-8")
    fields = ("modality", "polarity", "casualties", "places", "kind", "act", "speaker")
    ordered = [one.field for one in in_field_order(Certainty(field, 0.5) for field in fields)]
    assert ordered == list(reversed(fields))
    assert [field for field in fields if f"`{field}`" not in page] == []
