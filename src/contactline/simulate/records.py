"""Claims as JSON-ready records: what linking may see, and the truth in fields of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from contactline.simulate.columns import NO_CLAIM, Claims
from contactline.simulate.line import CAMPS, KINDS, MEANS, TARGETS, Line, load_line, make_place_id
from contactline.simulate.values import find_people, load_folded_people, load_outlets, make_id
from contactline.simulate.wording import LANGUAGES, load_wording

TRUTH: Final = (
    "incident",
    "side",
    "outlet",
    "language",
    "blames",
    "copy_of",
    "origin",
    "rewritten",
    "true_place",
    "true_lat",
    "true_lon",
    "true_time",
    "true_kind",
    "true_attacker",
    "true_killed",
    "true_wounded",
    "happened",
    "twin_of",
    "answer_to",
)
"""Fields that linking must not see."""


def iter_records(claims: Claims) -> Iterator[dict[str, Any]]:
    """One record for each claim: fields of a link row with the words in place of their hashes, then the truth."""
    line, wording = load_line(), load_wording()
    people = find_people(claims.people, claims.spelling)
    names = load_folded_people()
    for row in range(len(claims)):
        yield {
            "id": make_id(int(claims.id[row])),
            "report": make_id(int(claims.report[row])),
            "published": _write_time(claims.published[row]),
            **_tell_spot(claims, row, line),
            "times": _tell_times(claims, row),
            "kinds": [KINDS[claims.kind[row]].value],
            "targets": [] if claims.target[row] < 0 else [TARGETS[claims.target[row]]],
            "means": [weapon for bit, weapon in enumerate(MEANS) if claims.means[row] >> bit & 1],
            "killed": _tell_number(claims.killed[row]),
            "wounded": _tell_number(claims.wounded[row]),
            "names": [names[person] for person in people[row].tolist() if person >= 0],
            "words": list(wording.make_words(claims.phrases[row], int(claims.language[row]))),
            "recalled": bool(claims.recalled[row]),
            "truth": _tell_truth(claims, row),
        }


def _tell_spot(claims: Claims, row: int, line: Line) -> dict[str, Any]:
    place = int(claims.place[row])
    return {
        "spots": [
            {
                "place": "" if place < 0 else make_place_id(place),
                "name": line.folded[claims.name[row]],
                "lat": round(float(claims.lat[row]), 5),
                "lon": round(float(claims.lon[row]), 5),
                "radius_km": float(claims.radius_km[row]),
            }
        ]
    }


def _tell_times(claims: Claims, row: int) -> list[dict[str, str]]:
    if not claims.timed[row]:
        return []
    return [{"earliest": _write_time(claims.earliest[row]), "latest": _write_time(claims.latest[row])}]


def _tell_truth(claims: Claims, row: int) -> dict[str, Any]:
    copy, attacker, blames = claims.copy_of[row], int(claims.true_attacker[row]), int(claims.blames[row])
    return {
        "incident": int(claims.incident[row]),
        "side": CAMPS[claims.side[row]],
        "outlet": load_outlets()[claims.outlet[row]],
        "language": LANGUAGES[claims.language[row]],
        "blames": None if blames < 0 else CAMPS[blames],
        "copy_of": None if copy == NO_CLAIM else make_id(int(copy)),
        "origin": make_id(int(claims.origin[row])),
        "rewritten": bool(claims.rewritten[row]),
        "true_place": make_place_id(int(claims.true_place[row])),
        "true_lat": round(float(claims.true_lat[row]), 5),
        "true_lon": round(float(claims.true_lon[row]), 5),
        "true_time": _write_time(claims.true_time[row]),
        "true_kind": KINDS[claims.true_kind[row]].value,
        "true_attacker": CAMPS[attacker],
        "true_killed": int(claims.true_killed[row]),
        "true_wounded": int(claims.true_wounded[row]),
        "happened": bool(claims.happened[row]),
        "twin_of": _tell_number(claims.twin_of[row]),
        "answer_to": _tell_number(claims.answer_to[row]),
    }


def _tell_number(value: Any) -> int | None:
    return None if value < 0 else int(value)


def _write_time(seconds: Any) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
