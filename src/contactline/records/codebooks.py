"""Levels that other schemes use, by name, each pinned to the edition that was read.

Inside the program a level is a word. Numbers are made on export alone, by :data:`CODES`: in UCDP and ACLED 1 is the
finest precision, in PLOVER 5 is, and a bare number in a record would sooner or later be read the wrong way round.
"""

from __future__ import annotations

from typing import Final

AIRWARS: Final = "Airwars, Methodology, grading of civilian harm, as read in November 2026"
UCDP: Final = "UCDP GED Codebook, scales as documented for version 24.1"
ACLED: Final = "ACLED Codebook, scales as in acledR 1.0.1 (September 2025)"

AIRWARS_LEVELS: Final = ("confirmed", "fair", "weak", "contested", "discounted")
CODES: Final = {
    ("ucdp", "event_clarity"): {"described by itself": 1, "from a summary": 2},
    ("ucdp", "date_prec"): {"day": 1, "2 to 6 days": 2, "week": 3, "month": 4, "year": 5},
    ("ucdp", "where_prec"): {
        "settlement": 1,
        "near a settlement": 2,
        "district": 3,
        "region": 4,
        "line or vague area": 5,
        "country": 6,
    },
    ("acled", "geo_precision"): {"settlement": 1, "part of a region": 2, "region": 3},
    ("acled", "time_precision"): {"day": 1, "week": 2, "month": 3},
}
"""Named levels to the codebooks' numbers, by scheme and field. A level that a codebook lacks has no number."""


def find_code(scheme: str, field: str, level: str | None) -> int | None:
    """The codebook's number of a level, for export; ``None`` where the field has words alone."""
    return CODES.get((scheme, field), {}).get(level) if level else None
