"""Incidents as GeoJSON (RFC 7946): centres of settlements or coarser, rounded to two decimals, never a position."""

from __future__ import annotations

from collections import Counter
from typing import Any

from contactline.publish.phrases import say_when
from contactline.publish.rows import find_point
from contactline.publish.view import View
from contactline.records.incidents import Incident
from contactline.records.places import Place

NOTE = (
    "Points are published centres of settlements or larger areas, rounded to 0.01 degree (about 1 km). "
    "They are never positions, and an incident happened near a point, not at it."
)


def make_feature(view: View, incident: Incident) -> dict[str, Any]:
    """One feature; without a known point its geometry is null and ``no_point`` says why."""
    places = [view.places[place] for place in incident.places if place in view.places]
    located = next((place for place in places if find_point(place)), None)
    point = find_point(located) if located else None
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": {"type": "Point", "coordinates": [point[1], point[0]]} if point else None,
        "properties": {
            "id": incident.id,
            "title": view.hide(incident.title),
            "kind": incident.kind.value,
            "recalled": incident.recalled,
            "when": say_when(incident.when),
            "earliest": incident.when.earliest.isoformat() if incident.when else None,
            "latest": incident.when.latest.isoformat() if incident.when else None,
            "place": located.id if located else None,
            "names": list(dict.fromkeys(name.text for name in located.names)) if located else [],
            "precision": located.precision.value if located and located.precision else None,
            "other_places": [place.id for place in places if place is not located],
            "reports": _reports(view, incident),
            "no_point": None if point else _why_no_point(places, incident),
        },
    }


def _reports(view: View, incident: Incident) -> dict[str, int]:
    """How many reports of each side speak of the incident; ``unknown`` where the publisher's side is not known."""
    reports = {view.claims[claim].report for claim in incident.claims}
    counts = Counter(str(view.report_sides.get(report) or "unknown") for report in reports)
    return dict(sorted(counts.items()))


def _why_no_point(places: list[Place], incident: Incident) -> str:
    if not incident.places:
        return "no report names a place that the mandate knows"
    if not places:
        return "the place is not in the mandate"
    return "the mandate has no point for the place"
