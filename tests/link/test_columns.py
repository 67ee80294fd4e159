"""Columns of numbers: the same rows from records and from tables, in layouts that never change under compiled code."""

from __future__ import annotations

import gc
import subprocess
import sys

import numpy as np
import pytest

from contactline._kit.jit import IS_COMPILED
from contactline.link.columns import find_alike, find_order, make_columns, pack_rows, pack_table, take_rows
from contactline.records.claims import Kind
from contactline.records.linkrows import LinkRow, Spot
from contactline.tables import make_table
from rowcases import WHOLE, make_row


@pytest.mark.parametrize("rows", [[make_row("a")], [make_row("a"), WHOLE], []])
def test_records_and_tables_give_the_same_columns(rows: list[LinkRow]) -> None:
    packed, from_table = pack_rows(rows), pack_table(make_table(rows))
    assert packed.dtype is from_table.dtype
    for name in packed.dtype.names:
        assert np.array_equal(packed[name], from_table[name], equal_nan=packed[name].dtype.kind == "f"), name


def test_a_layout_is_one_object_for_good() -> None:
    """Every layout is compiled for once, which takes long: an index on a ``recarray`` must not make another."""
    wide, narrow = pack_rows([WHOLE]), pack_rows([make_row("a")])
    for columns in (wide, narrow):
        kept = columns.dtype
        taken = take_rows(columns, np.zeros(3, np.int64))
        assert taken.dtype is kept and take_rows(columns, slice(0, 1)).dtype is kept
        gc.collect()
        assert (
            make_columns(1, *(columns[name].shape[1] for name in ("lat", "earliest", "names", "terms"))).dtype is kept
        )
    assert wide.dtype != narrow.dtype


def test_machine_code_is_named_by_the_layout_and_not_by_a_count_of_types() -> None:
    """Else code that two processes compiled for two layouts could bear one name in the cache they share."""
    numba = pytest.importorskip("numba")
    assert IS_COMPILED
    code = (
        "import numba, numpy as np\n"
        "import contactline._kit.jit\n"
        "from contactline.link.columns import make_columns\n"
        "numba.typeof(np.zeros(1, [('one', 'u8')])), numba.typeof(np.zeros(1, [('two', 'u4')]))\n"
        "print([numba.typeof(make_columns(1, n)).dtype.mangling_args for n in (8, 1)])\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    here = [numba.typeof(make_columns(1, spots)).dtype.mangling_args for spots in (8, 1)]
    assert said.strip() == str(here)
    assert here[0] != here[1]


def test_the_total_order_is_by_time_then_by_id() -> None:
    rows = pack_rows([make_row("b", hour=9), make_row("a", hour=9), make_row("c", hour=1)])
    order = find_order(rows)
    assert order[0] == 2
    assert rows.key[order[1]] < rows.key[order[2]]


def test_copies_stand_for_each_other_but_not_rows_of_one_report_or_without_words() -> None:
    rows = [
        make_row("a", report="r1"),
        make_row("b", report="r2"),
        make_row("c", report="r2"),
        make_row("d", report="r3", words=()),
        make_row("e", report="r4", words=()),
        make_row("f", report="r5", spots=(Spot("other", "other", 40.0, 47.0),)),
    ]
    first, lead = find_alike(pack_rows(rows))
    assert first.tolist() == [0, 2, 3, 4, 5]
    assert lead.tolist() == [0, 0, 1, 2, 3, 4]
    assert find_alike(pack_rows(rows), single=[1])[1].tolist() == [0, 1, 0, 2, 3, 4]


def test_kinds_that_are_talk_are_no_kinds() -> None:
    talk = make_row("a", kinds=(Kind.CEASEFIRE,))
    assert pack_rows([talk]).kinds.tolist() == [0]
