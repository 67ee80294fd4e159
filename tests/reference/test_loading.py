from __future__ import annotations

import re
from pathlib import Path

import pytest

from contactline.errors import InputError, MandateError
from contactline.records.places import PlacePrecision
from contactline.reference.loading import find_mandate, list_mandates, load_mandate
from mandatefolder import (
    ACTOR_NAMES,
    ACTORS,
    AGREEMENTS,
    FILES,
    GEOJSON,
    PLACE_NAMES,
    PLACES,
    SOURCES,
    TOML,
    write_folder,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "strait")


def mistakes_of(folder: Path) -> tuple[str, ...]:
    with pytest.raises(MandateError) as caught:
        load_mandate(folder)
    return caught.value.mistakes


def test_a_folder_without_mistakes_becomes_a_mandate(folder: Path) -> None:
    mandate = load_mandate(folder)
    assert (mandate.name, mandate.zone, mandate.languages) == ("strait", "Asia/Tbilisi", ("en", "az", "uk"))
    assert [side.id for side in mandate.sides] == ["NO", "SU"]  # by title, not as written
    assert mandate.period is not None
    assert mandate.period[1].isoformat() == "2021-12-31"
    place = next(place for place in mandate.places if place.id == "xarliq")
    assert (place.lat, place.lon, place.precision) == (61.1, 44.1, PlacePrecision.SETTLEMENT)
    assert {name.text: name.used_by for name in place.names} == {"Xarlıqcə": ("SU",), "Khorod": ("NO",)}
    agreement = mandate.agreements[1]
    assert agreement.names == ("Lakeside agreements", "Lakeside accord")
    assert agreement.signatories == ("norland", "sudmark")


def test_the_digest_follows_every_file_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    before = load_mandate(folder).digest
    assert load_mandate(write_folder(tmp_path / "copy")).digest == before
    assert before.startswith("sha256:")
    for name in FILES:
        path = folder / name
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        assert load_mandate(folder).digest != before, name
        path.write_bytes(content)


def test_a_byte_order_mark_is_passed_over(folder: Path) -> None:
    for name in FILES:
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_mandate(folder).name == "strait"


def test_windows_line_ends_and_quoted_cells_are_read(folder: Path) -> None:
    content = SOURCES.replace("Invented,", '"Invented, twice",').replace("\n", "\r\n")
    (folder / "sources.csv").write_bytes(content.encode())
    assert load_mandate(folder).sources[0].title == "Invented, twice"


CSV_CASES = [
    ("actors", ACTORS.replace("id,kind,side", "id,sort,side"), r"actors\.csv:1: unknown column sort"),
    ("actors", ACTORS.replace("id,kind,side", "id,sort,side"), r"actors\.csv:1: missing column kind"),
    (
        "places",
        PLACES.replace("id,kind,parent,source", "id,kind,parent,source,x").replace(",inv\n", ",inv,\n"),
        r"unknown column x",
    ),
    (
        "actors",
        ACTORS.replace("norland,state", "norland,kingdom", 1),
        r"actors\.csv:2: kind “kingdom”: expected one of state,",
    ),
    (
        "actors",
        ACTORS.replace("wire,agency,third", "wire,agency,XX"),
        r"actors\.csv:21: side “XX”: expected one of NO, SU, third",
    ),
    (
        "actors",
        ACTORS.replace("no-mod,ministry,NO,norland", "no-mod,ministry,NO,norge"),
        r"actors\.csv:3: parent “norge”",
    ),
    (
        "actors",
        ACTORS.replace("herald,outlet,NO,,,inv", "herald,outlet,NO,,,none"),
        r"source “none” is not an id of sources\.csv",
    ),
    ("actors", ACTORS + "norland,state,NO,,,inv\n", r"actors\.csv:24: id “norland” stands here again"),
    ("actors", ACTORS.replace("wire,agency", "Wire Agency,agency"), r"id “Wire Agency”: expected lower-case"),
    ("actors", ACTORS.replace("norland,state,NO,,", "norland,state,NO,no-mod,"), r"“norland” is its own ancestor"),
    (
        "actors",
        ACTORS.replace("wire,agency,third,,,inv", "wire,agency,third,inv"),
        r"actors\.csv:21: 4 cells; expected 6",
    ),
    ("actors", ACTORS.replace("wire,agency", '"wire"x,agency'), r"actors\.csv:\d+: not readable as CSV"),
    ("actor_names", ACTOR_NAMES + "nobody,Nobody,name,en,Latn,,inv\n", r"actor “nobody” is not an id of actors\.csv"),
    (
        "actor_names",
        ACTOR_NAMES.replace("Herald,name", "Herald,title", 1),
        r"type “title”: expected one of name, alias",
    ),
    ("actor_names", ACTOR_NAMES.replace("Herald,name,en", "Herald,name,English"), r"language “English”"),
    ("actor_names", ACTOR_NAMES.replace("Herald,name,en,Latn", "Herald,name,en,latin"), r"script “latin”"),
    (
        "actor_names",
        ACTOR_NAMES.replace("Latn,SU,inv", "Latn,SU XX,inv", 1),
        r"used_by “XX” is not a side; expected NO or SU",
    ),
    ("actor_names", ACTOR_NAMES + "wire,,name,en,Latn,,inv\n", r"name is empty"),
    (
        "actor_names",
        ACTOR_NAMES + "wire,Meridian Wire,name,en,Latn,,inv\n",
        r"“Meridian Wire” stands here again for wire",
    ),
    (
        "places",
        PLACES.replace("westrand,town", "westrand,hamlet"),
        r"places\.csv:5: kind “hamlet”: expected one of village",
    ),
    (
        "places",
        PLACES.replace("fuzan,town,east-district", "fuzan,town,far"),
        r"parent “far” is not an id of places\.csv",
    ),
    ("places", PLACES + "nowhere,village,,inv\n", r"place “nowhere” has no name"),
    (
        "place_names",
        PLACE_NAMES + "atlantis,Atlantis,name,en,Latn,,inv\n",
        r"place “atlantis” is not an id of places\.csv",
    ),
    (
        "place_names",
        PLACE_NAMES.replace("Lurma,name", "Lurma,acronym", 1),
        r"type “acronym”: expected one of name, alias, former",
    ),
    ("agreements", AGREEMENTS.replace("2018-05-01", "May 2018"), r"agreements\.csv:2: date “May 2018”: expected a day"),
    ("agreements", AGREEMENTS.replace("2018-05-01", "2018-02-30"), r"date “2018-02-30”"),
    (
        "agreements",
        AGREEMENTS.replace("norland sudmark", "norland atlantis", 1),
        r"signatories “atlantis” is not an id of actors\.csv",
    ),
    ("sources", SOURCES + "more,,,\n", r"sources\.csv:3: title is empty"),
    ("sources", SOURCES + "inv,Again,,\n", r"sources\.csv:3: id “inv” stands here again"),
]


@pytest.mark.parametrize(("stem", "content", "expected"), CSV_CASES, ids=[case[2][:40] for case in CSV_CASES])
def test_every_mistake_of_a_table_is_named_with_its_line(
    tmp_path: Path, stem: str, content: str, expected: str
) -> None:
    found = mistakes_of(write_folder(tmp_path / "m", **{stem: content}))
    assert any(re.search(expected, mistake) for mistake in found), found


TOML_CASES = [
    (TOML.replace("format = 1", "format = 2"), r"mandate\.toml:1: format is 2; expected 1"),
    (TOML.replace('licence = "Apache-2.0"\n', ""), r"mandate\.toml: licence: expected a text"),
    (TOML.replace("zone =", "zones ="), r"mandate\.toml:7: unknown key “zones”"),
    (TOML.replace("Asia/Tbilisi", "Asia/Nowhere"), r"mandate\.toml:7: zone “Asia/Nowhere”: expected an IANA zone"),
    (TOML.replace("Asia/Tbilisi", "../../etc/passwd"), r"zone “\.\./\.\./etc/passwd”"),
    (TOML.replace('"alphabetical"', '"by size"'), r"order “by size”"),
    (TOML.replace('name = "strait"', 'name = "The Strait"'), r"mandate\.toml:2: name “The Strait”"),
    (TOML.replace("from = 2019-01-01", "from = 2029-01-01"), r"mandate\.toml:8: period"),
    (TOML.replace("from = 2019-01-01", 'from = "2019"'), r"mandate\.toml:8: period"),
    (TOML.replace('["en", "az", "uk"]', '"en"'), r"mandate\.toml:9: languages"),
    (TOML + '\n[[side]]\nid = "XX"\ntitle = "Third"\n', r"3 sides; expected exactly two"),
    (TOML[: TOML.index('[[side]]\nid = "NO"')], r"1 sides; expected exactly two"),
    (TOML.replace('id = "NO"', 'id = "SU"'), r"two sides have the same id"),
    (TOML.replace('id = "NO"', 'id = "THIRD"'), r"“third” is reserved"),
    (TOML.replace('id = "NO"', 'id = "norland"'), r"side id “norland”: expected a short upper-case word"),
    (TOML.replace('title = "Norlandic side"', 'titel = "Norlandic side"'), r"unknown key “titel” of a side"),
    (TOML.replace("format = 1", "format ="), r"mandate\.toml:1: not readable as TOML"),
]


@pytest.mark.parametrize(("content", "expected"), TOML_CASES, ids=[case[1][:40] for case in TOML_CASES])
def test_every_mistake_of_the_head_is_named_with_its_line(tmp_path: Path, content: str, expected: str) -> None:
    found = mistakes_of(write_folder(tmp_path / "m", mandate=content))
    assert any(re.search(expected, mistake) for mistake in found), found


GEO_CASES = [
    ("{", r"places\.geojson:1: not readable as JSON"),
    ("[]", r"expected a GeoJSON FeatureCollection"),
    ('{"type": "FeatureCollection", "features": {}}', r"expected a GeoJSON FeatureCollection"),
    ('{"type": "FeatureCollection", "features": [1]}', r"feature 1: expected a Feature with the id of a place"),
    (GEOJSON.replace('"Point"', '"Polygon"', 1), r"“westrand”: expected a Feature with a geometry of type Point"),
    (GEOJSON.replace("40.0,", "260.0,", 1), r"coordinates 260\.0, 60\.0 are not on earth"),
    (GEOJSON.replace("40.0,", "NaN,", 1), r"are not on earth"),
    (GEOJSON.replace("40.0,", '"60",', 1), r"expected \[longitude, latitude\]"),
    (GEOJSON.replace("40.0,", "40.0, 1,", 1), r"expected \[longitude, latitude\]"),
    (GEOJSON.replace('"settlement"', '"house"', 1), r"precision: expected one of settlement"),
    (GEOJSON.replace('"id": "westrand"', '"id": "atlantis"'), r"“atlantis”: its id is not an id of places\.csv"),
    (GEOJSON.replace('"id": "velyke"', '"id": "westrand"'), r"places\.geojson:\d+: “westrand”: it stands here again"),
    (GEOJSON.replace('"source": "inv"', '"source": "x"', 1), r"source “x” is not an id of sources\.csv"),
]


@pytest.mark.parametrize(("content", "expected"), GEO_CASES, ids=[case[1][:40] for case in GEO_CASES])
def test_every_mistake_of_the_points_is_named(tmp_path: Path, content: str, expected: str) -> None:
    folder = write_folder(tmp_path / "m")
    (folder / "places.geojson").write_text(content, encoding="utf-8")
    found = mistakes_of(folder)
    assert any(re.search(expected, mistake) for mistake in found), found


@pytest.mark.parametrize("name", FILES)
def test_a_missing_and_an_empty_file_and_a_wrong_encoding_are_told(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(b"")
    assert any(mistake.startswith(f"{name}:1: the file is empty") for mistake in mistakes_of(folder))
    path.write_bytes("id,ä\nx,\xff\n".encode("latin-1"))
    assert any(re.match(rf"{name}:1: these bytes are not UTF-8", mistake) for mistake in mistakes_of(folder))
    path.write_bytes(FILES[name].encode("utf-16"))
    assert any("not UTF-8" in mistake for mistake in mistakes_of(folder))
    path.unlink()
    assert any(mistake.startswith(f"{name}: the file is missing") for mistake in mistakes_of(folder))


def test_all_mistakes_come_at_once_and_are_shown_line_by_line(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "m",
        mandate=TOML.replace("Asia/Tbilisi", "Nowhere"),
        actors=ACTORS.replace("norland,state", "norland,kingdom", 1),
        agreements=AGREEMENTS.replace("2018-05-01", "soon"),
    )
    with pytest.raises(MandateError) as caught:
        load_mandate(folder)
    assert len(caught.value.mistakes) == 3
    shown = caught.value.diagnostics()
    assert "the mandate has 3 mistakes" in shown
    assert all(f"  - {mistake}" in shown for mistake in caught.value.mistakes)


def test_a_broken_head_alone_makes_no_false_mistakes_in_the_tables(tmp_path: Path) -> None:
    found = mistakes_of(write_folder(tmp_path / "m", mandate=TOML.replace("Asia/Tbilisi", "Nowhere")))
    assert len(found) == 1


def test_mandates_are_found_by_name_by_path_and_in_extra_folders(folder: Path) -> None:
    assert {"demo", "karabakh"} <= set(list_mandates())
    assert find_mandate(str(folder)).name == "strait"
    assert list_mandates((folder.parent,)) == tuple(sorted({*list_mandates(), "strait"}))
    assert find_mandate("strait", (folder.parent,)).name == "strait"
    assert find_mandate("strait", (folder,)).name == "strait"
    with pytest.raises(InputError, match="no mandate “atlantis”") as caught:
        find_mandate("atlantis")
    assert "karabakh" in caught.value.hint


def test_a_folder_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such mandate folder"):
        load_mandate(tmp_path / "nothing")


@pytest.mark.parametrize("name", list_mandates())
def test_installed_mandates_have_no_mistakes_and_two_sides(name: str) -> None:
    mandate = find_mandate(name)
    assert mandate.name == name
    assert len(mandate.sides) == 2
    assert mandate.actors
    assert mandate.places
