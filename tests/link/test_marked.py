"""Words with a capital and numbers, compared by themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contactline._kit.wordhash import CAPITAL, CLASS_BITS, DIGITS, PLAIN, hash_term
from contactline.link.columns import pack_rows
from contactline.link.compare import FIELDS, Field, compare_words
from contactline.link.crowd import count_crowd
from contactline.link.model import find_model, load_model, render_model
from contactline.link.pairs import make_row_index
from contactline.link.rows import make_report_row
from contactline.records.linkrows import LinkRow
from contactline.records.reports import ReportMeta, make_report
from contactline.reference.open_mandate import make_open_mandate

COMMON = tuple(f"plain{'abcdefghij'[number]}" for number in range(10))


def compare(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, int, int]:
    """Levels of words, capitals and figures of two rows among forty with other words."""
    words = [one, other, *((f"else{number}x", *COMMON[:9]) for number in range(40))]
    columns = pack_rows([LinkRow(id=f"r{n}", report=f"p{n}", words=(*COMMON, *some)) for n, some in enumerate(words)])
    crowd, _ = count_crowd(columns, make_row_index(columns))
    there, back = np.zeros(FIELDS, np.int8), np.zeros(FIELDS, np.int8)
    compare_words(columns, 0, 1, crowd, there)
    compare_words(columns, 1, 0, crowd, back)
    assert there.tolist() == back.tolist()
    return int(there[Field.WORDS]), int(there[Field.CAPITALS]), int(there[Field.FIGURES])


@pytest.mark.parametrize(("word", "kind"), [("may", PLAIN), ("May", CAPITAL), ("17", DIGITS)])
def test_a_term_tells_how_a_word_is_written(word: str, kind: int) -> None:
    assert hash_term(word) & ((1 << CLASS_BITS) - 1) == kind
    assert hash_term("May") >> CLASS_BITS == hash_term("may") >> CLASS_BITS


def test_a_word_is_the_same_with_and_without_a_capital() -> None:
    assert compare(("Sorell",), ("sorell",))[0] == compare(("sorell",), ("sorell",))[0]
    assert compare(("Sorell",), ("sorell",))[1:] == (0, 0)


def test_shared_capitals_and_numbers_have_levels_of_their_own() -> None:
    plain = compare(("sorell",), ("sorell",))
    assert compare(("Sorell",), ("Sorell",)) == (plain[0], 10, 0)
    assert compare(("417",), ("417",))[1:] == (0, 10)


def test_words_of_a_single_row_make_no_two_rows_unlike() -> None:
    assert compare(("Sorell", "Only"), ("Sorell", "Other"))[1] == 10


def test_a_whole_report_marks_what_is_written_with_a_capital_throughout() -> None:
    text = "Gunmen fired near Sorell. Yesterday gunmen hit Sorell again, 17 houses burned; they left yesterday."
    words = make_report_row(make_report("", text, ReportMeta()), make_open_mandate()).words
    assert {"Sorell", "gunmen", "17"} <= set(words)
    assert not {"sorell", "Gunmen"} & set(words)


def test_weights_from_before_weigh_them_nothing(tmp_path: Path) -> None:
    model = find_model("hand")
    before = render_model(model).split("\n[capitals]")[0]
    path = tmp_path / "own.toml"
    path.write_text(before, encoding="utf-8")
    points = load_model(path).weights.points
    assert not points[[Field.CAPITALS, Field.FIGURES]].any()
    assert model.weights.points[Field.CAPITALS].any()
