"""What the benchmark of persons counts, on lists small enough to see."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import persons
from _table import Row


def test_pairs_are_counted() -> None:
    """Five mentions of two persons: a a a b b; held: (a a) (a b) (b)."""
    told = [told for told in persons.read_variants("first") if told.truth in {"p02", "p01"}]
    truths = [one.truth for one in told]
    counts = persons.count(truths, told)
    assert (counts.true, counts.held, counts.right) == (7, 7, 7)
    counts = persons.count(["x"] * len(told), told)
    assert (counts.true, counts.held, counts.right) == (7, 15, 7)
    assert counts.precision() == 100 * 7 / 15
    counts = persons.count(list(range(len(told))), told)
    assert (counts.held, counts.recall(), counts.precision()) == (0, 0.0, 100.0)


def test_a_mention_without_a_name_is_nobody_elses_exactly() -> None:
    told = [one for one in persons.read_variants("first") if not one.candidate.mention.name]
    assert len({persons.exact_key(one) for one in told}) == len(told) > 1


def test_every_list_holds_few_wrongly() -> None:
    for name in ("first", "second", "third", "fourth"):
        rows = [row for row in persons.measure(name, list(persons.read_variants(name))) if isinstance(row, Row)]
        assert not [row.metric for row in rows if row.misses("register")]
