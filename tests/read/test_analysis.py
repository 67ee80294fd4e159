from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.read.analysis import ROOT, Analysis, Labelled

# The army | shelled | the village | of Arden | .
#   0   1       2        3     4      5   6     7
PARSED = Analysis(
    heads=(1, 2, ROOT, 4, 2, 6, 4, 2),
    deprels=("det", "nsubj:pass", "root", "det", "obj", "case", "nmod", "punct"),
)


@st.composite
def trees(draw: st.DrawFn) -> tuple[int, ...]:
    order = draw(st.permutations(range(draw(st.integers(1, 12)))))
    heads = [ROOT] * len(order)
    for place, node in enumerate(order[1:], 1):
        heads[node] = order[draw(st.integers(0, place - 1))]
    return tuple(heads)


def test_children_in_the_order_of_the_text() -> None:
    assert PARSED.children(2) == (1, 4, 7)
    assert PARSED.children(0) == ()


def test_children_by_relation_and_its_kinds() -> None:
    assert PARSED.children_by(2, "nsubj", "obj") == (1, 4)
    assert PARSED.children_by(2, "nsubj:pass") == (1,)
    assert PARSED.children_by(2, "obl") == ()
    assert PARSED.is_a(1, "nsubj")
    assert not PARSED.is_a(4, "nsubj")


def test_subtree_and_extent() -> None:
    assert PARSED.subtree(4) == (3, 4, 5, 6)
    assert PARSED.extent(4) == (3, 7)
    assert PARSED.extent(2) == (0, 8)


def test_the_way_up() -> None:
    assert tuple(PARSED.path_up(5)) == (6, 4, 2)
    assert PARSED.root_of(5) == 2
    assert PARSED.root_of(2) == 2


def test_the_head_of_a_range() -> None:
    assert PARSED.head_of(3, 7) == 4
    assert PARSED.head_of(0, 2) == 1
    assert PARSED.head_of(4, 8) == 4


def test_projective_spans() -> None:
    assert PARSED.is_projective_span(3, 7)
    assert PARSED.is_projective_span(5, 7)
    assert not PARSED.is_projective_span(3, 5)
    assert not PARSED.is_projective_span(6, 8)


@given(trees())
def test_subtrees_of_siblings_part_the_sentence(heads: tuple[int, ...]) -> None:
    analysis = Analysis(heads=heads)
    root = analysis.root_of(0)
    below = [node for child in analysis.children(root) for node in analysis.subtree(child)]
    assert sorted([root, *below]) == list(range(len(heads)))
    for node in range(len(heads)):
        assert all(node in analysis.subtree(above) for above in analysis.path_up(node))
        assert analysis.head_of(node, node + 1) == node


def test_a_labelled_range_is_half_open() -> None:
    span = Labelled(3, 5, "Victim", 0.9)
    assert [span.covers(token) for token in (2, 3, 4, 5)] == [False, True, True, False]
    assert span.overlaps(4, 9)
    assert not span.overlaps(5, 9)


def test_records_do_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PARSED.heads = ()  # type: ignore[misc]
    assert dataclasses.replace(PARSED, upos=("X",) * 8).children(2) == (1, 4, 7)
    assert Analysis() == Analysis()


def test_records_load_no_model() -> None:
    code = "import sys, contactline.read.analysis; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "onnxruntime", "tokenizers", "spacy"} & set(loaded)
