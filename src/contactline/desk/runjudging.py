"""What people judged, in a run: laid to link rows where they are read, settled, and kept within windows and across.

Rows judged together are one *group*. A window joins the members that it sees; incidents of several windows that hold
members of one group are put together however far apart they are, and incidents that hold groups judged apart are never
taken for one at a seam.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from contactline.codec import encode
from contactline.desk.rooms import load_room
from contactline.desk.runstages import iter_records, make_digest_of
from contactline.desk.seams import Chain
from contactline.records.ids import ClaimId, JudgementId
from contactline.records.judgements import JudgedEnd, JudgedRows, LinkJudgement, find_in_force
from contactline.records.problems import Problem, Severity

if TYPE_CHECKING:
    from contactline.link.judged import SettledRows

JUDGED_SCHEMA: Final = pa.schema(
    [
        pa.field("judgement", pa.string()),
        pa.field("is_other", pa.bool_()),
        pa.field("claim", pa.string()),
        pa.field("row", pa.string()),
        pa.field("windows", pa.list_(pa.int32())),
    ]
)
"""Where the claims of judgements stand: their rows, and the windows that see these."""
Groups = frozenset[int]


def lay_ends(ends: Iterable[JudgedEnd], laid: pa.Table) -> pa.Table:
    """A table of :data:`JUDGED_SCHEMA`.

    Args:
        ends: of judgements.
        laid: rows of :data:`~contactline.desk.windows.WINDOW_SCHEMA`, those of the ends among them.
    """
    told = list(ends)
    rows = pa.array(sorted({end.row for end in told if end.row is not None}), pa.string())
    windows: defaultdict[str, list[int]] = defaultdict(list)
    seen = laid.filter(pc.is_in(laid["id"], rows)) if told else laid.slice(0, 0)
    for row, window in zip(seen["id"].to_pylist(), seen["window"].to_pylist(), strict=True):
        windows[row].append(window)
    records = [
        {
            "judgement": end.judgement,
            "is_other": end.is_other,
            "claim": end.claim,
            "row": end.row,
            "windows": sorted(windows[end.row]) if end.row is not None else [],
        }
        for end in told
    ]
    return pa.Table.from_pylist(records, JUDGED_SCHEMA)


class RunJudging:
    """People's judgements in one run.

    Args:
        judgements: all that were ever made, superseded and withdrawn ones too.
    """

    def __init__(self, judgements: Sequence[LinkJudgement] = ()) -> None:
        self._judgements = find_in_force(judgements)
        self.by_report = _collect((one.report, judgement) for judgement in self._judgements for one in _ends(judgement))
        self.by_claim: Mapping[str, tuple[JudgedEnd, ...]] = _collect(
            (anchor.claim, JudgedEnd(judgement.id, bool(number), anchor.claim, anchor.claim))
            for judgement in self._judgements
            for number, anchor in enumerate(_ends(judgement))
        )
        self._group: dict[str, int] = {}
        self._apart: frozenset[tuple[int, int]] = frozenset()
        self._windows: dict[str, tuple[int, ...]] = {}
        self.held = 0
        self.problems: list[Problem] = []

    def digest_buckets(self, find_bucket: Callable[[str], int], names: Collection[str]) -> dict[int, str]:
        """A digest of what is judged of the reports, or claims, of each bucket that has any."""
        told: defaultdict[int, set[str]] = defaultdict(set)
        for judgement in self._judgements:
            for anchor in _ends(judgement):
                for name in {anchor.report, anchor.claim}.intersection(names):
                    told[find_bucket(name)].add(encode(judgement).decode())
        return {bucket: make_digest_of(sorted(several)) for bucket, several in told.items()}

    def settle(self, paths: Iterable[Path]) -> dict[int, JudgedRows]:
        """Settle what contradicts, once it is known where all claims stand.

        Args:
            paths: tables of :data:`JUDGED_SCHEMA`.

        Returns:
            For each window what is judged of the rows that it sees.
        """
        if not self._judgements:
            return {}
        records = list(iter_records(paths))
        ends = (
            JudgedEnd(
                JudgementId(record["judgement"]),
                record["is_other"],
                ClaimId(record["claim"]) if record["claim"] else None,
                record["row"],
            )
            for record in records
        )
        settled: SettledRows = load_room("contactline.link.judged", "settle_rows")(self._judgements, ends)
        self.held = len(settled.held)
        self.problems += settled.problems
        self._windows = {record["row"]: tuple(record["windows"]) for record in records if record["row"]}
        self._group = _number_groups(settled.rows)
        apart = {(self._group[one], self._group[other]) for one, other in settled.rows.apart}
        self._apart = frozenset({*apart, *((other, one) for one, other in apart)})
        seen: defaultdict[int, list[str]] = defaultdict(list)
        for row in settled.rows.rows:
            for window in self._windows[row]:
                seen[window].append(row)
        return {window: self._make_rows(rows) for window, rows in seen.items()}

    def _make_rows(self, rows: Sequence[str]) -> JudgedRows:
        """What is judged of some rows; what holds by way of others holds too."""
        first: dict[int, str] = {}
        together = []
        for row in sorted(rows):
            head = first.setdefault(self._group[row], row)
            if head != row:
                together.append((head, row))
        apart = [
            (first[one], first[other])
            for one, other in sorted(self._apart)
            if one < other and one in first and other in first
        ]
        return JudgedRows(tuple(sorted(rows)), tuple(together), tuple(apart))

    def find_labels(self, window: int, labels: Path) -> dict[str, Groups]:
        """The groups in each incident of a window, by the rows that are at home there."""
        rows = sorted(row for row in self._group if window in self._windows[row])
        if not rows:
            return {}
        wanted = pc.field("id").isin(pa.array(rows, pa.string())) & pc.field("home")
        table = pq.read_table(labels, columns=["id", "label"], filters=wanted)
        found: defaultdict[str, set[int]] = defaultdict(set)
        for row, label in zip(table["id"].to_pylist(), table["label"].to_pylist(), strict=True):
            found[label].add(self._group[row])
        return {label: frozenset(groups) for label, groups in found.items()}

    def is_apart(self, one: Groups, other: Groups) -> bool:
        """Whether people judged apart what two incidents hold."""
        return any((mine, theirs) in self._apart for mine in one for theirs in other)

    def join_chains(self, parked: list[tuple[Chain, Groups]]) -> list[Chain]:
        """Incidents that hold members of one group, put together: a :data:`~contactline.desk.seams.JoinChains`.

        Where an incident holds by score what is judged apart from another one's, the two stay two, and a problem says
        so.
        """
        whole = [({number}, groups) for number, (_, groups) in enumerate(parked)]
        for group in sorted(set(self._group.values())):
            holders = [entry for entry in whole if group in entry[1]]
            for entry in holders[1:]:
                head = holders[0]
                if self.is_apart(head[1], entry[1]):
                    self.problems.append(self._say_torn(group))
                    continue
                whole = [one for one in whole if one is not head and one is not entry]
                holders[0] = (head[0] | entry[0], head[1] | entry[1])
                whole.append(holders[0])
        return [
            tuple(sorted((step for number in sorted(numbers) for step in parked[number][0]), key=lambda step: step[:2]))
            for numbers, _ in sorted(whole, key=lambda entry: min(entry[0]))
        ]

    def _say_torn(self, group: int) -> Problem:
        rows = sorted(row for row, number in self._group.items() if number == group)
        return Problem(
            stage="link",
            code="judgement-outweighed",
            severity=Severity.WARNING,
            message=f"{', '.join(rows[:5])} are judged together, and stand in incidents of different windows that hold "
            "others which are judged apart: the incidents stay apart. Judge those others, too, or give longer windows.",
        )


def _ends(judgement: LinkJudgement) -> tuple[Any, Any]:
    return judgement.one, judgement.other


def _collect(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, tuple[Any, ...]]:
    found: defaultdict[Any, dict[Any, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][value] = None
    return {key: tuple(values) for key, values in found.items()}


def _number_groups(judged: JudgedRows) -> dict[str, int]:
    """The group of each row; groups are numbered by their first rows."""
    head = {row: row for row in judged.rows}

    def find(row: str) -> str:
        while head[row] != row:
            row = head[row]
        return row

    for one, other in judged.together:
        first, last = sorted((find(one), find(other)))
        head[last] = first
    numbers = {row: number for number, row in enumerate(judged.rows)}
    return {row: numbers[find(row)] for row in judged.rows}
