"""Origins as trees: who has the words from whom, as a picture and as a nested list that says the same.

One row for each report or named source, below the one it has its words from. The template turns the numbers into SVG.
Reports and sources that are only named are told apart by shape, kinds of relays by the dashes of their lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contactline.publish.drawing import shape_of, short_day
from contactline.publish.naming import SideTitle, make_side_title
from contactline.publish.view import View
from contactline.records.ids import ReportId
from contactline.records.incidents import Origin, Relay, RelayEnd, RelayKind
from contactline.records.reports import Report

_ROW: Final = 24
_STEP: Final = 26
_LEFT: Final = 44
_TOP: Final = 16
_GAP: Final = 8  # between two origins
_LETTER: Final = 6.2  # of the page's small sans serif, on average
_CLIP: Final = 64
_MOST_ROWS: Final = 60
_DEEPEST: Final = 12  # steps to the right; a longer chain goes on below without moving further
_MOST_DEPTH: Final = 40  # lists in lists; what lies deeper stands in the last of them


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A report or a named source in the list; ``reason`` says why it stands below the one above."""

    name: str
    shape: str
    headline: str
    day: str
    note: str
    reason: str
    words: str
    language: str
    href: str
    children: tuple[TreeNode, ...]

    @property
    def is_report(self) -> bool:
        """Whether its text was read; else it is only named."""
        return bool(self.shape)


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One row of the picture: the mark, its words, and the line that leads to it."""

    x: float
    y: float
    shape: str
    text: str
    note: str
    title: str
    href: str
    number: str
    path: str
    line: str
    arrow: bool


@dataclass(frozen=True, slots=True)
class OriginTree:
    """The picture of all origins of an incident."""

    width: float
    height: float
    rows: tuple[TreeRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class OriginLine:
    """One origin: its label and reason, and the roots of its tree."""

    label: str
    side: SideTitle
    reports: int
    reason: str
    roots: tuple[TreeNode, ...]


def make_origin_line(view: View, origin: Origin, hrefs: Mapping[ReportId, str]) -> OriginLine:
    """One origin with its tree.

    Args:
        view: the dossier.
        origin: of the incident's reports.
        hrefs: where the quotes of a report stand on the page.
    """
    return OriginLine(
        label=view.hide(origin.label),
        side=make_side_title(view, origin.side),
        reports=len(origin.reports),
        reason=view.hide(origin.reason),
        roots=_Grower(view, origin, hrefs).roots(),
    )


class _Grower:
    """Grows the nodes of one origin from its relays."""

    def __init__(self, view: View, origin: Origin, hrefs: Mapping[ReportId, str]) -> None:
        self._view = view
        self._hrefs = hrefs
        self._below: dict[RelayEnd, list[Relay]] = {}
        for relay in origin.relays:
            self._below.setdefault(relay.source, []).append(relay)
        targets = {relay.target for relay in origin.relays if not relay.in_part}
        self._roots = [source for source in self._below if source not in targets]
        self._reports = [report for report in origin.reports if report in view.reports]
        self._drawn: set[ReportId] = set()

    def roots(self) -> tuple[TreeNode, ...]:
        """First texts and first sources; a report that no relay leads to stands by itself."""
        roots = [self._node(end, None, frozenset()) for end in self._roots]
        for report in self._reports:
            if report not in self._drawn:
                publisher = self._view.reports[report].meta.publisher or "publisher not known"
                roots.append(self._node(RelayEnd(publisher, report), None, frozenset()))
        return tuple(roots)

    def _node(self, end: RelayEnd, relay: Relay | None, above: frozenset[RelayEnd]) -> TreeNode:
        view = self._view
        if end.report:
            self._drawn.add(end.report)
        report = view.reports.get(end.report) if end.report else None
        in_part = relay is not None and relay.in_part
        below = () if in_part or end in above or len(above) >= _MOST_DEPTH else self._below.get(end, ())
        return TreeNode(
            name=view.hide(end.name),
            shape=shape_of(view, view.report_sides.get(report.id)) if report else "",
            headline=view.headline(report) if report else "",
            day=_say_day(report) if report else "",
            note=_say_note(relay) if relay else "",
            reason=view.hide(relay.reason) if relay else "",
            words=view.words(relay.quote) if relay and relay.quote else "",
            language=(view.reports[relay.quote.report].meta.language or "") if relay and relay.quote else "",
            href=self._hrefs.get(end.report, "") if end.report else "",
            children=tuple(self._node(each.target, each, above | {end}) for each in below),
        )


def say_report(view: View, report: ReportId) -> str:
    """``News.az, 4 Jul``."""
    known = view.reports[report]
    return f"{view.hide(known.meta.publisher or 'publisher not known')}, {_say_day(known)}"


def _say_day(report: Report) -> str:
    moment = report.meta.published_on or (report.meta.published_at.date() if report.meta.published_at else None)
    return short_day(moment) if moment else "date not known"


def _say_note(relay: Relay) -> str:
    words = {
        RelayKind.NAMES: "names it",
        RelayKind.SHARES: "shares text",
        RelayKind.SAME_ROOT: "gives only its account",
    }[relay.kind]
    if relay.in_part:
        return f"{words}, in part"
    if relay.kind is RelayKind.SHARES and not relay.directed:
        words += ", direction not known"
    return f"{words}, {relay.share:.0%} shared" if relay.share is not None else words


def make_tree(lines: Sequence[OriginLine]) -> OriginTree | None:
    """The picture of all trees, one below the other; ``None`` where nothing comes from anywhere."""
    if not any(root.children for line in lines for root in line.roots):
        return None
    rows: list[TreeRow] = []
    total = 0
    y = float(_TOP)
    for number, line in enumerate(lines, start=1):
        for at, (depth, above, node) in enumerate(_walk(line.roots, y)):
            total += 1
            if total <= _MOST_ROWS:
                rows.append(_row(node, depth, y, above, f"{number}" if at == 0 else ""))
                y += _ROW
        y += _GAP
    width = max(row.x + _LETTER * (len(row.text) + len(row.note)) for row in rows) + 2 * _STEP
    height = max(row.y for row in rows) + _ROW
    return OriginTree(round(width), height, tuple(rows), total - len(rows))


def _walk(roots: Iterable[TreeNode], top: float) -> Iterator[tuple[int, float | None, TreeNode]]:
    """Nodes from top to bottom with their depth, and where the row of the one above is drawn."""
    waiting: list[tuple[int, float | None, TreeNode]] = [(0, None, root) for root in reversed(list(roots))]
    y = top
    while waiting:
        depth, above, node = waiting.pop()
        yield depth, above, node
        waiting.extend((depth + 1, y, child) for child in reversed(node.children))
        y += _ROW


def _row(node: TreeNode, depth: int, y: float, above: float | None, number: str) -> TreeRow:
    x = _LEFT + _STEP * min(depth, _DEEPEST)
    name = f"{node.name} · {node.day}" if node.day else node.name
    title = "; ".join(filter(None, (name, node.headline, node.reason)))
    path = "" if above is None else f"M{x - _STEP:g} {above + 8:g}V{y:g}H{x - 9:g}"
    return TreeRow(
        x=x,
        y=y,
        shape=node.shape,
        text=name if len(name) <= _CLIP else name[: _CLIP - 1].rstrip() + "…",
        note=node.note or ("" if node.is_report else "only named"),
        title=title,
        href=node.href,
        number=number,
        path=path,
        line=_line_of(node.note),
        arrow=above is not None and "part" not in node.note and "not known" not in node.note,
    )


def _line_of(note: str) -> str:
    if note.endswith("in part"):
        return "part"
    return "text" if note.startswith("shares") else "name"
