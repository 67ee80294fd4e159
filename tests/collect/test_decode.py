from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactline.collect.decode import clean_value, decode_bytes
from contactline.collect.problems import UnusableError

RUSSIAN = "Два мирных жителя погибли в результате обстрела села во вторник вечером, сообщило министерство обороны. " * 3


def codes(content: bytes, declared: str | None = None) -> list[str]:
    return [problem.code for problem in decode_bytes(content, "x.txt", declared).problems]


def refusal(content: bytes) -> str:
    with pytest.raises(UnusableError) as caught:
        decode_bytes(content, "x.txt")
    assert caught.value.problem.subject == "x.txt"
    return caught.value.problem.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", ["Alxanlı — Ալխանլու", "포격으로 두 명이 숨졌다", "قُتل شخصان"])
def test_unicode_with_and_without_mark(text: str, encoding: str) -> None:
    decoded = decode_bytes(text.encode(encoding), "x.txt")
    assert decoded.text == text
    assert not decoded.problems


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_without_mark_is_said(mark: bytes, encoding: str) -> None:
    content = "Shelling was reported near the village.".encode(encoding)
    assert decode_bytes(content, "x.txt").text.startswith("Shelling")
    assert codes(content) == ["encoding-guessed"]
    assert codes(mark + content) == []


@pytest.mark.parametrize(
    ("text", "encoding"), [(RUSSIAN, "cp1251"), ("The ministry’s “answer” – so far. " * 5, "cp1252")]
)
def test_an_old_encoding_is_guessed_and_said(text: str, encoding: str) -> None:
    decoded = decode_bytes(text.encode(encoding), "x.txt")
    assert decoded.text == text
    assert [problem.code for problem in decoded.problems] == ["encoding-guessed"]


def test_a_declared_encoding_is_used_when_the_bytes_agree() -> None:
    assert decode_bytes("Füzuli".encode("latin-1"), "x.html", "latin-1").text == "Füzuli"
    assert decode_bytes("Füzuli rayonu".encode(), "x.html", "no-such-encoding").text == "Füzuli rayonu"


def test_one_bad_byte_does_not_change_the_encoding() -> None:
    content = RUSSIAN.encode() + b"\xff" + b" end"
    decoded = decode_bytes(content, "x.txt")
    assert decoded.text == RUSSIAN + "\ufffd end"
    assert [problem.code for problem in decoded.problems] == ["damaged-text"]


@pytest.mark.parametrize(
    "content", [b"", b"  \n\t", b"\xef\xbb\xbf", b"\0\0\0\0", "\u200b\u200e \n".encode(), codecs.BOM_UTF16_LE]
)
def test_empty(content: bytes) -> None:
    assert refusal(content) == "empty"


@pytest.mark.parametrize("content", [b"%PDF-1.7 text", b"PK\x03\x04docx", bytes(range(256)) * 9, b"\x89PNG\r\n\x1a\n"])
def test_binary(content: bytes) -> None:
    assert refusal(content) == "binary"


def test_line_ends_alone_are_evened_out() -> None:
    assert decode_bytes(b"a\r\nb\rc\n  d\t", "x").text == "a\nb\nc\n  d\t"


def test_nul_in_a_text_keeps_its_place() -> None:
    content = b"Two were killed" + b" here" * 50 + b"\0 and one was wounded."
    decoded = decode_bytes(content, "x")
    assert len(decoded.text) == len(content)
    assert "\0" not in decoded.text
    assert [problem.code for problem in decoded.problems] == ["character-replaced"]


def test_invisible_characters_are_kept_and_said() -> None:
    text = "The \u202eside\u202c said\u200b nothing."
    decoded = decode_bytes(text.encode(), "x")
    assert decoded.text == text
    assert "U+202E" in decoded.problems[0].message


def test_a_value_can_be_stored() -> None:
    assert clean_value(" a\ud800\0 ") == "a\ufffd\ufffd"
    clean_value("\udcff").encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_round_trip(text: str) -> None:
    try:
        decoded = decode_bytes(text.encode(), "x")
    except UnusableError as error:
        assert error.problem.code in {"empty", "binary"}
    else:
        assert decoded.text == text.removeprefix("\ufeff")


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    try:
        text = decode_bytes(content, "x").text
    except UnusableError as error:
        assert error.problem.code in {"empty", "binary", "undecodable"}
    else:
        text.encode()
        assert "\0" not in text
        assert "\r" not in text
