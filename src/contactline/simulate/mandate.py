"""The mandate ``simulated``: the invented line as a mandate folder, made from what the simulator itself uses."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from io import StringIO

from contactline.simulate.bodies import (
    DISTRICTS,
    MEDIATORS,
    MISSION,
    MISSION_HEAD,
    MISSION_ID,
    OUTLETS,
    REGION,
    RELIEF,
    STATES,
    State,
    find_district,
    make_slug,
)
from contactline.simulate.line import SIDES, ZONE, Line, load_line, make_place_id, to_latitude, to_longitude

NAME = "simulated"
_SOURCE = "inv"
_THIRD = "third"
_REGION_ID = "marrow-strip"
_Row = tuple[str, ...]


def make_mandate_files() -> dict[str, str]:
    """The folder's files by name, the same every time."""
    line = load_line()
    return {
        "mandate.toml": _make_head(),
        "sources.csv": _write(
            ("id", "title", "address", "note"),
            [
                (
                    _SOURCE,
                    "Invented by the simulator",
                    "",
                    "all rows of this folder are invented; any likeness to a real place, body or person is chance",
                )
            ],
        ),
        "actors.csv": _write(("id", "kind", "side", "parent", "role", "source"), sorted(_iter_actors())),
        "actor_names.csv": _write(
            ("actor", "name", "type", "language", "script", "used_by", "source"), sorted(_iter_actor_names())
        ),
        "places.csv": _write(("id", "kind", "parent", "source"), sorted(_iter_places(line))),
        "place_names.csv": _write(
            ("place", "name", "type", "language", "script", "used_by", "source"), sorted(_iter_place_names(line))
        ),
        "places.geojson": _make_points(line),
        "agreements.csv": _write(
            ("id", "date", "title", "form", "signatories", "contested_by", "names", "source"),
            [
                (
                    "halcyon-2015",
                    "2015-06-01",
                    "Cease-fire of Halcyon Quay",
                    "agreement",
                    " ".join(state.id for state in STATES),
                    "",
                    "Halcyon Quay cease-fire;Halcyon Quay agreement",
                    _SOURCE,
                )
            ],
        ),
    }


def _make_head() -> str:
    sides = "".join(
        f'\n[[side]]\nid = "{state.side}"\ntitle = "{state.adjective} side"\nnote = "{state.name}"\n'
        for state in STATES
    )
    return f"""format = 1
name = "{NAME}"
title = "{REGION}, the simulator's invented line of contact"
version = "1"
licence = "Apache-2.0"
note = \"\"\"Everything here is invented, for reports that `contactline simulate` makes: two countries, the strip \\
between them, their bodies, people and press. The points lie in the open Pacific so that they can be mistaken for no \\
place. Written by `contactline simulate --mandate-out FOLDER`.\"\"\"
zone = "{ZONE}"
period = {{ from = 2018-01-01, to = 2060-12-31 }}
languages = ["en"]
order = "alphabetical"
{sides}"""


def _iter_actors() -> Iterable[_Row]:
    for state in STATES:
        side = state.side.lower()
        yield (state.id, "state", state.side, "", "", _SOURCE)
        for ending, kind in (
            ("army", "military"),
            ("mod", "ministry"),
            ("mfa", "ministry"),
            ("pgo", "prosecutor"),
            ("ombudsman", "ombudsman"),
            ("media", "group"),
        ):
            yield (f"{side}-{ending}", kind, state.side, state.id, "", _SOURCE)
        role = f"Ministry of Defence of {state.name}"
        yield (make_slug(state.speaker), "person", state.side, f"{side}-mod", f"spokesperson of the {role}", _SOURCE)
        yield (make_slug(state.minister), "person", state.side, f"{side}-mod", f"head of the {role}", _SOURCE)
    for camp, names in zip((*SIDES, _THIRD), OUTLETS, strict=True):
        for name in names:
            yield (make_slug(name), "agency" if camp == _THIRD else "outlet", camp, "", "", _SOURCE)
    yield (make_slug(MEDIATORS), "mediator", _THIRD, "", "", _SOURCE)
    yield (MISSION_ID, "mediator", _THIRD, make_slug(MEDIATORS), "", _SOURCE)
    yield (make_slug(MISSION_HEAD), "person", _THIRD, MISSION_ID, f"head of the {MISSION}", _SOURCE)
    yield (make_slug(RELIEF), "organisation", _THIRD, "", "", _SOURCE)


def _iter_actor_names() -> Iterable[_Row]:
    for state in STATES:
        for actor, name, sort in _name_bodies(state):
            yield (actor, name, sort, "en", "Latn", "", _SOURCE)
        other = STATES[1 - STATES.index(state)]
        yield (f"{state.side.lower()}-army", "the enemy", "pejorative", "en", "Latn", other.side, _SOURCE)
    for names in OUTLETS:
        for name in names:
            yield (make_slug(name), name, "name", "en", "Latn", "", _SOURCE)
            yield (make_slug(name), make_host(name), "alias", "en", "Latn", "", _SOURCE)
    for name in (MEDIATORS, MISSION, MISSION_HEAD, RELIEF):
        yield (make_slug(name), name, "name", "en", "Latn", "", _SOURCE)
    yield (MISSION_ID, "observation mission", "alias", "en", "Latn", "", _SOURCE)
    yield (MISSION_ID, make_host(MISSION), "alias", "en", "Latn", "", _SOURCE)


def make_host(name: str) -> str:
    """The address of a body's or an outlet's site; ``.example`` is nobody's."""
    return f"{make_slug(name).replace('-', '')}.example"


def _name_bodies(state: State) -> Iterable[tuple[str, str, str]]:
    side, adjective, name = state.side.lower(), state.adjective, state.name
    yield state.id, f"Republic of {name}", "name"
    yield state.id, name, "alias"
    yield state.id, adjective, "adjective"
    yield state.id, state.people, "people"
    yield state.id, state.capital, "metonym"
    yield state.id, f"{adjective} side", "metonym"
    yield f"{side}-army", f"Armed Forces of {name}", "name"
    for word in ("armed forces", "army", "forces", "troops"):
        yield f"{side}-army", f"{adjective} {word}", "alias"
    yield f"{side}-mod", f"Ministry of Defence of the Republic of {name}", "name"
    yield f"{side}-mod", f"{adjective} MoD", "alias"
    yield f"{side}-mod", make_host(state.ministry), "alias"
    yield f"{side}-mfa", f"Ministry of Foreign Affairs of the Republic of {name}", "name"
    yield f"{side}-pgo", state.prosecutors, "name"
    yield f"{side}-pgo", f"{adjective} Prosecutor General's Office", "alias"
    yield f"{side}-ombudsman", f"Human Rights Defender of {name}", "name"
    yield f"{side}-media", f"{adjective} media", "name"
    yield make_slug(state.speaker), state.speaker, "name"
    yield make_slug(state.minister), state.minister, "name"


def _iter_places(line: Line) -> Iterable[_Row]:
    yield ("line-of-contact", "line", "", _SOURCE)
    yield (_REGION_ID, "region", "", _SOURCE)
    for state in STATES:
        yield (state.id, "country", "", _SOURCE)
        for town in state.towns:
            yield (make_slug(town), "city", state.id, _SOURCE)
    for number in range(len(DISTRICTS)):
        yield (_make_district_id(number), "district", _REGION_ID, _SOURCE)
    for place in range(len(line.x)):
        yield (
            make_place_id(place),
            "village",
            _make_district_id(find_district(place, len(line.x))),
            _SOURCE,
        )


def _iter_place_names(line: Line) -> Iterable[_Row]:
    for name in ("line of contact", "contact line", "front line", "ceasefire line"):
        yield ("line-of-contact", name, "name" if name.startswith("line") else "alias", "en", "Latn", "", _SOURCE)
    yield (_REGION_ID, REGION, "name", "en", "Latn", "", _SOURCE)
    for state in STATES:
        yield (state.id, state.name, "name", "en", "Latn", "", _SOURCE)
        for town in state.towns:
            yield (make_slug(town), town, "name", "en", "Latn", "", _SOURCE)
    for number, names in enumerate(DISTRICTS):
        for side, name in zip(SIDES, names, strict=True):
            yield (_make_district_id(number), f"{name} district", "name", "en", "Latn", side, _SOURCE)
    for place in range(len(line.x)):
        for language, side in enumerate(SIDES):
            yield (make_place_id(place), line.name_of(place, language), "name", "en", "Latn", side, _SOURCE)


def _make_points(line: Line) -> str:
    features = [
        _make_point(make_place_id(place), latitude, longitude, "settlement")
        for place, (latitude, longitude) in enumerate(
            zip(to_latitude(line.y).tolist(), to_longitude(line.x).tolist(), strict=True)
        )
    ]
    size = len(line.x) // len(DISTRICTS)
    for number in range(len(DISTRICTS)):
        part = slice(number * size, (number + 1) * size)
        x, y = line.x[part].mean(keepdims=True), line.y[part].mean(keepdims=True)
        place = _make_district_id(number)
        features.append(_make_point(place, float(to_latitude(y)[0]), float(to_longitude(x)[0]), "district"))
    rows = ",\n".join(json.dumps(feature) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n'


def _make_point(place: str, latitude: float, longitude: float, precision: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": place,
        "geometry": {"type": "Point", "coordinates": [round(longitude, 4), round(latitude, 4)]},
        "properties": {"precision": precision, "source": _SOURCE},
    }


def _make_district_id(number: int) -> str:
    return f"{make_slug(DISTRICTS[number][0])}-district"


def _write(head: _Row, rows: Iterable[_Row]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
