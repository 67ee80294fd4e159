from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contactline._kit.folding import INVISIBLE, fold, fold_name, show_controls
from contactline._kit.hashing import canonical_json, make_content_id, make_digest


@given(st.text())
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text) + 1
    assert folded.origins[-1] == len(text)
    assert list(folded.origins) == sorted(folded.origins)


@given(st.text(min_size=1), st.data())
def test_a_folded_span_lies_in_the_text(text: str, choice: st.DataObject) -> None:
    folded = fold(text)
    start = choice.draw(st.integers(0, len(folded.text)))
    end = choice.draw(st.integers(start, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first <= last <= len(text)


def test_names_in_several_spellings_fold_alike() -> None:
    assert fold_name("Al-Qa’im") == fold_name("AL QAIM") == "al qaim"
    assert fold_name("Fu\u0308zuli").startswith("fuzuli"[:2])
    assert fold_name("Alxanl\u0131") == "alxanli"
    assert fold_name("Upper\u200b Mill") == "upper mill"


@given(st.text())
def test_nothing_that_is_shown_can_disguise(text: str) -> None:
    shown = show_controls(text)
    assert not INVISIBLE & set(shown)
    assert "\x1b" not in shown
    shown.encode()


def test_controls_are_named() -> None:
    assert show_controls("a\u202eb\x1b[31m") == "a⟨U+202E⟩b⟨U+001B⟩[31m"
    assert show_controls("two\nlines\tstay") == "two\nlines\tstay"


def test_content_ids() -> None:
    assert make_content_id("r", 1, {"a": 1, "b": 2}) == make_content_id("r", 1, {"b": 2, "a": 1})
    different = {
        make_content_id("r", 1, {"a": 1}),
        make_content_id("c", 1, {"a": 1}),
        make_content_id("r", 2, {"a": 1}),
        make_content_id("r", 1, {"a": "1"}),
        make_content_id("r", 1, {"a": [1]}),
    }
    assert len(different) == 5
    assert make_content_id("r", 1, {"a": 1}).startswith("r-")


def test_joined_words_do_not_clash() -> None:
    assert make_content_id("r", 1, {"x": ["a", "b.c"]}) != make_content_id("r", 1, {"x": ["a.b", "c"]})


def test_canonical_json() -> None:
    assert canonical_json({"b": "ü", "a": [1, None]}) == '{"a":[1,null],"b":"ü"}'.encode()
    assert make_digest(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
