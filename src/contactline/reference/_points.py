"""``places.geojson``: one published centre per located place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from contactline.records.places import PlacePrecision
from contactline.reference.tables import Mistakes, read_text

POINTS_FILE: Final = "places.geojson"


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees WGS 84, and what the point stands for."""

    lat: float
    lon: float
    precision: PlacePrecision


def read_points(
    folder: Path | Traversable, places: frozenset[str], sources: frozenset[str], mistakes: Mistakes
) -> dict[str, Point]:
    """Points by place id; every mistake is noted with the line where the feature's id stands."""
    text = read_text(folder, POINTS_FILE, mistakes)
    if text is None:
        return {}
    try:
        collection = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        mistakes.add(POINTS_FILE, line, f"not readable as JSON: {error}")
        return {}
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        mistakes.add(POINTS_FILE, 1, "expected a GeoJSON FeatureCollection with a list of features")
        return {}
    points: dict[str, Point] = {}
    for number, feature in enumerate(features, 1):
        _add_point(points, feature, number, text, (places, sources), mistakes)
    return points


def _add_point(
    points: dict[str, Point],
    feature: object,
    number: int,
    text: str,
    known: tuple[frozenset[str], frozenset[str]],
    mistakes: Mistakes,
) -> None:
    places, sources = known
    if not isinstance(feature, dict) or not isinstance(feature.get("id"), str):
        mistakes.add(POINTS_FILE, None, f"feature {number}: expected a Feature with the id of a place")
        return
    id_ = feature["id"]
    line = _line_of(text, id_, later=id_ in points)
    wrong = [*_wrong_feature(feature), *_wrong_properties(feature.get("properties"), sources)]
    if id_ not in places:
        wrong.append("its id is not an id of places.csv")
    if id_ in points:
        wrong.append("it stands here again; expected every place once")
    for what in wrong:
        mistakes.add(POINTS_FILE, line, f"“{id_}”: {what}")
    if not wrong:
        lon, lat = feature["geometry"]["coordinates"]
        points[id_] = Point(float(lat), float(lon), PlacePrecision(feature["properties"]["precision"]))


def _wrong_feature(feature: dict[str, Any]) -> list[str]:
    geometry = feature.get("geometry")
    if feature.get("type") != "Feature" or not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return ["expected a Feature with a geometry of type Point"]
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) != 2 or not all(_is_number(c) for c in coordinates):
        return ["coordinates: expected [longitude, latitude] in degrees"]
    lon, lat = coordinates
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return [f"coordinates {lon}, {lat} are not on earth; expected longitude first, WGS 84"]
    return []


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong_properties(properties: object, sources: frozenset[str]) -> list[str]:
    if not isinstance(properties, dict):
        return ["expected properties with precision and source"]
    wrong = []
    if properties.get("precision") not in tuple(PlacePrecision):
        wrong.append(f"precision: expected one of {', '.join(PlacePrecision)}")
    if properties.get("source") not in sources:
        wrong.append(f"source “{properties.get('source')}” is not an id of sources.csv")
    return wrong


def _line_of(text: str, id_: str, *, later: bool) -> int | None:
    """The line where an id stands first, or last."""
    quoted = json.dumps(id_, ensure_ascii=False)
    at = text.rfind(quoted) if later else text.find(quoted)
    return text.count("\n", 0, at) + 1 if at >= 0 else None
