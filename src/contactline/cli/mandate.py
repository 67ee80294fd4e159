"""``contactline mandate``: look at the installed mandates, and check one's own."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Final

import click

from contactline.cli.printing import make_table, print_line
from contactline.errors import InputError, MandateError
from contactline.records.ids import THIRD
from contactline.records.mandates import Mandate

_JSON: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


@click.group()
def mandate() -> None:
    """List, show and check mandates: the files that say which sides, names and places there are."""


@mandate.command("list")
@_JSON
def list_(as_json: bool) -> int:
    """List the installed mandates."""
    from contactline.reference.loading import find_mandate, list_mandates

    mandates = [find_mandate(name) for name in list_mandates()]
    if as_json:
        _print_json([{"name": known.name, "title": known.title, "version": known.version} for known in mandates])
    else:
        for known in mandates:
            print_line(f"{known.name}: {known.title} (version {known.version})")
    return 0


@mandate.command()
@click.argument("name")
@_JSON
def show(name: str, as_json: bool) -> int:
    """Show what the mandate NAME (or a folder) holds."""
    from contactline.reference.loading import find_mandate

    known = find_mandate(name)
    if as_json:
        _print_json(_describe(known))
    else:
        _print_mandate(known)
    return 0


@mandate.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_JSON
def check(folder: Path, as_json: bool) -> int:
    """Check the mandate in FOLDER and list all mistakes, each with its file and line.

    Exit code 0 when there are none, else 1.
    """
    from contactline.reference.loading import load_mandate

    try:
        known = load_mandate(folder)
    except (MandateError, InputError) as error:
        if not as_json:
            raise
        mistakes = list(error.mistakes) if isinstance(error, MandateError) else [error.what]
        _print_json({"folder": str(folder), "ok": False, "mistakes": mistakes})
        return error.exit_code
    if as_json:
        _print_json({"folder": str(folder), "ok": True, "mistakes": [], **_describe(known)})
    else:
        print_line(
            f"{folder}: no mistakes. {known.name}, version {known.version}: {len(known.actors)} actors, "
            f"{len(known.places)} places, {len(known.agreements)} agreements. That a row is true is not checked."
        )
    return 0


def _describe(known: Mandate) -> dict[str, object]:
    """What a script may want to know, keys stable."""
    return {
        "name": known.name,
        "title": known.title,
        "version": known.version,
        "digest": known.digest,
        "licence": known.licence,
        "note": known.note,
        "zone": known.zone,
        "period": [day.isoformat() for day in known.period] if known.period else None,
        "languages": list(known.languages),
        "sides": [{"id": side.id, "title": side.title, "note": side.note} for side in known.sides],
        "actors": len(known.actors),
        "places": len(known.places),
        "located_places": sum(place.lat is not None for place in known.places),
        "agreements": len(known.agreements),
        "sources": len(known.sources),
        "reliability": [
            {
                "actor": row.actor,
                "grade": row.grade.value,
                "words": row.grade.words,
                "in_force": row == known.find_reliability(row.actor),
                "graded_on": row.graded_on.isoformat(),
                "graded_by": row.graded_by,
                "reason": row.reason,
            }
            for row in known.reliability
        ],
    }


def _print_mandate(known: Mandate) -> None:
    period = " to ".join(day.isoformat() for day in known.period) if known.period else "not stated"
    print_line(f"{known.name}: {known.title}")
    print_line(f"version {known.version} · {known.licence} · {known.digest}")
    print_line(known.note)
    print_line()
    print_line(f"Period: {period}. Clock times without a zone: {known.zone}. Languages: {', '.join(known.languages)}.")
    print_line("Sides, in the order of their titles:")
    for side in known.sides:
        print_line(f"  {side.id}: {side.title}" + (f" ({side.note})" if side.note else ""))
    print_line()
    print_line(make_table(("Actors", *(side.id for side in known.sides), THIRD), _actor_rows(known)))
    print_line()
    located = sum(place.lat is not None for place in known.places)
    print_line(
        f"{len(known.places)} places ({located} with a point), {len(known.agreements)} agreements, "
        f"{len(known.sources)} sources."
    )
    print_line()
    _print_reliability(known)


def _print_reliability(known: Mandate) -> None:
    """The register of reliability, older rows included; the one in force is marked."""
    if not known.reliability:
        print_line("No source is graded: the reliability of all of them is F, “cannot be judged”.")
        return
    print_line("Reliability of sources, as people judged it; who has no row is F, “cannot be judged”:")
    for row in known.reliability:
        superseded = "" if row == known.find_reliability(row.actor) else " (superseded)"
        print_line(f"  {row.actor}: {row.grade.value}, {row.grade.words}, from {row.graded_on}{superseded}")
        print_line(f"    by {row.graded_by}: {row.reason}")


def _actor_rows(known: Mandate) -> list[tuple[str, ...]]:
    """How many actors of each kind the sides have: what a reader should know before trusting coverage."""
    counts = Counter((actor.kind.value, str(actor.side)) for actor in known.actors)
    columns = [*(str(side.id) for side in known.sides), str(THIRD)]
    kinds = sorted({kind for kind, _ in counts}) or ["none"]
    return [(kind, *(str(counts[kind, side]) for side in columns)) for kind in kinds]


def _print_json(value: object) -> None:
    print_line(json.dumps(value, ensure_ascii=False, indent=2))
