"""The counts of a period as ``period.json`` and ``period.csv`` have them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from contactline.publish.naming import make_place_title
from contactline.publish.periodshapes import CountRow, PeopleRow, PeriodRow, Table, TallyRow
from contactline.publish.view import View
from contactline.records.estimates import Total
from contactline.records.ids import PlaceId, SideId
from contactline.records.periods import Pair, PeriodView, Read, SortRow, Tally


def make_period_row(view: View, period: PeriodView) -> PeriodRow:
    """The whole file."""
    return PeriodRow(
        since=period.first.isoformat() if period.first else None,
        until=period.last.isoformat() if period.last else None,
        zone=period.zone,
        incidents=period.incidents,
        left_out=period.left_out,
        in_episodes=period.in_episodes,
        rows=list(iter_count_rows(view, period)),
        totals=[_make_people_row(total) for total in period.totals],
    )


def _make_people_row(total: Total) -> PeopleRow:
    outcome, side, status = total.question.split("/")
    return PeopleRow(
        outcome=cast("Any", outcome),
        side=side,
        status=status,
        median=total.median,
        low=total.most[0],
        high=total.most[1],
        incidents=total.incidents,
        text=total.text,
        model=total.model,
    )


def iter_count_rows(view: View, period: PeriodView) -> Iterator[CountRow]:
    """All rows of all tables, in the order of the page."""
    mandate = view.dossier.mandate
    everything = SortRow(period.pair, (), period.read, ())
    yield _make_row("all", None, "all incidents", None, everything.pair, read=everything.read)
    for doer in period.doers:
        title = mandate.side_title(doer.side) if doer.side else "nobody named"
        said, denied = dict(doer.said_by), dict(doer.denied_by)
        yield _make_row("fired", doer.side, title, doer.side, doer.pair, said_by=said, denied_by=denied)
    for one in period.reporters:
        said, denied = {one.side: one.said}, {one.side: one.denied}
        yield _make_row(
            "reported",
            one.side,
            mandate.side_title(one.side),
            None,
            one.pair,
            said_by=said,
            denied_by=denied,
            alone=one.alone,
        )
    for kind in period.kinds:
        yield from _iter_sorts("kind", kind.kind.value, kind.kind.value.replace("_", " "), kind.row)
    for place in period.places:
        yield from _iter_sorts("place", place.place, find_place_title(view, place.place), place.row)
    for week in period.weeks:
        key = week.monday.isoformat() if week.monday else None
        yield from _iter_sorts("week", key, key or "week not known", week.row, unsettled=week.unsettled)


def find_place_title(view: View, place: PlaceId | None) -> str:
    """A place with a name of each side, as a table prints it."""
    if place is None:
        return "place not known"
    return make_place_title(view, view.places[place]).short if place in view.places else str(place)


def make_period_csv(view: View, period: PeriodView) -> bytes:
    """``period.csv``: the same rows, a column for each side's number; opens in a spreadsheet."""
    sides = [*(side.id for side in view.dossier.mandate.sides), "third"]
    counts = [f"{name}_{side}" for name in ("said_by", "denied_by", "reports") for side in sides]
    head = ["table", "key", "title", "fired", "claimed", "claimed_low", "claimed_high", "corroborated"]
    head += ["corroborated_low", "corroborated_high", *counts, "alone", "origins", "unsettled"]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    for row in iter_count_rows(view, period):
        tallies = [n for one in (row.claimed, row.corroborated) for n in (one.count, one.low, one.high)]
        columns = [(given or {}).get(side, "") for given in (row.said_by, row.denied_by, row.reports) for side in sides]
        cells = [row.table, row.key, row.title, row.fired, *tallies, *columns, row.alone, row.origins, row.unsettled]
        writer.writerow(["" if cell is None else _disarm(cell) for cell in cells])
    return stream.getvalue().encode("utf-8", "replace")


def _disarm(cell: object) -> object:
    """A text that a spreadsheet would take for a formula, made a text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _iter_sorts(
    table: Table, key: str | None, title: str, row: SortRow, unsettled: int | None = None
) -> Iterator[CountRow]:
    yield _make_row(table, key, title, None, row.pair, read=row.read, incidents=row.incidents, unsettled=unsettled)
    for side, pair in row.doers:
        yield _make_row(table, key, title, side, pair)


def _make_row(
    table: Table,
    key: str | None,
    title: str,
    fired: str | None,
    pair: Pair,
    *,
    said_by: Mapping[SideId, int] | None = None,
    denied_by: Mapping[SideId, int] | None = None,
    alone: int | None = None,
    read: Read | None = None,
    incidents: Sequence[str] | None = None,
    unsettled: int | None = None,
) -> CountRow:
    return CountRow(
        table=table,
        key=key,
        title=title,
        fired=fired,
        claimed=_tally(pair.claimed),
        corroborated=_tally(pair.corroborated),
        said_by={str(side): number for side, number in said_by.items()} if said_by is not None else None,
        denied_by={str(side): number for side, number in denied_by.items()} if denied_by is not None else None,
        alone=alone,
        reports={side or "": number for side, number in read.reports} if read else None,
        origins=read.origins if read else None,
        incidents=list(incidents) if incidents is not None else None,
        unsettled=unsettled,
    )


def _tally(tally: Tally) -> TallyRow:
    return TallyRow(tally.count, tally.low, tally.high)
