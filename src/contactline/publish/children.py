"""Children that a report's words tell of: “schoolboy X”, “seven-year-old X”, “X, born in 2012”, “the children X, Y”.

A name too many costs little, a name too few much; so these rules take whatever is written like a name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from contactline._kit.folding import INVISIBLE, fold_name
from contactline.records.reports import Report

_ADULT: Final = 18
_MOST_WORDS = 4  # of a name
_INVISIBLE = re.compile("[" + "".join(sorted(INVISIBLE)) + "]")
_WORD = re.compile(r"[^\W\d_](?:[\w'’\-]*\w)?\.?")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_GAP = re.compile(r"[ \t]*[,:(“\"‘'][ \t]*|[ \t]+")
_AFTER_ASIDE = re.compile(r"[,.;:)”\"]|\s*\(|\s(?:who|was|were|born|aged|and|of|is)\b|\s*$")
_BETWEEN = re.compile(r"(?:\s*\([^()\n]{1,30}\)|,\s*(?:aged\s+)?\d{1,2}\b)?(?:,?\s+and\s+|,\s+)")
_UNIT = r"(?:years?|months?|weeks?|days?)"
_BORN = re.compile(
    r",?\s*\(?(?:who\s+(?:was|is)\s+)?(?:born|b\.)\s+(?:(?:in|on)\s+)?(?:[\w.,/-]+\s+){0,3}?(?P<year>(?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\d{4}")


def find_child_names(report: Report) -> frozenset[str]:
    """Names as written of those whom the words of a report make a child, without the words before them."""
    text = _INVISIBLE.sub("", report.text)
    return frozenset(name for name in (*_named_after(text), *_named_before(text, _published_year(report))) if name)


def bare_name(name: str) -> str:
    """A name without what stands before or at it: “Little Leyla Mammadova’s” and “Seven-year-old Leyla”.

    A name of nothing but such words stays as it is.
    """
    words = name.split()
    while len(words) > 1 and _is_lead(words[0]):
        words = words[1:]
    return _POSSESSIVE.sub("", " ".join(words)).strip(' ,;:()“”"')


def names_a_child(name: str) -> bool:
    """Whether the words before the name say that it is a child's."""
    return len(name.split()) > 1 and _is_lead(name.split()[0])


def _is_lead(word: str) -> bool:
    plain = word.lower().strip(",:;“”\"'’")
    return plain in _lexicon("role") | _lexicon("roles") or bool(_lead_patterns()[1].fullmatch(plain))


def _named_after(text: str) -> Iterator[str]:
    single, aged, several = _lead_patterns()
    for pattern in (single, aged):
        for match in pattern.finditer(text):
            if _leads(text, match):
                yield _name_after(text, match.end())[0]
    for match in several.finditer(text):
        if _leads(text, match):
            yield from _names_after(text, match.end())


def _leads(text: str, match: re.Match[str]) -> bool:
    """Not inside another name: a capital within a sentence, as in “the Little Caucasus”."""
    before = text[: match.start()].rstrip(" \t“\"‘'(")
    return not match[0][0].isupper() or not before or before[-1] in ".!?…:\n—–" or "\n" not in before


def _names_after(text: str, offset: int) -> Iterator[str]:
    name, end = _name_after(text, offset)
    while name:
        yield name
        between = _BETWEEN.match(text, end)
        name, end = _name_at(text, between.end()) if between else ("", end)


def _name_after(text: str, offset: int) -> tuple[str, int]:
    """The name that begins after a role or age, further roles and “named” left out; empty where none does."""
    aside = False
    while gap := _GAP.match(text, offset):
        aside = aside or "," in gap[0]
        offset = gap.end()
        word = _WORD.match(text, offset)
        plain = word[0].lower() if word else ""
        if not word or not (_is_lead(plain) or plain in _lexicon("link")):
            break
        offset = word.end()
    else:
        return "", offset
    name, end = _name_at(text, offset)
    return (name, end) if not aside or _AFTER_ASIDE.match(text, end) else ("", end)


def _name_at(text: str, offset: int) -> tuple[str, int]:
    words: list[str] = []
    end = offset
    while len(words) < _MOST_WORDS and (word := _WORD.match(text, offset)) and _is_name_word(word[0]):
        plain = word[0] if len(word[0]) == 2 else word[0].rstrip(".")
        words.append(_POSSESSIVE.sub("", plain))
        end = word.start() + len(plain)
        if words[-1] != word[0] or text[end : end + 1] != " ":
            break
        offset = end + 1
    return " ".join(words), end


def _named_before(text: str, published: int | None) -> Iterator[str]:
    for match in _trail_pattern().finditer(text):
        yield _name_before(text, match.start(), 1 if match["sure"] else 2)
    for match in _BORN.finditer(text):
        if published is None or published - int(match["year"]) <= _ADULT:
            yield _name_before(text, match.start(), 1)


def _name_before(text: str, offset: int, least: int) -> str:
    line = text.rfind("\n", 0, offset) + 1
    words: list[str] = []
    for word in reversed(text[line:offset].split(" ")):
        whole = _WORD.fullmatch(word)
        if not whole or not _is_name_word(word) or len(words) == _MOST_WORDS:
            break
        words.insert(0, _POSSESSIVE.sub("", word))
    return " ".join(words) if len(words) >= least else ""


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and fold_name(word.rstrip(".")) not in _lexicon("stop") and not _is_lead(word)


def _published_year(report: Report) -> int | None:
    year = _YEAR.match(report.meta.published or "")
    return int(year[0]) if year else None


@cache
def _lead_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What a child's name follows: a role, an age, a role of several."""
    few = rf"(?:1[0-7]|[1-9]|{_either('number')})"
    months = rf"(?:\d{{1,3}}|{_either('number')})[- ](?:months?|weeks?|days?)"
    aged = rf"(?<![\w.,-])(?:{few}[- ]years?|{months})[- ]old(?![\w-])"
    single, several = (rf"(?<![\w-])(?:{_either(sort)})(?![\w-])" for sort in ("role", "roles"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (single, aged, several))  # type: ignore[return-value]


@cache
def _trail_pattern() -> re.Pattern[str]:
    """What follows a child's name; a bare number or a number in brackets only counts after two words."""
    few = rf"(?:1[0-7]|[1-9]|{_either('number')})"
    role = _either("role")
    sure = (
        rf",?\s+\(?aged?\s+{few}\b(?![-.,]?\d)|,?\s+\(?(?:only\s+)?{few}[- ]{_UNIT}(?:[- ]old)\b"
        rf"|,\s+an?\s+(?:{few}[- ]years?[- ]old|(?:\w+\s+)?(?:{role})\b)"
    )
    return re.compile(
        rf"(?P<sure>{sure})|,\s+(?:1[0-7]|[1-9])(?=[,.;]\s|\s+(?:and|was|were)\b)|\s\((?:1[0-7]|[1-9])\)", re.IGNORECASE
    )


def _either(sort: str) -> str:
    return "|".join(sorted(_lexicon(sort), key=len, reverse=True))


@cache
def _lexicon(sort: str) -> frozenset[str]:
    table = (files("contactline.reference") / "children.csv").read_text(encoding="utf-8")
    return frozenset(row["words"] for row in csv.DictReader(table.splitlines()) if row["sort"] == sort)


def seen_in_lower_case(reports: Iterable[Report]) -> frozenset[str]:
    """Folded words that the bodies of the reports write in lower case: words of the language, no names."""
    found: set[str] = set()
    for report in reports:
        body = report.text[report.body.start : report.body.end]
        found.update(word for word in re.findall(r"[^\W\d_]+", body) if word.islower())
    return frozenset(fold_name(word) for word in found)
