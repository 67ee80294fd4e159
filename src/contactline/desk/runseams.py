"""The windows of a run, one after the other, with what is known of each at its seams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest

import pyarrow.parquet as pq

from contactline.desk.joining import load_clusters
from contactline.desk.runjudging import Groups, RunJudging
from contactline.desk.seams import Agreement, Window, match_seam
from contactline.ports import Part


def iter_windows(linked: Sequence[Part], agreement: Agreement, judging: RunJudging) -> Iterator[Window]:
    """What is known of every window at its seams.

    Args:
        linked: parts of linking, in the order of their windows.
        agreement: counts how far windows agree.
        judging: what people judged; incidents that hold what is judged apart never go on in one another.
    """
    arrived: dict[str, Groups] = {}
    there: dict[str, Groups] | None = None
    for part, next_ in zip_longest(linked, linked[1:]):
        here = _find_labels(part, judging) if there is None else there
        there = _find_labels(next_, judging) if next_ is not None else None
        carried = {label: arrived.get(label, frozenset()) | here.get(label, frozenset()) for label in {*arrived, *here}}
        onward: dict[str, str] = {}
        if next_ is not None and next_.key == part.key + 1:
            before, after = pq.read_table(part.out / "after.parquet"), pq.read_table(next_.out / "before.parquet")
            is_apart = partial(_is_apart, judging, carried, there or {}) if carried else None
            onward = match_seam(before, after, agreement, is_apart)
        labels = {*arrived, *onward, *here}
        yield Window(part.key, onward, load_clusters(part.out / "clusters.parquet", labels), here)
        arrived = {there_: carried.get(label, frozenset()) for label, there_ in onward.items()}


def _find_labels(part: Part, judging: RunJudging) -> dict[str, Groups]:
    return judging.find_labels(part.key, part.out / "labels.parquet")


def _is_apart(judging: RunJudging, here: dict[str, Groups], there: dict[str, Groups], label: str, other: str) -> bool:
    return judging.is_apart(here.get(label, frozenset()), there.get(other, frozenset()))
