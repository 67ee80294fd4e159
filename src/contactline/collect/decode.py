"""Bytes to text: byte order marks, declared encodings, UTF-8, and last a guess that is said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from contactline._kit.folding import INVISIBLE
from contactline.collect.problems import UnusableError, make_error, make_info, make_warning
from contactline.records.problems import Problem

_SAMPLE = 256 * 1024  # bytes; enough to know an encoding, and a guess over 50 MB would take minutes
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_STARTS = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!",
    b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00", b"{\\rtf", b"\x00\x00\x01\x00",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ASCII = bytes(range(128))
# Curly quotes, dashes, dots, bullets, spaces, guillemets: where nothing else is beyond ASCII it is English typed on
# Windows, and a guess by letter frequencies only finds an exotic code page in it.
_TYPOGRAPHIC = b"\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa9\xab\xae\xb0\xb7\xbb"
_BINARY_SHARE = 0.01  # share of control characters above which nobody means a text
_DAMAGE_SHARE = 0.1  # bad to good multi-byte characters up to which it is damaged UTF-8 and not another encoding


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""The text of a file: line ends are ``\\n``, and every character can be stored and shown."""

    text: str
    problems: tuple[Problem, ...] = ()


def decode_bytes(content: bytes, subject: str, declared: str | None = None) -> Decoded:
    """Decode a whole file.

    Args:
        content: bytes as received, of any length.
        subject: the file's name for problems.
        declared: encoding that the document itself names, used when the bytes agree.

    Raises:
        UnusableError: empty, binary, or in no known encoding.
    """
    if not content.strip(b"\0 \t\r\n\f\v"):
        raise UnusableError(make_error("empty", "the file is empty; there is nothing to read", subject))
    if content.startswith(_BINARY_STARTS):
        raise _binary(subject)
    text, problems = _decode(content, subject, declared)
    text, cleaned = clean_text(text, subject)
    if not text.strip("".join(INVISIBLE) + " \t\r\n\f\v\xa0"):
        raise UnusableError(
            make_error("empty", "the file holds no visible character; there is nothing to read", subject)
        )
    return Decoded(text, (*problems, *cleaned, *_note_invisible(text, subject)))


def even_line_ends(text: str) -> str:
    r"""Write every line end as ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean_value(text: str) -> str:
    """A short value for a record: no lone surrogates, no NUL, no white space around it."""
    return _SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd").strip()


def _decode(content: bytes, subject: str, declared: str | None) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], encoding, subject)
    wide = _find_wide(content[:_SAMPLE])
    if wide:
        text, problems = _decode_as(content, wide, subject)
        return text, (
            make_info("encoding-guessed", f"read as {wide}, although no byte order mark says so", subject),
            *problems,
        )
    for candidate in ("utf-8", declared or "utf-8"):
        try:
            return content.decode(candidate), ()
        except (UnicodeDecodeError, LookupError):
            continue
    damaged = content.decode("utf-8", "replace")
    bad = damaged.count("\ufffd")
    good = sum(1 for char in damaged if not char.isascii()) - bad
    if bad <= good * _DAMAGE_SHARE:
        return damaged, (_damage(bad, "utf-8", subject),)
    return _decode_guessed(content, subject)


def _decode_as(content: bytes, encoding: str, subject: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
        return text, (_damage(text.count("\ufffd"), encoding, subject),)


def _decode_guessed(content: bytes, subject: str) -> tuple[str, tuple[Problem, ...]]:
    sample = content[:_SAMPLE]
    if len(content) > _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    if sum(sample.count(byte) for byte in range(9)) > len(sample) * _BINARY_SHARE:
        raise _binary(subject)
    encoding = _guess_encoding(sample)
    if encoding is None:
        message = "its encoding cannot be told; save it as UTF-8 and run again"
        raise UnusableError(make_error("undecodable", message, subject))
    text, problems = _decode_as(content, encoding, subject)
    note = f"read as {encoding}, which is a guess; save it as UTF-8 if letters look wrong"
    return text, (make_info("encoding-guessed", note, subject), *problems)


def _guess_encoding(sample: bytes) -> str | None:
    if not sample.translate(None, _ASCII + _TYPOGRAPHIC):
        return "cp1252"
    match = from_bytes(sample).best()
    return match.encoding if match else None


def _find_wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: in European text every second byte is zero, and always on the same side."""
    pairs = len(sample) // 2
    even, odd = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if pairs and odd > pairs * 0.4 and even < pairs * 0.02:
        return "utf-16-le"
    if pairs and even > pairs * 0.4 and odd < pairs * 0.02:
        return "utf-16-be"
    return None


def clean_text(text: str, subject: str) -> tuple[str, tuple[Problem, ...]]:
    """Even line ends, and no character that no text can hold.

    Raises:
        UnusableError: it is no text.
    """
    text = even_line_ends(text)
    head = text[:_SAMPLE]
    if len(_CONTROL.findall(head)) > len(head) * _BINARY_SHARE:
        raise _binary(subject)
    if "\0" not in text and not _SURROGATE.search(text):
        return text, ()
    # One replacement for each character, so that every offset stays what it was.
    cleaned = _SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")
    message = "characters that no text can hold (NUL or half a surrogate pair) are kept as U+FFFD"
    return cleaned, (make_warning("character-replaced", message, subject),)


def _note_invisible(text: str, subject: str) -> tuple[Problem, ...]:
    found = sorted(char for char in INVISIBLE if char in text)
    if not found:
        return ()
    names = ", ".join(f"U+{ord(char):04X}" for char in found)
    return (
        make_info(
            "invisible-characters",
            f"the text holds invisible characters ({names}); they are kept and shown as marks",
            subject,
        ),
    )


def _damage(count: int, encoding: str, subject: str) -> Problem:
    return make_warning(
        "damaged-text", f"{count} places are not valid {encoding} and are kept as U+FFFD; get a clean copy", subject
    )


def _binary(subject: str) -> UnusableError:
    return UnusableError(
        make_error("binary", "a binary file and no text; save what it says as .txt, .md or .html", subject)
    )
