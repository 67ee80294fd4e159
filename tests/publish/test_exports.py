from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from contactline.publish.exports import SCHEMAS, encode_row, make_schema
from contactline.publish.geo import make_feature
from contactline.publish.rows import find_point, make_claim_row, make_where_row
from contactline.publish.view import make_view
from contactline.records.dossiers import Dossier
from contactline.records.places import Place, PlacePrecision
from contactline.records.reports import Report

from .case import MAIN, OLD, make_reports

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"

# The contract, key by key. Keys may be added to the product, never taken away.
CONTRACT = {
    "": "id report part act polarity modality speaker relayed_by answers occurrence casualties damage evidence law "
    "quote maker confidence certainty background stated construction incident answered_by",
    "report": "id publisher side headline published language url",
    "speaker": "text actor side span",
    "relayed_by[]": "text actor side span",
    "occurrence": "kind actors targets means places when order",
    "occurrence.actors[]": "text actor side span",
    "occurrence.targets[]": "text side status span",
    "occurrence.means[]": "text normal span",
    "occurrence.places[]": "text place lat lon precision span",
    "occurrence.when": "text earliest latest precision zone span",
    "casualties[]": "outcome status side min max exact persons span",
    "casualties[].persons[]": "name age span",
    "damage[]": "text level side status span what",
    "evidence[]": "kind text span",
    "law[]": "text span",
    "quote": "text span",
    "maker": "reader version",
}
INCIDENT_KEYS = [
    "id",
    "title",
    "when",
    "where",
    "claims",
    "versions",
    "comparisons",
    "coverage",
    "origins",
    "questions",
    "ladder",
    "members",
]


@pytest.fixture(scope="module")
def claims(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def incidents(out: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((out / "incidents.json").read_text(encoding="utf-8"))
    return rows


def by_id(rows: list[dict[str, Any]], id_: str) -> dict[str, Any]:
    return next(row for row in rows if row["id"] == id_)


def find(row: Any, path: str) -> list[Any]:
    """All values at a path such as ``casualties[].persons[]``."""
    found = [row]
    for step in path.split(".") if path else []:
        found = [value[step.removesuffix("[]")] for value in found]
        found = [item for value in found for item in value] if step.endswith("[]") else found
        found = [value for value in found if value is not None]
    return found


# -- schemas


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_documented_schema_is_the_codes(name: str) -> None:
    path = REFERENCE / f"{name}.schema.json"
    assert path.read_bytes() == make_schema(name), f"write it anew: python -m contactline.publish.schemas {REFERENCE}"


def test_schemas_are_valid_schemas() -> None:
    for name in SCHEMAS:
        jsonschema.Draft202012Validator.check_schema(json.loads(make_schema(name)))


@pytest.mark.parametrize(("name", "file"), [("claims", "claims.jsonl"), ("problems", "problems.jsonl")])
def test_every_line_fits_its_schema(out: Path, name: str, file: str) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(make_schema(name)))
    lines = (out / file).read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        validator.validate(json.loads(line))


def test_incidents_fit_their_schema(incidents: list[dict[str, Any]]) -> None:
    jsonschema.Draft202012Validator(json.loads(make_schema("incidents"))).validate(incidents)


def test_the_schema_refuses_what_the_contract_forbids(claims: list[dict[str, Any]]) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(make_schema("claims")))
    row = claims[0]
    for wrong in (
        {key: value for key, value in row.items() if key != "speaker"},
        {**row, "polarity": "maybe"},
        {**row, "quote": {"text": "x", "span": [1]}},
        {**row, "confidence": 2},
    ):
        assert not validator.is_valid(wrong)


# -- the contract


@pytest.mark.parametrize("path", sorted(CONTRACT))
def test_every_key_of_the_contract_is_there(claims: list[dict[str, Any]], path: str) -> None:
    found = [value for row in claims for value in find(row, path)]
    assert found, "the fixture has to exercise every part of the contract"
    for value in found:
        assert set(CONTRACT[path].split()) <= set(value)


def test_every_span_holds_its_words(claims: list[dict[str, Any]], out: Path) -> None:
    """Spans are code points into ``reports/<id>.txt``; only hidden names differ, character by character."""
    checked = 0
    for row in claims:
        text = (out / "reports" / f"{row['report']['id']}.txt").read_text(encoding="utf-8")
        for value in [row["quote"], row["speaker"], *row["law"], *row["evidence"], *row["occurrence"]["places"]]:
            if value["span"]:
                start, end = value["span"]
                assert len(text[start:end]) == len(value["text"])
                assert all(a in (b, "▮") for a, b in zip(value["text"], text[start:end], strict=True))
                checked += 1
    assert checked > 20


def test_values_of_one_claim(claims: list[dict[str, Any]], reports: dict[str, Report]) -> None:
    row = by_id(claims, "c-w1")
    assert row["report"] == {
        "id": reports["west"].id,
        "publisher": "West Wire",
        "side": "WM",
        "headline": "Westmark denies shelling homes",
        "published": "2031-07-02",
        "language": "en",
        "url": "javascript:alert(1)",
        "relayed_from": "Agence Lac",
    }
    assert (row["act"], row["polarity"], row["answers"]) == ("denies", "negative", "c-e1")
    assert row["relayed_by"][0]["text"] == "Col. J. Dorr"
    assert row["incident"] == MAIN
    assert by_id(claims, "c-e1")["answered_by"] == ["c-w1"]
    assert by_id(claims, "c-w2")["occurrence"]["order"] == "answer"
    assert by_id(claims, "c-e3")["occurrence"]["order"] == "not stated"
    assert by_id(claims, "c-c2")["background"] is True
    assert by_id(claims, "c-c2")["speaker"] == {
        "text": "Marks Today",
        "actor": None,
        "side": "EM",
        "span": None,
        "antecedent": None,
    }


@pytest.mark.parametrize(
    ("claim", "minimum", "maximum", "exact"),
    [("c-e2", 2, 2, True), ("c-w4", 3, None, False), ("c-x1", 0, 0, True), ("c-t2", 2, 4, False)],
)
def test_numbers_are_as_given(
    claims: list[dict[str, Any]], claim: str, minimum: int, maximum: int | None, exact: bool
) -> None:
    (loss,) = by_id(claims, claim)["casualties"]
    assert (loss["min"], loss["max"], loss["exact"]) == (minimum, maximum, exact)


def test_a_publisher_without_a_given_side_has_the_registers(claims: list[dict[str, Any]]) -> None:
    assert {row["report"]["side"] for row in claims if row["report"]["publisher"] == "West Wire"} == {"WM"}


def test_one_object_a_line_in_a_fixed_order(out: Path, claims: list[dict[str, Any]]) -> None:
    raw = (out / "claims.jsonl").read_bytes()
    assert raw.count(b"\n") == len(claims)
    published = [row["report"]["published"] for row in claims]
    assert published == sorted(published)
    assert [list(row) for row in claims] == [list(claims[0])] * len(claims)


# -- incidents


def test_incident_keys_and_values(incidents: list[dict[str, Any]]) -> None:
    row = by_id(incidents, MAIN)
    assert set(INCIDENT_KEYS) <= set(row)
    assert row["when"]["text"] == "1 July 2031, 17:00–22:00 (UTC+4)"
    assert row["when"]["earliest"] == "2031-07-01T17:00:00+04:00"
    assert [name["text"] for name in row["where"][0]["names"]] == ["Tarnok", "Tarnoka"]
    assert {version["state"] for version in row["versions"]} >= {"stated", "admitted", "hedged", "silent as of"}
    assert all(value["claims"] for version in row["versions"] for value in version["values"])
    asked = {question["id"] for question in row["questions"]}
    assert {version["question"] for version in row["versions"]} == asked
    assert {comparison["question"] for comparison in row["comparisons"]} == asked
    assert row["origins"][0]["reason"] == "The second relays the first."


def test_a_side_that_says_nothing_is_written_out(incidents: list[dict[str, Any]]) -> None:
    versions = by_id(incidents, MAIN)["versions"]
    (west,) = [v for v in versions if v["question"] == "killed/EM/civilian" and v["side"] == "WM"]
    assert west == {
        "question": "killed/EM/civilian",
        "side": "WM",
        "state": "silent as of",
        "values": [],
        "as_of": "2031-07-03",
        "silent": [make_reports()["west"].id],
        "silent_until": "2031-07-02",
    }


# -- points


def test_points_are_rounded_and_never_positions(out: Path, claims: list[dict[str, Any]]) -> None:
    collection = json.loads((out / "incidents.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    feature = by_id(collection["features"], MAIN)
    assert feature["geometry"] == {"type": "Point", "coordinates": [45.99, 41.12]}
    assert feature["properties"]["names"] == ["Tarnok", "Tarnoka"]
    assert feature["properties"]["reports"] == {"EM": 2, "WM": 2, "third": 1}
    for path in out.glob("*.*"):
        assert "41.123" not in path.read_text(encoding="utf-8"), path.name
    assert by_id(claims, "c-w2")["occurrence"]["places"][0]["lat"] == 41.12


def test_an_incident_without_a_point_says_why(out: Path, dossier: Dossier) -> None:
    features = json.loads((out / "incidents.geojson").read_text(encoding="utf-8"))["features"]
    assert by_id(features, OLD)["geometry"] is None
    assert by_id(features, OLD)["properties"]["no_point"] == "the mandate has no point for the place"
    nowhere = replace(dossier.incidents[0], places=())
    feature = make_feature(make_view(dossier), nowhere)
    assert feature["properties"]["no_point"] == "no report names a place that the mandate knows"


@pytest.mark.parametrize("precision", [None, *PlacePrecision])
def test_a_point_of_unknown_fineness_is_not_published(dossier: Dossier, precision: PlacePrecision | None) -> None:
    place: Place = replace(dossier.mandate.places[0], precision=precision)
    assert find_point(place) == (None if precision is None else (41.12, 45.99))
    assert (make_where_row(place).lat is None) == (precision is None)


def test_a_claims_point_of_unknown_fineness_is_left_out(dossier: Dossier) -> None:
    claim = dossier.claims[0]
    (mention,) = claim.occurrence.places
    vague = replace(claim, occurrence=replace(claim.occurrence, places=(replace(mention, precision=None),)))
    row = make_claim_row(make_view(dossier), vague)
    assert (row.occurrence.places[0].lat, row.occurrence.places[0].lon) == (None, None)


def test_half_a_surrogate_pair_keeps_its_place(dossier: Dossier) -> None:
    row = make_claim_row(make_view(dossier), dossier.claims[0])
    broken = json.loads(encode_row(type(row.quote)(text="a\ud800b", span=[0, 3])))
    assert broken == {"text": "a?b", "span": [0, 3]}


def test_the_documented_example_fits_the_schema() -> None:
    page = (REFERENCE / "claims.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0].replace("\n ", "")
    jsonschema.Draft202012Validator(json.loads(make_schema("claims"))).validate(json.loads(example))


@pytest.mark.parametrize("path", sorted(CONTRACT))
def test_every_key_is_explained(path: str) -> None:
    page = (REFERENCE / "claims.md").read_text(encoding="utf-8")
    assert [key for key in CONTRACT[path].split() if f"`{key}`" not in page] == []


def test_the_text_of_damage_is_its_spans_and_the_object_stands_beside_it(out: Path) -> None:
    rows = [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    (damage,) = [damage for row in rows for damage in row["damage"]]
    assert (damage["text"], damage["what"]) == ("four craters", "craters")
    assert damage["span"][1] - damage["span"][0] == len(damage["text"])


def test_somebody_inferred_has_a_side_and_a_place_but_no_words(dossier: Dossier) -> None:
    claim = next(claim for claim in dossier.claims if claim.occurrence.trigger and claim.occurrence.actors)
    trigger, named = claim.occurrence.trigger, claim.occurrence.actors[0]
    assert trigger is not None
    inferred = replace(named, text="", quote=trigger, actor=None, of="opponent")
    changed = replace(claim, occurrence=replace(claim.occurrence, actors=(inferred,)))
    (row,) = make_claim_row(make_view(dossier), changed).occurrence.actors
    assert (row.text, row.side) == ("", named.side)
    assert row.span == [trigger.span.start, trigger.span.end]
