from __future__ import annotations

import re
from importlib.resources import files

import pytest

from contactline.errors import InputError
from contactline.records.actors import ActorKind
from contactline.reference.tables import load_lexicon

OWN = ("bodies", "common_words", "perception", "place_contexts", "place_words", "translit")


@pytest.mark.parametrize("name", OWN)
def test_lexicons_load_and_every_row_names_a_source(name: str) -> None:
    rows = load_lexicon(name)
    assert rows
    assert all(row["source"] for row in rows)


def test_no_row_of_the_bodies_stands_twice_and_every_kind_is_one() -> None:
    rows = load_lexicon("bodies")
    words = [row["words"] for row in rows]
    assert len(words) == len(set(words))
    assert {row["kind"] for row in rows} <= set(ActorKind)
    assert all(row["words"] == row["words"].lower() for row in rows)


def test_british_and_american_spellings_stand_side_by_side() -> None:
    words = {row["words"]: row["body"] for row in load_lexicon("bodies")}
    for british, body in words.items():
        american = british.replace("defence", "defense")
        assert words.get(american) == body, f"{british} has no American twin"


def test_no_lexicon_of_this_room_names_a_side() -> None:
    sides = re.compile(r"armen|azer|artsakh|karabakh|ukrain|russia[^n]|kashmir|israel|korea[^n]", re.IGNORECASE)
    for name in OWN:
        if name != "translit":  # names languages, which is its purpose
            text = (files("contactline.reference") / "lexicons" / f"{name}.csv").read_text(encoding="utf-8")
            assert not sides.search(text), name


def test_an_unknown_lexicon_is_an_input_error() -> None:
    with pytest.raises(InputError, match="file is missing"):
        load_lexicon("no-such-lexicon")
