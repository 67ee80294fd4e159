"""Incidents of neighbouring windows put together."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.desk.joining import SHARED_SCHEMA
from contactline.desk.seams import Agreement, Cluster, Merged, Window, iter_merged, match_seam


def shared(labels: dict[str, str]) -> pa.Table:
    return pa.table([list(labels), list(labels.values())], schema=SHARED_SCHEMA)


def match(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], Agreement]:
    agreement = Agreement()
    return match_seam(shared(before), shared(after), agreement), agreement


def test_windows_that_agree() -> None:
    found, agreement = match({"a": "x", "b": "x", "c": "y"}, {"a": "p", "b": "p", "c": "q"})
    assert found == {"x": "p", "y": "q"}
    assert (agreement.rows, agreement.f1) == (3, 1.0)


def test_the_larger_share_wins_and_nothing_chains() -> None:
    found, agreement = match(dict.fromkeys("abcde", "x"), {"a": "p", "b": "p", "c": "p", "d": "q", "e": "q"})
    assert found == {"x": "p"}
    assert agreement.f1 == pytest.approx(2 * 0.52 / 1.52)


def test_equal_shares_are_decided_by_the_smallest_id() -> None:
    assert match(dict.fromkeys("abcd", "x"), {"a": "q", "b": "p", "c": "p", "d": "q"})[0] == {"x": "q"}
    assert match({"a": "y", "b": "x", "c": "x", "d": "y"}, dict.fromkeys("abcd", "p"))[0] == {"y": "p"}


def test_no_shared_rows() -> None:
    found, agreement = match({"a": "x"}, {"b": "p"})
    assert (found, agreement.f1) == ({}, None)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30), st.randoms())
def test_each_is_matched_once_and_the_order_of_rows_is_nothing(cells: list[tuple[int, int]], chance: object) -> None:
    before = {f"r{number:02}": f"x{left}" for number, (left, _) in enumerate(cells)}
    after = {f"r{number:02}": f"p{right}" for number, (_, right) in enumerate(cells)}
    found, agreement = match(before, after)
    assert len(set(found.values())) == len(found) > 0
    turned = list(before)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    again, _ = match({id_: before[id_] for id_ in turned}, {id_: after[id_] for id_ in reversed(turned)})
    assert again == found
    back, reverse = match(after, before)
    assert back == {right: left for left, right in found.items()}
    assert reverse.f1 == pytest.approx(agreement.f1)


def cluster(size: int, at: int, id_: str, last: int = 0) -> Cluster:
    return Cluster(size, at, id_, last or at)


def test_an_incident_of_two_windows_is_listed_by_the_first() -> None:
    windows = [
        Window(1, {"x": "p"}, {"x": cluster(2, 10, "a", 15)}),
        Window(2, {}, {"p": cluster(3, 20, "b", 25)}),
    ]
    whole = Cluster(5, 10, "a", 25)
    assert list(iter_merged(windows)) == [(1, [Merged("x", whole, True)]), (2, [Merged("p", whole, False)])]


def test_an_incident_at_home_in_one_window_is_left_alone() -> None:
    windows = [Window(1, {"x": "p"}, {}), Window(2, {}, {"p": cluster(3, 20, "b")})]
    assert list(iter_merged(windows)) == [(1, []), (2, [])]


def test_an_incident_through_three_windows() -> None:
    windows = [
        Window(1, {"x": "p"}, {"x": cluster(1, 10, "a")}),
        Window(2, {"p": "s"}, {"p": cluster(1, 20, "b")}),
        Window(3, {}, {"s": cluster(1, 30, "c")}),
    ]
    told = dict(iter_merged(windows))
    assert [entry.whole for entries in told.values() for entry in entries] == [Cluster(3, 10, "a", 30)] * 3
    assert [entry.owner for entries in told.values() for entry in entries] == [True, False, False]


def test_a_window_that_is_missing_breaks_the_chain() -> None:
    windows = [Window(1, {"x": "p"}, {"x": cluster(1, 10, "a")}), Window(3, {}, {"p": cluster(1, 30, "c")})]
    assert list(iter_merged(windows)) == [(1, []), (3, [])]
